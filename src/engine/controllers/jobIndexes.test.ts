import { describe, expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { metSuccessRule, parseIndexes } from '../rules/jobIndexes.ts'
import { nameOf } from '../store/identity.ts'
import { play } from '../testing/play.ts'

const job = (spec: string, annotations = '') => `
apiVersion: batch/v1
kind: Job
metadata: { name: render }
spec:
  completionMode: Indexed
  ${spec}
  template:
    metadata: { annotations: { ${annotations} } }
    spec: { restartPolicy: Never, containers: [{ name: main, image: render }] }
`
const JOB = /job\//
const FAILS = { 'pod-container-failed.stage.kwok.x-k8s.io/name': 'main' }

/** Lets time pass, and every pod of this index fail. */
function failing(world: ReturnType<typeof play>, index: number, seconds: number): void {
  const told = new Set<string>()
  for (let second = 0; second < seconds; second++) {
    world.wait(1)
    for (const pod of world.store.list('Pod')) {
      const name = nameOf(pod)
      if (!name.startsWith(`render-${index}-`) || told.has(name)) continue
      told.add(name)
      world.give({ type: 'annotate', kind: 'Pod', namespace: 'default', name, annotations: FAILS })
    }
  }
}

const endOf = (world: ReturnType<typeof play>) => {
  const {
    conditions = [],
    succeeded,
    failed,
    completedIndexes,
    failedIndexes,
  } = world.store.get('Job', 'default', 'render')!.status!
  const end = conditions
    .filter(({ status }) => status === 'True')
    .map(({ type, reason }) => `${type} ${reason}`)
  return { end, succeeded, failed, completedIndexes, failedIndexes }
}

describe('C3.5 a limit for each index', () => {
  test('one that fails too often is given up, the others are finished, then the Job fails', () => {
    const world = play(job('completions: 3\n  parallelism: 3\n  backoffLimitPerIndex: 1'))
    failing(world, 1, 60)
    expect(world.events(JOB)).toMatchInlineSnapshot(`
      "
      0s job/render SuccessfulCreate: Created pod: render-0-dn4vl
      0s job/render SuccessfulCreate: Created pod: render-1-ktmjw
      0s job/render SuccessfulCreate: Created pod: render-2-5pvhg
      13s job/render SuccessfulCreate: Created pod: render-1-lk9fp
      31s job/render FailedIndexes: Job has failed indexes
      "
    `)
    expect(endOf(world)).toEqual({
      end: ['FailureTarget FailedIndexes', 'Failed FailedIndexes'],
      succeeded: 2,
      failed: 2,
      completedIndexes: '0,2',
      failedIndexes: '1',
    })
  })

  test('more than maxFailedIndexes end it at once', () => {
    const world = play(
      job('completions: 3\n  parallelism: 3\n  backoffLimitPerIndex: 0\n  maxFailedIndexes: 0'),
    )
    failing(world, 2, 20)
    expect(endOf(world)).toMatchObject({
      end: ['FailureTarget MaxFailedIndexesExceeded', 'Failed MaxFailedIndexesExceeded'],
      failedIndexes: '2',
    })
  })

  test('the rule FailIndex gives an index up', () => {
    const rule =
      'podFailurePolicy: { rules: [{ action: FailIndex, onExitCodes: { operator: In, values: [1] } }] }'
    const world = play(
      job(`completions: 2\n  parallelism: 2\n  backoffLimitPerIndex: 5\n  ${rule}`),
    )
    failing(world, 0, 60)
    expect(endOf(world)).toMatchObject({ failed: 1, completedIndexes: '1', failedIndexes: '0' })
  })
})

describe('C3.6 a success policy', () => {
  test.each([
    ['succeededIndexes: "0"', 'Matched rules at index 0', '0'],
    ['succeededCount: 2', 'Matched rules at index 0', '0,1'],
    ['succeededIndexes: "2-3", succeededCount: 1', 'Matched rules at index 0', '0-2'],
  ])('%s is enough', (rule, message, done) => {
    const spec = `completions: 4\n  parallelism: 1\n  successPolicy: { rules: [{ ${rule} }] }`
    const world = play(job(spec, 'pod-complete.stage.kwok.x-k8s.io/delay: 5s'))
    world.wait(60)
    expect(endOf(world)).toMatchObject({
      end: ['SuccessCriteriaMet SuccessPolicy', 'Complete SuccessPolicy'],
      completedIndexes: done,
    })
    const { conditions } = world.store.get('Job', 'default', 'render')!.status!
    expect(conditions!.find(({ type }) => type === 'Complete')!.message).toBe(message)
  })

  test('the first rule that is met is named', () => {
    const rules = [{ succeededIndexes: '7' }, { succeededCount: 2 }]
    const spec = { template: {}, successPolicy: { rules } }
    expect(metSuccessRule({ spec }, new Set([1, 2]))).toBe(1)
    expect(metSuccessRule({ spec }, new Set([1]))).toBeUndefined()
    expect(metSuccessRule({ spec: { template: {} } }, new Set([1]))).toBeUndefined()
  })
})

test.each([
  ['0', [0]],
  ['0,2-4', [0, 2, 3, 4]],
  ['2-1', undefined],
  ['3,1', undefined],
  ['', undefined],
  ['a', undefined],
])('indexes %s', (text, indexes) => {
  expect(parseIndexes(text)).toEqual(indexes)
})

test('M2 what such Jobs cannot be is said', () => {
  const problems = (text: string) =>
    parseScenarioFile(text).diagnostics.map(({ severity, message }) => `${severity}: ${message}`)
  const plain = (spec: string) => job(spec).replace('  completionMode: Indexed\n', '')
  expect([
    problems(plain('backoffLimitPerIndex: 1')),
    problems(plain('successPolicy: { rules: [{ succeededCount: 1 }] }')),
    problems(job('maxFailedIndexes: 1')),
    problems(job('successPolicy: { rules: [{}] }')),
    problems(job('successPolicy: { rules: [{ succeededIndexes: "3,1" }] }')),
    problems(
      job(
        'podFailurePolicy: { rules: [{ action: FailIndex, onExitCodes: { operator: In, values: [1] } }] }',
      ),
    ),
  ]).toMatchInlineSnapshot(`
    [
      [
        "error: spec.backoffLimitPerIndex wants completionMode: Indexed.",
      ],
      [
        "error: spec.successPolicy wants completionMode: Indexed.",
      ],
      [
        "error: spec.maxFailedIndexes wants backoffLimitPerIndex beside it.",
      ],
      [
        "error: spec.successPolicy.rules[0] must have succeededIndexes or succeededCount.",
      ],
      [
        "error: spec.successPolicy.rules[0].succeededIndexes must be indexes in order such as 0,2-4, not "3,1".",
      ],
      [
        "error: spec.podFailurePolicy.rules[0].action FailIndex wants spec.backoffLimitPerIndex.",
      ],
    ]
  `)
})
