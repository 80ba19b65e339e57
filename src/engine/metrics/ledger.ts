import { specRequests } from '../api/amounts.ts'
import type { OwnerReference, Pod, ReplicaSet } from '../api/types.gen.ts'
import type { Cloud } from '../machine.ts'
import { PodFlag, PodState } from '../protocol.ts'
import { targetNode } from '../rules/daemonPod.ts'
import { renumberedPods } from '../rules/podVersion.ts'
import type { ResourceAmounts } from '../scheduler/framework.ts'
import type { Clock } from '../sim/clock.ts'
import { controllerOf } from '../store/identity.ts'
import { SlotLists } from '../store/slotLists.ts'
import type { ChangeOf, Store } from '../store/store.ts'
import { appOf, isFromTemplate, REPLACES_ANNOTATION } from './appOf.ts'
import type { AppRegistry } from './apps.ts'
import { type Availability, createAvailability } from './availability.ts'
import type { MachineFact, PodFact } from './facts.ts'
import { createGoneUids } from './goneUids.ts'
import { createKnownShapes, type KnownShapes } from './knownShapes.ts'
import { createChangeLists, type LedgerChanges } from './ledgerChanges.ts'
import { createLostPods } from './lostPods.ts'
import { createMachineBook } from './machineBook.ts'
import { createMissingPods } from './missingPods.ts'
import type { NameTable } from './nameTable.ts'
import { createPodBook, type Pods } from './podBook.ts'
import { isDisrupted, isFinished, isReady, podState, wasDropped } from './podState.ts'
import { createStandings, NOWHERE, Standing } from './standings.ts'
import {
  fewerPods,
  fewerReplicas,
  isReplicaOwner,
  isWorkload,
  templateOf,
  type WorkloadChange,
} from './workloads.ts'

/**
 * The books of one lane: per pod and per machine what the picture and the numbers need, kept up to
 * date from the store's changes and the cloud's, in time proportional to what changed.
 */
export interface Ledger {
  readonly pods: Pods
  /** By name, by ordinal. */
  readonly machines: ReadonlyMap<string, MachineFact>
  readonly shapes: KnownShapes
  readonly availability: Availability
  /** Pods that no machine has been found for. */
  readonly pending: number
  /** Machines with power and at least one pod that is not a DaemonSet's. */
  readonly machinesUsed: number
  /** The pods that are or were last bound to this machine, in order of binding. */
  podsOn(machine: MachineFact): readonly PodFact[]
  /** The uid of the pod of this row, also of the 60,000 pods that went last. */
  uidOfRow(row: number): string | undefined
  /**
   * This pod is taken away while its owner wants it: the owner's next pod stands for it. In a world
   * where owners make no next one it is missed.
   */
  takenAway(uid: string): void
  /** Whether a drain of the machine waits for a disruption budget. */
  setDrainWaits(nodeName: string, waits: boolean): void
  takeChanges(): LedgerChanges
}

export interface LedgerOptions {
  readonly store: Store
  readonly clock: Clock
  readonly cloud: Cloud
  readonly apps: AppRegistry
  readonly zones: NameTable
  /** A world without Kubernetes, in which apps on machines without power are shown as down. */
  readonly runbook: boolean
  /** Called when a pod that stands for no other one has got its machine. */
  readonly onPlaced?: (pod: PodFact) => void
  /** Called when any pod has got its machine. */
  readonly onBound?: (pod: PodFact) => void
  /** Called when anything of a pod may be different: its state, whether it is missed, who stands for it. */
  readonly onChanged?: (pod: PodFact) => void
}

