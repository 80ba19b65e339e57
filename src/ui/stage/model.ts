import { type LaneId, NodeFlag, PodFlag, PodState } from '../../engine/protocol.ts'
import type { LaneMirror } from '../state/mirror.ts'
import { unitsPerCell } from './cells.ts'
import type { MachineShape } from './layout.ts'
import { SAME, stack, stackOrder } from './stacking.ts'

/** Why a pod has left its well. */
export type Departure = 'completed' | 'removed' | 'lost'

/** What one update changed in a lane's picture; motion is derived from this. */
export interface LaneDelta {
  /** Pods that now stand in a well and did not before. */
  readonly arrived: readonly { readonly row: number; readonly node: number }[]
  readonly left: readonly {
    readonly row: number
    readonly node: number
    readonly cause: Departure
  }[]
  readonly moved: readonly { readonly row: number; readonly from: number; readonly to: number }[]
  /** Old minus new lower ends, in cells, of pods that stayed in their well but not at their height. */
  readonly shifted: ReadonlyMap<number, Float64Array>
  /** Old heights of the stacks that are higher or lower now, cells by resource, by node. */
  readonly heightened: ReadonlyMap<number, Float64Array>
  readonly bought: readonly number[]
  readonly gone: readonly number[]
  /** Machines whose capacity is another one. */
  readonly resized: boolean
  readonly died: readonly number[]
  readonly revived: readonly number[]
}

/** What stands where in one lane. Keeps its own copy, so that it knows before from after. */
export class LaneModel {
  readonly id: LaneId
  readonly runbook: boolean
  readonly resources: number
  /** Cells per pod row and resource. */
  heights = new Float64Array(0)
  /** Lower end of each half in cells, per pod row and resource; kept when the pod leaves. */
  floors = new Float64Array(0)
  /** Node row per pod row, -1 = stands nowhere. */
  where = new Int32Array(0)
  /** Living nodes, by ordinal. */
  nodes: number[] = []
  /** Capacity in cells per node row and resource. */
  capacity = new Float64Array(0)
  /** Stranded capacity in cells per node row and resource. */
  stranded = new Float64Array(0)
  /** Pod rows in stack order, by node row. */
  private stacks: number[][] = []
  private tops: Float64Array[] = []
  /** By pod row: its place in the order, and whether it is bedrock, as its stack was made with. */
  private orders = new Uint32Array(0)
  private daemons = new Uint8Array(0)
  private nodeFlags = new Uint8Array(0)
  /** The rows of `nodes`. */
  private readonly known = new Set<number>()
  private readonly units: readonly number[]

  constructor(id: LaneId, runbook: boolean, resources: readonly string[]) {
    this.id = id
    this.runbook = runbook
    this.resources = resources.length
    this.units = resources.map(unitsPerCell)
  }

  /** Pods of a node, lowest first. */
  podsOn(node: number): readonly number[] {
    return this.stacks[node] ?? []
  }

  /** Whether pods are on no more than so many nodes. */
  isBusyOnFew(most: number): boolean {
    let busy = 0
    for (const node of this.nodes) {
      if (this.podsOn(node).length > 0 && ++busy > most) return false
    }
    return true
  }

  /** How many of its pods ask for nothing, and so have no height to be seen by. */
  shapelessOn(node: number): number {
    let count = 0
    for (const row of this.podsOn(node)) {
      const at = row * this.resources
      if (this.heights.subarray(at, at + this.resources).every((height) => height === 0)) count++
    }
    return count
  }

  /** Height of the node's stack in cells, per resource. */
  topsOf(node: number): Float64Array {
    return this.tops[node] ?? new Float64Array(this.resources)
  }

  /** The node as the layout sees it. Only resources that it has get a lane. */
  shapeOf(node: number): MachineShape {
    const lanes: number[] = []
    const heights: number[] = []
    for (let r = 0; r < this.resources; r++) {
      const height = this.capacity[node * this.resources + r]!
      if (height <= 0) continue
      lanes.push(r)
      heights.push(height)
    }
    return { row: node, lanes, heights }
  }

