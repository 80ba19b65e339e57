import type { Node, Pod } from '../../api/types.gen.ts'
import type { Change } from '../../store/store.ts'
import { type Columns, type Count, type FastRun, labelText, type ValueScores } from '../fastPath.ts'
import type { ClusterView, Plugin, PluginRun, PodInfo, Rejection, ScoreList } from '../framework.ts'
import { ownChange } from '../hints.ts'
import { MAX_NODE_SCORE } from '../normalizeScore.ts'
import {
  type Constraint,
  constraintsOf,
  groupSize,
  HOSTNAME,
  hasAllKeys,
  includes,
  isInGroup,
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
  fast({ pod }, columns, cluster, args) {
    const hard = constraintsOf(pod, cluster, args, 'DoNotSchedule')
    const soft = constraintsOf(pod, cluster, args, 'ScheduleAnyway')
    if (hard.length + soft.length === 0) return 'nothing'
    return {
      by: 'cluster',
      ...fastFilter(pod, columns, hard),
      ...fastScore(pod, columns, soft, needsAllKeys(pod, args)),
    }
  },
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
          return MISSING_LABEL
        }
        const skew = (counts[i]!.get(value) ?? 0) + self[i]! - minima[i]!
        if (skew > maxSkew) {
          return TOO_SKEWED
        }
      }
      return undefined
    },
  }
}

const MISSING_LABEL: Rejection = {
  code: 'UnschedulableAndUnresolvable',
  reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"],
}
const TOO_SKEWED: Rejection = {
  code: 'Unschedulable',
  reasons: ["node(s) didn't match pod topology spread constraints"],
}

function fastFilter(pod: Pod, columns: Columns, constraints: readonly Constraint[]) {
  if (constraints.length === 0) return {}
  const missing = columns.refusal('PodTopologySpread', MISSING_LABEL)
  const tooSkewed = columns.refusal('PodTopologySpread', TOO_SKEWED)
  const checks = constraints.map((constraint) => ({
    key: constraint.key,
    values: columns.values(constraint.key),
    count: columns.count({
      key: constraint.key,
      weigh: (other) => (isInGroup(other, pod, constraint) ? 1 : 0),
      label: neededLabel(constraint),
      includes: (node) => hasAllKeys(node, constraints) && includes(constraint, pod, node),
    }),
    self: constraint.selects(pod.metadata?.labels) ? 1 : 0,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains,
    /** As things stand. */
    most: 0,
  }))
  const table = new Int32Array(FEW_DOMAINS)

  function filter(slot: number): number {
    for (let k = 0; k < checks.length; k++) {
      const { values, count, most } = checks[k]!
      const value = values[slot]!
      if (value < 0) return missing
      if (count.inDomain(value) > most) return tooSkewed
    }
    return 0
  }

  return {
    preFilter(): 'Skip' | undefined {
      let isChoosy = false
      for (const check of checks) {
        const { key, count, self, maxSkew, minDomains } = check
        const minimum = count.size < minDomains ? 0 : Math.min(NO_MINIMUM, count.least())
        check.most = maxSkew - self + minimum
        isChoosy ||=
          columns.lacking(key) > 0 || hasMore(count, columns.valuesBelow(key), check.most)
      }
      return isChoosy ? undefined : 'Skip'
    },
    filter,
    filterAll(slots: Int32Array, count: number, refusals: Int32Array): number {
      let refused = 0
      const { key, values, count: pods, most } = checks[0]!
      const domains = columns.valuesBelow(key)
      if (checks.length > 1 || domains > FEW_DOMAINS) {
        for (let i = 0; i < count; i++) {
          refusals[i] = filter(slots[i]!)
          if (refusals[i] !== 0) refused += 1
        }
        return refused
      }
      for (let domain = 0; domain < domains; domain++) {
        table[domain] = pods.inDomain(domain) > most ? tooSkewed : 0
      }
      for (let i = 0; i < count; i++) {
        const value = values[slots[i]!]!
        const refusal = value < 0 ? missing : table[value]!
        refusals[i] = refusal
        if (refusal !== 0) refused += 1
      }
      return refused
    },
  }
}

/** A label that every pod of a constraint's group has; undefined = none is known. */
function neededLabel({ selectors }: Constraint): string | undefined {
  for (const selector of selectors) {
    for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) {
      return labelText(key, value)
    }
  }
  return undefined
}

