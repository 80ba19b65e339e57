import type {
  LaneUpdate,
  NodeColumns,
  PodColumns,
  RunInfo,
  RunUpdate,
} from '../../engine/protocol.ts'
import type { LaneChanges, LaneMirror, Mirror, NodeMirror, PodMirror } from './mirror.ts'
import { podIndexOf } from './podIndex.ts'

/** A mirror that knows of no run yet. */
export function createMirror(): Mirror {
  return { info: undefined, apps: [], zones: [], statuses: [], now: 0, lanes: [] }
}

/**
 * Brings the mirror to the state that the update describes and answers which rows it touched.
 * A reset forgets everything before, except for what it does not say of the run as a whole. Applying a run's updates one by one and applying one reset of
 * the same moment give equal mirrors, except for the room kept beyond `count`.
 * Throws RangeError when a delta speaks of a lane that no reset has introduced.
 */
export function applyUpdate(mirror: Mirror, update: RunUpdate): readonly LaneChanges[] {
  if (update.reset) {
    // What is made of it (the timeline of 150,000 arrivals) need not be made anew for another moment of a run.
    if (update.info !== undefined) mirror.info = keptInfo(mirror.info, update.info)
    mirror.lanes = update.lanes.map((lane) => emptyLane(lane.lane))
  }
  if (update.apps !== undefined) mirror.apps = update.apps
  if (update.reset || update.zones !== undefined) mirror.zones = update.zones ?? []
  if (update.statuses !== undefined) mirror.statuses = update.statuses
  mirror.now = update.now
  const resources = mirror.info?.resources.length ?? 0
  return update.lanes.map((lane) => applyLane(mirror, lane, resources))
}

/** What is known already, where what is told now says the same. */
function keptInfo(known: RunInfo | undefined, told: RunInfo): RunInfo {
  const { arrivals } = told
  if (known?.arrivals.length !== arrivals.length) return told
  for (let i = 0; i < arrivals.length; i++) {
    const [a, b] = [known.arrivals[i]!, arrivals[i]!]
    if (a.at !== b.at || a.app !== b.app) return told
  }
  const rest = (info: RunInfo) => JSON.stringify({ ...info, arrivals: undefined })
  return rest(known) === rest(told) ? known : told
}

function applyLane(mirror: Mirror, update: LaneUpdate, resources: number): LaneChanges {
  const lane = mirror.lanes.find((candidate) => candidate.id === update.lane)
  if (lane === undefined)
    throw new RangeError(`update for a lane that is not there: ${update.lane}`)
  applyPods(lane.pods, update.pods, resources)
  for (const row of update.podsRemoved) lane.pods.alive[row] = 0
  applyNodes(lane.nodes, update.nodes, resources)
  for (const row of update.nodesRemoved) lane.nodes.alive[row] = 0
  keepIndex(mirror, lane, update)
  if (update.services !== undefined) lane.services = update.services
  if (update.traffic !== undefined) lane.traffic = update.traffic
  if (update.quotas !== undefined) lane.quotas = update.quotas
  lane.arrivalsHeld = update.arrivalsHeld ?? 0
  return {
    lane: update.lane,
    pods: update.pods.row,
    podsRemoved: update.podsRemoved,
    nodes: update.nodes.row,
    nodesRemoved: update.nodesRemoved,
  }
}

function keepIndex(mirror: Mirror, lane: LaneMirror, update: LaneUpdate): void {
  const index = podIndexOf(lane, mirror.statuses)
  index.prepare(lane, mirror.statuses)
  for (const row of update.pods.row) index.take(lane, row)
  for (const row of update.podsRemoved) index.take(lane, row)
  for (const row of update.nodes.row) index.takeNode(lane, row)
  for (const row of update.nodesRemoved) index.takeNode(lane, row)
  index.finish(lane)
}

function applyPods(pods: PodMirror, columns: PodColumns, resources: number): void {
  const rows = columns.row
  const names = columns.names === '' ? undefined : columns.names.split('\n')
  growPods(pods, highest(rows) + 1, resources)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    pods.alive[row] = 1
    pods.node[row] = columns.node[i]!
    pods.app[row] = columns.app[i]!
    pods.state[row] = columns.state[i]!
    pods.flags[row] = columns.flags[i]!
    pods.order[row] = columns.order[i]!
    pods.ordinal[row] = columns.ordinal[i]!
    pods.replaces[row] = columns.replaces[i]!
    pods.createdAt[row] = columns.createdAt[i]!
    pods.boundAt[row] = columns.boundAt[i]!
    pods.ready[row] = columns.ready[i]!
    pods.containers[row] = columns.containers[i]!
    pods.restarts[row] = columns.restarts[i]!
    pods.version[row] = columns.version[i]!
    pods.status[row] = columns.status[i]!
    pods.volumes[row] = columns.volumes[i]!
    copyAmounts(pods.requests, row, columns.requests, i, resources)
    const name = names?.[i]
    if (name) pods.names[row] = name
  }
}

