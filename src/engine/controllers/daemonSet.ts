import { AdmissionError } from '../api/admission.ts'
import type { DaemonSet, DaemonSetStatus, Node, Pod } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import { claimOn, daemonPodSpec, targetNode } from '../rules/daemonPod.ts'
import {
  type DaemonNode,
  type DaemonRules,
  isAvailable,
  isCurrent,
  manage,
  roll,
  rulesOf,
} from '../rules/daemonUpdate.ts'
import { isReady, readySince } from '../rules/podStatus.ts'
import { podFromTemplate, templateHash } from '../rules/podTemplate.ts'
import { ADMITTING, admitsMore, createRefusals } from '../rules/refusals.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import {
  hashOf,
  REVISION_HASH_LABEL,
  REVISION_HISTORY_LIMIT,
  type Revisions,
  removeOldest,
  syncRevisions,
} from '../store/controllerRevisions.ts'
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
import type { ControllerContext } from './context.ts'

/** How long failed pods of a node are left alone: doubled each time, up to the longest. */
const FIRST_BACKOFF: Millis = SECOND
const LONGEST_BACKOFF: Millis = 15 * MINUTE
interface Backoff {
  readonly delay: Millis
  readonly since: Millis
}

/** Keeps one pod of each DaemonSet on every node that suits it, and replaces those of old templates. */
export function startDaemonSetController({ store, clock, events }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'daemonSet', sync)
  const refusals = createRefusals()
  /** Of nodes on which a set's pods failed, by the set's uid and generation and the node's name. */
  const backoffs = new Map<string, Backoff>()

  store.watch(
    (change) => {
      switch (change.kind) {
        case 'DaemonSet':
          if (change.type === 'DELETED') queue.drop(keyOf(change.object))
          else queue.add(keyOf(change.object))
          return
        case 'Node':
          return nodeChanged(
            change.object,
            change.type === 'MODIFIED' ? change.previous : undefined,
          )
        case 'Pod': {
          const { object, previous } = change
          for (const owner of [controllerOf(object), previous && controllerOf(previous)]) {
            if (owner?.kind === 'DaemonSet') queue.add(objectKey(namespaceOf(object), owner.name))
          }
          return
        }
        default:
          if (admitsMore(change)) for (const key of refusals.clear()) queue.add(key)
      }
    },
    ['DaemonSet', 'Node', 'Pod', ...ADMITTING],
    { pods: ({ owner }) => owner === 'DaemonSet' || owner === 'several' },
  )

  /** Heartbeats change nothing for anybody here. */
  function nodeChanged(node: Node, before: Node | undefined): void {
    for (const set of store.list('DaemonSet')) {
      const now = claimOn(node, set)
      const then = before && claimOn(before, set)
      if (then?.run !== now.run || then.stay !== now.stay) queue.add(keyOf(set))
    }
  }

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const set = store.get('DaemonSet', namespace, name)
    if (!set?.spec?.template.spec) return
    const revisions = syncRevisions(store, {
      kind: 'DaemonSet',
      owner: set,
      template: set.spec.template,
      collisions: set.status?.collisionCount ?? 0,
      hash: templateHash,
    })
    const rules = rulesOf(set, hashOf(revisions.current), clock.now)
    const pods = podsByNode(set)
    const nodes = store.list('Node').map((node) => {
      const at = nameOf(node)
      return { name: at, claim: claimOn(node, set), pods: pods.get(at) ?? [] }
    })
    const wanted = nodes.filter(({ claim }) => claim.run).length
    const settled = keepOnePerNode(key, set, nodes, pods, rules)
    if (settled && (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate') {
      const steps = roll(set, nodes, wanted, rules)
      for (const pod of steps.remove) remove(set, pod)
      create(set, steps.create, rules)
    }
    dropOldRevisions(set, revisions)
    report(key, nodes, revisions, rules)
  }

  function podsByNode(set: DaemonSet): ReadonlyMap<string, readonly Pod[]> {
    const byNode = new Map<string, Pod[]>()
    for (const pod of store.ownedBy('Pod', uidOf(set))) {
      const node = targetNode(pod)
      if (node === undefined) continue
      const there = byNode.get(node)
      if (there) there.push(pod)
      else byNode.set(node, [pod])
    }
    // Bound ones first; the sort is stable.
    for (const pods of byNode.values()) {
      pods.sort((a, b) => Number(!a.spec?.nodeName) - Number(!b.spec?.nodeName))
    }
    return byNode
  }

  /** @returns whether there was nothing to do */
  function keepOnePerNode(
    key: string,
    set: DaemonSet,
    nodes: readonly DaemonNode[],
    pods: ReadonlyMap<string, readonly Pod[]>,
    rules: DaemonRules,
  ): boolean {
    const steps = manage(nodes, rules)
    const known = new Set(nodes.map(({ name }) => name))
    // No garbage collector takes pods that wait for a node that is gone.
    const stranded = [...pods]
      .filter(([node]) => !known.has(node))
      .flatMap(([, there]) => there.filter(({ spec }) => !spec?.nodeName))
    const over = steps.finished.filter((pod) => maySweep(key, set, pod))
    const doomed = [...steps.remove, ...over, ...stranded]
    for (const pod of doomed) remove(set, pod)
    const created = create(set, steps.create, rules)
    return created === 0 && doomed.length === 0
  }

  /** A pod that fails again and again is removed ever later, so that nothing spins. */
  function maySweep(key: string, set: DaemonSet, pod: Pod): boolean {
    const node = targetNode(pod) ?? ''
    const where = `${namespaceOf(pod)}/${nameOf(pod)} on node ${node}`
    if (pod.status?.phase === 'Succeeded') {
      const message = `Found succeeded daemon pod ${where}, will try to delete it`
      record('Normal', 'SucceededDaemonPod', set, message)
      return true
    }
    const entry = `${uidOf(set)}/${set.metadata?.generation}/${node}`
    const before = backoffs.get(entry)
    if (before && clock.now - before.since < before.delay) {
      queue.addAt(key, before.since + before.delay, 'work')
      return false
    }
    const forgotten = !before || clock.now - before.since > 2 * LONGEST_BACKOFF
    const delay = forgotten ? FIRST_BACKOFF : Math.min(2 * before.delay, LONGEST_BACKOFF)
    backoffs.set(entry, { delay, since: clock.now })
    const message = `Found failed daemon pod ${where}, will try to kill it`
    record('Warning', 'FailedDaemonPod', set, message)
    return true
  }

  /** @returns how many pods were made */
  function create(set: DaemonSet, nodes: readonly string[], { hash }: DaemonRules): number {
    if (nodes.length === 0 || refusals.has(keyOf(set), set.metadata?.generation)) return 0
    let made = 0
    for (const node of nodes) {
      const pod = podFromTemplate('DaemonSet', set, set.spec!.template)
      const labels = { ...pod.metadata?.labels, [REVISION_HASH_LABEL]: hash }
      const spec = daemonPodSpec(pod.spec!, node)
      try {
        const created = store.create('Pod', { ...pod, metadata: { ...pod.metadata, labels }, spec })
        record('Normal', 'SuccessfulCreate', set, `Created pod: ${nameOf(created)}`)
        made += 1
      } catch (refusal) {
        if (!(refusal instanceof AdmissionError)) throw refusal
        record('Warning', 'FailedCreate', set, `Error creating: ${refusal.message}`)
        refusals.add(keyOf(set), set.metadata?.generation)
        return made
      }
    }
    return made
  }

  function remove(set: DaemonSet, pod: Pod): void {
    deletePod(store, clock, namespaceOf(pod), nameOf(pod))
    record('Normal', 'SuccessfulDelete', set, `Deleted pod: ${nameOf(pod)}`)
  }

  /** Revisions beyond the limit that no pod is made from. */
  function dropOldRevisions(set: DaemonSet, { old }: Revisions): void {
    const limit = set.spec?.revisionHistoryLimit ?? REVISION_HISTORY_LIMIT
    if (old.length <= limit) return
    const used = new Set(
      store.ownedBy('Pod', uidOf(set)).map((pod) => pod.metadata?.labels?.[REVISION_HASH_LABEL]),
    )
    const unused = old.filter((revision) => !used.has(hashOf(revision)))
    removeOldest(store, unused, old.length - limit)
  }

  function report(
    key: string,
    nodes: readonly DaemonNode[],
    { collisions }: Revisions,
    rules: DaemonRules,
  ): void {
    const { namespace, name } = splitKey(key)
    const set = store.get('DaemonSet', namespace, name)!
    const wanted = nodes.filter(({ claim }) => claim.run)
    const first = wanted.flatMap(({ pods }) => pods.slice(0, 1))
    const available = first.filter((pod) => isAvailable(pod, rules)).length
    const misplaced = nodes.filter(({ claim, pods }) => !claim.run && pods.length > 0)
    const status: DaemonSetStatus = {
      ...set.status,
      observedGeneration: set.metadata?.generation,
      desiredNumberScheduled: wanted.length,
      currentNumberScheduled: first.length,
      numberMisscheduled: misplaced.length,
      numberReady: first.filter(isReady).length,
      updatedNumberScheduled: first.filter((pod) => isCurrent(pod, rules)).length,
      numberAvailable: available,
      numberUnavailable: wanted.length - available,
      ...(collisions > 0 ? { collisionCount: collisions } : {}),
    }
    store.update('DaemonSet', { ...set, status })
    const next = first
      .map((pod) => (readySince(pod) ?? Number.NEGATIVE_INFINITY) + rules.minReady)
      .filter((at) => at > rules.now)
    if (next.length > 0)
      queue.addAt(
        key,
        next.reduce((a, b) => Math.min(a, b)),
      )
  }

  function record(type: 'Normal' | 'Warning', reason: string, set: DaemonSet, message: string) {
    const object = { kind: 'DaemonSet', namespace: namespaceOf(set), name: nameOf(set) } as const
    events.record(type, reason, object, message)
  }
}
