import type { Pod, StatefulSet, StatefulSetStatus } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { REVISION_HASH_LABEL } from '../store/controllerRevisions.ts'
import { isFinished, isReady, isTerminating, readySince } from './podStatus.ts'
import { desiredReplicas, scaledValue } from './rollout.ts'
import { hasIdentity, hasStorage, ordinalOf, ordinalsOf } from './statefulPod.ts'

/*
 * Which pods of a StatefulSet come and go, and in which order (stateful_set_control.go of
 * Kubernetes). Pure: what is there in, what to do now out; after each step the set is looked at
 * again.
 */

/** Names of the ControllerRevisions of a set. */
export interface SetRevisions {
  /** What the pods are at while an update is under way, and below the partition. */
  readonly current: string
  /** Of the present template. */
  readonly update: string
}

export interface StatefulSteps {
  readonly create: readonly { readonly ordinal: number; readonly revision: string }[]
  readonly remove: readonly Pod[]
  /** Adopted ones that get the labels of their name and number. */
  readonly identify: readonly Pod[]
  /** Adopted ones without the claims that the set has for them: nothing else happens before they go. */
  readonly misfits: readonly Pod[]
}

/** What a set's pods are, by ordinal. */
interface View {
  readonly set: StatefulSet
  readonly now: Millis
  readonly ordered: boolean
  /** In order; undefined where a pod is missing. */
  readonly replicas: readonly (Pod | undefined)[]
  /** Beyond the wanted ordinals, highest first. */
  readonly condemned: readonly Pod[]
}

/** The next steps of a set. */
export function planStatefulSet(
  set: StatefulSet,
  pods: readonly Pod[],
  revisions: SetRevisions,
  now: Millis,
): StatefulSteps {
  const view = viewOf(set, pods, now)
  const { remove, blocked, ...steps } = fill(view, revisions)
  if (blocked) return { ...steps, remove }
  const away = scaleDown(view)
  if (away.blocked) return { ...steps, remove: [...remove, ...away.remove] }
  const updated = isRolling(set) && steps.create.length === 0 ? update(view, revisions) : []
  return { ...steps, remove: [...remove, ...away.remove, ...updated] }
}

function viewOf(set: StatefulSet, pods: readonly Pod[], now: Millis): View {
  const { start, end } = ordinalsOf(set)
  const replicas = Array<Pod | undefined>(end - start).fill(undefined)
  const condemned: { readonly pod: Pod; readonly ordinal: number }[] = []
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod)
    if (ordinal === undefined) continue
    if (ordinal >= start && ordinal < end) replicas[ordinal - start] = pod
    else condemned.push({ pod, ordinal })
  }
  condemned.sort((a, b) => b.ordinal - a.ordinal)
  const ordered = (set.spec?.podManagementPolicy ?? 'OrderedReady') === 'OrderedReady'
  return { set, now, ordered, replicas, condemned: condemned.map(({ pod }) => pod) }
}

/**
 * Missing pods are made; in order, each only when all before it are available. Those that are there are
 * made what pods of the set are, as far as a pod can be changed.
 */
function fill({ set, now, ordered, replicas }: View, revisions: SetRevisions) {
  const { start } = ordinalsOf(set)
  const create: { ordinal: number; revision: string }[] = []
  const remove: Pod[] = []
  const identify: Pod[] = []
  const misfits: Pod[] = []
  let blocked = false
  for (const [index, pod] of replicas.entries()) {
    const ordinal = start + index
    const waits = pod === undefined || isTerminating(pod) || !isAvailable(set, pod, now)
    const over = pod !== undefined && isFinished(pod) && !isTerminating(pod)
    if (!pod) create.push({ ordinal, revision: revisionFor(set, ordinal, revisions) })
    else if (over) remove.push(pod)
    if (ordered && waits) {
      blocked = true
      break
    }
    if (!pod || over) continue
    if (!hasStorage(set, pod)) {
      misfits.push(pod)
      blocked = true
      if (ordered) break
    } else if (!hasIdentity(pod)) identify.push(pod)
  }
  return { create, remove, identify, misfits, blocked }
}

