import type { Pod } from '../api/types.gen.ts'
import { budgetStatus, isProtected } from '../rules/disruption.ts'
import { desiredReplicas } from '../rules/rollout.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { controllerOf, keyOf, namespaceOf, splitKey, uidOf } from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** Keeps the status of every PodDisruptionBudget: how many of its pods may go. */
export function startDisruptionController({ store, clock }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'disruption', sync)

  store.watch(
    (change) => {
      const { kind, object, previous } = change
      if (kind === 'PodDisruptionBudget') {
        if (change.type === 'DELETED') queue.drop(keyOf(object))
        else queue.add(keyOf(object))
      } else if (kind === 'Pod') {
        for (const budget of store.list('PodDisruptionBudget', namespaceOf(object))) {
          const concerned = [object, previous].some((pod) => pod && isProtected(budget, pod))
          if (concerned) queue.add(keyOf(budget))
        }
      } else if (kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'StatefulSet') {
        for (const budget of store.list('PodDisruptionBudget', namespaceOf(object))) {
          queue.add(keyOf(budget))
        }
      }
    },
    ['PodDisruptionBudget', 'Pod', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  )

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const budget = store.get('PodDisruptionBudget', namespace, name)
    if (!budget) return
    const pods = store.list('Pod', namespace).filter((pod) => isProtected(budget, pod))
    const status = budgetStatus(budget, pods, scaleOf)
    // An equal object is no change and notifies nobody.
    store.update('PodDisruptionBudget', { ...budget, status })
  }

  /** The pod's StatefulSet, the Deployment behind its ReplicaSet, or the ReplicaSet alone. */
  function scaleOf(pod: Pod) {
    const owner = controllerOf(pod)
    if (owner?.kind === 'StatefulSet') {
      const set = store.get('StatefulSet', namespaceOf(pod), owner.name)
      return set && { uid: uidOf(set), replicas: desiredReplicas(set) }
    }
    if (owner?.kind !== 'ReplicaSet') return undefined
    const replicaSet = store.get('ReplicaSet', namespaceOf(pod), owner.name)
    if (!replicaSet) return undefined
    const above = controllerOf(replicaSet)
    const deployment =
      above?.kind === 'Deployment'
        ? store.get('Deployment', namespaceOf(pod), above.name)
        : undefined
    const workload = deployment ?? replicaSet
    return { uid: uidOf(workload), replicas: desiredReplicas(workload) }
  }
}
