import type { Kind, KindMap, KubernetesObject } from '../api/objects.ts'
import type { Node, Pod, PodStatus } from '../api/types.gen.ts'

type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED'

export type Change = {
  [K in Kind]: {
    readonly type: ChangeType
    readonly kind: K
    /** The object after the change; for DELETED its last state. */
    readonly object: KindMap[K]
    /** The object before the change; absent for ADDED. */
    readonly previous?: KindMap[K] | undefined
  }
}[Kind]

/** What stands in `status`. */
export type StatusOf<K extends Kind> = KindMap[K] extends { readonly status?: infer S } ? S : never

/** The changes of one kind of objects. */
export type ChangeOf<K extends Kind> = Extract<Change, { readonly kind: K }>

/**
 * Told of a change.
 * @param slot the object's number among those of its kind: small, and the same for as long as it is there;
 * afterwards another object may get it. What somebody keeps about objects is found fastest by it.
 */
export type Watcher<K extends Kind = Kind> = (change: ChangeOf<K>, slot: number) => void

/**
 * What changes of pods have in common that concern the same listeners: there are four of most pods, and two
 * dozen listeners, most of whom have nothing to do with most of them.
 */
export interface PodSort {
  readonly type: ChangeType
  /** The kind of its controller; `several` = it has another controller than before. */
  readonly owner:
    | 'ReplicaSet'
    | 'StatefulSet'
    | 'DaemonSet'
    | 'Job'
    | 'other'
    | 'several'
    | undefined
  /** It is new, it is gone, or its labels or owners are not what they were. */
  readonly restated: boolean
  /** It has or had volumes. */
  readonly volumes: boolean
  /** It has or had annotations. */
  readonly annotated: boolean
}

/** Which changes of pods concern a listener that is told of pods; absent = all. */
export interface Interest {
  /** Asked once for each sort. */
  readonly pods?: (sort: PodSort) => boolean
  /** None, as long as there is no object of this kind. */
  readonly podsWhile?: Kind
}

/**
 * What the API server and etcd are: the only place where cluster facts live.
 * Objects are values: never mutated, replaced by `update`. Names are unique per kind and namespace;
 * cluster-scoped kinds use the namespace ''.
 */
export interface Store {
  /**
   * Fills in uid, resourceVersion, creationTimestamp, generation, and a name from generateName;
   * throws StoreError AlreadyExists.
   */
  create<K extends Kind>(kind: K, object: KindMap[K]): KindMap[K]
  get<K extends Kind>(kind: K, namespace: string, name: string): KindMap[K] | undefined
  /** The object that has this slot now (see `Watcher`). */
  at<K extends Kind>(kind: K, slot: number): KindMap[K] | undefined
  /** In order of creation. `namespace` undefined = all. */
  list<K extends Kind>(kind: K, namespace?: string): readonly KindMap[K][]
  /** Objects whose controller owner reference has this uid, in order of creation. */
  ownedBy<K extends Kind>(kind: K, ownerUid: string): readonly KindMap[K][]
  /** Pods bound to this node, finished and terminating ones too, in order of binding. */
  podsOnNode(nodeName: string): readonly Pod[]
  /**
   * The number that stands for a Node's name, whether there is such a Node or not: small, and the same for
   * ever. What somebody keeps by node is found fastest by it.
   */
  nodeNumber(name: string): number
  /** The number of the node to which the pod of this slot is bound; -1 = none. */
  nodeOfPod(slot: number): number
  /** The Node whose name has this number, if there is one. */
  nodeAt(number: number): Node | undefined
  /**
   * Replaces the object of the same kind, namespace and name, bumps resourceVersion, and generation
   * when spec changed; an equal object is no change and notifies nobody. uid and creationTimestamp
   * stay as they were. Returns what is stored. Throws StoreError NotFound.
   */
  update<K extends Kind>(kind: K, object: KindMap[K]): KindMap[K]
  /**
   * As `update`, of the status alone: spec and metadata stay as they are stored (the status subresource,
   * which kubelets write).
   */
  updateStatus<K extends Kind>(kind: K, object: KindMap[K], status: StatusOf<K>): KindMap[K]
  /**
   * As `update`, of the node of a pod that has none, and of its status (the binding subresource, which
   * schedulers write). Throws StoreError NotFound.
   */
  bind(pod: Pod, nodeName: string, status: PodStatus): Pod
  /** The object's slot (see `Watcher`). Throws StoreError NotFound. */
  slotOf(kind: Kind, object: KubernetesObject): number
  /** Removes it at once (pods end gracefully: see deletePod). Throws StoreError NotFound. */
  remove(kind: Kind, namespace: string, name: string): void
  /**
   * Changes are delivered in order after the writing component returned (a queue drained by the
   * simulation), never re-entrantly, to each listener in the order in which they came.
   * @param kinds of what objects it wants to hear; absent = of all
   */
  watch<K extends Kind = Kind>(
    listener: Watcher<K>,
    kinds?: readonly K[],
    interest?: Interest,
  ): void
}
