import type { TopologyFact } from '../scheduler/attempt.ts'
import { nobodysChoices } from '../scheduler/choices.ts'
import { countedSentences } from '../scheduler/countedSentence.ts'
import type { Decision } from '../scheduler/decide.ts'

/** By node name. */
type ByNode<T> = Readonly<Record<string, T>>
/** By plugin name, in the order of execution. */
type ByPlugin<T> = Readonly<Record<string, T>>

/** A scheduling decision in the shape in which kube-scheduler-simulator records it. */
export interface Explanation {
  /** Null when the pod stays pending. */
  readonly selectedNode: string | null
  /** Every node with the best total; upstream may choose any of them. Empty when none is feasible. */
  readonly candidates: readonly string[]
  /**
   * Plugins that were asked about a node: `passed`, or the reason. A plugin that has nothing to filter
   * for this pod is not asked, nor is one after a refusal, nor is any about a node that the search did
   * not reach.
   */
  readonly filterResult: ByNode<ByPlugin<string>>
  /** The verdict: the plugin that refused the node, or `Success`. */
  readonly filterStatus: ByNode<NodeStatus>
  /** Scores as the plugins give them, before normalising. Nothing is scored for a single node. */
  readonly scoreResult: ByNode<ByPlugin<number>>
  /** Scores after normalising, times weight. */
  readonly finalScoreResult: ByNode<ByPlugin<number>>
  /** The sum of a node's final scores. */
  readonly totalScore: ByNode<number>
  /** The text of the FailedScheduling event; empty when a node was selected. */
  readonly message: string
  /** What of it was nobody's choice (ties, nodes that were not looked at), each in one sentence. */
  readonly nobodysChoice?: readonly string[]
  /** What the rules about other pods counted, each in one sentence; absent where there is no such rule. */
  readonly counted?: readonly string[]
  /** The pod's nominated node, when it fits: no other node was looked at then. */
  readonly nominatedNode?: string
  /** Who has to leave which node so that the pod fits. */
  readonly preemption?: { readonly nominatedNode: string; readonly victims: readonly string[] }
}

interface NodeStatus {
  /** Null for a node that passed every filter. */
  readonly plugin: string | null
  readonly code: string
  readonly reasons: readonly string[]
}

/**
 * A decision as values by node and plugin.
 * @param seed which drew among equals
 */
export function explanationOf(
  { record, selected }: Decision,
  facts: readonly TopologyFact[],
  seed: number,
): Explanation {
  const choices = nobodysChoices(record, seed)
  const { verdicts, candidates, message = '', nominated, preemption } = record
  const counted = countedSentences({ counted: facts, verdicts })
  const scored = verdicts.filter(({ total }) => total !== undefined)
  const byPlugin = (score: (entry: (typeof verdicts)[number]['scores'][number]) => number) =>
    byNode(scored, ({ scores }) =>
      Object.fromEntries(scores.map((entry) => [entry.plugin, score(entry)])),
    )
  return {
    selectedNode: selected ?? null,
    candidates,
    filterResult: byNode(verdicts, ({ passed, rejectedBy, reasons = [] }) => ({
      ...Object.fromEntries(passed.map((plugin) => [plugin, 'passed'])),
      ...(rejectedBy !== undefined && { [rejectedBy]: reasons.join(', ') }),
    })),
    filterStatus: byNode(verdicts, ({ rejectedBy, code, reasons = [] }) => ({
      plugin: rejectedBy ?? null,
      code: code ?? 'Success',
      reasons,
    })),
    scoreResult: byPlugin(({ raw }) => raw),
    finalScoreResult: byPlugin(({ normalized, weight }) => normalized * weight),
    totalScore: byNode(scored, ({ total }) => total!),
    message,
    ...(choices.length > 0 && { nobodysChoice: choices }),
    ...(counted.length > 0 && { counted }),
    ...(nominated !== undefined && { nominatedNode: nominated }),
    ...(preemption && {
      preemption: { nominatedNode: preemption.nominatedNode, victims: preemption.victims },
    }),
  }
}

/** For a pod that the scheduler does not try to place; `message` says why. */
export function notTried(message: string): Explanation {
  return {
    selectedNode: null,
    candidates: [],
    filterResult: {},
    filterStatus: {},
    scoreResult: {},
    finalScoreResult: {},
    totalScore: {},
    message,
  }
}

type Verdicts = Decision['record']['verdicts']

function byNode<T>(verdicts: Verdicts, value: (verdict: Verdicts[number]) => T): ByNode<T> {
  return Object.fromEntries(verdicts.map((verdict) => [verdict.node, value(verdict)]))
}
