import type { LabelSelector, Pod, PodDisruptionBudget } from '../api/types.gen.ts'
import { countBudget, isProtected } from '../rules/disruption.ts'
import { desiredReplicas } from '../rules/rollout.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { controllerOf, keyOf, namespaceOf, splitKey, uidOf } from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** Keeps the status of every PodDisruptionBudget: how many of its pods may go. */
export function startDisruptionController({ store, clock, events }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'disruption', sync)
  /** What was last said of a budget, by its uid: upstream says it at every look, in one counted event. */
  const told = new Map<string, string>()

  store.watch(
    (change) => {
      const { kind, object, previous } = change
      if (kind === 'PodDisruptionBudget') {
        if (change.type === 'DELETED') {
          queue.drop(keyOf(object))
          told.delete(uidOf(object))
        } else queue.add(keyOf(object))
      } else if (kind === 'Pod') {
        const budgets = store.list('PodDisruptionBudget', namespaceOf(object))
        if (budgets.length > 0) podChanged(budgets, object, previous)
      } else if (kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'StatefulSet') {
        for (const budget of store.list('PodDisruptionBudget', namespaceOf(object))) {
          queue.add(keyOf(budget))
        }
      }
    },
    ['PodDisruptionBudget', 'Pod', 'Deployment', 'ReplicaSet', 'StatefulSet'],
    { podsWhile: 'PodDisruptionBudget' },
  )

  function podChanged(
    budgets: readonly PodDisruptionBudget[],
    now: Pod,
    before: Pod | undefined,
  ): void {
    for (const budget of budgets) {
      const concerned = [now, before].some((pod) => pod && isProtected(budget, pod))
      if (concerned) queue.add(keyOf(budget))
    }
  }

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const budget = store.get('PodDisruptionBudget', namespace, name)
    if (!budget) return
    const pods = store.list('Pod', namespace).filter((pod) => isProtected(budget, pod))
    const { status, unmanaged, failure } = countBudget(budget, pods, scaleOf, clock.now)
    const failed = failure && `Failed to calculate the number of expected pods: ${failure}`
    if (pods.length === 0) tell(budget, 'Normal', 'NoPods', 'No matching pods found')
    else if (failed) tell(budget, 'Warning', 'CalculateExpectedPodCountFailed', failed)
    else if (unmanaged) tell(budget, 'Warning', 'UnmanagedPods', unmanagedPods(budget))
    else told.delete(uidOf(budget))
    // An equal object is no change and notifies nobody.
    store.update('PodDisruptionBudget', { ...budget, status })
  }

  function tell(
    budget: PodDisruptionBudget,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    if (told.get(uidOf(budget)) === message) return
    told.set(uidOf(budget), message)
    const kind = 'PodDisruptionBudget'
    const { namespace, name } = splitKey(keyOf(budget))
    events.record(type, reason, { kind, namespace, name }, message)
  }

  /** The pod's StatefulSet, the Deployment behind its ReplicaSet, or the ReplicaSet alone. */
  function scaleOf(pod: Pod) {
    const owner = controllerOf(pod)
    if (!owner) return undefined
    const nobody = `found no controllers for pod "${pod.metadata?.name}"`
    if (owner.kind === 'StatefulSet') {
      const set = store.get('StatefulSet', namespaceOf(pod), owner.name)
      return set ? { uid: uidOf(set), replicas: desiredReplicas(set) } : nobody
    }
    if (owner.kind !== 'ReplicaSet') {
      const resource = UNSCALED[owner.kind]
      return resource ? `${resource} does not implement the scale subresource` : nobody
    }
    const replicaSet = store.get('ReplicaSet', namespaceOf(pod), owner.name)
    if (!replicaSet) return nobody
    const above = controllerOf(replicaSet)
    const deployment =
      above?.kind === 'Deployment'
        ? store.get('Deployment', namespaceOf(pod), above.name)
        : undefined
    const workload = deployment ?? replicaSet
    return { uid: uidOf(workload), replicas: desiredReplicas(workload) }
  }
}

/** Kinds that own pods and have no number of them that could be asked for. */
const UNSCALED: Readonly<Record<string, string>> = {
  DaemonSet: 'daemonsets.apps',
  Job: 'jobs.batch',
}

function unmanagedPods({ spec }: PodDisruptionBudget): string {
  return (
    `Pods selected by this PodDisruptionBudget (selector: ${goText(spec?.selector)}) were found to be unmanaged. ` +
    'As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. ' +
    'To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.'
  )
}

/** As Go prints a *metav1.LabelSelector. */
function goText(selector: LabelSelector = {}): string {
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`)
  const terms = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${terms.join('')}},}`
}
