import { expect, test } from 'vitest'
import type { RunInfo } from '../../../engine/protocol.ts'
import { createMirror } from '../../state/applyUpdate.ts'
import type { LaneSummary } from '../../state/summaries.ts'
import { lessonsEn } from '../../words/lessons.en.ts'
import { filmCaption } from './filmCaption.ts'

const arrivals = Array.from({ length: 12 }, (_, i) => ({ at: i * 1_000, app: 0 }))
const actions: RunInfo['actions'] = [
  { at: 4_000, type: 'setTraffic', label: 'curl' },
  { at: 15_000, type: 'pullPlug', label: '2' },
]
const mirror = {
  ...createMirror(),
  info: { arrivals, actions, resources: [], evictionWait: 0 } as unknown as RunInfo,
}
const lane = (runbook: boolean, machines: number, over: object = {}) =>
  ({
    title: '',
    runbook,
    machines: [],
    metrics: { machines, machinesUp: machines, down: 0, pending: 0, resources: [], ...over },
  }) as unknown as LaneSummary

test.each([
  ['nothing so far', [lane(false, 3)], 3_999, undefined],
  ['what the story has done', [lane(false, 3)], 4_000, 'The traffic of curl changes.'],
  ['and done last', [lane(false, 3)], 20_000, 'Machine 2 loses power.'],
  [
    'machines that are saved',
    [lane(true, 9), lane(false, 6)],
    14_000,
    'Same apps, same order. Three fewer machines.',
  ],
  [
    'what is down, before all else',
    [lane(true, 9, { down: 1 }), lane(false, 6)],
    20_000,
    '1 app down.',
  ],
])('H10 a film says %s', (_, lanes, at, expected) => {
  expect(filmCaption(mirror, lanes, at, lessonsEn.present)?.text).toBe(expected)
})
