import { copySpec } from '../api/copies.ts'
import { KINDS, type Kind, type KindMap, type KubernetesObject } from '../api/objects.ts'
import type { Node, ObjectMeta, Pod } from '../api/types.gen.ts'
import { toTimestamp } from '../sim/calendar.ts'
import type { Clock } from '../sim/clock.ts'
import type { Random } from '../sim/random.ts'
import { controllerOf, nameOf, namespaceOf } from './identity.ts'
import { createNameIndex, type NameIndex } from './nameIndex.ts'
import { createNameSource } from './nameSeries.ts'
import { createPodListeners } from './podSorts.ts'
import { createPodsByNode } from './podsByNode.ts'
import { createKeyedSlots, type KeyedSlots, NONE, SlotLists } from './slotLists.ts'
import type { Change, Store, Watcher } from './store.ts'
import { StoreError } from './storeError.ts'
import { structurallyEqual } from './structuralEquality.ts'

/** The objects of one kind; everything else knows them by their slots (see `Watcher`). */
interface Table {
  /** By slot; replaced by every update. */
  readonly objects: (KubernetesObject | undefined)[]
  /** All of them, in order of creation. */
  readonly order: SlotLists
  /** Slots of objects that are gone, and of which everybody has been told so. */
  readonly freeSlots: number[]
  /** Of pods there is more to say, see `PodListeners`. */
  readonly listeners: Watcher[]
  readonly names: NameIndex
  /** The slot that was looked up last: who writes an object has mostly just read it. */
  found: number
  /** By the uid of their controller. */
  readonly byOwner: KeyedSlots
  /** Results of `list` by namespace, until something of this kind changes. */
  readonly lists: Map<string | undefined, readonly KubernetesObject[]>
}

/** The one list of a table. */
const ALL = 0

function emptyTable(): Table {
  const objects: (KubernetesObject | undefined)[] = []
  return {
    objects,
    order: new SlotLists(),
    freeSlots: [],
    listeners: [],
    names: createNameIndex(objects),
    found: 0,
    byOwner: createKeyedSlots(),
    lists: new Map(),
  }
}

export interface MemoryStore extends Store {
  /** Delivers queued changes, and those that their listeners cause, until there are none. */
  drain(): void
  /** Whether changes wait for delivery. */
  readonly pending: boolean
  /** How many changes have been delivered. */
  readonly delivered: number
}

export interface MemoryStoreOptions {
  readonly clock: Clock
  /** Where uids and generated names come from; the same seed gives the same names. */
  readonly random: Random
  /**
   * Defaulting and admission: what becomes of an object before it is stored. It may throw to refuse.
   */
  readonly admit?: <K extends Kind>(kind: K, object: KindMap[K], store: Store) => KindMap[K]
}

/** More changes than this are not kept room for. */
const LONG_QUEUE = 4_096

const ALL_KINDS = Object.keys(KINDS) as readonly Kind[]

/** Kinds whose metadata.generation the API server counts. */
const COUNTS_GENERATION: ReadonlySet<Kind> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Job',
  'Pod',
  'ReplicaSet',
  'ResourceQuota',
  'StatefulSet',
])

