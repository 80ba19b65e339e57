import type { Pod } from '../api/types.gen.ts'
import type { QueuePlace, WakeEvent } from './framework.ts'
import { MAX_NODE_SCORE } from './normalizeScore.ts'
import { type ConfiguredPlugin, type PluginArgs, type PluginName, REGISTRY } from './registry.ts'

/** What a scheduler does: which plugins refuse, which score, and how much each score counts. */
export interface Profile {
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

/** A profile ready to run; plugins stand in the registry's order. */
export interface RunnableProfile {
  readonly filters: readonly ConfiguredPlugin[]
  readonly scores: readonly { readonly plugin: ConfiguredPlugin; readonly weight: number }[]
  readonly postFilters: readonly ConfiguredPlugin[]
  readonly percentageOfNodesToScore: number
  /** The greatest total that the score plugins could give together. */
  readonly maxTotal: number
  wakeEvents(plugin: string): readonly WakeEvent[]
  preEnqueue(pod: Pod): string | undefined
  less(a: QueuePlace, b: QueuePlace): boolean
}

/** Plugins of every profile: they gate pods and order the queue. */
const ALWAYS: readonly PluginName[] = ['SchedulingGates', 'PrioritySort']

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
  const plugins = new Map<PluginName, ConfiguredPlugin>()
  const used = new Set([
    ...ALWAYS,
    ...profile.filters,
    ...profile.postFilters,
    ...profile.scores.map((score) => score.plugin),
  ])
  const args = profile.args as Readonly<Partial<Record<PluginName, object>>> | undefined
  for (const name of NAMES) {
    if (used.has(name)) plugins.set(name, REGISTRY[name].configure(args?.[name]))
  }
  const filters = new Set(profile.filters)
  const weights = new Map(profile.scores.map((score) => [score.plugin, score.weight]))
  const postFilters = new Set(profile.postFilters)
  return {
    postFilters: [...plugins].filter(([name]) => postFilters.has(name)).map(([, plugin]) => plugin),
    filters: [...plugins].filter(([name]) => filters.has(name)).map(([, plugin]) => plugin),
    scores: [...plugins].flatMap(([name, plugin]) => {
      const weight = weights.get(name)
      return weight === undefined ? [] : [{ plugin, weight }]
    }),
    percentageOfNodesToScore: profile.percentageOfNodesToScore,
    maxTotal: profile.scores.reduce((sum, { weight }) => sum + weight * MAX_NODE_SCORE, 0),
    wakeEvents: (name) => plugins.get(name as PluginName)?.wakeOn ?? [],
    preEnqueue: (pod) => firstAnswer(plugins.values(), (plugin) => plugin.preEnqueue?.(pod)),
    less: (a, b) => firstAnswer(plugins.values(), (plugin) => plugin.less?.(a, b)) ?? false,
  }
}

function firstAnswer<T>(
  plugins: Iterable<ConfiguredPlugin>,
  ask: (plugin: ConfiguredPlugin) => T | undefined,
): T | undefined {
  for (const plugin of plugins) {
    const answer = ask(plugin)
    if (answer !== undefined) return answer
  }
  return undefined
}
