import type {
  CSINode,
  Namespace,
  Node,
  ObjectMeta,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PriorityClass,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
  StorageClass,
} from '../api/types.gen.ts'
import { decode } from '../manifest/decode.ts'
import { ExplainError } from './explainError.ts'

/** Kinds that a decision can depend on. */
export interface ExplainKinds {
  CSINode: CSINode
  Namespace: Namespace
  Node: Node
  PersistentVolume: PersistentVolume
  PersistentVolumeClaim: PersistentVolumeClaim
  Pod: Pod
  PodDisruptionBudget: PodDisruptionBudget
  PriorityClass: PriorityClass
  ReplicaSet: ReplicaSet
  ReplicationController: ReplicationController
  Service: Service
  StatefulSet: StatefulSet
  StorageClass: StorageClass
}

type ExplainKind = keyof ExplainKinds

/** API group of each kind, and whether its names belong to a namespace. */
const READ: Readonly<Record<ExplainKind, readonly [group: string, namespaced: boolean]>> = {
  CSINode: ['storage.k8s.io', false],
  Namespace: ['', false],
  Node: ['', false],
  PersistentVolume: ['', false],
  PersistentVolumeClaim: ['', true],
  Pod: ['', true],
  PodDisruptionBudget: ['policy', true],
  PriorityClass: ['scheduling.k8s.io', false],
  ReplicaSet: ['apps', true],
  ReplicationController: ['', true],
  Service: ['', true],
  StatefulSet: ['apps', true],
  StorageClass: ['storage.k8s.io', false],
}

/** Objects by kind, in the order in which they were given. */
export interface ObjectSet {
  all<K extends ExplainKind>(kind: K): readonly ExplainKinds[K][]
  get<K extends ExplainKind>(kind: K, namespace: string, name: string): ExplainKinds[K] | undefined
}

/**
 * Sorts plain Kubernetes objects, Lists included, and decodes those that matter to scheduling; others
 * are left out. Every object of a namespaced kind has a namespace afterwards.
 * @throws ExplainError for what is no object, for values of a wrong type and for doubles
 */
export function readObjects(objects: unknown): ObjectSet {
  if (!Array.isArray(objects)) throw wrong('objects must be a list of Kubernetes objects')
  const byKind = new Map<ExplainKind, Map<string, ExplainKinds[ExplainKind]>>()
  const add = (value: unknown, place: string, kindOfList?: string) => {
    if (!isObject(value)) throw wrong(`${place} is no Kubernetes object`)
    const kind = value.kind ?? kindOfList
    if (typeof kind !== 'string' || kind === '') throw wrong(`${place} has no kind`)
    if (kind.endsWith('List') && Array.isArray(value.items)) {
      const kindOfItems = kind === 'List' ? undefined : kind.slice(0, -'List'.length)
      value.items.forEach((item, index) => {
        add(item, `${place}.items[${index}]`, kindOfItems)
      })
    } else if (isRead(kind) && isOfGroup(value.apiVersion, kind)) {
      const object = readObject(kind, value, place)
      const known = byKind.get(kind) ?? new Map()
      byKind.set(kind, known)
      const key = keyOf(kind, object.metadata)
      if (known.has(key)) throw wrong(`${place} is another ${kind} ${key}`)
      known.set(key, object)
    }
  }
  objects.forEach((value, index) => {
    add(value, `objects[${index}]`)
  })
  return {
    all: <K extends ExplainKind>(kind: K) =>
      [...(byKind.get(kind)?.values() ?? [])] as ExplainKinds[K][],
    get: <K extends ExplainKind>(kind: K, namespace: string, name: string) =>
      byKind.get(kind)?.get(keyOf(kind, { namespace, name })) as ExplainKinds[K] | undefined,
  }
}

function readObject(kind: ExplainKind, value: object, place: string): ExplainKinds[ExplainKind] {
  const { value: decoded, problems } = decode(value, kind)
  const object = decoded as { readonly metadata?: ObjectMeta }
  const name = object.metadata?.name
  const title = `${place} (${kind}${name ? ` ${name}` : ''})`
  const problem = problems.find((found) => found.kind === 'type')
  if (problem) throw wrong(`${title}: ${problem.path} ${problem.message}`)
  if (!name) throw wrong(`${title}: metadata.name is missing`)
  if (!READ[kind][1]) return object
  const namespace = object.metadata?.namespace || 'default'
  return { ...object, metadata: { ...object.metadata, namespace } }
}

const wrong = (message: string) => new ExplainError('objects', message)

function keyOf(kind: ExplainKind, metadata: ObjectMeta | undefined): string {
  const { namespace = '', name = '' } = metadata ?? {}
  return READ[kind][1] ? `${namespace}/${name}` : name
}

const isRead = (kind: string): kind is ExplainKind => Object.hasOwn(READ, kind)

/** A kind's name may mean something else in another group; an object without a group is taken as it is. */
function isOfGroup(apiVersion: unknown, kind: ExplainKind): boolean {
  if (typeof apiVersion !== 'string' || apiVersion === '') return true
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return group === READ[kind][0]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