function applyNodes(nodes: NodeMirror, columns: NodeColumns, resources: number): void {
  const rows = columns.row
  const names = columns.names === '' ? undefined : columns.names.split('\n')
  growNodes(nodes, highest(rows) + 1, resources)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    nodes.alive[row] = 1
    nodes.ordinal[row] = columns.ordinal[i]!
    nodes.flags[row] = columns.flags[i]!
    nodes.machineType[row] = columns.machineType[i]!
    nodes.pricePerHour[row] = columns.pricePerHour[i]!
    nodes.bornAt[row] = columns.bornAt[i]!
    nodes.readyAt[row] = columns.readyAt[i]!
    nodes.group[row] = columns.group[i]!
    nodes.zone[row] = columns.zone[i]!
    nodes.goneAt[row] = columns.goneAt[i]!
    copyAmounts(nodes.allocatable, row, columns.allocatable, i, resources)
    copyAmounts(nodes.requested, row, columns.requested, i, resources)
    copyAmounts(nodes.stranded, row, columns.stranded, i, resources)
    const name = names?.[i]
    if (name) nodes.names[row] = name
  }
}

function copyAmounts(
  into: Float64Array,
  row: number,
  from: Float64Array,
  index: number,
  resources: number,
): void {
  for (let r = 0; r < resources; r++) into[row * resources + r] = from[index * resources + r]!
}

function highest(rows: Uint32Array): number {
  let top = -1
  for (const row of rows) if (row > top) top = row
  return top
}

function emptyLane(id: string): LaneMirror {
  return {
    id,
    services: [],
    traffic: [],
    quotas: [],
    arrivalsHeld: 0,
    pods: {
      count: 0,
      alive: new Uint8Array(0),
      node: new Int32Array(0),
      app: new Uint16Array(0),
      state: new Uint8Array(0),
      flags: new Uint8Array(0),
      order: new Uint32Array(0),
      ordinal: new Uint32Array(0),
      replaces: new Int32Array(0),
      createdAt: new Float64Array(0),
      boundAt: new Float64Array(0),
      requests: new Float64Array(0),
      ready: new Uint8Array(0),
      containers: new Uint8Array(0),
      restarts: new Uint16Array(0),
      version: new Uint16Array(0),
      status: new Uint16Array(0),
      volumes: new Uint8Array(0),
      names: [],
    },
    nodes: {
      count: 0,
      alive: new Uint8Array(0),
      ordinal: new Uint32Array(0),
      flags: new Uint16Array(0),
      machineType: new Uint16Array(0),
      pricePerHour: new Float64Array(0),
      bornAt: new Float64Array(0),
      readyAt: new Float64Array(0),
      goneAt: new Float64Array(0),
      allocatable: new Float64Array(0),
      requested: new Float64Array(0),
      stranded: new Float64Array(0),
      group: new Uint16Array(0),
      zone: new Uint16Array(0),
      names: [],
    },
  }
}

/** Makes room for `count` rows; doubles, so that a stream of single rows costs little. */
function growPods(pods: PodMirror, count: number, resources: number): void {
  if (count <= pods.count) return
  pods.count = count
  if (count <= pods.alive.length) return
  const room = Math.max(64, count, pods.alive.length * 2)
  pods.alive = grown(pods.alive, room)
  pods.node = grown(pods.node, room)
  pods.app = grown(pods.app, room)
  pods.state = grown(pods.state, room)
  pods.flags = grown(pods.flags, room)
  pods.order = grown(pods.order, room)
  pods.ordinal = grown(pods.ordinal, room)
  pods.replaces = grown(pods.replaces, room)
  pods.createdAt = grown(pods.createdAt, room)
  pods.boundAt = grown(pods.boundAt, room)
  pods.requests = grown(pods.requests, room * resources)
  pods.ready = grown(pods.ready, room)
  pods.containers = grown(pods.containers, room)
  pods.restarts = grown(pods.restarts, room)
  pods.version = grown(pods.version, room)
  pods.status = grown(pods.status, room)
  pods.volumes = grown(pods.volumes, room)
}

function growNodes(nodes: NodeMirror, count: number, resources: number): void {
  if (count <= nodes.count) return
  nodes.count = count
  if (count <= nodes.alive.length) return
  const room = Math.max(16, count, nodes.alive.length * 2)
  nodes.alive = grown(nodes.alive, room)
  nodes.ordinal = grown(nodes.ordinal, room)
  nodes.flags = grown(nodes.flags, room)
  nodes.machineType = grown(nodes.machineType, room)
  nodes.pricePerHour = grown(nodes.pricePerHour, room)
  nodes.bornAt = grown(nodes.bornAt, room)
  nodes.readyAt = grown(nodes.readyAt, room)
  nodes.goneAt = grown(nodes.goneAt, room)
  nodes.group = grown(nodes.group, room)
  nodes.zone = grown(nodes.zone, room)
  nodes.allocatable = grown(nodes.allocatable, room * resources)
  nodes.requested = grown(nodes.requested, room * resources)
  nodes.stranded = grown(nodes.stranded, room * resources)
}

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

function grown<T extends Column>(column: T, room: number): T {
  const Make = column.constructor as new (length: number) => T
  const bigger = new Make(room)
  bigger.set(column as never)
  return bigger
}
