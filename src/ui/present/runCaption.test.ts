import { expect, test } from 'vitest'
import { lessonsEn } from '../words/lessons.en.ts'
import { lessonsEs } from '../words/lessons.es.ts'
import { lessonsZh } from '../words/lessons.zh.ts'
import type { Facts, LaneFacts, LessonWords } from '../words/lessonTexts.ts'
import { closingCaption, runCaption } from './runCaption.ts'

const lane = (facts: Partial<LaneFacts> = {}): LaneFacts => ({
  title: '',
  machines: 4,
  machinesUp: facts.machines ?? 4,
  machinesUsed: 4,
  runbook: false,
  pods: 7,
  costPerHour: 1,
  cpu: 0.5,
  memory: 0.5,
  pending: 0,
  down: 0,
  lost: 0,
  back: 0,
  answered: 0,
  failed: 0,
  ...facts,
})
const facts = (left: LaneFacts, right = left): Facts => ({
  left,
  right,
  arrived: 0,
  evictionWait: 0,
  pagedAt: undefined,
  decision: undefined,
})
const { present } = lessonsEn

test.each<[string, Partial<LaneFacts>]>([
  ['nothing but machines', {}],
  ['one machine, one request', { machines: 1, pods: 1, answered: 1 }],
  ['every request answered', { answered: 1_204 }],
  ['some that failed', { answered: 1_180, failed: 24 }],
  ['a machine without power, and what that leaves', { machinesUp: 3, down: 2, pending: 1 }],
  ['one app', { runbook: true, down: 1 }],
])('G7 a run ends with %s', (_, its) => {
  const said = (words: LessonWords) => closingCaption(facts(lane(its)), false, words.present).text
  expect([said(lessonsEn), said(lessonsEs), said(lessonsZh)]).toMatchSnapshot()
})

test('G7 each cluster has its own end where two are compared', () => {
  const both = facts(lane({ runbook: true, answered: 10, failed: 2 }), lane({ answered: 12 }))
  expect(closingCaption(both, true, present)).toEqual({
    text: 'In the end: 4 machines, 7 apps, none is down. 2 of 12 requests failed.',
    right: 'In the end: 4 machines, 7 pods, none is down. All 12 requests were answered.',
  })
})

test.each([
  ['nothing has happened', facts(lane()), true, { text: 'Press Space' }],
  [
    'fewer machines, many pods',
    { ...facts(lane(), lane({ machines: 2 })), arrived: 20 },
    false,
    { text: 'Same apps, same order. Two fewer machines.' },
  ],
  [
    'fewer machines, few pods',
    { ...facts(lane(), lane({ machines: 2 })), arrived: 5 },
    false,
    undefined,
  ],
  [
    'a machine is gone, and its pods are back on one side',
    facts(lane({ machinesUp: 3, down: 3 }), lane()),
    false,
    {
      text: '3 apps down.',
      right: 'Nobody wakes up. The pods are re-created on other machines.',
    },
  ],
  [
    'an app was deleted: no machine died, so there is nothing to say of Kubernetes',
    facts(lane({ down: 1 }), lane()),
    false,
    { text: '1 app down.', right: '' },
  ],
  [
    'a machine is silent on both sides',
    facts(lane({ down: 3 }), lane({ machinesUp: 3, down: 3 })),
    false,
    { text: '3 apps down.', right: 'Kubernetes waits: a silent machine may come back.' },
  ],
  [
    'pods wait for their machine',
    { ...facts(lane({ down: 2 }), lane({ lost: 3 })), pagedAt: 600 },
    false,
    {
      text: '10:00 AM. Somebody has to wake up.',
      right: 'Kubernetes waits: a silent machine may come back.',
    },
  ],
])('G7 while it runs: %s', (_, its, idle, told) => {
  expect(runCaption(its, idle, true, present)).toEqual(told)
})
