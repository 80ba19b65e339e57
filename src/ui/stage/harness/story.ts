import {
  type App,
  type LaneUpdate,
  NodeFlag,
  PodFlag,
  PodState,
  type RunInfo,
  type RunUpdate,
} from '../../../engine/protocol.ts'
import type { Attempt, NodeVerdict } from '../../../engine/scheduler/attempt.ts'

/**
 * The opening story as updates, computed with a simple packer, so that the stage can be looked at
 * without the engine. Development only.
 */

const GIB = 1024 ** 3
const SHAPES: Readonly<Record<string, readonly [number, number]>> = {
  web: [1, 2],
  api: [2, 4],
  video: [3, 4],
  db: [1, 12],
  cache: [0.5, 8],
  queue: [1, 4],
  report: [2, 8],
}
const ORDER =
  'api*2 queue*2 db*2 api*2 web*2 cache*2 video queue*2 web*4 report web*3 db*2 report api*2 queue*2 cache video cache*2 web*3 video db cache*2'

interface Pod {
  row: number
  app: number
  node: number
  state: number
  flags: number
  order: number
  ordinal: number
  replaces: number
  alive: boolean
  dirty: boolean
}

interface Node {
  row: number
  flags: number
  alive: boolean
  dirty: boolean
}

interface Lane {
  id: string
  runbook: boolean
  pods: Pod[]
  nodes: Node[]
  attempts: Attempt[]
  gone: number[]
  goneNodes: number[]
}

export class Story {
  readonly apps: App[] = Object.entries(SHAPES).map(([name, [cpu, gib]]) => ({
    name,
    namespace: 'default',
    kind: name === 'report' ? 'Job' : 'Deployment',
    requests: [cpu * 1000, gib * GIB],
  }))
  readonly lanes: Lane[]
  readonly capacity: readonly [number, number]
  now = 0
  done = 0
  private seq = 0
  readonly order: string[]

  constructor(machines = 3, capacity: readonly [number, number] = [8, 32], order = ORDER) {
    this.capacity = capacity
    this.order = order.split(' ').flatMap((part) => {
      const [name, count] = part.split('*')
      return Array.from({ length: Number(count ?? 1) }, () => name!)
    })
    this.lanes = ['one-click', 'kubernetes-bin-packing'].map((id) => ({
      id,
      runbook: id === 'one-click',
      pods: [],
      nodes: [],
      attempts: [],
      gone: [],
      goneNodes: [],
    }))
    for (const lane of this.lanes) for (let i = 0; i < machines; i++) this.buy(lane)
  }

  /** The next arrivals on both sides, in one update. */
  arrive(count = 1): RunUpdate {
    for (let i = 0; i < count; i++) this.arriveOne()
    return this.update(false)
  }

  private arriveOne(): void {
    const app = this.apps.findIndex((candidate) => candidate.name === this.order[this.done])
    this.now = (this.done + 1) * 1000
    for (const lane of this.lanes) {
      const ordinal = lane.pods.filter((pod) => pod.app === app).length + 1
      const pod = this.create(lane, app, ordinal, -1)
      if (lane.runbook) this.runbook(lane, pod, this.done)
      else this.schedule(lane, pod)
    }
    this.done++
  }

  private create(lane: Lane, app: number, ordinal: number, replaces: number): Pod {
    const pod: Pod = {
      row: lane.pods.length,
      app,
      node: -1,
      state: PodState.Pending,
      flags: replaces >= 0 ? PodFlag.Recreated : 0,
      order: 0,
      ordinal,
      replaces,
      alive: true,
      dirty: true,
    }
    lane.pods.push(pod)
    return pod
  }

  private buy(lane: Lane): Node {
    const node = { row: lane.nodes.length, flags: 0, alive: true, dirty: true }
    lane.nodes.push(node)
    return node
  }

  used(lane: Lane, node: number): [number, number] {
    const sum: [number, number] = [0, 0]
    for (const pod of lane.pods) {
      if (!pod.alive || pod.node !== node || pod.state === PodState.Succeeded) continue
      const [cpu, memory] = this.apps[pod.app]!.requests
      sum[0] += cpu!
      sum[1] += memory!
    }
    return sum
  }

  private place(lane: Lane, pod: Pod, node: Node): void {
    pod.node = node.row
    pod.state = PodState.Running
    pod.order = lane.pods.reduce((most, other) => Math.max(most, other.order), 0) + 1
    pod.dirty = true
    node.dirty = true
  }

  private fits(lane: Lane, pod: Pod, node: Node): boolean {
    const [cpu, memory] = this.used(lane, node.row)
    const [a, b] = this.apps[pod.app]!.requests
    return cpu + a! <= this.capacity[0] * 1000 && memory + b! <= this.capacity[1] * GIB
  }

