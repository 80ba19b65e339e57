/**
 * Every message between worker and page, both directions, once; and the values they carry.
 * Cluster facts travel as transferred columns, one update per request; the page keeps a typed
 * mirror. A row number is an object's identity for the page: given once, never reused in a run.
 */
import type { Millis } from './api/units.ts'
import type { Attempt } from './scheduler/attempt.ts'

export type LaneId = string

// ---------------------------------------------------------------- commands

/**
 * A machine by its ordinal (1 = the lane's first machine, `vm-1` and `node-1`). Without `lane` the
 * command goes to every lane that has such a machine: the same disaster on both sides.
 */
export interface MachineTarget {
  readonly lane?: LaneId
  readonly machine: number
}

export type RolloutAction = 'undo' | 'pause' | 'resume' | 'restart'

/** Everything a person or a script can do. The log of these is the run. */
export type Command =
  | { readonly type: 'apply'; readonly text: string }
  | {
      readonly type: 'delete'
      readonly kind: string
      readonly namespace: string
      readonly name: string
      readonly lane?: LaneId
    }
  | {
      readonly type: 'scale'
      readonly kind: string
      readonly namespace: string
      readonly name: string
      readonly replicas: number
    }
  /** Sets annotations, as `kubectl annotate --overwrite` does: a workload's load, say. */
  | {
      readonly type: 'annotate'
      readonly kind: string
      readonly namespace: string
      readonly name: string
      readonly annotations: Readonly<Record<string, string>>
      readonly lane?: LaneId
    }
  /** What `kubectl rollout` does to a Deployment, DaemonSet or StatefulSet. */
  | {
      readonly type: 'rollout'
      readonly action: RolloutAction
      readonly kind: string
      readonly namespace: string
      readonly name: string
      /** Of `undo`: the revision to go back to; absent or 0 = the one before the latest. */
      readonly toRevision?: number
    }
  /** How many requests a second a Traffic sends from now on: a whole number up to a million. */
  | {
      readonly type: 'setTraffic'
      readonly namespace: string
      readonly name: string
      readonly requestsPerSecond: number
      readonly lane?: LaneId
    }
  /** Power loss. */
  | ({ readonly type: 'pullPlug' } & MachineTarget)
  | ({ readonly type: 'plugIn' } & MachineTarget)
  /** The cloud deletes the instance, and its Node object with it. */
  | ({ readonly type: 'terminate' } & MachineTarget)
  | ({ readonly type: 'cordon' } & MachineTarget)
  | ({ readonly type: 'uncordon' } & MachineTarget)
  | ({ readonly type: 'drain' } & MachineTarget)
  /** Pulls a plug drawn by seed among the machines that are up in every lane. */
  | { readonly type: 'killRandom' }
  | { readonly type: 'addMachine'; readonly machineType?: string; readonly lane?: LaneId }
  | { readonly type: 'setPolicy'; readonly lane: LaneId; readonly policy: string }
  | { readonly type: 'acknowledgePager'; readonly lane: LaneId }
  /** The cloud wants a spot machine back: after its notice the instance is deleted. */
  | ({ readonly type: 'reclaim' } & MachineTarget)
  /** Stops the control plane or brings it back; what runs on the machines runs on. */
  | { readonly type: 'controlPlane'; readonly up: boolean; readonly lane?: LaneId }

export interface LoggedCommand {
  readonly at: Millis
  readonly command: Command
}

/** One of the ways that a run has gone. */
export interface BranchName {
  /** A letter or more, given when it came about: A, B, ... */
  readonly id: string
  /** What a person calls it. */
  readonly name?: string
}

/** A branch that is kept beside the current one: what was done in it. */
export interface KeptBranch extends BranchName {
  readonly policies: Readonly<Record<LaneId, string>>
  readonly log: readonly LoggedCommand[]
  /** How far it has been seen. */
  readonly seen: Millis
}

/** A moment that a person wants to find again; '' = the time is its name. */
export interface Bookmark {
  readonly at: Millis
  readonly name: string
}

// ---------------------------------------------------------------- diagnostics

/**
 * A sentence of Podfall's own as what it says, so that the page can say it in its reader's language. What
 * Kubernetes prints has none: it is the same in every language.
 */
export interface Said {
  /** A sentence of src/engine/sentences. */
  readonly code: string
  /** What stands in it; a sentence among them is a part of this one. */
  readonly args: readonly SaidArg[]
}

export type SaidArg = string | number | readonly string[] | Said

export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  /** One sentence: what is wrong and what to do. */
  readonly message: string
  /** The same, to be said in another language; absent where Kubernetes says it. */
  readonly said?: Said
  /** From 0. */
  readonly document: number
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** What applying did to one object, in kubectl's words: `deployment.apps/web created`. */
export interface ApplyResult {
  readonly object: string
  readonly result: 'created' | 'configured' | 'unchanged' | 'failed'
}

