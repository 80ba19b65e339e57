import type { Labels } from '../../api/selectors.ts'
import type { ClusterFacts } from '../engine.ts'
import type { ClusterView, NodeView, PodInfo } from '../framework.ts'
import { hasPodAffinity } from '../nodeView.ts'
import type { NodeColumns } from './nodeColumns.ts'
import type { NodeOrder } from './search.ts'

/**
 * Pictures of a cluster: what a decision about a pod could see, as values that stay as they are whatever comes
 * later. Pictures share the nodes that are alike in both. Volumes and disruption budgets are not in them.
 */
export class Pictures {
  readonly #columns: NodeColumns
  readonly #facts: ClusterFacts
  #order: NodeOrder | undefined
  /** In list order, and what `contents` said of each of them then. */
  #nodes: readonly NodeView[] = []
  #seen = new Int32Array(0)
  /** By namespace, of all namespaces that pods of a picture are in: another map after a change. */
  #labels = new Map<string, Labels | undefined>()
  #latest: string | undefined

  constructor(columns: NodeColumns, facts: ClusterFacts) {
    this.#columns = columns
    this.#facts = facts
  }

  /** The cluster as it stands. */
  take(order: NodeOrder, { pod }: PodInfo): ClusterView {
    const { namespaceLabels, groupSelectors, kubernetesMinor } = this.#facts
    this.#meet(pod.metadata?.namespace ?? '')
    const nodes = this.#nodesIn(order)
    const labels = this.#labels
    const group = groupSelectors?.(pod)
    return {
      nodes,
      kubernetesMinor,
      ...(namespaceLabels && { namespaceLabels: (name) => labels.get(name) }),
      // Nobody asks for the group of another pod.
      ...(group && { groupSelectors: () => group }),
    }
  }

  /** A namespace has come, changed or gone. */
  noteNamespace(): void {
    const names = this.#labels.keys()
    this.#labels = new Map()
    for (const name of names) this.#labels.set(name, this.#facts.namespaceLabels?.(name))
  }

  #nodesIn(order: NodeOrder): readonly NodeView[] {
    const { slots } = order
    if (order !== this.#order) {
      this.#order = order
      this.#nodes = []
      this.#seen = new Int32Array(slots.length).fill(-1)
    }
    const { contents } = this.#columns
    let next: NodeView[] | undefined
    for (let position = 0; position < slots.length; position++) {
      const slot = slots[position]!
      if (this.#seen[position] === contents[slot]) continue
      this.#seen[position] = contents[slot]!
      // Another list: the one before is in somebody's picture.
      next ??= this.#nodes.slice()
      next[position] = this.#still(this.#columns.view(slot))
    }
    if (next) this.#nodes = next
    return this.#nodes
  }

  /** A node with its pods as they are now: the engine changes its own in place. */
  #still(view: NodeView): NodeView {
    const pods: PodInfo[] = []
    for (const { pod, requests, nonZero } of view.pods) {
      this.#meet(pod.metadata?.namespace ?? '')
      pods.push({ pod, requests, nonZero })
    }
    const none = view.podsWithAffinity.length === 0
    return {
      ...view,
      pods,
      podsWithAffinity: none ? [] : pods.filter(({ pod }) => hasPodAffinity(pod)),
    }
  }

  #meet(namespace: string): void {
    if (namespace === this.#latest) return
    this.#latest = namespace
    if (this.#labels.has(namespace)) return
    this.#labels.set(namespace, this.#facts.namespaceLabels?.(namespace))
  }
}