  private runbook(lane: Lane, pod: Pod, k: number): void {
    const target = lane.nodes[k % lane.nodes.length]!
    this.place(lane, pod, this.fits(lane, pod, target) ? target : this.buy(lane))
  }

  private schedule(lane: Lane, pod: Pod): void {
    const attempt = this.attempt(lane, pod)
    lane.attempts.push(attempt)
    if (attempt.selected === undefined) {
      this.buy(lane)
      const again = this.attempt(lane, pod)
      lane.attempts.push(again)
    }
    const selected = lane.attempts.at(-1)!.selected
    const node = lane.nodes.find((candidate) => `node-${candidate.row + 1}` === selected)
    if (node) this.place(lane, pod, node)
  }

  private attempt(lane: Lane, pod: Pod): Attempt {
    const requests = this.apps[pod.app]!.requests
    const verdicts: NodeVerdict[] = lane.nodes
      .filter((node) => node.alive)
      .map((node) => {
        const used = this.used(lane, node.row)
        const capacity = [this.capacity[0] * 1000, this.capacity[1] * GIB]
        const insufficient = ['cpu', 'memory'].flatMap((resource, r) =>
          used[r]! + requests[r]! > capacity[r]!
            ? [{ resource, requested: requests[r]!, used: used[r]!, capacity: capacity[r]! }]
            : [],
        )
        const name = `node-${node.row + 1}`
        if (node.flags & NodeFlag.Dead) {
          return { node: name, rejectedBy: 'TaintToleration', passed: [], scores: [] }
        }
        if (insufficient.length > 0) {
          return {
            node: name,
            rejectedBy: 'NodeResourcesFit',
            insufficient,
            passed: [],
            scores: [],
          }
        }
        const share = capacity.map((c, r) => (used[r]! + requests[r]!) / c)
        const full = Math.floor((Math.floor(share[0]! * 100) + Math.floor(share[1]! * 100)) / 2)
        const balanced = Math.floor((1 - Math.abs(share[0]! - share[1]!) / 2) * 100)
        return { node: name, passed: [], scores: [], total: full + 2 * balanced }
      })
    const best = Math.max(-1, ...verdicts.map((verdict) => verdict.total ?? -1))
    const selected = verdicts.find((verdict) => verdict.total === best)?.node
    return {
      id: 0,
      at: this.now,
      namespace: 'default',
      pod: `pod-${pod.row}`,
      uid: String(pod.row),
      verdicts,
      ...(selected === undefined ? {} : { selected }),
      candidates: [],
      maxTotal: 300,
    }
  }

  /** Power loss of machine `ordinal` on both sides; the right side re-creates at once. */
  kill(ordinal: number): RunUpdate {
    for (const lane of this.lanes) {
      const node = lane.nodes[ordinal - 1]
      if (!node) continue
      node.flags |= NodeFlag.Dead
      node.dirty = true
      for (const pod of lane.pods) {
        if (pod.node !== node.row || !pod.alive) continue
        if (lane.runbook) pod.state = PodState.Down
        pod.dirty = true
      }
    }
    return this.update(false)
  }

  recreate(ordinal: number): RunUpdate {
    this.now += 350_000
    const lane = this.lanes[1]!
    const lost = lane.pods.filter((pod) => pod.node === ordinal - 1 && pod.alive)
    for (const pod of lost) {
      pod.state = PodState.Terminating
      pod.dirty = true
      const copy = this.create(lane, pod.app, pod.ordinal + 20, ordinal - 1)
      const attempt = this.attempt(lane, copy)
      lane.attempts.push(attempt)
      const node = lane.nodes.find((candidate) => `node-${candidate.row + 1}` === attempt.selected)
      if (node) this.place(lane, copy, node)
    }
    return this.update(false)
  }

  plugIn(ordinal: number): RunUpdate {
    for (const lane of this.lanes) {
      const node = lane.nodes[ordinal - 1]
      if (!node) continue
      node.flags &= ~NodeFlag.Dead
      node.dirty = true
      for (const pod of lane.pods) {
        if (pod.node !== node.row || !pod.alive) continue
        if (pod.state === PodState.Terminating) {
          pod.alive = false
          lane.gone.push(pod.row)
        } else pod.state = PodState.Running
        pod.dirty = true
      }
    }
    return this.update(false)
  }

  /** The oldest running Job is done on both sides. */
  finishJob(): RunUpdate {
    for (const lane of this.lanes) {
      const job = lane.pods.find(
        (pod) => this.apps[pod.app]!.kind === 'Job' && pod.state === PodState.Running,
      )
      if (!job) continue
      job.state = PodState.Succeeded
      job.dirty = true
      lane.nodes[job.node]!.dirty = true
    }
    return this.update(false)
  }

