import { expect, test } from 'vitest'
import { NodeFlag, PodState } from '../../engine/protocol.ts'
import { createRequestHandler } from '../../engine/requests.ts'
import { answerTo } from '../../engine/testing/answerTo.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import { EXAMPLES } from './examples.ts'
import type { LaneMirror, Mirror } from './mirror.ts'
import { PodIndex, podIndexOf } from './podIndex.ts'

function facts(lane: LaneMirror, index: PodIndex) {
  return {
    waiting: [...index.waiting()],
    machines: Array.from({ length: lane.nodes.count }, (_, node) => ({
      on: [...index.on(node)].sort((a, b) => a - b),
      counts: [
        index.pods[node],
        index.terminating[node],
        index.unready[node],
        index.starting[node],
        index.shapeless[node],
        index.replaced[node],
      ],
      trouble: index.troubleOn(node),
    })),
  }
}

/** Copies by app and machines in trouble, by going through all pods and machines. */
function counted(mirror: Mirror, { pods, nodes }: LaneMirror) {
  const flagged = (node: number, flag: number) => (nodes.flags[node]! & flag) !== 0
  const machines = (is: (node: number) => boolean) =>
    Array.from({ length: nodes.count }, (_, node) => node).filter(
      (node) => nodes.alive[node] === 1 && is(node),
    ).length
  const tallies = mirror.apps.map(() => ({ copies: 0, up: 0, lost: 0 }))
  for (let row = 0; row < pods.count; row++) {
    const state = pods.state[row]!
    if (pods.alive[row] !== 1 || state === PodState.Succeeded || state === PodState.Failed) continue
    const tally = tallies[pods.app[row]!]!
    const node = pods.node[row]!
    if (state !== PodState.Terminating) tally.copies++
    if (node >= 0) tally[flagged(node, NodeFlag.Dead) ? 'lost' : 'up']++
  }
  return {
    tallies,
    deadMachines: machines((node) => flagged(node, NodeFlag.Dead)),
    notReadyMachines: machines(
      (node) => flagged(node, NodeFlag.NotReady) && !flagged(node, NodeFlag.Booting),
    ),
  }
}

test.each(['opening', 'zones', 'jobs', 'no-requests', 'roll-to-2'])(
  '%s: what is kept from row to row is what counting anew finds',
  (name) => {
    const handler = createRequestHandler()
    const mirror = createMirror()
    const text = EXAMPLES.find((example) => example.name === name)!.text
    const ask = (request: Parameters<typeof handler.handle>[0]) =>
      applyUpdate(mirror, answerTo(handler, request).update!)
    ask({ type: 'load', text })
    let found = 0
    let lost = 0
    for (let to = 2_000; to <= 400_000; to = to < 60_000 ? to + 2_000 : to + 20_000) {
      ask({ type: 'advance', to })
      if (to === 20_000) ask({ type: 'command', command: { type: 'pullPlug', machine: 1 } })
      if (to === 380_000) ask({ type: 'command', command: { type: 'plugIn', machine: 1 } })
      for (const lane of mirror.lanes) {
        const kept = facts(lane, podIndexOf(lane))
        expect(kept).toEqual(facts(lane, new PodIndex(lane, mirror.statuses)))
        const { tallies, ...machines } = counted(mirror, lane)
        expect(mirror.apps.map((_, app) => podIndexOf(lane).copiesOf(app))).toEqual(tallies)
        expect(podIndexOf(lane)).toMatchObject(machines)
        lost += tallies.reduce((sum, tally) => sum + tally.lost, 0)
        found += kept.machines.filter(({ on }) => on.length > 0).length
      }
    }
    expect(found).toBeGreaterThan(20)
    expect(lost).toBeGreaterThan(0)
  },
)
