import type { PodTemplateSpec } from '../api/types.gen.ts'
import { controllerOf } from '../store/identity.ts'
import type { Change, ChangeOf } from '../store/store.ts'

type Workload = 'CronJob' | 'DaemonSet' | 'Deployment' | 'Job' | 'ReplicaSet' | 'StatefulSet'
export type WorkloadChange = Extract<Change, { readonly kind: Workload }>

const WORKLOADS: ReadonlySet<string> = new Set<Workload>([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'StatefulSet',
])

/** What a manifest asks for; what another workload has made is none of its own. */
export function isWorkload(change: Change): change is WorkloadChange {
  return WORKLOADS.has(change.kind) && controllerOf(change.object) === undefined
}

/** An owner of pods that makes as many as it is told, one for another. */
export type ReplicaOwnerChange = ChangeOf<'ReplicaSet' | 'StatefulSet'>

export const isReplicaOwner = (change: Change): change is ReplicaOwnerChange =>
  change.kind === 'ReplicaSet' || change.kind === 'StatefulSet'

/** By how many fewer pods it is to make than before; less than 0 = more. */
export function fewerPods({ object, previous }: ReplicaOwnerChange): number {
  return previous ? (previous.spec?.replicas ?? 1) - (object.spec?.replicas ?? 1) : 0
}

/** What its pods are made from. */
export function templateOf(change: WorkloadChange): PodTemplateSpec | undefined {
  if (change.kind === 'CronJob') return change.object.spec?.jobTemplate.spec?.template
  return change.object.spec?.template
}

/** By how many the replicas that are asked for have become fewer; less than 0 = more. */
export function fewerReplicas({ kind, object, previous }: WorkloadChange): number {
  if (kind !== 'Deployment' && kind !== 'ReplicaSet') return 0
  return previous ? (previous.spec?.replicas ?? 1) - (object.spec?.replicas ?? 1) : 0
}
