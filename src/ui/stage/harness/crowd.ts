import {
  type App,
  type LaneUpdate,
  type NodeColumns,
  NodeFlag,
  type PodColumns,
  PodState,
  type RunUpdate,
} from '../../../engine/protocol.ts'

/**
 * Clusters of any size as updates, made without an engine, so that the stage can be looked at and
 * timed at sizes that take an engine long. Development only.
 */

const GIB = 1024 ** 3
const SHAPES: readonly (readonly [string, number, number])[] = [
  ['web', 1, 2],
  ['api', 2, 4],
  ['video', 3, 4],
  ['db', 1, 12],
  ['cache', 0.5, 8],
  ['queue', 1, 4],
  ['report', 2, 8],
]
const ZONES = ['zone-a', 'zone-b', 'zone-c']
const GROUPS = ['normal', 'warm', 'reserved']

/** One lane's facts, columns by row. */
class CrowdLane {
  readonly id: string
  readonly runbook: boolean
  readonly nodeOf: number[] = []
  readonly appOf: number[] = []
  readonly stateOf: number[] = []
  readonly used: Float64Array
  readonly flags: Uint8Array
  private next = 0

  constructor(id: string, runbook: boolean, nodes: number) {
    this.id = id
    this.runbook = runbook
    this.used = new Float64Array(nodes * 2)
    this.flags = new Uint8Array(nodes)
  }

  /** The next machine with room: in turn on the left, the first one on the right. */
  place(app: number, capacity: readonly number[]): number {
    const [, cpu, mem] = SHAPES[app]!
    const nodes = this.flags.length
    for (let tried = 0; tried < nodes; tried++) {
      const node = this.next
      const fits =
        (this.flags[node]! & NodeFlag.Dead) === 0 &&
        this.used[node * 2]! + cpu <= capacity[0]! &&
        this.used[node * 2 + 1]! + mem <= capacity[1]!
      if (!fits || this.runbook) this.next = (this.next + 1) % nodes
      if (!fits) continue
      this.used[node * 2]! += cpu
      this.used[node * 2 + 1]! += mem
      return node
    }
    return -1
  }
}

export class Crowd {
  readonly apps: readonly App[] = SHAPES.map(([name, cpu, mem]) => ({
    name,
    namespace: 'default',
    kind: 'Deployment',
    requests: [cpu * 1000, mem * GIB],
  }))
  readonly lanes: readonly CrowdLane[]
  private readonly nodes: number
  private readonly capacity: readonly number[]
  private seq = 0
  private now = 0
  private drawn = 1

  /** @param cpu vCPU of every machine; it has four times as many GiB */
  constructor(nodes: number, pods: number, cpu = 32) {
    this.nodes = nodes
    this.capacity = [cpu, cpu * 4]
    this.lanes = [
      new CrowdLane('one-click', true, nodes),
      new CrowdLane('kubernetes-bin-packing', false, nodes),
    ]
    this.add(pods)
  }

  /** The first update, or all that there is now. */
  reset(): RunUpdate {
    const rows = Array.from({ length: this.lanes[0]!.nodeOf.length }, (_, row) => row)
    const nodes = Array.from({ length: this.nodes }, (_, row) => row)
    return this.update(
      true,
      this.lanes.map(() => ({ pods: rows, nodes })),
    )
  }

  /** More pods on both sides, all at once. */
  wave(count: number): RunUpdate {
    const first = this.add(count)
    const rows = Array.from({ length: count }, (_, i) => first + i)
    return this.update(
      false,
      this.lanes.map((lane) => ({ pods: rows, nodes: this.nodesOf(lane, rows) })),
    )
  }

  /** Every third machine loses its power. */
  killZone(zone: number): RunUpdate {
    return this.update(
      false,
      this.lanes.map((lane) => {
        const nodes = Array.from({ length: this.nodes }, (_, row) => row).filter(
          (row) => row % ZONES.length === zone,
        )
        for (const node of nodes) lane.flags[node]! |= NodeFlag.Dead
        return { pods: [], nodes }
      }),
    )
  }

  /** So many pods of an app leave, and as many come in their place. */
  rollout(app: number, count: number): RunUpdate {
    this.now += 1000
    return this.update(
      false,
      this.lanes.map((lane) => {
        const old: number[] = []
        for (let row = 0; row < lane.nodeOf.length && old.length < count; row++) {
          if (lane.appOf[row] !== app || lane.stateOf[row] !== PodState.Running) continue
          lane.stateOf[row] = PodState.Succeeded
          const node = lane.nodeOf[row]!
          lane.used[node * 2]! -= SHAPES[app]![1]
          lane.used[node * 2 + 1]! -= SHAPES[app]![2]
          old.push(row)
        }
        const fresh = old.map(() => this.addTo(lane, app))
        const rows = [...old, ...fresh]
        return { pods: rows, nodes: this.nodesOf(lane, rows) }
      }),
    )
  }

  private nodesOf(lane: CrowdLane, rows: readonly number[]): readonly number[] {
    return [...new Set(rows.map((row) => lane.nodeOf[row]!))].filter((node) => node >= 0)
  }

  private add(count: number): number {
    this.now += 1000
    const first = this.lanes[0]!.nodeOf.length
    for (let i = 0; i < count; i++) {
      // A fixed sequence: the same crowd every time.
      this.drawn = (this.drawn * 48_271) % 2_147_483_647
      const app = this.drawn % SHAPES.length
      for (const lane of this.lanes) this.addTo(lane, app)
    }
    return first
  }