  cordon(ordinal: number): RunUpdate {
    for (const lane of this.lanes) {
      const node = lane.nodes[ordinal - 1]
      if (!node) continue
      node.flags ^= NodeFlag.Cordoned
      node.dirty = true
    }
    return this.update(false)
  }

  info(): RunInfo {
    return {
      name: 'opening',
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
      machineTypes: [
        {
          name: 'general',
          allocatable: [this.capacity[0] * 1000, this.capacity[1] * GIB],
          pricePerHour: 0.384,
        },
      ],
      arrivals: this.order.map((name, i) => ({
        at: (i + 1) * 1000,
        app: this.apps.findIndex((app) => app.name === name),
      })),
      until: 60_000,
      onCall: {} as RunInfo['onCall'],
      evictionWait: 350_000,
    }
  }

  update(reset: boolean): RunUpdate {
    const lanes = this.lanes.map((lane) => this.laneUpdate(lane, reset))
    return {
      seq: this.seq++,
      reset,
      ...(reset ? { info: this.info(), apps: this.apps } : {}),
      now: this.now,
      nextEventAt: undefined,
      inFlight: { consequence: undefined, work: undefined },
      lanes,
      markers: [],
      commands: { done: 0, all: 0 },
      dropped: 0,
    }
  }

  private laneUpdate(lane: Lane, reset: boolean): LaneUpdate {
    const pods = lane.pods.filter((pod) => (reset || pod.dirty) && pod.alive)
    const nodes = lane.nodes.filter((node) => (reset || node.dirty) && node.alive)
    const gone = lane.gone.splice(0)
    const goneNodes = lane.goneNodes.splice(0)
    const attempts = lane.attempts.splice(0)
    for (const pod of lane.pods) pod.dirty = false
    for (const node of lane.nodes) node.dirty = false
    const column = <T>(list: readonly T[], value: (item: T) => number) => list.map(value)
    const amounts = (value: (node: number) => readonly number[]) =>
      Float64Array.from(nodes.flatMap((node) => [...value(node.row)]))
    return {
      lane: lane.id,
      pods: {
        row: Uint32Array.from(column(pods, (pod) => pod.row)),
        node: Int32Array.from(column(pods, (pod) => pod.node)),
        app: Uint16Array.from(column(pods, (pod) => pod.app)),
        state: Uint8Array.from(column(pods, (pod) => pod.state)),
        flags: Uint8Array.from(column(pods, (pod) => pod.flags)),
        order: Uint32Array.from(column(pods, (pod) => pod.order)),
        ordinal: Uint32Array.from(column(pods, (pod) => pod.ordinal)),
        replaces: Int32Array.from(column(pods, (pod) => pod.replaces)),
        createdAt: Float64Array.from(column(pods, () => this.now)),
        boundAt: Float64Array.from(column(pods, () => this.now)),
        requests: Float64Array.from(pods.flatMap((pod) => [...this.apps[pod.app]!.requests])),
        names: pods.map((pod) => `pod-${pod.row}`),
      },
      podsRemoved: Uint32Array.from(gone),
      nodes: {
        row: Uint32Array.from(column(nodes, (node) => node.row)),
        ordinal: Uint32Array.from(column(nodes, (node) => node.row + 1)),
        flags: Uint8Array.from(column(nodes, (node) => node.flags)),
        machineType: Uint16Array.from(column(nodes, () => 0)),
        pricePerHour: Float64Array.from(column(nodes, () => 0.384)),
        bornAt: Float64Array.from(column(nodes, () => 0)),
        readyAt: Float64Array.from(column(nodes, () => 0)),
        allocatable: amounts(() => [this.capacity[0] * 1000, this.capacity[1] * GIB]),
        requested: amounts((node) => this.used(lane, node)),
        stranded: amounts((node) => this.stranded(lane, node)),
        names: nodes.map((node) => `${lane.runbook ? 'vm' : 'node'}-${node.row + 1}`),
      },
      nodesRemoved: Uint32Array.from(goneNodes),
      metrics: {
        machines: lane.nodes.length,
        machinesUp: lane.nodes.length,
        machinesUsed: lane.nodes.length,
        costPerHour: 0,
        pending: 0,
        down: 0,
        appMinutesLost: 0,
        resources: [],
      },
      events: [],
      attempts,
      policy: lane.id,
    }
  }

  private stranded(lane: Lane, node: number): readonly number[] {
    const used = this.used(lane, node)
    const free = [this.capacity[0] * 1000 - used[0], this.capacity[1] * GIB - used[1]]
    const fits = this.apps.some(({ requests }) => requests.every((need, r) => need <= free[r]!))
    return fits ? [0, 0] : free
  }
}
