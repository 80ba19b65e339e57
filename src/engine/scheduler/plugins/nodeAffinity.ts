import {
  matchesAnyTerm,
  matchesRequiredNodeAffinity,
  preferredNodeScore,
  type TermProblem,
  termProblems,
} from '../../api/selectors.ts'
import type { NodeAffinity as Affinity, Node, NodeSelectorTerm, Pod } from '../../api/types.gen.ts'
import { keptByNode } from '../fastPath.ts'
import type { ArgsProblem, Plugin, PluginRun } from '../framework.ts'
import { nodeChange } from '../hints.ts'
import { defaultNormalizeScore } from '../normalizeScore.ts'

export interface NodeAffinityArgs {
  /** Applies to every pod of the profile, in addition to its own affinity. */
  readonly addedAffinity?: Affinity
}

/** The pod's nodeSelector and required affinity must match; preferred terms add to the score. */
export const NodeAffinity: Plugin<NodeAffinityArgs> = {
  name: 'NodeAffinity',
  defaultArgs: {},
  problems: ({ addedAffinity }) => addedAffinityProblems(addedAffinity),
  wakeOn: [
    {
      kind: 'Node',
      hint({ pod }, change) {
        const node = nodeChange(change)
        if (!node || !matchesRequiredNodeAffinity(pod, node.after)) return false
        return !node.before || !matchesRequiredNodeAffinity(pod, node.before)
      },
    },
  ],
  fast: ({ pod: { spec } }) =>
    keptByNode([spec?.nodeSelector, spec?.affinity?.nodeAffinity], 'upwards'),
  begin({ pod }, _cluster, { addedAffinity }) {
    return { ...filtering(pod, addedAffinity), ...scoring(pod, addedAffinity) }
  },
}

function filtering(pod: Pod, added: Affinity | undefined): PluginRun {
  const addedTerms = added?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  const selector = Object.keys(pod.spec?.nodeSelector ?? {})
  if (!addedTerms && !required && selector.length === 0) return {}

  const names = namedNodes(required?.nodeSelectorTerms ?? [])
  if (names?.size === 0) {
    return {
      preFilter: {
        code: 'UnschedulableAndUnresolvable',
        reasons: ['pod affinity terms conflict'],
      },
    }
  }
  return {
    onlyNodes: names,
    filter({ node }) {
      if (addedTerms && !matchesAnyTerm(addedTerms, node)) {
        return refusal("node(s) didn't match scheduler-enforced node affinity")
      }
      if (!matchesRequiredNodeAffinity(pod, node)) {
        return refusal("node(s) didn't match Pod's node affinity/selector")
      }
      return undefined
    },
  }
}

const refusal = (reason: string) =>
  ({ code: 'UnschedulableAndUnresolvable', reasons: [reason] }) as const

/**
 * The only nodes that any term could admit, when every term names its nodes; undefined when at
 * least one does not. A term's name fields must all hold, the terms are alternatives.
 */
function namedNodes(terms: readonly NodeSelectorTerm[]): Set<string> | undefined {
  if (terms.length === 0) return undefined
  const union = new Set<string>()
  for (const { matchFields = [] } of terms) {
    const lists = matchFields
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values = [] }) => values)
    const [first, ...others] = lists
    if (!first) return undefined
    for (const name of first) if (others.every((list) => list.includes(name))) union.add(name)
  }
  return union
}

function scoring(pod: Pod, added: Affinity | undefined): PluginRun {
  const addedTerms = added?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  const own =
    pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  if (addedTerms.length === 0 && own.length === 0) return {}
  return {
    score: ({ node }: { node: Node }) =>
      preferredNodeScore(addedTerms, node) + preferredNodeScore(own, node),
    normalize: (scores) => defaultNormalizeScore(scores, false),
  }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

/** Terms that could never match are refused; a pod's own would only be ignored. */
function addedAffinityProblems(added: Affinity | undefined): ArgsProblem[] {
  const at = (path: string) => (problem: TermProblem) => ({
    ...problem,
    field: `addedAffinity.${path}.${problem.field}`,
  })
  return [
    ...(added?.[REQUIRED]?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      termProblems(term).map(at(`${REQUIRED}.nodeSelectorTerms[${index}]`)),
    ),
    ...(added?.[PREFERRED] ?? []).flatMap(({ preference }, index) =>
      termProblems(preference).map(at(`${PREFERRED}[${index}]`)),
    ),
  ]
}
