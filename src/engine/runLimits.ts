import { KINDS, type Kind, type KubernetesObject } from './api/objects.ts'
import type { Deployment, Job, Pod } from './api/types.gen.ts'
import type { Said } from './protocol.ts'
import { say } from './sentences/sentences.ts'
import { controllerOf, nameOf, namespaceOf, objectKey } from './store/identity.ts'
import type { Store } from './store/store.ts'

/** How much one run may hold. */
export interface RunLimits {
  /** Pods that are wanted at the same time, per lane. */
  readonly pods: number
  /** Nodes that manifests bring, per lane. */
  readonly nodes: number
}

/** What one cluster of Kubernetes is made for, and what a page stands. */
export const RUN_LIMITS: RunLimits = { pods: 150_000, nodes: 5_000 }

const WANTING: readonly Kind[] = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Job', 'Pod']

/** What would be more than a run may hold: the object that does it, by index, and the sentence. */
export interface Excess {
  readonly index: number
  readonly said: Said
}

/**
 * Whether a run may hold these objects together with those of the store, which they replace where
 * they have the same name.
 * @param store of any lane: all lanes are asked for the same; undefined before the run
 */
export function excessOf(
  objects: readonly KubernetesObject[],
  store: Store | undefined,
  limits: RunLimits,
): Excess | undefined {
  const wanted = new Map<string, number>()
  const nodes = new Set<string>()
  for (const kind of store ? WANTING : []) {
    for (const object of store!.list(kind)) wanted.set(idOf(kind, object), podsOf(kind, object))
  }
  for (const node of store?.list('Node') ?? []) nodes.add(node.metadata?.name ?? '')
  const nodesBefore = nodes.size
  let all = [...wanted.values()].reduce((sum, pods) => sum + pods, 0)
  for (const [index, object] of objects.entries()) {
    const kind = object.kind as Kind
    if (kind === 'Node') nodes.add(object.metadata?.name ?? '')
    if (nodes.size > nodesBefore && nodes.size > limits.nodes) {
      return { index, said: say('runNodes', labelOf(object), grouped(limits.nodes)) }
    }
    const pods = podsOf(kind, object)
    const id = idOf(kind, object)
    const before = wanted.get(id) ?? 0
    all += pods - before
    wanted.set(id, pods)
    // What is too much already may become less.
    if (pods > before && all > limits.pods) {
      return { index, said: tooManyPods(labelOf(object), pods, all, limits.pods) }
    }
  }
  return undefined
}

/** Pods that the object makes at the same time; 0 where another object's number counts. */
function podsOf(kind: Kind, object: KubernetesObject): number {
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
      return (object as Deployment).spec?.replicas ?? 1
    case 'ReplicaSet':
      return controllerOf(object) ? 0 : ((object as Deployment).spec?.replicas ?? 1)
    case 'Job': {
      const { suspend, parallelism = 1, completions, template } = (object as Job).spec ?? {}
      const isOver = (object as Job).status?.completionTime !== undefined
      if (suspend || isOver || !template) return 0
      return Math.min(parallelism, completions ?? parallelism)
    }
    case 'Pod':
      return controllerOf(object as Pod) ? 0 : 1
    default:
      return 0
  }
}

function idOf(kind: Kind, object: KubernetesObject): string {
  const namespace = KINDS[kind].namespaced ? namespaceOf(object) || 'default' : ''
  return `${kind}/${objectKey(namespace, nameOf(object))}`
}

/** As kubectl names it. */
function labelOf(object: KubernetesObject): string {
  const kind = object.kind as Kind
  const [group, version] = KINDS[kind].apiVersion.split('/')
  return `${kind.toLowerCase()}${version ? `.${group}` : ''}/${object.metadata?.name}`
}

/** Why a scenario cannot be run, for the number of its arrivals. */
export function tooManyArrivals(arrivals: number, { pods }: RunLimits): Said | undefined {
  return arrivals <= pods ? undefined : say('runArrivals', grouped(arrivals), grouped(pods))
}

function tooManyPods(name: string, pods: number, all: number, most: number): Said {
  return all > pods
    ? say('runPodsInAll', name, grouped(pods), grouped(most), grouped(all))
    : say('runPods', name, grouped(pods), grouped(most))
}

/** 100000 as 100,000; the engine formats nothing by locale. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}
