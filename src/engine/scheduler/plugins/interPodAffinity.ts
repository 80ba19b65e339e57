import type { Labels } from '../../api/selectors.ts'
import type { Node, Pod, PodAffinityTerm } from '../../api/types.gen.ts'
import type { Change } from '../../store/store.ts'
import type { Columns, Count, CountRule, FastAnswer, FastRun } from '../fastPath.ts'
import type {
  ArgsProblem,
  ClusterView,
  Plugin,
  PluginRun,
  PodInfo,
  Rejection,
  ScoreList,
} from '../framework.ts'
import { nodeChange, ownChange } from '../hints.ts'
import { MAX_NODE_SCORE } from '../normalizeScore.ts'
import {
  createTopologyCounts,
  matchesAllTerms,
  preferredAffinity,
  preferredAntiAffinity,
  requiredAffinity,
  requiredAntiAffinity,
  termMatches,
  topologyValue,
} from '../podAffinity.ts'

export interface InterPodAffinityArgs {
  /** What a running pod's required affinity for the incoming pod is worth in the score; 0..100. */
  readonly hardPodAffinityWeight: number
  /** Leaves out what running pods prefer, for pods that prefer nothing themselves. */
  readonly ignorePreferredTermsOfExistingPods?: boolean
}

/** Pods that want to be, or want not to be, in the same topology as other pods. */
export const InterPodAffinity: Plugin<InterPodAffinityArgs> = {
  name: 'InterPodAffinity',
  defaultArgs: { hardPodAffinityWeight: 1 },
  problems: ({ hardPodAffinityWeight }) => weightProblems(hardPodAffinityWeight),
  wakeOn: [
    { kind: 'Pod', hint: podCouldHelp },
    { kind: 'Node', hint: nodeCouldHelp },
  ],
  fast: ({ pod }, columns, cluster, args) => fastRun(pod, columns, cluster, args),
  begin: ({ pod }, cluster, args) => ({
    ...filtering(pod, cluster),
    ...scoring(pod, cluster, args),
  }),
}

const noLabels = (): Labels | undefined => undefined

// ---------------------------------------------------------------- filter

function filtering(incoming: Pod, cluster: ClusterView): PluginRun {
  const labelsOf = cluster.namespaceLabels ?? noLabels
  const affinity = requiredAffinity(incoming)
  const antiAffinity = requiredAntiAffinity(incoming)
  /** Where the running pods are that refuse the incoming one, and those that it wants or refuses. */
  const refusedBy = createTopologyCounts()
  const wanted = createTopologyCounts()
  const refused = createTopologyCounts()

  const choosy = affinity.length + antiAffinity.length > 0
  for (const { node, pods, podsWithAffinity } of cluster.nodes) {
    for (const { pod } of podsWithAffinity) {
      for (const term of requiredAntiAffinity(pod)) {
        if (termMatches(term, pod, incoming, labelsOf)) refusedBy.add(node, term.topologyKey, 1)
      }
    }
    if (!choosy) continue
    for (const { pod } of pods) {
      if (matchesAllTerms(affinity, incoming, pod, labelsOf)) {
        for (const { topologyKey } of affinity) wanted.add(node, topologyKey, 1)
      }
      for (const term of antiAffinity) {
        if (termMatches(term, incoming, pod, labelsOf)) refused.add(node, term.topologyKey, 1)
      }
    }
  }
  if (!choosy && refusedBy.empty) return {}

  function hasWanted(node: Node): boolean {
    if (affinity.some(({ topologyKey }) => topologyValue(node, topologyKey) === undefined)) {
      return false
    }
    if (affinity.every(({ topologyKey }) => wanted.at(node, topologyKey) > 0)) return true
    // The first pod of a group that wants its own kind may go anywhere.
    return wanted.empty && matchesAllTerms(affinity, incoming, incoming, labelsOf)
  }

  return {
    filter({ node }) {
      if (!hasWanted(node)) {
        return refusal('UnschedulableAndUnresolvable', NOT_WANTED)
      }
      if (antiAffinity.some(({ topologyKey }) => refused.at(node, topologyKey) > 0)) {
        return refusal('Unschedulable', REFUSED)
      }
      for (const key of refusedBy.keys()) {
        if (refusedBy.at(node, key) > 0) {
          return refusal('Unschedulable', REFUSED_BY)
        }
      }
      return undefined
    },
  }
}

