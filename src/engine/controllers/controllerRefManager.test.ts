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
