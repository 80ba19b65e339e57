import type { ObjectMeta, Pod } from '../api/types.gen.ts'
import { controllerOf } from '../store/identity.ts'
import type { Store } from '../store/store.ts'
import type { AppIdentity } from './apps.ts'

/** On a Job that an arrival made: the name of the suspended Job that was its template. */
export const TEMPLATE_ANNOTATION = 'podfall.dev/template'
/** On a pod that a person put back by hand: the uid of the pod it stands for. */
export const REPLACES_ANNOTATION = 'podfall.dev/replaces'

/** The workload that a pod belongs to: its Deployment, CronJob, Job or job template; a bare pod is its own. */
export function appOf(store: Store, pod: Pod): AppIdentity {
  const namespace = pod.metadata?.namespace ?? ''
  const owner = controllerOf(pod)
  if (!owner) return { kind: 'Pod', namespace, name: pod.metadata?.name ?? '' }
  if (owner.kind === 'ReplicaSet') {
    const set = store.get('ReplicaSet', namespace, owner.name)
    const deployment = set && controllerOf(set)
    return deployment
      ? { kind: deployment.kind, namespace, name: deployment.name }
      : { kind: 'ReplicaSet', namespace, name: owner.name }
  }
  if (owner.kind === 'Job') {
    const job = store.get('Job', namespace, owner.name)
    const template = job?.metadata?.annotations?.[TEMPLATE_ANNOTATION]
    const above = job && controllerOf(job)
    if (above) return { kind: above.kind, namespace, name: above.name }
    return { kind: 'Job', namespace, name: template ?? owner.name }
  }
  return { kind: owner.kind, namespace, name: owner.name }
}

/** Whether an arrival made this Job from a suspended one, whose app it then belongs to. */
export function isFromTemplate(metadata: ObjectMeta | undefined): boolean {
  return metadata?.annotations?.[TEMPLATE_ANNOTATION] !== undefined
}
