import type { Kind } from './api/objects.ts'
import type { ControllerContext, EventRecorder } from './controllers/context.ts'
import type { Clock } from './sim/clock.ts'
import type { MemoryStore } from './store/memoryStore.ts'
import type { Interest, Watcher } from './store/store.ts'

/** What an API server that does not answer makes kubectl say, as a sentence. */
export const REFUSED = 'The connection to the server was refused: the control plane is down.'

/**
 * The API server, the scheduler and the controllers of one lane, as far as they can be down. While
 * they are, nothing is told to them and none of their timers does anything; what the machines do
 * goes on, and is what the store says. When they are back they hear of all of it at once.
 */
export interface ControlPlane {
  readonly down: boolean
  /** Records nothing while it is down: who would take it? */
  readonly events: EventRecorder
  /** The context for whoever lives in it: its changes and timers wait for its return. */
  gate<C extends ControllerContext & { readonly store: MemoryStore }>(ctx: C): Gated<C>
  /** At once, or when it is back. */
  whenUp(action: () => void): void
  /** As `whenUp`, for what a scenario lets arrive. */
  arrive(action: () => void): void
  /** Arrivals that wait for its return. */
  readonly arrivalsHeld: number
  /** A component that forgets, when it is started anew, for how long it has waited. */
  onRestart(restarted: () => void): void
  stop(): void
  start(): void
}

/** What lives in it has no timers but those with names. */
type Gated<C> = Omit<C, 'clock'> & { readonly clock: Clock }

interface DueTimer {
  readonly clock: Clock
  readonly owner: string
  readonly key: string
}

/** @param onSwitch told when it has gone down or is about to come back */
export function createControlPlane(
  log: EventRecorder,
  onSwitch: (up: boolean) => void,
): ControlPlane {
  let down = false
  let changes: (() => void)[] = []
  let actions: (() => void)[] = []
  let arrivalsHeld = 0
  const timers = new Map<string, DueTimer>()
  const restarts: (() => void)[] = []
  const events: EventRecorder = {
    record(type, reason, object, message) {
      if (!down) log.record(type, reason, object, message)
    },
  }

  function gatedStore(store: MemoryStore): MemoryStore {
    return {
      ...store,
      get pending() {
        return store.pending
      },
      get delivered() {
        return store.delivered
      },
      watch<K extends Kind>(listener: Watcher<K>, kinds?: readonly K[], interest?: Interest) {
        store.watch<K>(
          (change, slot) => {
            if (down) changes.push(() => listener(change, slot))
            else listener(change, slot)
          },
          kinds,
          interest,
        )
      },
    }
  }

  function gatedClock(clock: Clock): Clock {
    // No text is put together while nothing is held: timers are set several times for every pod.
    const held = (owner: string, key: string) => `${owner}\n${key}`
    return {
      get now() {
        return clock.now
      },
      get nextAt() {
        return clock.nextAt
      },
      handle(owner, handler) {
        clock.handle(owner, (key) => {
          if (down) timers.set(held(owner, key), { clock, owner, key })
          else handler(key)
        })
      },
      schedule(owner, key, at, sort) {
        if (timers.size > 0) timers.delete(held(owner, key))
        clock.schedule(owner, key, at, sort)
      },
      cancel(owner, key) {
        if (timers.size > 0) timers.delete(held(owner, key))
        clock.cancel(owner, key)
      },
      dueAt(owner, key) {
        const isHeld = timers.size > 0 && timers.has(held(owner, key))
        return isHeld ? clock.now : clock.dueAt(owner, key)
      },
      nextOf: (sort) => clock.nextOf(sort),
      step: (limit) => clock.step(limit),
    }
  }

  function whenUp(action: () => void): void {
    if (down) actions.push(action)
    else action()
  }

  return {
    get down() {
      return down
    },
    get arrivalsHeld() {
      return arrivalsHeld
    },
    events,
    gate: (ctx) => ({
      ...ctx,
      store: gatedStore(ctx.store),
      clock: gatedClock(ctx.clock),
      events,
    }),
    whenUp,
    arrive(action) {
      if (down) arrivalsHeld += 1
      whenUp(action)
    },
    onRestart: (restarted) => void restarts.push(restarted),
    stop() {
      down = true
      onSwitch(false)
    },
    start() {
      down = false
      onSwitch(true)
      const missed = { changes, actions }
      changes = []
      actions = []
      arrivalsHeld = 0
      for (const tell of missed.changes) tell()
      for (const restarted of restarts) restarted()
      for (const [name, { clock, owner, key }] of [...timers]) {
        if (timers.delete(name)) clock.schedule(owner, key, clock.now)
      }
      for (const action of missed.actions) action()
    },
  }
}
