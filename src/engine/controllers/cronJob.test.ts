import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { play } from '../testing/play.ts'

const nightly = (schedule: string, spec = '', work = '30s') => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: "${schedule}"
  ${spec}
  jobTemplate:
    spec:
      template:
        metadata:
          labels: { app: nightly }
          annotations: { pod-complete.stage.kwok.x-k8s.io/delay: ${work} }
        spec: { restartPolicy: Never, containers: [{ name: report, image: report }] }
`
const CRON = /cronjob/
const HOUR = 3_600

test('C3.1 a Job is made at midnight of the scenario, and named after its minute', () => {
  const cluster = play(nightly('0 0 * * *'), { clock: '23:00' })
  cluster.wait(2 * HOUR)
  expect(cluster.events(/cronjob|job\//)).toMatchInlineSnapshot(`
    "
    3600s cronjob/nightly SuccessfulCreate: Created job nightly-29455200
    3600s job/nightly-29455200 SuccessfulCreate: Created pod: nightly-29455200-cbvh9
    3631s job/nightly-29455200 Completed: Job completed
    3631s cronjob/nightly SawCompletedJob: Saw completed job: nightly-29455200, condition: Complete
    "
  `)
  const [job] = cluster.store.list('Job')
  expect(job?.metadata?.annotations).toEqual({
    'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-02T00:00:00Z',
  })
  expect(cluster.store.get('CronJob', 'default', 'nightly')?.status).toMatchInlineSnapshot(`
    {
      "active": [],
      "lastScheduleTime": "2026-01-01T01:00:00Z",
      "lastSuccessfulTime": "2026-01-01T01:00:31Z",
    }
  `)
  const { apps } = cluster.run
  expect(apps.list(['cpu']).map(({ kind, name }) => `${kind} ${name}`)).toEqual(['CronJob nightly'])
})

test.each([
  ['Allow', 3],
  ['Forbid', 1],
  ['Replace', 1],
])('C3.2 %s: a Job that takes longer than its turn', (policy, active) => {
  const cluster = play(nightly('* * * * *', `concurrencyPolicy: ${policy}`, '1h'))
  cluster.wait(200)
  expect(cluster.store.get('CronJob', 'default', 'nightly')?.status?.active).toHaveLength(active)
  expect(cluster.events(CRON)).toMatchSnapshot()
})

test('C3.3 the last three that succeeded stay', () => {
  const cluster = play(nightly('* * * * *'))
  cluster.wait(10 * 60 + 40)
  const jobs = cluster.store.list('Job').map(({ metadata }) => metadata?.creationTimestamp)
  expect(jobs).toEqual(['2026-01-01T00:08:00Z', '2026-01-01T00:09:00Z', '2026-01-01T00:10:00Z'])
  expect(cluster.store.list('Pod')).toHaveLength(3)
})

test('C3.3 a limit of none keeps none', () => {
  const cluster = play(nightly('* * * * *', 'successfulJobsHistoryLimit: 0'))
  cluster.wait(5 * 60 + 40)
  expect(cluster.store.list('Job')).toEqual([])
  expect(cluster.events(CRON)).toContain('SawCompletedJob')
})

const suspend = (value: boolean, more = '') => nightly('0 * * * *', `suspend: ${value}\n  ${more}`)

test('C3.2 what was missed while suspended is made up for, once', () => {
  const cluster = play(suspend(true))
  cluster.wait(5 * HOUR + 600)
  expect(cluster.events(CRON)).toBe('\n\n')
  cluster.give({ type: 'apply', text: suspend(false) })
  cluster.wait(HOUR)
  expect(cluster.events(CRON)).toMatchInlineSnapshot(`
    "
    18600s cronjob/nightly SuccessfulCreate: Created job nightly-29454060
    18631s cronjob/nightly SawCompletedJob: Saw completed job: nightly-29454060, condition: Complete
    21600s cronjob/nightly SuccessfulCreate: Created job nightly-29454120
    21631s cronjob/nightly SawCompletedJob: Saw completed job: nightly-29454120, condition: Complete
    "
  `)
})

test('C3.2 unless it is too late for it', () => {
  const deadline = 'startingDeadlineSeconds: 300'
  const cluster = play(suspend(true, deadline))
  cluster.wait(5 * HOUR + 600)
  cluster.give({ type: 'apply', text: suspend(false, deadline) })
  cluster.wait(600)
  expect(cluster.events(CRON)).toBe('\n\n')
  cluster.wait(HOUR)
  expect(cluster.store.list('Job')).toHaveLength(1)
})

test('C3.1 @every counts from the last start, whatever happens in between', () => {
  const cluster = play(nightly('@every 90s'))
  cluster.wait(300)
  expect(cluster.events(/Created job/)).toMatchInlineSnapshot(`
    "
    90s cronjob/nightly SuccessfulCreate: Created job nightly-29453761
    180s cronjob/nightly SuccessfulCreate: Created job nightly-29453763
    270s cronjob/nightly SuccessfulCreate: Created job nightly-29453764
    "
  `)
})

test('C3.1 deleting a CronJob takes its Jobs and pods along, and nothing more comes', () => {
  const cluster = play(nightly('* * * * *', '', '1h'))
  cluster.wait(70)
  cluster.give({ type: 'delete', kind: 'CronJob', namespace: 'default', name: 'nightly' })
  cluster.wait(120)
  expect([cluster.store.list('Job'), cluster.store.list('Pod')]).toEqual([[], []])
})

test('C3.1 a Job that is gone is missed', () => {
  const cluster = play(nightly('* * * * *', '', '1h'))
  cluster.wait(70)
  cluster.give({
    type: 'delete',
    kind: 'Job',
    namespace: 'default',
    name: cluster.store.list('Job')[0]!.metadata!.name!,
  })
  cluster.wait(1)
  expect(cluster.events(CRON)).toMatchInlineSnapshot(`
    "
    60s cronjob/nightly SuccessfulCreate: Created job nightly-29453761
    70s cronjob/nightly MissingJob: Active job went missing: nightly-29453761
    "
  `)
})

test('M2 what a CronJob cannot be is said', () => {
  const problems = (text: string) =>
    parseScenarioFile(text).diagnostics.map(({ severity, message }) => `${severity}: ${message}`)
  expect([
    problems(nightly('0 25 * * *')),
    problems(nightly('0 0 * * *', 'concurrencyPolicy: Queue')),
    problems(nightly('0 0 * * *', 'timeZone: Europe/Atlantis')),
    problems(nightly('0 0 * * *').replace('restartPolicy: Never', 'restartPolicy: Always')),
    problems(nightly('0 0 * * *').replace('name: nightly', `name: ${'n'.repeat(53)}`)),
  ]).toMatchInlineSnapshot(`
    [
      [
        "error: spec.schedule is no schedule: the hour 25 is not from 0 to 23.",
      ],
      [
        "error: spec.concurrencyPolicy must be one of Allow, Forbid, Replace, not "Queue".",
      ],
      [
        "error: spec.timeZone must be a time zone such as Europe/Berlin, not "Europe/Atlantis".",
      ],
      [
        "error: spec.jobTemplate.spec.template.spec.restartPolicy must be OnFailure or Never here; not "Always".",
      ],
      [
        "error: metadata.name is longer than 52 characters; its Jobs add a number to it.",
      ],
    ]
  `)
})

test('C3.1 by the clocks of a time zone: the scenario’s clock is UTC then', () => {
  const cluster = play(nightly('0 2 * * *', 'timeZone: Europe/Berlin'), { clock: '23:00' })
  cluster.wait(3 * HOUR)
  // 23:00 UTC is midnight in Berlin in winter.
  expect(cluster.events(/Created job/)).toMatchInlineSnapshot(`
    "
    7200s cronjob/nightly SuccessfulCreate: Created job nightly-29455260
    "
  `)
})
