import {
  type App,
  type LaneId,
  type LaneMetrics,
  type LaneUpdate,
  NodeFlag,
  type Pager,
  type Recovery,
  type RefusedPods,
  type RunInfo,
  type TrafficState,
} from '../../engine/protocol.ts'
import { type EvictionsHeld, evictionsHeld } from './evictionsHeld.ts'
import type { LaneMirror, Mirror } from './mirror.ts'
import { type PodIndex, podIndexOf } from './podIndex.ts'

/** A machine as the DOM shows it; amounts in the order of the run's `resources`. */
export interface MachineSummary {
  readonly row: number
  readonly name: string
  readonly ordinal: number
  readonly dead: boolean
  readonly notReady: boolean
  readonly cordoned: boolean
  /** Of its Node's label; undefined = none. */
  readonly zone: string | undefined
  readonly spot: boolean
  /** The cloud has given notice that it takes the machine back. */
  readonly reclaiming: boolean
  /** The cluster autoscaler is taking it away. */
  readonly scalingDown: boolean
  /** A drain waits for a disruption budget. */
  readonly drainWaits: boolean
  readonly memoryPressure: boolean
  readonly booting: boolean
  readonly allocatable: readonly number[]
  readonly requested: readonly number[]
  /** Pods bound to it that have not finished; on a dead machine, what it took down with it. */
  readonly pods: number
  /** Those of them that have been told to go. */
  readonly terminating: number
  /** Those of them whose containers run and that are not ready, and are in no trouble. */
  readonly unready: number
  /** Those of them whose containers are being created. */
  readonly starting: number
  /** What is wrong with pods of it, in kubectl's words: `2 CrashLoopBackOff, 1 ImagePullBackOff`. */
  readonly trouble: string
  /** Those of its pods that ask for nothing, and so are not seen in its well. */
  readonly shapeless: number
  /** Pods that have been put on other machines in place of those, since it lost power. */
  readonly replaced: number
  readonly pricePerHour: number
}

export interface LaneSummary {
  readonly id: LaneId
  readonly title: string
  readonly runbook: boolean
  readonly policy: string
  readonly metrics: LaneMetrics
  /** In the order of their ordinals. */
  readonly machines: readonly MachineSummary[]
  readonly pager: Pager | undefined
  readonly recovery: Recovery | undefined
  /** Why the pods of machines that are down are not evicted; undefined = they are, in their turn. */
  readonly held: EvictionsHeld | undefined
  /** Apps with several copies of which none is left, as all of them lost power. */
  readonly allLost: readonly LostApp[]
  readonly controlPlaneDown: boolean
  /** Arrivals that wait for it. */
  readonly arrivalsHeld: number
  /** Pods that admission refuses to make. */
  readonly refused: RefusedPods | undefined
  /** Requests of all senders together; undefined = nobody sends any. */
  readonly traffic: TrafficSummary | undefined
}

export interface TrafficSummary {
  /** What the senders are set to send. */
  readonly perSecond: number
  readonly answered: number
  readonly failed: number
}

/** An app of which nothing is left, and how many copies it should have. */
export interface LostApp {
  readonly app: string
  readonly copies: number
}

/** The DOM's picture of every lane after an update; keeps an old summary whose facts are equal. */
export function summarize(
  mirror: Mirror,
  updates: readonly LaneUpdate[],
  before: readonly LaneSummary[],
): readonly LaneSummary[] {
  const info = mirror.info
  if (info === undefined) return []
  return mirror.lanes.map((lane) => {
    const update = updates.find((candidate) => candidate.lane === lane.id)
    const old = before.find((candidate) => candidate.id === lane.id)
    if (update === undefined && old !== undefined) return old
    const spec = info.lanes.find((candidate) => candidate.id === lane.id)
    const machines = machinesOf(lane, info, old?.machines, mirror.zones, mirror.statuses)
    const index = podIndexOf(lane, mirror.statuses)
    return {
      id: lane.id,
      title: spec?.title ?? lane.id,
      runbook: spec?.runbook ?? false,
      policy: update?.policy ?? old?.policy ?? '',
      metrics: update?.metrics ?? old?.metrics ?? noMetrics(info),
      machines,
      pager: update?.pager,
      recovery: update?.recovery,
      // Machines are looked at one by one only while some do not answer.
      held: spec?.runbook || index.notReadyMachines === 0 ? undefined : evictionsHeld(machines),
      allLost: allLost(index, mirror.apps),
      controlPlaneDown: update?.controlPlaneDown === true,
      arrivalsHeld: lane.arrivalsHeld,
      refused: update?.refused,
      traffic: trafficOf(lane),
    }
  })
}