/** Whether a domain may have more pods than this; of many domains that is not looked up. */
function hasMore(count: Count, domains: number, most: number): boolean {
  if (domains > FEW_DOMAINS) return true
  for (let domain = 0; domain < domains; domain++) if (count.inDomain(domain) > most) return true
  return false
}

/** Looking at so many domains takes less time than looking at the nodes of a search. */
const FEW_DOMAINS = 64

// ---------------------------------------------------------------- score

/** The system defaults are meant for clusters without zones too. */
export const needsAllKeys = (pod: Pod, { defaultingType }: PodTopologySpreadArgs): boolean =>
  (pod.spec?.topologySpreadConstraints ?? []).length > 0 || defaultingType !== 'System'

function fastScore(
  pod: Pod,
  columns: Columns,
  constraints: readonly Constraint[],
  allKeys: boolean,
): Omit<FastRun, 'by'> {
  if (constraints.length === 0) return {}
  const parts = constraints.map((constraint) => {
    const { key, maxSkew } = constraint
    const weigh = (other: Pod) => (isInGroup(other, pod, constraint) ? 1 : 0)
    const label = neededLabel(constraint)
    return {
      key,
      maxSkew,
      values: columns.values(key),
      // The host's own pods count, whatever its domain.
      count:
        key === HOSTNAME
          ? columns.count({ key: undefined, weigh, label })
          : columns.count({
              key,
              weigh,
              label,
              keyless: true,
              includes: (node) =>
                (!allKeys || hasAllKeys(node, constraints)) && includes(constraint, pod, node),
            }),
      weight: 0,
      /** The decision in which a value was last met, by value. */
      met: [] as number[],
      /** What a value of few adds to the score. */
      table: new Float64Array(FEW_DOMAINS),
    }
  })
  let decision = 0
  /** Whether there are nodes that lack a key, for a pod that needs all of them. */
  let lacks = false
  const lacksAny = () => parts.some(({ key }) => columns.lacking(key) > 0)
  const isIgnored = (slot: number) => {
    if (!lacks) return false
    for (let k = 0; k < parts.length; k++) if (parts[k]!.values[slot]! < 0) return true
    return false
  }

  /** How many values of a key the feasible nodes have; to have none counts as one. */
  function distinctValues(part: (typeof parts)[number], feasible: Int32Array, count: number) {
    const { key, values, met } = part
    const none = columns.lacking(key) > 0 ? columns.valueNumber(key, '') : -1
    const most = columns.valuesBelow(key)
    let size = 0
    for (let i = 0; i < count; i++) {
      const slot = feasible[i]!
      if (isIgnored(slot)) continue
      const value = values[slot]! < 0 ? none : values[slot]!
      if (met[value] === decision) continue
      met[value] = decision
      size += 1
      if (size === most) break
    }
    return size
  }

  function weigh(feasible: Int32Array, count: number): void {
    decision += 1
    lacks = allKeys && lacksAny()
    let hosts = count
    if (lacks) for (let i = 0; i < count; i++) if (isIgnored(feasible[i]!)) hosts -= 1
    for (const part of parts) {
      const isHost = part.key === HOSTNAME
      part.weight = Math.log((isHost ? hosts : distinctValues(part, feasible, count)) + 2)
    }
  }

  return {
    byValue: spreadByValue(columns, parts, () => !(allKeys && lacksAny())),
    scoreAll(slots, count, scores) {
      weigh(slots, count)
      scores.fill(0, 0, count)
      for (const { key, values, count: pods, weight, maxSkew, table } of parts) {
        if (key === HOSTNAME) {
          const { onNode } = pods
          for (let i = 0; i < count; i++) {
            const slot = slots[i]!
            if (values[slot]! >= 0) scores[i]! += onNode[slot]! * weight + (maxSkew - 1)
          }
          continue
        }
        const domains = columns.valuesBelow(key)
        if (domains <= FEW_DOMAINS) {
          for (let domain = 0; domain < domains; domain++) {
            table[domain] = pods.inDomain(domain) * weight + (maxSkew - 1)
          }
          for (let i = 0; i < count; i++) {
            const value = values[slots[i]!]!
            if (value >= 0) scores[i]! += table[value]!
          }
        } else {
          for (let i = 0; i < count; i++) {
            const value = values[slots[i]!]!
            if (value >= 0) scores[i]! += pods.inDomain(value) * weight + (maxSkew - 1)
          }
        }
      }
      for (let i = 0; i < count; i++) scores[i] = Math.round(scores[i]!)
      if (lacks) for (let i = 0; i < count; i++) if (isIgnored(slots[i]!)) scores[i] = 0
    },
    normalize(scores, feasible, count) {
      let min = Number.MAX_SAFE_INTEGER
      let max = 0
      for (let i = 0; i < count; i++) {
        if (lacks && isIgnored(feasible[i]!)) continue
        const score = scores[i]!
        if (score < min) min = score
        if (score > max) max = score
      }
      if (max === 0) scores.fill(MAX_NODE_SCORE, 0, count)
      else {
        for (let i = 0; i < count; i++) {
          scores[i] = Math.floor((MAX_NODE_SCORE * (max + min - scores[i]!)) / max)
        }
      }
      if (lacks) for (let i = 0; i < count; i++) if (isIgnored(feasible[i]!)) scores[i] = 0
    },
  }
}

