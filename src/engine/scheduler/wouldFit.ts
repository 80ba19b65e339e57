import type { Node, Pod } from '../api/types.gen.ts'
import { beginFilters, firstRejection } from './fitCheck.ts'
import type { ClusterView, NodeView, Rejection } from './framework.ts'
import { nodeView, podInfo } from './nodeView.ts'
import type { Policy } from './policy.ts'
import { DEFAULT_FILTERS, type Profile, type RunnableProfile, runnable } from './profile.ts'
import type { ConfiguredPlugin } from './registry.ts'

/** Which plugin keeps a pod off a node, and why. */
export interface Refusal extends Rejection {
  readonly plugin: string
}

/**
 * Whether the pod would fit on this node beside exactly these pods, as far as the policy's filters
 * go (a runbook's machine refuses what Kubernetes' default filters refuse). Undefined = it fits.
 * @param cluster the other nodes, for rules that look beyond one node; by default there are none
 */
export function wouldFit(
  pod: Pod,
  node: Node,
  podsOnNode: readonly Pod[],
  policy: Policy,
  cluster: ClusterView = { nodes: [] },
): Refusal | undefined {
  return refusal(pod, nodeView(node, podsOnNode.map(podInfo)), policy, cluster)
}

function refusal(
  pod: Pod,
  node: NodeView,
  policy: Policy,
  cluster: ClusterView,
): Refusal | undefined {
  const others = cluster.nodes.filter(({ name }) => name !== node.name)
  const whole = { ...cluster, nodes: [...others, node] }
  const filters = beginFilters(podInfo(pod), whole, runnableOf(policy).filters)
  const left = filters.find(({ run }) => run.onlyNodes && !run.onlyNodes.has(node.name))
  if (left) {
    const reasons = [`node(s) didn't satisfy plugin(s) [${left.name}]`]
    return { plugin: left.name, code: 'UnschedulableAndUnresolvable', reasons }
  }
  const found = firstRejection(node, filters)
  return found && { plugin: found.plugin, ...found.rejection }
}

/** The filters of a policy, to be asked about many nodes and pods (see `beginFilters`). */
export function filtersOf(policy: Policy): readonly ConfiguredPlugin[] {
  return runnableOf(policy).filters
}

const RUNBOOK_PROFILE: Profile = {
  filters: DEFAULT_FILTERS,
  scores: [],
  postFilters: [],
  percentageOfNodesToScore: 100,
}

/** Profiles are constants that are asked about again and again. */
const prepared = new WeakMap<Profile, RunnableProfile>()

function runnableOf(policy: Policy): RunnableProfile {
  const profile = policy.world === 'runbook' ? RUNBOOK_PROFILE : policy.profile
  let known = prepared.get(profile)
  if (!known) {
    known = runnable(profile)
    prepared.set(profile, known)
  }
  return known
}
