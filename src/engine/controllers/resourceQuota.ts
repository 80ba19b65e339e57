import { KINDS, type Kind } from '../api/objects.ts'
import { quotaText, quotaUsage } from '../api/quota.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { keyOf, namespaceOf, splitKey } from '../store/identity.ts'
import type { Change } from '../store/store.ts'
import type { ControllerContext } from './context.ts'

/** Keeps the status of every ResourceQuota: what its namespace uses of what it may. */
export function startResourceQuotaController({ store, clock }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'resourceQuota', sync)

  store.watch(noteChange, undefined, { podsWhile: 'ResourceQuota' })

  function noteChange({ type, kind, object }: Change): void {
    if (kind === 'ResourceQuota') {
      if (type === 'DELETED') queue.drop(keyOf(object))
      else queue.add(keyOf(object))
    }
    if (!KINDS[kind].namespaced) return
    // What an object asks for does not change while it is there; pods come to an end.
    if (type === 'MODIFIED' && kind !== 'Pod') return
    const quotas = store.list('ResourceQuota', namespaceOf(object))
    if (quotas.length === 0) return
    for (const quota of quotas) queue.add(keyOf(quota))
  }

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const quota = store.get('ResourceQuota', namespace, name)
    if (!quota?.spec) return
    const list = <K extends Kind>(kind: K) => store.list(kind, namespace)
    const used = Object.entries(quotaUsage(quota, list)).map(([resource, amount]) => [
      resource,
      quotaText(resource, amount),
    ])
    const status = { hard: quota.spec.hard, used: Object.fromEntries(used) }
    store.update('ResourceQuota', { ...quota, status })
  }
}
