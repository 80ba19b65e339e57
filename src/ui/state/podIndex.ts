import { NodeFlag, PodState } from '../../engine/protocol.ts'
import type { LaneMirror } from './mirror.ts'
import { isTrouble } from './podTrouble.ts'

/** Copies of an app: pods that have not finished. */
export interface AppTally {
  /** Those that have not been told to go, on a machine or not. */
  readonly copies: number
  /** On machines with power, and on machines without. */
  readonly up: number
  readonly lost: number
}

/**
 * What is asked about a lane's pods by machine and by app, kept with every row that changes instead of being
 * counted again over all pods. Of pods that hold resources: bound and not finished.
 */
export class PodIndex {
  /** Rows of the pods that wait for a machine. */
  readonly pending = new Set<number>()
  /** Machines without power. */
  deadMachines = 0
  /** Machines that the control plane has no word from; those that boot are no Nodes yet. */
  notReadyMachines = 0
  // By node row.
  pods = new Uint32Array(0)
  terminating = new Uint32Array(0)
  unready = new Uint32Array(0)
  starting = new Uint32Array(0)
  shapeless = new Uint32Array(0)
  /** Pods that have been put elsewhere in place of its own, since it was ready last. */
  replaced = new Uint32Array(0)
  /** By node row, how many of its pods have a status of trouble; few machines have any. */
  private readonly troubles = new Map<number, Map<number, number>>()
  /** The pods of a node are a chain: its first, and of each pod the next and the one before; -1 = none. */
  private first = new Int32Array(0)
  private next = new Int32Array(0)
  private before = new Int32Array(0)
  /** By pod row: where it stands, as what it counts, and whose replacement it is. */
  private where = new Int32Array(0)
  private counted = new Uint8Array(0)
  private status = new Uint16Array(0)
  private former = new Int32Array(0)
  private app = new Uint16Array(0)
  /** By app, three numbers each: see AppTally. */
  private tallies = new Uint32Array(0)
  /** By node row: without power, as what it counts, and since when it is ready. */
  private powerless = new Uint8Array(0)
  private machine = new Uint8Array(0)
  private readyAt = new Float64Array(0)
  /** Nodes that may have come back since `finish`. */
  private readonly back = new Set<number>()
  /** Node rows about which something has changed since somebody asked, and by row whether it is among them. */
  private touched: number[] = []
  private marked = new Uint8Array(0)
  private statuses: readonly string[] = []
  private troubling: readonly boolean[] = []

  /** Takes every row of a lane. */
  constructor(lane: LaneMirror, statuses: readonly string[]) {
    this.prepare(lane, statuses)
    for (let node = 0; node < lane.nodes.count; node++) this.takeNode(lane, node)
    for (let row = 0; row < lane.pods.count; row++) this.take(lane, row)
    this.finish(lane)
  }

  /** Makes room for all rows of a lane; `statuses` are those that its columns speak of. */
  prepare(lane: LaneMirror, statuses: readonly string[]): void {
    if (statuses !== this.statuses) {
      this.statuses = statuses
      this.troubling = statuses.map(isTrouble)
    }
    const pods = lane.pods.count
    if (this.where.length < pods) {
      const room = Math.max(64, pods, this.where.length * 2)
      this.next = grown(this.next, room, -1)
      this.before = grown(this.before, room, -1)
      this.where = grown(this.where, room, -1)
      this.former = grown(this.former, room, -1)
      this.counted = grown(this.counted, room, 0)
      this.status = grown(this.status, room, 0)
      this.app = grown(this.app, room, 0)
    }
    const nodes = lane.nodes.count
    if (this.first.length < nodes) {
      const room = Math.max(16, nodes, this.first.length * 2)
      this.first = grown(this.first, room, -1)
      this.pods = grown(this.pods, room, 0)
      this.terminating = grown(this.terminating, room, 0)
      this.unready = grown(this.unready, room, 0)
      this.starting = grown(this.starting, room, 0)
      this.shapeless = grown(this.shapeless, room, 0)
      this.replaced = grown(this.replaced, room, 0)
      this.marked = grown(this.marked, room, 0)
      this.powerless = grown(this.powerless, room, 0)
      this.machine = grown(this.machine, room, 0)
      this.readyAt = grown(this.readyAt, room, 0)
    }
  }

