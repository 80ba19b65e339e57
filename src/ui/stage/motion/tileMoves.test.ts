import { expect, it } from 'vitest'
import { PodState } from '../../../engine/protocol.ts'
import { clusterOf } from '../testing/cluster.ts'
import { TileMoves } from './tileMoves.ts'

it('a tile grows from its old height in the colour of what came last, and only then', () => {
  const { lane, model } = clusterOf([
    [0, 1, 4],
    [0, 2, 4],
    [1, 1, 8],
  ])
  const moves = new TileMoves()
  lane.pods.state[1] = PodState.Succeeded
  lane.pods.node[2] = 0
  lane.pods.app[2] = 5
  moves.perform(model.sync(lane, [1, 2], []), 1_000, 1, (row) => lane.pods.app[row]!)
  expect([...moves.moves].map(([node, { from, app }]) => [node, [...from], app])).toEqual([
    [0, [3, 2], 5],
    [1, [1, 2], -1],
  ])
  expect(model.topsOf(0)).toEqual(Float64Array.of(2, 3))
  moves.prune(1_300)
  expect(moves.active).toBe(true)
  moves.prune(5_000)
  expect(moves.active).toBe(false)
  expect(model.sync(lane, [1, 2], []).heightened.size).toBe(0)
})
