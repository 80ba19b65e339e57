import type { DaemonSet, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { REVISION_HASH_LABEL } from '../store/controllerRevisions.ts'
import type { Claim } from './daemonPod.ts'
import { isReady, isTerminating, readySince } from './podStatus.ts'
import { scaledValue } from './rollout.ts'

/*
 * Which pods of a DaemonSet come and go (daemon_controller.go and update.go of Kubernetes). Pure:
 * what is on the nodes in, what to do out.
 */

/** A node, what the DaemonSet wants of it and the pods it has there. */
export interface DaemonNode {
  readonly name: string
  readonly claim: Claim
  /** Oldest first, bound ones before others. */
  readonly pods: readonly Pod[]
}

/** What a DaemonSet's pods are judged by. */
export interface DaemonRules {
  /** Of the present template. */
  readonly hash: string
  readonly minReady: Millis
  readonly surges: boolean
  readonly now: Millis
}

export interface DaemonSteps {
  /** Names of nodes that get a pod. */
  readonly create: readonly string[]
  readonly remove: readonly Pod[]
  /** Finished pods, which go to make room; how fast is for the controller to say. */
  readonly finished: readonly Pod[]
}

export function rulesOf(set: DaemonSet, hash: string, now: Millis): DaemonRules {
  const surge = set.spec?.updateStrategy?.rollingUpdate?.maxSurge
  const rolls = (set.spec?.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate'
  const minReady = (set.spec?.minReadySeconds ?? 0) * SECOND
  return { hash, minReady, surges: rolls && scaledValue(surge, 100, Math.ceil) > 0, now }
}

/** Ready for minReadySeconds. */
export function isAvailable(pod: Pod, { minReady, now }: DaemonRules): boolean {
  const since = readySince(pod)
  return since !== undefined && since + minReady <= now
}

export function isCurrent(pod: Pod, { hash }: DaemonRules): boolean {
  return pod.metadata?.labels?.[REVISION_HASH_LABEL] === hash
}

/** Whatever the revision: a pod for every node that should have one, no pod where none may stay. */
export function manage(nodes: readonly DaemonNode[], rules: DaemonRules): DaemonSteps {
  const create: string[] = []
  const remove: Pod[] = []
  const finished: Pod[] = []
  for (const { name, claim, pods } of nodes) {
    const staying = pods.filter((pod) => !isTerminating(pod))
    if (!claim.stay) {
      remove.push(...staying)
    } else if (claim.run && pods.length === 0) {
      create.push(name)
    } else {
      finished.push(...staying.filter(isOver))
      const running = staying.filter((pod) => !isOver(pod))
      if (!rules.surges) remove.push(...running.slice(1))
      else if (running.length > 1) remove.push(...excess(running, rules))
      else if (running.length === 0 && claim.run) create.push(name)
    }
  }
  return { create, remove, finished }
}

function isOver({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded'
}

/** Of two revisions one pod each may be there, as long as the old one serves and the new one not yet. */
function excess(running: readonly Pod[], rules: DaemonRules): readonly Pod[] {
  const current = running.filter((pod) => isCurrent(pod, rules))
  const old = running.filter((pod) => !isCurrent(pod, rules))
  const doubles = [...current.slice(1), ...old.slice(1)]
  const [newest] = current
  const [oldest] = old
  const replaced = newest && oldest && (!isReady(oldest) || isAvailable(newest, rules))
  return replaced ? [...doubles, oldest] : doubles
}

/** How many nodes of `wanted` may be without an available pod, and with two pods, while rolling. */
export function updateLimits(
  { spec }: DaemonSet,
  wanted: number,
): { readonly surge: number; readonly unavailable: number } {
  const rolling = spec?.updateStrategy?.rollingUpdate
  const surge = scaledValue(rolling?.maxSurge, wanted, Math.ceil)
  const unavailable = scaledValue(rolling?.maxUnavailable, wanted, Math.ceil)
  return { surge, unavailable: wanted > 0 && surge === 0 ? Math.max(1, unavailable) : unavailable }
}

type Steps = Pick<DaemonSteps, 'create' | 'remove'>

/** The next step of a rolling update. @param wanted how many nodes should have a pod */
export function roll(
  set: DaemonSet,
  nodes: readonly DaemonNode[],
  wanted: number,
  rules: DaemonRules,
): Steps {
  const { surge, unavailable } = updateLimits(set, wanted)
  const occupied = nodes
    .filter(({ pods }) => pods.length > 0)
    .map((node) => ({ node, ...pair(node.pods, rules) }))
  return surge === 0
    ? { create: [], remove: replace(occupied, unavailable, rules) }
    : overlap(occupied, wanted, surge, rules)
}

/** A node's pods that stay; `clean` is false while there are several of one revision. */
interface Occupied {
  readonly node: DaemonNode
  readonly current: Pod | undefined
  readonly old: Pod | undefined
  readonly clean: boolean
}

function pair(pods: readonly Pod[], rules: DaemonRules) {
  const staying = pods.filter((pod) => !isTerminating(pod))
  const current = staying.filter((pod) => isCurrent(pod, rules))
  const old = staying.filter((pod) => !isCurrent(pod, rules))
  const clean = current.length <= 1 && old.length <= 1
  return { current: current[0], old: old[0], clean }
}

/** Old pods that go; those that serve nobody go in any case. */
function replace(occupied: readonly Occupied[], limit: number, rules: DaemonRules): readonly Pod[] {
  const free: Pod[] = []
  const candidates: Pod[] = []
  let unavailable = 0
  for (const { current, old, clean } of occupied) {
    if (!clean || Boolean(current) === Boolean(old)) unavailable += 1
    else if (current) unavailable += isAvailable(current, rules) ? 0 : 1
    else if (isAvailable(old!, rules)) candidates.push(old!)
    else {
      free.push(old!)
      unavailable += 1
    }
  }
  return [...free, ...candidates.slice(0, Math.max(0, limit - unavailable))]
}

/** New pods beside old ones; an old one goes when the new one serves. */
function overlap(
  occupied: readonly Occupied[],
  wanted: number,
  limit: number,
  rules: DaemonRules,
): Steps {
  const remove: Pod[] = []
  const unwanted: Pod[] = []
  const free: string[] = []
  const candidates: string[] = []
  let surging = 0
  let available = 0
  for (const { node, current, old, clean } of occupied) {
    if (!clean) {
      surging += 1
      continue
    }
    const serving = old ?? current
    if (serving && isAvailable(serving, rules)) available += 1
    if (!old) continue
    if (current) {
      if (isAvailable(current, rules)) remove.push(old)
      else surging += 1
    } else if (isAvailable(old, rules)) {
      if (node.claim.run) candidates.push(node.name)
      else unwanted.push(old)
    } else if (node.claim.run) free.push(node.name)
    else remove.push(old)
  }
  const spare = Math.max(0, available - wanted)
  return {
    create: [...free, ...candidates.slice(0, Math.max(0, limit - surging))],
    remove: [...remove, ...unwanted.slice(0, spare)],
  }
}
