import { matchesLabelSelector, matchesRequiredNodeAffinity } from '../api/selectors.ts'
import { findUntoleratedTaint } from '../api/tolerations.ts'
import type { LabelSelector, Node, Pod, TopologySpreadConstraint } from '../api/types.gen.ts'
import { notSupported } from './config/problems.ts'
import { labelNameProblem } from './fitArgs.ts'
import type { ArgsProblem, ClusterView, NodeView } from './framework.ts'

/** Arguments of the PodTopologySpread plugin. */
export interface PodTopologySpreadArgs {
  /** System = the two soft constraints that Kubernetes has built in; List = `defaultConstraints`. */
  readonly defaultingType: 'System' | 'List'
  /** For pods without any constraint of their own; their selector is the pod's group. */
  readonly defaultConstraints?: readonly TopologySpreadConstraint[]
}

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway']

/** What kube-scheduler's validation says about arguments of PodTopologySpread. */
export function spreadArgsProblems(args: PodTopologySpreadArgs): ArgsProblem[] {
  const { defaultingType, defaultConstraints = [] } = args
  const found: ArgsProblem[] = []
  if (defaultingType !== 'System' && defaultingType !== 'List') {
    found.push(notSupported('defaultingType', defaultingType, ['System', 'List']))
  } else if (defaultingType === 'System' && defaultConstraints.length > 0) {
    const message = 'when .defaultConstraints are not empty'
    found.push({ field: 'defaultingType', type: 'Invalid', value: defaultingType, message })
  }
  defaultConstraints.forEach((constraint, index) => {
    found.push(...constraintProblems(constraint, index, defaultConstraints))
  })
  return found
}

function constraintProblems(
  { maxSkew, topologyKey, whenUnsatisfiable: action, labelSelector }: TopologySpreadConstraint,
  index: number,
  all: readonly TopologySpreadConstraint[],
): ArgsProblem[] {
  const path = `defaultConstraints[${index}]`
  const found: ArgsProblem[] = []
  if (!(maxSkew > 0)) {
    const message = 'not in valid range (0, inf)'
    found.push({ field: `${path}.maxSkew`, type: 'Invalid', value: maxSkew ?? 0, message })
  }
  if (!topologyKey) {
    const message = 'can not be empty'
    found.push({ field: `${path}.topologyKey`, type: 'Required', message })
  } else found.push(...labelNameProblem(`${path}.topologyKey`, topologyKey))
  if (!action) {
    const message = 'can not be empty'
    found.push({ field: `${path}.whenUnsatisfiable`, type: 'Required', message })
  } else if (!ACTIONS.includes(action)) {
    found.push(notSupported(`${path}.whenUnsatisfiable`, action, ACTIONS))
  }
  if (labelSelector) {
    const message = 'constraint must not define a selector, as they deduced for each pod'
    found.push({ field: `${path}.labelSelector`, type: 'Forbidden', message })
  }
  const first = all.findIndex(
    (other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === action,
  )
  if (first < index) {
    found.push({
      field: path,
      type: 'Duplicate',
      value: `{${topologyKey}, ${action}}`,
      message: '',
    })
  }
  return found
}

/** The topology in which every node is alone. */
export const HOSTNAME = 'kubernetes.io/hostname'

const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME, maxSkew: 3, whenUnsatisfiable: 'ScheduleAnyway' },
  {
    topologyKey: 'topology.kubernetes.io/zone',
    maxSkew: 5,
    whenUnsatisfiable: 'ScheduleAnyway',
  },
]

/** A constraint with everything the pod adds to it. */
export interface Constraint {
  readonly key: string
  readonly maxSkew: number
  readonly minDomains: number
  readonly honorAffinity: boolean
  readonly honorTaints: boolean
  /** A pod belongs to the group that all of these select. */
  readonly selectors: readonly (LabelSelector | undefined)[]
  /** Whether a pod with these labels belongs to the group. */
  selects(labels: Labels | undefined): boolean
  /** A selector without any condition belongs to nobody but matches the incoming pod itself. */
  readonly selectsEverything: boolean
}

type Labels = Readonly<Record<string, string>>

