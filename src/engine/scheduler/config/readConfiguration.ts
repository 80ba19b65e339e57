import { parse } from 'yaml'
import { type Millis, SECOND } from '../../api/units.ts'
import { decode } from '../../manifest/decode.ts'
import { DEFAULT_SCHEDULER, type Profile } from '../profile.ts'
import { type PluginArgs, type PluginName, REGISTRY, type RegistryRow } from '../registry.ts'
import type { ConfigurationDocument, ProfileDocument } from './document.ts'
import { REMOVED_PLUGINS } from './extensionPoints.ts'
import { readPluginArgs } from './pluginArgs.ts'
import { activePlugins, REMOVED_MESSAGE } from './pluginSets.ts'
import { ConfigurationError, type ConfigurationProblem } from './problems.ts'

/** What a KubeSchedulerConfiguration asks of the scheduler. */
export interface SchedulerConfiguration {
  /** At least one; their names differ. */
  readonly profiles: readonly Profile[]
  readonly initialBackoff: Millis
  readonly maxBackoff: Millis
}

const KIND = 'KubeSchedulerConfiguration'
const API_VERSION = 'kubescheduler.config.k8s.io/v1'

/**
 * Reads a parsed KubeSchedulerConfiguration: strictly, with version 1 defaults, and validated as
 * kube-scheduler validates it before it starts.
 * @throws ConfigurationError with all that is wrong, in upstream's words
 */
export function readConfiguration(value: unknown): SchedulerConfiguration {
  const { value: decoded, problems } = decode(value, KIND)
  const { kind = '', apiVersion = '' } = (decoded ?? {}) as Readonly<Record<string, string>>
  if (decoded && (kind !== KIND || apiVersion !== API_VERSION)) {
    const message = `no kind "${kind}" is registered for version "${apiVersion}"`
    throw new ConfigurationError([{ field: 'kind', type: 'Refused', message }])
  }
  if (problems.length > 0) {
    throw new ConfigurationError(
      problems.map(({ path, kind: what, message, value: written }) =>
        what === 'unknownField'
          ? {
              field: path,
              type: 'Refused',
              message: `strict decoding error: unknown field "${path}"`,
            }
          : { field: path || KIND, type: 'Invalid', value: written, message },
      ),
    )
  }
  const read = checkConfiguration((decoded ?? {}) as ConfigurationDocument)
  if (read.problems.length > 0) throw new ConfigurationError(read.problems)
  return read.configuration
}

/**
 * The same from YAML or JSON text.
 * @throws ConfigurationError, also for text that is no single document
 */
export function parseConfiguration(text: string): SchedulerConfiguration {
  let value: unknown
  try {
    value = parse(text, { maxAliasCount: 100 })
  } catch (error) {
    const message = (error as Error).message.split('\n')[0]!
    throw new ConfigurationError([{ field: KIND, type: 'Refused', message }])
  }
  return readConfiguration(value ?? {})
}

/** The same for a document whose fields have been read; `configuration` counts without problems only. */
export function checkConfiguration(document: ConfigurationDocument): {
  readonly configuration: SchedulerConfiguration
  readonly problems: readonly ConfigurationProblem[]
} {
  const problems: ConfigurationProblem[] = []
  const report = (problem: ConfigurationProblem) => problems.push(problem)
  const { parallelism = 16, podInitialBackoffSeconds = 1, podMaxBackoffSeconds = 10 } = document
  if (parallelism <= 0) {
    const message = 'should be an integer value greater than zero'
    report({ field: 'parallelism', type: 'Invalid', value: parallelism, message })
  }
  const written = document.profiles?.length ? document.profiles : [{}]
  const firstOf = new Map<string, number>()
  const profiles = written.map((profile, index) => {
    const read = readProfile(profile, `profiles[${index}]`, document, report)
    const first = firstOf.get(read.schedulerName!)
    if (first !== undefined) {
      const value = `profiles[${first}].schedulerName`
      const field = `profiles[${index}].schedulerName`
      report({ field, type: 'Duplicate', value, message: '' })
    }
    firstOf.set(read.schedulerName!, index)
    return read
  })
  checkPercentage(document.percentageOfNodesToScore, 'percentageOfNodesToScore', report)
  if (podInitialBackoffSeconds <= 0) {
    const field = 'podInitialBackoffSeconds'
    const message = 'must be greater than 0'
    report({ field, type: 'Invalid', value: podInitialBackoffSeconds, message })
  }
  if (podMaxBackoffSeconds < podInitialBackoffSeconds) {
    const field = 'podMaxBackoffSeconds'
    const message = 'must be greater than or equal to PodInitialBackoffSeconds'
    report({ field, type: 'Invalid', value: podMaxBackoffSeconds, message })
  }
  if (document.extenders?.length) {
    report({ field: 'extenders', type: 'Forbidden', message: 'Podfall calls no extenders' })
  }
  const configuration = {
    profiles,
    initialBackoff: podInitialBackoffSeconds * SECOND,
    maxBackoff: podMaxBackoffSeconds * SECOND,
  }
  return { configuration, problems }
}

type Report = (problem: ConfigurationProblem) => void

function checkPercentage(value: number | undefined, field: string, report: Report): void {
  if (value === undefined || (value >= 0 && value <= 100)) return
  report({ field, type: 'Invalid', value, message: 'not in valid range [0-100]' })
}

function readProfile(
  profile: ProfileDocument,
  path: string,
  document: ConfigurationDocument,
  report: Report,
): Profile {
  const { schedulerName = DEFAULT_SCHEDULER, percentageOfNodesToScore } = profile
  if (schedulerName === '') {
    report({ field: `${path}.schedulerName`, type: 'Required', message: '' })
  }
  checkPercentage(percentageOfNodesToScore, `${path}.percentageOfNodesToScore`, report)
  const args = readArgs(profile, path, report)
  const { at, weights } = activePlugins(
    profile.plugins ?? {},
    `${path}.plugins`,
    schedulerName,
    report,
  )
  const modelled = (names: readonly string[], has: (row: RegistryRow) => boolean) =>
    names.filter((name): name is PluginName => isModelled(name) && has(REGISTRY[name]))
  return {
    schedulerName,
    gates: modelled(at.preEnqueue, ({ gate }) => gate),
    filters: modelled(at.filter, ({ filter }) => filter),
    postFilters: modelled(at.postFilter, ({ postFilter }) => postFilter),
    scores: modelled(at.score, ({ weight }) => weight !== undefined).map((plugin) => ({
      plugin,
      weight: weights.get(plugin) ?? 1,
    })),
    args,
    percentageOfNodesToScore: percentageOfNodesToScore ?? document.percentageOfNodesToScore ?? 0,
  }
}

function readArgs({ pluginConfig = [] }: ProfileDocument, path: string, report: Report) {
  const all: Record<string, object> = {}
  const seen = new Set<string>()
  pluginConfig.forEach(({ name, args: written }, index) => {
    const field = `${path}.pluginConfig[${index}]`
    if (seen.has(name)) report({ field, type: 'Duplicate', value: name, message: '' })
    seen.add(name)
    if (REMOVED_PLUGINS.has(name)) {
      report({ field, type: 'Invalid', value: name, message: REMOVED_MESSAGE })
      return
    }
    const { args, problems } = readPluginArgs(name, written, `${field}.args`)
    for (const problem of problems) report(problem)
    if (args) all[name] = args
  })
  return all as PluginArgs
}

const isModelled = (name: string): name is PluginName => Object.hasOwn(REGISTRY, name)
