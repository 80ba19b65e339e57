import { expect, test } from 'vitest'
import { REFUSED } from './controlPlane.ts'
import { createParseMemo } from './history/parseMemo.ts'
import { createRun, type Run } from './lanes.ts'
import type { Command } from './protocol.ts'
import { english } from './sentences/sentences.ts'

const FILE = `
apiVersion: podfall.dev/v1
kind: Scenario
metadata: { name: refusals }
spec:
  lanes: [LANES]
  machineTypes: [{ name: standard, allocatable: { cpu: 8, memory: 32Gi }, bootTime: 30s }]
  machines: [{ type: standard, count: 2 }]
  maxMachines: 3
  actions:
    - { at: 5s, uncordon: { machine: 1 } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.com/web:1 }] }
`

function start(lanes = 'kubernetes-default, one-click'): Run {
  const parse = createParseMemo()
  const { scenario, objects, diagnostics } = parse(FILE.replace('LANES', lanes))
  expect(diagnostics).toEqual([])
  return createRun({
    scenario: scenario!,
    objects: objects.map(({ object }) => object),
    seed: 1,
    shuffle: undefined,
    policies: {},
    parse,
  })
}

const lane = 'kubernetes-default'
const web = { kind: 'Deployment', namespace: 'default', name: 'web' } as const
const gone = { ...web, name: 'gone' }
const roll = (action: 'pause' | 'resume' | 'restart' | 'undo', toRevision?: number): Command => ({
  type: 'rollout',
  ...web,
  action,
  ...(toRevision !== undefined && { toRevision }),
})

/** What comes before, which can be done; what cannot be done then; the code of why. */
const TABLE: readonly [readonly Command[], Command, string][] = [
  [[], { type: 'pullPlug', machine: 99 }, 'unknownMachine'],
  [[{ type: 'pullPlug', machine: 1 }], { type: 'pullPlug', machine: 1 }, 'noPowerAlready'],
  [[], { type: 'plugIn', machine: 1 }, 'powerAlready'],
  [
    [
      { type: 'pullPlug', machine: 1 },
      { type: 'pullPlug', machine: 2 },
    ],
    { type: 'killRandom' },
    'noPowerInEveryLane',
  ],
  [[], { type: 'reclaim', machine: 1 }, 'notSpot'],
  [[{ type: 'addMachine' }], { type: 'drain', machine: 3 }, 'stillBooting'],
  [[{ type: 'cordon', machine: 1 }], { type: 'cordon', machine: 1 }, 'cordonedAlready'],
  [[], { type: 'uncordon', machine: 1 }, 'notCordoned'],
  [[], { type: 'addMachine', machineType: 'huge' }, 'unknownMachineType'],
  [[{ type: 'addMachine' }], { type: 'addMachine' }, 'mostMachines'],
  [[], { type: 'setPolicy', lane: 'x', policy: 'one-click' }, 'unknownLane'],
  [[], { type: 'setPolicy', lane, policy: 'none' }, 'unknownPolicy'],
  [[], { type: 'setPolicy', lane, policy: lane }, 'policyAlready'],
  [[], { type: 'setPolicy', lane, policy: 'one-click' }, 'noRunbook'],
  [[], { type: 'setPolicy', lane: 'one-click', policy: lane }, 'runbookStays'],
  [[], { type: 'controlPlane', up: false, lane: 'one-click' }, 'runbookAlone'],
  [[], { type: 'controlPlane', up: true, lane }, 'controlPlaneUp'],
  [
    [{ type: 'controlPlane', up: false, lane }],
    { type: 'controlPlane', up: false, lane },
    'controlPlaneDown',
  ],
  [[], { type: 'acknowledgePager', lane }, 'pagerSilent'],
  [[], { type: 'delete', kind: 'Node', namespace: '', name: 'gone' }, 'noObject'],
  [[], { type: 'delete', ...gone }, 'noObjectIn'],
  [[], { type: 'delete', ...web, kind: 'Gadget' }, 'noKindHere'],
  [[], { type: 'scale', ...web, replicas: -1 }, 'badReplicas'],
  [[], { type: 'scale', ...web, kind: 'Pod', replicas: 1 }, 'notScaled'],
  [[], { type: 'annotate', ...web, annotations: { 'a b': 'c' } }, 'badAnnotation'],
  [[], { type: 'setTraffic', ...web, requestsPerSecond: 0.5 }, 'badTraffic'],
  [[], { type: 'rollout', ...web, kind: 'Job', action: 'undo' }, 'noRollout'],
  [[], { type: 'rollout', ...gone, action: 'undo' }, 'noObjectIn'],
  [[roll('pause')], roll('pause'), 'pausedAlready'],
  [[], roll('resume'), 'notPaused'],
  [[roll('pause')], roll('restart'), 'pausedRestart'],
  [[roll('restart'), roll('pause')], roll('undo'), 'pausedUndo'],
  [[], roll('undo'), 'noEarlierRevision'],
  [[], roll('undo', 7), 'noRevision'],
  [[], roll('undo', 1), 'templateAlready'],
  [[], { type: 'apply', text: '' }, 'nothingToApply'],
]

test.each(TABLE)('after %j, %j cannot be carried out: %s', (before, command, code) => {
  const run = start()
  // Time for the Deployment's ReplicaSets.
  run.runUntil(1_000)
  for (const each of before) {
    expect(run.perform(each).error).toBeUndefined()
    run.runUntil(run.now + 1_000)
  }
  const { error, said } = run.perform(command)
  expect(said?.code).toBe(code)
  expect(error).toBe(english(said!))
})

test('what kubectl prints has no code', () => {
  const run = start(lane)
  run.perform({ type: 'controlPlane', up: false, lane })
  const refused = { results: [], diagnostics: [], error: REFUSED }
  expect(run.perform({ type: 'cordon', machine: 1 })).toEqual(refused)
  expect(run.perform({ type: 'apply', text: FILE.replace('LANES', lane) })).toEqual(refused)
})

test('an action of the scenario that cannot be carried out says where it is marked what it says', () => {
  const run = start()
  run.runUntil(6_000)
  const [mark] = run.marks.after(0).filter(({ error }) => error !== undefined)
  expect(mark).toMatchObject({
    type: 'command',
    label: 'uncordon 1',
    error: expect.stringMatching(/ is not cordoned\.$/),
    said: { code: 'notCordoned' },
  })
})