/** Where a workload's request is written, so that the editor can draw and rewrite it. */
export interface ShapeSource {
  readonly app: string
  readonly kind: string
  readonly document: number
  /** First and last line of the document, from 1. */
  readonly startLine: number
  readonly endLine: number
  /** Pod total, cpu in millicores, others in base units. */
  readonly requests: Readonly<Record<string, number>>
  /** The scalar of each request in the first container; absent when it is not written. */
  readonly fields: Readonly<Record<string, TextRange>>
  /**
   * All that has to be written so that the first container requests another amount: the request
   * itself, also where there is none yet, and a device's limit, which must be the same number.
   * Absent for a resource that cannot be written (it comes from an alias, say).
   */
  readonly writes?: Readonly<Record<string, readonly TextWrite[]>>
}

/** Replaces `range` (empty = inserts there) by `before`, the value's text and `after`. */
export interface TextWrite {
  readonly range: TextRange
  readonly before: string
  readonly after: string
}

export interface TextRange {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

// ---------------------------------------------------------------- the picture's facts

/** What a pod is doing. Whether its machine has power is the node's fact, not the pod's. */
export const PodState = {
  /** Not bound: in the queue or refused. */
  Pending: 0,
  /** Bound; containers are being created. */
  Creating: 1,
  /** Its containers run and it is ready. */
  Running: 2,
  Succeeded: 3,
  Failed: 4,
  /** Has a deletion timestamp. */
  Terminating: 5,
  /** One-click only: its machine has no power or it was dropped on a dead machine. */
  Down: 6,
  /** A container runs, but the Ready condition is not True. */
  Unready: 7,
} as const
export type PodState = (typeof PodState)[keyof typeof PodState]

/** Bits of a node's state. */
export const NodeFlag = {
  Booting: 1,
  /** No power (the truth), whatever the control plane believes. */
  Dead: 2,
  /** The control plane's Ready condition is not True. */
  NotReady: 4,
  Cordoned: 8,
  /** Of a group of spot machines, which the cloud may take back. */
  Spot: 16,
  /** The cloud has given notice that it takes the machine back. */
  Reclaiming: 32,
  /** The cluster autoscaler is taking the machine away (taint ToBeDeletedByClusterAutoscaler). */
  ScalingDown: 64,
  /** A drain waits: a disruption budget holds back pods that are still here. */
  DrainWaits: 128,
  /** The kubelet's condition MemoryPressure: it evicts, and nothing new is placed there. */
  MemoryPressure: 256,
} as const

export const PodFlag = {
  /** Re-created after a machine died or a pod was deleted; gets the red corner dot in NEXT. */
  Recreated: 1,
  /** Nothing will re-create it. */
  Bare: 2,
  /** Belongs to a DaemonSet: bedrock. */
  Daemon: 4,
} as const

/** Columns of changed pods; every array has one entry per changed row, `requests` R per row. */
export interface PodColumns {
  readonly row: Uint32Array
  /** Row of the node, or -1. */
  readonly node: Int32Array
  /** Index into the run's `apps`. */
  readonly app: Uint16Array
  readonly state: Uint8Array
  readonly flags: Uint8Array
  /** Stacking order: smaller = nearer the floor. Given at binding. */
  readonly order: Uint32Array
  /** Display number within the app: web-11. */
  readonly ordinal: Uint32Array
  /** Row of the dead machine whose pod this one replaces, or -1. */
  readonly replaces: Int32Array
  readonly createdAt: Float64Array
  /** -1 = not bound. */
  readonly boundAt: Float64Array
  /** R values per row, in the order of the run's `resources`. */
  readonly requests: Float64Array
  /** Containers that are ready, and all of them; sidecars count, as under kubectl's READY. */
  readonly ready: Uint8Array
  readonly containers: Uint8Array
  /** Of all containers together. */
  readonly restarts: Uint16Array
  /** Revision of the owner's template that it is made from (`kubectl rollout history`); 0 = none. */
  readonly version: Uint16Array
  /** Index into `RunUpdate.statuses`: the word that kubectl prints under STATUS. */
  readonly status: Uint16Array
  /** PersistentVolumeClaims that it mounts. */
  readonly volumes: Uint8Array
  /**
   * Names in the order of `row`, one a line, of rows that are new in this update; a line is empty for
   * a row that is known. '' if all are known. One text costs a hundredth of an array of texts.
   */
  readonly names: string
}

export interface NodeColumns {
  readonly row: Uint32Array
  /** The number on the machine, from 1. */
  readonly ordinal: Uint32Array
  readonly flags: Uint16Array
  /** Index into the run's `machineTypes`; 65535 = a Node of one's own manifest. */
  readonly machineType: Uint16Array
  readonly pricePerHour: Float64Array
  readonly bornAt: Float64Array
  /** When a booting machine is ready; otherwise equal to bornAt or the last power-on. */
  readonly readyAt: Float64Array
  /** R values per row each. */
  readonly allocatable: Float64Array
  readonly requested: Float64Array
  /** Free, but no known shape fits (LOOK.md rule 8). */
  readonly stranded: Float64Array
  /** Index into the run's `nodeGroups`; 65535 = of none. */
  readonly group: Uint16Array
  /** Index into `RunUpdate.zones`; 65535 = its Node has no label topology.kubernetes.io/zone. */
  readonly zone: Uint16Array
  /** When the cloud takes it away, as its notice says; -1 = there is none. */
  readonly goneAt: Float64Array
  /** As of pods. */
  readonly names: string
}

/** A distinct workload; `index` in arrays of this type is what PodColumns.app refers to. */
export interface App {
  readonly name: string
  readonly namespace: string
  readonly kind: string
  /** Current shape: cpu in millicores, others in base units, in the order of `resources`. */
  readonly requests: readonly number[]
}

export interface ResourceUse {
  readonly allocatable: number
  readonly requested: number
  readonly idle: number
  readonly stranded: number
}

export interface LaneMetrics {
  /** Machines paid for. */
  readonly machines: number
  /** Machines with power. */
  readonly machinesUp: number
  /** Machines with power and at least one pod that is not a DaemonSet's. */
  readonly machinesUsed: number
  /** US dollars. */
  readonly costPerHour: number
  readonly pending: number
  /** Apps that do not serve: on dead machines, or re-created and not yet ready. */
  readonly down: number
  /** Since the start of the run. */
  readonly appMinutesLost: number
  /** In the order of the run's `resources`. */
  readonly resources: readonly ResourceUse[]
}

/** An entry of the log; `object` like `pod/web-6d4cf56db6-x7k2p`. */
export interface LoggedEvent {
  readonly id: number
  readonly at: Millis
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly object: string
  readonly message: string
}

/** The pager of a one-click lane. */
export interface Pager {
  readonly ringing: boolean
  readonly acknowledged: boolean
  /** Name of the machine that is shown. */
  readonly machine: string
  readonly appsDown: number
  /** Minutes after midnight at which it rang. */
  readonly rangAt: number
}

/** What the cluster autoscaler holds of one group of machines. */
export interface NodeGroupState {
  /** Index into the run's `nodeGroups`. */
  readonly group: number
  /** Size that it has asked the cloud for; booting machines are counted. */
  readonly target: number
  /** Machines whose Node is Ready. */
  readonly ready: number
  /** Rows of the machines that it holds to be unneeded. */
  readonly unneeded: readonly number[]
}

/** What is happening after a plug was pulled, for "2 of 5 pods back". */
export interface Recovery {
  readonly machine: string
  readonly lost: number
  readonly back: number
}

/**
 * A Service, who stands behind it, and what became of the requests that were sent to it. Counts are
 * since the start of the run; sent = answered + failed.
 */
export interface ServiceState {
  readonly namespace: string
  readonly name: string
  /** ClusterIP, NodePort, LoadBalancer or ExternalName. */
  readonly type: string
  /** `None` of a headless Service; empty when it has no address. */
  readonly clusterIP: string
  /** `web.default.svc.cluster.local` */
  readonly dns: string
  /** As kubectl prints them: `80/TCP,443:30443/TCP`. */
  readonly ports: string
  /** Rows of the pods that get its requests, in the order of its EndpointSlices. */
  readonly endpoints: readonly number[]
  /** Endpoints that get none: not ready, or on their way out. */
  readonly notReady: number
  /** Answers by version: the tag of the pod's image, or its label `version`. */
  readonly versions: readonly { readonly version: string; readonly answered: number }[]
  readonly answered: number
  readonly failed: number
  /** By reason, the most frequent first. */
  readonly failures: readonly { readonly reason: string; readonly count: number }[]
  /** Of the answers of the last seconds; 0 without any. */
  readonly latencyMillis: { readonly p50: number; readonly p99: number }
  /** Sent to it in the last whole second. */
  readonly requestsPerSecond: number
  /** Host and path of the first Ingress rule that leads to it: `shop.example.com/cart`. */
  readonly path?: string
}

/** A sender of requests (a Traffic object), and what became of them since the start of the run. */
export interface TrafficState {
  readonly namespace: string
  readonly name: string
  /** The URL that it asks for. */
  readonly to: string
  /** What it is set to send; see the command setTraffic. */
  readonly requestsPerSecond: number
  readonly answered: number
  readonly failed: number
  readonly versions: readonly { readonly version: string; readonly answered: number }[]
  /** By reason, the most frequent first. */
  readonly failures: readonly { readonly reason: string; readonly count: number }[]
  /** Where its requests of the last whole second went; empty when it sent none. */
  readonly flows: readonly TrafficFlow[]
}

/** What a pod got of one sender's requests in a second, and what became of them. */
export interface TrafficFlow {
  /** Row of the pod; -1 = they got to no pod that is there. */
  readonly row: number
  /** What answers there; empty where nobody does. */
  readonly version: string
  readonly answered: number
  readonly failed: number
}

/** One line of a ResourceQuota. */
export interface QuotaState {
  readonly namespace: string
  readonly name: string
  /** `requests.cpu`, `pods`, `count/deployments.apps` */
  readonly resource: string
  /** cpu in millicores, everything else in base units. */
  readonly used: number
  readonly hard: number
}

/** Pods that are not there, as admission (a quota, say) refuses to make them. */
export interface RefusedPods {
  readonly pods: number
  /** What was said to one of them. */
  readonly message: string
}

/** A line that a container wrote. */
export interface LogLine {
  readonly at: Millis
  readonly pod: string
  readonly container: string
  readonly text: string
}

export interface LaneUpdate {
  readonly lane: LaneId
  readonly pods: PodColumns
  readonly podsRemoved: Uint32Array
  readonly nodes: NodeColumns
  readonly nodesRemoved: Uint32Array
  readonly metrics: LaneMetrics
  /** Those since the last update; in a burst the latest of them. */
  readonly events: readonly LoggedEvent[]
  /** How many before these, and after the last update, are not told; 0 if absent. */
  readonly eventsForgotten?: number
  /** Attempts since the last update, at most the 16 latest. */
  readonly attempts: readonly Attempt[]
  readonly pager?: Pager
  readonly recovery?: Recovery
  readonly policy: string
  /** True while the control plane is down; absent while it is up. */
  readonly controlPlaneDown?: boolean
  /**
   * Arrivals up to `now` that have not come in: they wait for the control plane to be back, or for the rest
   * of this moment; absent when there are none.
   */
  readonly arrivalsHeld?: number
  /** Pods that workloads should have and admission refuses; absent when there are none. */
  readonly refused?: RefusedPods
  /** Every group, whenever one changed; absent in lanes without a cluster autoscaler of groups. */
  readonly autoscaler?: readonly NodeGroupState[]
  /** All Services, whenever one of them has changed; at most once a simulated second for counts. */
  readonly services?: readonly ServiceState[]
  /** All senders of requests, whenever `services` may have changed. */
  readonly traffic?: readonly TrafficState[]
  /** All quotas, whenever one of them has changed. */
  readonly quotas?: readonly QuotaState[]
}

export type MarkerType =
  | 'bought'
  | 'plug'
  | 'plugIn'
  | 'jobDone'
  | 'pager'
  | 'command'
  | 'divergence'
  /** A moment that a person has marked; the engine does not know of them. */
  | 'bookmark'
  /** Marks before this that are no longer kept; `label` says how many. Set by the page. */
  | 'forgotten'
  /** Two branches that are compared part here. */
  | 'fork'
  /** A CronJob made a Job; of the CronJob. */
  | 'cron'
  /** A quota or a disruption budget said no; of the object that was refused. */
  | 'refused'
  /** A cloud takes a spot machine back. */
  | 'reclaim'
  /** A rollout began; of the workload. */
  | 'rollout'
  /** The control plane went down or came back. */
  | 'controlPlane'
/** A mark on the timeline. */
export interface Marker {
  readonly at: Millis
  readonly type: MarkerType
  readonly lane?: LaneId
  /**
   * What it is about, as a name: the machine; of `jobDone` the Job, of `divergence` the app, of
   * `command` its type and object (`drain 3`, `scale web`), of `controlPlane` `up` or `down`, of
   * others see MarkerType. What happened is for `type` to say. Readers must not stumble over a type
   * that they do not know.
   */
  readonly label: string
  /** Of an action of the scenario that could not be carried out: why, as a sentence. */
  readonly error?: string
  /** `error`, to be said in another language; absent where Kubernetes says it. */
  readonly said?: Said
  /** Of `refused`: what was said. */
  readonly detail?: string
}

/** What a manifest has different from the one before it. Images are as short as they differ. */
export type Change = {
  readonly kind: string
  readonly name: string
  /** Absent = default. */
  readonly namespace?: string
} & (
  | { readonly type: 'new' | 'other' }
  | { readonly type: 'image' | 'replicas'; readonly from: string; readonly to: string }
  /** Of a Service: the label of the pods that it sends requests to. */
  | {
      readonly type: 'selector'
      readonly key: string
      readonly from: string
      readonly to: string
    }
  /** How many replicas a workload is scaled to, and how many requests a second a Traffic sends from then on. */
  | { readonly type: 'scaled' | 'sends'; readonly to: string }
)

/** Something that was done, decided or logged in one lane. */
export type Happening =
  | { readonly type: 'mark'; readonly mark: MarkerType; readonly label: string }
  | {
      readonly type: 'decision'
      readonly pod: string
      /** Where it goes, or whose pods have to leave for it; absent = nowhere. */
      readonly node?: string
      readonly message?: string
    }
  | {
      readonly type: 'event'
      readonly severity: LoggedEvent['type']
      readonly reason: string
      readonly object: string
      readonly message: string
    }

/** Where two branches part: what each has there, absent where nothing happened in it. */
export interface Parting {
  readonly at: Millis
  readonly a?: Happening
  readonly b?: Happening
}

export interface Divergence {
  readonly lane: LaneId
  readonly first: Parting
  /** The first scheduling decision (or one of the runbook) that came out otherwise. */
  readonly decision?: Parting
}

/**
 * Two branches side by side: the run has two lanes, whose ids are those of the branches. Nothing can
 * be done to it but going to another moment.
 */
export interface Comparison {
  readonly a: BranchName
  readonly b: BranchName
  /** The lane of both that is shown ... */
  readonly lane: LaneId
  /** ... of these. */
  readonly lanes: readonly { readonly id: LaneId; readonly title: string }[]
  /** By lane; those in which nothing differs are missing. */
  readonly divergences: readonly Divergence[]
}

/** What stays the same during a run; sent with every reset. */
export interface RunInfo {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly seed: number
  readonly shuffle: number | undefined
  readonly lanes: readonly {
    readonly id: LaneId
    readonly title: string
    readonly nodePrefix: string
    readonly runbook: boolean
  }[]
  /** Resource names that have lanes: cpu, memory, then extended resources in order of appearance. */
  readonly resources: readonly string[]
  readonly machineTypes: readonly {
    readonly name: string
    readonly allocatable: readonly number[]
    readonly pricePerHour: number
    /** Labels that its Nodes have besides those of every Node; absent when there are none. */
    readonly labels?: Readonly<Record<string, string>>
  }[]
  /** Groups of machines that the cluster autoscaler may resize; empty when there are none. */
  readonly nodeGroups: readonly {
    readonly name: string
    /** Index into `machineTypes`. */
    readonly machineType: number
    readonly min: number
    readonly max: number
    readonly pricePerHour: number
    readonly bootTime: Millis
    readonly spot: boolean
    readonly tier?: string
    /** Of its machines, those of their type among them. */
    readonly labels: Readonly<Record<string, string>>
  }[]
  /** By what machines stand together unless somebody chooses; absent = nothing. */
  readonly groupBy?: 'nodeGroup' | 'zone'
  /** Arrivals in order; `app` indexes `apps`. */
  readonly arrivals: readonly { readonly at: Millis; readonly app: number }[]
  /** They are those of a recorded trace; absent = somebody thought of them. */
  readonly recorded?: true
  /**
   * What the scenario does by itself, in order of time: a command's type, and the number of the machine (of
   * machines in a row, `1–1667`), the name or the policy that it is for; '' = none.
   */
  readonly actions: readonly {
    readonly at: Millis
    readonly type: Command['type']
    readonly label: string
    /** Of `apply`: what it changes in the manifests before it. */
    readonly changes?: readonly Change[]
  }[]
  /** Given and bought together there are no more than these in a lane, unless somebody adds one. */
  readonly maxMachines?: number
  readonly until: Millis
  /** A KubeSchedulerConfiguration stands in place of the rules of the policies that are kube-scheduler. */
  readonly configured?: boolean
  /** Present while two branches are compared. */
  readonly comparison?: Comparison
  readonly onCall: import('./scenario.ts').OnCall
  /** There were CronJobs, which go by the scenario's clock, when this was said. */
  readonly cron?: boolean
  /** Wait from power loss to eviction in a Kubernetes lane: grace period + toleration. */
  readonly evictionWait: Millis
}

/** When the next thing happens that comes about by itself; undefined = nothing will. */
export interface InFlight {
  /**
   * What follows from arrivals, commands and disasters and comes to an end: machines boot,
   * containers start and stop, timeouts pass, a person wakes up. What is only tried again, for as
   * long as it takes (a pod that fits nowhere), is not in flight.
   */
  readonly consequence: Millis | undefined
  /** The end of what containers run for, or the next try after they failed. May be days away. */
  readonly work: Millis | undefined
}

export interface RunUpdate {
  readonly seq: number
  /** True: forget everything before but `info`; all rows, all events and all markers are here. */
  readonly reset: boolean
  /** With a reset, unless it says what the last one said (another moment of the same run, say). */
  readonly info?: RunInfo
  /** All apps, whenever one was added or changed its shape. */
  readonly apps?: readonly App[]
  /** Names of all zones, whenever one was added. */
  readonly zones?: readonly string[]
  /** What PodColumns.status refers to: all words, whenever one was added. */
  readonly statuses?: readonly string[]
  readonly now: Millis
  /** When something will next happen; undefined = never. */
  readonly nextEventAt: Millis | undefined
  readonly inFlight: InFlight
  readonly lanes: readonly LaneUpdate[]
  readonly markers: readonly Marker[]
  /** How many of the run's marks, the oldest, are no longer kept; absent = none. */
  readonly markersForgotten?: number
  /** Number of commands in the log up to now, and in all. */
  readonly commands: { readonly done: number; readonly all: number }
  /** Commands that a command given in the past has left to another branch; `undo` brings them back. */
  readonly dropped: number
  /** What brings this run back in a new worker (fields of `load`); sent whenever it has changed. */
  readonly script?: {
    readonly policies: Readonly<Record<LaneId, string>>
    readonly log: readonly LoggedCommand[]
    /** The current branch, where it is not the only one, and the others, oldest first. */
    readonly branch?: BranchName
    readonly branches?: readonly KeptBranch[]
  }
}

// ---------------------------------------------------------------- workloads, when asked for

/** A workload and how far it is, as `kubectl get` and `kubectl rollout status` tell it. */
export interface WorkloadState {
  readonly namespace: string
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob'
  readonly name: string
  /** Pods that it should have; of a Job the completions; 0 of a CronJob. */
  readonly wanted: number
  /** Pods that are ready; of a CronJob the Jobs that are active. */
  readonly ready: number
  /** Pods of the latest template; of a Job those that have succeeded. */
  readonly updated: number
  /** The rollout is over, the Job complete. */
  readonly done: boolean
  /** The sentence of `kubectl rollout status`; of a Job that failed, why. May be empty. */
  readonly rollout: string
  /** A Deployment that is paused, a Job or CronJob that is suspended. */
  readonly paused: boolean
  /** The latest revision; 0 = none is kept. */
  readonly revision: number
  /** Revisions that `undo` can go back to, the latest first. */
  readonly former: readonly number[]
  /** Why its pods are refused (quota, limits), in the API server's words. */
  readonly refusal?: string
  /** Of a CronJob. */
  readonly schedule?: string
  readonly lastSchedule?: Millis
}

/** A PodDisruptionBudget. */
export interface BudgetState {
  readonly namespace: string
  readonly name: string
  /** Evictions that it allows now. */
  readonly allowed: number
  readonly healthy: number
  readonly desired: number
  readonly expected: number
}

/** A HorizontalPodAutoscaler, as `kubectl get hpa` tells it. */
export interface AutoscalerState {
  readonly namespace: string
  readonly name: string
  /** What it scales: `Deployment/web`. */
  readonly reference: string
  /** What it measures and wants: `cpu: 80%/60%`. */
  readonly targets: string
  readonly min: number
  readonly max: number
  readonly replicas: number
  /** What keeps it from the size that it wants, or from measuring, in its condition's words. */
  readonly held?: string
}

// ---------------------------------------------------------------- what has not happened yet

/** A scheduling decision (or one of the runbook) that the run will make, and has not made yet. */
export interface Decision {
  readonly attempt: Attempt
  /** Index into the run's `apps`. */
  readonly app: number
  /** What the pod asks for, in the order of the run's `resources`. */
  readonly requests: readonly number[]
  /** The pod's row if it exists now, else -1. */
  readonly row: number
  /**
   * Names of the pods that wait to be tried at that moment, this one first, then in the order in
   * which they will be; at most 50. Absent where nothing queues (the runbook).
   */
  readonly queue?: readonly string[]
  /** How many they are in all; absent as `queue` is. */
  readonly waiting?: number
  /** How often the pod was tried before, as far as that is kept. */
  readonly tried: number
}

/** What becomes of a pod, and of those made in its stead, after a command. */
export interface FuturePod {
  /** The pod's row now. */
  readonly row: number
  /** Index into the run's `apps`. */
  readonly app: number
  /**
   * `moves`: it, or its successor, gets another machine by itself. `pending`: its successor gets
   * none. `down`: it stays with a machine without power until power or a person comes. `gone`:
   * nothing takes its place. `unwanted`: its owner does not want it any more by then (a rollout, say).
   */
  readonly outcome: 'moves' | 'pending' | 'down' | 'gone' | 'unwanted'
  /** Row of the machine that it gets in the end, by itself or by hand; -1 = none, or not there yet. */
  readonly node: number
  /** That machine's name, also of one that is yet to be bought. */
  readonly machine?: string
  /** From the command until it has that machine. */
  readonly after?: Millis
  /** Why it got none: the FailedScheduling text, or the runbook's sentence. */
  readonly message?: string
  /** Its machine goes on: it has to leave for a pod of higher priority that needs its place. */
  readonly preempted?: true
}

/** What a command would do to one lane. */
export interface LaneFuture {
  readonly lane: LaneId
  /** Pods that do not stay as they are, in stacking order; those of DaemonSets left out. */
  readonly pods: readonly FuturePod[]
  /** Machines that take one of them and are yet to be bought, for whatever reason. */
  readonly bought: number
  /** From the command until the last of them has its machine or is refused. */
  readonly after: Millis
}

// ---------------------------------------------------------------- messages

/** Where a run stops on its way: just before or right after the lane's attempt of this id. */
export interface AttemptStop {
  readonly lane: LaneId
  readonly attempt: number
  readonly when: 'before' | 'after'
}

export type Request =
  /** Starts a run. `text` is scenario file text; on errors the old run stays and `result` has diagnostics. */
  | {
      readonly type: 'load'
      readonly text: string
      readonly seed?: number
      /** Permutes the arrivals by this seed. */
      readonly shuffle?: number
      /** Overrides by lane. */
      readonly policies?: Readonly<Record<LaneId, string>>
      readonly log?: readonly LoggedCommand[]
      /** Which branch this is, and what the others are. */
      readonly branch?: BranchName
      readonly branches?: readonly KeptBranch[]
      /**
       * After about so many milliseconds of work the run is answered as it stands, be it that
       * something is still due at its start.
       */
      readonly within?: number
    }
  | { readonly type: 'command'; readonly command: Command }
  /** Asks for a sign of life. */
  | { readonly type: 'ping' }
  /**
   * Ends the work on a request that has not been answered. An `advance`, a `command` and a `seek` forward
   * are then answered with the state that was reached, be it in the middle of a
   * moment; of a `load`, an `undo` and a `seek` back nothing has happened; a `why` is answered with the
   * attempts as they are known without playing the run again, a `peek` with nothing; a `whatIf` fails.
   */
  | { readonly type: 'cancel'; readonly request: number }
  /**
   * With `stop` not farther than there, even in the middle of a moment. With `within` the answer
   * comes after about so many milliseconds of work, as if it had been cancelled then.
   */
  | {
      readonly type: 'advance'
      readonly to: Millis
      readonly stop?: AttemptStop
      readonly within?: number
      readonly shows?: number
    }
  /**
   * With `stop`, which must be of an attempt that has been or is next, exactly there. `rough`: in a
   * long run a moment shortly before `to` will do, where that takes less time (see `now`).
   */
  | {
      readonly type: 'seek'
      readonly to: Millis
      readonly stop?: AttemptStop
      readonly rough?: boolean
      /**
       * Of work that goes forward: whenever about so many milliseconds have been spent on it, the state
       * that has been reached is told beside the progress, once the page has `taken` the one before.
       */
      readonly shows?: number
    }
  /** A state told on the way of this request has been taken in: the page has time for the next. */
  | { readonly type: 'taken'; readonly request: number }
  /** Takes the last command (or fork) back; the run stands at that command's time afterwards. */
  | { readonly type: 'undo' }
  /**
   * `switch`: the run goes on in that branch, at the present moment. `rename`: '' takes its name away.
   * Each can be undone. The current branch cannot be removed.
   */
  | {
      readonly type: 'branch'
      readonly action: 'switch' | 'rename' | 'remove'
      readonly id: string
      readonly name?: string
    }
  /**
   * Shows the present branch and another one side by side: one lane of both, the first if absent; the
   * moment stays. Without `branch` the comparison ends. Everything but time travel is refused meanwhile.
   */
  | { readonly type: 'compare'; readonly branch?: string; readonly lane?: LaneId }
  /** Parses without applying. */
  | { readonly type: 'check'; readonly text: string }
  /** Attempts of one pod, oldest first. */
  | { readonly type: 'why'; readonly lane: LaneId; readonly row: number }
  /**
   * The next decision of the lane (of any lane if absent) up to `to`, and what the other lanes decide
   * until then, found on a copy: nothing changes. Commands of the log are carried out on the way.
   */
  | { readonly type: 'peek'; readonly to: Millis; readonly lane?: LaneId }
  /**
   * Carries the command out on a copy and lets that run until what follows from it has settled:
   * nothing changes. Arrivals go on meanwhile; later commands of the log are not given, as they
   * would be dropped. A newer `whatIf` makes an older one that is still unanswered fail.
   */
  | { readonly type: 'whatIf'; readonly command: Command }
  /** Object as YAML, as kubectl get -o yaml prints it. */
  | {
      readonly type: 'describe'
      readonly lane: LaneId
      readonly kind: 'Pod' | 'Node'
      readonly row: number
    }
  /**
   * The latest lines of containers, oldest first: of one pod, or of all pods of a namespace (all
   * namespaces if absent) that a label selector selects, as `kubectl logs -l` writes it.
   */
  | {
      readonly type: 'logs'
      readonly lane: LaneId
      readonly namespace?: string
      readonly selector?: string
      readonly row?: number
      /** How many lines at most, from 1 to 10,000. */
      readonly tail: number
    }
  /** Every workload and disruption budget of a lane. */
  | { readonly type: 'workloads'; readonly lane: LaneId }
  /**
   * What containers ask for, what they use, and what they should ask for by the rule of the
   * VerticalPodAutoscaler; of those that have been ready when the run was looked at, once a minute.
   */
  | { readonly type: 'usage'; readonly lane: LaneId }
  /** What the pods of one machine ask for, may use and use at this moment. */
  | { readonly type: 'use'; readonly lane: LaneId; readonly node: number }
  /** Machines per lane at the end, over `orders` random arrival orders. */
  | { readonly type: 'shuffles'; readonly orders: number }

/**
 * The containers of one name of a workload. Amounts by resource (`cpu` in millicores, `memory` in
 * bytes) of one container; a resource of which nothing is said is absent.
 */
export interface UsageRow {
  readonly namespace: string
  readonly app: string
  readonly container: string
  readonly requests: Readonly<Record<string, number>>
  /** Now, on average of its pods; empty when none is ready. */
  readonly usage: Readonly<Record<string, number>>
  readonly recommended: Readonly<Record<string, number>>
}

/** Amounts by resource: `cpu` in millicores, `memory` in bytes; what nothing says is absent. */
export type UseAmounts = Readonly<Partial<Record<'cpu' | 'memory', number>>>

/** A container that runs. */
export interface RunningContainer {
  readonly name: string
  readonly requests: UseAmounts
  readonly limits: UseAmounts
  readonly used: UseAmounts
}

export interface PodUse {
  readonly row: number
  /** In which order pods go when memory runs out: BestEffort first. */
  readonly qos: 'Guaranteed' | 'Burstable' | 'BestEffort'
  /** Of all its containers; absent where one of them has none. */
  readonly limits: UseAmounts
  readonly used: UseAmounts
  readonly containers: readonly RunningContainer[]
}

/** What the pods of a machine use, as far as annotations, loads and requests to them say. */
export interface MachineUse {
  /** Sum of its pods; absent where no pod says anything. */
  readonly used: UseAmounts
  /** All the memory there is; when it is used up, somebody has to go. */
  readonly memory: number
  /** Its pods in stacking order, finished ones left out. */
  readonly pods: readonly PodUse[]
}

export interface CheckResult {
  readonly diagnostics: readonly Diagnostic[]
  readonly shapes: readonly ShapeSource[]
  readonly hasScenario: boolean
  /** Of the record of a run: what was done in it, and the text without the Run document. */
  readonly run?: RecordedRun & { readonly text: string }
}

/** What was chosen and done in a run. */
export interface RecordedRun {
  readonly seed?: number
  readonly shuffle?: number
  readonly policies: Readonly<Record<LaneId, string>>
  readonly log: readonly LoggedCommand[]
  /** The moment that was shown. */
  readonly at?: Millis
  readonly bookmarks?: readonly Bookmark[]
  readonly branch?: BranchName
  readonly branches?: readonly KeptBranch[]
}

export interface Replies {
  load: { readonly diagnostics: readonly Diagnostic[]; readonly loaded: boolean }
  command: {
    /** What apply did, or why a command could not be carried out. */
    readonly results: readonly ApplyResult[]
    readonly diagnostics: readonly Diagnostic[]
    readonly error?: string
    /** `error`, to be said in another language; absent where Kubernetes says it. */
    readonly said?: Said
  }
  advance: null
  ping: null
  /** Whether there was such work. */
  cancel: { readonly cancelled: boolean }
  seek: null
  taken: null
  undo: { readonly undone: boolean }
  /** Whether there is such a branch. */
  branch: { readonly done: boolean }
  compare: null
  check: CheckResult
  why: {
    readonly attempts: readonly Attempt[]
    /** Why the pod waits without being tried: its scheduling gates, or no scheduler of its name. */
    readonly untried?: string
  }
  peek: {
    /** When the decision falls; undefined = there is none up to `to`. */
    readonly at: Millis | undefined
    readonly lanes: readonly {
      readonly lane: LaneId
      readonly decisions: readonly Decision[]
    }[]
    /** It was cancelled: whether there is one is not known. */
    readonly left?: true
  }
  whatIf: {
    readonly lanes: readonly LaneFuture[]
    /** Why the command cannot be carried out. */
    readonly error?: string
  }
  describe: { readonly text: string }
  logs: { readonly lines: readonly LogLine[] }
  workloads: {
    readonly workloads: readonly WorkloadState[]
    readonly budgets: readonly BudgetState[]
    readonly autoscalers: readonly AutoscalerState[]
  }
  usage: { readonly rows: readonly UsageRow[] }
  use: MachineUse
  shuffles: { readonly lanes: readonly { readonly lane: LaneId; readonly median: number }[] }
}

export type RequestType = Request['type']

export interface Envelope {
  readonly id: number
  readonly request: Request
}

/** How far the work on a request has come: the run that moves, or that is being made. */
export interface Progress {
  /** Simulated time reached ... */
  readonly now: Millis
  /** ... of this. */
  readonly to: Millis
  /** Pods there are, in all lanes. */
  readonly pods: number
  /**
   * How much of the way is behind, from 0 to 1, as far as the scenario's arrivals and actions tell;
   * absent where there is no way that is known.
   */
  readonly share?: number
}

/** A worker whose program has started says so once, with the id 0. */
export type Response =
  | {
      readonly id: number
      readonly ok: true
      readonly result: Replies[RequestType]
      /** Present for load, command, advance, seek, undo, branch and compare. */
      readonly update?: RunUpdate
      /** It ended before it was done, as it was asked to. */
      readonly cancelled?: true
    }
  | { readonly id: number; readonly ok: false; readonly error: string }
  /**
   * The answer is still to come: while a request is worked on that takes longer than 100 ms, at most
   * ten times a second. `update`: the state of just then, for a request that `shows`.
   */
  | { readonly id: number; readonly progress: Progress; readonly update?: RunUpdate }