  /** Takes a pod's row as it is in the lane now; what it was before is forgotten. */
  take(lane: LaneMirror, row: number): void {
    const { pods } = lane
    const node = pods.node[row]!
    const state = pods.state[row]!
    const alive = pods.alive[row] === 1
    if (alive && state === PodState.Pending && node < 0) this.pending.add(row)
    else this.pending.delete(row)
    const unfinished = alive && !isFinished(state)
    const stands = unfinished && node >= 0
    const kind = unfinished ? this.kindOf(lane, row, stands) : 0
    const status = kind & TROUBLED ? pods.status[row]! : 0
    const former = stands ? replacedBy(lane, row) : -1
    const same =
      this.where[row] === (stands ? node : -1) &&
      this.counted[row] === kind &&
      this.status[row] === status &&
      this.former[row] === former &&
      this.app[row] === pods.app[row]
    if (same) return
    this.forget(row)
    if (kind === 0) return
    this.counted[row] = kind
    this.app[row] = pods.app[row]!
    this.status[row] = status
    if (stands) {
      this.where[row] = node
      this.former[row] = former
      const head = this.first[node]!
      this.next[row] = head
      this.before[row] = -1
      if (head >= 0) this.before[head] = row
      this.first[node] = row
    }
    this.count(row, 1)
  }

  /** Takes a machine's row as it is in the lane now. */
  takeNode(lane: LaneMirror, node: number): void {
    const { nodes } = lane
    this.touch(node)
    const flags = nodes.flags[node]!
    const alive = nodes.alive[node] === 1
    const powerless = (flags & NodeFlag.Dead) !== 0
    const silent = (flags & NodeFlag.NotReady) !== 0 && (flags & NodeFlag.Booting) === 0
    const kind = alive ? (powerless ? DEAD : 0) | (silent ? NOT_READY : 0) : 0
    const before = this.machine[node]!
    this.machine[node] = kind
    this.deadMachines += (kind & DEAD) - (before & DEAD)
    this.notReadyMachines += ((kind & NOT_READY) - (before & NOT_READY)) / NOT_READY
    if (this.powerless[node] !== Number(powerless)) {
      // Its pods count as what they are now; there are few of them.
      for (const row of this.on(node)) this.tally(row, -1)
      this.powerless[node] = Number(powerless)
      for (const row of this.on(node)) this.tally(row, 1)
    }
    if (this.readyAt[node] === nodes.readyAt[node]) return
    this.readyAt[node] = nodes.readyAt[node]!
    this.back.add(node)
  }

  /** To be called when all rows of an update are taken. */
  finish(lane: LaneMirror): void {
    if (this.back.size === 0) return
    // What was put elsewhere before a machine came back is no answer to a loss from now on.
    const asked = [...this.back].some((node) => this.replaced[node]! > 0)
    for (let row = 0; asked && row < lane.pods.count; row++) {
      const node = this.former[row]!
      if (node < 0 || !this.back.has(node) || replacedBy(lane, row) === node) continue
      this.former[row] = -1
      this.replaced[node]!--
    }
    this.back.clear()
  }

  /** The copies of an app, by its index. */
  copiesOf(app: number): AppTally {
    const [copies = 0, up = 0, lost = 0] = this.tallies.subarray(app * 3, app * 3 + 3)
    return { copies, up, lost }
  }

  /** Node rows about which something has changed since this was asked last, in no order. */
  takeTouched(): readonly number[] {
    const { touched } = this
    this.touched = []
    for (const node of touched) this.marked[node] = 0
    return touched
  }

  /** Rows of the pods that wait for a machine, in order. */
  waiting(): Uint32Array {
    return Uint32Array.from(this.pending).sort()
  }

  /** Rows of the pods that stand on a machine, in no order. */
  *on(node: number): Iterable<number> {
    for (let row = this.first[node] ?? -1; row >= 0; row = this.next[row]!) yield row
  }

  /** What is wrong with pods of a machine, in kubectl's words: `2 CrashLoopBackOff, 1 ImagePullBackOff`. */
  troubleOn(node: number): string {
    const counts = this.troubles.get(node)
    if (counts === undefined) return ''
    return [...counts]
      .sort(([a], [b]) => a - b)
      .map(([status, pods]) => `${pods} ${this.statuses[status]}`)
      .join(', ')
  }