  /**
   * Takes the mirror's present state.
   * @param pods rows that changed, or undefined for all
   * @param nodes rows that changed, or undefined for all
   */
  sync(lane: LaneMirror, pods?: ArrayLike<number>, nodes?: ArrayLike<number>): LaneDelta {
    const podRows = pods ?? everyRow(lane.pods.count)
    const nodeRows = nodes ?? everyRow(lane.nodes.count)
    this.grow(lane)
    const machines = this.syncNodes(lane, nodeRows)
    const arrived: { row: number; node: number }[] = []
    const left: { row: number; node: number; cause: Departure }[] = []
    const moved: { row: number; from: number; to: number }[] = []
    const touched = new Set<number>(machines.gone)
    const incoming = new Map<number, number[]>()
    for (let i = 0; i < podRows.length; i++) {
      const row = podRows[i]!
      const before = this.where[row]!
      const after = this.standsOn(lane, row)
      const changed = this.measure(lane, row)
      if (before === after) {
        // Most of what is told of a pod that stands has no height: that it runs now, for instance.
        if (changed && after >= 0) touched.add(after)
        continue
      }
      this.where[row] = after
      if (before >= 0) touched.add(before)
      if (after >= 0) {
        const rows = incoming.get(after)
        if (rows) rows.push(row)
        else incoming.set(after, [row])
      }
      if (before < 0) arrived.push({ row, node: after })
      else if (after < 0) left.push({ row, node: before, cause: this.cause(lane, row, before) })
      else moved.push({ row, from: before, to: after })
    }
    const { shifted, heightened } = this.restack(touched, incoming)
    for (const { row } of arrived) shifted.delete(row)
    for (const { row } of moved) shifted.delete(row)
    return { arrived, left, moved, shifted, heightened, ...machines }
  }