/**
 * The constraints of one kind that hold for a pod: its own, or when it has none at all the default
 * ones, as far as the pod belongs to a group.
 */
export function constraintsOf(
  pod: Pod,
  cluster: ClusterView,
  args: PodTopologySpreadArgs,
  action: 'DoNotSchedule' | 'ScheduleAnyway',
): readonly Constraint[] {
  const own = pod.spec?.topologySpreadConstraints ?? []
  if (own.length > 0) {
    return own
      .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action)
      .map((constraint) => ownConstraint(constraint, pod))
  }
  const defaults = defaultConstraints(args).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === action,
  )
  if (defaults.length === 0) return []
  const group = (cluster.groupSelectors?.(pod) ?? []).filter((selector) => !isEmpty(selector))
  if (group.length === 0) return []
  return defaults.map((constraint) => prepared(constraint, group))
}

function defaultConstraints(args: PodTopologySpreadArgs): readonly TopologySpreadConstraint[] {
  return args.defaultingType === 'System' ? SYSTEM_DEFAULTS : (args.defaultConstraints ?? [])
}

/** A pod's own constraint; the pod's values of `matchLabelKeys` narrow the group. */
export function ownConstraint(constraint: TopologySpreadConstraint, pod: Pod): Constraint {
  const labels = pod.metadata?.labels ?? {}
  const keys = (constraint.matchLabelKeys ?? []).filter((key) => Object.hasOwn(labels, key))
  if (keys.length === 0) return prepared(constraint, [constraint.labelSelector])
  const matchLabels = Object.fromEntries(keys.map((key) => [key, labels[key]!]))
  return prepared(constraint, [constraint.labelSelector, { matchLabels }])
}

function prepared(
  constraint: TopologySpreadConstraint,
  selectors: readonly (LabelSelector | undefined)[],
): Constraint {
  return {
    key: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    honorAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorTaints: constraint.nodeTaintsPolicy === 'Honor',
    selectors,
    selects(labels) {
      for (let i = 0; i < selectors.length; i++) {
        if (!matchesLabelSelector(selectors[i], labels)) return false
      }
      return true
    },
    selectsEverything: selectors.every((selector) => selector && isEmpty(selector)),
  }
}

function isEmpty(selector: LabelSelector): boolean {
  const labels = Object.keys(selector.matchLabels ?? {})
  return labels.length === 0 && (selector.matchExpressions ?? []).length === 0
}

/** Pods of the group on a node; those that terminate no longer count. */
export function groupSize(view: NodeView, incoming: Pod, constraint: Constraint): number {
  if (constraint.selectsEverything) return 0
  let size = 0
  for (const { pod } of view.pods) if (isInGroup(pod, incoming, constraint)) size += 1
  return size
}

/** Whether a pod on a node counts for the incoming pod's constraint. */
export function isInGroup(pod: Pod, incoming: Pod, constraint: Constraint): boolean {
  const { deletionTimestamp, namespace, labels } = pod.metadata ?? {}
  return (
    !constraint.selectsEverything &&
    deletionTimestamp === undefined &&
    namespace === incoming.metadata?.namespace &&
    constraint.selects(labels)
  )
}

/** Whether a node has a value for every constraint's key. */
export function hasAllKeys(node: Node, constraints: readonly Constraint[]): boolean {
  return constraints.every(({ key }) => labelOf(node, key) !== undefined)
}

/** A node's value of a topology key. */
export function labelOf(node: Node, key: string): string | undefined {
  const labels = node.metadata?.labels ?? {}
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}

/** Whether the node counts for this constraint, by its inclusion policies. */
export function includes(constraint: Constraint, pod: Pod, node: Node): boolean {
  if (constraint.honorAffinity && !matchesRequiredNodeAffinity(pod, node)) return false
  return !constraint.honorTaints || toleratesAll(pod, node)
}

/** Whether no taint keeps the pod off the node. */
export function toleratesAll(pod: Pod, node: Node): boolean {
  const effects = ['NoSchedule', 'NoExecute']
  return !findUntoleratedTaint(node.spec?.taints, pod.spec?.tolerations, effects)
}
