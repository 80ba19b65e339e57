import { beforeEach, describe, expect, it, test } from 'vitest'
import type { RunInfo } from '../../engine/protocol.ts'
import type { Session } from '../state/session.ts'
import { usePlayback, useRun } from '../state/stores.ts'
import { lessonsEn } from '../words/lessons.en.ts'
import { lessonsEs } from '../words/lessons.es.ts'
import { lessonsZh } from '../words/lessons.zh.ts'
import { markAfter, markBefore, storyBack, storyOn, toldAt } from './storySteps.ts'

const ACTIONS: RunInfo['actions'] = [
  { at: 7_000, type: 'setTraffic', label: 'curl' },
  { at: 12_000, type: 'pullPlug', label: '2' },
  { at: 12_000, type: 'pullPlug', label: '3' },
  { at: 30_000, type: 'controlPlane', label: 'up' },
]

test.each([
  [0, 7_000, 0, []],
  [7_000, 12_000, 0, ['The traffic of curl changes.']],
  [11_999, 12_000, 7_000, ['The traffic of curl changes.']],
  [12_000, 30_000, 7_000, ['Machine 2 loses power.', 'Machine 3 loses power.']],
  [40_000, undefined, 30_000, ['The control plane is back.']],
])('G7 at %d ms the next mark is at %s, the one before at %d', (now, next, before, told) => {
  expect(markAfter(ACTIONS, now)).toBe(next)
  expect(markBefore(ACTIONS, now)).toBe(before)
  expect(toldAt(ACTIONS, now, lessonsEn.present)).toEqual(told)
})

test.each([
  [lessonsEn, 'The cloud wants six machines back.', 'Three machines lose power.'],
  [lessonsEs, 'La nube quiere recuperar seis máquinas.', 'Tres máquinas se quedan sin corriente.'],
  [lessonsZh, '云平台要收回六台机器。', '三台机器断电。'],
])('G7 what happens to many machines at once is one sentence', ({ present }, back, dark) => {
  const at = 151_000
  const reclaim = ['3', '14–15', '92', '65', '358'].map((label) => ({
    at,
    type: 'reclaim' as const,
    label,
  }))
  const plugs = ['1', '2', '7'].map((label) => ({ at, type: 'pullPlug' as const, label }))
  expect(toldAt(reclaim, at, present)).toEqual([back])
  expect(toldAt([...plugs, ...reclaim], at, present)).toEqual([dark, back])
  const [first, second] = toldAt(reclaim.slice(0, 2), at, present)
  expect(first).toContain('3')
  expect(second).toContain('14–15')
})

const web = { kind: 'Deployment', name: 'web' }
const image = { ...web, type: 'image', from: '1.0', to: '2.0' } as const
test.each<[string, NonNullable<RunInfo['actions'][number]['changes']>, string[]]>([
  ['nothing that is known', [], ['A change is applied.']],
  [
    'an image and replicas',
    [image, { ...web, type: 'replicas', from: '3', to: '6' }],
    ['web: image 1.0 → 2.0, replicas 3 → 6.'],
  ],
  [
    'two objects',
    [
      { ...image, namespace: 'qa' },
      { kind: 'Service', name: 'web', type: 'new' },
    ],
    ['qa/web: image 1.0 → 2.0.', 'New Service web.'],
  ],
  [
    'where a Service sends requests',
    [
      {
        kind: 'Service',
        name: 'shop',
        type: 'selector',
        key: 'colour',
        from: 'blue',
        to: 'green',
      },
    ],
    ['shop: colour blue → green.'],
  ],
  [
    'replicas and requests that are set',
    [
      { ...web, type: 'scaled', to: '5' },
      { kind: 'Traffic', name: 'curl', namespace: 'qa', type: 'sends', to: '1' },
      { kind: 'Traffic', name: 'bots', type: 'sends', to: '0' },
    ],
    ['web is scaled to 5.', 'qa/curl sends 1 request a second.', 'bots sends nothing any more.'],
  ],
  ['something else', [{ ...web, type: 'other' }], ['Deployment web changes.']],
  [
    'many objects',
    ['a', 'b', 'c', 'd'].map((name) => ({ kind: 'Secret', name, type: 'new' })),
    ['A change is applied.'],
  ],
])('G7 an apply tells of %s', (_, changes, told) => {
  const apply = [{ at: 5, type: 'apply', label: '', changes }] as const
  expect(toldAt(apply, 6, lessonsEn.present)).toEqual(told)
})

describe('G5 a clicker in a run without a lesson', () => {
  let did: string[]
  const session = {
    toggle: () => did.push('toggle'),
    play: (until?: number) => did.push(`play ${until}`),
    goTo: async (at: number) => did.push(`goTo ${at}`),
    stepBack: async () => did.push('stepBack'),
  } as unknown as Session
  const at = (playhead: number, playing: boolean, actions = ACTIONS) => {
    usePlayback.setState({ playhead, playing, ended: playhead >= 60_000 })
    useRun.setState({ info: { actions } as unknown as RunInfo })
  }
  beforeEach(() => {
    did = []
  })

  it.each([
    ['at rest plays to the next mark', 0, false, ['play 7000']],
    ['on a mark plays to the one after', 7_000, false, ['play 12000']],
    ['while it plays is there at once', 9_000, true, ['goTo 12000']],
    ['after the last one plays on', 30_000, false, ['toggle']],
    ['at the end does nothing', 60_000, false, []],
  ])('%s', (_, playhead, playing, expected) => {
    at(playhead, playing)
    storyOn(session)
    expect(did).toEqual(expected)
  })

  it('goes back to the mark before, or an event where there are no marks', () => {
    at(20_000, true)
    storyBack(session)
    at(20_000, false, [])
    storyBack(session)
    storyOn(session)
    expect(did).toEqual(['goTo 12000', 'stepBack', 'toggle'])
  })
})