function trafficOf({ traffic }: LaneMirror): TrafficSummary | undefined {
  if (traffic.length === 0) return undefined
  const sum = (of: (sender: TrafficState) => number) =>
    traffic.reduce((all, sender) => all + of(sender), 0)
  return {
    perSecond: sum(({ requestsPerSecond }) => requestsPerSecond),
    answered: sum(({ answered }) => answered),
    failed: sum(({ failed }) => failed),
  }
}

/** The list that was made last of a lane's machines, and by row where each stands in it; -1 = nowhere. */
interface Listed {
  machines: readonly MachineSummary[]
  readonly places: Int32Array
}
const lists = new WeakMap<LaneMirror, Listed>()

/**
 * Every machine that exists, by ordinal. What is as it was `before` is the same object as before,
 * and the list the same list when nothing has changed. After the list that was made last, only the
 * machines are looked at about which something has changed since.
 */
export function machinesOf(
  lane: LaneMirror,
  info: RunInfo,
  before: readonly MachineSummary[] = [],
  zones: readonly string[] = [],
  statuses: readonly string[] = [],
): readonly MachineSummary[] {
  const { nodes } = lane
  const resources = info.resources.length
  const index = podIndexOf(lane, statuses)
  const listed = lists.get(lane)
  const follows = listed !== undefined && listed.machines === before
  const touched = index.takeTouched()
  const placeOf = (row: number) => listed?.places[row] ?? -1
  if (!follows || touched.some((row) => (nodes.alive[row] === 1) !== placeOf(row) >= 0)) {
    const known = new Map(before.map((machine) => [machine.row, machine]))
    const machines: MachineSummary[] = []
    for (let row = 0; row < nodes.count; row++) {
      if (nodes.alive[row] !== 1) continue
      const old = known.get(row)
      const same = old !== undefined && isAsBefore(old, lane, index, resources, zones)
      machines.push(same ? old : machineOf(row, lane, index, resources, zones, old))
    }
    const ordered = inOrder(machines)
    const same = ordered.length === before.length && ordered.every((one, i) => one === before[i])
    const list = same ? before : ordered
    const places = new Int32Array(nodes.count).fill(-1)
    list.forEach(({ row }, place) => {
      places[row] = place
    })
    lists.set(lane, { machines: list, places })
    return list
  }
  let machines: MachineSummary[] | undefined
  for (const row of touched) {
    const place = placeOf(row)
    const old = before[place]
    if (old === undefined || isAsBefore(old, lane, index, resources, zones)) continue
    machines ??= [...before]
    machines[place] = machineOf(row, lane, index, resources, zones, old)
  }
  if (machines === undefined) return before
  listed.machines = machines
  return machines
}

function inOrder(machines: MachineSummary[]): readonly MachineSummary[] {
  const ordered = machines.every(
    (machine, i) => i === 0 || machines[i - 1]!.ordinal <= machine.ordinal,
  )
  return ordered ? machines : machines.sort((a, b) => a.ordinal - b.ordinal || a.row - b.row)
}

