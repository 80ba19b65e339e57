import type { Millis } from './api/units.ts'
import type { Expander } from './autoscaler/expanders.ts'
import type { Command } from './protocol.ts'
import type { SchedulerConfiguration } from './scheduler/config/readConfiguration.ts'
import type { KubernetesVersion } from './scheduler/version.ts'

/** One `kind: Scenario` document (apiVersion podfall.dev/v1), parsed and defaulted. docs/SCENARIOS.md describes the YAML. */
export interface Scenario {
  readonly name: string
  readonly title: string
  /** One sentence for the gallery. */
  readonly summary: string
  readonly seed: number
  /** The release that Kubernetes lanes behave like; the latest that is modelled if absent. */
  readonly kubernetesVersion?: KubernetesVersion
  /** From a KubeSchedulerConfiguration beside the Scenario document. */
  readonly scheduler?: SchedulerConfiguration
  readonly lanes: readonly LaneSpec[]
  readonly machineTypes: readonly MachineType[]
  /** Machines that every lane starts with, in order. */
  readonly machines: readonly { readonly type: string; readonly count: number }[]
  /** Groups of machines that a Kubernetes lane's cluster autoscaler resizes; absent = none. */
  readonly nodeGroups?: readonly NodeGroup[]
  /** How that cluster autoscaler works; absent = by upstream's defaults. */
  readonly clusterAutoscaler?: AutoscalerSettings
  /** By what machines stand together in the picture, unless somebody chooses; absent = nothing. */
  readonly groupBy?: 'nodeGroup' | 'zone'
  /** Most machines a lane may have at once, bought or given. */
  readonly maxMachines: number
  readonly arrivals: readonly Arrival[]
  /** All that arrives is from a recorded trace; absent = somebody thought of it. */
  readonly recorded?: true
  readonly onCall: OnCall
  readonly actions: readonly { readonly at: Millis; readonly command: Command }[]
  /** The timeline's end. The run goes on until here even if nothing happens. */
  readonly until: Millis
}

export interface LaneSpec {
  /** Unique; the policy's ID unless the scenario says otherwise. */
  readonly id: string
  readonly title: string
  readonly policy: string
  /** Machine names are this plus a number from 1: `vm-` or `node-`. */
  readonly nodePrefix: string
}

export interface MachineType {
  readonly name: string
  /** Quantities as in a Node's status.allocatable (cpu, memory, pods, nvidia.com/gpu ...). */
  readonly allocatable: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly taints: readonly {
    readonly key: string
    readonly value?: string
    readonly effect: string
  }[]
  /** US dollars. */
  readonly pricePerHour: number
  readonly bootTime: Millis
  /** False = given at the start, never bought on demand. */
  readonly buyable: boolean
}

/** Every machine of a group carries the group's name, as clouds do it with labels of their own. */
export const GROUP_LABEL = 'podfall.dev/node-group'

/** Machines of one kind that the cloud gives and takes back on demand. */
export interface NodeGroup {
  readonly name: string
  /** What one of its machines is: the machine type with the group's own price, labels and taints. */
  readonly machine: MachineType
  readonly min: number
  readonly max: number
  /** How many every lane starts with. */
  readonly count: number
  /** The cloud may take its machines back. */
  readonly spot: boolean
  /** What it is for, as people call it: normal, warm backup, reserved. */
  readonly tier?: string
  /** For the expander of that name: the highest is asked first; absent = 0. */
  readonly priority?: number
  /** From the notice until a spot machine is gone. */
  readonly notice: Millis
  /** How long a spot machine lives on average until the cloud wants it back; absent = for ever. */
  readonly lifetime?: Millis
  /** How long after a reclaim the cloud has no spot machine of this group to give. */
  readonly shortage: Millis
}

/** The cluster autoscaler's flags, by upstream's names. */
export interface AutoscalerSettings {
  /** Asked one after the other. */
  readonly expander: readonly Expander[]
  readonly scanInterval: Millis
  readonly balanceSimilarNodeGroups: boolean
  readonly scaleDownEnabled: boolean
  /** A node below this share of requests may go, if its pods fit elsewhere. */
  readonly scaleDownUtilizationThreshold: number
  readonly scaleDownUnneededTime: Millis
  /** Nothing is taken away for so long after machines were added. */
  readonly scaleDownDelayAfterAdd: Millis
}

/** At `at`, the Deployment `app` is scaled by one, or a Job is made from the suspended Job `app`. */
export interface Arrival {
  readonly at: Millis
  readonly app: string
  /** How long the work of the Job takes that is made; as its template says if absent. */
  readonly work?: Millis
}

/** Assumptions about the person who is on call in a one-click lane; all shown in the app. */
export interface OnCall {
  /** From power loss until the pager rings. */
  readonly detection: Millis
  /** From the ring until the person starts working. */
  readonly wakeUp: Millis
  /** Work per app that is put back. */
  readonly perApp: Millis
  /** Time of day at simulated time 0, in minutes after midnight (for the pager's display). */
  readonly startOfDay: number
}
