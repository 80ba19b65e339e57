import type { Node, Pod } from '../api/types.gen.ts'
import type { Rejection } from './framework.ts'
import type { ScorePair } from './resourceColumns.ts'

/*
 * The fast path's contract with plugins. Nodes are numbered: every node has a slot, and what is known
 * of nodes stands in columns by slot. Pods of one template get the same answers, so that a plugin
 * prepares once per template (`Plugin.fast`) and is then asked by slot, without making objects.
 */

/** Amounts of one resource by slot; cpu in millicores, everything else in base units. */
export interface AmountColumns {
  readonly allocatable: Float64Array
  /** By the pods on the node. */
  readonly requested: Float64Array
}

/** Which pods are counted, and where. */
export interface CountRule {
  /** Label whose values are the domains; undefined = nobody asks for domains. */
  readonly key: string | undefined
  /** What a pod on a node counts for; 0 = nothing. Must depend on labels, namespace, pod affinity and deletion alone. */
  weigh(pod: Pod): number
  /** Only pods with this label (see `labelText`) may count for something; absent = any pod may. */
  readonly label?: string | undefined
  /** How many things are counted about the pod; by default its weight, which must not be below 0 then. */
  things?(pod: Pod): number
  /** Nodes without the key count as one domain, that of the empty value. */
  readonly keyless?: boolean
  /** Nodes that count; absent = all. Must depend on the Node object alone. */
  includes?(node: Node): boolean
}

/** A label and its value as one text. */
export const labelText = (key: string, value: string): string => `${key}=${value}`

/** Pods counted by node and by domain, kept up to date. */
export interface Count {
  /** Sum of the weights of the pods on a node, by slot. */
  readonly onNode: Int32Array
  /** Sum of the weights in a domain of this number (see `Columns.values`). */
  inDomain(domain: number): number
  /** Domains that have a node that counts. */
  readonly size: number
  /** The least sum of all of them; Infinity without any. */
  least(): number
  /** Nothing at all is counted in any domain. */
  readonly empty: boolean
}

/** What plugins see of nodes and of the pods on them. All columns have room for `capacity` slots. */
export interface Columns {
  readonly capacity: number
  amounts(resource: string): AmountColumns
  /** Requests with 100m / 200Mi where a container has no key; for Fit scoring alone. */
  readonly nonZero: { readonly cpu: Float64Array; readonly memory: Float64Array }
  readonly podCount: Float64Array
  node(slot: number): Node | undefined
  /** The number of the node's value of a label, by slot; -1 = it has none. Numbers count from 0. */
  values(key: string): Int32Array
  /** The number of a value of a label. */
  valueNumber(key: string, value: string): number
  /** All numbers of a label's values are below this. */
  valuesBelow(key: string): number
  /** How many nodes have no value of a label. */
  lacking(key: string): number
  count(rule: CountRule): Count
  /** Topology keys that terms of pods on nodes name, whatever they say. */
  affinityKeys(): Iterable<string>
  /** How many nodes have an image of this name. */
  nodesWithImage(name: string): number
  /** How large the image of this name is on a node, in bytes; 0 = it is not there. */
  imageSizes(name: string): Float64Array
  readonly nodeCount: number
  /** The number by which `FastRun.filter` says no in this way. */
  refusal(plugin: string, rejection: Rejection): number
}

/** The first `count` of a list of slots. */
export type Slots = Int32Array

/** A plugin's answers about pods of one template, by slot. */
export interface FastRun {
  /** `pods`: they change with the node and the pods on it alone. `cluster`: with anything. */
  readonly by: 'pods' | 'cluster'
  /**
   * For `cluster`: called before the first `filter` of a decision, and whenever counts have changed
   * since. 'Skip' = refuses no node as things stand.
   */
  preFilter?(): 'Skip' | undefined
  /** 0 = fits, otherwise a `Columns.refusal`. */
  filter?(slot: number): number
  /** The same for many slots at once: `refusals[i]` is the answer for `slots[i]`. Says how many refuse. */
  filterAll?(slots: Slots, count: number, refusals: Int32Array): number
  /**
   * As `PluginRun.preScore`, before it is known which slots are feasible. 'Zero' = the same everywhere,
   * but unlike 'Skip' it counts in the greatest total that there could be.
   */
  preScore?(): 'Skip' | 'Zero' | undefined
  /**
   * `scores[i]` becomes that of `slots[i]`: whole numbers; without `normalize` 0..100. For `cluster` these
   * are all feasible slots.
   */
  scoreAll?(slots: Slots, count: number, scores: Float64Array): void
  /** What this score is made of, for whoever asks for two at once. */
  readonly pair?: ScorePair
  readonly byValue?: ValueScores
  /** Only for `cluster`. In place: `scores[i]` is that of `feasible[i]`. */
  normalize?(scores: Float64Array, feasible: Slots, count: number): void
}

/** All values of `ValueScores` are below this. */
export const VALUES = 1_024

/**
 * The score of slots that are told apart by a value, where it depends on that value and on counts alone.
 * A value changes only with its node and the pods on it.
 */
export interface ValueScores {
  /** False = as things stand it does not hold. */
  isUsable(): boolean
  /** 0 to `VALUES` - 1, or -1 where there is no such number. */
  at(slot: number): number
  /**
   * The normalised score of each of the distinct values of the feasible slots: `scores[i]` becomes that of
   * `values[i]`, for the first `count` of them.
   * @param feasible how many slots there are
   */
  scoreAll(values: Int32Array, count: number, feasible: number, scores: Float64Array): void
}

/** The readable run's answers, asked once per node and kept until it changes. */
export interface KeptRun {
  /** `node`: until the Node object changes in more than conditions and images. `pods`: until a pod on it does, too. */
  readonly by: 'node' | 'pods'
  /** For `node`: pods with equal signs (compared as JSON) are alike for the plugin. */
  readonly sign?: unknown
  /** Whether the readable run normalises by `defaultNormalizeScore`. */
  readonly normalizes?: 'upwards' | 'reversed'
}

/**
 * undefined = such pods take the readable way; 'nothing' = neither filters nor scores them; 'each
 * time' = the readable run is begun anew for every pod and filters node by node (it must not score).
 */
export type FastAnswer =
  | FastRun
  | (KeptRun & { readonly kept: true })
  | 'nothing'
  | 'each time'
  | undefined

/** Answers that depend on the Node object alone. */
export const keptByNode = (sign: unknown, normalizes?: KeptRun['normalizes']): FastAnswer => ({
  kept: true,
  by: 'node',
  sign,
  normalizes,
})

/** Answers that depend on the node and on the pods on it. */
export const keptByPods: FastAnswer = { kept: true, by: 'pods' }
