import { matchesLabelSelector } from '../../api/selectors.ts'
import type { Pod } from '../../api/types.gen.ts'
import type {
  Candidate,
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

/** A node from which pods can be taken, and put back, to see what would become of another pod there. */
export interface Trial {
  readonly node: string
  readonly pods: readonly PodInfo[]
  remove(pod: PodInfo): void
  /** Puts back a pod that was removed. */
  add(pod: PodInfo): void
  /** Why the incoming pod does not fit as things stand; undefined = it does. */
  rejection(): Rejection | undefined
}

/**
 * Which pods would have to leave a node so that the pod fits: all of lower priority leave, then as
 * many as possible are let back in, those first whose leaving would break a disruption budget, each
 * group in order of importance. A rejection says why not even that would help.
 */
export function dryRun(
  pod: PodInfo,
  trial: Trial,
  budgets: readonly DisruptionBudget[],
): Candidate | Rejection {
  const priority = priorityOf(pod.pod)
  const lower = trial.pods.filter((other) => priorityOf(other.pod) < priority)
  if (lower.length === 0) {
    return {
      code: 'UnschedulableAndUnresolvable',
      reasons: [NO_VICTIMS],
    }
  }
  for (const other of lower) trial.remove(other)
  const rejection = trial.rejection()
  if (rejection) return rejection

  /** Lets a pod back in if the incoming one still fits. */
  function reprieve(info: PodInfo): boolean {
    trial.add(info)
    if (!trial.rejection()) return true
    trial.remove(info)
    return false
  }
  const sorted = lower.toSorted((a, b) => byImportance(a.pod, b.pod))
  const { violating, others } = splitByBudget(sorted, budgets)
  const violations = violating.filter((info) => !reprieve(info))
  const victims = [...violations, ...others.filter((info) => !reprieve(info))]
  if (victims.length === 0) {
    return { code: 'Error', reasons: [`expected at least one victim pod on node "${trial.node}"`] }
  }
  return {
    node: trial.node,
    victims: victims.map((info) => info.pod).sort(byImportance),
    budgetViolations: violations.length,
    ...(violating.length > 0 && {
      guarded: violating.map(({ pod }) => ({ pod, budget: budgetOf(pod, budgets) })),
    }),
  }
}

/** A trial on views: every question goes to a copy of the cluster. */
export function trialOn(node: NodeView, cluster: ClusterView, tools: PostFilterTools): Trial {
  let view = node
  return {
    node: node.name,
    pods: node.pods,
    remove(pod) {
      view = withoutPods(view, (other) => other === pod)
    },
    add(pod) {
      view = withPod(view, pod)
    },
    rejection: () => tools.rejection(view, withNode(cluster, view)),
  }
}

/** Walks the pods in order and takes each from its budgets; a budget below 0 is violated. */
function splitByBudget(pods: readonly PodInfo[], budgets: readonly DisruptionBudget[]) {
  if (budgets.length === 0) return { violating: [], others: pods }
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

/** The first budget over a pod, by name. */
function budgetOf(pod: Pod, budgets: readonly DisruptionBudget[]): string {
  return budgets.find((budget) => protects(budget, pod))?.name ?? ''
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
