import { problemText } from './config/problems.ts'
import type { Columns, FastAnswer } from './fastPath.ts'
import type { NodeResourcesFitArgs } from './fitArgs.ts'
import type {
  ArgsProblem,
  ClusterView,
  FailedSearch,
  Plugin,
  PluginRun,
  PodInfo,
  PostFilterResult,
  PostFilterTools,
} from './framework.ts'
import { DefaultPreemption, type DefaultPreemptionArgs } from './plugins/defaultPreemption.ts'
import { DynamicResources } from './plugins/dynamicResources.ts'
import { Emptiest } from './plugins/emptiest.ts'
import { Fullest } from './plugins/fullest.ts'
import { ImageLocality } from './plugins/imageLocality.ts'
import { InterPodAffinity, type InterPodAffinityArgs } from './plugins/interPodAffinity.ts'
import { NodeAffinity, type NodeAffinityArgs } from './plugins/nodeAffinity.ts'
import { NodeName } from './plugins/nodeName.ts'
import { NodePorts } from './plugins/nodePorts.ts'
import {
  NodeResourcesBalancedAllocation,
  type NodeResourcesBalancedAllocationArgs,
} from './plugins/nodeResourcesBalancedAllocation.ts'
import { NodeResourcesFit } from './plugins/nodeResourcesFit.ts'
import { NodeUnschedulable } from './plugins/nodeUnschedulable.ts'
import { NodeVolumeLimits } from './plugins/nodeVolumeLimits.ts'
import { PodTopologySpread } from './plugins/podTopologySpread.ts'
import { PrioritySort } from './plugins/prioritySort.ts'
import { SchedulingGates } from './plugins/schedulingGates.ts'
import { TaintToleration } from './plugins/taintToleration.ts'
import { VolumeBinding } from './plugins/volumeBinding.ts'
import { VolumeRestrictions } from './plugins/volumeRestrictions.ts'
import { VolumeZone } from './plugins/volumeZone.ts'
import type { PodTopologySpreadArgs } from './spreadConstraint.ts'

/** Every plugin there is, in the order of the default profile. */
export const REGISTRY = {
  SchedulingGates: row(SchedulingGates, { gate: true }),
  PrioritySort: row(PrioritySort),
  NodeUnschedulable: row(NodeUnschedulable, { filter: true }),
  NodeName: row(NodeName, { filter: true }),
  TaintToleration: row(TaintToleration, { filter: true, weight: 3 }),
  NodeAffinity: row(NodeAffinity, { filter: true, weight: 2 }),
  NodePorts: row(NodePorts, { filter: true }),
  NodeResourcesFit: row(NodeResourcesFit, { filter: true, weight: 1 }),
  VolumeRestrictions: row(VolumeRestrictions, { filter: true }),
  NodeVolumeLimits: row(NodeVolumeLimits, { filter: true }),
  VolumeBinding: row(VolumeBinding, { filter: true }),
  VolumeZone: row(VolumeZone, { filter: true }),
  PodTopologySpread: row(PodTopologySpread, { filter: true, weight: 2 }),
  InterPodAffinity: row(InterPodAffinity, { filter: true, weight: 2 }),
  DynamicResources: row(DynamicResources, { postFilter: true }),
  DefaultPreemption: row(DefaultPreemption, { postFilter: true }),
  NodeResourcesBalancedAllocation: row(NodeResourcesBalancedAllocation, { weight: 1 }),
  ImageLocality: row(ImageLocality, { weight: 1 }),

  // Not Kubernetes': the scores of the textbook policies, in no default profile.
  Fullest: row(Fullest),
  Emptiest: row(Emptiest),
} satisfies Record<string, RegistryRow>

export type PluginName = keyof typeof REGISTRY

/** Arguments of the plugins that take some, as a KubeSchedulerConfiguration names them. */
export interface PluginArgs {
  readonly NodeAffinity?: Partial<NodeAffinityArgs>
  readonly NodeResourcesFit?: Partial<NodeResourcesFitArgs>
  readonly NodeResourcesBalancedAllocation?: Partial<NodeResourcesBalancedAllocationArgs>
  readonly DefaultPreemption?: Partial<DefaultPreemptionArgs>
  readonly InterPodAffinity?: Partial<InterPodAffinityArgs>
  readonly PodTopologySpread?: Partial<PodTopologySpreadArgs>
}

/** A plugin whose arguments are filled in. */
export type ConfiguredPlugin = Pick<Plugin, 'name' | 'wakeOn' | 'preEnqueue' | 'less'> & {
  begin(pod: PodInfo, cluster: ClusterView): PluginRun
  fast?(pod: PodInfo, columns: Columns, cluster: ClusterView): FastAnswer
  postFilter?(
    pod: PodInfo,
    cluster: ClusterView,
    failed: FailedSearch,
    tools: PostFilterTools,
  ): PostFilterResult
}

export interface RegistryRow {
  readonly name: string
  /** Keeps pods out of the queue. */
  readonly gate: boolean
  /** Filters in the default profile. */
  readonly filter: boolean
  /** Is asked in the default profile when no node is feasible. */
  readonly postFilter: boolean
  /** Weight of its score in the default profile; undefined = does not score there. */
  readonly weight: number | undefined
  readonly defaultArgs: object | undefined
  /** What upstream's validation says about complete arguments. */
  problems(args: object): readonly ArgsProblem[]
  /** @throws ProfileError when upstream's validation would refuse the arguments */
  configure(args: object | undefined): ConfiguredPlugin
}

/** A profile that kube-scheduler would refuse to start with. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError'
  readonly problems: readonly ArgsProblem[]

  constructor(plugin: string, problems: readonly ArgsProblem[]) {
    super(`initializing plugin ${JSON.stringify(plugin)}: ${problems.map(problemText).join(', ')}`)
    this.problems = problems
  }
}

function row<Args>(
  plugin: Plugin<Args>,
  defaults: {
    readonly gate?: true
    readonly filter?: true
    readonly postFilter?: true
    readonly weight?: number
  } = {},
): RegistryRow {
  return {
    name: plugin.name,
    gate: defaults.gate ?? false,
    defaultArgs: plugin.defaultArgs as object | undefined,
    problems: (args) => plugin.problems?.(args as Args) ?? [],
    filter: defaults.filter ?? false,
    postFilter: defaults.postFilter ?? false,
    weight: defaults.weight,
    configure(given) {
      const args = { ...plugin.defaultArgs, ...given } as Args
      const problems = plugin.problems?.(args) ?? []
      if (problems.length > 0) throw new ProfileError(plugin.name, problems)
      const { fast, postFilter } = plugin
      return {
        ...plugin,
        begin: (pod, cluster) => plugin.begin(pod, cluster, args),
        fast: fast && ((pod, columns, cluster) => fast(pod, columns, cluster, args)),
        postFilter:
          postFilter &&
          ((pod, cluster, failed, tools) => postFilter(pod, cluster, failed, tools, args)),
      }
    },
  }
}
