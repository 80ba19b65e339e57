import { expect, test } from 'vitest'
import type { Pod, StatefulSet, StatefulSetSpec } from '../api/types.gen.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { planStatefulSet, statefulSetStatus } from './statefulUpdate.ts'

const set = (replicas: number, spec: Partial<StatefulSetSpec> = {}): StatefulSet => ({
  metadata: { name: 'db', namespace: 'default' },
  spec: { replicas, minReadySeconds: 10, selector: {}, template: {}, ...spec },
})
const PARALLEL = { podManagementPolicy: 'Parallel' }
const rolling = (rollingUpdate: object) => ({ updateStrategy: { rollingUpdate } })
const REVISIONS = { current: 'old', update: 'new' }

/** `0n+`: number, `o`ld or `n`ew, then `+` available, `r` ready only just, `-` pending, `x` going, `f` failed. */
function pod(code: string): Pod {
  const [number, revision, state] = code
  const since = state === '+' ? 0 : 95_000
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: toTimestamp(since) }
  const phase = state === '-' ? 'Pending' : state === 'f' ? 'Failed' : 'Running'
  return {
    metadata: {
      name: `db-${number}`,
      labels: { 'controller-revision-hash': revision === 'n' ? 'new' : 'old' },
      ...(state === 'x' && { deletionTimestamp: toTimestamp(0) }),
    },
    status: { phase, conditions: state === '+' || state === 'r' ? [ready] : [] },
  }
}
const pods = (text: string) => text.split(' ').filter(Boolean).map(pod)

test.each<[string, StatefulSet, string, string, string]>([
  ['the first one', set(3), '', '0', ''],
  ['the next one when the first is available', set(3), '0n+', '1', ''],
  ['not while it is only ready', set(3), '0nr', '', ''],
  ['not while it is on its way out', set(3), '0nx', '', ''],
  ['a gap is filled first', set(3), '0n+ 2n+', '1', ''],
  ['one that failed goes, to be made anew', set(2), '0nf', '', 'db-0'],
  ['all at once', set(3, PARALLEL), '', '0 1 2', ''],
  ['from another number on', set(2, { ordinals: { start: 5 }, ...PARALLEL }), '', '5 6', ''],
  ['strangers are left alone', set(1), '0n+ xn+', '', ''],
])('C16.1 growing: %s', (_name, owner, there, create, remove) => {
  const steps = planStatefulSet(owner, pods(there), REVISIONS, 100_000)
  expect(steps.create.map(({ ordinal }) => ordinal).join(' ')).toBe(create)
  expect(steps.remove.map(({ metadata }) => metadata?.name).join(' ')).toBe(remove)
})

test.each<[string, StatefulSet, string, string]>([
  ['from the top', set(1), '0n+ 1n+ 2n+', 'db-2'],
  ['one at a time', set(1), '0n+ 1n+ 2nx', ''],
  ['not while a wanted one is not available', set(1), '0nr 1n+ 2n+', ''],
  ['not while a lower one is not available', set(1), '0n+ 1n- 2n+', 'db-2'],
  ['the one that is not available itself', set(1), '0n+ 1n+ 2n-', 'db-2'],
  ['not both that are not available', set(1), '0n+ 1n- 2n-', ''],
  ['all at once', set(1, PARALLEL), '0n- 1n- 2nx 3n+', 'db-3 db-1'],
])('C16.1 shrinking: %s', (_name, owner, there, remove) => {
  const steps = planStatefulSet(owner, pods(there), REVISIONS, 100_000)
  expect(steps.remove.map(({ metadata }) => metadata?.name).join(' ')).toBe(remove)
})

test.each<[string, StatefulSet, string, string]>([
  ['from the top', set(3), '0o+ 1o+ 2o+', 'db-2'],
  ['the next when the new one is available', set(3), '0o+ 1o+ 2n+', 'db-1'],
  ['not before', set(3), '0o+ 1o+ 2nr', ''],
  ['not below the partition', set(3, rolling({ partition: 2 })), '0o+ 1o+ 2n+', ''],
  ['several at a time', set(4, rolling({ maxUnavailable: '50%' })), '0o+ 1o+ 2o+ 3o+', 'db-3 db-2'],
  ['a share below one is one', set(3, rolling({ maxUnavailable: '10%' })), '0o+ 1o+ 2o+', 'db-2'],
  ['in parallel one at a time, too', set(3, PARALLEL), '0o+ 1o+ 2nx', ''],
  ['in parallel what is old and serves nobody', set(3, PARALLEL), '0o- 1o+ 2n-', 'db-0'],
  ['in parallel what is not available counts', set(3, PARALLEL), '0n- 1o+ 2o+', ''],
  ['OnDelete waits for a person', set(2, { updateStrategy: { type: 'OnDelete' } }), '0o+ 1o+', ''],
])('C16.2 rolling: %s', (_name, owner, there, remove) => {
  const steps = planStatefulSet(owner, pods(there), REVISIONS, 100_000)
  expect(steps.remove.map(({ metadata }) => metadata?.name).join(' ')).toBe(remove)
})

