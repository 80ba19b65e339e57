import { podRequests } from '../api/podRequests.ts'
import { matchesRequiredNodeAffinity, preferredNodeScore } from '../api/selectors.ts'
import { findUntoleratedTaint, tolerates } from '../api/tolerations.ts'
import type { Node, Pod, Taint, Toleration } from '../api/types.gen.ts'
import { backoffDuration } from '../scheduler/backoff.ts'
import { numFeasibleNodesToFind } from '../scheduler/filterNodes.ts'
import { fitErrorMessage } from '../scheduler/fitError.ts'
import type { NodeView, QueuePlace } from '../scheduler/framework.ts'
import { createNodeTree } from '../scheduler/nodeTree.ts'
import { defaultNormalizeScore } from '../scheduler/normalizeScore.ts'
import { normalizedImageName } from '../scheduler/plugins/imageLocality.ts'
import { prioritySort } from '../scheduler/plugins/prioritySort.ts'
import { brokenLinear, type ShapePoint } from '../scheduler/resourceScoring.ts'
import { bestHosts, type NodeScore } from '../scheduler/scoreNodes.ts'
import { ROLLOUT_FUNCTIONS } from './rolloutFunctions.ts'
import { type Case, compare, lacking, type Outcome } from './suite.ts'

/** The engine's function behind each name of the suites; inputs as conformance/FORMAT.md says. */
const FUNCTIONS: Readonly<Record<string, (input: never) => unknown>> = {
  ...ROLLOUT_FUNCTIONS,

  numFeasibleNodesToFind: (input: { nodes: number; percentage: number }) =>
    numFeasibleNodesToFind(input.nodes, input.percentage),

  selectHost: (input: { scores: NodeScore[] }) => bestHosts(input.scores).sort(),

  nodeTreeOrder(input: { nodes: Node[] }) {
    const tree = createNodeTree<string>()
    for (const node of input.nodes) tree.add(node, node.metadata?.name ?? '')
    return tree.list()
  },

  fitErrorMessage: (input: {
    numAllNodes: number
    nodeStatuses?: Record<string, string[]>
    absentReasons?: string[]
    preFilterMsg?: string
    postFilterMsg?: string
  }) => {
    const nodeReasons = Object.values(input.nodeStatuses ?? {})
    const count = input.numAllNodes - nodeReasons.length
    return fitErrorMessage({
      numAllNodes: input.numAllNodes,
      nodeReasons,
      absent: input.absentReasons && { count, reasons: input.absentReasons },
      preFilterMessage: input.preFilterMsg,
      postFilterMessage: input.postFilterMsg,
    })
  },

  podRequests: (input: { pod: Pod; nonMissing?: Record<string, string>; skipPodLevel?: boolean }) =>
    podRequests(input.pod, input),

  nodeSelectorMatch: (input: { pod: Pod; node: Node }) =>
    matchesRequiredNodeAffinity(input.pod, input.node),

  preferredNodeScore({ pod, node }: { pod: Pod; node: Node }) {
    const affinity = pod.spec?.affinity?.nodeAffinity
    return preferredNodeScore(affinity?.preferredDuringSchedulingIgnoredDuringExecution, node)
  },

  normalizeScore(input: { scores: number[]; reverse: boolean }) {
    const list = input.scores.map((score) => ({ node: {} as NodeView, score }))
    defaultNormalizeScore(list, input.reverse)
    return list.map(({ score }) => score)
  },

  normalizedImageName: (input: { image: string }) => normalizedImageName(input.image),

  toleratesTaint: (input: { toleration: Toleration; taint: Taint }) =>
    tolerates(input.toleration, input.taint),

  taintsTolerated: (input: { tolerations: Toleration[]; taints: Taint[]; effects?: string[] }) =>
    findUntoleratedTaint(input.taints, input.tolerations, input.effects) === undefined,

  prioritySort: (input: { a: QueuePlace; b: QueuePlace }) => prioritySort(input.a, input.b),

  backoffSeconds: (input: { attempts: number; initial: number; max: number }) =>
    backoffDuration(input.attempts, input.initial, input.max),
}

/** Calls one function with a case's input. */
export function runFunctionCase(name: string, test: Case): Outcome {
  if (name === 'brokenLinear') return runBrokenLinear(test)
  const call = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (!call) return lacking(test, `the engine has no function ${name}`)
  return compare(test.expect.value, call(test.input as never))
}

function runBrokenLinear(test: Case): Outcome {
  const points = test.input?.points as readonly ShapePoint[]
  const values = test.expect.values as readonly { p: number; want: number }[]
  return compare(
    values,
    values.map(({ p }) => ({ p, want: brokenLinear(points, p) })),
  )
}
