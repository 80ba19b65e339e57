import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { play } from '../testing/play.ts'

const quota = (hard: string) => `
apiVersion: v1
kind: ResourceQuota
metadata: { name: team }
spec: { hard: { ${hard} } }
---`
const web = (replicas: number, requests = 'cpu: 500m') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web, resources: { requests: { ${requests} } } }] }
---`
const range = (limits: string) => `
apiVersion: v1
kind: LimitRange
metadata: { name: team }
spec: { limits: [{ type: Container, ${limits} }] }
---`
const REFUSED = /FailedCreate|SuccessfulCreate/

test('C19 C19.2 a quota stops a Deployment, and lets it go on when there is more', () => {
  const cluster = play(quota('requests.cpu: 1200m') + web(3))
  cluster.wait(10)
  const status = () => cluster.store.get('ResourceQuota', 'default', 'team')?.status
  expect(status()).toEqual({ hard: { 'requests.cpu': '1200m' }, used: { 'requests.cpu': '1' } })
  expect(cluster.pods().trim().split('\n')).toHaveLength(2)
  const conditions = cluster.store.get('Deployment', 'default', 'web')?.status?.conditions
  expect(conditions?.find(({ type }) => type === 'ReplicaFailure')?.message).toContain(
    'exceeded quota',
  )
  cluster.give({ type: 'apply', text: quota('requests.cpu: "2"').replace('---', '') })
  cluster.wait(10)
  expect(cluster.events(REFUSED)).toMatchInlineSnapshot(`
    "
    0s replicaset/web-67db664984 SuccessfulCreate: Created pod: web-67db664984-bqv6v
    0s replicaset/web-67db664984 SuccessfulCreate: Created pod: web-67db664984-58vrm
    0s replicaset/web-67db664984 FailedCreate: Error creating: pods "web-67db664984-" is forbidden: exceeded quota: team, requested: requests.cpu=500m, used: requests.cpu=1, limited: requests.cpu=1200m
    10s replicaset/web-67db664984 SuccessfulCreate: Created pod: web-67db664984-wckmg
    "
  `)
  expect(status()?.used).toEqual({ 'requests.cpu': '1500m' })
})

test('C19.2 a pod that ends makes room', () => {
  const other = `
apiVersion: v1
kind: Pod
metadata: { name: other }
spec: { containers: [{ name: c, image: i, resources: { requests: { cpu: 800m } } }] }
---`
  const cluster = play(quota('requests.cpu: "1"') + other + web(1))
  cluster.wait(10)
  expect(cluster.store.list('Pod')).toHaveLength(1)
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'other' })
  cluster.wait(10)
  expect(cluster.store.list('Pod').map(({ metadata }) => metadata?.labels?.app)).toEqual(['web'])
})

test('C19 objects of manifests are refused, too', () => {
  const cluster = play(quota('count/deployments.apps: 1') + web(1))
  const second = web(1).replace('name: web }', 'name: second }').replace('---', '')
  const { diagnostics } = cluster.ask({ type: 'apply', text: second })
  expect(diagnostics[0]?.message).toBe(
    'deployment.apps/second: deployments.apps "second" is forbidden: exceeded quota: team, requested: count/deployments.apps=1, used: count/deployments.apps=1, limited: count/deployments.apps=1',
  )
})

test('C19 a StatefulSet whose claims are refused says so', () => {
  const db = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 2
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: db }] } }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 4Gi } } }
`
  const cluster = play(quota('requests.storage: 3Gi') + db)
  cluster.wait(10)
  expect(cluster.events(REFUSED)).toMatchInlineSnapshot(`
    "
    0s statefulset/db FailedCreate: create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: persistentvolumeclaims "data-db-0" is forbidden: exceeded quota: team, requested: requests.storage=4Gi, used: requests.storage=0, limited: requests.storage=3Gi
    "
  `)
})

test('C19 C19.1 with a LimitRange nobody need say anything', () => {
  const limits = 'default: { cpu: 400m }, defaultRequest: { cpu: 200m }'
  const cluster = play(quota('requests.cpu: "1"') + range(limits) + web(2, ''))
  cluster.wait(10)
  expect(cluster.store.get('ResourceQuota', 'default', 'team')?.status?.used).toEqual({
    'requests.cpu': '400m',
  })
  const without = play(quota('requests.cpu: "1"') + web(2, ''))
  without.wait(10)
  expect(without.events(REFUSED)).toMatchInlineSnapshot(`
    "
    0s replicaset/web-57c4b564fd FailedCreate: Error creating: pods "web-57c4b564fd-" is forbidden: failed quota: team: must specify requests.cpu for: web
    "
  `)
})

test.each([
  ['the most is the limit, and so the request', 'max: { cpu: 2 }', '', '2', '2'],
  ['the least is the request', 'min: { cpu: 100m }', '', undefined, '100m'],
  ['a limit goes before the least', 'min: { cpu: 100m }, max: { cpu: 2 }', '', '2', '2'],
  ['what is written stays', 'max: { cpu: 2 }', 'cpu: 1', '2', '1'],
  [
    'a default goes before the most',
    'min: { cpu: 100m }, max: { cpu: 2 }, default: { cpu: 1 }, defaultRequest: { cpu: 500m }',
    '',
    '1',
    '500m',
  ],
])('C19.1 a LimitRange without defaults: %s', (_name, limits, resources, limit, request) => {
  const cluster = play(range(limits) + web(1, resources))
  cluster.wait(10)
  expect(cluster.events(REFUSED)).not.toContain('FailedCreate')
  const given = cluster.store.list('Pod')[0]?.spec?.containers[0]?.resources
  expect([given?.limits?.cpu, given?.requests?.cpu]).toEqual([limit, request])
})

test('M2 what a LimitRange cannot be is said', () => {
  const problems = (text: string) =>
    parseScenarioFile(text.replace('---', '')).diagnostics.map(({ message }) => message)
  expect([
    problems(range('min: { cpu: 2 }, max: { cpu: 1 }')),
    problems(range('default: { cpu: 2 }, max: { cpu: 1 }')),
    problems(range('default: { cpu: lots }')),
    problems(quota('cpu: lots')),
  ]).toMatchInlineSnapshot(`
    [
      [
        "spec.limits[0].min.cpu is 2, above the maximum of 1.",
      ],
      [
        "spec.limits[0].default.cpu is 2, above the maximum of 1.",
      ],
      [
        "spec.limits[0].default.cpu must be a quantity: "lots" is not a quantity; write a number with a suffix such as 500m, 1.5, 512Mi or 2Gi.",
      ],
      [
        "spec.hard.cpu must be a quantity: "lots" is not a quantity; write a number with a suffix such as 500m, 1.5, 512Mi or 2Gi.",
      ],
    ]
  `)
})