test.each<[string, StatefulSet, string, string]>([
  ['the new template', set(3), '1o+ 2o+', 'new'],
  ['the former below the partition', set(3, rolling({ partition: 2 })), '1o+ 2n+', 'old'],
])('C16.2 a pod that is made anew has %s', (_name, owner, there, revision) => {
  const [created] = planStatefulSet(owner, pods(there), REVISIONS, 100_000).create
  expect(created).toEqual({ ordinal: 0, revision })
})

test.each([
  ['under way', '0o+ 1nr 2nx', 'old', 1, 1],
  ['over', '0n+ 1n+ 2nr', 'new', 3, 3],
  ['not ready everywhere', '0n+ 1n+ 2n-', 'old', 0, 3],
])('C16.2 the status of an update that is %s', (_name, there, at, currentReplicas, updated) => {
  expect(statefulSetStatus(set(3), pods(there), REVISIONS, 0, 100_000)).toMatchObject({
    replicas: 3,
    currentRevision: at,
    currentReplicas,
    updatedReplicas: updated,
  })
})

const adopted = (number: number, claims: readonly string[] = []): Pod => {
  const one = pod(`${number}o+`)
  const volumes = claims.map((claimName) => ({
    name: 'data',
    persistentVolumeClaim: { claimName },
  }))
  return { ...one, spec: { containers: [], volumes } }
}
const known = (number: number): Pod => {
  const one = adopted(number, [`data-db-${number}`])
  const labels = { ...one.metadata?.labels, 'statefulset.kubernetes.io/pod-name': `db-${number}` }
  return { ...one, metadata: { ...one.metadata, labels } }
}
const CLAIMS = {
  volumeClaimTemplates: [{ metadata: { name: 'data' } }],
  updateStrategy: { type: 'OnDelete' },
}

test.each<[string, StatefulSet, readonly Pod[], string, string, string]>([
  ['gets its labels', set(2), [adopted(0), adopted(1)], 'db-0 db-1', '', ''],
  ['not while it waits', set(2), [pod('0or'), adopted(1)], '', '', ''],
  ['at once in a parallel set', set(2, PARALLEL), [pod('0or'), adopted(1)], 'db-0 db-1', '', ''],
  ['not beyond the wanted number', set(1), [adopted(0), adopted(1)], 'db-0', '', 'db-1'],
  ['not one that is over', set(1), [pod('0of')], '', '', 'db-0'],
  ['with its claims', set(1, CLAIMS), [adopted(0, ['data-db-0'])], 'db-0', '', ''],
  ['without its claims it cannot', set(1, CLAIMS), [adopted(0)], '', 'db-0', ''],
  ['nor with others', set(1, CLAIMS), [adopted(0, ['mine'])], '', 'db-0', ''],
  ['and holds up those behind it', set(2, CLAIMS), [adopted(0), adopted(1)], '', 'db-0', ''],
  ['and that there are fewer', set(1, CLAIMS), [adopted(0), known(1)], '', 'db-0', ''],
  ['who has them is left alone', set(1, CLAIMS), [known(0)], '', '', ''],
])('C20.1 a pod that was adopted: %s', (_name, owner, there, identify, misfits, remove) => {
  const spec = { updateStrategy: { type: 'OnDelete' }, ...owner.spec! }
  const steps = planStatefulSet({ ...owner, spec }, there, REVISIONS, 100_000)
  const names = (list: readonly Pod[]) => list.map(({ metadata }) => metadata?.name).join(' ')
  expect([names(steps.identify), names(steps.misfits), names(steps.remove)]).toEqual([
    identify,
    misfits,
    remove,
  ])
})
