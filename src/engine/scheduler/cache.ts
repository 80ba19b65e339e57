import type { Node, Pod } from '../api/types.gen.ts'
import type { NodeView, PodInfo } from './framework.ts'
import { createNodeTree } from './nodeTree.ts'
import { nodeView, podInfo } from './nodeView.ts'

/**
 * The scheduler's own picture of nodes and of the pods on them, kept up to date change by change.
 * A pod counts from the moment it is assumed, and until it is gone, terminating or not. Pods that
 * succeeded or failed must not be put in (SCHEDULER.md section 1).
 */
export interface SchedulerCache {
  putNode(node: Node): void
  removeNode(name: string): void
  /**
   * A pod on `nodeName`, assumed or bound; a known pod is replaced, wherever it was.
   * @param id a small number that no other pod has as long as this one is here: its slot in the store
   */
  putPod(id: number, pod: Pod, nodeName: string): void
  removePod(id: number): void
  node(name: string): NodeView | undefined
  readonly nodeCount: number
  /** Every node in list order. */
  nodes(): readonly NodeView[]
  /** The names of `nodes`; the same array until a node comes, goes or moves to another zone. */
  names(): readonly string[]
}

export function createCache(): SchedulerCache {
  const tree = createNodeTree<string>()
  const nodes = new Map<string, Node>()
  /** Pods by node name, also of nodes that are not known (yet, or any more). */
  const podsOn = new Map<string, Map<number, PodInfo>>()
  const nodeOf = new Map<number, string>()
  const views = new Map<string, NodeView>()
  let names: readonly string[] | undefined
  let list: readonly NodeView[] | undefined
  /** The names that `list` is about, where each stands in it, and whose views it has outlived. */
  let listed: readonly string[] | undefined
  const positions = new Map<string, number>()
  const stale = new Set<string>()
  const listNames = (): readonly string[] => {
    names ??= [...tree.list()]
    return names
  }

  function forget(nodeName: string): void {
    views.delete(nodeName)
    stale.add(nodeName)
  }

  function view(name: string): NodeView | undefined {
    const known = views.get(name)
    const node = nodes.get(name)
    if (known || !node) return known
    const built = nodeView(node, [...(podsOn.get(name)?.values() ?? [])])
    views.set(name, built)
    return built
  }

  function removePod(id: number): void {
    const nodeName = nodeOf.get(id)
    if (nodeName === undefined) return
    nodeOf.delete(id)
    const pods = podsOn.get(nodeName)
    pods?.delete(id)
    if (pods?.size === 0) podsOn.delete(nodeName)
    forget(nodeName)
  }

  return {
    putNode(node) {
      const name = node.metadata?.name ?? ''
      const known = nodes.get(name)
      if (!known || tree.moves(known, node)) names = undefined
      if (known) tree.update(known, node, name)
      else tree.add(node, name)
      nodes.set(name, node)
      forget(name)
    },
    removeNode(name) {
      const known = nodes.get(name)
      if (!known) return
      tree.remove(known, name)
      names = undefined
      nodes.delete(name)
      forget(name)
    },
    putPod(id, pod, nodeName) {
      if (nodeOf.get(id) !== nodeName) removePod(id)
      nodeOf.set(id, nodeName)
      const pods = podsOn.get(nodeName)
      if (pods) pods.set(id, podInfo(pod))
      else podsOn.set(nodeName, new Map([[id, podInfo(pod)]]))
      forget(nodeName)
    },
    removePod,
    node: view,
    get nodeCount() {
      return nodes.size
    },
    nodes() {
      const names = listNames()
      if (!list || listed !== names) {
        list = names.map((name) => view(name)!)
        positions.clear()
        names.forEach((name, position) => {
          positions.set(name, position)
        })
        listed = names
      } else if (stale.size > 0) {
        // Another list, since the earlier one is somebody's snapshot.
        const next = list.slice()
        for (const name of stale) {
          const position = positions.get(name)
          if (position !== undefined) next[position] = view(name)!
        }
        list = next
      }
      stale.clear()
      return list
    },
    names: listNames,
  }
}
