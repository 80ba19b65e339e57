import { expect, test } from 'vitest'
import { createRequestHandler } from '../../engine/requests.ts'
import { answerTo } from '../../engine/testing/answerTo.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import { EXAMPLES } from './examples.ts'
import type { LaneMirror } from './mirror.ts'
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
    for (let to = 2_000; to <= 400_000; to = to < 60_000 ? to + 2_000 : to + 20_000) {
      ask({ type: 'advance', to })
      if (to === 20_000) ask({ type: 'command', command: { type: 'pullPlug', machine: 1 } })
      if (to === 380_000) ask({ type: 'command', command: { type: 'plugIn', machine: 1 } })
      for (const lane of mirror.lanes) {
        const kept = facts(lane, podIndexOf(lane))
        expect(kept).toEqual(facts(lane, new PodIndex(lane, mirror.statuses)))
        found += kept.machines.filter(({ on }) => on.length > 0).length
      }
    }
    expect(found).toBeGreaterThan(20)
  },
)
