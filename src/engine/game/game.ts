import type { Millis } from '../api/units.ts'
import type { ClusterView, NodeView } from '../scheduler/framework.ts'
import { nodeView, withoutPods, withPod } from '../scheduler/nodeView.ts'
import { type Misfit, misfitOf } from './fit.ts'
import { createPodMaker, type GamePod, nodeOf } from './pods.ts'
import { type GameRules, type Round, RUBBLE, rulesOf } from './round.ts'
import { type Deal, type Stream, streamOf } from './stream.ts'
import { type Score, scoreOf, type Tally } from './tally.ts'

/** A pod in its place. */
export interface Placed {
  readonly pod: GamePod
  /** Of a Job. */
  readonly finishesAt: Millis | undefined
}

export interface GameMachine {
  /** From 1, in the order in which they were bought. */
  readonly ordinal: number
  readonly name: string
  /** Node and requests, as the scheduler sees them. */
  readonly view: NodeView
  /** Oldest first. */
  readonly pods: readonly Placed[]
  /** It holds nothing since then. */
  readonly emptySince: Millis | undefined
}

/** What stands in a place: a machine, what is left of one, or nothing yet. */
export type Slot = GameMachine | { readonly deadUntil: Millis; readonly name: string } | undefined

/** What a move did, or why it could not be done. */
export type DropResult =
  | { readonly done: 'placed'; readonly machine: string; readonly bought: boolean }
  | { readonly done: 'refused'; readonly machine: string; readonly misfit: Misfit }
  /** No pod to place, no machine in that place, or the game is over. */
  | { readonly done: 'nothing' }

/** What happened, for those who show it. */
export type GameEvent =
  | { readonly type: 'came'; readonly pod: GamePod }
  | { readonly type: 'bought' | 'returned'; readonly slot: number; readonly name: string }
  | { readonly type: 'placed'; readonly slot: number; readonly pod: GamePod }
  | { readonly type: 'finished'; readonly slot: number; readonly pod: GamePod }
  | {
      readonly type: 'died'
      readonly slot: number
      readonly name: string
      readonly lost: readonly GamePod[]
    }
  | { readonly type: 'over' }

/** Why a round is over: its time was up, or too many pods waited for too long. */
export type Ending = 'time' | 'queue'

/** One round as it stands. Everything in it is read only; `advance` and the moves change it. */
export interface Game {
  readonly round: Round
  readonly rules: GameRules
  readonly stream: Stream
  readonly now: Millis
  readonly over: Ending | undefined
  /** Waiting pods; the first one is in the player's hand. */
  readonly queue: readonly GamePod[]
  /** The next few that will come, the soonest first. */
  readonly coming: readonly Deal[]
  readonly slots: readonly Slot[]
  readonly machines: number
  /** The machine that died last. */
  readonly lastDead: string | undefined
  readonly tally: Tally
  readonly score: Score
  /** When the queue, too long now, ends the round; undefined = it is not too long. */
  readonly endsAt: Millis | undefined
  /** When something will next happen by itself; undefined = the round is over. */
  readonly nextAt: Millis | undefined
  /** All nodes, as a scheduler sees them. */
  cluster(): ClusterView
  /** Everything that is due up to and including `to` happens; then it is `to`, or the round's end. */
  advance(to: Millis): void
  /** Whether the pod in hand, or another one of the queue, fits there; undefined = it does. */
  misfit(slot: number, position?: number): Misfit | undefined
  /** Puts the pod in hand (or the one at `position` of the queue) there; buys the machine first. */
  drop(slot: number, position?: number): DropResult
  /** The pod in hand goes to the end of the queue; false = there is no other. */
  hold(): boolean
}

export function isMachine(slot: Slot): slot is GameMachine {
  return slot !== undefined && 'view' in slot
}

const MIB = 2 ** 20
/** How many pods can be seen before they come. */
const SEEN = 3

