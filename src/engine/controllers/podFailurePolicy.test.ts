import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { play } from '../testing/play.ts'

const job = (rule: string, code: number, spec = '') => `
apiVersion: batch/v1
kind: Job
metadata: { name: train }
spec:
  backoffLimit: 2
  ${spec}
  podFailurePolicy: { rules: [${rule}] }
  template:
    metadata:
      annotations:
        pod-container-failed.stage.kwok.x-k8s.io/name: main
        pod-container-failed.stage.kwok.x-k8s.io/exit-code: "${code}"
    spec: { restartPolicy: Never, containers: [{ name: main, image: train }] }
`
const JOB = /job\//
const CODES = (action: string, values: string, operator = 'In') =>
  `{ action: ${action}, onExitCodes: { operator: ${operator}, values: [${values}] } }`
const DISRUPTED = '{ action: Ignore, onPodConditions: [{ type: DisruptionTarget }] }'

test('C3.4 an exit code that means a mistake ends the Job at once', () => {
  const cluster = play(job(CODES('FailJob', '42'), 42))
  cluster.wait(300)
  expect(cluster.events(JOB)).toMatchInlineSnapshot(`
    "
    0s job/train SuccessfulCreate: Created pod: train-wws4t
    3s job/train PodFailurePolicy: Container main for pod default/train-wws4t failed with exit code 42 matching FailJob rule at index 0
    "
  `)
})

test('C3.4 another one is tried again, and counted', () => {
  const cluster = play(job(CODES('FailJob', '42'), 1))
  cluster.wait(300)
  expect(cluster.events(JOB)).toMatchInlineSnapshot(`
    "
    0s job/train SuccessfulCreate: Created pod: train-wws4t
    13s job/train SuccessfulCreate: Created pod: train-2526v
    36s job/train SuccessfulCreate: Created pod: train-tbwg6
    39s job/train BackoffLimitExceeded: Job has reached the specified backoff limit
    "
  `)
  expect(cluster.store.get('Job', 'default', 'train')?.status?.failed).toBe(3)
})

test('C3.4 what is ignored does not use up the attempts', () => {
  const cluster = play(job(CODES('Ignore', '0, 42', 'NotIn'), 1, 'activeDeadlineSeconds: 60'))
  cluster.wait(30)
  const { failed } = cluster.store.get('Job', 'default', 'train')!.status!
  expect([failed, cluster.store.list('Pod').length > 5]).toEqual([0, true])
})

test('C3.4 a pod that a dead machine took is not held against the Job', () => {
  const work = job(DISRUPTED, 1).replace(
    / +annotations:\n.*\n.*\n/,
    '        labels: { app: train }\n',
  )
  const cluster = play(work.replace('backoffLimit: 2', 'backoffLimit: 0'), { machines: 2 })
  cluster.wait(5)
  const node = cluster.store.list('Pod')[0]!.spec!.nodeName!
  cluster.give({ type: 'pullPlug', machine: Number(node.slice(5)) })
  cluster.wait(400)
  cluster.give({ type: 'terminate', machine: Number(node.slice(5)) })
  cluster.wait(300)
  expect(cluster.events(JOB)).toMatchInlineSnapshot(`
    "
    0s job/train SuccessfulCreate: Created pod: train-wws4t
    460s job/train SuccessfulCreate: Created pod: train-2526v
    491s job/train Completed: Job completed
    "
  `)
})

test('M2 what a policy cannot be is said', () => {
  const problems = (text: string) =>
    parseScenarioFile(text).diagnostics.map(({ message }) => message)
  expect([
    problems(job(CODES('Retry', '1'), 1)),
    problems(job(CODES('Count', '1', 'Near'), 1)),
    problems(job(DISRUPTED, 1).replace('Never', 'OnFailure')),
  ]).toMatchInlineSnapshot(`
    [
      [
        "spec.podFailurePolicy.rules[0].action must be one of FailJob, FailIndex, Ignore, Count, not "Retry".",
      ],
      [
        "spec.podFailurePolicy.rules[0].onExitCodes.operator must be one of In, NotIn, not "Near".",
      ],
      [
        "spec.podFailurePolicy wants restartPolicy: Never in the template.",
      ],
    ]
  `)
})
