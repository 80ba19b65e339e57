import type { KubernetesObject } from './api/objects.ts'
import type { Node } from './api/types.gen.ts'
import type { Scenario } from './scenario.ts'
import { isExtendedResource } from './scheduler/resourceScoring.ts'

/**
 * The resources that have a lane in the picture: cpu, memory, then extended resources (GPUs, say)
 * in order of appearance in the scenario's machine types and in Node manifests.
 */
export function resourcesOf(scenario: Scenario, objects: readonly KubernetesObject[]): string[] {
  const resources = ['cpu', 'memory']
  const amounts = [
    ...scenario.machineTypes.map(({ allocatable }) => allocatable),
    ...objects.map((object) =>
      object.kind === 'Node' ? (object as Node).status?.allocatable : {},
    ),
  ]
  for (const name of amounts.flatMap((allocatable) => Object.keys(allocatable ?? {}))) {
    if (isExtendedResource(name) && !resources.includes(name)) resources.push(name)
  }
  return resources
}