const NOT_WANTED = "node(s) didn't match pod affinity rules"
const REFUSED = "node(s) didn't match pod anti-affinity rules"
const REFUSED_BY = "node(s) didn't satisfy existing pods anti-affinity rules"

const refusal = (code: Rejection['code'], reason: string): Rejection => ({
  code,
  reasons: [reason],
})

// ---------------------------------------------------------------- score

function scoring(incoming: Pod, cluster: ClusterView, args: InterPodAffinityArgs): PluginRun {
  const labelsOf = cluster.namespaceLabels ?? noLabels
  const wishes = wishesOf(incoming)
  if (args.ignorePreferredTermsOfExistingPods && wishes.length === 0) return {}
  const sums = createTopologyCounts()

  function addPod(pod: Pod, node: Node): void {
    for (const { term, weight } of opinions(
      incoming,
      pod,
      wishes,
      args.hardPodAffinityWeight,
      labelsOf,
    )) {
      sums.add(node, term.topologyKey, weight)
    }
  }

  return {
    preScore() {
      for (const { node, pods, podsWithAffinity } of cluster.nodes) {
        // A pod that wishes nothing can only be the object of other pods' wishes.
        const relevant = wishes.length > 0 ? pods : podsWithAffinity
        for (const { pod } of relevant) addPod(pod, node)
      }
      return sums.empty ? 'Skip' : undefined
    },
    score({ node }) {
      let score = 0
      for (const key of sums.keys()) score += sums.at(node, key)
      return score
    },
    normalize,
  }
}

interface Opinion {
  readonly term: PodAffinityTerm
  readonly weight: number
}

/** What a pod prefers; negative weights for what it would rather not have. */
export function wishesOf(pod: Pod): readonly Opinion[] {
  return [
    ...preferredAffinity(pod).map(({ weight, podAffinityTerm: term }) => ({ weight, term })),
    ...preferredAntiAffinity(pod).map(({ weight, podAffinityTerm: term }) => ({
      weight: -weight,
      term,
    })),
  ]
}

/** What the incoming pod thinks of a running one, and the running one of it. */
function opinions(
  incoming: Pod,
  pod: Pod,
  wishes: readonly Opinion[],
  hardWeight: number,
  labelsOf: (namespace: string) => Labels | undefined,
): readonly Opinion[] {
  const own = wishes.filter(({ term }) => termMatches(term, incoming, pod, labelsOf))
  if (!pod.spec?.affinity) return own
  const hard = hardWeight > 0 ? requiredAffinity(pod) : []
  const theirs = [...hard.map((term) => ({ term, weight: hardWeight })), ...wishesOf(pod)]
  return [...own, ...theirs.filter(({ term }) => termMatches(term, pod, incoming, labelsOf))]
}

/** Stretched over 0..100, cut to whole numbers; 0 everywhere when all are equal. */
function normalize(scores: ScoreList): void {
  const values = scores.map(({ score }) => score)
  const min = values.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY)
  const max = values.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
  for (const entry of scores) {
    const share = max > min ? (entry.score - min) / (max - min) : 0
    entry.score = Math.trunc(MAX_NODE_SCORE * share)
  }
}

function weightProblems(weight: number): ArgsProblem[] {
  if (weight >= 0 && weight <= 100) return []
  return [
    {
      field: 'hardPodAffinityWeight',
      type: 'Invalid',
      value: weight,
      message: 'not in valid range [0, 100]',
    },
  ]
}

// ---------------------------------------------------------------- fast

/** Looking at so many domains takes less time than looking at the nodes of a search. */
const FEW_DOMAINS = 64

