import type { Node, Pod } from '../../api/types.gen.ts'
import type { Change } from '../../store/store.ts'
import type { ClusterView, Plugin, PluginRun, PodInfo, ScoreList } from '../framework.ts'
import { ownChange } from '../hints.ts'
import { MAX_NODE_SCORE } from '../normalizeScore.ts'
import {
  type Constraint,
  constraintsOf,
  groupSize,
  HOSTNAME,
  hasAllKeys,
  includes,
  labelOf,
  ownConstraint,
  type PodTopologySpreadArgs,
  spreadArgsProblems,
  toleratesAll,
} from '../spreadConstraint.ts'

/** Pods of a group are spread over the values of a node label (zones, hosts), within `maxSkew`. */
export const PodTopologySpread: Plugin<PodTopologySpreadArgs> = {
  name: 'PodTopologySpread',
  defaultArgs: { defaultingType: 'System' },
  problems: spreadArgsProblems,
  wakeOn: [
    { kind: 'Pod', hint: podCouldHelp },
    { kind: 'Node', hint: nodeCouldHelp },
  ],
  begin(info, cluster, args) {
    return {
      ...filtering(info, cluster, constraintsOf(info.pod, cluster, args, 'DoNotSchedule')),
      ...scoring(info, cluster, constraintsOf(info.pod, cluster, args, 'ScheduleAnyway'), args),
    }
  },
}

// ---------------------------------------------------------------- filter

/** No value at all: every skew is fine. */
const NO_MINIMUM = 2 ** 31 - 1

function filtering(
  { pod }: PodInfo,
  cluster: ClusterView,
  constraints: readonly Constraint[],
): PluginRun {
  if (constraints.length === 0) return {}
  const counts = constraints.map(() => new Map<string, number>())
  for (const view of cluster.nodes) {
    if (!hasAllKeys(view.node, constraints)) continue
    constraints.forEach((constraint, i) => {
      if (!includes(constraint, pod, view.node)) return
      const value = labelOf(view.node, constraint.key)!
      counts[i]!.set(value, (counts[i]!.get(value) ?? 0) + groupSize(view, pod, constraint))
    })
  }
  const minima = counts.map((count, i) =>
    count.size < constraints[i]!.minDomains ? 0 : Math.min(NO_MINIMUM, ...count.values()),
  )
  const self = constraints.map(({ selects }) => (selects(pod.metadata?.labels) ? 1 : 0))
  return {
    filter({ node }) {
      for (const [i, { key, maxSkew }] of constraints.entries()) {
        const value = labelOf(node, key)
        if (value === undefined) {
          return {
            code: 'UnschedulableAndUnresolvable',
            reasons: [
              "node(s) didn't match pod topology spread constraints (missing required label)",
            ],
          }
        }
        const skew = (counts[i]!.get(value) ?? 0) + self[i]! - minima[i]!
        if (skew > maxSkew) {
          return {
            code: 'Unschedulable',
            reasons: ["node(s) didn't match pod topology spread constraints"],
          }
        }
      }
      return undefined
    },
  }
}

// ---------------------------------------------------------------- score

