import type { ArgsProblem, Plugin } from '../framework.ts'
import { balancedAll } from '../resourceColumns.ts'
import { balancedScore, isScored, type ResourceSpec } from '../resourceScoring.ts'

export interface NodeResourcesBalancedAllocationArgs {
  /** Weights are exactly 1. */
  readonly resources: readonly ResourceSpec[]
}

/** The closer a node's resources are used to the same share, the better. */
export const NodeResourcesBalancedAllocation: Plugin<NodeResourcesBalancedAllocationArgs> = {
  name: 'NodeResourcesBalancedAllocation',
  defaultArgs: {
    resources: [
      { name: 'cpu', weight: 1 },
      { name: 'memory', weight: 1 },
    ],
  },
  problems: ({ resources }) => resources.flatMap(resourceProblems),
  fast({ requests }, columns, _cluster, { resources }) {
    const asked = (name: string) => requests[name] ?? 0
    if (resources.every(({ name }) => asked(name) === 0)) return 'nothing'
    const sources = resources.map(({ name, weight }) => ({
      weight,
      ...columns.amounts(name),
      more: asked(name),
      counts: isScored(name, asked(name)),
    }))
    return { by: 'pods', ...balancedAll(sources, balancedScore) }
  },
  begin({ requests }, _cluster, { resources }) {
    const asked = (name: string) => requests[name] ?? 0
    // Since 1.33: a pod that asks for none of these resources cannot unbalance anything.
    if (resources.every(({ name }) => asked(name) === 0)) return {}
    return {
      score(node) {
        return balancedScore(
          resources.map(({ name, weight }) => ({
            weight,
            requested: (node.requested[name] ?? 0) + asked(name),
            allocatable: isScored(name, asked(name)) ? (node.allocatable[name] ?? 0) : 0,
          })),
        )
      },
    }
  },
}

function resourceProblems(
  { name, weight }: ResourceSpec,
  index: number,
  all: readonly ResourceSpec[],
): ArgsProblem[] {
  const found: ArgsProblem[] = []
  if (all.findIndex((other) => other.name === name) < index) {
    found.push({ field: `resources[${index}].name`, type: 'Duplicate', value: name, message: '' })
  }
  if (weight !== 1) {
    const field = `resources[${index}].weight`
    found.push({ field, type: 'Invalid', value: weight, message: 'must be 1' })
  }
  return found
}
