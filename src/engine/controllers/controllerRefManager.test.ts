import { expect, test } from 'vitest'
import { play } from '../testing/play.ts'

/*
 * What upstream's TestClaimPods (controller_ref_manager_test.go) asks of a list of pods, asked of a
 * cluster: who is taken in, who is let go, who is left alone.
 */

const pod = (name: string, labels: string, more = '') => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { ${labels} }${more} }
spec: { containers: [{ name: c, image: c }] }
---`
const workload = (kind: string, name: string, app: string, more: string) => `
apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${app} } }
  ${more}
  template:
    metadata: { labels: { app: ${app} } }
    spec: { ${kind === 'Job' ? 'restartPolicy: Never, ' : ''}containers: [{ name: c, image: c }] }
---`

function running(first: string) {
  const cluster = play(first, { machines: 2, maxMachines: 2 })
  cluster.wait(5)
  const apply = (text: string) => {
    cluster.give({ type: 'apply', text })
    cluster.wait(5)
  }
  /** `web-0 of rs` for each pod that is there and stays. */
  const owners = () =>
    cluster.store
      .list('Pod')
      .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
      .map(({ metadata }) => `${metadata?.name} of ${metadata?.ownerReferences?.[0]?.name ?? '-'}`)
      .sort()
  return { ...cluster, apply, owners }
}

test.each<[string, string, string, number, string[]]>([
  ['ReplicaSet', 'app: web', 'replicas: 1', 1, ['lone of set', 'other of -']],
  ['DaemonSet', 'app: web', 'updateStrategy: { type: OnDelete }', 2, ['lone of set', 'other of -']],
  ['Job', 'app: web', 'manualSelector: true\n  completions: 1', 1, ['lone of set', 'other of -']],
])('C20 a %s adopts a pod that its selector selects', (kind, labels, more, amount, expected) => {
  const cluster = running(pod('lone', labels) + pod('other', 'app: db'))
  cluster.apply(workload(kind, 'set', 'web', more))
  expect(cluster.owners()).toEqual(expect.arrayContaining(expected))
  expect(cluster.owners().filter((each) => each.endsWith('of set'))).toHaveLength(amount)
})

test('C20 a pod that comes later is one too many', () => {
  const cluster = running(workload('ReplicaSet', 'set', 'web', 'replicas: 2'))
  cluster.apply(pod('late', 'app: web'))
  const owned = cluster.owners()
  expect([owned.length, owned.every((each) => each.endsWith('of set'))]).toEqual([2, true])
  expect(cluster.events(/Deleted pod/)).toContain('Deleted pod: late')
})

test('C20 scaling to nothing takes the adopted one along', () => {
  const cluster = running(pod('lone', 'app: web'))
  cluster.apply(workload('ReplicaSet', 'set', 'web', 'replicas: 2'))
  cluster.give({
    type: 'scale',
    kind: 'ReplicaSet',
    namespace: 'default',
    name: 'set',
    replicas: 0,
  })
  cluster.wait(5)
  expect(cluster.owners()).toEqual([])
})

test('C20 a StatefulSet adopts those that are called as its pods are', () => {
  const cluster = running(pod('db-0', 'app: db') + pod('dba', 'app: db') + pod('odb-1', 'app: db'))
  cluster.apply(workload('StatefulSet', 'db', 'db', 'serviceName: db\n  replicas: 1'))
  expect(cluster.owners()).toEqual(['db-0 of db', 'dba of -', 'odb-1 of -'])
})

const LABELS = ['statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index']

test('C20.1 a StatefulSet labels the pods that it adopts with their names and numbers', () => {
  const cluster = running(pod('db-0', 'app: db'))
  const spec = 'serviceName: db\n  updateStrategy: { type: OnDelete }\n  replicas: 2'
  cluster.apply(workload('StatefulSet', 'db', 'db', spec))
  const labels = cluster.store
    .list('Pod')
    .map(({ metadata }) => LABELS.map((key) => metadata?.labels?.[key]))
  expect(labels).toEqual([
    ['db-0', '0'],
    ['db-1', '1'],
  ])
  expect(cluster.events(/statefulset/)).toMatchInlineSnapshot(`
    "
    5s statefulset/db SuccessfulUpdate: update Pod db-0 in StatefulSet db successful
    5s statefulset/db SuccessfulCreate: create Pod db-1 in StatefulSet db successful
    "
  `)
})

test('C20.1 one without the claims that it should have cannot be changed; a new one can be made', () => {
  const cluster = running(pod('db-0', 'app: db'))
  const claims =
    'volumeClaimTemplates: [{ metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } }]'
  cluster.apply(workload('StatefulSet', 'db', 'db', `serviceName: db\n  replicas: 1\n  ${claims}`))
  cluster.wait(60)
  expect(cluster.events(/statefulset/)).toMatchInlineSnapshot(`
    "
    5s statefulset/db SuccessfulCreate: create Claim data-db-0 Pod db-0 in StatefulSet db success
    5s statefulset/db FailedUpdate: update Pod db-0 in StatefulSet db failed error: Pod "db-0" is invalid: spec: Forbidden: pod updates may not change fields other than \`spec.containers[*].image\`
    "
  `)
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'db-0' })
  cluster.wait(60)
  const [made] = cluster.store.list('Pod')
  expect(made?.spec?.volumes?.[0]?.persistentVolumeClaim?.claimName).toBe('data-db-0')
})

test('C20 C16 a name that somebody else has is waited for', () => {
  const cluster = running(pod('db-0', 'app: other'))
  cluster.apply(workload('StatefulSet', 'db', 'db', 'serviceName: db\n  replicas: 1'))
  expect(cluster.events(/FailedCreate/)).toContain(
    'create Pod db-0 in StatefulSet db failed error: pods "db-0" already exists',
  )
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'db-0' })
  cluster.wait(10)
  expect(cluster.owners()).toEqual(['db-0 of db'])
})