/** A round at its beginning. `onEvent` is told what happens, at once. */
export function createGame(round: Round, onEvent: (event: GameEvent) => void = () => {}): Game {
  const rules = rulesOf(round)
  const stream = streamOf(round)
  const pods = createPodMaker()
  const slots: Slot[] = Array.from({ length: rules.slots }, () => undefined)
  const queue: GamePod[] = []
  let now: Millis = 0
  let over: Ending | undefined
  let endsAt: Millis | undefined
  let bought = 0
  let dealt = 0
  let died = 0
  let lastDead: string | undefined
  let cluster: ClusterView | undefined

  let machines = 0
  let waiting = 0
  let down = 0
  const requested = { cpu: 0, memory: 0 }
  const offered = { cpu: 0, memory: 0 }
  const counted = {
    placed: 0,
    finished: 0,
    lost: 0,
    machineTime: 0,
    waitTime: 0,
    downTime: 0,
    cpu: { requested: 0, allocatable: 0 },
    memory: { requested: 0, allocatable: 0 },
    peak: 0,
  }

  for (let n = 0; n < rules.machines; n++) buy(n)
  stream.running.forEach((deal, index) => {
    const pod = pods.dealt(deal)
    // As a deploy script does: the next machine, whatever the shape; past it where it does not fit.
    for (let step = 0; step < rules.machines; step++) {
      const slot = (index + step) % rules.machines
      const machine = slots[slot] as GameMachine
      if (misfitOf(pod.info, machine.view, view())) continue
      put(slot, machine, pod)
      return
    }
  })

  function view(): ClusterView {
    cluster ??= { nodes: slots.filter(isMachine).map((machine) => machine.view) }
    return cluster
  }

  function set(slot: number, value: Slot): void {
    slots[slot] = value
    cluster = undefined
    const standing = slots.filter(isMachine)
    machines = standing.length
    counted.peak = Math.max(counted.peak, machines)
    for (const resource of ['cpu', 'memory'] as const) {
      const unit = resource === 'memory' ? MIB : 1
      requested[resource] = 0
      offered[resource] = 0
      for (const { view: node } of standing) {
        requested[resource] += (node.requested[resource] ?? 0) / unit
        offered[resource] += (node.allocatable[resource] ?? 0) / unit
      }
    }
  }

  function buy(slot: number): GameMachine {
    bought += 1
    const name = `${round.mode === 'pager' ? 'vm' : 'node'}-${bought}`
    const machine: GameMachine = {
      ordinal: bought,
      name,
      view: nodeView(nodeOf(name), []),
      pods: [],
      emptySince: now,
    }
    set(slot, machine)
    return machine
  }

  function put(slot: number, machine: GameMachine, pod: GamePod): void {
    const finishesAt = pod.runs === undefined ? undefined : now + pod.runs
    set(slot, {
      ...machine,
      view: withPod(machine.view, pod.info),
      pods: [...machine.pods, { pod, finishesAt }],
      emptySince: undefined,
    })
  }

  // ---------------------------------------------------------------- time

  /** Counts the time that passes while nothing changes. */
  function pass(to: Millis): void {
    const by = to - now
    if (by <= 0) return
    counted.machineTime += machines * by
    counted.waitTime += waiting * by
    counted.downTime += down * by
    for (const resource of ['cpu', 'memory'] as const) {
      counted[resource].requested += requested[resource] * by
      counted[resource].allocatable += offered[resource] * by
    }
    now = to
  }

  function nextAt(): Millis {
    let next = Math.min(
      rules.length,
      endsAt ?? rules.length,
      stream.deals[dealt]?.at ?? rules.length,
      stream.deaths[died]?.at ?? rules.length,
    )
    for (const slot of slots) {
      if (slot === undefined) continue
      if (!isMachine(slot)) next = Math.min(next, slot.deadUntil)
      else {
        for (const { finishesAt } of slot.pods) next = Math.min(next, finishesAt ?? next)
        next = Math.min(next, returnsAt(slot) ?? next)
      }
    }
    return next
  }

  function returnsAt(machine: GameMachine): Millis | undefined {
    if (machine.emptySince === undefined || rules.idleReturn === undefined || machines < 2) {
      return undefined
    }
    return machine.emptySince + rules.idleReturn
  }

  /** All that is due now, in an order that never differs: what leaves, what dies, what comes. */
  function happen(): void {
    slots.forEach((slot, index) => {
      if (isMachine(slot)) finishJobs(index, slot)
      else if (slot && slot.deadUntil <= now) set(index, undefined)
    })
    slots.forEach((slot, index) => {
      // The last one stays: asked anew for each.
      if (!isMachine(slot) || (returnsAt(slot) ?? now + 1) > now) return
      set(index, undefined)
      onEvent({ type: 'returned', slot: index, name: slot.name })
    })
    for (; (stream.deaths[died]?.at ?? now + 1) <= now; died++) die(stream.deaths[died]!.draw)
    for (; (stream.deals[dealt]?.at ?? now + 1) <= now; dealt++) {
      const pod = pods.dealt(stream.deals[dealt]!)
      queue.push(pod)
      onEvent({ type: 'came', pod })
    }
    countQueue()
    if (endsAt !== undefined && endsAt <= now) end('queue')
    else if (now >= rules.length) end('time')
  }

  function finishJobs(slot: number, machine: GameMachine): void {
    const done = machine.pods.filter(({ finishesAt }) => (finishesAt ?? now + 1) <= now)
    if (done.length === 0) return
    const leaves = new Set(done.map(({ pod }) => pod.info))
    const left = machine.pods.filter(({ pod }) => !leaves.has(pod.info))
    set(slot, {
      ...machine,
      view: withoutPods(machine.view, (info) => leaves.has(info)),
      pods: left,
      emptySince: left.length === 0 ? now : undefined,
    })
    counted.finished += done.length
    for (const { pod } of done) onEvent({ type: 'finished', slot, pod })
  }

  function die(draw: number): void {
    const up = slots.flatMap((slot, index) => (isMachine(slot) ? [index] : []))
    // Nobody is left without any machine.
    if (up.length < 2) return
    const slot = up[Math.floor(draw * up.length)]!
    const machine = slots[slot] as GameMachine
    const again = machine.pods.map(({ pod }) => pods.again(pod, now))
    lastDead = machine.name
    set(slot, { deadUntil: now + RUBBLE, name: machine.name })
    counted.lost += again.length
    // They come first, but nobody loses what he has in his hand.
    queue.splice(1, 0, ...again)
    onEvent({ type: 'died', slot, name: machine.name, lost: again })
  }

  function end(why: Ending): void {
    over = why
    onEvent({ type: 'over' })
  }

  function countQueue(): void {
    down = queue.filter(({ lost }) => lost).length
    waiting = queue.length - down
    if (rules.queueLimit === undefined || queue.length <= rules.queueLimit) endsAt = undefined
    else endsAt ??= now + rules.patience
  }

  function advance(to: Millis): void {
    while (over === undefined) {
      const next = nextAt()
      if (next > to) break
      pass(next)
      happen()
    }
    if (over === undefined) pass(to)
  }

  // ---------------------------------------------------------------- moves

  function misfit(slot: number, position = 0): Misfit | undefined {
    const pod = queue[position]
    const machine = slots[slot]
    if (!pod || !isMachine(machine)) return undefined
    return misfitOf(pod.info, machine.view, view())
  }

  function drop(slot: number, position = 0): DropResult {
    const pod = queue[position]
    const there = slots[slot]
    const isPlace = slot >= 0 && slot < slots.length && (there === undefined || isMachine(there))
    if (!pod || !isPlace || over !== undefined) return { done: 'nothing' }
    const refused = misfit(slot, position)
    if (refused) {
      return { done: 'refused', machine: (there as GameMachine).name, misfit: refused }
    }
    const machine = there ?? buy(slot)
    if (!there) onEvent({ type: 'bought', slot, name: machine.name })
    put(slot, machine, pod)
    queue.splice(position, 1)
    if (!pod.lost) counted.placed += 1
    countQueue()
    onEvent({ type: 'placed', slot, pod })
    return { done: 'placed', machine: machine.name, bought: !there }
  }

  function hold(): boolean {
    if (queue.length < 2 || over !== undefined) return false
    queue.push(queue.shift()!)
    return true
  }

  return {
    round,
    rules,
    stream,
    get now() {
      return now
    },
    get over() {
      return over
    },
    queue,
    get coming() {
      return stream.deals.slice(dealt, dealt + SEEN)
    },
    slots,
    get machines() {
      return machines
    },
    get lastDead() {
      return lastDead
    },
    tally: counted,
    get score() {
      return scoreOf(counted, rules)
    },
    get endsAt() {
      return endsAt
    },
    get nextAt() {
      return over === undefined ? nextAt() : undefined
    },
    cluster: view,
    advance,
    misfit,
    drop,
    hold,
  }
}