/** Pods below the partition are made from the former template. */
function revisionFor(set: StatefulSet, ordinal: number, revisions: SetRevisions): string {
  const partition = isRolling(set) ? (set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0) : 0
  return ordinal < ordinalsOf(set).start + partition ? revisions.current : revisions.update
}

/** In order one at a time, and only while all others are available. */
function scaleDown({ set, now, ordered, replicas, condemned }: View) {
  if (!ordered) {
    return { remove: condemned.filter((pod) => !isTerminating(pod)), blocked: false }
  }
  const [next] = condemned
  if (!next) return { remove: [], blocked: false }
  const unavailable = [...replicas, ...[...condemned].reverse()].find(
    (pod) => pod && (isTerminating(pod) || !isAvailable(set, pod, now)),
  )
  const waits = isTerminating(next) || (!isAvailable(set, next, now) && next !== unavailable)
  return { remove: waits ? [] : [next], blocked: true }
}

/**
 * From the highest ordinal down, so many as may be unavailable beside those that are. In parallel sets
 * what is not available and old goes first and costs nothing: it serves nobody.
 */
function update({ set, now, ordered, replicas }: View, revisions: SetRevisions): readonly Pod[] {
  const { partition = 0, maxUnavailable = 1 } = set.spec?.updateStrategy?.rollingUpdate ?? {}
  // Rounded down, but a small percentage still means one (getStatefulSetMaxUnavailable).
  const most = Math.max(1, scaledValue(maxUnavailable, replicas.length, Math.floor))
  const serves = (pod: Pod) => !isTerminating(pod) && isAvailable(set, pod, now)
  const there = replicas.filter((pod) => pod !== undefined)
  const unavailable = there.filter((pod) => !serves(pod)).length
  const old = there
    .slice(partition)
    .reverse()
    .filter((pod) => revisionOfPod(pod) !== revisions.update && !isTerminating(pod))
  const budget = Math.max(0, most - unavailable)
  if (ordered) return old.slice(0, budget)
  return [...old.filter((pod) => !serves(pod)), ...old.filter(serves).slice(0, budget)]
}

function isRolling({ spec }: StatefulSet): boolean {
  return (spec?.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate'
}

function revisionOfPod({ metadata }: Pod): string | undefined {
  return metadata?.labels?.[REVISION_HASH_LABEL]
}

/** Running, and ready for minReadySeconds. */
function isAvailable(set: StatefulSet, pod: Pod, now: Millis): boolean {
  const at = availableAt(set, pod)
  return at !== undefined && at <= now
}

/** When a pod that is ready counts as available; undefined = it is not ready. */
export function availableAt({ spec }: StatefulSet, pod: Pod): Millis | undefined {
  if (pod.status?.phase !== 'Running') return undefined
  const since = readySince(pod)
  return since === undefined ? undefined : since + (spec?.minReadySeconds ?? 0) * SECOND
}

/** The status that a set's pods amount to; an update is over when all pods are at it and ready. */
export function statefulSetStatus(
  set: StatefulSet,
  pods: readonly Pod[],
  revisions: SetRevisions,
  collisions: number,
  now: Millis,
): StatefulSetStatus {
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isReady(pod))
  const at = (revision: string) =>
    pods.filter((pod) => !isTerminating(pod) && revisionOfPod(pod) === revision).length
  const wanted = desiredReplicas(set)
  const updatedReplicas = at(revisions.update)
  const over =
    isRolling(set) &&
    updatedReplicas === wanted &&
    ready.length === wanted &&
    pods.length === wanted
  return {
    observedGeneration: set.metadata?.generation,
    replicas: pods.length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isAvailable(set, pod, now)).length,
    currentReplicas: over ? updatedReplicas : at(revisions.current),
    updatedReplicas,
    currentRevision: over ? revisions.update : revisions.current,
    updateRevision: revisions.update,
    collisionCount: collisions,
  }
}