  private syncNodes(lane: LaneMirror, rows: ArrayLike<number>) {
    const bought: number[] = []
    const gone: number[] = []
    const died: number[] = []
    const revived: number[] = []
    const { known } = this
    let resized = false
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const alive = lane.nodes.alive[row] === 1
      if (alive && !known.has(row)) bought.push(row)
      if (!alive && known.has(row)) gone.push(row)
      const dead = lane.nodes.flags[row]! & NodeFlag.Dead
      const wasDead = this.nodeFlags[row]! & NodeFlag.Dead
      if (alive && known.has(row) && dead && !wasDead) died.push(row)
      if (alive && known.has(row) && !dead && wasDead) revived.push(row)
      this.nodeFlags[row] = lane.nodes.flags[row]!
      for (let r = 0; r < this.resources; r++) {
        const at = row * this.resources + r
        const capacity = lane.nodes.allocatable[at]! / this.units[r]!
        if (this.capacity[at] !== capacity) resized = true
        this.capacity[at] = capacity
        this.stranded[at] = lane.nodes.stranded[at]! / this.units[r]!
      }
    }
    if (bought.length > 0 || gone.length > 0) {
      for (const row of bought) known.add(row)
      for (const row of gone) known.delete(row)
      const ordinal = lane.nodes.ordinal
      this.nodes = [...known].sort((a, b) => ordinal[a]! - ordinal[b]! || a - b)
    }
    return { bought, gone, resized, died, revived }
  }

  /** Succeeded and failed pods hold no resources any more, so they stand nowhere. */
  private standsOn(lane: LaneMirror, row: number): number {
    const { pods, nodes } = lane
    const node = pods.node[row]!
    if (pods.alive[row] !== 1 || node < 0 || nodes.alive[node] !== 1) return -1
    const state = pods.state[row]!
    if (state === PodState.Pending || state === PodState.Succeeded || state === PodState.Failed) {
      return -1
    }
    return node
  }

  private cause(lane: LaneMirror, row: number, node: number): Departure {
    if (lane.pods.state[row] === PodState.Succeeded) return 'completed'
    const dead = lane.nodes.alive[node] !== 1 || (lane.nodes.flags[node]! & NodeFlag.Dead) !== 0
    return dead ? 'lost' : 'removed'
  }

  /** Takes what a pod's place and heights come from. True when any of it is another than before. */
  private measure({ pods }: LaneMirror, row: number): boolean {
    const daemon = pods.flags[row]! & PodFlag.Daemon
    let changed = this.orders[row] !== pods.order[row] || this.daemons[row] !== daemon
    this.orders[row] = pods.order[row]!
    this.daemons[row] = daemon
    for (let r = 0; r < this.resources; r++) {
      const at = row * this.resources + r
      const height = pods.requests[at]! / this.units[r]!
      if (this.heights[at] !== height) changed = true
      this.heights[at] = height
    }
    return changed
  }

  /**
   * Brings the stacks up to date and returns what moved within them.
   * @param touched nodes whose stacks are made anew
   * @param incoming rows that stand on a node now and did not before
   */
  private restack(
    touched: ReadonlySet<number>,
    incoming: ReadonlyMap<number, number[]>,
  ): { shifted: Map<number, Float64Array>; heightened: Map<number, Float64Array> } {
    const shifted = new Map<number, Float64Array>()
    const heightened = new Map<number, Float64Array>()
    const shift = (row: number, lows: Float64Array) => shifted.set(row, lows)
    const raise = (node: number, tops: Float64Array) => {
      const old = this.topsOf(node)
      this.tops[node] = tops
      if (tops.some((top, r) => Math.abs(top - old[r]!) > SAME)) heightened.set(node, old)
    }
    const restacked = new Set(touched)
    for (const [node, rows] of incoming) {
      if (restacked.has(node)) continue
      const tops = this.putOnTop(node, rows)
      if (tops) raise(node, tops)
      else restacked.add(node)
    }
    for (const node of restacked) {
      const rows: number[] = []
      for (const row of this.stacks[node] ?? []) if (this.where[row] === node) rows.push(row)
      for (const row of incoming.get(node) ?? []) rows.push(row)
      rows.sort(this.byPlace)
      this.stacks[node] = rows
      raise(node, stack(rows, this.resources, this.heights, this.floors, shift))
    }
    return { shifted, heightened }
  }

  /**
   * Puts pods on the stack of a node as it is. Returns the new heights of the stack, or undefined, having done
   * nothing but put them in order, when one of them belongs further down.
   */
  private putOnTop(node: number, rows: number[]): Float64Array | undefined {
    if (rows.length > 1) rows.sort(this.byPlace)
    const below = this.stacks[node] ?? []
    const highest = below.at(-1)
    if (highest !== undefined && this.byPlace(highest, rows[0]!) > 0) return undefined
    below.push(...rows)
    this.stacks[node] = below
    return stack(rows, this.resources, this.heights, this.floors, undefined, this.tops[node])
  }

  private readonly byPlace = (a: number, b: number): number =>
    stackOrder(a, b, this.orders, this.daemons)

  private grow(lane: LaneMirror): void {
    const pods = lane.pods.count
    const nodes = lane.nodes.count
    if (this.where.length < pods) {
      const size = Math.max(64, pods * 2)
      const where = new Int32Array(size).fill(-1)
      where.set(this.where)
      this.where = where
      const orders = new Uint32Array(size)
      orders.set(this.orders)
      this.orders = orders
      const daemons = new Uint8Array(size)
      daemons.set(this.daemons)
      this.daemons = daemons
      this.heights = grown(this.heights, size * this.resources)
      this.floors = grown(this.floors, size * this.resources)
    }
    if (this.nodeFlags.length < nodes) {
      const size = Math.max(16, nodes * 2)
      const flags = new Uint8Array(size)
      flags.set(this.nodeFlags)
      this.nodeFlags = flags
      this.capacity = grown(this.capacity, size * this.resources)
      this.stranded = grown(this.stranded, size * this.resources)
    }
  }
}

function everyRow(count: number): Uint32Array {
  const rows = new Uint32Array(count)
  for (let row = 0; row < count; row++) rows[row] = row
  return rows
}

function grown(from: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(size)
  to.set(from)
  return to
}
