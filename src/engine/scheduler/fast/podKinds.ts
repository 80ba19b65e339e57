import type { Pod } from '../../api/types.gen.ts'
import { labelText } from '../fastPath.ts'
import type { LiveCount } from './count.ts'

/** Pods on nodes that no other pod can tell apart: the same namespace, labels, affinity, deletion. */
export interface PodKind {
  readonly sample: Pod
  readonly key: string
  /** All of them. */
  readonly pods: KindMember[]
  /** What counts them, with what each of them counts for. */
  counts: { readonly count: LiveCount; readonly weight: number; readonly things: number }[]
}

/** A pod on a slot, and its place among those of its kind. */
export interface KindMember {
  readonly slot: number
  readonly kind: PodKind
  place: number
}

export interface PodKinds {
  of(pod: Pod): PodKind
  /** Learns the topology keys of a pod that may be counted later. */
  meet(pod: Pod): void
  /** A pod came to its slot, or left it. */
  add(pod: KindMember, sign: 1 | -1): void
  /** From now on the count holds all pods that there are, and follows them. */
  follow(count: LiveCount): void
  forgetCounts(): void
  drop(counts: ReadonlySet<LiveCount>): void
  /** Every topology key in a term of a pod that has been seen. */
  readonly affinityKeys: ReadonlySet<string>
}

/** @param onNewAffinityKey hears of a topology key before the pod that names it is counted */
export function createPodKinds(onNewAffinityKey: () => void): PodKinds {
  const byKey = new Map<string, PodKind>()
  const byLabels = new WeakMap<object, PodKind[]>()
  const affinityKeys = new Set<string>()
  /** With the kinds that each one counts. */
  let counts = new Map<LiveCount, Set<PodKind>>()
  /**
   * Kinds and counts by label, so that pods of every workload need not be shown to the counts of every other;
   * under '' counts of pods with any labels.
   */
  const kindsWith = new Map<string, Set<PodKind>>()
  const countsWith = new Map<string, Set<LiveCount>>()
  /** How often a kind has lost its last pod since the empty ones were forgotten. */
  let emptied = 0

  /** Kinds may be without pods for a moment, again and again, as those of pods that are only counted to ask. */
  function forgetEmpty(): void {
    emptied = 0
    for (const kind of byKey.values()) {
      if (kind.pods.length > 0) continue
      byKey.delete(kind.key)
      for (const label of labelsOf(kind)) removeFrom(kindsWith, label, kind)
      for (const { count } of kind.counts) counts.get(count)?.delete(kind)
    }
  }

  function create(pod: Pod, key: string): PodKind {
    meet(pod)
    const kind: PodKind = { sample: pod, key, pods: [], counts: [] }
    for (const label of ['', ...labelsOf(kind)]) {
      for (const count of countsWith.get(label) ?? NO_COUNTS) attach(kind, count)
    }
    enter(kind)
    return kind
  }

  function enter(kind: PodKind): void {
    if (byKey.get(kind.key) === kind) return
    byKey.set(kind.key, kind)
    for (const label of labelsOf(kind)) addTo(kindsWith, label, kind)
  }

  function meet(pod: Pod): void {
    let isNew = false
    for (const topologyKey of topologyKeysOf(pod)) {
      if (affinityKeys.has(topologyKey)) continue
      affinityKeys.add(topologyKey)
      isNew = true
    }
    if (isNew) onNewAffinityKey()
  }

  function attach(kind: PodKind, count: LiveCount): boolean {
    const { rule } = count
    const weight = rule.weigh(kind.sample)
    const things = rule.things ? rule.things(kind.sample) : weight
    if (weight === 0 && things === 0) return false
    kind.counts.push({ count, weight, things })
    counts.get(count)!.add(kind)
    return true
  }

  return {
    affinityKeys,
    meet,
    of(pod) {
      // Pods of one template share these objects, which saves putting the key together.
      const labels = pod.metadata?.labels ?? NO_LABELS
      const known = byLabels.get(labels)?.find((kind) => looksTheSame(kind.sample, pod))
      if (known && byKey.get(known.key) === known) return known
      const key = keyOf(pod)
      const kind = byKey.get(key) ?? create(pod, key)
      const others = byLabels.get(labels)?.filter((each) => byKey.get(each.key) === each) ?? []
      if (!others.includes(kind) && kind.sample.metadata?.labels === pod.metadata?.labels) {
        byLabels.set(labels, [...others, kind])
      }
      return kind
    },
    add(pod, sign) {
      const { kind, slot } = pod
      const { pods } = kind
      if (pods.length === 0) {
        enter(kind)
        for (const { count } of kind.counts) counts.get(count)?.add(kind)
      }
      if (sign > 0) pod.place = pods.push(pod) - 1
      else {
        const last = pods.pop()!
        last.place = pod.place
        if (last !== pod) pods[pod.place] = last
      }
      for (const { count, weight, things } of kind.counts) {
        count.add(slot, sign * weight, sign * things)
      }
      if (pods.length > 0) return
      emptied += 1
      if (emptied > MOST_EMPTIED) forgetEmpty()
    },
    follow(count) {
      counts.set(count, new Set())
      const { label } = count.rule
      addTo(countsWith, label ?? '', count)
      const concerned = label === undefined ? byKey.values() : (kindsWith.get(label) ?? NO_KINDS)
      for (const kind of concerned) {
        if (!attach(kind, count)) continue
        const { weight, things } = kind.counts.at(-1)!
        for (const { slot } of kind.pods) count.add(slot, weight, things)
      }
    },
    forgetCounts() {
      counts = new Map()
      countsWith.clear()
      for (const kind of byKey.values()) kind.counts = []
    },
    drop(gone) {
      for (const count of gone) {
        for (const kind of counts.get(count) ?? NO_KINDS) {
          kind.counts = kind.counts.filter((each) => each.count !== count)
        }
        counts.delete(count)
        removeFrom(countsWith, count.rule.label ?? '', count)
      }
    },
  }
}

