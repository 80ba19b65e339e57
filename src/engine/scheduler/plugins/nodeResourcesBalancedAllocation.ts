import type { ArgsProblem, Plugin } from '../framework.ts'
import { balancedScore, isScalarResource, type ResourceSpec } from '../resourceScoring.ts'

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
  problems: ({ resources }) => resources.flatMap(weightProblem),
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
            allocatable:
              asked(name) === 0 && isScalarResource(name) ? 0 : (node.allocatable[name] ?? 0),
          })),
        )
      },
    }
  },
}

function weightProblem(resource: ResourceSpec, index: number): ArgsProblem[] {
  if (resource.weight === 1) return []
  return [
    {
      field: `resources[${index}].weight`,
      type: 'Invalid',
      message: `resource weight of ${resource.name} not in valid range [1, 1]`,
    },
  ]
}
