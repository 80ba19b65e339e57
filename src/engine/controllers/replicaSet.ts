import { AdmissionError } from '../api/admission.ts'
import type { OwnerReference, Pod, ReplicaSet, ReplicaSetStatus } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { inDeletionOrder } from '../rules/deletionOrder.ts'
import {
  findCondition,
  isActive,
  isFinished,
  isReady,
  isTerminating,
  readySince,
  withCondition,
} from '../rules/podStatus.ts'
import { podFromTemplate } from '../rules/podTemplate.ts'
import { ADMITTING, admitsMore, createRefusals } from '../rules/refusals.ts'
import { desiredReplicas } from '../rules/rollout.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { deletePod } from '../store/deletePod.ts'
import {
  controllerOf,
  keyOf,
  nameOf,
  namespaceOf,
  objectKey,
  splitKey,
  uidOf,
} from '../store/identity.ts'
import type { ChangeOf } from '../store/store.ts'
import type { ControllerContext } from './context.ts'

interface Haste {
  readonly at: Millis
  /** Made at that time. */
  readonly pods: number
  /** The latest pause, which ended or ends at `until`. */
  readonly pause: Millis
  readonly until: Millis
}

/** How many pods of a ReplicaSet are in which state, kept up to date change by change. */
interface Tally {
  active: number
  ready: number
  terminating: number
}

interface KeyedTally extends Tally {
  /** The set's, as what follows. */
  readonly uid: string
  readonly namespace: string
  readonly name: string
  /** Of the set in the work queue: put together once, not for every change of a pod. */
  readonly key: string
}

const newTally = (pod: Pod, { uid, name }: OwnerReference): KeyedTally => ({
  uid,
  namespace: namespaceOf(pod),
  name,
  key: objectKey(namespaceOf(pod), name),
  active: 0,
  ready: 0,
  terminating: 0,
})

/** How long a set waits whose pods do not last (see `pauseOf`): doubled each time, up to the longest. */
const FIRST_PAUSE: Millis = SECOND
const LONGEST_PAUSE: Millis = 300 * SECOND