test.each([
  ['ReplicaSet', 'replicas: 1'],
  ['DaemonSet', ''],
  ['Job', 'manualSelector: true\n  completions: 1'],
])('C20 a %s lets a pod go whose labels do not match any more', (kind, more) => {
  const cluster = running(workload(kind, 'set', 'web', more))
  const [former] = cluster.store.list('Pod')
  const before = cluster.owners().length
  const metadata = { ...former!.metadata, labels: { app: 'quarantine' } }
  cluster.store.update('Pod', { ...former!, metadata })
  cluster.wait(5)
  const owners = cluster.owners()
  expect(owners).toContain(`${former!.metadata!.name} of -`)
  expect(owners.filter((each) => each.endsWith('of set'))).toHaveLength(before)
})

test('C20 other labels that change nothing', () => {
  const cluster = running(workload('ReplicaSet', 'set', 'web', 'replicas: 1'))
  const [one] = cluster.store.list('Pod')
  const metadata = { ...one!.metadata, labels: { ...one!.metadata!.labels, tier: 'front' } }
  cluster.store.update('Pod', { ...one!, metadata })
  cluster.wait(5)
  expect(cluster.owners()).toEqual([`${one!.metadata!.name} of set`])
})

/*
 * ReplicaSets are claimed by Deployments in the same way (TestClaimReplicaSets).
 */
const replicaSet = (name: string, image: string, more = '') => `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: ${name}, labels: { app: web }${more} }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: c, image: ${image} }] }
---`
const REVISION = 'deployment.kubernetes.io/revision'
const deployment = workload('Deployment', 'web', 'web', 'replicas: 2')

/** `old of web: 2 at 3` for each ReplicaSet: its owner, size and revision. */
const sets = ({ store }: ReturnType<typeof running>) =>
  store.list('ReplicaSet').map(({ metadata, spec }) => {
    const owner = metadata?.ownerReferences?.[0]?.name ?? '-'
    return `${metadata?.name} of ${owner}: ${spec?.replicas} at ${metadata?.annotations?.[REVISION]}`
  })

test.each<[string, string, string, string[]]>([
  ['of its template is its newest', replicaSet('old', 'c'), '1', ['old of web: 2 at 1']],
  [
    'keeps the revision that it had',
    replicaSet('old', 'c', `, annotations: { ${REVISION}: "7" }`),
    '7',
    ['old of web: 2 at 7'],
  ],
  [
    'of another template is a former revision, and makes way',
    replicaSet('old', 'before', `, annotations: { ${REVISION}: "3" }`),
    '4',
    ['old of web: 0 at 3', 'web-7c4cfb677f of web: 2 at 4'],
  ],
  [
    'whose revision is no number counts as none',
    replicaSet('old', 'before', `, annotations: { ${REVISION}: first }`),
    '1',
    ['old of web: 0 at first', 'web-7c4cfb677f of web: 2 at 1'],
  ],
  [
    'with other labels is none of its business',
    replicaSet('old', 'before').replace('labels: { app: web }', 'labels: { app: db }'),
    '1',
    ['old of -: 2 at undefined', 'web-7c4cfb677f of web: 2 at 1'],
  ],
])('C20 a ReplicaSet that a Deployment finds %s', (_name, text, revision, expected) => {
  const cluster = running(text)
  const before = cluster.store.list('Pod').map(({ metadata }) => metadata?.name)
  cluster.apply(deployment)
  cluster.wait(60)
  expect(sets(cluster)).toEqual(expected)
  const { metadata } = cluster.store.get('Deployment', 'default', 'web')!
  expect(metadata?.annotations?.[REVISION]).toBe(revision)
  // A ReplicaSet that is right as it is keeps its pods.
  const kept = expected.length === 1
  const now = cluster.store.list('Pod').map((one) => one.metadata?.name)
  if (kept) expect(now).toEqual(before)
})

test('C20 a ReplicaSet that comes later is a former revision', () => {
  const cluster = running(deployment)
  cluster.apply(replicaSet('late', 'before'))
  cluster.wait(60)
  expect(sets(cluster)).toEqual(['web-7c4cfb677f of web: 2 at 1', 'late of web: 0 at undefined'])
  expect(cluster.store.list('Pod')).toHaveLength(2)
})

test('C20 a Deployment lets a ReplicaSet go whose labels do not match, and makes another', () => {
  const cluster = running(deployment)
  const [former] = cluster.store.list('ReplicaSet')
  const metadata = { ...former!.metadata, labels: { app: 'quarantine' } }
  cluster.store.update('ReplicaSet', { ...former!, metadata })
  cluster.wait(60)
  const [released, made] = sets(cluster)
  // The name is taken, so the hash of the next has a collision counted in.
  expect([released, cluster.store.list('Pod').length]).toEqual(['web-7c4cfb677f of -: 2 at 1', 4])
  expect(made).toMatch(/^web-\w+ of web: 2 at 1$/)
  const { status } = cluster.store.get('Deployment', 'default', 'web')!
  expect([status?.collisionCount, status?.replicas]).toEqual([1, 2])
  // Once it is called as before, it is taken back, and is a revision like any other.
  const back = cluster.store.get('ReplicaSet', 'default', 'web-7c4cfb677f')!
  cluster.store.update('ReplicaSet', {
    ...back,
    metadata: { ...back.metadata, labels: { app: 'web' } },
  })
  cluster.wait(60)
  expect(cluster.store.list('Pod')).toHaveLength(2)
})