/** A topology key's values by slot, and pods counted by value. */
interface KeyedCount {
  readonly key: string
  readonly values: Int32Array
  readonly count: Count
}

function fastRun(
  incoming: Pod,
  columns: Columns,
  cluster: ClusterView,
  args: InterPodAffinityArgs,
): FastAnswer {
  const labelsOf = cluster.namespaceLabels ?? noLabels
  const existing = [...columns.affinityKeys()]
  const affinity = requiredAffinity(incoming)
  const antiAffinity = requiredAntiAffinity(incoming)
  const wishes = wishesOf(incoming)
  if (existing.length + affinity.length + antiAffinity.length + wishes.length === 0) {
    return 'nothing'
  }
  const perKey = (keys: Iterable<string>, rule: (key: string) => Omit<CountRule, 'key'>) =>
    Array.from(new Set(keys), (key) => ({
      key,
      values: columns.values(key),
      count: columns.count({ key, ...rule(key) }),
    }))
  const keysOf = (terms: readonly PodAffinityTerm[]) => terms.map(({ topologyKey }) => topologyKey)
  const has = (key: string) => (term: PodAffinityTerm) => term.topologyKey === key

  const wanted = perKey(keysOf(affinity), () => ({
    weigh: (pod) => (matchesAllTerms(affinity, incoming, pod, labelsOf) ? 1 : 0),
  }))
  const refused = perKey(keysOf(antiAffinity), (key) => ({
    weigh: (pod) =>
      antiAffinity.filter(has(key)).filter((term) => termMatches(term, incoming, pod, labelsOf))
        .length,
  }))
  const refusedBy = perKey(existing, (key) => ({
    weigh: (pod) =>
      requiredAntiAffinity(pod)
        .filter(has(key))
        .filter((term) => termMatches(term, pod, incoming, labelsOf)).length,
  }))
  const wantsItself = matchesAllTerms(affinity, incoming, incoming, labelsOf)
  const number = (code: Rejection['code'], reason: string) =>
    columns.refusal('InterPodAffinity', refusal(code, reason))
  const unwanted = number('UnschedulableAndUnresolvable', NOT_WANTED)
  const isRefused = number('Unschedulable', REFUSED)
  const isRefusedBy = number('Unschedulable', REFUSED_BY)

  const hasAny = ({ values, count }: KeyedCount, slot: number) =>
    values[slot]! >= 0 && count.inDomain(values[slot]!) > 0

  function hasWanted(slot: number): boolean {
    let all = true
    let none = true
    for (const { values, count } of wanted) {
      if (values[slot]! < 0) return false
      all &&= count.inDomain(values[slot]!) > 0
      none &&= count.empty
    }
    return all || (none && wantsItself)
  }

  /** Whether a node may lack what is wanted. */
  let isPicky = false
  let refusing: readonly KeyedCount[] = []
  let refusingBy: readonly KeyedCount[] = []
  const counted = (each: KeyedCount) => !each.count.empty

  /** True when every node surely has what is counted in its topology; of many that is not looked up. */
  function isEverywhere({ key, count }: KeyedCount): boolean {
    const domains = columns.valuesBelow(key)
    if (domains > FEW_DOMAINS || columns.lacking(key) > 0) return false
    for (let domain = 0; domain < domains; domain++) if (count.inDomain(domain) === 0) return false
    return true
  }

  return {
    by: 'cluster',
    preFilter() {
      refusing = refused.filter(counted)
      refusingBy = refusedBy.filter(counted)
      isPicky = !wanted.every(isEverywhere)
      return isPicky || refusing.length + refusingBy.length > 0 ? undefined : 'Skip'
    },
    filter(slot) {
      if (isPicky && !hasWanted(slot)) return unwanted
      for (const each of refusing) if (hasAny(each, slot)) return isRefused
      for (const each of refusingBy) if (hasAny(each, slot)) return isRefusedBy
      return 0
    },
    ...fastScore(),
  }

  function fastScore(): Omit<FastRun, 'by'> {
    if (args.ignorePreferredTermsOfExistingPods && wishes.length === 0) return {}
    /** What a pod on a node and the incoming one think of each other, term by term. */
    const weightsFor = (pod: Pod, key: string): number[] =>
      opinions(incoming, pod, wishes, args.hardPodAffinityWeight, labelsOf)
        .filter(({ term }) => term.topologyKey === key)
        .map(({ weight }) => weight)
    const sums = perKey([...existing, ...keysOf(wishes.map(({ term }) => term))], (key) => ({
      weigh: (pod) => weightsFor(pod, key).reduce((sum, weight) => sum + weight, 0),
      things: (pod) => weightsFor(pod, key).length,
    }))
    let active: readonly KeyedCount[] = []
    return {
      preScore() {
        active = sums.filter(counted)
        return active.length === 0 ? 'Skip' : undefined
      },
      scoreAll(slots, count, scores) {
        scores.fill(0, 0, count)
        for (const { values, count: pods } of active) {
          for (let i = 0; i < count; i++) {
            const value = values[slots[i]!]!
            if (value >= 0) scores[i]! += pods.inDomain(value)
          }
        }
      },
      normalize(scores, _feasible, count) {
        let min = Number.POSITIVE_INFINITY
        let max = Number.NEGATIVE_INFINITY
        for (let i = 0; i < count; i++) {
          min = Math.min(min, scores[i]!)
          max = Math.max(max, scores[i]!)
        }
        for (let i = 0; i < count; i++) {
          const share = max > min ? (scores[i]! - min) / (max - min) : 0
          scores[i] = Math.trunc(MAX_NODE_SCORE * share)
        }
      },
    }
  }
}

