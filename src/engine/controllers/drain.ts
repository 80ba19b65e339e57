import type { Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { SEVERAL_BUDGETS } from '../rules/disruption.ts'
import { drainVerdict, drainWarnings } from '../rules/drainFilters.ts'
import { isTerminating } from '../rules/podStatus.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { evictPod } from '../store/evictPod.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** kubectl drain tries again after so long (staging/src/k8s.io/kubectl/pkg/drain). */
const RETRY: Millis = 5 * SECOND

/** Somebody at a terminal with `kubectl drain --ignore-daemonsets --delete-emptydir-data --force`. */
export interface Drainer {
  /** Goes on until the pods that are there now have left, or the node is gone or in service again. */
  drain(nodeName: string): void
}

export interface DrainOptions {
  /** The pod ends gracefully; whoever owns it makes another one. */
  readonly evict: (pod: Pod) => void
  /** A budget holds back pods of the node, or no longer does. */
  readonly onWaiting: (nodeName: string, waits: boolean) => void
}

/**
 * Evicts the pods of cordoned nodes through the Eviction API, which spares disruption budgets: what
 * a budget holds back is tried again every 5 s. Bare pods go too, for good, and so does what is over.
 */
export function startDrainer(ctx: ControllerContext, options: DrainOptions): Drainer {
  const { store, clock, events } = ctx
  const rounds = createWorkQueue(clock, 'drain', round)
  /** Uids of the pods that were there when the draining began, and shall go; by node. */
  const doomed = new Map<string, Set<string>>()
  /** Pods whose refusal has been told, by node. */
  const told = new Map<string, Set<string>>()
  /** Pods whose eviction was an error: it is not tried again. */
  const failed = new Set<string>()

  function round(nodeName: string): void {
    const left = store
      .podsOnNode(nodeName)
      .filter(
        (pod) =>
          doomed.get(nodeName)?.has(uidOf(pod)) && !isTerminating(pod) && !failed.has(uidOf(pod)),
      )
    if (store.get('Node', '', nodeName)?.spec?.unschedulable !== true || left.length === 0) {
      told.delete(nodeName)
      doomed.delete(nodeName)
      options.onWaiting(nodeName, false)
      return
    }
    const held = left.filter((pod) => !tryToEvict(pod, nodeName) && !failed.has(uidOf(pod)))
    options.onWaiting(nodeName, held.length > 0)
    // While nothing moves, what is tried again for ever is nothing to wait for.
    const sort = held.length < left.length ? 'consequence' : 'beat'
    if (held.length > 0) rounds.addAt(nodeName, clock.now + RETRY, sort)
    else told.delete(nodeName)
  }

  function tryToEvict(pod: Pod, nodeName: string): boolean {
    const refusal = evictPod(store, pod, options.evict)
    if (refusal === SEVERAL_BUDGETS) failed.add(uidOf(pod))
    if (refusal !== undefined) tell(pod, nodeName, refusal)
    return refusal === undefined
  }

  /** kubectl writes it to its terminal; here it stands among the events, once for each pod. */
  function tell(pod: Pod, nodeName: string, refusal: string): void {
    const known = told.get(nodeName) ?? new Set<string>()
    told.set(nodeName, known)
    if (known.has(uidOf(pod))) return
    known.add(uidOf(pod))
    const about = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
    const what = `error when evicting pods/"${about.name}" -n "${about.namespace}"`
    if (failed.has(uidOf(pod))) {
      events.record('Warning', 'DrainFailed', about, `${what}: ${refusal}`)
    } else {
      events.record('Warning', 'DrainWaits', about, `${what} (will retry after 5s): ${refusal}`)
    }
  }

  /** @returns uids of the pods that shall go; says what kubectl warns of */
  function look(nodeName: string): Set<string> {
    const pods = store.podsOnNode(nodeName).map((pod) => {
      const hasDaemonSet = (name: string) =>
        store.get('DaemonSet', namespaceOf(pod), name) !== undefined
      return [pod, drainVerdict(pod, hasDaemonSet)] as const
    })
    const warnings = drainWarnings(pods)
    const about = { kind: 'Node', namespace: '', name: nodeName } as const
    if (warnings) events.record('Warning', 'DrainWarning', about, warnings)
    return new Set(pods.filter(([, { goes }]) => goes).map(([pod]) => uidOf(pod)))
  }

  return {
    drain(nodeName) {
      rounds.drop(nodeName)
      told.delete(nodeName)
      for (const pod of store.podsOnNode(nodeName)) failed.delete(uidOf(pod))
      doomed.set(nodeName, look(nodeName))
      round(nodeName)
    },
  }
}
