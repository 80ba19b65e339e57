import { allocatableOf, specRequests } from '../api/amounts.ts'
import type { Node, OwnerReference, Pod, PodTemplateSpec, ReplicaSet } from '../api/types.gen.ts'
import { type Cloud, type Machine, newNode } from '../machine.ts'
import { PodFlag, PodState } from '../protocol.ts'
import { TO_BE_DELETED } from '../rules/autoscalerTaints.ts'
import { renumberedPods } from '../rules/podVersion.ts'
import type { ResourceAmounts } from '../scheduler/framework.ts'
import type { Clock } from '../sim/clock.ts'
import { controllerOf } from '../store/identity.ts'
import { createSlotLinks, newSlotList } from '../store/slotLists.ts'
import type { Change, ChangeOf, Store } from '../store/store.ts'
import { appOf, isFromTemplate, REPLACES_ANNOTATION } from './appOf.ts'
import type { AppRegistry } from './apps.ts'
import { type Availability, createAvailability } from './availability.ts'
import type { MachineFact, PodFact } from './facts.ts'
import { createKnownShapes, type KnownShapes } from './knownShapes.ts'
import { createLostPods } from './lostPods.ts'
import { createMissingPods } from './missingPods.ts'
import type { NameTable } from './nameTable.ts'
import { createPodBook, type Pods } from './podBook.ts'
import { isDisrupted, isFinished, isReady, podState, wasDropped } from './podState.ts'
import { createStandings, NOWHERE, Standing } from './standings.ts'

/** What happened since the last call of `takeChanges`. */
interface LedgerChanges {
  readonly pods: readonly PodFact[]
  readonly podsRemoved: readonly number[]
  readonly machines: readonly MachineFact[]
  readonly machinesRemoved: readonly number[]
}

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
}

/** Lists shorter than this are not worth tidying up. */
const FEW = 64

/** Pods that are gone and whose uid is still known by their row. */
const REMEMBERED = 60_000

