import { isLabelValue, isQualifiedName } from './nameRules.ts'
import type {
  LabelSelector,
  Node,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  PreferredSchedulingTerm,
} from './types.gen.ts'

export type Labels = Readonly<Record<string, string>>

type Matcher = (labels: Labels) => boolean
const NOTHING: Matcher = () => false

const labelOf = (labels: Labels, key: string): string | undefined =>
  Object.hasOwn(labels, key) ? labels[key] : undefined

// Selectors are immutable values that are asked again and again: compile each once.
const compiledSelectors = new WeakMap<LabelSelector, Matcher>()
const compiledTerms = new WeakMap<NodeSelectorTerm, (node: Node) => boolean>()

/**
 * Whether a label selector selects these labels. No selector selects nothing, an empty one selects
 * everything, one that upstream refuses (unknown operator, In without values) selects nothing.
 */
export function matchesLabelSelector(
  selector: LabelSelector | undefined,
  labels: Labels = {},
): boolean {
  if (!selector) return false
  let matcher = compiledSelectors.get(selector)
  if (!matcher) {
    matcher = compileLabelSelector(selector)
    compiledSelectors.set(selector, matcher)
  }
  return matcher(labels)
}

function compileLabelSelector(selector: LabelSelector): Matcher {
  const wanted = Object.entries(selector.matchLabels ?? {})
  const all: Matcher[] = []
  for (const requirement of selector.matchExpressions ?? []) {
    // Gt and Lt exist for nodes alone.
    if (requirement.operator === 'Gt' || requirement.operator === 'Lt') return NOTHING
    const matcher = compileRequirement(requirement)
    if (!matcher) return NOTHING
    all.push(matcher)
  }
  // Every workload's selector is asked about every other workload's pods: no more calls than must be.
  return (labels) => {
    for (let i = 0; i < wanted.length; i++) {
      const [key, value] = wanted[i]!
      if (labels[key] !== value || !Object.hasOwn(labels, key)) return false
    }
    for (let i = 0; i < all.length; i++) if (!all[i]!(labels)) return false
    return true
  }
}

/** undefined = upstream refuses this requirement. */
function compileRequirement(requirement: NodeSelectorRequirement): Matcher | undefined {
  const { key, operator, values = [] } = requirement
  if (!isQualifiedName(key) || !values.every(isLabelValue)) return undefined
  switch (operator) {
    case 'In':
      if (values.length === 0) return undefined
      return (labels) => values.includes(labelOf(labels, key) as string)
    case 'NotIn':
      if (values.length === 0) return undefined
      return (labels) => !values.includes(labelOf(labels, key) as string)
    case 'Exists':
      if (values.length > 0) return undefined
      return (labels) => Object.hasOwn(labels, key)
    case 'DoesNotExist':
      if (values.length > 0) return undefined
      return (labels) => !Object.hasOwn(labels, key)
    case 'Gt':
    case 'Lt': {
      const bound = values.length === 1 ? toInt64(values[0]) : undefined
      if (bound === undefined) return undefined
      return (labels) => {
        const value = toInt64(labelOf(labels, key))
        if (value === undefined) return false
        return operator === 'Gt' ? value > bound : value < bound
      }
    }
    default:
      return undefined
  }
}

function toInt64(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[-+]?\d{1,19}$/.test(text)) return undefined
  const value = BigInt(text.replace('+', ''))
  return BigInt.asIntN(64, value) === value ? value : undefined
}

/**
 * Whether a node selector term selects the node (component-helpers nodeaffinity): all expressions
 * and fields must hold; an empty or invalid term selects nothing.
 */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: Node): boolean {
  let matcher = compiledTerms.get(term)
  if (!matcher) {
    matcher = compileTerm(term)
    compiledTerms.set(term, matcher)
  }
  return matcher(node)
}

function compileTerm(term: NodeSelectorTerm): (node: Node) => boolean {
  const { matchExpressions = [], matchFields = [] } = term
  if (matchExpressions.length === 0 && matchFields.length === 0) return () => false
  const expressions: Matcher[] = []
  for (const requirement of matchExpressions) {
    const matcher = compileRequirement(requirement)
    if (!matcher) return () => false
    expressions.push(matcher)
  }
  for (const { key, operator, values = [] } of matchFields) {
    const valid = operator === 'In' || operator === 'NotIn'
    if (key !== 'metadata.name' || !valid || values.length !== 1) return () => false
  }
  return (node) =>
    expressions.every((matches) => matches(node.metadata?.labels ?? {})) &&
    matchFields.every(
      ({ operator, values }) => (values?.[0] === node.metadata?.name) === (operator === 'In'),
    )
}

