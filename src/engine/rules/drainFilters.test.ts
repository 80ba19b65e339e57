import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { drainVerdict, drainWarnings } from './drainFilters.ts'

const UNMANAGED = 'deleting Pods that declare no controller'
const DAEMON = 'ignoring DaemonSet-managed Pods'
const emptyDir = { containers: [], volumes: [{ name: 'scratch', emptyDir: {} }] }

function pod(owner: string, phase: string, more: Partial<Pod> = {}): Pod {
  const [kind = '', name = ''] = owner.split('/')
  const reference = { apiVersion: 'apps/v1', kind, name, uid: 'u', controller: true }
  const ownerReferences = owner ? [reference] : []
  return { ...more, metadata: { name: 'p', ownerReferences, ...more.metadata }, status: { phase } }
}
const mirror = { metadata: { annotations: { 'kubernetes.io/config.mirror': '' } } }

test.each<[string, Pod, boolean, string | undefined]>([
  ['of a ReplicaSet', pod('ReplicaSet/web', 'Running'), true, undefined],
  ['that waits', pod('ReplicaSet/web', 'Pending'), true, undefined],
  ['of a DaemonSet', pod('DaemonSet/agent', 'Running'), false, DAEMON],
  ['of a DaemonSet, finished', pod('DaemonSet/agent', 'Failed'), true, undefined],
  ['of a DaemonSet that is gone', pod('DaemonSet/gone', 'Running'), true, undefined],
  ['without a controller', pod('', 'Running'), true, UNMANAGED],
  ['without a controller, finished', pod('', 'Succeeded'), true, undefined],
  ['of a Job, finished', pod('Job/train', 'Succeeded'), true, undefined],
  ['with local storage', pod('ReplicaSet/web', 'Running', { spec: emptyDir }), true, undefined],
  ['with local storage, bare', pod('', 'Running', { spec: emptyDir }), true, UNMANAGED],
  [
    'with local storage, of a DaemonSet',
    pod('DaemonSet/agent', 'Running', { spec: emptyDir }),
    false,
    DAEMON,
  ],
  ['of the kubelet', pod('', 'Running', mirror), false, undefined],
])('C12 kubectl drain: a pod %s', (_name, one, goes, warning) => {
  const verdict = drainVerdict(one, (name) => name === 'agent')
  expect([verdict.goes, verdict.warning]).toEqual([goes, warning])
})

test('C12 kubectl drain: warnings name their pods', () => {
  const named = (name: string): Pod => ({ metadata: { name, namespace: 'default' } })
  const daemon = { goes: false, warning: DAEMON }
  const bare = { goes: true, warning: UNMANAGED }
  expect(
    drainWarnings([
      [named('a'), daemon],
      [named('b'), bare],
      [named('c'), { goes: true }],
      [named('d'), daemon],
    ]),
  ).toBe(`${DAEMON}: default/a, default/d; ${UNMANAGED}: default/b`)
})
