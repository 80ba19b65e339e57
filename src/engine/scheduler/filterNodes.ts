import type { NodeVerdict } from './attempt.ts'
import { type ActiveFilter, firstRejection, type Refused } from './fitCheck.ts'
import type { ClusterView, FailedSearch, NodeView, RejectedGroup, Rejection } from './framework.ts'

/** Why no node could be used, or which could. */
export interface FilterResult {
  /** In list order, starting where the previous pod's search stopped. */
  readonly feasible: readonly NodeView[]
  /** Nodes that were looked at or ruled out, in the order in which that happened. */
  readonly verdicts: readonly NodeVerdict[]
  /** Rejections of single nodes by node name; nodes that were not looked at are absent. */
  readonly rejections: FailedSearch['rejections']
  /** The same counted, where somebody has counted. */
  readonly groups?: readonly RejectedGroup[]
  /** What holds for every node without a rejection of its own, when there is such a thing. */
  readonly absent?: Rejection
  /** True when PreFilter refused the pod as a whole; `absent` says why. */
  readonly preFilterRejected: boolean
  /** Plugins that are to blame when nothing is feasible. */
  readonly rejectedBy: ReadonlySet<string>
  /** Nodes that were looked at. */
  readonly examined: number
  /** The nominated node, when it fits and therefore no other was looked at. */
  readonly nominated?: string
}

/** Fewer feasible nodes than this are always all looked for. */
const MIN_FEASIBLE_NODES = 100
const MIN_PERCENTAGE = 5

/**
 * How many feasible nodes a search may stop at.
 * @param percentage 1..100 of the nodes; 0 = 50 % less one for every 125 nodes, at least 5 %
 */
export function numFeasibleNodesToFind(nodes: number, percentage: number): number {
  if (nodes < MIN_FEASIBLE_NODES || percentage >= 100) return nodes
  const share = percentage || Math.max(MIN_PERCENTAGE, 50 - Math.floor(nodes / 125))
  return Math.max(MIN_FEASIBLE_NODES, Math.floor((nodes * share) / 100))
}

/** What earlier preemptions mean for a search. */
export interface NominationRules {
  /** The node on which this pod was promised a place: looked at alone first. */
  readonly node?: string
  /** Why the pod does not fit beside pods that were promised a place on the node. */
  beside?(node: NodeView): Refused | undefined
}

/**
 * Asks the filter plugins about every node in turn, from `start` round the list, until enough nodes
 * (see `numFeasibleNodesToFind`) are feasible. The first plugin that refuses a node decides; later
 * ones are not asked.
 * @param firstWins nothing will score the nodes, so that the first feasible one is enough
 */
export function filterNodes(
  cluster: ClusterView,
  filters: readonly ActiveFilter[],
  start: number,
  percentage: number,
  nominations: NominationRules = {},
  firstWins = false,
): FilterResult {
  const refused = preFilter(filters) ?? emptyRestriction(restrictNodes(filters))
  if (refused) return rejectEverywhere(cluster, refused)

  const restriction = restrictNodes(filters)
  const allowed = restriction
    ? cluster.nodes.filter((node) => restriction.names.has(node.name))
    : cluster.nodes
  const promised = allowed.filter(({ name }) => name === nominations.node)
  const first = search(promised, filters, 0, 1, nominations)
  // The answer at once; the place in the list stays where it was.
  if (first.feasible.length > 0) {
    return { ...first, preFilterRejected: false, examined: 0, nominated: nominations.node }
  }

  const limit = firstWins ? 1 : numFeasibleNodesToFind(allowed.length, percentage)
  const found = search(allowed, filters, start, limit, nominations)
  if (!restriction) return { ...found, preFilterRejected: false }

  const absent: Rejection = {
    code: 'UnschedulableAndUnresolvable',
    reasons: [`node(s) didn't satisfy plugin(s) [${restriction.plugins.join(' ')}]`],
  }
  const left = cluster.nodes.filter((node) => !restriction.names.has(node.name))
  return {
    ...found,
    verdicts: [
      ...found.verdicts,
      ...left.map(({ name }) => verdictOf(name, restriction.plugins[0]!, absent, [])),
    ],
    rejectedBy: new Set([...found.rejectedBy, ...restriction.plugins]),
    absent,
    preFilterRejected: false,
  }
}

