import { matchesLabelSelector } from '../../api/selectors.ts'
import type { Pod } from '../../api/types.gen.ts'
import type {
  ClusterView,
  DisruptionBudget,
  NodeView,
  PodInfo,
  PostFilterTools,
  Rejection,
} from '../framework.ts'
import { withNode, withoutPods, withPod } from '../nodeView.ts'
import { byImportance, priorityOf } from './importance.ts'

/** What a node says on which every pod is as important as the incoming one. */
export const NO_VICTIMS = 'No preemption victims found for incoming pod'

/** A node on which the pod would fit without its victims. */
export interface Candidate {
  readonly node: string
  /** The most important first. */
  readonly victims: readonly Pod[]
  /** Victims whose deletion breaks a disruption budget. */
  readonly budgetViolations: number
}

/**
 * Which pods would have to leave a node so that the pod fits: all of lower priority leave, then as
 * many as possible are let back in, those first whose leaving would break a disruption budget, each
 * group in order of importance. A rejection says why not even that would help.
 */
export function dryRun(
  pod: PodInfo,
  node: NodeView,
  cluster: ClusterView,
  tools: PostFilterTools,
): Candidate | Rejection {
  const isLower = (other: PodInfo) => priorityOf(other.pod) < priorityOf(pod.pod)
  const lower = node.pods.filter(isLower)
  if (lower.length === 0) {
    return {
      code: 'UnschedulableAndUnresolvable',
      reasons: [NO_VICTIMS],
    }
  }
  let view = withoutPods(node, isLower)
  const rejection = tools.rejection(view, withNode(cluster, view))
  if (rejection) return rejection

  /** Lets a pod back in if the incoming one still fits. */
  function reprieve(info: PodInfo): boolean {
    const fuller = withPod(view, info)
    if (tools.rejection(fuller, withNode(cluster, fuller))) return false
    view = fuller
    return true
  }
  const sorted = lower.toSorted((a, b) => byImportance(a.pod, b.pod))
  const { violating, others } = splitByBudget(sorted, cluster.disruptionBudgets ?? [])
  const violations = violating.filter((info) => !reprieve(info))
  const victims = [...violations, ...others.filter((info) => !reprieve(info))]
  if (victims.length === 0) {
    return { code: 'Error', reasons: [`expected at least one victim pod on node "${node.name}"`] }
  }
  return {
    node: node.name,
    victims: victims.map((info) => info.pod).sort(byImportance),
    budgetViolations: violations.length,
  }
}

/** Walks the pods in order and takes each from its budgets; a budget below 0 is violated. */
function splitByBudget(pods: readonly PodInfo[], budgets: readonly DisruptionBudget[]) {
  const allowed = budgets.map(({ disruptionsAllowed }) => disruptionsAllowed)
  const violating: PodInfo[] = []
  const others: PodInfo[] = []
  for (const info of pods) {
    let violated = false
    budgets.forEach((budget, i) => {
      if (!protects(budget, info.pod)) return
      allowed[i]! -= 1
      if (allowed[i]! < 0) violated = true
    })
    ;(violated ? violating : others).push(info)
  }
  return { violating, others }
}

function protects(budget: DisruptionBudget, pod: Pod): boolean {
  const { namespace, name = '', labels = {} } = pod.metadata ?? {}
  const { matchLabels = {}, matchExpressions = [] } = budget.selector ?? {}
  const selectsNothing = Object.keys(matchLabels).length + matchExpressions.length === 0
  if (selectsNothing || Object.keys(labels).length === 0) return false
  return (
    budget.namespace === namespace &&
    !budget.disruptedPods.has(name) &&
    matchesLabelSelector(budget.selector, labels)
  )
}
