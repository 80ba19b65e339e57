import type { Pod } from '../api/types.gen.ts'
import type { ScoringStrategy } from './fitArgs.ts'
import type { QueuePlace, WakeEvent } from './framework.ts'
import { MAX_NODE_SCORE } from './normalizeScore.ts'
import { NodeResourcesFit } from './plugins/nodeResourcesFit.ts'
import { type ConfiguredPlugin, type PluginArgs, type PluginName, REGISTRY } from './registry.ts'

/** What a scheduler does: which plugins refuse, which score, and how much each score counts. */
export interface Profile {
  /** Pods choose a profile by this name; `default-scheduler` if absent. */
  readonly schedulerName?: string
  /** Keep pods out of the queue; SchedulingGates if absent. */
  readonly gates?: readonly PluginName[]
  /** In the order in which they are asked, as everywhere below. */
  readonly filters: readonly PluginName[]
  readonly scores: readonly { readonly plugin: PluginName; readonly weight: number }[]
  /** Asked in turn when no node is feasible. */
  readonly postFilters: readonly PluginName[]
  readonly args?: PluginArgs
  /**
   * The search stops when this share of the nodes turned out feasible: 1..100, or 0 for upstream's
   * own rule. No effect below 100 nodes.
   */
  readonly percentageOfNodesToScore: number
}

/** A profile ready to run. */
export interface RunnableProfile {
  /** As it was given. */
  readonly source: Profile
  readonly filters: readonly ConfiguredPlugin[]
  readonly scores: readonly { readonly plugin: ConfiguredPlugin; readonly weight: number }[]
  readonly postFilters: readonly ConfiguredPlugin[]
  readonly percentageOfNodesToScore: number
  /** The greatest total that the score plugins could give together. */
  readonly maxTotal: number
  /** How NodeResourcesFit scores; absent when it does not. */
  readonly strategy?: ScoringStrategy['type']
  wakeEvents(plugin: string): readonly WakeEvent[]
  preEnqueue(pod: Pod): string | undefined
  less(a: QueuePlace, b: QueuePlace): boolean
}

/** The scheduler of pods that name none. */
export const DEFAULT_SCHEDULER = 'default-scheduler'

/** The order of the queue is the same in every profile. */
const QUEUE_SORT: PluginName = 'PrioritySort'

const DEFAULT_GATES: readonly PluginName[] = ['SchedulingGates']

const NAMES = Object.keys(REGISTRY) as PluginName[]

/** Plugins that filter in kube-scheduler's default profile, in order. */
export const DEFAULT_FILTERS: readonly PluginName[] = NAMES.filter((name) => REGISTRY[name].filter)

/** Plugins that try to make room in kube-scheduler's default profile. */
export const DEFAULT_POST_FILTERS: readonly PluginName[] = NAMES.filter(
  (name) => REGISTRY[name].postFilter,
)

/** Plugins that score in kube-scheduler's default profile, with its weights. */
export const DEFAULT_SCORES: Profile['scores'] = NAMES.flatMap((plugin) => {
  const weight = REGISTRY[plugin].weight
  return weight === undefined ? [] : [{ plugin, weight }]
})

/**
 * Fills in the arguments of a profile's plugins.
 * @throws ProfileError when upstream's validation would refuse them
 */
export function runnable(profile: Profile): RunnableProfile {
  const args = profile.args as Readonly<Partial<Record<PluginName, object>>> | undefined
  const plugins = new Map<PluginName, ConfiguredPlugin>()
  /** One plugin may run at several points; it is the same one. */
  const plugin = (name: PluginName): ConfiguredPlugin => {
    const known = plugins.get(name) ?? REGISTRY[name].configure(args?.[name])
    plugins.set(name, known)
    return known
  }
  const gates = (profile.gates ?? DEFAULT_GATES).map(plugin)
  const queueSort = plugin(QUEUE_SORT)
  return {
    source: profile,
    filters: profile.filters.map(plugin),
    scores: profile.scores.map(({ plugin: name, weight }) => ({ plugin: plugin(name), weight })),
    postFilters: profile.postFilters.map(plugin),
    percentageOfNodesToScore: profile.percentageOfNodesToScore,
    maxTotal: profile.scores.reduce((sum, { weight }) => sum + weight * MAX_NODE_SCORE, 0),
    strategy: strategyOf(profile),
    wakeEvents: (name) => plugins.get(name as PluginName)?.wakeOn ?? [],
    preEnqueue: (pod) => firstGate(gates, pod),
    less: (a, b) => queueSort.less?.(a, b) ?? false,
  }
}

function strategyOf({ scores, args }: Profile): ScoringStrategy['type'] | undefined {
  if (!scores.some(({ plugin }) => plugin === 'NodeResourcesFit')) return undefined
  return { ...NodeResourcesFit.defaultArgs, ...args?.NodeResourcesFit }.scoringStrategy?.type
}

/** Profiles ready to run, by the name that pods give. */
export type RunnableProfiles = ReadonlyMap<string, RunnableProfile>

/** @throws ProfileError, see `runnable` */
export function runnableProfiles(profiles: readonly Profile[]): RunnableProfiles {
  return new Map(
    profiles.map((profile) => [profile.schedulerName ?? DEFAULT_SCHEDULER, runnable(profile)]),
  )
}

/** The scheduler that a pod asks for. */
export const schedulerNameOf = (pod: Pod): string => pod.spec?.schedulerName || DEFAULT_SCHEDULER

/** What the first of the plugins that keep a pod out of the queue says; undefined = none does. */
function firstGate(gates: readonly ConfiguredPlugin[], pod: Pod): string | undefined {
  for (let i = 0; i < gates.length; i++) {
    const answer = gates[i]!.preEnqueue?.(pod)
    if (answer !== undefined) return answer
  }
  return undefined
}
