import { isQualifiedName } from '../api/nameRules.ts'
import { notSupported } from './config/problems.ts'
import type { ArgsProblem } from './framework.ts'
import type { ResourceSpec, ShapePoint } from './resourceScoring.ts'

export interface NodeResourcesFitArgs {
  /** Extended resources that are not checked. */
  readonly ignoredResources?: readonly string[]
  /** The same by the part before the slash. */
  readonly ignoredResourceGroups?: readonly string[]
  readonly scoringStrategy: ScoringStrategy
}

export interface ScoringStrategy {
  readonly type: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio'
  /** Weights 1..100. */
  readonly resources: readonly ResourceSpec[]
  readonly requestedToCapacityRatio?: { readonly shape?: readonly ShapePoint[] }
}

const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio']

/** What kube-scheduler's validation says about arguments of NodeResourcesFit. */
export function fitArgsProblems(args: NodeResourcesFitArgs): ArgsProblem[] {
  const { ignoredResources = [], ignoredResourceGroups = [], scoringStrategy: strategy } = args
  const { type, resources = [], requestedToCapacityRatio: ratio } = strategy
  const path = 'scoringStrategy'
  const found: ArgsProblem[] = []
  ignoredResources.forEach((name, index) => {
    found.push(...labelNameProblem(`ignoredResources[${index}]`, name))
  })
  ignoredResourceGroups.forEach((group, index) => {
    const field = `ignoredResourceGroups[${index}]`
    if (group.includes('/')) {
      const message = "resource group name can't contain '/'"
      found.push({ field, type: 'Invalid', value: group, message })
    }
    found.push(...labelNameProblem(field, group))
  })
  if (!STRATEGIES.includes(type)) found.push(notSupported(`${path}.type`, type, STRATEGIES))
  found.push(...resources.flatMap((resource, index) => weightProblem(resource, path, index)))
  if (type === 'RequestedToCapacityRatio') {
    const field = `${path}.requestedToCapacityRatio`
    if (ratio) found.push(...shapeProblems(ratio.shape ?? [], `${field}.shape`))
    else {
      const message = 'must be specified when type is RequestedToCapacityRatio'
      found.push({ field, type: 'Required', message })
    }
  } else if (ratio) {
    const message = 'must be nil when type is not RequestedToCapacityRatio'
    found.push({ field: `${path}.requestedToCapacityRatio`, type: 'Forbidden', message })
  }
  return found
}

/** A name that could be a label's, as the names of extended resources could. */
export function labelNameProblem(field: string, name: string): ArgsProblem[] {
  if (isQualifiedName(name)) return []
  const message =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
  return [{ field, type: 'Invalid', value: name, message }]
}

function weightProblem({ name, weight }: ResourceSpec, path: string, index: number): ArgsProblem[] {
  if (weight >= 1 && weight <= 100) return []
  const message = `resource weight of ${name} not in valid range (0, 100]`
  return [{ field: `${path}.resources[${index}].weight`, type: 'Invalid', value: weight, message }]
}

function shapeProblems(shape: readonly ShapePoint[], path: string): ArgsProblem[] {
  if (shape.length === 0) {
    return [{ field: path, type: 'Required', message: 'at least one point must be specified' }]
  }
  const found: ArgsProblem[] = []
  const unsorted = shape.findIndex(
    ({ utilization }, index) => index > 0 && shape[index - 1]!.utilization >= utilization,
  )
  const invalid = (field: string, value: number, message: string) =>
    found.push({ field: `${path}${field}`, type: 'Invalid', value, message })
  if (unsorted > 0) {
    const message = 'values must be sorted in increasing order'
    invalid(`[${unsorted}].utilization`, shape[unsorted]!.utilization, message)
  }
  shape.forEach(({ utilization, score }, index) => {
    if (utilization < 0 || utilization > 100) {
      invalid(`[${index}].utilization`, utilization, 'not in valid range [0, 100]')
    }
    if (score < 0 || score > 10) {
      invalid(`[${index}].score`, score, 'not in valid range [0, 10]')
    }
  })
  return found
}