interface SpreadPart {
  readonly key: string
  readonly maxSkew: number
  readonly values: Int32Array
  readonly count: Count
}

const RADIX = 32

/**
 * The same score for slots that are told apart by their domain and the number of pods of the group on them,
 * as long as there are few of either: undefined where there is more than one key beside the host.
 * @param isUsable whether no node has to be left out
 */
function spreadByValue(
  columns: Columns,
  parts: readonly SpreadPart[],
  isUsable: () => boolean,
): ValueScores | undefined {
  const hosts = parts.filter(({ key }) => key === HOSTNAME)
  const others = parts.filter(({ key }) => key !== HOSTNAME)
  if (hosts.length > 1 || others.length > 1) return undefined
  const [host] = hosts
  const [other] = others
  /** 0 = the node lacks the key. */
  const podsOf = (value: number) => Math.floor(value / RADIX)
  const domainOf = (value: number) => value % RADIX

  /** How many domains these are; to have none counts as that of the empty value. */
  function countDomains(values: Int32Array, count: number, key: string): number {
    // There are as many domains as a number has bits.
    let domains = 0
    for (let i = 0; i < count; i++) domains |= 1 << domainOf(values[i]!)
    if ((domains & 1) !== 0) {
      const empty = 1 + columns.valueNumber(key, '')
      if (empty < RADIX && (domains & (1 << empty)) !== 0) domains &= ~1
    }
    let size = 0
    for (let bits = domains; bits !== 0; bits &= bits - 1) size += 1
    return size
  }

  return {
    isUsable,
    at(slot) {
      const pods = host && host.values[slot]! >= 0 ? 1 + host.count.onNode[slot]! : 0
      const domain = other ? 1 + other.values[slot]! : 0
      return pods < RADIX && domain < RADIX ? pods * RADIX + domain : -1
    },
    scoreAll(values, count, feasible, scores) {
      const hostWeight = Math.log(feasible + 2)
      const otherWeight = other ? Math.log(countDomains(values, count, other.key) + 2) : 0
      let min = Number.MAX_SAFE_INTEGER
      let max = 0
      for (let i = 0; i < count; i++) {
        const value = values[i]!
        let score = 0
        // In the order of the constraints, as the last digit of a sum depends on it.
        for (let k = 0; k < parts.length; k++) {
          const { maxSkew, count: pods } = parts[k]!
          const isHost = parts[k] === host
          const number = isHost ? podsOf(value) : domainOf(value)
          if (number === 0) continue
          const size = isHost ? number - 1 : pods.inDomain(number - 1)
          score += size * (isHost ? hostWeight : otherWeight) + (maxSkew - 1)
        }
        score = Math.round(score)
        if (score < min) min = score
        if (score > max) max = score
        scores[i] = score
      }
      for (let i = 0; i < count; i++) {
        scores[i] =
          max === 0 ? MAX_NODE_SCORE : Math.floor((MAX_NODE_SCORE * (max + min - scores[i]!)) / max)
      }
    },
  }
}

function scoring(
  { pod }: PodInfo,
  cluster: ClusterView,
  constraints: readonly Constraint[],
  args: PodTopologySpreadArgs,
): PluginRun {
  if (constraints.length === 0) return {}
  const allKeys = needsAllKeys(pod, args)
  const ignored = new Set<string>()
  const counts = constraints.map(() => new Map<string, number>())
  let weights: readonly number[] = []

  return {
    preScore(feasible) {
      for (const { name, node } of feasible) {
        if (allKeys && !hasAllKeys(node, constraints)) {
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
        if (allKeys && !hasAllKeys(view.node, constraints)) continue
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
