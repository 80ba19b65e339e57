import { type Labels, matchesLabelSelector } from '../api/selectors.ts'
import type { Node, Pod, PodAffinityTerm, WeightedPodAffinityTerm } from '../api/types.gen.ts'

type NamespaceLabels = (name: string) => Labels | undefined

const required = (pod: Pod, kind: 'podAffinity' | 'podAntiAffinity') =>
  pod.spec?.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? NONE
const preferred = (pod: Pod, kind: 'podAffinity' | 'podAntiAffinity') =>
  pod.spec?.affinity?.[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? NONE

const NONE: readonly never[] = []

/** The terms of a pod, by what they do. */
export const requiredAffinity = (pod: Pod): readonly PodAffinityTerm[] =>
  required(pod, 'podAffinity')
export const requiredAntiAffinity = (pod: Pod): readonly PodAffinityTerm[] =>
  required(pod, 'podAntiAffinity')
export const preferredAffinity = (pod: Pod): readonly WeightedPodAffinityTerm[] =>
  preferred(pod, 'podAffinity')
export const preferredAntiAffinity = (pod: Pod): readonly WeightedPodAffinityTerm[] =>
  preferred(pod, 'podAntiAffinity')

/**
 * Whether `owner`'s term is about this pod: its namespace is listed or selected (the owner's own
 * when the term says neither), and its labels match.
 */
export function termMatches(
  term: PodAffinityTerm,
  owner: Pod,
  pod: Pod,
  namespaceLabels: NamespaceLabels,
): boolean {
  const namespace = pod.metadata?.namespace ?? ''
  return (
    inNamespaces(term, owner, namespace, namespaceLabels) &&
    matchesLabelSelector(term.labelSelector, pod.metadata?.labels)
  )
}

function inNamespaces(
  term: PodAffinityTerm,
  owner: Pod,
  namespace: string,
  namespaceLabels: NamespaceLabels,
): boolean {
  const listed = term.namespaces ?? []
  if (listed.length === 0 && !term.namespaceSelector) {
    return namespace === (owner.metadata?.namespace ?? '')
  }
  return (
    listed.includes(namespace) ||
    matchesLabelSelector(term.namespaceSelector, namespaceLabels(namespace))
  )
}

/** True when the pod is what every one of these terms asks for; false when there are none. */
export function matchesAllTerms(
  terms: readonly PodAffinityTerm[],
  owner: Pod,
  pod: Pod,
  namespaceLabels: NamespaceLabels,
): boolean {
  return terms.length > 0 && terms.every((term) => termMatches(term, owner, pod, namespaceLabels))
}

/** Numbers by label key and value: pods counted, or weights summed, per topology. */
export interface TopologyCounts {
  /** Adds to the value that the node has for the key; nothing when it has none. */
  add(node: Node, key: string, amount: number): void
  /** The number at the node's own value of the key; 0 when there is none. */
  at(node: Node, key: string): number
  /** Keys that something was added for. */
  keys(): Iterable<string>
  readonly empty: boolean
}

export function createTopologyCounts(): TopologyCounts {
  const counts = new Map<string, Map<string, number>>()
  return {
    add(node, key, amount) {
      const value = topologyValue(node, key)
      if (value === undefined) return
      let values = counts.get(key)
      if (!values) {
        values = new Map()
        counts.set(key, values)
      }
      values.set(value, (values.get(value) ?? 0) + amount)
    },
    at(node, key) {
      const value = topologyValue(node, key)
      return value === undefined ? 0 : (counts.get(key)?.get(value) ?? 0)
    },
    keys: () => counts.keys(),
    get empty() {
      return counts.size === 0
    },
  }
}

/** What the node has for a topology key, if anything. */
export function topologyValue(node: Node, key: string): string | undefined {
  const labels = node.metadata?.labels ?? {}
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}
