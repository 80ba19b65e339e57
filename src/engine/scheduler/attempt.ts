import type { Millis } from '../api/units.ts'
import type { ScoringStrategy } from './fitArgs.ts'
import type { Insufficient } from './framework.ts'

/** One scoring plugin's answer for one node. */
export interface PluginScore {
  readonly plugin: string
  /** As the plugin returned it, before normalisation. */
  readonly raw: number
  /** 0..100, after normalisation. */
  readonly normalized: number
  readonly weight: number
}

export interface NodeVerdict {
  readonly node: string
  /** Absent = passed every filter. */
  readonly rejectedBy?: string
  readonly code?: string
  readonly reasons?: readonly string[]
  readonly insufficient?: readonly Insufficient[]
  /** Key of the taint that it refuses the pod for. */
  readonly taint?: string
  /** Filter plugins that passed on this node before a rejection, in order. */
  readonly passed: readonly string[]
  /** Empty when the node was rejected or was the only one that fits (upstream does not score it). */
  readonly scores: readonly PluginScore[]
  /** Sum of normalized x weight; absent when not scored. */
  readonly total?: number
}

/** Pods that a rule counts per topology (zone, host ...), as it stood before a decision. */
export interface TopologyFact {
  readonly plugin: string
  /**
   * `spread`: pods of its group. `near`, `apart`: pods that it wants near it or away from it; of
   * several required `near` terms a pod counts that meets all. `refused`: pods that want it away from
   * themselves. `asked`: points that running pods' terms give it.
   */
  readonly rule: 'spread' | 'near' | 'apart' | 'refused' | 'asked'
  /** It refuses nodes; otherwise it only scores them. */
  readonly hard: boolean
  /** The node label whose values are the domains. */
  readonly key: string
  /** Which pods are counted, as kubectl writes selectors; absent of `refused` and `asked`. */
  readonly selector?: string
  /** Of `near` and `apart` that score: 1..100. */
  readonly weight?: number
  /** Of `spread`: how far the counts may differ. */
  readonly maxSkew?: number
  /** Of `spread` that refuses: with fewer domains than this the minimum is 0. */
  readonly minDomains?: number
  /** Of `spread` that refuses: the count that the others are compared with. */
  readonly minimum?: number
  /**
   * Of `spread` that refuses: the pod matches its own selector, so it counts one wherever it goes.
   * Of `near` that refuses: there is no such pod yet and it is one itself, so it may go anywhere.
   */
  readonly self?: boolean
  /** Nodes without the label. */
  readonly unlabelled: number
  /** By name; `points` only of `asked`. */
  readonly domains: readonly {
    readonly name: string
    readonly pods: number
    readonly points?: number
  }[]
}

/** A node that preemption could have cleared for a pod, and what that would have cost. */
export interface PreemptionOption {
  readonly node: string
  /** Names of the pods that would have to leave, the most important first. */
  readonly victims: readonly string[]
  /** The highest of the victims' priorities. */
  readonly priority: number
  /** Victims whose leaving breaks a PodDisruptionBudget. */
  readonly violations: number
  /** The budgets that would be broken. */
  readonly broken?: readonly string[]
  /** Less important pods than some victim, which stay for the sake of their budget. */
  readonly spared?: readonly { readonly pod: string; readonly budget: string }[]
}

/** What made one node better to clear than the next best (SCHEDULER.md section 9, in this order). */
export type PreemptionRule = 'budgets' | 'priority' | 'sum' | 'victims' | 'start'

export interface PreemptionReasons {
  /** Of the pod that needs room. */
  readonly priority: number
  /** Nodes that could have been cleared, the best first; of many only the best. */
  readonly options: readonly PreemptionOption[]
  /** What the best ones have before the others; absent = all were equally good, or there was one. */
  readonly rule?: PreemptionRule
}

/** Everything about one scheduling attempt (or one decision of the runbook), as values. */
export interface Attempt {
  readonly id: number
  readonly at: Millis
  readonly namespace: string
  readonly pod: string
  readonly uid: string
  /**
   * Nodes in the order in which they were looked at; see `nodes`. Empty although there are nodes = not
   * recorded, or recorded and given up: `examined` says how many were looked at.
   */
  readonly verdicts: readonly NodeVerdict[]
  readonly selected?: string
  /** Nodes that could just as well have been taken: more than one = one was drawn by seed. */
  readonly candidates: readonly string[]
  /** How many these are where they are not all named (`candidates` is empty then). */
  readonly equals?: number
  /** FailedScheduling text; absent on success. */
  readonly message?: string
  /** How many nodes were looked at; absent = as many as there are verdicts. */
  readonly examined?: number
  /** How many nodes there were: more than were looked at = the search ended when enough of them fitted. */
  readonly nodes?: number
  /** The node that had been cleared for the pod before: it was looked at first, it fits, no other was. */
  readonly nominated?: string
  /** The node that was cleared for the pod, and the names of the pods that have to leave. */
  readonly preemption?: {
    readonly nominatedNode: string
    readonly victims: readonly string[]
    /** Nodes that could just as well have been cleared: more than one = one was drawn by seed. */
    readonly candidates?: readonly string[]
    /** Absent where a plugin does not say. */
    readonly reasons?: PreemptionReasons
  }
  /** What the rules about other pods counted; absent where there is no such rule, or no verdict. */
  readonly counted?: readonly TopologyFact[]
  /**
   * Sum of the weights x 100 of the plugins that had something to say about this pod (of all when
   * nothing was scored): the greatest total that any node could have had.
   */
  readonly maxTotal: number
  /** How NodeResourcesFit scored in the profile that decided; absent when it did not score there. */
  readonly strategy?: ScoringStrategy['type']
  /** Names the rule of policies that do not score ("next machine in the list"). */
  readonly rule?: string
}
