import { expect, test } from 'vitest'
import { play } from '../testing/play.ts'

const QUOTA = `
apiVersion: v1
kind: ResourceQuota
metadata: { name: few }
spec: { hard: { pods: "2" } }
---`
const TEMPLATE = `template:
    metadata: { labels: { app: a } }
    spec: { containers: [{ name: a, image: a }]`
const SELECTOR = 'selector: { matchLabels: { app: a } }'
const JOB = `
apiVersion: batch/v1
kind: Job
metadata: { name: work, annotations: {} }
spec:
  parallelism: 5
  completions: 9
  ${TEMPLATE}, restartPolicy: Never }
`
const SET = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  podManagementPolicy: Parallel
  replicas: 4
  ${SELECTOR}
  ${TEMPLATE} }
`
const DAEMONS = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  ${SELECTOR}
  ${TEMPLATE} }
`
const DEPLOYMENT = SET.replace('StatefulSet', 'Deployment').replace(
  'podManagementPolicy: Parallel',
  '',
)

test.each([
  ['a Job', JOB, 3],
  ['a StatefulSet', SET, 2],
  ['a DaemonSet', DAEMONS, 1],
  ['a Deployment', DEPLOYMENT, 2],
])(
  'C19.2 pods of %s that a quota refuses are counted until there is room',
  (_name, owner, pods) => {
    const cluster = play(QUOTA + owner, { machines: 3 })
    const refused = () => cluster.run.clusters[0]!.refusals.inAll()
    cluster.wait(5)
    expect(refused()).toMatchObject({ pods })
    expect(refused()!.message).toMatch(/^pods "[^"]*" is forbidden: exceeded quota: few/)
    cluster.give({ type: 'delete', kind: 'ResourceQuota', namespace: 'default', name: 'few' })
    cluster.wait(40)
    expect(refused()).toBeUndefined()
  },
)

test('C19.2 an owner that is gone wants no pods', () => {
  const cluster = play(QUOTA + JOB, { machines: 1 })
  cluster.wait(5)
  cluster.give({ type: 'delete', kind: 'Job', namespace: 'default', name: 'work' })
  cluster.wait(5)
  expect(cluster.run.clusters[0]!.refusals.inAll()).toBeUndefined()
})