function search(
  nodes: readonly NodeView[],
  filters: readonly ActiveFilter[],
  start: number,
  limit: number,
  nominations: NominationRules,
) {
  const verdicts: NodeVerdict[] = []
  const feasible: NodeView[] = []
  const rejections = new Map<string, Rejection>()
  const rejectedBy = new Set<string>()
  const passedAll = filters.filter(({ run }) => run.filter).map(({ name }) => name)
  let examined = 0
  for (; examined < nodes.length && feasible.length < limit; examined++) {
    const node = nodes[(start + examined) % nodes.length]!
    const refused = nominations.beside?.(node) ?? firstRejection(node, filters)
    if (refused) {
      rejections.set(node.name, refused.rejection)
      rejectedBy.add(refused.plugin)
      const passed = passedAll.slice(0, Math.max(0, passedAll.indexOf(refused.plugin)))
      verdicts.push(verdictOf(node.name, refused.plugin, refused.rejection, passed))
    } else {
      feasible.push(node)
      verdicts.push({ node: node.name, passed: passedAll, scores: [] })
    }
  }
  return { feasible, verdicts, rejections, rejectedBy, examined }
}

/** What PreFilter says of the pod as a whole. UAU stops at once; with U the other plugins are still heard and one of them may answer UAU. */
export function preFilter(filters: readonly ActiveFilter[]): RefusedEverywhere | undefined {
  let refused: RefusedEverywhere | undefined
  for (const { name, run } of filters) {
    const rejection = run.preFilter
    if (!rejection) continue
    if (rejection.code === 'UnschedulableAndUnresolvable') return { plugins: [name], rejection }
    refused = refused
      ? {
          plugins: [...refused.plugins, name],
          rejection: {
            code: rejection.code,
            reasons: [...refused.rejection.reasons, ...rejection.reasons],
          },
        }
      : { plugins: [name], rejection }
  }
  return refused
}

/** The only nodes that PreFilter leaves, and the plugins that say so. */
export function restrictNodes(filters: readonly ActiveFilter[]) {
  let names: ReadonlySet<string> | undefined
  const plugins: string[] = []
  for (const { name, run } of filters) {
    const only = run.onlyNodes
    if (!only) continue
    plugins.push(name)
    const earlier: ReadonlySet<string> | undefined = names
    names = earlier ? new Set([...earlier].filter((node) => only.has(node))) : only
  }
  return names && { names, plugins: plugins.sort() }
}

/** Plugins that name nodes, but none in common. */
function emptyRestriction(
  restriction: ReturnType<typeof restrictNodes>,
): RefusedEverywhere | undefined {
  if (restriction?.names.size !== 0) return undefined
  const { plugins } = restriction
  const reason =
    plugins.length === 1
      ? `node(s) didn't satisfy plugin ${plugins[0]}`
      : `node(s) didn't satisfy plugin(s) [${plugins.join(' ')}] simultaneously`
  return { plugins, rejection: { code: 'UnschedulableAndUnresolvable', reasons: [reason] } }
}

interface RefusedEverywhere {
  readonly plugins: readonly string[]
  readonly rejection: Rejection
}

function rejectEverywhere(
  cluster: ClusterView,
  { plugins, rejection }: RefusedEverywhere,
): FilterResult {
  return {
    feasible: [],
    verdicts: cluster.nodes.map((node) => verdictOf(node.name, plugins[0]!, rejection, [])),
    rejections: new Map(),
    absent: rejection,
    preFilterRejected: true,
    rejectedBy: new Set(plugins),
    examined: 0,
  }
}

function verdictOf(
  node: string,
  rejectedBy: string,
  rejection: Rejection,
  passed: readonly string[],
): NodeVerdict {
  const { code, reasons, insufficient, taint } = rejection
  const told = { code, reasons, insufficient, ...(taint !== undefined && { taint }) }
  return { node, rejectedBy, ...told, passed, scores: [] }
}
