import { KINDS, type Kind, type KindMap, type KubernetesObject } from '../api/objects.ts'
import type { ObjectMeta, Pod } from '../api/types.gen.ts'
import { toTimestamp } from '../sim/calendar.ts'
import type { Clock } from '../sim/clock.ts'
import type { Random } from '../sim/random.ts'
import { generatedName } from './generatedName.ts'
import { controllerOf, nameOf, namespaceOf, objectKey } from './identity.ts'
import type { Change, Store, Watcher } from './store.ts'
import { StoreError } from './storeError.ts'
import { structurallyEqual } from './structuralEquality.ts'

/** An object's place in all indexes; the object itself is replaced by every update. */
interface Entry {
  object: KubernetesObject
  /** See `Watcher`. */
  readonly slot: number
  /** Where it stands in the order of creation. */
  position: number
}

interface Table {
  /** In order of creation, with holes where objects have gone. */
  entries: (Entry | undefined)[]
  holes: number
  /** By slot. */
  readonly slots: (Entry | undefined)[]
  /** Slots of objects that are gone, and of which everybody has been told so. */
  readonly freeSlots: number[]
  readonly listeners: Watcher[]
  /** By namespace, then by name: no key has to be put together for a look-up. */
  readonly byName: Map<string, Map<string, Entry>>
  /** What was looked up last: who writes an object has mostly just read it. */
  found: Entry | undefined
  /** Entries by their controller's uid. */
  readonly byOwner: Map<string, Set<Entry>>
  /** Results of `list` by namespace, until something of this kind changes. */
  readonly lists: Map<string | undefined, readonly KubernetesObject[]>
}

/** Names that were generated for one kind, namespace and prefix. */
interface NameSeries {
  readonly key: string
  readonly kind: Kind
  readonly namespace: string
  readonly prefix: string
  /** How many there have been. */
  count: number
}

const emptyTable = (): Table => ({
  entries: [],
  holes: 0,
  slots: [],
  freeSlots: [],
  listeners: [],
  byName: new Map(),
  found: undefined,
  byOwner: new Map(),
  lists: new Map(),
})

export interface MemoryStore extends Store {
  /** Delivers queued changes, and those that their listeners cause, until there are none. */
  drain(): void
  /** Whether changes wait for delivery. */
  readonly pending: boolean
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
  const podsByNode = new Map<string, Set<Entry>>()
  const uids = random.fork('uid')
  const names = random.fork('generateName')
  /** By kind, namespace and prefix. */
  const generated = new Map<string, NameSeries>()
  let latestSeries: NameSeries | undefined
  /** Changes and the slots of their objects; those before `told` have been delivered. */
  let queue: (Change | undefined)[] = []
  let queueSlots: number[] = []
  let waiting = 0
  let told = 0
  let delivering = false
  let resourceVersion = 0

  function nextVersion(): string {
    resourceVersion += 1
    return String(resourceVersion)
  }

  function seriesOf(kind: Kind, namespace: string, prefix: string): NameSeries {
    // A set makes all its pods one after the other.
    const latest = latestSeries
    if (latest?.kind === kind && latest.namespace === namespace && latest.prefix === prefix) {
      return latest
    }
    const key = `${kind} ${objectKey(namespace, prefix)}`
    const series = generated.get(key) ?? { key, kind, namespace, prefix, count: 0 }
    generated.set(key, series)
    latestSeries = series
    return series
  }

  /** Which name comes out depends on the prefix and how often it was used, on nothing else. */
  function unusedName(kind: Kind, namespace: string, prefix: string): string {
    const series = seriesOf(kind, namespace, prefix)
    for (;;) {
      const name = generatedName(prefix, names, `${series.key} ${series.count}`)
      series.count += 1
      if (!find(kind, namespace, name)) return name
    }
  }

  function find(kind: Kind, namespace: string, name: string): Entry | undefined {
    const table = tables[kind]
    if (table.found !== undefined) {
      const { metadata } = table.found.object
      if (metadata!.name === name && (metadata!.namespace ?? '') === namespace) return table.found
    }
    const entry = table.byName.get(namespace)?.get(name)
    if (entry) table.found = entry
    return entry
  }

  function findStored(kind: Kind, object: KubernetesObject): Entry {
    const entry = find(kind, namespaceOf(object), nameOf(object))
    if (!entry) throw new StoreError('NotFound', kind, nameOf(object))
    return entry
  }

  function index(kind: Kind, entry: Entry): void {
    const owner = controllerOf(entry.object)
    if (owner) addTo(tables[kind].byOwner, owner.uid, entry)
    const node = nodeNameOf(kind, entry.object)
    if (node !== undefined) addTo(podsByNode, node, entry)
  }

  function unindex(kind: Kind, entry: Entry): void {
    const owner = controllerOf(entry.object)
    if (owner) removeFrom(tables[kind].byOwner, owner.uid, entry)
    const node = nodeNameOf(kind, entry.object)
    if (node !== undefined) removeFrom(podsByNode, node, entry)
  }

