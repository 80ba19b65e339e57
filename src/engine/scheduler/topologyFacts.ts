import type { Pod, PodAffinityTerm } from '../api/types.gen.ts'
import type { TopologyFact } from './attempt.ts'
import type { ClusterView, NodeView } from './framework.ts'
import { type InterPodAffinityArgs, wishesOf } from './plugins/interPodAffinity.ts'
import { needsAllKeys } from './plugins/podTopologySpread.ts'
import {
  matchesAllTerms,
  preferredAffinity,
  preferredAntiAffinity,
  requiredAffinity,
  requiredAntiAffinity,
  termMatches,
  topologyValue,
} from './podAffinity.ts'
import type { Profile } from './profile.ts'
import { selectorsText, termText } from './selectorText.ts'
import {
  type Constraint,
  constraintsOf,
  groupSize,
  HOSTNAME,
  hasAllKeys,
  includes,
  type PodTopologySpreadArgs,
} from './spreadConstraint.ts'

const SPREAD = 'PodTopologySpread'
const AFFINITY = 'InterPodAffinity'
const noLabels = () => undefined

/**
 * What PodTopologySpread and InterPodAffinity count for a pod at this moment: matching pods per
 * topology. For people only, decisions do not use it; asked for one pod at a time.
 */
export function topologyFacts(pod: Pod, cluster: ClusterView, profile: Profile): TopologyFact[] {
  const { filters, scores, args } = profile
  const filtersBy = (plugin: string) => filters.some((name) => name === plugin)
  const scoresBy = (plugin: string) => scores.some((score) => score.plugin === plugin)
  const facts: TopologyFact[] = []
  const spreadArgs = { defaultingType: 'System', ...args?.PodTopologySpread } as const
  const affinityArgs = { hardPodAffinityWeight: 1, ...args?.InterPodAffinity }
  if (filtersBy(SPREAD)) facts.push(...hardSpread(pod, cluster, spreadArgs))
  if (scoresBy(SPREAD)) facts.push(...softSpread(pod, cluster, spreadArgs))
  if (filtersBy(AFFINITY)) {
    facts.push(...needed(pod, cluster))
    for (const term of requiredAntiAffinity(pod)) {
      facts.push({ ...about(pod, cluster, term), rule: 'apart', hard: true })
    }
    facts.push(...refusedBy(pod, cluster))
  }
  if (scoresBy(AFFINITY)) {
    for (const { podAffinityTerm, weight } of preferredAffinity(pod)) {
      facts.push({ ...about(pod, cluster, podAffinityTerm), rule: 'near', hard: false, weight })
    }
    for (const { podAffinityTerm, weight } of preferredAntiAffinity(pod)) {
      facts.push({ ...about(pod, cluster, podAffinityTerm), rule: 'apart', hard: false, weight })
    }
    facts.push(...askedBy(pod, cluster, affinityArgs))
  }
  return facts
}

const selectorOf = ({ selectors }: Constraint): string => selectorsText(selectors)

/** A hard constraint counts only where all keys are there. */
function hardSpread(pod: Pod, cluster: ClusterView, args: PodTopologySpreadArgs): TopologyFact[] {
  const constraints = constraintsOf(pod, cluster, args, 'DoNotSchedule')
  return constraints.map((constraint) => {
    const { key, maxSkew, minDomains } = constraint
    const { domains, unlabelled } = perDomain(cluster, key, (view) =>
      hasAllKeys(view.node, constraints) && includes(constraint, pod, view.node)
        ? groupSize(view, pod, constraint)
        : undefined,
    )
    return {
      plugin: SPREAD,
      rule: 'spread',
      hard: true,
      key,
      selector: selectorOf(constraint),
      maxSkew,
      minDomains,
      minimum: domains.length < minDomains ? 0 : Math.min(...domains.map(({ pods }) => pods)),
      self: constraint.selects(pod.metadata?.labels),
      unlabelled,
      domains,
    }
  })
}

/** A soft constraint by host counts a host's own pods, whatever it is. */
function softSpread(pod: Pod, cluster: ClusterView, args: PodTopologySpreadArgs): TopologyFact[] {
  const constraints = constraintsOf(pod, cluster, args, 'ScheduleAnyway')
  const allKeys = needsAllKeys(pod, args)
  // Default constraints have one group: its pods are looked for once.
  const known = new Map<Constraint['selectors'], Map<NodeView, number>>()
  const sizeOf = (view: NodeView, constraint: Constraint): number => {
    const sizes: Map<NodeView, number> = known.get(constraint.selectors) ?? new Map()
    known.set(constraint.selectors, sizes)
    const size = sizes.get(view) ?? groupSize(view, pod, constraint)
    sizes.set(view, size)
    return size
  }
  return constraints.map((constraint) => {
    const { key, maxSkew } = constraint
    const needed = allKeys ? constraints : [constraint]
    const counts = ({ node }: NodeView) =>
      hasAllKeys(node, needed) && (key === HOSTNAME || includes(constraint, pod, node))
    const counted = perDomain(cluster, key, (view) =>
      counts(view) ? sizeOf(view, constraint) : undefined,
    )
    const selector = selectorOf(constraint)
    return { plugin: SPREAD, rule: 'spread', hard: false, key, selector, maxSkew, ...counted }
  })
}

