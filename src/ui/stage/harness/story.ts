import {
  type App,
  type FuturePod,
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
/** vCPU, GiB and, where there are some, GPUs. */
const SHAPES: Readonly<Record<string, readonly number[]>> = {
  web: [1, 2],
  api: [2, 4],
  video: [3, 4],
  db: [1, 12],
  cache: [0.5, 8],
  queue: [1, 4],
  report: [2, 8],
  train: [4, 16, 2],
}
const RESOURCES = ['cpu', 'memory', 'nvidia.com/gpu']
const UNITS = [1000, GIB, 1]
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
  tainted: boolean
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
  readonly apps: App[]
  readonly lanes: Lane[]
  /** Base units by resource. */
  readonly capacity: readonly number[]
  now = 0
  done = 0
  private seq = 0
  readonly order: string[]

  /** @param capacity of every machine: vCPU, GiB and, where there are some, GPUs */
  constructor(machines = 3, capacity: readonly number[] = [8, 32], order = ORDER) {
    this.capacity = capacity.map((amount, r) => amount * UNITS[r]!)
    this.apps = Object.entries(SHAPES).map(([name, shape]) => ({
      name,
      namespace: 'default',
      kind: name === 'report' ? 'Job' : 'Deployment',
      requests: this.capacity.map((_, r) => (shape[r] ?? 0) * UNITS[r]!),
    }))
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
    const node = { row: lane.nodes.length, tainted: false, flags: 0, alive: true, dirty: true }
    lane.nodes.push(node)
    return node
  }

  used(lane: Lane, node: number): number[] {
    const sum = this.capacity.map(() => 0)
    for (const pod of lane.pods) {
      if (!pod.alive || pod.node !== node || pod.state === PodState.Succeeded) continue
      this.apps[pod.app]!.requests.forEach((amount, r) => {
        sum[r] = sum[r]! + amount
      })
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
    const used = this.used(lane, node.row)
    const { requests } = this.apps[pod.app]!
    return requests.every((amount, r) => used[r]! + amount <= this.capacity[r]!)
  }

  private runbook(lane: Lane, pod: Pod, k: number): void {
    const target = lane.nodes[k % lane.nodes.length]!
    this.place(lane, pod, this.fits(lane, pod, target) ? target : this.buy(lane))
  }

  private schedule(lane: Lane, pod: Pod): void {
    const attempt = this.attempt(lane, pod.app, `pod-${pod.row}`)
    lane.attempts.push(attempt)
    if (attempt.selected === undefined) {
      this.buy(lane)
      const again = this.attempt(lane, pod.app, `pod-${pod.row}`)
      lane.attempts.push(again)
    }
    const selected = lane.attempts.at(-1)!.selected
    const node = lane.nodes.find((candidate) => `node-${candidate.row + 1}` === selected)
    if (node) this.place(lane, pod, node)
  }

  /** A decision, without anything being done about it. */
  attempt(lane: Lane, app: number, name: string): Attempt {
    const requests = this.apps[app]!.requests
    const verdicts: NodeVerdict[] = lane.nodes
      .filter((node) => node.alive)
      .map((node) => {
        const used = this.used(lane, node.row)
        const { capacity } = this
        const insufficient = this.resources().flatMap((resource, r) =>
          requests[r]! > 0 && used[r]! + requests[r]! > capacity[r]!
            ? [{ resource, requested: requests[r]!, used: used[r]!, capacity: capacity[r]! }]
            : [],
        )
        const name = `node-${node.row + 1}`
        if (node.flags & NodeFlag.Dead || node.tainted) {
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
      pod: name,
      uid: name,
      verdicts,
      ...(selected === undefined ? {} : { selected }),
      candidates: verdicts.filter(({ total }) => total === best).map(({ node }) => node),
      maxTotal: 300,
    }
  }

  /** Stands pods on the machines of a lane: one text of app names per machine, lowest first. */
  stack(lane: number, machines: readonly string[]): void {
    const side = this.lanes[lane]!
    machines.forEach((names, i) => {
      const node = side.nodes[i] ?? this.buy(side)
      for (const name of names.split(' ').filter((part) => part !== '')) {
        const app = this.apps.findIndex((candidate) => candidate.name === name)
        this.place(side, this.create(side, app, side.pods.length + 1, -1), node)
      }
    })
  }

  taint(lane: number, machine: number): void {
    this.lanes[lane]!.nodes[machine - 1]!.tainted = true
  }

  buyOne(lane: number): RunUpdate {
    this.buy(this.lanes[lane]!)
    return this.update(false)
  }

  /** The next arrival's decision, as it would be made now. */
  peek(lane: number): { readonly attempt: Attempt; readonly app: number } {
    const side = this.lanes[lane]!
    const app = this.apps.findIndex(({ name }) => name === this.order[this.done])
    const attempt = this.attempt(side, app, `pod-${side.pods.length}`)
    return { attempt: { ...attempt, at: (this.done + 1) * 1000 }, app }
  }

  /** The next arrival finds room where `victims` pods of a machine, the latest first, leave. */
  peekPreempting(lane: number, machine: number, victims: readonly number[]) {
    const { attempt, app } = this.peek(lane)
    const pods = this.lanes[lane]!.pods.filter((pod) => pod.node === machine - 1)
    const preemption = {
      nominatedNode: `node-${machine}`,
      victims: victims.map((at) => `pod-${pods.at(at)!.row}`),
    }
    return { app, attempt: { ...attempt, selected: undefined, candidates: [], preemption } }
  }

  /** Where a dying machine's pods would go: to the first machine with room, at most one is bought. */
  whatIf(lane: number, machine: number): FuturePod[] {
    const side = this.lanes[lane]!
    const used = side.nodes.map((node) => this.used(side, node.row))
    const bought = this.capacity.map(() => 0)
    const fits = (has: readonly number[], app: number) =>
      this.apps[app]!.requests.every((amount, r) => has[r]! + amount <= this.capacity[r]!)
    const add = (has: number[], app: number) => {
      this.apps[app]!.requests.forEach((amount, r) => {
        has[r] = has[r]! + amount
      })
    }
    return side.pods
      .filter((pod) => pod.node === machine - 1 && pod.alive)
      .map(({ row, app }, i): FuturePod => {
        if (side.runbook) return { row, app, outcome: 'down', node: machine - 1 }
        if (i === 3) return { row, app, outcome: 'gone', node: -1 }
        const node = used.findIndex((has, at) => at !== machine - 1 && fits(has, app))
        if (node >= 0) {
          add(used[node]!, app)
          return { row, app, outcome: 'moves', node, machine: `node-${node + 1}` }
        }
        if (fits(bought, app) && bought[1] === 0) {
          add(bought, app)
          const name = `node-${side.nodes.length + 1}`
          return { row, app, outcome: 'moves', node: -1, machine: name }
        }
        return { row, app, outcome: 'pending', node: -1 }
      })
  }

  private resources(): readonly string[] {
    return RESOURCES.slice(0, this.capacity.length)
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
      const attempt = this.attempt(lane, copy.app, `pod-${copy.row}`)
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
      resources: this.resources(),
      nodeGroups: [],
      machineTypes: [
        {
          name: 'general',
          allocatable: this.capacity,
          pricePerHour: 0.384,
        },
      ],
      actions: [],
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
        ready: Uint8Array.from(column(pods, (pod) => Number(pod.state === PodState.Running))),
        containers: Uint8Array.from(column(pods, () => 1)),
        restarts: new Uint16Array(pods.length),
        version: new Uint16Array(pods.length),
        status: new Uint16Array(pods.length),
        volumes: new Uint8Array(pods.length),
        names: pods.map((pod) => `pod-${pod.row}`).join('\n'),
      },
      podsRemoved: Uint32Array.from(gone),
      nodes: {
        row: Uint32Array.from(column(nodes, (node) => node.row)),
        ordinal: Uint32Array.from(column(nodes, (node) => node.row + 1)),
        flags: Uint16Array.from(column(nodes, (node) => node.flags)),
        machineType: Uint16Array.from(column(nodes, () => 0)),
        group: Uint16Array.from(column(nodes, () => 65_535)),
        zone: Uint16Array.from(column(nodes, () => 65_535)),
        pricePerHour: Float64Array.from(column(nodes, () => 0.384)),
        bornAt: Float64Array.from(column(nodes, () => 0)),
        readyAt: Float64Array.from(column(nodes, () => 0)),
        goneAt: Float64Array.from(column(nodes, () => -1)),
        allocatable: amounts(() => this.capacity),
        requested: amounts((node) => this.used(lane, node)),
        stranded: amounts((node) => this.stranded(lane, node)),
        names: nodes.map((node) => `${lane.runbook ? 'vm' : 'node'}-${node.row + 1}`).join('\n'),
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
    const free = this.capacity.map((amount, r) => amount - used[r]!)
    const fits = this.apps.some(({ requests }) => requests.every((need, r) => need <= free[r]!))
    return fits ? free.map(() => 0) : free
  }
}
