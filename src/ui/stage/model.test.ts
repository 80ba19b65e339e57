import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NodeFlag, PodFlag, PodState } from '../../engine/protocol.ts'
import type { LaneMirror } from '../state/mirror.ts'
import { LaneModel } from './model.ts'
import { laneOf } from './testing/cluster.ts'

/** Pods as [node, order, vCPU, GiB, state]. */
function lane(pods: readonly (readonly [number, number, number, number, number])[]): LaneMirror {
  return laneOf(pods.map(([node, order, vcpu, gib, state]) => ({ node, order, vcpu, gib, state })))
}

const model = () => new LaneModel('right', false, ['cpu', 'memory'])
const { Running, Succeeded, Pending } = PodState

describe('LaneModel', () => {
  it('stacks by order, in cells, each lane on its own', () => {
    const it = model()
    it.sync(
      lane([
        [0, 2, 1, 4, Running],
        [0, 1, 0.5, 8, Running],
      ]),
    )
    expect(it.podsOn(0)).toEqual([1, 0])
    expect([...it.floors.slice(0, 4)]).toEqual([0.5, 2, 0, 0])
    expect([...it.topsOf(0)]).toEqual([1.5, 3])
  })

  it('a finished Job leaves as completed, and what lay on it comes down', () => {
    const it = model()
    const mirror = lane([
      [0, 1, 2, 8, Running],
      [0, 2, 1, 2, Running],
    ])
    it.sync(mirror)
    mirror.pods.state[0] = Succeeded
    const delta = it.sync(mirror, [0], [])
    expect(delta.left).toEqual([{ row: 0, node: 0, cause: 'completed' }])
    expect([...delta.shifted.get(1)!]).toEqual([2, 2])
    expect([...it.topsOf(0)]).toEqual([1, 0.5])
  })

  it('a pod that waits stands nowhere and arrives when it is bound', () => {
    const it = model()
    const mirror = lane([[-1, 0, 1, 4, Pending]])
    it.sync(mirror)
    expect(it.podsOn(0)).toEqual([])
    mirror.pods.node[0] = 1
    mirror.pods.state[0] = Running
    expect(it.sync(mirror, [0], []).arrived).toEqual([{ row: 0, node: 1 }])
  })

  it('a pod that is put on another machine moves', () => {
    const it = model()
    const mirror = lane([[0, 1, 1, 4, Running]])
    it.sync(mirror)
    mirror.pods.node[0] = 1
    const delta = it.sync(mirror, [0], [])
    expect(delta.moved).toEqual([{ row: 0, from: 0, to: 1 }])
    expect(it.podsOn(0)).toEqual([])
    expect(it.podsOn(1)).toEqual([0])
  })

  it('tells death and return of a machine once, and losing a pod there from scaling down', () => {
    const it = model()
    const mirror = lane([
      [0, 1, 1, 4, Running],
      [1, 1, 1, 4, Running],
    ])
    it.sync(mirror)
    mirror.nodes.flags[0] = NodeFlag.Dead
    expect(it.sync(mirror, [], [0]).died).toEqual([0])
    expect(it.sync(mirror, [], [0]).died).toEqual([])
    mirror.pods.alive.fill(0)
    expect(it.sync(mirror, [0, 1], []).left.map(({ cause }) => cause)).toEqual(['lost', 'removed'])
    mirror.nodes.flags[0] = 0
    expect(it.sync(mirror, [], [0]).revived).toEqual([0])
  })

  it('a machine that is taken away takes its pods with it', () => {
    const it = model()
    const mirror = lane([[0, 1, 1, 4, Running]])
    it.sync(mirror)
    mirror.nodes.alive[0] = 0
    mirror.pods.alive[0] = 0
    const delta = it.sync(mirror, [0], [0])
    expect(delta.gone).toEqual([0])
    expect(it.nodes).toEqual([1])
    expect(it.podsOn(0)).toEqual([])
  })

  it('what is kept from change to change is what stacking anew finds', () => {
    const pod = fc.record({
      row: fc.integer({ min: 0, max: 19 }),
      node: fc.integer({ min: -1, max: 1 }),
      state: fc.constantFrom(Running, Succeeded, PodState.Creating),
      order: fc.integer({ min: 0, max: 30 }),
      vcpu: fc.integer({ min: 0, max: 4 }),
      daemon: fc.boolean(),
      alive: fc.boolean(),
    })
    const resources = 2
    let moved = 0
    fc.assert(
      fc.property(fc.array(fc.array(pod, { maxLength: 8 }), { maxLength: 12 }), (updates) => {
        const mirror = lane(Array.from({ length: 20 }, () => [-1, 0, 1, 1, Pending] as const))
        const kept = model()
        kept.sync(mirror)
        for (const update of updates) {
          const before = kept.floors.slice()
          const stood = kept.where.slice()
          for (const { row, node, state, order, vcpu, daemon, alive } of update) {
            mirror.pods.node[row] = node
            mirror.pods.state[row] = node < 0 ? Pending : state
            mirror.pods.order[row] = order
            mirror.pods.requests[row * resources] = vcpu * 1000
            mirror.pods.flags[row] = daemon ? PodFlag.Daemon : 0
            mirror.pods.alive[row] = alive ? 1 : 0
          }
          const { shifted } = kept.sync(
            mirror,
            update.map(({ row }) => row),
            [],
          )
          const fresh = model()
          fresh.sync(mirror)
          for (const node of [0, 1]) {
            expect(kept.podsOn(node)).toEqual(fresh.podsOn(node))
            expect(kept.topsOf(node)).toEqual(fresh.topsOf(node))
            for (const row of kept.podsOn(node)) {
              const at = (from: Float64Array) => [...from.subarray(row * 2, row * 2 + 2)]
              expect(at(kept.floors)).toEqual(at(fresh.floors))
              const by = at(before).map((low, r) => low - at(kept.floors)[r]!)
              const expected = stood[row] === node && by.some((cells) => cells !== 0) ? by : []
              expect([...(shifted.get(row) ?? [])]).toEqual(expected)
              moved += expected.length
            }
          }
        }
      }),
      { seed: 11, numRuns: 200 },
    )
    expect(moved).toBeGreaterThan(100)
  })
})
