import type {
  App,
  LaneId,
  QuotaState,
  RunInfo,
  ServiceState,
  TrafficState,
} from '../../engine/protocol.ts'
import type { PodIndex } from './podIndex.ts'

/**
 * The page's typed copy of a lane's facts, outside zustand. Indexed by row; rows are never reused,
 * so arrays only grow. `podAlive[row]` / `nodeAlive[row]` are 1 while the object exists.
 * Columns have the meaning that protocol.ts gives them.
 */
export interface LaneMirror {
  readonly id: LaneId
  readonly pods: PodMirror
  readonly nodes: NodeMirror
  services: readonly ServiceState[]
  traffic: readonly TrafficState[]
  quotas: readonly QuotaState[]
  /** Arrivals that wait for its control plane. */
  arrivalsHeld: number
  /** What is known of its pods by machine; `podIndexOf` makes it. */
  index?: PodIndex
}

export interface PodMirror {
  /** Rows ever used: valid rows are 0..count-1. */
  count: number
  alive: Uint8Array
  node: Int32Array
  app: Uint16Array
  state: Uint8Array
  flags: Uint8Array
  order: Uint32Array
  ordinal: Uint32Array
  replaces: Int32Array
  createdAt: Float64Array
  boundAt: Float64Array
  /** R per row. */
  requests: Float64Array
  ready: Uint8Array
  containers: Uint8Array
  restarts: Uint16Array
  version: Uint16Array
  /** Index into the mirror's `statuses`. */
  status: Uint16Array
  volumes: Uint8Array
  names: string[]
}

export interface NodeMirror {
  count: number
  alive: Uint8Array
  ordinal: Uint32Array
  flags: Uint16Array
  machineType: Uint16Array
  pricePerHour: Float64Array
  bornAt: Float64Array
  readyAt: Float64Array
  goneAt: Float64Array
  allocatable: Float64Array
  requested: Float64Array
  stranded: Float64Array
  group: Uint16Array
  zone: Uint16Array
  names: string[]
}

export interface Mirror {
  info: RunInfo | undefined
  apps: readonly App[]
  zones: readonly string[]
  statuses: readonly string[]
  now: number
  lanes: LaneMirror[]
}

/** Row numbers a lane's update touched; what stage motion is derived from. */
export interface LaneChanges {
  readonly lane: LaneId
  readonly pods: Uint32Array
  readonly podsRemoved: Uint32Array
  readonly nodes: Uint32Array
  readonly nodesRemoved: Uint32Array
}
