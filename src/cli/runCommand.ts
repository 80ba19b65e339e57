import { parseArgs } from 'node:util'
import {
  createParseMemo,
  EndlessError,
  english,
  excessOf,
  type HeadlessResult,
  KUBERNETES_VERSIONS,
  POLICIES,
  parseScenarioFile,
  policyById,
  RUN_LIMITS,
  runHeadless,
  withPolicy,
} from '../engine/index.ts'
import { parseDuration } from './duration.ts'
import {
  InputError,
  readConfigurationFile,
  readFiles,
  readFormat,
  readSeed,
  readVersion,
  tellUsage,
  UsageError,
} from './options.ts'
import { formatTable } from './table.ts'
import type { Output } from './terminal.ts'

export const RUN_USAGE = `Usage: podfall run -f FILE [-f FILE ...] [options]

Runs a scenario or plain Kubernetes manifests without a page and prints how it ends.

  -f, --filename FILE   manifests, YAML or JSON; - is standard input; several are joined
  --policy ID           one cluster under this policy (${POLICIES.map(({ id }) => id).join(', ')})
  --until DURATION      how long to run, such as 10m, 90s or 1h30m (default: the scenario's end, or 10m)
  --seed N              a whole number (default: the scenario's)
  --config FILE         KubeSchedulerConfiguration of the kubernetes-* policies
  --kubernetes-version  the release to behave like: ${KUBERNETES_VERSIONS.join(', ')} (default: 1.35)
  -o, --output FORMAT   json or table (default: table)
`

/** What runs where neither the command line nor a Scenario names a policy. */
const DEFAULT_POLICY = 'kubernetes-default'

/**
 * `podfall run`. Documents with mistakes are reported and left out; the others run.
 * @returns the exit status: 0, 1 when the input had mistakes, 2 when the command line is wrong
 */
export function runCommand(args: readonly string[], output: Output): number {
  try {
    return run(args, output)
  } catch (error) {
    if (error instanceof InputError || error instanceof EndlessError) {
      output.err(`${error.message}\n`)
      return 1
    }
    return tellUsage('run', error, output)
  }
}

function run(args: readonly string[], output: Output): number {
  const options = readOptions(args)
  if (options.help) {
    output.out(RUN_USAGE)
    return 0
  }
  const sources = readFiles(options.files)
  const scheduler = readConfigurationFile(options.config)
  const parsed = parseScenarioFile(sources.text)
  for (const { severity, message, line, column } of parsed.diagnostics) {
    const at = sources.locate(line)
    output.err(`${at.file}:${at.line}:${column}: ${severity}: ${message}\n`)
  }
  if (parsed.diagnostics.length === 0 && !parsed.hasScenario && parsed.objects.length === 0) {
    throw new InputError('podfall run: the input has no object, so there is nothing to run')
  }
  let broken = parsed.diagnostics.some(({ severity }) => severity === 'error')
  // A Scenario document that cannot be read would silently run as something else.
  if (!parsed.scenario) return 1
  const objects = parsed.objects.map(({ object }) => object)
  const excess = excessOf(objects, undefined, RUN_LIMITS)
  if (excess) {
    const { file, line } = sources.locate(parsed.objects[excess.index]!.line)
    output.err(`${file}:${line}:1: error: ${english(excess.said)}\n`)
    return 1
  }
  const lanes = parsed.hasScenario && options.policy === undefined
  const { kubernetesVersion } = options
  const scenario = {
    ...(lanes
      ? parsed.scenario
      : withPolicy(parsed.scenario, policyById(options.policy ?? DEFAULT_POLICY)!)),
    ...(scheduler && { scheduler }),
    ...(kubernetesVersion && { kubernetesVersion }),
  }
  const results = runHeadless(
    {
      scenario,
      objects,
      limits: RUN_LIMITS,
      seed: options.seed ?? parsed.run?.seed ?? scenario.seed,
      shuffle: parsed.run?.shuffle,
      policies: lanes ? (parsed.run?.policies ?? {}) : {},
      parse: createParseMemo(),
    },
    options.until ?? parsed.run?.at ?? scenario.until,
    (problem) => {
      if ('object' in problem) {
        const { file, line } = sources.locate(parsed.objects[problem.object]!.line)
        output.err(`${file}:${line}:1: error: ${problem.reason}\n`)
        broken = true
      } else {
        output.err(`podfall run: at ${problem.at} s ${problem.action}: ${problem.reason}\n`)
      }
    },
    lanes ? parsed.run?.log : [],
  )
  output.out(options.json ? asJson(results, lanes) : asTables(results, lanes))
  return broken ? 1 : 0
}

type LaneResults = readonly { readonly lane: string; readonly result: HeadlessResult }[]

function asJson(results: LaneResults, lanes: boolean): string {
  const value = lanes
    ? { lanes: Object.fromEntries(results.map(({ lane, result }) => [lane, result])) }
    : results[0]!.result
  return `${JSON.stringify(value, undefined, 2)}\n`
}

function asTables(results: LaneResults, lanes: boolean): string {
  return results
    .map(({ lane, result }) => (lanes ? `${lane}\n\n` : '') + formatTable(result))
    .join('\n')
}

function readOptions(args: readonly string[]) {
  const values = parseValues(args)
  const { policy } = values
  if (policy !== undefined && !policyById(policy)) {
    const ids = POLICIES.map(({ id }) => id).join(', ')
    throw new UsageError(`there is no policy "${policy}"; there are ${ids}`)
  }
  const until = values.until === undefined ? undefined : parseDuration(values.until)
  if (values.until !== undefined && until === undefined) {
    throw new UsageError(`--until takes a duration such as 10m or 90s, not "${values.until}"`)
  }
  const files = values.filename ?? []
  if (files.length === 0 && !values.help) throw new UsageError('no input: give a file with -f')
  return {
    files,
    policy,
    until,
    seed: readSeed(values.seed),
    json: readFormat(values.output),
    config: values.config,
    kubernetesVersion: readVersion(values['kubernetes-version']),
    help: values.help === true,
  }
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        filename: { type: 'string', short: 'f', multiple: true },
        policy: { type: 'string' },
        until: { type: 'string' },
        seed: { type: 'string' },
        output: { type: 'string', short: 'o' },
        config: { type: 'string' },
        'kubernetes-version': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
