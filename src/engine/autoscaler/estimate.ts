import type { Node } from '../api/types.gen.ts'
import type { PodInfo } from '../scheduler/framework.ts'
import type { PodGroup } from './podGroups.ts'
import type { Snapshot } from './snapshot.ts'

/** What a new machine of a group would be: its Node under a name, and the DaemonSets' pods on it. */
export interface Template {
  readonly allocatable: Readonly<Record<string, number>>
  node(name: string): Node
  daemons(node: Node): readonly PodInfo[]
}

/** How many new machines of a group would help, and which pods they would take. */
export interface Estimate {
  readonly count: number
  readonly pods: readonly PodInfo[]
}

/**
 * First-fit decreasing (cluster-autoscaler/estimator, binpacking): the largest pods first, each on
 * a machine that was added for another one if it fits there, else on one more.
 * @param most machines that may be added
 */
export function estimate(
  snapshot: Snapshot,
  template: Template,
  groups: readonly PodGroup[],
  most: number,
): Estimate {
  const trial = snapshot.fork()
  const added = new Set<string>()
  const used = new Set<string>()
  const pods: PodInfo[] = []
  let last: string | undefined

  function take(pod: PodInfo, name: string): void {
    used.add(name)
    pods.push(pod)
  }

  function addNode(): string {
    const node = template.node(`e-${added.size}`)
    trial.add(node, template.daemons(node))
    const name = node.metadata?.name ?? ''
    added.add(name)
    return name
  }

  /** Whether there is any sense in trying pods like this one as well. */
  function onNewNode(pod: PodInfo): boolean {
    if (last !== undefined && !trial.refusal(pod, last)) {
      trial.put(pod, last)
      take(pod, last)
      return true
    }
    // What an empty machine refused the next one will refuse.
    if (last !== undefined && !used.has(last)) return false
    if (added.size >= most) return false
    last = addNode()
    if (trial.refusal(pod, last)) return false
    trial.put(pod, last)
    take(pod, last)
    return true
  }

  for (const group of [...groups].sort((a, b) => sizeOf(b, template) - sizeOf(a, template))) {
    let index = 0
    for (; index < group.pods.length; index++) {
      const pod = group.pods[index]!
      const name = added.size > 0 ? trial.place(pod, (node) => added.has(node.name)) : undefined
      if (name === undefined) break
      take(pod, name)
    }
    for (const pod of group.pods.slice(index)) {
      if (!onNewNode(pod)) break
    }
  }
  return { count: used.size, pods }
}

/** Which share of a machine a pod of the group takes: cpu and memory added up. */
function sizeOf({ pods }: PodGroup, { allocatable }: Template): number {
  const { requests } = pods[0]!
  const share = (resource: string) =>
    allocatable[resource] ? (requests[resource] ?? 0) / allocatable[resource] : 0
  return share('cpu') + share('memory')
}
