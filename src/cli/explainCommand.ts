import { parseArgs } from 'node:util'
import {
  ExplainError,
  type Explanation,
  explain,
  KUBERNETES_VERSIONS,
  parseObjects,
} from '../engine/index.ts'
import { explainBatch } from './explainBatch.ts'
import { formatExplanation } from './explainTable.ts'
import { readLines } from './lines.ts'
import {
  InputError,
  readFiles,
  readFormat,
  readSeed,
  readVersion,
  tellUsage,
  UsageError,
} from './options.ts'
import type { Output } from './terminal.ts'

export const EXPLAIN_USAGE = `Usage: podfall explain -f FILE [-f FILE ...] --pod NAMESPACE/NAME [options]
       podfall explain --batch < REQUESTS

Says where kube-scheduler would put a pod, and why: every filter's verdict, every score.

  -f, --filename FILE   Kubernetes objects, YAML or JSON; - is standard input; several are joined
  --pod NAMESPACE/NAME  the pod, which is among the objects (a bare name: namespace default)
  --config FILE         a KubeSchedulerConfiguration (default: one among the objects, or the default)
  --seed N              a whole number that chooses among equal nodes (default: 1)
  --kubernetes-version  the release to behave like: ${KUBERNETES_VERSIONS.join(', ')} (default: 1.35)
  -o, --output FORMAT   json or table (default: table)
  --batch               one JSON request a line from standard input, {"objects": [...], "pod":
                        {"namespace": ..., "name": ...}, "config"?, "seed"?, "kubernetesVersion"?}, and
                        one JSON answer a line; what cannot be answered is {"error": "..."}
`

/**
 * `podfall explain`.
 * @returns the exit status: 0 (also for a pod that fits nowhere), 1 when the input is wrong, 2 when the
 * command line is
 */
export function explainCommand(args: readonly string[], output: Output): number {
  try {
    return run(args, output)
  } catch (error) {
    if (error instanceof InputError || error instanceof ExplainError) {
      output.err(`podfall explain: ${error.message}\n`)
      return 1
    }
    return tellUsage('explain', error, output)
  }
}

function run(args: readonly string[], output: Output): number {
  const values = parseValues(args)
  if (values.help) {
    output.out(EXPLAIN_USAGE)
    return 0
  }
  if (values.batch) {
    explainBatch(readLines(0), output)
    return 0
  }
  const files = values.filename ?? []
  if (files.length === 0) throw new UsageError('no input: give a file with -f')
  if (values.pod === undefined) throw new UsageError('which pod? give --pod NAMESPACE/NAME')
  const json = readFormat(values.output)
  const seed = readSeed(values.seed) ?? 1
  const kubernetesVersion = readVersion(values['kubernetes-version'])
  const pod = readPod(values.pod)
  const parsed = parseObjects(readFiles(files).text)
  const config = values.config === undefined ? parsed.config : readConfig(values.config)
  const answer: Explanation = explain(parsed.objects, { pod, config, seed, kubernetesVersion })
  output.out(json ? `${JSON.stringify(answer, undefined, 2)}\n` : formatExplanation(answer, pod))
  return 0
}

function readPod(text: string) {
  const [first = '', second, ...more] = text.split('/')
  const pod =
    second === undefined
      ? { namespace: 'default', name: first }
      : { namespace: first, name: second }
  if (pod.namespace !== '' && pod.name !== '' && more.length === 0) return pod
  throw new UsageError(`--pod takes NAMESPACE/NAME, not "${text}"`)
}

/** A file that holds nothing but the configuration. */
function readConfig(file: string): unknown {
  const text = readFiles([file]).text
  const { config, objects } = parseObjects(text)
  if (config !== undefined && objects.length === 0) return config
  throw new InputError(`${file}: this is no KubeSchedulerConfiguration`)
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        filename: { type: 'string', short: 'f', multiple: true },
        pod: { type: 'string' },
        config: { type: 'string' },
        seed: { type: 'string' },
        'kubernetes-version': { type: 'string' },
        output: { type: 'string', short: 'o' },
        batch: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