// ---------------------------------------------------------------- hints

/** Hints know no namespace labels; a namespace selector counts as selecting every namespace. */
const everyNamespace = (term: PodAffinityTerm): PodAffinityTerm =>
  term.namespaceSelector ? { ...term, namespaceSelector: {} } : term

function podCouldHelp(info: PodInfo, change: Change): boolean {
  if (change.kind !== 'Pod') return false
  const own = ownChange(info, change)
  if (own) return !sameLabels(own.before, own.after)
  const { object, previous, type } = change
  if (!object.spec?.nodeName) return false
  const after = type === 'DELETED' ? undefined : object
  const before = type === 'DELETED' ? object : previous?.spec?.nodeName ? previous : undefined
  const incoming = info.pod
  const terms = requiredAffinity(incoming).map(everyNamespace)
  const antiTerms = requiredAntiAffinity(incoming).map(everyNamespace)
  const wanted = (pod?: Pod) => !!pod && matchesAllTerms(terms, incoming, pod, noLabels)
  const refused = (pod?: Pod) =>
    !!pod && antiTerms.some((term) => termMatches(term, incoming, pod, noLabels))
  const refuses = (pod?: Pod) =>
    !!pod &&
    requiredAntiAffinity(pod).some((term) =>
      termMatches(everyNamespace(term), pod, incoming, noLabels),
    )
  // A wanted pod that goes can help too: without any, the first of a group may go anywhere.
  return (
    wanted(before) !== wanted(after) ||
    (refused(before) && !refused(after)) ||
    (refuses(before) && !refuses(after))
  )
}

function sameLabels(a: Pod, b: Pod): boolean {
  const [left, right] = [a.metadata?.labels ?? {}, b.metadata?.labels ?? {}]
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => left[key] === right[key])
}

function nodeCouldHelp({ pod }: PodInfo, change: Change): boolean {
  const node = nodeChange(change)
  if (!node) return false
  const terms = [...requiredAffinity(pod), ...requiredAntiAffinity(pod)]
  const { before, after } = node
  if (!before) {
    return requiredAffinity(pod).every(
      (term) => topologyValue(after, term.topologyKey) !== undefined,
    )
  }
  return terms.some(
    ({ topologyKey }) => topologyValue(before, topologyKey) !== topologyValue(after, topologyKey),
  )
}
