import { describe, expect, it } from 'vitest'
import type { FuturePod } from '../../../engine/protocol.ts'
import { clusterOf } from '../testing/cluster.ts'
import { previewOf } from './preview.ts'

const apps = [{ requests: [2000, 4 * 1024 ** 3] }]
const resources = ['cpu', 'memory']
const slot = { row: -1, lanes: [0, 1], heights: [8, 8] }

/** Machine 0 dies with four pods of 2 vCPU; machine 1 has 4 of its 8 vCPU taken. */
const { model } = clusterOf([
  [0, 2, 4],
  [0, 2, 4],
  [0, 2, 4],
  [0, 2, 4],
  [1, 4, 8],
])
const pod = (row: number, over: Partial<FuturePod> = {}): FuturePod => ({
  row,
  app: 0,
  outcome: 'moves',
  node: 1,
  machine: 'node-2',
  ...over,
})
const shown = (pods: readonly FuturePod[], slots = [slot]) =>
  previewOf({ lane: 'right', dead: 0, pods }, model, apps, resources, slots)

describe('previewOf', () => {
  it('stacks pods on what stands in their machine, one over the other', () => {
    const { ghosts } = shown([pod(0), pod(1)])
    expect(ghosts.map(({ lows }) => [...lows])).toEqual([
      [4, 2],
      [6, 3],
    ])
    expect([...ghosts[0]!.heights]).toEqual([2, 1])
  })

  it('never stacks above capacity: what has no room now waits above', () => {
    const { ghosts, waiting } = shown([pod(0), pod(1), pod(2)])
    expect(ghosts).toHaveLength(2)
    expect(waiting).toMatchObject([{ app: 0, pending: false, machine: 'node-2' }])
  })

  it('shows a machine that would be bought in the first free slot', () => {
    const bought = { node: -1, machine: 'node-3' }
    const { ghosts, bought: names } = shown([pod(0, bought), pod(1, bought)])
    expect(names).toEqual(['node-3'])
    expect(ghosts.map(({ slot: at, lows }) => [at, ...lows])).toEqual([
      [0, 0, 0],
      [0, 2, 1],
    ])
  })

  it('without a free slot its pods wait above', () => {
    const { ghosts, waiting } = shown([pod(0, { node: -1, machine: 'node-3' })], [])
    expect(ghosts).toEqual([])
    expect(waiting[0]!.pending).toBe(false)
  })

  it('tells pending from gone; a pod that stays down changes nothing', () => {
    const { ghosts, waiting, gone } = shown([
      pod(0, { outcome: 'pending', node: -1, machine: undefined }),
      pod(1, { outcome: 'gone', node: -1 }),
      pod(2, { outcome: 'down', node: 0 }),
    ])
    expect(ghosts).toEqual([])
    expect(waiting).toMatchObject([{ pending: true }])
    expect(gone).toEqual([1])
  })

  it('takes the size of a pod that has no row from its app', () => {
    const { ghosts } = shown([pod(-1)])
    expect([...ghosts[0]!.heights]).toEqual([2, 1])
  })
})
