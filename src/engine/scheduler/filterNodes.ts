import type { NodeVerdict } from './attempt.ts'
import type { ClusterView, NodeView, PluginRun, Rejection } from './framework.ts'

/** A filter plugin at work on one pod. */
export interface ActiveFilter {
  readonly name: string
  readonly run: PluginRun
}

/** Why no node could be used, or which could. */
export interface FilterResult {
  /** In list order, starting where the previous pod's search stopped. */
  readonly feasible: readonly NodeView[]
  /** Nodes that were looked at or ruled out, in the order in which that happened. */
  readonly verdicts: readonly NodeVerdict[]
  /** Rejections of single nodes by node name; nodes that were not looked at are absent. */
  readonly rejections: ReadonlyMap<string, Rejection>
  /** What holds for every node without a rejection of its own, when there is such a thing. */
  readonly absent?: Rejection
  /** True when PreFilter refused the pod as a whole; `absent` says why. */
  readonly preFilterRejected: boolean
  /** Plugins that are to blame when nothing is feasible. */
  readonly rejectedBy: ReadonlySet<string>
  /** Nodes that were looked at. */
  readonly examined: number
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

/**
 * Asks the filter plugins about every node in turn, from `start` round the list, until `limit`
 * nodes are feasible. The first plugin that refuses a node decides; later ones are not asked.
 */
export function filterNodes(
  cluster: ClusterView,
  filters: readonly ActiveFilter[],
  start: number,
  percentage: number,
): FilterResult {
  const refused = preFilter(filters)
  if (refused) return rejectEverywhere(cluster, refused)

  const restriction = restrictNodes(filters)
  if (restriction?.names.size === 0) {
    const plugins = restriction.plugins
    const reason =
      plugins.length === 1
        ? `node(s) didn't satisfy plugin ${plugins[0]}`
        : `node(s) didn't satisfy plugin(s) [${plugins.join(' ')}] simultaneously`
    return rejectEverywhere(cluster, {
      plugins,
      rejection: { code: 'UnschedulableAndUnresolvable', reasons: [reason] },
    })
  }

  const nodes = restriction
    ? cluster.nodes.filter((node) => restriction.names.has(node.name))
    : cluster.nodes
  const verdicts: NodeVerdict[] = []
  const feasible: NodeView[] = []
  const rejections = new Map<string, Rejection>()
  const rejectedBy = new Set<string>()
  const passedAll = filters.filter(({ run }) => run.filter).map(({ name }) => name)
  const limit = numFeasibleNodesToFind(nodes.length, percentage)
  let examined = 0
  for (; examined < nodes.length && feasible.length < limit; examined++) {
    const node = nodes[(start + examined) % nodes.length]!
    const refusal = firstRejection(node, filters)
    if (refusal) {
      rejections.set(node.name, refusal.rejection)
      rejectedBy.add(refusal.plugin)
      const passed = passedAll.slice(0, passedAll.indexOf(refusal.plugin))
      verdicts.push(verdictOf(node.name, refusal.plugin, refusal.rejection, passed))
    } else {
      feasible.push(node)
      verdicts.push({ node: node.name, passed: passedAll, scores: [] })
    }
  }

  if (!restriction) {
    return { feasible, verdicts, rejections, preFilterRejected: false, rejectedBy, examined }
  }
  const absent: Rejection = {
    code: 'UnschedulableAndUnresolvable',
    reasons: [`node(s) didn't satisfy plugin(s) [${restriction.plugins.join(' ')}]`],
  }
  for (const node of cluster.nodes) {
    if (restriction.names.has(node.name)) continue
    verdicts.push(verdictOf(node.name, restriction.plugins[0]!, absent, []))
  }
  for (const plugin of restriction.plugins) rejectedBy.add(plugin)
  return { feasible, verdicts, rejections, absent, preFilterRejected: false, rejectedBy, examined }
}

/** The first plugin that refuses a node, and what it says. */
export function firstRejection(
  node: NodeView,
  filters: readonly ActiveFilter[],
): { plugin: string; rejection: Rejection } | undefined {
  for (const { name, run } of filters) {
    const rejection = run.filter?.(node)
    if (rejection) return { plugin: name, rejection }
  }
  return undefined
}

/** UAU stops at once; with U the other plugins are still heard and one of them may answer UAU. */
function preFilter(filters: readonly ActiveFilter[]) {
  let refused: { plugins: string[]; rejection: Rejection } | undefined
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

function restrictNodes(filters: readonly ActiveFilter[]) {
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

function rejectEverywhere(
  cluster: ClusterView,
  { plugins, rejection }: { plugins: readonly string[]; rejection: Rejection },
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
  const { code, reasons, insufficient } = rejection
  return { node, rejectedBy, code, reasons, insufficient, passed, scores: [] }
}
