import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
  ReplicaSet,
} from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { fromTimestamp, toTimestamp } from '../sim/calendar.ts'
import { nameOf } from '../store/identity.ts'
import { findCondition } from './podStatus.ts'
import { deploymentComplete, desiredReplicas, maxUnavailable, total } from './rollout.ts'

/** The rollout is over; it stays over until the template changes. */
const COMPLETE = 'NewReplicaSetAvailable'
const TIMED_OUT = 'ProgressDeadlineExceeded'

/**
 * The status that a Deployment's ReplicaSets amount to (sync.go, progress.go of Kubernetes).
 * @param newest the ReplicaSet of the present template; undefined = not created
 */
export function deploymentStatus(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
  newest: ReplicaSet | undefined,
  now: Millis,
): DeploymentStatus {
  const old = deployment.status ?? {}
  const available = sum(replicaSets, (status) => status?.availableReplicas)
  const wanted = total(replicaSets.map((set) => ({ replicas: desiredReplicas(set) })))
  const counted: DeploymentStatus = {
    observedGeneration: deployment.metadata?.generation,
    replicas: sum(replicaSets, (status) => status?.replicas),
    updatedReplicas: newest?.status?.replicas ?? 0,
    readyReplicas: sum(replicaSets, (status) => status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wanted - available),
    terminatingReplicas: sum(replicaSets, (status) => status?.terminatingReplicas),
    ...(old.collisionCount === undefined ? {} : { collisionCount: old.collisionCount }),
  }
  const kept = (old.conditions ?? []).filter(
    ({ type }) =>
      type !== 'ReplicaFailure' && (type !== 'Progressing' || hasDeadline(deployment.spec)),
  )
  const conditions = setCondition(kept, availability(deployment, available), now)
  const progress = progressing(deployment, counted, newest, now)
  return {
    ...counted,
    conditions: [
      ...(progress ? setCondition(conditions, progress, now) : conditions),
      ...replicaFailure(replicaSets, newest),
    ],
  }
}

/** Pods that cannot be made: the newest ReplicaSet's trouble, or that of any other. */
function replicaFailure(
  replicaSets: readonly ReplicaSet[],
  newest: ReplicaSet | undefined,
): readonly DeploymentCondition[] {
  const failures = [...(newest ? [newest] : []), ...replicaSets]
    .map(({ status }) => findCondition(status?.conditions, 'ReplicaFailure'))
    .filter((condition) => condition !== undefined)
  return failures
    .slice(0, 1)
    .map((condition) => ({ ...condition, lastUpdateTime: condition.lastTransitionTime }))
}

/**
 * The status once the ReplicaSet of the present template is there: a new one begins a rollout anew,
 * whatever became of the one before.
 */
export function foundNewest(
  { spec, status = {} }: Deployment,
  newest: ReplicaSet,
  created: boolean,
  now: Millis,
): DeploymentStatus {
  const conditions = status.conditions ?? []
  if (!hasDeadline(spec) || (!created && findCondition(conditions, 'Progressing'))) return status
  const wanted = created
    ? { reason: 'NewReplicaSetCreated', message: `Created new replica set "${nameOf(newest)}"` }
    : { reason: 'FoundNewReplicaSet', message: `Found new replica set "${nameOf(newest)}"` }
  const condition = { type: 'Progressing', status: 'True', ...wanted }
  return { ...status, conditions: setCondition(conditions, condition, now) }
}

/** The largest number stands for none at all. */
const NO_DEADLINE = 2 ** 31 - 1

function hasDeadline(spec: Deployment['spec']): boolean {
  const seconds = spec?.progressDeadlineSeconds
  return seconds !== undefined && seconds !== NO_DEADLINE
}

/** When a rollout that gets no further counts as failed; undefined = it is over or has no deadline. */
export function progressDeadline(deployment: Deployment): Millis | undefined {
  const seconds = deployment.spec?.progressDeadlineSeconds ?? 0
  const current = findCondition(deployment.status?.conditions, 'Progressing')
  if (!hasDeadline(deployment.spec) || deployment.spec?.paused) return undefined
  if (!current?.lastUpdateTime) return undefined
  if (current.reason === COMPLETE || current.reason === TIMED_OUT) return undefined
  const since = fromTimestamp(current.lastUpdateTime)
  // A second more than the deadline: timestamps have whole seconds.
  return since === undefined ? undefined : since + (seconds + 1) * SECOND
}

type Wanted = Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>

function availability(deployment: Deployment, available: number): Wanted {
  const enough = available >= desiredReplicas(deployment) - maxUnavailable(deployment)
  return enough
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      }
}

/** The Progressing condition, or undefined when it stays as it is. */
function progressing(
  deployment: Deployment,
  counted: DeploymentStatus,
  newest: ReplicaSet | undefined,
  now: Millis,
): Wanted | undefined {
  if (!hasDeadline(deployment.spec)) return undefined
  const type = 'Progressing'
  const current = findCondition(deployment.status?.conditions, type)
  const subject = newest ? `ReplicaSet "${nameOf(newest)}"` : `Deployment "${nameOf(deployment)}"`
  if (deployment.spec?.paused) {
    if (current?.reason === 'DeploymentPaused' || current?.reason === TIMED_OUT) return undefined
    return { type, status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' }
  }
  if (current?.reason === 'DeploymentPaused') {
    return {
      type,
      status: 'Unknown',
      reason: 'DeploymentResumed',
      message: 'Deployment is resumed',
    }
  }
  const settled = counted.replicas === counted.updatedReplicas && current?.reason === COMPLETE
  if (settled) return undefined

  const desired = desiredReplicas(deployment)
  const { replicas = 0, updatedReplicas: updated = 0, availableReplicas: available = 0 } = counted
  if (deploymentComplete({ desired, replicas, updated, available })) {
    return {
      type,
      status: 'True',
      reason: COMPLETE,
      message: `${subject} has successfully progressed.`,
    }
  }
  if (gotFurther(deployment.status ?? {}, counted)) {
    return {
      type,
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: `${subject} is progressing.`,
    }
  }
  const deadline = progressDeadline(deployment)
  if (deadline !== undefined && now >= deadline) {
    return {
      type,
      status: 'False',
      reason: TIMED_OUT,
      message: `${subject} has timed out progressing.`,
    }
  }
  return undefined
}

function gotFurther(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  )
}

/** lastUpdateTime tells of every report of progress, lastTransitionTime only of a new status. */
function setCondition(
  conditions: readonly DeploymentCondition[],
  wanted: Wanted,
  now: Millis,
): readonly DeploymentCondition[] {
  const current = findCondition(conditions, wanted.type)
  const sameStatus = current?.status === wanted.status
  const isReport = wanted.reason === 'ReplicaSetUpdated'
  if (sameStatus && current.reason === wanted.reason && !isReport) return conditions
  const next: DeploymentCondition = {
    ...wanted,
    lastUpdateTime: toTimestamp(now),
    lastTransitionTime: sameStatus ? current.lastTransitionTime : toTimestamp(now),
  }
  return [...conditions.filter((condition) => condition !== current), next]
}

function sum(
  replicaSets: readonly ReplicaSet[],
  count: (status: ReplicaSet['status']) => number | undefined,
): number {
  return replicaSets.reduce((all, { status }) => all + (count(status) ?? 0), 0)
}
