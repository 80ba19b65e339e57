import type { Node, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { OUT_OF_SERVICE } from '../rules/nodeTaints.ts'
import { isFinished, isTerminating, withPodConditions } from '../rules/podStatus.ts'
import { readiness } from '../rules/zoneDisruption.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { deletePod } from '../store/deletePod.ts'
import { keyOf, nameOf, namespaceOf } from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** The controller looks every 20 s. */
const ROUND: Millis = 20 * SECOND
/** A node must be missing for so long before its pods are given up. */
const QUARANTINE: Millis = 40 * SECOND
/** --terminated-pod-gc-threshold */
const MOST_FINISHED = 12_500

/**
 * Removes pods that no kubelet will ever remove (pkg/controller/podgc). There are rounds only
 * while one may find something; they keep to the controller's 20 s beat.
 */
export function startPodGarbageCollector({ store, clock }: ControllerContext): void {
  const rounds = createWorkQueue(clock, 'podGC', round)
  /** Nodes that pods are bound to but that do not exist, and the round that found that out. */
  const missing = new Map<string, Millis | undefined>()
  /** Pods on their way out that were never placed. */
  const unplaced = new Map<string, Pod>()
  let finished = 0

  store.watch(
    (change, slot) => {
      if (change.kind === 'Node') {
        const name = nameOf(change.object)
        if (change.type === 'DELETED') watchForOrphans(name)
        else {
          missing.delete(name)
          const stuck = isOutOfService(change.object)
          if (stuck && store.podsOnNode(name).some(isTerminating)) plan()
        }
      } else if (change.kind === 'Pod') {
        const { object: pod, previous } = change
        if (previous && isFinished(previous)) finished -= 1
        if (unplaced.size > 0) unplaced.delete(keyOf(pod))
        if (change.type === 'DELETED') return
        if (isFinished(pod)) finished += 1
        if (finished > MOST_FINISHED) plan()
        // What most changes are about: its status alone.
        if (pod.spec === previous?.spec && !isTerminating(pod)) return
        const node = pod.spec?.nodeName
        const isBound = node && node !== previous?.spec?.nodeName
        // Of most pods the Node is there, which is known without looking for its name.
        if (isBound && !store.nodeAt(store.nodeOfPod(slot))) watchForOrphans(node)
        if (!isTerminating(pod)) return
        if (!node) unplaced.set(keyOf(pod), pod)
        if (!node || isOutOfService(store.get('Node', '', node))) plan()
      }
    },
    ['Node', 'Pod'],
  )

  function watchForOrphans(node: string): void {
    if (missing.has(node) || store.get('Node', '', node)) return
    if (store.podsOnNode(node).length === 0) return
    missing.set(node, undefined)
    plan()
  }

  /** In the next round; a change in a round's own instant waits for the round after it. */
  function plan(): void {
    rounds.addAt('', (Math.floor(clock.now / ROUND) + 1) * ROUND)
  }

  function round(): void {
    collectOrphans()
    collectTerminating()
    collectFinished()
    if (missing.size > 0) plan()
  }

  function collectOrphans(): void {
    for (const [node, found] of missing) {
      const pods = store.podsOnNode(node)
      if (store.get('Node', '', node) || pods.length === 0) missing.delete(node)
      else if (found === undefined) missing.set(node, clock.now)
      else if (clock.now - found >= QUARANTINE) {
        missing.delete(node)
        for (const pod of pods) {
          fail(pod, 'PodGC: node no longer exists')
          force(pod)
        }
      }
    }
  }

  /** Pods on their way out that were never placed, or whose machine is out of service for good. */
  function collectTerminating(): void {
    for (const node of store.list('Node')) {
      if (!isOutOfService(node)) continue
      for (const pod of store.podsOnNode(nameOf(node)).filter(isTerminating)) {
        fail(pod, 'PodGC: node is out-of-service')
        force(pod)
      }
    }
    for (const pod of unplaced.values()) force(pod)
  }

  function collectFinished(): void {
    const surplus = finished - MOST_FINISHED
    if (surplus <= 0) return
    const evictedFirst = (pod: Pod) => Number(pod.status?.reason !== 'Evicted')
    // `list` is in order of creation, and sorting is stable.
    const ordered = store
      .list('Pod')
      .filter(isFinished)
      .sort((a, b) => evictedFirst(a) - evictedFirst(b))
    for (const pod of ordered.slice(0, surplus)) force(pod)
  }

  function fail(pod: Pod, message: string): void {
    if (isFinished(pod)) return
    const failed = { ...pod, status: { ...pod.status, phase: 'Failed' } }
    const reason = 'DeletionByPodGC'
    const condition = { type: 'DisruptionTarget', status: 'True', reason, message }
    store.update('Pod', withPodConditions(failed, [condition], clock.now))
  }

  function force(pod: Pod): void {
    deletePod(store, clock, namespaceOf(pod), nameOf(pod), { gracePeriodSeconds: 0 })
  }
}

/** An operator has said that the machine will not come back by itself. */
function isOutOfService(node: Node | undefined): boolean {
  const marked = node?.spec?.taints?.some(({ key }) => key === OUT_OF_SERVICE) ?? false
  return marked && readiness(node!) !== 'True'
}