function machineOf(
  row: number,
  { nodes }: LaneMirror,
  pods: PodIndex,
  resources: number,
  zones: readonly string[],
  before: MachineSummary | undefined,
): MachineSummary {
  const flags = nodes.flags[row]!
  return {
    row,
    name: nodes.names[row] ?? '',
    ordinal: nodes.ordinal[row]!,
    dead: (flags & NodeFlag.Dead) !== 0,
    notReady: (flags & NodeFlag.NotReady) !== 0,
    cordoned: (flags & NodeFlag.Cordoned) !== 0,
    zone: zones[nodes.zone[row]!],
    spot: (flags & NodeFlag.Spot) !== 0,
    reclaiming: (flags & NodeFlag.Reclaiming) !== 0,
    scalingDown: (flags & NodeFlag.ScalingDown) !== 0,
    drainWaits: (flags & NodeFlag.DrainWaits) !== 0,
    memoryPressure: (flags & NodeFlag.MemoryPressure) !== 0,
    booting: (flags & NodeFlag.Booting) !== 0,
    allocatable: amounts(nodes.allocatable, row, resources, before?.allocatable),
    requested: amounts(nodes.requested, row, resources, before?.requested),
    pods: pods.pods[row]!,
    terminating: pods.terminating[row]!,
    unready: pods.unready[row]!,
    starting: pods.starting[row]!,
    trouble: pods.troubleOn(row),
    shapeless: pods.shapeless[row]!,
    replaced: pods.replaced[row]!,
    pricePerHour: nodes.pricePerHour[row]!,
  }
}

/** Apps of two copies or more that stood on dead machines only, and have no other copy by now. */
function allLost(index: PodIndex, apps: readonly App[]): readonly LostApp[] {
  if (index.deadMachines === 0) return []
  return apps.flatMap(({ name }, app) => {
    const { copies, up, lost } = index.copiesOf(app)
    return up === 0 && lost > 0 && copies > 1 ? [{ app: name, copies }] : []
  })
}

/** A machine's amounts of a column; those that were made of it before, while they are equal. */
function amounts(
  column: Float64Array,
  row: number,
  resources: number,
  before: readonly number[] | undefined,
): readonly number[] {
  const first = row * resources
  let same = before?.length === resources
  for (let r = 0; same && r < resources; r++) same = before![r] === column[first + r]
  if (same) return before!
  const made: number[] = []
  for (let r = 0; r < resources; r++) made.push(column[first + r]!)
  return made
}

function isAsBefore(
  old: MachineSummary,
  { nodes }: LaneMirror,
  pods: PodIndex,
  resources: number,
  zones: readonly string[],
): boolean {
  const { row } = old
  const flags = nodes.flags[row]!
  if (
    old.name !== nodes.names[row] ||
    old.zone !== zones[nodes.zone[row]!] ||
    old.dead !== ((flags & NodeFlag.Dead) !== 0) ||
    old.notReady !== ((flags & NodeFlag.NotReady) !== 0) ||
    old.cordoned !== ((flags & NodeFlag.Cordoned) !== 0) ||
    old.spot !== ((flags & NodeFlag.Spot) !== 0) ||
    old.reclaiming !== ((flags & NodeFlag.Reclaiming) !== 0) ||
    old.scalingDown !== ((flags & NodeFlag.ScalingDown) !== 0) ||
    old.drainWaits !== ((flags & NodeFlag.DrainWaits) !== 0) ||
    old.memoryPressure !== ((flags & NodeFlag.MemoryPressure) !== 0) ||
    old.booting !== ((flags & NodeFlag.Booting) !== 0) ||
    old.pods !== pods.pods[row] ||
    old.terminating !== pods.terminating[row] ||
    old.unready !== pods.unready[row] ||
    old.starting !== pods.starting[row] ||
    old.shapeless !== pods.shapeless[row] ||
    old.trouble !== pods.troubleOn(row) ||
    old.replaced !== pods.replaced[row] ||
    old.requested.length !== resources
  ) {
    return false
  }
  for (let r = 0; r < resources; r++) {
    if (old.requested[r] !== nodes.requested[row * resources + r]) return false
    if (old.allocatable[r] !== nodes.allocatable[row * resources + r]) return false
  }
  return true
}

function noMetrics(info: RunInfo): LaneMetrics {
  return {
    machines: 0,
    machinesUp: 0,
    machinesUsed: 0,
    costPerHour: 0,
    pending: 0,
    down: 0,
    appMinutesLost: 0,
    resources: info.resources.map(() => ({ allocatable: 0, requested: 0, idle: 0, stranded: 0 })),
  }
}