/** An empty store. See `Store` for the contract. */
export function createStore({ clock, random, admit }: MemoryStoreOptions): MemoryStore {
  const tables = Object.fromEntries(ALL_KINDS.map((kind) => [kind, emptyTable()])) as Record<
    Kind,
    Table
  >
  const podsByNode = createPodsByNode()
  /** Slots of Nodes by the numbers of their names; undefined or NONE = there is no such Node. */
  const nodeSlots: number[] = []
  const uids = random.fork('uid')
  const nextName = createNameSource(random.fork('generateName'))
  /** Changes and the slots of their objects; those before `told` have been delivered. */
  let queue: (Change | undefined)[] = []
  let queueSlots: number[] = []
  let waiting = 0
  let told = 0
  let delivering = false
  let delivered = 0
  let resourceVersion = 0

  function nextVersion(): string {
    resourceVersion += 1
    return String(resourceVersion)
  }

  function unusedName(kind: Kind, namespace: string, prefix: string): string {
    for (;;) {
      const name = nextName(kind, namespace, prefix)
      // Somebody may have chosen it.
      if (find(kind, namespace, name) === NONE) return name
    }
  }

  /** Its slot, or NONE. */
  function find(kind: Kind, namespace: string, name: string): number {
    const table = tables[kind]
    const found = table.objects[table.found]
    if (found !== undefined) {
      const { metadata } = found
      if (metadata!.name === name && (metadata!.namespace ?? '') === namespace) return table.found
    }
    const slot = table.names.find(namespace, name)
    if (slot !== NONE) table.found = slot
    return slot
  }

  function findStored(kind: Kind, object: KubernetesObject): number {
    const { objects, found } = tables[kind]
    if (objects[found] === object) return found
    const slot = find(kind, namespaceOf(object), nameOf(object))
    if (slot === NONE) throw new StoreError('NotFound', kind, nameOf(object))
    return slot
  }

  function index(kind: Kind, object: KubernetesObject, slot: number): void {
    const owner = controllerOf(object)
    if (owner) tables[kind].byOwner.add(owner.uid, slot)
    const node = nodeNameOf(kind, object)
    if (node !== undefined) podsByNode.add(node, slot)
    if (kind === 'Node') nodeSlots[podsByNode.numberOf(nameOf(object))] = slot
  }

  function unindex(kind: Kind, object: KubernetesObject, slot: number): void {
    const owner = controllerOf(object)
    if (owner) tables[kind].byOwner.remove(owner.uid, slot)
    if (nodeNameOf(kind, object) !== undefined) podsByNode.remove(slot)
    if (kind === 'Node') nodeSlots[podsByNode.numberOf(nameOf(object))] = NONE
  }

  function announce(change: Change, slot: number): void {
    const { lists } = tables[change.kind]
    if (lists.size > 0) lists.clear()
    queue[waiting] = change
    queueSlots[waiting] = slot
    waiting += 1
  }

  const podListeners = createPodListeners((kind) => isEmpty(tables[kind]))

  function enterTable(kind: Kind, object: KubernetesObject): number {
    const table = tables[kind]
    const first = isEmpty(table)
    const slot = table.freeSlots.pop() ?? table.objects.length
    table.objects[slot] = object
    table.names.add(slot)
    table.order.add(ALL, slot)
    if (first) podListeners.kindTurned(kind)
    return slot
  }

  function leaveTable(kind: Kind, slot: number): void {
    const table = tables[kind]
    table.names.remove(slot)
    table.objects[slot] = undefined
    table.order.remove(ALL, slot)
    if (isEmpty(table)) podListeners.kindTurned(kind)
  }

  const store: MemoryStore = {
    create(kind, given) {
      const admitted = admit ? admit(kind, given, store) : given
      const meta = admitted.metadata ?? {}
      const namespace = meta.namespace ?? ''
      const name = meta.name || unusedName(kind, namespace, meta.generateName ?? '')
      if (meta.name && find(kind, namespace, name) !== NONE) {
        throw new StoreError('AlreadyExists', kind, name)
      }
      const object = withMetadata(
        kind,
        admitted,
        storedMetadata(
          meta,
          name,
          uuid(uids),
          nextVersion(),
          toTimestamp(clock.now),
          COUNTS_GENERATION.has(kind) ? 1 : meta.generation,
        ),
      )
      const slot = enterTable(kind, object)
      index(kind, object, slot)
      announce({ type: 'ADDED', kind, object, previous: undefined } as Change, slot)
      return object
    },

    get(kind, namespace, name) {
      const slot = find(kind, namespace, name)
      return slot === NONE ? undefined : (tables[kind].objects[slot] as KindMap[typeof kind])
    },

    at(kind, slot) {
      const table = tables[kind]
      table.found = slot
      return table.objects[slot] as KindMap[typeof kind] | undefined
    },

    list(kind, namespace) {
      const table = tables[kind]
      const result = table.lists.get(namespace) ?? newList(table, namespace)
      return result as readonly KindMap[typeof kind][]
    },

    ownedBy(kind, ownerUid) {
      const { byOwner, objects } = tables[kind]
      return byOwner.of(ownerUid).map((slot) => objects[slot] as KindMap[typeof kind])
    },

    podsOnNode(nodeName) {
      const { objects } = tables.Pod
      return podsByNode.slotsOf(nodeName).map((slot) => objects[slot] as Pod)
    },

    nodeNumber: podsByNode.numberOf,

    nodeOfPod: podsByNode.nodeOf,

    nodeAt(number) {
      const slot = nodeSlots[number] ?? NONE
      return slot === NONE ? undefined : (tables.Node.objects[slot] as Node)
    },

    update(kind, given) {
      const slot = findStored(kind, given)
      const { objects } = tables[kind]
      const previous = objects[slot] as KindMap[typeof kind]
      const before = previous.metadata!
      const meta = given.metadata === before ? before : withIdentity(given.metadata, before)
      const rebound = nodeNameOf(kind, given) !== nodeNameOf(kind, previous)
      const sameSpec = !rebound && structurallyEqual(specOf(given), specOf(previous))
      if (
        sameSpec &&
        (meta === before || structurallyEqual(meta, before)) &&
        sameBody(given, previous)
      ) {
        return previous
      }
      const object = withMetadata(
        kind,
        given,
        storedMetadata(
          meta,
          before.name!,
          before.uid!,
          nextVersion(),
          before.creationTimestamp!,
          nextGeneration(given, previous, sameSpec),
        ),
      )
      const moved =
        rebound ||
        (meta.ownerReferences !== before.ownerReferences &&
          controllerOf(object)?.uid !== controllerOf(previous)?.uid)
      if (moved) unindex(kind, previous, slot)
      objects[slot] = object
      if (moved) index(kind, object, slot)
      announce({ type: 'MODIFIED', kind, object, previous } as Change, slot)
      return object
    },

    updateStatus(kind, given, status) {
      const slot = findStored(kind, given)
      const { objects } = tables[kind]
      const previous = objects[slot] as KindMap[typeof kind] & { readonly status?: unknown }
      if (structurallyEqual(previous.status, status)) return previous
      const metadata = renewedMetadata(previous.metadata!, nextVersion(), 0)
      const object = withStatus(kind, previous, metadata, status)
      objects[slot] = object
      announce({ type: 'MODIFIED', kind, object, previous } as Change, slot)
      return object
    },

    bind(pod, nodeName, status) {
      const slot = findStored('Pod', pod)
      const { objects } = tables.Pod
      const previous = objects[slot] as Pod
      const metadata = renewedMetadata(previous.metadata!, nextVersion(), 1)
      const { apiVersion, kind } = previous
      const spec = copySpec(previous.spec!)
      spec.nodeName = nodeName
      const object: Pod = { apiVersion, kind, metadata, spec, status }
      unindex('Pod', previous, slot)
      objects[slot] = object
      index('Pod', object, slot)
      announce({ type: 'MODIFIED', kind: 'Pod', object, previous }, slot)
      return object
    },

    slotOf: findStored,

    remove(kind, namespace, name) {
      const slot = find(kind, namespace, name)
      if (slot === NONE) throw new StoreError('NotFound', kind, name)
      const object = tables[kind].objects[slot]!
      leaveTable(kind, slot)
      unindex(kind, object, slot)
      announce({ type: 'DELETED', kind, object, previous: object } as Change, slot)
    },

    watch(listener, kinds, interest) {
      for (const kind of kinds ?? ALL_KINDS) {
        if (kind === 'Pod') podListeners.add(listener as Watcher, interest)
        else tables[kind].listeners.push(listener as Watcher)
      }
    },

    drain() {
      if (delivering) return
      delivering = true
      try {
        while (told < waiting) {
          const change = queue[told]!
          const slot = queueSlots[told]!
          queue[told] = undefined
          told += 1
          delivered += 1
          const { listeners: others, freeSlots } = tables[change.kind]
          const listeners = change.kind === 'Pod' ? podListeners.of(change) : others
          for (let each = 0; each < listeners.length; each++) listeners[each]!(change, slot)
          if (change.type === 'DELETED') freeSlots.push(slot)
        }
        // The lists themselves are used again, unless a wave has made them long.
        if (waiting > LONG_QUEUE) {
          queue = []
          queueSlots = []
        }
        waiting = 0
        told = 0
      } finally {
        delivering = false
      }
    },

    get pending() {
      return told < waiting
    },

    get delivered() {
      return delivered
    },
  }
  return store
}