function scoring(
  { pod }: PodInfo,
  cluster: ClusterView,
  constraints: readonly Constraint[],
  args: PodTopologySpreadArgs,
): PluginRun {
  if (constraints.length === 0) return {}
  const own = (pod.spec?.topologySpreadConstraints ?? []).length > 0
  // The system defaults are meant for clusters without zones too.
  const needsAllKeys = own || args.defaultingType !== 'System'
  const ignored = new Set<string>()
  const counts = constraints.map(() => new Map<string, number>())
  let weights: readonly number[] = []

  return {
    preScore(feasible) {
      for (const { name, node } of feasible) {
        if (needsAllKeys && !hasAllKeys(node, constraints)) {
          ignored.add(name)
          continue
        }
        constraints.forEach(({ key }, i) => {
          // A missing label counts as a value of its own when the weight is worked out.
          if (key !== HOSTNAME) counts[i]!.set(labelOf(node, key) ?? '', 0)
        })
      }
      const hosts = feasible.length - ignored.size
      weights = constraints.map(({ key }, i) =>
        Math.log((key === HOSTNAME ? hosts : counts[i]!.size) + 2),
      )
      for (const view of cluster.nodes) {
        if (needsAllKeys && !hasAllKeys(view.node, constraints)) continue
        constraints.forEach((constraint, i) => {
          if (constraint.key === HOSTNAME) return
          const value = labelOf(view.node, constraint.key) ?? ''
          const count = counts[i]!.get(value)
          if (count === undefined || !includes(constraint, pod, view.node)) return
          counts[i]!.set(value, count + groupSize(view, pod, constraint))
        })
      }
      return undefined
    },
    score(view) {
      if (ignored.has(view.name)) return 0
      let score = 0
      constraints.forEach((constraint, i) => {
        const value = labelOf(view.node, constraint.key)
        if (value === undefined) return
        const count =
          constraint.key === HOSTNAME
            ? groupSize(view, pod, constraint)
            : (counts[i]!.get(value) ?? 0)
        score += count * weights[i]! + (constraint.maxSkew - 1)
      })
      return Math.round(score)
    },
    normalize: (scores) => normalizeReversed(scores, ignored),
  }
}

/** The smallest raw score becomes 100; nodes that lack a key get 0 and do not count. */
function normalizeReversed(scores: ScoreList, ignored: ReadonlySet<string>): void {
  const counted = scores.filter(({ node }) => !ignored.has(node.name))
  const min = counted.reduce((least, { score }) => Math.min(least, score), Number.MAX_SAFE_INTEGER)
  const max = counted.reduce((most, { score }) => Math.max(most, score), 0)
  for (const entry of scores) {
    if (ignored.has(entry.node.name)) entry.score = 0
    else if (max === 0) entry.score = MAX_NODE_SCORE
    else entry.score = Math.floor((MAX_NODE_SCORE * (max + min - entry.score)) / max)
  }
}

// ---------------------------------------------------------------- hints

/** Hints do not know the arguments; default constraints that refuse are rare and covered by time. */
function hardConstraints(pod: Pod): readonly Constraint[] {
  return (pod.spec?.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
    .map((constraint) => ownConstraint(constraint, pod))
}

function podCouldHelp(info: PodInfo, change: Change): boolean {
  if (change.kind !== 'Pod') return false
  const constraints = hardConstraints(info.pod)
  const inGroup = (pod: Pod | undefined) =>
    constraints.map(({ selects }) => pod !== undefined && selects(pod.metadata?.labels))
  const own = ownChange(info, change)
  if (own) {
    const moreTolerations =
      own.before.spec?.tolerations?.length !== own.after.spec?.tolerations?.length
    return moreTolerations || inGroup(own.before).join() !== inGroup(own.after).join()
  }
  const { object, previous, type } = change
  if (object.metadata?.namespace !== info.pod.metadata?.namespace) return false
  if (!object.spec?.nodeName) return false
  const after = type === 'DELETED' ? undefined : object
  const before = type === 'DELETED' ? object : previous?.spec?.nodeName ? previous : undefined
  return inGroup(before).join() !== inGroup(after).join()
}

function nodeCouldHelp({ pod }: PodInfo, change: Change): boolean {
  if (change.kind !== 'Node') return false
  const constraints = hardConstraints(pod)
  const counted = (node: Node | undefined) => node !== undefined && hasAllKeys(node, constraints)
  const after = change.type === 'DELETED' ? undefined : change.object
  const before = change.type === 'DELETED' ? change.object : change.previous
  if (!before || !after) return counted(before ?? after)
  if (counted(before) !== counted(after)) return true
  if (!counted(after)) return false
  const moved = constraints.some(({ key }) => labelOf(before, key) !== labelOf(after, key))
  return moved || toleratesAll(pod, before) !== toleratesAll(pod, after)
}