export function createLedger(options: LedgerOptions): Ledger {
  const { store, clock, cloud, apps, zones, runbook } = options
  const pods = createPodBook()
  /** Of each machine. */
  const links = createSlotLinks()
  const machines = new Map<string, MachineFact>()
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
  /** Of the pods that went last, by row. */
  const uidsGone = new Map<number, string>()
  let gone: number[] = []
  let podRows = 0
  let machineRows = 0
  let orders = 0
  let pending = 0
  let machinesUsed = 0
  let changes = noChanges()
  let latestApp: LatestApp = { owners: undefined, above: undefined, index: -1 }

  cloud.watch((machine, change) => {
    if (change === 'added') addMachine(machine)
    const fact = machines.get(machine.name)
    if (!fact) return
    if (change === 'removed') removeMachine(fact)
    else touch(fact)
    standing.set(fact)
    countUse(fact)
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
    if (change.kind === 'Node' && change.type !== 'DELETED') updateNode(change.object)
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
      if (fact) noteChange(fact)
    }
  })

  function onPod({ type, object, previous }: ChangeOf<'Pod'>, slot: number): void {
    if (type === 'ADDED') addPod(object, slot)
    const fact = pods.at(slot)!
    if (type === 'DELETED') removePod(fact, object)
    else refresh(fact, object, previous)
  }

  function podsOn(machine: MachineFact): readonly PodFact[] {
    return links.slotsOf(machine.pods).map((slot) => pods.at(slot)!)
  }

  // ------------------------------------------------------------------ machines

  function addMachine(machine: Machine): void {
    const type = cloud.kindOf(machine)
    const fact: MachineFact = {
      row: machineRows++,
      machine,
      allocatable: type ? allocatableOf(newNode(machine, type)) : {},
      requested: { pods: 0 },
      pods: newSlotList(),
      used: 0,
      inUse: false,
      cordoned: false,
      zone: undefined,
      scalingDown: false,
      drainWaits: false,
      notReady: false,
      memoryPressure: false,
      changed: false,
      gone: false,
      stale: true,
    }
    machines.set(machine.name, fact)
    standing.set(fact)
    const node = store.get('Node', '', machine.name)
    if (node) updateNode(node)
  }

  function updateNode(node: Node): void {
    const fact = machines.get(node.metadata?.name ?? '')
    if (!fact) return
    fact.allocatable = allocatableOf(node)
    fact.cordoned = node.spec?.unschedulable === true
    const zone = node.metadata?.labels?.['topology.kubernetes.io/zone']
    fact.zone = zone === undefined ? undefined : zones.indexOf(zone)
    fact.scalingDown = node.spec?.taints?.some(({ key }) => key === TO_BE_DELETED) ?? false
    const conditions = node.status?.conditions
    const ready = conditions?.find(({ type }) => type === 'Ready')
    fact.memoryPressure =
      conditions?.some(({ type, status }) => type === 'MemoryPressure' && status === 'True') ??
      false
    fact.notReady = ready !== undefined && ready.status !== 'True'
    touch(fact)
  }

  function removeMachine(fact: MachineFact): void {
    fact.gone = true
    machines.delete(fact.machine.name)
    changes.machinesRemoved.push(fact.row)
  }

  /** A machine is in use while it has power and holds something; pods that died with it use nothing. */
  function countUse(fact: MachineFact): void {
    const inUse = fact.used > 0 && fact.machine.power && !fact.gone
    if (inUse === fact.inUse) return
    fact.inUse = inUse
    machinesUsed += inUse ? 1 : -1
  }

  function touch(fact: MachineFact): void {
    fact.stale = true
    if (fact.gone || fact.changed) return
    fact.changed = true
    changes.machines.push(fact)
  }

  /** Books a pod's requests on its machine (sign 1) or off it (sign -1). */
  function book(fact: PodFact, machine: MachineFact, sign: 1 | -1): void {
    for (const resource in fact.requests) {
      machine.requested[resource] =
        (machine.requested[resource] ?? 0) + sign * fact.requests[resource]!
    }
    machine.requested.pods! += sign
    if (!fact.daemon) {
      const before = machine.used
      machine.used += sign
      if (before === 0 || machine.used === 0) countUse(machine)
    }
    touch(machine)
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
      (replaced === undefined ? undefined : pods.get(replaced)) ?? lost.take(owner?.uid ?? '')
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
  }

  /** What belongs to a machine comes and goes with it; nobody waits for it. */
  function setDown(fact: PodFact, down: boolean): void {
    if (!down && availability.down === 0) return
    if (!fact.daemon) availability.setDown(fact, down)
  }

  /** A pod stays where it is, mostly. */
  function machineOf({ machine }: PodFact, nodeName: string | undefined): MachineFact | undefined {
    if (machine && !machine.gone && machine.machine.name === nodeName) return machine
    return nodeName ? machines.get(nodeName) : undefined
  }

  /** A machine has been found for the pod. */
  function enterMachine(fact: PodFact, machine: MachineFact): void {
    if (fact.machine) links.remove(fact.machine.pods, fact.slot)
    fact.machine = machine
    links.add(machine.pods, fact.slot)
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
      const machine = machineOf(fact, spec?.nodeName)
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
      book(fact, fact.machine!, occupies ? 1 : -1)
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
    if (!fact.changed) noteChange(fact)
  }

  function noteChange(fact: PodFact): void {
    if (fact.changed) return
    fact.changed = true
    changes.pods.push(fact)
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
    if (taken && owner && !fact.replacedBy) lost.add(owner.uid, fact)
  }

  function removePod(fact: PodFact, pod: Pod): void {
    if (!fact.leaving) leave(fact, pod)
    pods.remove(fact)
    shapes.release(fact.requests)
    if (fact.leaving !== 'missed') setDown(fact, false)
    if (fact.state === PodState.Pending) pending -= 1
    if (fact.occupies) book(fact, fact.machine!, -1)
    fact.occupies = false
    if (fact.machine) links.remove(fact.machine.pods, fact.slot)
    fact.gone = true
    fact.lastObject = pod
    if (fact.changed) forgetChange()
    changes.podsRemoved.push(fact.row)
    forgetLater(fact)
  }

  /** Where nobody takes the changes they are not piled up. */
  function forgetChange(): void {
    changes.goneChanged += 1
    if (changes.goneChanged < FEW || 2 * changes.goneChanged < changes.pods.length) return
    changes.pods = changes.pods.filter(({ gone }) => !gone)
    changes.goneChanged = 0
  }

  /** As many as attempts are kept of: nobody can ask about others. */
  function forgetLater({ row, uid }: PodFact): void {
    uidsGone.set(row, uid)
    gone.push(row)
    // Cutting in large pieces keeps the cost per pod constant.
    if (gone.length < 2 * REMEMBERED) return
    for (const old of gone.slice(0, -REMEMBERED)) uidsGone.delete(old)
    gone = gone.slice(-REMEMBERED)
  }

  function uidOfRow(row: number): string | undefined {
    const uid = uidsGone.get(row)
    if (uid !== undefined) return uid
    // Asked for by a person, one at a time.
    for (const fact of pods.values()) if (fact.row === row) return fact.uid
    return undefined
  }

  function takeChanges(): LedgerChanges {
    const taken = changes
    changes = noChanges()
    if (taken.goneChanged > 0) taken.pods = taken.pods.filter(({ gone }) => !gone)
    taken.machines = taken.machines.filter(({ gone }) => !gone)
    for (const fact of taken.pods) fact.changed = false
    for (const fact of taken.machines) fact.changed = false
    return taken
  }

  return {
    pods,
    machines,
    shapes,
    availability,
    get pending() {
      return pending
    },
    get machinesUsed() {
      return machinesUsed
    },
    podsOn,
    uidOfRow,
    takenAway: (uid) => void takenAway.add(uid),
    setDrainWaits(nodeName, waits) {
      const fact = machines.get(nodeName)
      if (!fact || fact.drainWaits === waits) return
      fact.drainWaits = waits
      touch(fact)
    },
    takeChanges,
  }
}

