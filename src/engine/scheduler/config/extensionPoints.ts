/** Where plugins are asked, in the order in which kube-scheduler goes through them when it starts. */
export const EXTENSION_POINTS = [
  'preFilter',
  'filter',
  'reserve',
  'postFilter',
  'preScore',
  'score',
  'preBind',
  'bind',
  'postBind',
  'permit',
  'preEnqueue',
  'queueSort',
] as const

export type ExtensionPoint = (typeof EXTENSION_POINTS)[number]

interface UpstreamPlugin {
  readonly points: readonly ExtensionPoint[]
  /** Of its score in the default profile. */
  readonly weight?: number
}

/** kube-scheduler's own plugins in the order of its default profile (SCHEDULER.md section 4). */
export const UPSTREAM_PLUGINS: ReadonlyMap<string, UpstreamPlugin> = new Map(
  Object.entries<UpstreamPlugin>({
    SchedulingGates: { points: ['preEnqueue'] },
    PrioritySort: { points: ['queueSort'] },
    NodeUnschedulable: { points: ['filter'] },
    NodeName: { points: ['filter'] },
    TaintToleration: { points: ['filter', 'preScore', 'score'], weight: 3 },
    NodeAffinity: { points: ['preFilter', 'filter', 'preScore', 'score'], weight: 2 },
    NodePorts: { points: ['preFilter', 'filter'] },
    NodeResourcesFit: { points: ['preFilter', 'filter', 'preScore', 'score'], weight: 1 },
    VolumeRestrictions: { points: ['preFilter', 'filter'] },
    NodeVolumeLimits: { points: ['preFilter', 'filter'] },
    VolumeBinding: { points: ['preFilter', 'filter', 'reserve', 'preBind', 'preScore', 'score'] },
    VolumeZone: { points: ['preFilter', 'filter'] },
    PodTopologySpread: { points: ['preFilter', 'filter', 'preScore', 'score'], weight: 2 },
    InterPodAffinity: { points: ['preFilter', 'filter', 'preScore', 'score'], weight: 2 },
    DynamicResources: {
      points: ['preEnqueue', 'preFilter', 'filter', 'postFilter', 'reserve', 'preBind', 'score'],
      weight: 2,
    },
    DefaultPreemption: { points: ['preEnqueue', 'postFilter'] },
    NodeResourcesBalancedAllocation: { points: ['preScore', 'score'], weight: 1 },
    ImageLocality: { points: ['score'], weight: 1 },
    DefaultBinder: { points: ['bind'] },
  }),
)

/** Plugins of older releases, which kubescheduler.config.k8s.io/v1 refuses by name. */
export const REMOVED_PLUGINS: ReadonlySet<string> = new Set([
  'AzureDiskLimits',
  'CinderLimits',
  'EBSLimits',
  'GCEPDLimits',
])

/** What upstream's messages call the plugins of a point: `FilterPlugin`. */
export function pluginTypeOf(point: ExtensionPoint): string {
  return `${point[0]!.toUpperCase()}${point.slice(1)}Plugin`
}