const MOST_EMPTIED = 1_000
const NO_LABELS: Readonly<Record<string, string>> = {}
const NO_KEYS: readonly string[] = []
const NO_KINDS: readonly PodKind[] = []
const NO_COUNTS: readonly LiveCount[] = []

const labelsOf = ({ sample }: PodKind): readonly string[] =>
  Object.entries(sample.metadata?.labels ?? NO_LABELS).map(([key, value]) => labelText(key, value))

function addTo<T>(sets: Map<string, Set<T>>, key: string, item: T): void {
  const set = sets.get(key)
  if (set) set.add(item)
  else sets.set(key, new Set([item]))
}

function removeFrom<T>(sets: Map<string, Set<T>>, key: string, item: T): void {
  const set = sets.get(key)
  set?.delete(item)
  if (set?.size === 0) sets.delete(key)
}

const isTerminating = (pod: Pod) => pod.metadata?.deletionTimestamp !== undefined

function looksTheSame(a: Pod, b: Pod): boolean {
  return (
    a.metadata?.namespace === b.metadata?.namespace &&
    a.metadata?.labels === b.metadata?.labels &&
    isTerminating(a) === isTerminating(b) &&
    a.spec?.affinity?.podAffinity === b.spec?.affinity?.podAffinity &&
    a.spec?.affinity?.podAntiAffinity === b.spec?.affinity?.podAntiAffinity
  )
}

function keyOf(pod: Pod): string {
  const { namespace, labels } = pod.metadata ?? {}
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {}
  return JSON.stringify([namespace, labels, isTerminating(pod), podAffinity, podAntiAffinity])
}

function topologyKeysOf(pod: Pod): readonly string[] {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {}
  if (!podAffinity && !podAntiAffinity) return NO_KEYS
  return [podAffinity, podAntiAffinity].flatMap((terms) => [
    ...(terms?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((t) => t.topologyKey),
    ...(terms?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ podAffinityTerm }) => podAffinityTerm.topologyKey,
    ),
  ])
}