/** To which app the pods of one ReplicaSet belong. */
interface LatestApp {
  readonly owners: readonly OwnerReference[] | undefined
  readonly above: ReplicaSet | undefined
  readonly index: number
}

type Workload = 'CronJob' | 'DaemonSet' | 'Deployment' | 'Job' | 'ReplicaSet' | 'StatefulSet'
type WorkloadChange = Extract<Change, { readonly kind: Workload }>

const WORKLOADS: ReadonlySet<string> = new Set<Workload>([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'StatefulSet',
])

/** What a manifest asks for; what another workload has made is none of its own. */
function isWorkload(change: Change): change is WorkloadChange {
  return WORKLOADS.has(change.kind) && controllerOf(change.object) === undefined
}

function templateOf(change: WorkloadChange): PodTemplateSpec | undefined {
  if (change.kind === 'CronJob') return change.object.spec?.jobTemplate.spec?.template
  return change.object.spec?.template
}

/** By how many the replicas that are asked for have become fewer. */
function fewerReplicas({ kind, object, previous }: WorkloadChange): number {
  if (kind !== 'Deployment' && kind !== 'ReplicaSet') return 0
  return previous ? (previous.spec?.replicas ?? 1) - (object.spec?.replicas ?? 1) : 0
}

interface MutableChanges extends LedgerChanges {
  /** Each once; some of them may be gone. */
  pods: PodFact[]
  /** How many of them. */
  goneChanged: number
  readonly podsRemoved: number[]
  /** Each once; some of them may be gone. */
  machines: MachineFact[]
  readonly machinesRemoved: number[]
}

function noChanges(): MutableChanges {
  return { pods: [], goneChanged: 0, podsRemoved: [], machines: [], machinesRemoved: [] }
}