/** Keeps as many active pods as a ReplicaSet asks for, and counts them in its status. */
export function startReplicaSetController({ store, clock, events }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'replicaSet', sync)
  /** By the ReplicaSet's uid: looking at all its pods after every change would not scale. */
  const tallies = new Map<string, KeyedTally>()
  /** What the last change was about: those of the pods of one set come one after the other. */
  let latest: KeyedTally | undefined
  const refusals = createRefusals()
  /** How many pods a set has made in its latest instant, by its uid. */
  const haste = new Map<string, Haste>()

  store.watch(
    (change) => {
      if (change.kind === 'ReplicaSet') {
        if (change.type === 'DELETED') {
          queue.drop(keyOf(change.object))
          haste.delete(uidOf(change.object))
        } else queue.add(keyOf(change.object))
      } else if (change.kind === 'Pod') {
        onPod(change)
      } else if (admitsMore(change)) {
        for (const key of refusals.clear()) queue.add(key)
      }
    },
    ['ReplicaSet', 'Pod', ...ADMITTING],
    { pods: ({ owner }) => owner === 'ReplicaSet' || owner === 'several' },
  )

  function onPod({ type, object, previous }: ChangeOf<'Pod'>): void {
    if (type === 'MODIFIED' && countsTheSame(object, previous!)) {
      const owner = controllerOf(object)
      const tally = owner && tallyOf(owner)
      if (tally) {
        queue.add(tally.key)
        return
      }
    }
    const before = previous && count(previous, -1)
    const after = type === 'DELETED' ? undefined : count(object, 1)
    if (before !== undefined) queue.add(before)
    if (after !== undefined && after !== before) queue.add(after)
  }

  /** Returns the key of the set that the pod belongs to. */
  function count(pod: Pod, step: 1 | -1): string | undefined {
    const owner = controllerOf(pod)
    if (owner?.kind !== 'ReplicaSet') return undefined
    const tally = tallyOf(owner) ?? newTally(pod, owner)
    if (isActive(pod)) {
      tally.active += step
      if (isReady(pod)) tally.ready += step
    } else if (isTerminating(pod) && !isFinished(pod)) {
      tally.terminating += step
    }
    if (tally.active === 0 && tally.terminating === 0) {
      tallies.delete(owner.uid)
      latest = undefined
    } else if (latest !== tally) {
      tallies.set(owner.uid, tally)
      latest = tally
    }
    return tally.key
  }

  function tallyOf({ uid }: OwnerReference): KeyedTally | undefined {
    if (latest?.uid !== uid) latest = tallies.get(uid)
    return latest
  }

  function sync(key: string): void {
    // Mostly of the set of the latest pod, whose key need not be taken apart.
    const { namespace, name } = latest?.key === key ? latest : splitKey(key)
    const set = store.get('ReplicaSet', namespace, name)
    if (!set) return
    const tally = tallies.get(uidOf(set)) ?? { active: 0, ready: 0, terminating: 0 }
    const missing = desiredReplicas(set) - tally.active
    let refusal: string | undefined
    if (missing > 0) {
      // Who is refused makes none, so it is not in haste either.
      const refused = refusals.has(key, set.metadata?.generation)
      const waitsUntil = refused ? undefined : pauseOf(set, missing)
      if (waitsUntil === undefined) refusal = createPods(set, missing)
      else queue.addAt(key, waitsUntil, 'beat')
    }
    if (missing < 0) deletePods(set, -missing)
    report(key, set, tally, refusal)
  }

  /**
   * Pods that go as soon as they are made (bound by their template to a node whose taint they do
   * not tolerate, say) would be made again for ever in one instant. Upstream's controller spins
   * there, too, but its API server takes time.
   * @returns until when the set makes no more pods; undefined = it may
   */
  function pauseOf(set: ReplicaSet, missing: number): Millis | undefined {
    const before = haste.get(uidOf(set))
    if (before && clock.now < before.until) return before.until
    const pods = missing + (before?.at === clock.now ? before.pods : 0)
    const pause = before && clock.now - before.until <= LONGEST_PAUSE ? before.pause : 0
    if (pods <= 3 * desiredReplicas(set)) {
      haste.set(uidOf(set), { at: clock.now, pods, pause, until: before?.until ?? 0 })
      return undefined
    }
    const longer = Math.min(Math.max(FIRST_PAUSE, 2 * pause), LONGEST_PAUSE)
    const until = clock.now + longer
    haste.set(uidOf(set), { at: clock.now, pods: 0, pause: longer, until })
    return until
  }

  /** @returns why admission refused one, now or before */
  function createPods(set: ReplicaSet, amount: number): string | undefined {
    if (refusals.has(keyOf(set), set.metadata?.generation)) {
      return findCondition(set.status?.conditions, 'ReplicaFailure')?.message
    }
    for (let made = 0; made < amount; made++) {
      try {
        const pod = store.create('Pod', podFromTemplate('ReplicaSet', set, set.spec?.template))
        record('Normal', 'SuccessfulCreate', set, `Created pod: ${nameOf(pod)}`)
      } catch (refusal) {
        if (!(refusal instanceof AdmissionError)) throw refusal
        record('Warning', 'FailedCreate', set, `Error creating: ${refusal.message}`)
        refusals.add(keyOf(set), set.metadata?.generation)
        return refusal.message
      }
    }
    return undefined
  }

  function deletePods(set: ReplicaSet, amount: number): void {
    const pods = store.ownedBy('Pod', uidOf(set)).filter(isActive)
    const doomed = inDeletionOrder(pods, crowdAround(set), clock.now).slice(0, amount)
    for (const pod of doomed) {
      deletePod(store, clock, namespaceOf(pod), nameOf(pod))
      record('Normal', 'SuccessfulDelete', set, `Deleted pod: ${nameOf(pod)}`)
    }
  }

  /** Active pods per node of all ReplicaSets that belong to the same Deployment. */
  function crowdAround(set: ReplicaSet): ReadonlyMap<string, number> {
    const owner = controllerOf(set)
    const related = owner ? store.ownedBy('ReplicaSet', owner.uid) : [set]
    const crowd = new Map<string, number>()
    for (const pod of related.flatMap((each) => store.ownedBy('Pod', uidOf(each)))) {
      const node = pod.spec?.nodeName
      if (node && isActive(pod)) crowd.set(node, (crowd.get(node) ?? 0) + 1)
    }
    return crowd
  }

  function report(key: string, set: ReplicaSet, tally: Tally, refusal: string | undefined): void {
    const { available, nextAt } = availability(set, tally)
    if (nextAt !== undefined) queue.addAt(key, nextAt)
    if (refusal === undefined && says(set, tally, available)) return
    const { conditions: before, ...status } = set.status ?? { replicas: 0 }
    const conditions = refusal === undefined ? undefined : failed(before, refusal)
    store.update('ReplicaSet', {
      ...set,
      status: {
        ...status,
        ...(conditions && { conditions }),
        observedGeneration: set.metadata?.generation,
        replicas: tally.active,
        fullyLabeledReplicas: tally.active,
        readyReplicas: tally.ready,
        availableReplicas: available,
        terminatingReplicas: tally.terminating,
      },
    })
  }

  function failed(before: ReplicaSetStatus['conditions'], message: string) {
    const condition = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }
    return withCondition(before, condition, clock.now)
  }

  /** Available = ready for minReadySeconds; `nextAt` is when the next pod will be. */
  function availability(
    set: ReplicaSet,
    tally: Tally,
  ): { readonly available: number; readonly nextAt?: Millis } {
    const wait = (set.spec?.minReadySeconds ?? 0) * SECOND
    if (wait === 0) return { available: tally.ready }
    const since = store
      .ownedBy('Pod', uidOf(set))
      .filter(isActive)
      .map(readySince)
      .filter((time) => time !== undefined)
    const later = since.map((time) => time + wait).filter((time) => time > clock.now)
    return {
      available: since.length - later.length,
      nextAt: later.length > 0 ? later.reduce((a, b) => Math.min(a, b)) : undefined,
    }
  }

  function record(
    type: 'Normal' | 'Warning',
    reason: string,
    set: ReplicaSet,
    message: string,
  ): void {
    const object = { kind: 'ReplicaSet', namespace: namespaceOf(set), name: nameOf(set) } as const
    events.record(type, reason, object, message)
  }
}

/** Whether this is what the set's status says already, as it mostly does. */
function says({ metadata, status }: ReplicaSet, tally: Tally, available: number): boolean {
  return (
    status !== undefined &&
    status.conditions === undefined &&
    status.observedGeneration === metadata?.generation &&
    status.replicas === tally.active &&
    status.fullyLabeledReplicas === tally.active &&
    status.readyReplicas === tally.ready &&
    status.availableReplicas === available &&
    status.terminatingReplicas === tally.terminating
  )
}

/** Most changes of a pod are about nothing that its set counts. */
function countsTheSame(a: Pod, b: Pod): boolean {
  return (
    a.metadata?.ownerReferences === b.metadata?.ownerReferences &&
    isTerminating(a) === isTerminating(b) &&
    isFinished(a) === isFinished(b) &&
    (a.status?.conditions === b.status?.conditions || isReady(a) === isReady(b))
  )
}
