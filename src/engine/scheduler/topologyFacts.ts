import type { Pod, PodAffinityTerm } from '../api/types.gen.ts'
import type { TopologyFact } from './attempt.ts'
import type { ClusterView, NodeView } from './framework.ts'
import {
  preferredAffinity,
  preferredAntiAffinity,
  requiredAffinity,
  requiredAntiAffinity,
  termMatches,
  topologyValue,
} from './podAffinity.ts'
import type { Profile } from './profile.ts'
import {
  type Constraint,
  constraintsOf,
  groupSize,
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
  if (filtersBy(SPREAD)) facts.push(...spread(pod, cluster, spreadArgs, 'DoNotSchedule'))
  if (scoresBy(SPREAD)) facts.push(...spread(pod, cluster, spreadArgs, 'ScheduleAnyway'))
  if (filtersBy(AFFINITY)) {
    facts.push(...terms(pod, cluster, requiredAffinity(pod), 'near', true))
    facts.push(...terms(pod, cluster, requiredAntiAffinity(pod), 'apart', true))
    facts.push(...refusedBy(pod, cluster))
  }
  if (scoresBy(AFFINITY)) {
    const wishes = (list: readonly { readonly podAffinityTerm: PodAffinityTerm }[]) =>
      list.map(({ podAffinityTerm }) => podAffinityTerm)
    facts.push(...terms(pod, cluster, wishes(preferredAffinity(pod)), 'near', false))
    facts.push(...terms(pod, cluster, wishes(preferredAntiAffinity(pod)), 'apart', false))
  }
  return facts
}

function spread(
  pod: Pod,
  cluster: ClusterView,
  args: PodTopologySpreadArgs,
  action: 'DoNotSchedule' | 'ScheduleAnyway',
): TopologyFact[] {
  const constraints = constraintsOf(pod, cluster, args, action)
  const hard = action === 'DoNotSchedule'
  const counts = (constraint: Constraint, view: NodeView) => {
    // A hard constraint counts only where all keys are there, a soft one where its own is.
    const needed = hard ? constraints : [constraint]
    if (!hasAllKeys(view.node, needed) || !includes(constraint, pod, view.node)) return undefined
    return groupSize(view, pod, constraint)
  }
  return constraints.map((constraint) => {
    const { key, maxSkew } = constraint
    const domains = perDomain(cluster, key, (view) => counts(constraint, view))
    return { plugin: SPREAD, rule: 'spread', hard, key, maxSkew, domains }
  })
}

function terms(
  pod: Pod,
  cluster: ClusterView,
  all: readonly PodAffinityTerm[],
  rule: 'near' | 'apart',
  hard: boolean,
): TopologyFact[] {
  const labelsOf = cluster.namespaceLabels ?? noLabels
  return all.map((term) => {
    const key = term.topologyKey
    const domains = perDomain(
      cluster,
      key,
      ({ pods }) => pods.filter((other) => termMatches(term, pod, other.pod, labelsOf)).length,
    )
    return { plugin: AFFINITY, rule, hard, key, domains }
  })
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
  const keys = new Set(
    cluster.nodes.flatMap(({ podsWithAffinity }) =>
      podsWithAffinity.flatMap((other) =>
        requiredAntiAffinity(other.pod).map(({ topologyKey }) => topologyKey),
      ),
    ),
  )
  return [...keys].flatMap((key): TopologyFact[] => {
    const domains = perDomain(cluster, key, (view) => refusals(view, key))
    const some = domains.some(({ pods }) => pods > 0)
    return some ? [{ plugin: AFFINITY, rule: 'refused', hard: true, key, domains }] : []
  })
}

/** Sums per value of the key, by value. */
function perDomain(
  { nodes }: ClusterView,
  key: string,
  count: (view: NodeView) => number | undefined,
): TopologyFact['domains'] {
  const sums = new Map<string, number>()
  for (const view of nodes) {
    const value = topologyValue(view.node, key)
    const pods = count(view)
    if (value === undefined || pods === undefined) continue
    sums.set(value, (sums.get(value) ?? 0) + pods)
  }
  const domains = [...sums].map(([name, pods]) => ({ name, pods }))
  return domains.sort((a, b) => (a.name < b.name ? -1 : 1))
}