/** Something in a node selector term that upstream refuses. */
export interface TermProblem {
  /** `matchExpressions[0].values`. */
  readonly field: string
  readonly type: 'Invalid' | 'Required' | 'NotSupported'
  readonly value?: unknown
  readonly message: string
}

/** Why a term could never select a node, as component-helpers nodeaffinity says it. */
export function termProblems({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm) {
  return [
    ...matchExpressions.flatMap((requirement, index) =>
      requirementProblems(requirement, `matchExpressions[${index}]`),
    ),
    ...matchFields.flatMap((requirement, index) =>
      fieldProblems(requirement, `matchFields[${index}]`),
    ),
  ]
}

function requirementProblems(requirement: NodeSelectorRequirement, path: string): TermProblem[] {
  const { key, operator, values = [] } = requirement
  if (compileRequirement(requirement)) return []
  if (!OPERATORS.includes(operator)) {
    const message = 'not a valid selector operator'
    return [{ field: `${path}.operator`, type: 'NotSupported', value: operator, message }]
  }
  if (!isQualifiedName(key)) {
    const message = 'must be a qualified name'
    return [{ field: `${path}.key`, type: 'Invalid', value: key, message }]
  }
  const message = REQUIREMENT_VALUES[operator] ?? ''
  return [{ field: `${path}.values`, type: 'Invalid', value: values, message }]
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']
const ONE_INTEGER = "for 'Gt', 'Lt' operators, exactly one value is required, an integer"
const SOME_VALUES = "for 'in', 'notin' operators, values set can't be empty or hold illegal values"
const NO_VALUES = 'values set must be empty for exists and does not exist'
const REQUIREMENT_VALUES: Readonly<Record<string, string>> = {
  In: SOME_VALUES,
  NotIn: SOME_VALUES,
  Exists: NO_VALUES,
  DoesNotExist: NO_VALUES,
  Gt: ONE_INTEGER,
  Lt: ONE_INTEGER,
}

function fieldProblems(requirement: NodeSelectorRequirement, path: string): TermProblem[] {
  const { key, operator, values = [] } = requirement
  const found: TermProblem[] = []
  if (key !== 'metadata.name') {
    const message = 'not a valid field selector key'
    found.push({ field: `${path}.key`, type: 'Invalid', value: key, message })
  }
  if (operator !== 'In' && operator !== 'NotIn') {
    const message = 'not a valid selector operator'
    found.push({ field: `${path}.operator`, type: 'Invalid', value: operator, message })
  }
  if (values.length !== 1) {
    const message = 'must have one element'
    found.push({ field: `${path}.values`, type: 'Invalid', value: values, message })
  }
  return found
}

/** Terms are alternatives; no terms select nothing. */
export const matchesAnyTerm = (
  terms: readonly NodeSelectorTerm[] | undefined,
  node: Node,
): boolean => (terms ?? []).some((term) => matchesNodeSelectorTerm(term, node))

/** Whether spec.nodeSelector and the required node affinity both admit the node. */
export function matchesRequiredNodeAffinity(pod: Pod, node: Node): boolean {
  const selector = pod.spec?.nodeSelector
  if (selector) {
    const labels = node.metadata?.labels ?? {}
    for (const [key, value] of Object.entries(selector)) {
      if (labelOf(labels, key) !== value) return false
    }
  }
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return required === undefined || matchesAnyTerm(required.nodeSelectorTerms, node)
}

/** Sum of the weights of the preferred terms that select the node; terms of weight 0 are ignored. */
export function preferredNodeScore(
  terms: readonly PreferredSchedulingTerm[] | undefined,
  node: Node,
): number {
  let sum = 0
  for (const { weight, preference } of terms ?? []) {
    if (weight !== 0 && matchesNodeSelectorTerm(preference, node)) sum += weight
  }
  return sum
}
