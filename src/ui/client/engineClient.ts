import type {
  Envelope,
  Progress,
  Replies,
  Request,
  RequestType,
  Response,
  RunUpdate,
} from '../../engine/protocol.ts'
import { createRunKeeper, type KeptRun } from './runKeeper.ts'

export type RequestOf<T extends RequestType> = Extract<Request, { readonly type: T }>

/** What the client needs of a Worker; tests give it a double. */
export interface EngineWorker {
  postMessage(message: Envelope): void
  terminate(): void
  onmessage: ((event: { readonly data: Response }) => void) | null
  onerror: ((event: { readonly message?: string; preventDefault?: () => void }) => void) | null
  onmessageerror: ((event: unknown) => void) | null
}

/**
 * `restoring`: the worker died, a new one replays the run. `restored`: it does; everything stands
 * where it stood. `failed`: the run could not be brought back; a new `load` starts afresh.
 * `unreachable`: the worker's program could not be fetched, several times; `retry` tries again.
 */
export type EngineStatus =
  | { readonly state: 'ready' }
  | { readonly state: 'restoring'; readonly reason: string }
  | { readonly state: 'restored'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'unreachable'; readonly reason: string }

export interface EngineClientOptions {
  /** May throw, where the browser refuses. */
  readonly createWorker: () => EngineWorker
  /**
   * Called in order, before the request's promise resolves. `type`: what the page had asked for.
   * `onTheWay`: a state that was reached while the engine works on.
   */
  readonly onUpdate: (update: RunUpdate, type: RequestType | 'restore', onTheWay: boolean) => void
  readonly onStatus: (status: EngineStatus) => void
  /** How many requests are unanswered. */
  readonly onInFlight: (count: number) => void
  /** How far the request has come that the engine works on for long; undefined = none. */
  readonly onProgress?: (progress: Progress | undefined, of?: RequestType) => void
  /** Milliseconds without an answer after which the worker counts as dead. */
  readonly patience?: number
}

/** The only door to the engine. */
export interface EngineClient {
  /** Rejects with EngineError when the engine refuses the request or dies over it. */
  request<T extends RequestType>(request: RequestOf<T>): Promise<Replies[T]>
  /** What brings the present run back, as of its last answer; undefined = there is none. */
  kept(): KeptRun | undefined
  /**
   * Ends the work on the requests of these types that are unanswered; what they are answered with
   * then stands in protocol.ts.
   */
  cancel(types?: readonly RequestType[]): void
  /** Tries to start the worker again when it is unreachable. */
  retry(): void
  dispose(): void
}

/** The engine could not answer; `died` when its worker is gone. */
export class EngineError extends Error {
  readonly died: boolean
  constructor(message: string, died: boolean) {
    super(message)
    this.name = 'EngineError'
    this.died = died
  }
}

interface Asked {
  readonly request: Request
  readonly resolve: (result: never) => void
  readonly reject: (error: EngineError) => void
}

interface Pending extends Asked {
  /** Asked by the client itself, to bring a run back. */
  readonly own: boolean
  readonly sentAt: number
  /** How long the engine may be silent, ms. */
  readonly patience: number | undefined
  timer: ReturnType<typeof setTimeout> | undefined
}

/** Long enough for a very large file on a slow machine; a healthy engine answers in milliseconds. */
const PATIENCE = 30_000
/** Playing asks for so little at a time that silence is noticed sooner ... */
const PLAYING_PATIENCE = 8_000
/** ... unless this run has shown that its answers take long: this many times the longest one. */
const SLOWNESS = 10
/** These may take long and let other requests pass: they say nothing about health. */
const LONG: ReadonlySet<RequestType> = new Set(['shuffles', 'peek', 'whatIf'])
/** While a way forward takes long, the page is shown so often (ms of work) where it has got to. */
const SHOWS = 600
/** A run that kills several workers in a row is given up. */
const MOST_RESTARTS = 3
/** Pauses before the worker's program is fetched again. */
const LOADING_PAUSES = [500, 1_500, 4_000]
/** While nothing is asked, the worker is asked for a sign of life so often ... */
const HEARTBEAT = 5_000
/** ... and has so long for it, twice: a page that slept gives it a second chance. */
const BEAT_PATIENCE = 3_000