  private kindOf({ pods }: LaneMirror, row: number, stands: boolean): number {
    const state = pods.state[row]!
    const copy = state === PodState.Terminating ? 0 : COPY
    if (!stands) return copy
    const shapeless = asksForNothing(pods.requests, row, pods.requests.length / pods.alive.length)
    const kind = copy | (shapeless ? STANDS | SHAPELESS : STANDS)
    if (state === PodState.Terminating) return kind | TERMINATING
    if (this.troubling[pods.status[row]!]) return kind | TROUBLED
    if (state === PodState.Unready) return kind | UNREADY
    return state === PodState.Creating ? kind | STARTING : kind
  }

  private forget(row: number): void {
    if (this.counted[row] === 0) return
    this.count(row, -1)
    this.counted[row] = 0
    this.status[row] = 0
    const node = this.where[row]!
    if (node < 0) return
    const [before, next] = [this.before[row]!, this.next[row]!]
    if (before >= 0) this.next[before] = next
    else this.first[node] = next
    if (next >= 0) this.before[next] = before
    this.where[row] = -1
    this.former[row] = -1
  }

  private count(row: number, by: 1 | -1): void {
    this.tally(row, by)
    const node = this.where[row]!
    if (node < 0) return
    const kind = this.counted[row]!
    this.touch(node)
    this.pods[node]! += by
    if (kind & TERMINATING) this.terminating[node]! += by
    if (kind & UNREADY) this.unready[node]! += by
    if (kind & STARTING) this.starting[node]! += by
    if (kind & SHAPELESS) this.shapeless[node]! += by
    if (kind & TROUBLED) this.countTrouble(node, this.status[row]!, by)
    const former = this.former[row]!
    if (former < 0) return
    this.replaced[former]! += by
    this.touch(former)
  }

  private touch(node: number): void {
    if (this.marked[node]) return
    this.marked[node] = 1
    this.touched.push(node)
  }

  private tally(row: number, by: 1 | -1): void {
    const at = this.app[row]! * 3
    if (this.tallies.length <= at) this.tallies = grown(this.tallies, Math.max(48, at * 2), 0)
    if (this.counted[row]! & COPY) this.tallies[at]! += by
    const node = this.where[row]!
    if (node >= 0) this.tallies[at + (this.powerless[node] ? 2 : 1)]! += by
  }

  private countTrouble(node: number, status: number, by: 1 | -1): void {
    const counts = this.troubles.get(node) ?? new Map<number, number>()
    const now = (counts.get(status) ?? 0) + by
    if (now > 0) counts.set(status, now)
    else counts.delete(status)
    if (counts.size > 0) this.troubles.set(node, counts)
    else this.troubles.delete(node)
  }
}

/** As what a pod counts. */
const STANDS = 1
const TERMINATING = 2
const UNREADY = 4
const STARTING = 8
const SHAPELESS = 16
const TROUBLED = 32
/** It has not been told to go. */
const COPY = 64

/** As what a machine counts. */
const DEAD = 1
const NOT_READY = 2

/** The index of a lane, made when it is asked for first. `applyUpdate` keeps it. */
export function podIndexOf(lane: LaneMirror, statuses: readonly string[] = []): PodIndex {
  lane.index ??= new PodIndex(lane, statuses)
  return lane.index
}

/** The machine whose lost pod this one stands for; -1 = it is none, or that machine is back since. */
function replacedBy({ pods, nodes }: LaneMirror, row: number): number {
  const former = pods.replaces[row]!
  return former >= 0 && pods.createdAt[row]! >= nodes.readyAt[former]! ? former : -1
}

/** Whether a pod in this state has given its requests back. */
function isFinished(state: number): boolean {
  return state === PodState.Succeeded || state === PodState.Failed
}

function asksForNothing(requests: Float64Array, row: number, resources: number): boolean {
  for (let r = row * resources; r < (row + 1) * resources; r++) if (requests[r]! > 0) return false
  return true
}

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

function grown<T extends Column>(column: T, room: number, empty: number): T {
  const Make = column.constructor as new (length: number) => T
  const bigger = new Make(room)
  if (empty !== 0) bigger.fill(empty)
  bigger.set(column)
  return bigger
}