export function createLedger(options: LedgerOptions): Ledger {
  const { store, clock, cloud, apps, zones, runbook } = options
  const changes = createChangeLists()
  const machines = createMachineBook({ store, cloud, zones, changes })
  const pods = createPodBook()
  /** Slots of the pods of each machine, by its row. */
  const podsByRow = new SlotLists()
  /** By row: what every change of a pod asks of its machine. */
  const standing = createStandings()
  const shapes = createKnownShapes()
  const availability = createAvailability(clock)
  const lost = createLostPods<PodFact>()
  const missing = createMissingPods<PodFact>((pod) => setDown(pod, false))
  /** Uids of pods that are about to be taken away against their owner's wish. */
  const takenAway = new Set<string>()
  /** How many pods each app has had. */
  const ordinals: number[] = []
  const uidsGone = createGoneUids()
  let podRows = 0
  let orders = 0
  let pending = 0
  let latestApp: LatestApp = { owners: undefined, above: undefined, index: -1 }

  cloud.watch((machine, change) => {
    const fact = change === 'added' ? machines.add(machine) : machines.all.get(machine.name)
    if (!fact) return
    if (change === 'removed') machines.remove(fact)
    else machines.touch(fact)
    standing.set(fact)
    machines.countUse(fact)
    for (const pod of podsOn(fact)) {
      const object = store.at('Pod', pod.slot)
      if (object?.metadata?.uid === pod.uid) refresh(pod, object, undefined)
    }
  })

  store.watch((change, slot) => {
    if (change.kind === 'Pod') {
      onPod(change, slot)
      return
    }
    if (change.kind === 'Node' && change.type !== 'DELETED') machines.updateNode(change.object)
    if (change.type === 'DELETED') lost.forget(change.object.metadata?.uid ?? '')
    else if (isReplicaOwner(change)) {
      lost.fewerWanted(change.object.metadata?.uid ?? '', fewerPods(change))
    }
    if (isWorkload(change)) {
      const { type, object, previous } = change
      if (type === 'DELETED') removeWorkload(object.metadata?.uid ?? '')
      // Status is written far more often than spec, which alone raises the generation.
      else if (object.metadata?.generation !== previous?.metadata?.generation) {
        updateWorkload(change)
      }
    }
    for (const pod of renumberedPods(store, change)) {
      const fact = pods.at(store.slotOf('Pod', pod))
      if (fact) changes.pod(fact)
    }
  })

  function onPod({ type, object, previous }: ChangeOf<'Pod'>, slot: number): void {
    if (type === 'ADDED') addPod(object, slot)
    const fact = pods.at(slot)!
    if (type === 'DELETED') removePod(fact, object)
    else refresh(fact, object, previous)
  }

  function podsOn(machine: MachineFact): readonly PodFact[] {
    return podsByRow.slotsOf(machine.row).map((slot) => pods.at(slot)!)
  }

  // ------------------------------------------------------------------ workloads

  function updateWorkload(change: WorkloadChange): void {
    const { kind, object } = change
    const { namespace = '', name = '', uid = '' } = object.metadata ?? {}
    const shape = specRequests({ spec: templateOf(change)?.spec })
    shapes.set(uid, shape)
    if (!isFromTemplate(object.metadata)) apps.setShape({ kind, namespace, name }, shape)
    missing.fewerWanted(uid, fewerReplicas(change))
  }

  function removeWorkload(uid: string): void {
    shapes.delete(uid)
    missing.forget(uid)
  }

  // ------------------------------------------------------------------ pods

  /** The pods of one owner come one after the other. */
  function appIndex(pod: Pod, requests: ResourceAmounts): number {
    const owners = pod.metadata?.ownerReferences
    const owner = owners && controllerOf(pod)
    const above =
      owner?.kind === 'ReplicaSet'
        ? store.get('ReplicaSet', pod.metadata?.namespace ?? '', owner.name)
        : undefined
    if (above && above === latestApp.above && latestApp.owners === owners) return latestApp.index
    const index = apps.indexOf(appOf(store, pod), requests)
    latestApp = { owners, above, index }
    return index
  }

  function addPod(pod: Pod, slot: number): void {
    const { uid = '', namespace = '', name = '', annotations } = pod.metadata ?? {}
    const requests = specRequests(pod)
    const app = appIndex(pod, requests)
    const ordinal = (ordinals[app] ?? 0) + 1
    ordinals[app] = ordinal
    const owner = controllerOf(pod)
    const replaced = annotations?.[REPLACES_ANNOTATION]
    const former =
      (replaced === undefined ? undefined : pods.get(replaced)) ?? lost.take(lineOf(pod, owner))
    const daemon = owner?.kind === 'DaemonSet'
    const fact: PodFact = {
      // What every change looks at stands together, in front.
      home: NOWHERE,
      machine: undefined,
      state: PodState.Pending,
      changed: false,
      occupies: false,
      hasServed: false,
      ofJob: owner?.kind === 'Job',
      leaving: undefined,
      replacedBy: undefined,
      daemon,
      boundAt: -1,
      order: 0,
      flags:
        (former ? PodFlag.Recreated : 0) |
        (owner ? 0 : PodFlag.Bare) |
        (daemon ? PodFlag.Daemon : 0),
      replaces: former?.machine?.machine.power === false ? former.machine.row : -1,
      row: podRows,
      slot,
      uid,
      namespace,
      name,
      app,
      ordinal,
      requests,
      createdAt: clock.now,
      gone: false,
      lastObject: undefined,
    }
    podRows += 1
    pods.add(fact)
    shapes.hold(requests)
    pending += 1
    if (!former) return
    former.replacedBy = fact
    setDown(former, false)
    setDown(fact, true)
    options.onChanged?.(former)
  }

  /** What belongs to a machine comes and goes with it; nobody waits for it. */
  function setDown(fact: PodFact, down: boolean): void {
    if (!down && availability.down === 0) return
    if (!fact.daemon) availability.setDown(fact, down)
  }

  /** A machine has been found for the pod. */
  function enterMachine(fact: PodFact, machine: MachineFact): void {
    if (fact.machine) podsByRow.remove(fact.machine.row, fact.slot)
    fact.machine = machine
    podsByRow.add(machine.row, fact.slot)
    options.onBound?.(fact)
    if (fact.boundAt >= 0) return
    fact.boundAt = clock.now
    fact.order = orders++
    if ((fact.flags & PodFlag.Recreated) === 0) options.onPlaced?.(fact)
  }

  /**
   * Brings the fact up to date with the object and with its machine's power.
   * @param previous what the object was when it was last told of
   */
  function refresh(fact: PodFact, pod: Pod, previous: Pod | undefined): void {
    const { spec } = pod
    // Most changes are of the status alone. Machines lie far apart: then only their standing is asked.
    const stays = spec === previous?.spec && standing.of(fact.home) !== Standing.Gone
    if (!stays) {
      const machine = machines.of(pod, fact.slot)
      if (machine && fact.machine !== machine) enterMachine(fact, machine)
      fact.home = machine ? machine.row : NOWHERE
    }
    const powered = standing.of(fact.home) === Standing.Powered
    const ended = isFinished(pod)
    const dropped = ended && wasDropped(pod)
    const finished = ended && !dropped
    const occupies = fact.machine !== undefined && !finished
    if (occupies !== fact.occupies) {
      fact.occupies = occupies
      machines.book(fact, fact.machine!, occupies ? 1 : -1)
    }
    if (!fact.leaving && (pod.metadata?.deletionTimestamp || isTaken(fact, pod))) leave(fact, pod)
    const before = fact.state
    fact.state = podState(pod, runbook, powered)
    if ((before === PodState.Pending) !== (fact.state === PodState.Pending))
      pending += before === PodState.Pending ? -1 : 1
    if (fact.leaving === 'missed') {
      // However it ends, it stays what it was when it was taken away.
    } else if (fact.replacedBy || fact.leaving === 'wished' || finished) setDown(fact, false)
    else if (dropped || (spec?.nodeName !== undefined && !powered)) setDown(fact, true)
    else if (fact.state === PodState.Running || isReady(pod)) {
      setDown(fact, false)
      // A Job's pod works until it is done: it serves nobody, and is tried again.
      fact.hasServed = !fact.ofJob
    } else if (fact.hasServed) setDown(fact, true)
    if (!fact.changed) changes.pod(fact)
    options.onChanged?.(fact)
  }

  /** By eviction or garbage collection, or because its containers died with the machine for good. */
  function isTaken(fact: PodFact, pod: Pod): boolean {
    if (isDisrupted(pod)) return true
    return pod.status?.phase === 'Failed' && !wasDropped(pod) && availability.isDown(fact)
  }

  /** The pod is being taken away. If that is not its owner's wish, the owner makes another one. */
  function leave(fact: PodFact, pod: Pod): void {
    const owner = controllerOf(pod)
    const asked = takenAway.delete(fact.uid)
    if (asked && runbook && owner && !fact.ofJob) {
      // Or would, where there is anything that makes one.
      fact.leaving = 'missed'
      setDown(fact, fact.hasServed)
      missing.add(owner.uid, fact)
      return
    }
    const taken = asked || isTaken(fact, pod)
    fact.leaving = taken ? 'taken' : 'wished'
    // Where there is no machine any more, no DaemonSet wants a pod.
    const isWanted = taken && owner && !(fact.daemon && fact.machine?.gone)
    if (isWanted && !fact.replacedBy) lost.add(lineOf(pod, owner), fact)
  }

  function removePod(fact: PodFact, pod: Pod): void {
    if (!fact.leaving) leave(fact, pod)
    pods.remove(fact)
    shapes.release(fact.requests)
    if (fact.leaving !== 'missed') setDown(fact, false)
    if (fact.state === PodState.Pending) pending -= 1
    if (fact.occupies) machines.book(fact, fact.machine!, -1)
    fact.occupies = false
    if (fact.machine) podsByRow.remove(fact.machine.row, fact.slot)
    fact.gone = true
    fact.lastObject = pod
    changes.podGone(fact)
    uidsGone.remember(fact.row, fact.uid)
    options.onChanged?.(fact)
  }

  function uidOfRow(row: number): string | undefined {
    const uid = uidsGone.of(row)
    if (uid !== undefined) return uid
    // Asked for by a person, one at a time.
    for (const fact of pods.values()) if (fact.row === row) return fact.uid
    return undefined
  }

  return {
    pods,
    machines: machines.all,
    shapes,
    availability,
    get pending() {
      return pending
    },
    get machinesUsed() {
      return machines.used
    },
    podsOn,
    uidOfRow,
    takenAway: (uid) => void takenAway.add(uid),
    setDrainWaits(nodeName, waits) {
      const fact = machines.all.get(nodeName)
      if (!fact || fact.drainWaits === waits) return
      fact.drainWaits = waits
      machines.touch(fact)
    },
    takeChanges: changes.take,
  }
}

/** Pods of one owner stand for one another; those of a DaemonSet on one machine. */
function lineOf(pod: Pod, owner: OwnerReference | undefined): string {
  if (owner?.kind !== 'DaemonSet') return owner?.uid ?? ''
  return `${owner.uid} ${targetNode(pod) ?? ''}`
}

/** To which app the pods of one ReplicaSet belong. */
interface LatestApp {
  readonly owners: readonly OwnerReference[] | undefined
  readonly above: ReplicaSet | undefined
  readonly index: number
}