/**
 * Owns the worker. Requests are answered in order; when the worker dies, open requests reject, and
 * a new worker is given the scenario text, the command log and the time at which the run stood.
 * A worker whose program cannot even be fetched is tried again a few times, and open requests wait.
 */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const patience = options.patience ?? PATIENCE
  const pending = new Map<number, Pending>()
  const keeper = createRunKeeper()
  let lastId = 0
  let restarts = 0
  let loadingFailures = 0
  let state: 'open' | 'restoring' | 'starting' | 'unreachable' | 'disposed' = 'open'
  /** Why the worker before this one died. */
  let reasonToRestore = ''
  /** Requests that came while there was no worker to answer them. */
  let held: Asked[] = []
  let worker: EngineWorker | undefined
  /** The worker's program runs. */
  let hasSpoken = false
  let longestAnswer = 0
  let pause: ReturnType<typeof setTimeout> | undefined
  let beat: { readonly id: number; timer: ReturnType<typeof setTimeout> } | undefined
  let missedBeats = 0
  /** The request whose progress has been told. */
  let progressing: number | undefined
  const heartbeat = setInterval(sendBeat, HEARTBEAT)
  startWorker()

  // ------------------------------------------------------------------ the worker

  function startWorker(): void {
    hasSpoken = false
    let fresh: EngineWorker
    try {
      fresh = options.createWorker()
    } catch (error) {
      worker = undefined
      couldNotLoad(String(error))
      return
    }
    worker = fresh
    fresh.onmessage = (event) => {
      if (fresh === worker) answered(event.data)
    }
    fresh.onerror = (event) => {
      event.preventDefault?.()
      if (fresh === worker) gone(event.message ?? 'error')
    }
    fresh.onmessageerror = () => {
      if (fresh === worker) gone('messageerror')
    }
  }

  function dropWorker(): void {
    clearTimeout(beat?.timer)
    beat = undefined
    missedBeats = 0
    if (worker === undefined) return
    worker.onmessage = null
    worker.onerror = null
    worker.onmessageerror = null
    worker.terminate()
    worker = undefined
  }

  function gone(reason: string): void {
    if (state === 'disposed') return
    if (hasSpoken) died(reason)
    else couldNotLoad(reason)
  }

  /** Nothing has been lost: nobody has read the open requests, and the next worker gets them. */
  function couldNotLoad(reason: string): void {
    dropWorker()
    const unread: Asked[] = []
    for (const [id, entry] of [...pending]) {
      settle(id)
      if (entry.own) entry.reject(new EngineError(reason, true))
      else unread.push(entry)
    }
    held = [...unread, ...held]
    const wait = LOADING_PAUSES[loadingFailures++]
    if (wait === undefined) {
      state = 'unreachable'
      refuseHeld(reason)
      options.onStatus({ state: 'unreachable', reason })
      return
    }
    state = 'starting'
    count()
    pause = setTimeout(begin, wait)
  }

  function died(reason: string): void {
    dropWorker()
    for (const [id, entry] of [...pending]) {
      settle(id)
      entry.reject(new EngineError(reason, true))
    }
    restarts++
    reasonToRestore = reason
    if (restarts <= MOST_RESTARTS) {
      begin()
      return
    }
    // The run itself is what kills it: forget it, so that a new load finds a working engine.
    keeper.forget()
    restarts = 0
    state = 'open'
    startWorker()
    options.onStatus({ state: 'failed', reason })
    release()
  }

  /** Starts a worker and gives it the run that was there before. */
  function begin(): void {
    state = 'open'
    startWorker()
    if (worker === undefined) return
    const run = keeper.run()
    if (run !== undefined) {
      void restore(run, reasonToRestore)
      return
    }
    if (restarts > 0) options.onStatus({ state: 'restored', reason: reasonToRestore })
    release()
  }

  async function restore(run: KeptRun, reason: string): Promise<void> {
    state = 'restoring'
    options.onStatus({ state: 'restoring', reason })
    try {
      await send<'load'>(run.load, true)
      await send<'seek'>({ type: 'seek', to: run.at }, true)
    } catch (error) {
      // Its own death has started the next attempt already; a refusal will not get better.
      if (error instanceof EngineError && error.died) return
      state = 'open'
      options.onStatus({ state: 'failed', reason })
      release()
      return
    }
    restarts = 0
    state = 'open'
    options.onStatus({ state: 'restored', reason })
    release()
  }

  /** A worker that was ended by the browser says nothing at all, not even that it is gone. */
  function sendBeat(): void {
    const busy = [...pending.values()].some(({ request }) => !LONG.has(request.type))
    if (worker === undefined || !hasSpoken || busy || beat !== undefined) return
    const id = ++lastId
    beat = {
      id,
      timer: setTimeout(() => {
        beat = undefined
        missedBeats++
        if (missedBeats > 1) gone('silent')
        else sendBeat()
      }, BEAT_PATIENCE),
    }
    worker.postMessage({ id, request: { type: 'ping' } })
  }

  // ------------------------------------------------------------------ requests

  function send<T extends RequestType>(request: RequestOf<T>, own: boolean): Promise<Replies[T]> {
    return new Promise((resolve, reject) => post({ request, resolve, reject }, own))
  }

  function post(asked: Asked, own: boolean): void {
    const { request } = asked
    const id = ++lastId
    const entry: Pending = {
      ...asked,
      own,
      sentAt: performance.now(),
      patience: patienceFor(request),
      timer: undefined,
    }
    pending.set(id, entry)
    watch(entry)
    count()
    try {
      worker?.postMessage({ id, request: shown(request) })
    } catch (error) {
      settle(id)
      asked.reject(new EngineError(String(error), false))
    }
  }

  /** It counts as dead when nothing is heard of it from now on. */
  function watch(entry: Pending): void {
    clearTimeout(entry.timer)
    if (entry.patience !== undefined) {
      entry.timer = setTimeout(() => gone('timeout'), entry.patience)
    }
  }

  function patienceFor(request: Request): number | undefined {
    if (LONG.has(request.type)) return undefined
    // The program has to be fetched first.
    if (!hasSpoken) return patience * 2
    const quick = Math.max(PLAYING_PATIENCE, SLOWNESS * longestAnswer)
    const plays = request.type === 'advance' && request.stop === undefined
    const usual = plays ? Math.min(quick, patience) : patience
    return usual * 2 ** restarts
  }

  function settle(id: number): Pending | undefined {
    const entry = pending.get(id)
    if (entry === undefined) return undefined
    pending.delete(id)
    clearTimeout(entry.timer)
    if (progressing === id) {
      progressing = undefined
      options.onProgress?.(undefined)
    }
    count()
    return entry
  }

  function count(): void {
    options.onInFlight(pending.size + held.length)
  }

  function answered(response: Response): void {
    if (!hasSpoken) {
      hasSpoken = true
      loadingFailures = 0
    }
    if (response.id === beat?.id) {
      clearTimeout(beat.timer)
      beat = undefined
      missedBeats = 0
      return
    }
    const entry = pending.get(response.id)
    if (entry === undefined) return
    if ('progress' in response) {
      // Whatever else was asked waits for this one.
      for (const each of pending.values()) watch(each)
      progressing = response.id
      options.onProgress?.(response.progress, entry.request.type)
      if (response.update !== undefined) showWay(entry, response.id, response.update)
      return
    }
    longestAnswer = Math.max(longestAnswer, performance.now() - entry.sentAt)
    if (!response.ok) {
      settle(response.id)
      entry.reject(new EngineError(response.error, false))
      return
    }
    keeper.answered(entry.request, response.result, response.update)
    if (response.update !== undefined) {
      options.onUpdate(response.update, entry.own ? 'restore' : entry.request.type, false)
    }
    settle(response.id)
    entry.resolve(response.result as never)
  }

  function showWay(entry: Pending, id: number, update: RunUpdate): void {
    keeper.answered(entry.request, null, update)
    options.onUpdate(update, entry.own ? 'restore' : entry.request.type, true)
    worker?.postMessage({ id: ++lastId, request: { type: 'taken', request: id } })
  }

  function release(): void {
    const waiting = held
    held = []
    for (const asked of waiting) post(asked, false)
  }

  function refuseHeld(reason: string): void {
    const waiting = held
    held = []
    count()
    for (const { reject } of waiting) reject(new EngineError(reason, true))
  }

  return {
    request(request) {
      if (state === 'disposed') return Promise.reject(new EngineError('disposed', false))
      if (state === 'unreachable') return Promise.reject(new EngineError('unreachable', true))
      if (state === 'open') return send(request, false)
      return new Promise((resolve, reject) => {
        held.push({ request, resolve, reject })
        count()
      })
    },
    kept: () => keeper.run(),
    cancel(types) {
      for (const [id, { request }] of pending) {
        if (types && !types.includes(request.type)) continue
        worker?.postMessage({ id: ++lastId, request: { type: 'cancel', request: id } })
      }
    },
    retry() {
      if (state !== 'unreachable') return
      loadingFailures = 0
      options.onStatus({ state: 'ready' })
      begin()
    },
    dispose() {
      state = 'disposed'
      clearInterval(heartbeat)
      clearTimeout(pause)
      dropWorker()
      for (const [id, entry] of [...pending]) {
        settle(id)
        entry.reject(new EngineError('disposed', false))
      }
      refuseHeld('disposed')
    },
  }
}

/** What may take long is shown on its way; playing asks for little at a time anyway. */
function shown(request: Request): Request {
  const isLong = request.type === 'seek' || (request.type === 'advance' && !request.within)
  return isLong ? { ...request, shows: SHOWS } : request
}
