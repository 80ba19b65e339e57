import type { PersistentVolumeClaim, Pod } from '../api/types.gen.ts'
import { claimNameOf } from '../volumes/claims.ts'
import type { ClusterView, Rejection } from './framework.ts'

/** Claims that a pod's volumes stand for, or why one of them cannot be used. */
export type PodClaims =
  | { readonly claims: readonly PersistentVolumeClaim[] }
  | { readonly rejection: Rejection }

/** The claims of a pod, in the order of its volumes. */
export function podClaims(pod: Pod, { storage }: ClusterView): PodClaims {
  const claims: PersistentVolumeClaim[] = []
  for (const volume of pod.spec?.volumes ?? []) {
    const name = claimNameOf(pod, volume)
    if (name === undefined) continue
    const claim = storage?.claim(pod.metadata?.namespace ?? '', name)
    if (claim) claims.push(claim)
    else if (volume.ephemeral) {
      const controller = 'waiting for ephemeral volume controller to create the'
      return unresolvable(`${controller} persistentvolumeclaim "${name}"`)
    } else return unresolvable(`persistentvolumeclaim "${name}" not found`)
  }
  return { claims }
}

export function unresolvable(reason: string): { readonly rejection: Rejection } {
  return { rejection: { code: 'UnschedulableAndUnresolvable', reasons: [reason] } }
}

/** Whether a pod has volumes that stand for claims. */
export const hasClaims = (pod: Pod): boolean =>
  !!pod.spec?.volumes?.some((volume) => claimNameOf(pod, volume) !== undefined)