  function announce(change: Change, slot: number): void {
    const { lists } = tables[change.kind]
    if (lists.size > 0) lists.clear()
    queue[waiting] = change
    queueSlots[waiting] = slot
    waiting += 1
  }

  function enterTable(table: Table, object: KubernetesObject): Entry {
    const slot = table.freeSlots.pop() ?? table.slots.length
    const entry: Entry = { object, slot, position: table.entries.length }
    table.slots[slot] = entry
    table.entries.push(entry)
    return entry
  }

  function leaveTable(table: Table, { slot, position }: Entry): void {
    table.slots[slot] = undefined
    table.entries[position] = undefined
    table.holes += 1
    if (table.holes < 64 || 2 * table.holes < table.entries.length) return
    table.entries = table.entries.filter((entry) => entry !== undefined)
    table.holes = 0
    table.entries.forEach((entry, index) => {
      entry!.position = index
    })
  }

  const store: MemoryStore = {
    create(kind, given) {
      const admitted = admit ? admit(kind, given, store) : given
      const meta = admitted.metadata ?? {}
      const namespace = meta.namespace ?? ''
      const name = meta.name || unusedName(kind, namespace, meta.generateName ?? '')
      if (meta.name && find(kind, namespace, name)) {
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
      const entry = enterTable(tables[kind], object)
      const { byName } = tables[kind]
      const siblings = byName.get(namespace)
      if (siblings) siblings.set(name, entry)
      else byName.set(namespace, new Map([[name, entry]]))
      index(kind, entry)
      announce({ type: 'ADDED', kind, object, previous: undefined } as Change, entry.slot)
      return object
    },

    get(kind, namespace, name) {
      return find(kind, namespace, name)?.object as KindMap[typeof kind] | undefined
    },

    at(kind, slot) {
      const table = tables[kind]
      const entry = table.slots[slot]
      if (entry) table.found = entry
      return entry?.object as KindMap[typeof kind] | undefined
    },

    list(kind, namespace) {
      const { entries, lists } = tables[kind]
      let result = lists.get(namespace)
      if (!result) {
        const all: KubernetesObject[] = []
        for (const entry of entries) if (entry) all.push(entry.object)
        result =
          namespace === undefined ? all : all.filter((object) => namespaceOf(object) === namespace)
        lists.set(namespace, result)
      }
      return result as readonly KindMap[typeof kind][]
    },

    ownedBy(kind, ownerUid) {
      return objectsIn(tables[kind].byOwner.get(ownerUid)) as KindMap[typeof kind][]
    },

    podsOnNode(nodeName) {
      return objectsIn(podsByNode.get(nodeName)) as Pod[]
    },

    update(kind, given) {
      const entry = findStored(kind, given)
      const previous = entry.object as KindMap[typeof kind]
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
      if (moved) unindex(kind, entry)
      entry.object = object
      if (moved) index(kind, entry)
      announce({ type: 'MODIFIED', kind, object, previous } as Change, entry.slot)
      return object
    },

    updateStatus(kind, given, status) {
      const entry = findStored(kind, given)
      const previous = entry.object as KindMap[typeof kind] & { readonly status?: unknown }
      if (structurallyEqual(previous.status, status)) return previous
      const before = previous.metadata!
      const { name, uid, creationTimestamp, generation } = before
      const metadata = storedMetadata(
        before,
        name!,
        uid!,
        nextVersion(),
        creationTimestamp!,
        generation,
      )
      const object = withStatus(kind, previous, metadata, status)
      entry.object = object
      announce({ type: 'MODIFIED', kind, object, previous } as Change, entry.slot)
      return object
    },

    slotOf: (kind, object) => findStored(kind, object).slot,

    remove(kind, namespace, name) {
      const entry = find(kind, namespace, name)
      if (!entry) throw new StoreError('NotFound', kind, name)
      leaveTable(tables[kind], entry)
      tables[kind].byName.get(namespace)!.delete(name)
      tables[kind].found = undefined
      unindex(kind, entry)
      const { object } = entry
      announce({ type: 'DELETED', kind, object, previous: object } as Change, entry.slot)
    },

    watch(listener, kinds) {
      for (const kind of kinds ?? ALL_KINDS) tables[kind].listeners.push(listener as Watcher)
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
          const { listeners, freeSlots } = tables[change.kind]
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
  }
  return store
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

/** What the store writes of an object, and what it was given, in one form for all kinds. */
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
    finalizers: given.finalizers,
    deletionTimestamp: given.deletionTimestamp,
    deletionGracePeriodSeconds: given.deletionGracePeriodSeconds,
  }
  const { managedFields, selfLink } = given
  return managedFields || selfLink ? { ...metadata, managedFields, selfLink } : metadata
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

function objectsIn(entries: ReadonlySet<Entry> | undefined): KubernetesObject[] {
  return entries ? Array.from(entries, (entry) => entry.object) : []
}

function addTo(sets: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const set = sets.get(key)
  if (set) set.add(entry)
  else sets.set(key, new Set([entry]))
}

function removeFrom(sets: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const set = sets.get(key)
  set?.delete(entry)
  if (set?.size === 0) sets.delete(key)
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
