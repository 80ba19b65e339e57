import { FIELDS } from '../../api/fields.gen.ts'
import { decode } from '../../manifest/decode.ts'
import type { NodeResourcesFitArgs } from '../fitArgs.ts'
import type { ArgsProblem } from '../framework.ts'
import type { NodeResourcesBalancedAllocationArgs } from '../plugins/nodeResourcesBalancedAllocation.ts'
import { type PluginName, REGISTRY } from '../registry.ts'
import type { ResourceSpec } from '../resourceScoring.ts'
import { below, type ConfigurationProblem } from './problems.ts'

const API_VERSION = 'kubescheduler.config.k8s.io/v1'

/**
 * Arguments of one plugin, decoded and completed as kube-scheduler does for a version 1 document, and
 * everything that is wrong with them. Plugins that take no arguments ignore what is written.
 * @param path of the arguments in the document
 */
export function readPluginArgs(
  name: string,
  written: unknown,
  path: string,
): { readonly args?: object; readonly problems: readonly ConfigurationProblem[] } {
  const type = `${name}Args`
  if (!Object.hasOwn(FIELDS, type)) return { problems: [] }
  const { value, problems } = decode(written ?? {}, type)
  const found: ConfigurationProblem[] = problems.map((problem) =>
    problem.kind === 'unknownField'
      ? {
          field: `${path}.${problem.path}`,
          type: 'Refused',
          message: `decoding args for plugin "${name}": strict decoding error: unknown field "${problem.path}"`,
        }
      : {
          field: problem.path === '' ? path : `${path}.${problem.path}`,
          type: 'Invalid',
          value: problem.value,
          message: problem.message,
        },
  )
  const { apiVersion, kind, ...given } = (value ?? {}) as Record<string, unknown>
  if ((apiVersion ?? API_VERSION) !== API_VERSION || (kind ?? type) !== type) {
    const message = `decoding args for plugin "${name}": no kind "${kind ?? type}" is registered for version "${apiVersion ?? API_VERSION}"`
    found.push({ field: path, type: 'Refused', message })
  }
  if (found.length > 0) return { problems: found }
  const args = completed(name, given)
  return { args, problems: below(path, problemsOf(name, args)) }
}

/** What is not written (SetDefaults of the v1 API): fields, an empty list of resources, weights of 0. */
function completed(name: string, given: object): object {
  if (!Object.hasOwn(REGISTRY, name)) return given
  const args = { ...REGISTRY[name as PluginName].defaultArgs, ...given }
  if (name === 'NodeResourcesFit') {
    const { scoringStrategy } = args as NodeResourcesFitArgs
    const resources = weighted(scoringStrategy.resources)
    return { ...args, scoringStrategy: { ...scoringStrategy, resources } }
  }
  if (name === 'NodeResourcesBalancedAllocation') {
    return { ...args, resources: weighted((args as NodeResourcesBalancedAllocationArgs).resources) }
  }
  return args
}

function weighted(resources: readonly ResourceSpec[] | undefined): readonly ResourceSpec[] {
  const list = resources?.length ? resources : [{ name: 'cpu' }, { name: 'memory' }]
  return list.map((resource) => ({ ...resource, weight: (resource as ResourceSpec).weight || 1 }))
}

function problemsOf(name: string, args: object): readonly ArgsProblem[] {
  if (name === 'VolumeBinding') return volumeBindingProblems(args)
  if (name === 'DynamicResources') return []
  return REGISTRY[name as PluginName].problems(args)
}

function volumeBindingProblems(args: {
  readonly bindTimeoutSeconds?: number
  readonly shape?: unknown
}): ArgsProblem[] {
  const { bindTimeoutSeconds = 600, shape } = args
  const found: ArgsProblem[] = []
  if (bindTimeoutSeconds < 0) {
    found.push({
      field: 'bindTimeoutSeconds',
      type: 'Invalid',
      value: bindTimeoutSeconds,
      message: 'invalid BindTimeoutSeconds, should not be a negative value',
    })
  }
  if (shape !== undefined) {
    found.push({
      field: 'shape',
      type: 'Invalid',
      value: shape,
      message:
        'unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring',
    })
  }
  return found
}
