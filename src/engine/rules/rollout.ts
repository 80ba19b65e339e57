import type { Deployment, IntOrString } from '../api/types.gen.ts'

/*
 * How a Deployment sizes its ReplicaSets: SCHEDULER.md section 11 (deployment_util.go, rolling.go
 * and sync.go of Kubernetes). Pure arithmetic on replica counts.
 */

/** A ReplicaSet as far as sizes go. */
export interface Size {
  readonly name: string
  /** spec.replicas */
  readonly replicas: number
  /** status.availableReplicas */
  readonly available: number
}

/** New sizes of the ReplicaSets that change, by name. */
export type Resize = ReadonlyMap<string, number>

/** How many pods a rollout may have too many and too few; never both 0, or it could not move. */
export function resolveFenceposts(
  maxSurge: IntOrString | undefined,
  maxUnavailable: IntOrString | undefined,
  desired: number,
): { readonly surge: number; readonly unavailable: number } {
  const surge = scaledValue(maxSurge, desired, Math.ceil)
  const unavailable = scaledValue(maxUnavailable, desired, Math.floor)
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

const PERCENT = /^(\d+)%$/

/** A count, or a percentage of `total`. Anything else counts as unset. */
export function scaledValue(
  value: IntOrString | undefined,
  total: number,
  round: (exact: number) => number,
): number {
  if (typeof value === 'number') return value
  const percent = PERCENT.exec(value ?? '')?.[1]
  return percent === undefined ? 0 : round((Number(percent) * total) / 100)
}

/** spec.replicas, 1 when it is not written. */
export function desiredReplicas(object: {
  readonly spec?: { readonly replicas?: number }
}): number {
  return object.spec?.replicas ?? 1
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return (deployment.spec?.strategy?.type ?? 'RollingUpdate') === 'RollingUpdate'
}

/** How many pods may be missing during a rollout; 0 for Recreate, never more than replicas. */
export function maxUnavailable(deployment: Deployment): number {
  const replicas = desiredReplicas(deployment)
  if (!isRollingUpdate(deployment) || replicas === 0) return 0
  return Math.min(fenceposts(deployment).unavailable, replicas)
}

/** How many pods there may be beyond replicas during a rollout; 0 for Recreate. */
export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0
}

function fenceposts(deployment: Deployment) {
  const rolling = deployment.spec?.strategy?.rollingUpdate
  return resolveFenceposts(rolling?.maxSurge, rolling?.maxUnavailable, desiredReplicas(deployment))
}

/**
 * The size that the newest ReplicaSet may grow to.
 * @param all spec.replicas of every ReplicaSet of the Deployment, summed
 */
export function newReplicaSetReplicas(
  deployment: Deployment,
  newReplicas: number,
  all: number,
): number {
  const desired = desiredReplicas(deployment)
  if (!isRollingUpdate(deployment)) return desired
  const room = desired + maxSurge(deployment) - all
  if (room <= 0) return newReplicas
  return newReplicas + Math.min(room, desired - newReplicas)
}

/** Whether the rollout has arrived: everything is new, available and there in the right number. */
export function deploymentComplete(counts: {
  readonly desired: number
  readonly replicas: number
  readonly updated: number
  readonly available: number
}): boolean {
  const { desired, replicas, updated, available } = counts
  return updated === desired && replicas === desired && available === desired
}

/**
 * How far a rolling update may shrink the old ReplicaSets now: first pods that are not available
 * anyway, then available ones as far as the promise of availability allows.
 * @param old oldest first
 */
export function shrinkOld(deployment: Deployment, old: readonly Size[], newest: Size): Resize {
  const all = total([...old, newest])
  const minAvailable = desiredReplicas(deployment) - maxUnavailable(deployment)
  const newUnavailable = newest.replicas - newest.available
  const resize = new Map<string, number>()

  let budget = all - minAvailable - newUnavailable
  if (budget <= 0) return resize
  for (const { name, replicas, available } of old) {
    const count = Math.min(budget, replicas - available)
    if (replicas === 0 || count <= 0) continue
    resize.set(name, replicas - count)
    budget -= count
  }

  let spare = [...old, newest].reduce((sum, { available }) => sum + available, 0) - minAvailable
  for (const { name, replicas } of old) {
    const left = resize.get(name) ?? replicas
    const count = Math.min(spare, left)
    if (count <= 0) continue
    resize.set(name, left - count)
    spare -= count
  }
  return resize
}

/** A ReplicaSet with its part in a Deployment's earlier scale. */
export interface ScaledSize extends Size {
  /** The max-replicas annotation: replicas + surge of the Deployment when it was last sized. */
  readonly maxReplicas: number | undefined
}

/**
 * Scaling in the middle of a rollout: every ReplicaSet with pods gets its share, the largest gets
 * what rounding leaves over.
 * @param active ReplicaSets with replicas, oldest first
 */
export function scaleProportionally(deployment: Deployment, active: readonly ScaledSize[]): Resize {
  const desired = desiredReplicas(deployment)
  const allowed = desired > 0 ? desired + maxSurge(deployment) : 0
  const toAdd = allowed - total(active)
  // Equal sizes: growing favours the newest, shrinking the oldest.
  const ordered = (toAdd > 0 ? [...active].reverse() : [...active]).sort(
    (a, b) => b.replicas - a.replicas,
  )
  const resize = new Map<string, number>()
  let added = 0
  for (const size of ordered) {
    const left = toAdd - added
    const share = left === 0 ? 0 : shareOf(deployment, size)
    const part = toAdd > 0 ? Math.min(share, left) : Math.max(share, left)
    resize.set(size.name, size.replicas + part)
    added += part
  }
  const first = ordered[0]
  if (first && added !== toAdd) {
    resize.set(first.name, Math.max(0, resize.get(first.name)! + toAdd - added))
  }
  return resize
}

function shareOf(deployment: Deployment, size: ScaledSize): number {
  const desired = desiredReplicas(deployment)
  if (desired === 0) return -size.replicas
  const before = size.maxReplicas || deployment.status?.replicas || 0
  if (before === 0) return 0
  const after = desired + maxSurge(deployment)
  return Math.round((size.replicas * after) / before) - size.replicas
}

export function total(sizes: readonly { readonly replicas: number }[]): number {
  return sizes.reduce((sum, { replicas }) => sum + replicas, 0)
}