  private addTo(lane: CrowdLane, app: number): number {
    const node = lane.place(app, this.capacity)
    lane.nodeOf.push(node)
    lane.appOf.push(app)
    lane.stateOf.push(node < 0 ? PodState.Pending : PodState.Running)
    return lane.nodeOf.length - 1
  }

  private update(
    reset: boolean,
    changed: readonly { readonly pods: readonly number[]; readonly nodes: readonly number[] }[],
  ): RunUpdate {
    return {
      seq: this.seq++,
      reset,
      ...(reset ? { info: this.info(), apps: this.apps, zones: ZONES } : {}),
      now: this.now,
      nextEventAt: undefined,
      inFlight: { consequence: undefined, work: undefined },
      lanes: this.lanes.map((lane, i) => this.laneUpdate(lane, changed[i]!)),
      markers: [],
      commands: { done: 0, all: 0 },
      dropped: 0,
    }
  }

  private info(): NonNullable<RunUpdate['info']> {
    const machineType = {
      name: 'general',
      allocatable: [this.capacity[0]! * 1000, this.capacity[1]! * GIB],
      pricePerHour: 1,
    }
    return {
      name: 'crowd',
      title: '',
      summary: '',
      seed: 1,
      shuffle: undefined,
      lanes: this.lanes.map(({ id, runbook }) => ({
        id,
        title: id,
        nodePrefix: runbook ? 'vm' : 'node',
        runbook,
      })),
      resources: ['cpu', 'memory'],
      machineTypes: [machineType],
      nodeGroups: GROUPS.map((name) => ({
        name,
        machineType: 0,
        min: 0,
        max: this.nodes,
        pricePerHour: 1,
        bootTime: 0,
        labels: {},
        spot: false,
      })),
      actions: [],
      arrivals: [],
      until: 60_000,
      onCall: {} as NonNullable<RunUpdate['info']>['onCall'],
      evictionWait: 350_000,
    }
  }

  private laneUpdate(
    lane: CrowdLane,
    { pods, nodes }: { readonly pods: readonly number[]; readonly nodes: readonly number[] },
  ): LaneUpdate {
    return {
      lane: lane.id,
      pods: this.podColumns(lane, pods),
      podsRemoved: new Uint32Array(0),
      nodes: this.nodeColumns(lane, nodes),
      nodesRemoved: new Uint32Array(0),
      metrics: {
        machines: this.nodes,
        machinesUp: this.nodes,
        machinesUsed: this.nodes,
        costPerHour: 0,
        pending: 0,
        down: 0,
        appMinutesLost: 0,
        resources: [],
      },
      events: [],
      attempts: [],
      policy: lane.id,
    }
  }

  private podColumns(lane: CrowdLane, rows: readonly number[]): PodColumns {
    const requests = new Float64Array(rows.length * 2)
    rows.forEach((row, i) => {
      requests.set(this.apps[lane.appOf[row]!]!.requests, i * 2)
    })
    return {
      row: Uint32Array.from(rows),
      node: Int32Array.from(rows, (row) => lane.nodeOf[row]!),
      app: Uint16Array.from(rows, (row) => lane.appOf[row]!),
      state: Uint8Array.from(rows, (row) => lane.stateOf[row]!),
      flags: new Uint8Array(rows.length),
      order: Uint32Array.from(rows, (row) => row + 1),
      ordinal: Uint32Array.from(rows, (row) => row + 1),
      replaces: new Int32Array(rows.length).fill(-1),
      createdAt: new Float64Array(rows.length).fill(this.now),
      boundAt: new Float64Array(rows.length).fill(this.now),
      requests,
      ready: new Uint8Array(rows.length).fill(1),
      containers: new Uint8Array(rows.length).fill(1),
      restarts: new Uint16Array(rows.length),
      version: new Uint16Array(rows.length).fill(1),
      status: new Uint16Array(rows.length),
      volumes: new Uint8Array(rows.length),
      names: rows
        .map((row) => `${SHAPES[lane.appOf[row]!]![0]}-6d4cf56db6-${row.toString(36)}`)
        .join('\n'),
    }
  }

  private nodeColumns(lane: CrowdLane, rows: readonly number[]): NodeColumns {
    const allocatable = new Float64Array(rows.length * 2)
    const requested = new Float64Array(rows.length * 2)
    const stranded = new Float64Array(rows.length * 2)
    rows.forEach((row, i) => {
      const free = [0, 1].map((r) => this.capacity[r]! - lane.used[row * 2 + r]!)
      const fits = SHAPES.some(([, cpu, mem]) => cpu <= free[0]! && mem <= free[1]!)
      for (const [r, unit] of [1000, GIB].entries()) {
        allocatable[i * 2 + r] = this.capacity[r]! * unit
        requested[i * 2 + r] = lane.used[row * 2 + r]! * unit
        stranded[i * 2 + r] = fits ? 0 : free[r]! * unit
      }
    })
    return {
      row: Uint32Array.from(rows),
      ordinal: Uint32Array.from(rows, (row) => row + 1),
      flags: Uint16Array.from(rows, (row) => lane.flags[row]!),
      machineType: new Uint16Array(rows.length),
      group: Uint16Array.from(rows, (row) => Math.floor((row * GROUPS.length) / this.nodes)),
      zone: Uint16Array.from(rows, (row) => row % ZONES.length),
      pricePerHour: new Float64Array(rows.length).fill(1),
      bornAt: new Float64Array(rows.length),
      readyAt: new Float64Array(rows.length),
      goneAt: new Float64Array(rows.length).fill(-1),
      allocatable,
      requested,
      stranded,
      names: rows.map((row) => `${lane.runbook ? 'vm' : 'node'}-${row + 1}`).join('\n'),
    }
  }
}