const isEmpty = ({ order }: Table) => order.isEmpty(ALL)

/** Apart from `list`, which is asked for far more often than anything has changed. */
function newList(
  { objects, order, lists }: Table,
  namespace: string | undefined,
): readonly KubernetesObject[] {
  const all = order.slotsOf(ALL).map((slot) => objects[slot]!)
  const list =
    namespace === undefined ? all : all.filter((object) => namespaceOf(object) === namespace)
  lists.set(namespace, list)
  return list
}

/** Pods are by far the most: all of them have the same form, which is what makes them fast to read. */
function withMetadata<T extends KubernetesObject>(kind: Kind, object: T, metadata: ObjectMeta): T {
  if (kind !== 'Pod') return { ...object, metadata }
  const { apiVersion, kind: written, spec, status } = object as Pod
  return { apiVersion, kind: written, metadata, spec, status } as T
}

function withStatus<T extends KubernetesObject>(
  kind: Kind,
  object: T,
  metadata: ObjectMeta,
  status: unknown,
): T {
  if (kind !== 'Pod') return { ...object, metadata, status }
  const { apiVersion, kind: written, spec } = object as Pod
  return { apiVersion, kind: written, metadata, spec, status } as T
}

/** What the store writes of an object, and what it was given: in one form for all that stay. */
function storedMetadata(
  given: ObjectMeta,
  name: string,
  uid: string,
  resourceVersion: string,
  creationTimestamp: string,
  generation: number | undefined,
): ObjectMeta {
  const metadata: ObjectMeta = {
    name,
    namespace: given.namespace,
    uid,
    resourceVersion,
    creationTimestamp,
    generation,
    generateName: given.generateName,
    labels: given.labels,
    annotations: given.annotations,
    ownerReferences: given.ownerReferences,
  }
  const { finalizers, deletionTimestamp, deletionGracePeriodSeconds } = given
  const { managedFields, selfLink } = given
  // Most objects have none of these until they go.
  if (!finalizers && !deletionTimestamp && !managedFields && !selfLink) return metadata
  const rest = { finalizers, deletionTimestamp, deletionGracePeriodSeconds }
  return managedFields || selfLink
    ? { ...metadata, ...rest, managedFields, selfLink }
    : { ...metadata, ...rest }
}