/** Pods that one term is about. */
function about(pod: Pod, cluster: ClusterView, term: PodAffinityTerm) {
  const labelsOf = cluster.namespaceLabels ?? noLabels
  const key = term.topologyKey
  const counted = perDomain(
    cluster,
    key,
    ({ pods }) => pods.filter((other) => termMatches(term, pod, other.pod, labelsOf)).length,
  )
  return { plugin: AFFINITY, key, selector: termText(term), ...counted }
}

/** Pods that are what all required terms at once ask for, by each term's key. */
function needed(pod: Pod, cluster: ClusterView): TopologyFact[] {
  const labelsOf = cluster.namespaceLabels ?? noLabels
  const terms = requiredAffinity(pod)
  const selector = [...new Set(terms.map(termText))].join(' and ')
  const keys = [...new Set(terms.map(({ topologyKey }) => topologyKey))]
  const facts = keys.map((key) => ({
    key,
    ...perDomain(
      cluster,
      key,
      ({ pods }) => pods.filter((other) => matchesAllTerms(terms, pod, other.pod, labelsOf)).length,
    ),
  }))
  // The first pod of a group that wants its own kind may go anywhere.
  const none = facts.every(({ domains }) => domains.every(({ pods }) => pods === 0))
  const self = none && matchesAllTerms(terms, pod, pod, labelsOf)
  return facts.map((fact) => ({
    plugin: AFFINITY,
    rule: 'near',
    hard: true,
    selector,
    self,
    ...fact,
  }))
}

/** Running pods that keep this one away from where they are. */
function refusedBy(pod: Pod, cluster: ClusterView): TopologyFact[] {
  const labelsOf = cluster.namespaceLabels ?? noLabels
  const refusals = ({ podsWithAffinity }: NodeView, key: string) =>
    podsWithAffinity.filter((other) =>
      requiredAntiAffinity(other.pod).some(
        (term) => term.topologyKey === key && termMatches(term, other.pod, pod, labelsOf),
      ),
    ).length
  const keys = keysOf(cluster, (other) => requiredAntiAffinity(other))
  return keys.flatMap((key): TopologyFact[] => {
    const counted = perDomain(cluster, key, (view) => refusals(view, key))
    const some = counted.domains.some(({ pods }) => pods > 0)
    return some ? [{ plugin: AFFINITY, rule: 'refused', hard: true, key, ...counted }] : []
  })
}

/** Points that running pods' own terms give the places where they are, for this pod. */
function askedBy(pod: Pod, cluster: ClusterView, args: InterPodAffinityArgs): TopologyFact[] {
  if (args.ignorePreferredTermsOfExistingPods && wishesOf(pod).length === 0) return []
  const labelsOf = cluster.namespaceLabels ?? noLabels
  const weight = args.hardPodAffinityWeight
  const hard = (other: Pod) => (weight > 0 ? requiredAffinity(other) : [])
  const opinions = (other: Pod) => [
    ...hard(other).map((term) => ({ term, weight })),
    ...wishesOf(other),
  ]
  const keys = keysOf(cluster, (other) => opinions(other).map(({ term }) => term))
  return keys.flatMap((key): TopologyFact[] => {
    const points = ({ podsWithAffinity }: NodeView) =>
      podsWithAffinity.flatMap((other) => {
        const own = opinions(other.pod).filter(
          ({ term }) => term.topologyKey === key && termMatches(term, other.pod, pod, labelsOf),
        )
        return own.length === 0 ? [] : [own.reduce((sum, opinion) => sum + opinion.weight, 0)]
      })
    const counted = perDomain(cluster, key, (view) => points(view).length)
    if (counted.domains.every(({ pods }) => pods === 0)) return []
    const sums = perDomain(cluster, key, (view) => points(view).reduce((sum, n) => sum + n, 0))
    const domains = counted.domains.map((domain, i) => ({
      ...domain,
      points: sums.domains[i]!.pods,
    }))
    return [{ plugin: AFFINITY, rule: 'asked', hard: false, key, ...counted, domains }]
  })
}

/** Topology keys of the terms that running pods have. */
function keysOf(
  { nodes }: ClusterView,
  terms: (pod: Pod) => readonly PodAffinityTerm[],
): readonly string[] {
  const keys = new Set<string>()
  for (const { podsWithAffinity } of nodes) {
    for (const { pod } of podsWithAffinity) {
      for (const { topologyKey } of terms(pod)) keys.add(topologyKey)
    }
  }
  return [...keys]
}

/** Sums per value of the key, by value; undefined = the node does not count. */
function perDomain(
  { nodes }: ClusterView,
  key: string,
  count: (view: NodeView) => number | undefined,
): Pick<TopologyFact, 'domains' | 'unlabelled'> {
  const sums = new Map<string, number>()
  let unlabelled = 0
  for (const view of nodes) {
    const value = topologyValue(view.node, key)
    if (value === undefined) {
      unlabelled += 1
      continue
    }
    const pods = count(view)
    if (pods !== undefined) sums.set(value, (sums.get(value) ?? 0) + pods)
  }
  const domains = [...sums].map(([name, pods]) => ({ name, pods }))
  return { domains: domains.sort((a, b) => (a.name < b.name ? -1 : 1)), unlabelled }
}
