import type { PluginEntry, PluginSet, PluginsDocument } from './document.ts'
import {
  EXTENSION_POINTS,
  type ExtensionPoint,
  pluginTypeOf,
  REMOVED_PLUGINS,
  UPSTREAM_PLUGINS,
} from './extensionPoints.ts'
import type { ConfigurationProblem } from './problems.ts'

/** Which plugins run where, in order, and how much their scores count. */
export interface ActivePlugins {
  readonly at: Readonly<Record<ExtensionPoint, readonly string[]>>
  readonly weights: ReadonlyMap<string, number>
}

type Report = (problem: ConfigurationProblem) => void

const DEFAULT_SET: readonly PluginEntry[] = [...UPSTREAM_PLUGINS].map(([name, { weight }]) => ({
  name,
  weight,
}))

/**
 * The default profile's plugins with a profile's changes (upstream's mergePlugins and
 * expandMultiPointPlugins): first those that a point itself enables in place of a default one, then
 * the others of `multiPoint`, then what a point adds.
 * @param path of `plugins` in the document
 * @param schedulerName for upstream's messages
 */
export function activePlugins(
  plugins: PluginsDocument,
  path: string,
  schedulerName: string,
  report: Report,
): ActivePlugins {
  const refuse = (field: string, reason: string) => {
    const message = `creating profile for scheduler name ${schedulerName}: ${reason}`
    report({ field, type: 'Refused', message })
  }
  refuseRemoved(plugins, path, report)
  const multiPoint = merge(DEFAULT_SET, plugins.multiPoint)
  for (const { name } of multiPoint) {
    if (!UPSTREAM_PLUGINS.has(name) && !REMOVED_PLUGINS.has(name)) {
      refuse(`${path}.multiPoint`, `${pluginTypeOf('preFilter')} "${name}" does not exist`)
    }
  }
  const at = {} as Record<ExtensionPoint, readonly string[]>
  for (const point of EXTENSION_POINTS) {
    const field = `${path}.${point}`
    at[point] = expand(point, plugins[point], multiPoint, (reason) => refuse(field, reason))
  }
  if (at.queueSort.length !== 1) {
    const reason =
      at.queueSort.length === 0
        ? `no queue sort plugin for profile with scheduler name "${schedulerName}"`
        : 'only one queue sort plugin can be enabled'
    refuse(`${path}.queueSort`, reason)
  }
  if (at.bind.length === 0) refuse(`${path}.bind`, 'at least one bind plugin is needed')
  return { at, weights: weightsOf([...(plugins.score?.enabled ?? []), ...multiPoint]) }
}

function refuseRemoved(plugins: PluginsDocument, path: string, report: Report): void {
  for (const [point, set] of Object.entries(plugins)) {
    set?.enabled?.forEach(({ name }, index) => {
      if (!REMOVED_PLUGINS.has(name)) return
      const field = `${path}.${point}.enabled[${index}]`
      report({ field, type: 'Invalid', value: name, message: REMOVED_MESSAGE })
    })
  }
}

/** What upstream says about plugins of older releases. */
export const REMOVED_MESSAGE =
  'was invalid in version "v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")'

/** Default plugins that are not disabled, re-configured ones in their place; then what is new. */
function merge(defaults: readonly PluginEntry[], set: PluginSet | undefined): PluginEntry[] {
  const enabled = set?.enabled ?? []
  const disabled = new Set(set?.disabled?.map(({ name }) => name))
  if (disabled.has('*')) return [...enabled]
  const again = new Map(enabled.map((entry) => [entry.name, entry]))
  const kept = defaults.filter(({ name }) => !disabled.has(name))
  const replaced = new Set(kept.map(({ name }) => again.get(name)))
  return [
    ...kept.map((entry) => again.get(entry.name) ?? entry),
    ...enabled.filter((entry) => !replaced.has(entry)),
  ]
}

function expand(
  point: ExtensionPoint,
  set: PluginSet | undefined,
  multiPoint: readonly PluginEntry[],
  refuse: (reason: string) => void,
): string[] {
  const type = pluginTypeOf(point)
  const own: string[] = []
  for (const { name } of set?.enabled ?? []) {
    const plugin = UPSTREAM_PLUGINS.get(name)
    if (REMOVED_PLUGINS.has(name)) continue
    if (!plugin) refuse(`${type} "${name}" does not exist`)
    else if (!plugin.points.includes(point)) {
      refuse(`plugin "${name}" does not extend ${type} plugin`)
    } else if (own.includes(name)) refuse(`plugin "${name}" already registered as "${type}"`)
    else own.push(name)
  }
  const disabled = new Set(set?.disabled?.map(({ name }) => name))
  if (disabled.has('*')) return own
  const implied = multiPoint
    .map(({ name }) => name)
    .filter((name) => UPSTREAM_PLUGINS.get(name)?.points.includes(point) && !disabled.has(name))
  const added = implied.filter((name) => !own.includes(name))
  const twice = added.find((name, index) => added.indexOf(name) !== index)
  if (twice !== undefined) refuse(`plugin "${twice}" already registered as "${type}"`)
  const overridden = own.filter((name) => implied.includes(name))
  return [...overridden, ...added, ...own.filter((name) => !overridden.includes(name))]
}

/** The first mention counts; a weight of 0 is 1. */
function weightsOf(entries: readonly PluginEntry[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  for (const { name, weight } of entries) {
    if (!weights.has(name)) weights.set(name, weight || 1)
  }
  return weights
}
