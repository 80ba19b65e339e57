import { fitErrorMessage } from '../fitError.ts'
import type {
  ArgsProblem,
  Candidate,
  ClusterView,
  FailedSearch,
  Plugin,
  PodInfo,
  PostFilterTools,
  Trials,
} from '../framework.ts'
import { bestCandidates, preemptionReasons } from '../preemption/chooseCandidate.ts'
import { dryRun, NO_VICTIMS, trialOn } from '../preemption/dryRun.ts'
import { priorityOf } from '../preemption/importance.ts'

export interface DefaultPreemptionArgs {
  /** Candidates to look for, in percent of the nodes that preemption could help on. */
  readonly minCandidateNodesPercentage: number
  /** The same as a number; the larger of both counts. */
  readonly minCandidateNodesAbsolute: number
}

/** Makes room for a pod by deleting pods of lower priority from one node. */
export const DefaultPreemption: Plugin<DefaultPreemptionArgs> = {
  name: 'DefaultPreemption',
  defaultArgs: { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 },
  problems,
  begin: () => ({}),
  postFilter(pod, cluster, failed, tools, args) {
    const refusal = ineligibility(pod, cluster, failed)
    if (refusal) return { message: `preemption: ${refusal}`, keepNomination: true }
    const found = findCandidates(pod, cluster, failed, tools, args)
    if (found.candidates.length === 0) return { message: `preemption: ${found.message}` }
    const best = bestCandidates(found.candidates)
    const chosen = best[best.length === 1 ? 0 : tools.random.below(best.length)]!
    const { node, victims } = chosen
    const reasons = preemptionReasons(pod, found.candidates, chosen)
    return { nomination: { node, victims, candidates: best.map((each) => each.node), reasons } }
  },
}

/** Why this pod may not preempt at all (now). */
export function ineligibility(
  { pod }: PodInfo,
  cluster: ClusterView,
  failed: FailedSearch,
): string | undefined {
  if (pod.spec?.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.'
  const nominated = pod.status?.nominatedNodeName
  if (!nominated || codeOf(nominated, failed) === 'UnschedulableAndUnresolvable') return undefined
  const view = cluster.node
    ? cluster.node(nominated)
    : cluster.nodes.find(({ name }) => name === nominated)
  const making = view?.pods.some(
    (other) => priorityOf(other.pod) < priorityOf(pod) && leavesByPreemption(other),
  )
  return making ? 'not eligible due to a terminating pod on the nominated node.' : undefined
}

function leavesByPreemption({ pod }: PodInfo): boolean {
  return (
    pod.metadata?.deletionTimestamp !== undefined &&
    !!pod.status?.conditions?.some(
      ({ type, status, reason }) =>
        type === 'DisruptionTarget' && status === 'True' && reason === 'PreemptionByScheduler',
    )
  )
}

function codeOf(node: string, failed: FailedSearch): string | undefined {
  return (failed.rejections.get(node) ?? failed.absent)?.code
}

interface Found {
  readonly candidates: readonly Candidate[]
  /** FitError text, when there are no candidates. */
  readonly message: string
}

/** Tries nodes from a random one on, until there are enough candidates. */
function findCandidates(
  pod: PodInfo,
  cluster: ClusterView,
  failed: FailedSearch,
  tools: PostFilterTools,
  args: DefaultPreemptionArgs,
): Found {
  if ((cluster.lowestPriority ?? Number.NEGATIVE_INFINITY) >= priorityOf(pod.pod)) {
    return nobodyToPreempt(cluster, failed, tools, args)
  }
  const { count, try: tryOn } = tools.trials ?? trialsOf(pod, cluster, failed, tools)
  const wanted = numCandidates(count, args)
  const offset = count > wanted ? tools.random.below(count) : 0
  const violating: Candidate[] = []
  const sound: Candidate[] = []
  const reasons: (readonly string[])[] = []
  for (let i = 0; i < count; i++) {
    if (sound.length > 0 && sound.length + violating.length >= wanted) break
    const outcome = tryOn((offset + i) % count)
    if ('code' in outcome) reasons.push(outcome.reasons)
    else (outcome.budgetViolations === 0 ? sound : violating).push(outcome)
  }
  const candidates = [...sound, ...violating]
  if (candidates.length > 0) return { candidates, message: '' }
  const numAllNodes = cluster.nodeCount ?? cluster.nodes.length
  const message = fitErrorMessage({
    numAllNodes,
    nodeReasons: reasons,
    absent: {
      count: numAllNodes - reasons.length,
      reasons: [NOT_HELPFUL],
    },
  })
  return { candidates, message }
}

/** A dry run on every node whose refusal others' leaving could change. */
function trialsOf(
  pod: PodInfo,
  cluster: ClusterView,
  failed: FailedSearch,
  tools: PostFilterTools,
): Trials {
  const nodes = cluster.nodes.filter(({ name }) => codeOf(name, failed) === 'Unschedulable')
  const budgets = cluster.disruptionBudgets ?? []
  return {
    count: nodes.length,
    try: (number) => dryRun(pod, trialOn(nodes[number]!, cluster, tools), budgets),
  }
}

/** What trying node after node would come to where no pod has a lower priority. */
function nobodyToPreempt(
  cluster: ClusterView,
  { groups, rejections, absent }: FailedSearch,
  { random }: PostFilterTools,
  args: DefaultPreemptionArgs,
): Found {
  const isPotential = (code: string | undefined) => code === 'Unschedulable'
  const numAllNodes = cluster.nodeCount ?? cluster.nodes.length
  const counted =
    groups ?? Array.from(rejections.values(), (rejection) => ({ rejection, nodes: 1 }))
  let nodes = isPotential(absent?.code) ? numAllNodes - rejections.size : 0
  for (const group of counted) if (isPotential(group.rejection.code)) nodes += group.nodes
  // Where the search would have begun; the draw is part of the run.
  if (nodes > numCandidates(nodes, args)) random.below(nodes)
  const message = fitErrorMessage({
    numAllNodes,
    nodeReasons: [],
    alike: [{ reasons: [NO_VICTIMS], nodes }],
    absent: { count: numAllNodes - nodes, reasons: [NOT_HELPFUL] },
  })
  return { candidates: [], message }
}

const NOT_HELPFUL = 'Preemption is not helpful for scheduling'

function numCandidates(nodes: number, args: DefaultPreemptionArgs): number {
  const share = Math.floor((nodes * args.minCandidateNodesPercentage) / 100)
  return Math.min(nodes, Math.max(share, args.minCandidateNodesAbsolute))
}

function problems(args: DefaultPreemptionArgs): ArgsProblem[] {
  const { minCandidateNodesPercentage: percentage, minCandidateNodesAbsolute: absolute } = args
  const found: ArgsProblem[] = []
  if (percentage < 0 || percentage > 100) {
    const message = 'not in valid range [0, 100]'
    const field = 'minCandidateNodesPercentage'
    found.push({ field, type: 'Invalid', value: percentage, message })
  }
  if (absolute < 0) {
    const message = 'not in valid range [0, inf)'
    found.push({ field: 'minCandidateNodesAbsolute', type: 'Invalid', value: absolute, message })
  }
  if (percentage === 0 && absolute === 0) {
    const names = ['minCandidateNodesPercentage', 'minCandidateNodesAbsolute'] as const
    names.forEach((field, index) => {
      const message = `cannot be zero at the same time as ${names[1 - index]}`
      found.push({ field, type: 'Invalid', value: 0, message })
    })
  }
  return found
}