/** The same with another version. @param generations how many more there are of what is counted */
function renewedMetadata(before: ObjectMeta, version: string, generations: 0 | 1): ObjectMeta {
  const { name, uid, creationTimestamp, generation } = before
  const next = generation === undefined ? undefined : generation + generations
  return storedMetadata(before, name!, uid!, version, creationTimestamp!, next)
}

/** What the store alone decides stays as it was, whatever the writer says. */
function withIdentity(given: ObjectMeta | undefined, before: ObjectMeta): ObjectMeta {
  const { uid, creationTimestamp, resourceVersion, generation } = before
  return { ...given, uid, creationTimestamp, resourceVersion, generation }
}

/** Whether two objects say the same apart from their metadata and specs. */
function sameBody(a: KubernetesObject, b: KubernetesObject): boolean {
  const left = a as unknown as Record<string, unknown>
  const right = b as unknown as Record<string, unknown>
  for (const key in left) {
    if (key !== 'metadata' && key !== 'spec' && !structurallyEqual(left[key], right[key]))
      return false
  }
  for (const key in right) {
    if (key !== 'metadata' && right[key] !== undefined && left[key] === undefined) return false
  }
  return true
}

/** The API server counts a new generation when the wish changes: the spec, or that it should go. */
function nextGeneration(
  object: KubernetesObject,
  previous: KubernetesObject,
  sameSpec: boolean,
): number | undefined {
  const generation = previous.metadata?.generation
  if (generation === undefined) return undefined
  const deletion =
    object.metadata?.deletionTimestamp !== undefined &&
    previous.metadata?.deletionTimestamp === undefined
  return deletion || !sameSpec ? generation + 1 : generation
}

function specOf(object: KubernetesObject): unknown {
  return 'spec' in object ? object.spec : undefined
}

function nodeNameOf(kind: Kind, object: KubernetesObject): string | undefined {
  if (kind !== 'Pod') return undefined
  return (object as Pod).spec?.nodeName || undefined
}

const HEX = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const DASH = '-'.charCodeAt(0)
/** The text that is being made, written anew every time. */
const CODES: number[] = new Array(36).fill(0)

/**
 * Random UUID (version 4) in its usual form. Made in one piece: a text that is put together digit by
 * digit takes ten times the memory, for as long as the object lives.
 */
function uuid(random: Random): string {
  let length = 0
  for (let index = 0; index < 32; index++) {
    // Digit 12 is the version, the two high bits of digit 16 are the variant.
    const digit = index === 12 ? 4 : index === 16 ? 8 + random.below(4) : random.below(16)
    CODES[length++] = HEX[digit]!
    if (index === 7 || index === 11 || index === 15 || index === 19) CODES[length++] = DASH
  }
  return String.fromCharCode(...CODES)
}
