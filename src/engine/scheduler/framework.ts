import type { Kind } from '../api/objects.ts'
import type {
  CSINode,
  LabelSelector,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../api/types.gen.ts'
import type { Random } from '../sim/random.ts'
import type { Change } from '../store/store.ts'
import type { PreemptionReasons } from './attempt.ts'
import type { Columns, FastAnswer } from './fastPath.ts'

/** Framework status codes; upstream's names (framework.Code). */
type Code = 'Success' | 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Error'

/** A resource that does not fit; cpu in millicores, everything else in base units. */
export interface Insufficient {
  readonly resource: string
  readonly requested: number
  readonly used: number
  readonly capacity: number
}

/** Why a plugin says no. `reasons` are Kubernetes' own strings. */
export interface Rejection {
  readonly code: Exclude<Code, 'Success'>
  readonly reasons: readonly string[]
  readonly insufficient?: readonly Insufficient[]
  /** Key of the taint that is not tolerated; later versions leave it out of the reason. */
  readonly taint?: string
}

/** Resource amounts by name; cpu in millicores, everything else in base units. */
export type ResourceAmounts = Readonly<Record<string, number>>

/** A pod as the scheduler sees it, computed once per queue entry. */
export interface PodInfo {
  readonly pod: Pod
  readonly requests: ResourceAmounts
  /** Requests with 100m / 200Mi where a container has no key; for Fit scoring alone. */
  readonly nonZero: { readonly cpu: number; readonly memory: number }
}

/** A node with the pods that are bound to it or assumed on it. */
export interface NodeView {
  readonly node: Node
  readonly name: string
  readonly allocatable: ResourceAmounts
  readonly requested: ResourceAmounts
  readonly nonZeroRequested: { readonly cpu: number; readonly memory: number }
  readonly pods: readonly PodInfo[]
  /** Those of them that want, or do not want, to be near other pods. */
  readonly podsWithAffinity: readonly PodInfo[]
}

/** What a scheduling cycle may look at; nodes are in upstream's zone-interleaved order. */
export interface ClusterView {
  readonly nodes: readonly NodeView[]
  /** One of them by its name; absent = look through the list. */
  node?(name: string): NodeView | undefined
  /** How many nodes there are; absent = the list has to be counted. */
  readonly nodeCount?: number
  /** Labels of a namespace; absent or undefined = it has none. */
  namespaceLabels?(name: string): Readonly<Record<string, string>> | undefined
  /**
   * Selectors of the services that select the pod and of the workload that owns it: all of them
   * together describe the group that the pod belongs to. Absent or empty = it belongs to none.
   */
  groupSelectors?(pod: Pod): readonly LabelSelector[]
  /** Absent = nothing limits disruptions. */
  readonly disruptionBudgets?: readonly DisruptionBudget[]
  /** Absent = there are no claims, volumes and storage classes. */
  readonly storage?: StorageFacts
  /** The lowest priority of the pods on nodes; absent = somebody has to look. */
  readonly lowestPriority?: number
  /** The 35 of Kubernetes 1.35, which is modelled when this is absent; 33 and later. */
  readonly kubernetesMinor?: number
}

/** Kubernetes 1.35. */
export const LATEST_MINOR = 35

/** What is known of volumes and of the claims to them. */
export interface StorageFacts {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined
  volume(name: string): PersistentVolume | undefined
  volumes(): readonly PersistentVolume[]
  storageClass(name: string): StorageClass | undefined
  /** What a node's volume drivers can attach; undefined = nobody says. */
  csiNode(name: string): CSINode | undefined
}

/** What a pod's claims get on the node that was chosen. */
export interface VolumeBindings {
  /** Volumes that are there, with the claim that each one is for. */
  readonly found: readonly {
    readonly claim: PersistentVolumeClaim
    readonly volume: PersistentVolume
  }[]
  /** Claims whose volumes have to be made. */
  readonly provisioned: readonly PersistentVolumeClaim[]
}

/** As much of a PodDisruptionBudget as preemption looks at. */
export interface DisruptionBudget {
  readonly namespace: string
  readonly name: string
  /** Absent or empty selects nothing here. */
  readonly selector: LabelSelector | undefined
  readonly disruptionsAllowed: number
  /** Names of pods whose disruption is already counted. */
  readonly disruptedPods: ReadonlySet<string>
}

/** A raw score per feasible node, changed in place by `normalize`. */
export type ScoreList = { readonly node: NodeView; score: number }[]

/** A cluster event that could turn a plugin's "no" into a "yes", with upstream's queueing hint. */
export interface WakeEvent {
  readonly kind: Kind
  /** True = try the pod again. Absent = any change of this kind. */
  readonly hint?: (pod: PodInfo, change: Change) => boolean
}

/** What decides which waiting pod goes first. */
export interface QueuePlace {
  readonly priority: number
  /** When the pod entered the queue or last failed; any one unit. */
  readonly timestamp: number
}

/** What a plugin answers once per scheduling attempt; state lives in this closure. */
export interface PluginRun {
  /** PreFilter: rejects the pod on every node at once. */
  readonly preFilter?: Rejection
  /** PreFilter: restricts the search to these node names. */
  readonly onlyNodes?: ReadonlySet<string>
  /** undefined = fits. Absent = the plugin has nothing to filter for this pod (Skip). */
  filter?(node: NodeView): Rejection | undefined
  /**
   * PreScore: called once with the nodes that passed every filter, before any of them is scored.
   * 'Skip' = contributes 0 everywhere.
   */
  preScore?(feasible: readonly NodeView[]): 'Skip' | undefined
  /** Scoring fails with this error on every node (upstream's text); `score` is not asked. */
  readonly scoreError?: string
  /** Before normalisation. Absent = contributes 0 everywhere (PreScore Skip). */
  score?(node: NodeView): number
  /** Scores must be integers 0..100 afterwards. */
  normalize?(scores: ScoreList): void
  /** PreBind: what to bind the pod's claims to on the node that was chosen. */
  bindings?(node: NodeView): VolumeBindings | undefined
}

/** Nodes that were rejected by the same plugin for the same reasons. */
export interface RejectedGroup {
  readonly rejection: Rejection
  readonly nodes: number
}

/** A search that found no feasible node. */
export interface FailedSearch {
  /** By node name, for nodes that were looked at. */
  readonly rejections: Pick<ReadonlyMap<string, Rejection>, 'get' | 'size' | 'values'>
  /** The same counted, where somebody has counted: how many nodes were rejected alike. */
  readonly groups?: readonly RejectedGroup[]
  /** What holds for all other nodes; without it they count as unresolvable. */
  readonly absent?: Rejection
  /** True when PreFilter refused the pod as a whole; `absent` says why. */
  readonly preFilterRejected?: boolean
}

/** What PostFilter may use beside the pod and the cluster. */
export interface PostFilterTools {
  /** Why the pod does not fit on this node of this (changed) cluster; undefined = it does. */
  rejection(node: NodeView, cluster: ClusterView): Rejection | undefined
  readonly random: Random
  /** The nodes on which preemption could help; absent = the plugin has to find and try them itself. */
  readonly trials?: Trials
}

/** Nodes on which preemption could help, in list order, to be tried by number. */
export interface Trials {
  readonly count: number
  try(number: number): Candidate | Rejection
}

/** A node on which a pod would fit without its victims. */
export interface Candidate {
  readonly node: string
  /** The most important first. */
  readonly victims: readonly Pod[]
  /** Victims whose deletion breaks a disruption budget. */
  readonly budgetViolations: number
  /** Pods of lower priority whose leaving would break a budget, victims or not; absent = none. */
  readonly guarded?: readonly { readonly pod: Pod; readonly budget: string }[]
}

export interface PostFilterResult {
  /** The node that will have room once its victims are gone. */
  readonly nomination?: Nomination
  /** Why there is none; also ends an earlier nomination unless `keepNomination`. */
  readonly message?: string
  readonly keepNomination?: boolean
  /** The plugin failed: no other is asked, and `message` is all that is said. */
  readonly failed?: boolean
}

interface Nomination {
  readonly node: string
  /** To be deleted, the most important first. */
  readonly victims: readonly Pod[]
  /** Nodes that would have been as good. */
  readonly candidates: readonly string[]
  /** What tells why it was this node. */
  readonly reasons?: PreemptionReasons
}

/** A wrong plugin argument, as upstream's field errors name it. */
export interface ArgsProblem {
  /** Path inside the arguments: `scoringStrategy.resources[0].weight`. */
  readonly field: string
  /** 'Refused' is no field error: the scheduler does not start, and `message` is the whole text. */
  readonly type: 'Invalid' | 'Required' | 'Duplicate' | 'NotSupported' | 'Forbidden' | 'Refused'
  /** What is written there; absent for a field that is missing. */
  readonly value?: unknown
  readonly message: string
}

/**
 * A scheduler plugin: a constant with upstream's name. `args` are the plugin's arguments from the
 * profile. Plugins never import each other.
 */
export interface Plugin<Args = undefined> {
  readonly name: string
  /** Arguments that a profile does not give, one by one. */
  readonly defaultArgs?: Args
  /** What upstream's validation says about arguments after defaulting. */
  problems?(args: Args): readonly ArgsProblem[]
  readonly wakeOn?: readonly WakeEvent[]
  /** PreEnqueue: why the pod may not enter the queue yet; undefined = it may. */
  preEnqueue?(pod: Pod): string | undefined
  /** QueueSort: true when `a` is scheduled before `b`. */
  less?(a: QueuePlace, b: QueuePlace): boolean
  begin(pod: PodInfo, cluster: ClusterView, args: Args): PluginRun
  /**
   * The fast form of `begin` (see fastPath.ts): called once per template of pods. `cluster` has no
   * nodes. Absent = pods of profiles with this plugin take the readable way.
   */
  fast?(pod: PodInfo, columns: Columns, cluster: ClusterView, args: Args): FastAnswer
  /** PostFilter: called when no node is feasible. */
  postFilter?(
    pod: PodInfo,
    cluster: ClusterView,
    failed: FailedSearch,
    tools: PostFilterTools,
    args: Args,
  ): PostFilterResult
}
