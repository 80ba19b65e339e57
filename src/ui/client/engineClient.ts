import type {
  Envelope,
  Replies,
  Request,
  RequestType,
  Response,
  RunUpdate,
} from '../../engine/protocol.ts'
import { createRunKeeper } from './runKeeper.ts'

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
 */
export type EngineStatus =
  | { readonly state: 'ready' }
  | { readonly state: 'restoring'; readonly reason: string }
  | { readonly state: 'restored'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string }

export interface EngineClientOptions {
  readonly createWorker: () => EngineWorker
  /** Called in order, before the request's promise resolves. `type`: what the page had asked for. */
  readonly onUpdate: (update: RunUpdate, type: RequestType | 'restore') => void
  readonly onStatus: (status: EngineStatus) => void
  /** How many requests are unanswered. */
  readonly onInFlight: (count: number) => void
  /** Milliseconds without an answer after which the worker counts as dead. */
  readonly patience?: number
}

/** The only door to the engine. */
export interface EngineClient {
  /** Rejects with EngineError when the engine refuses the request or dies over it. */
  request<T extends RequestType>(request: RequestOf<T>): Promise<Replies[T]>
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

interface Pending {
  readonly request: Request
  readonly resolve: (result: never) => void
  readonly reject: (error: EngineError) => void
  readonly timer: ReturnType<typeof setTimeout> | undefined
}

/** Long enough for a very large file on a slow machine; a healthy engine answers in milliseconds. */
const PATIENCE = 30_000
/** A run that kills several workers in a row is given up. */
const MOST_RESTARTS = 3

/**
 * Owns the worker. Requests are answered in order; when the worker dies, open requests reject, and
 * a new worker is given the scenario text, the command log and the time at which the run stood.
 */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const patience = options.patience ?? PATIENCE
  const pending = new Map<number, Pending>()
  const keeper = createRunKeeper()
  let lastId = 0
  let restarts = 0
  let restoring = false
  let disposed = false
  /** Requests that came while a new worker replays the run. */
  let held: (() => void)[] = []
  let worker = start()

  function start(): EngineWorker {
    const fresh = options.createWorker()
    fresh.onmessage = (event) => answered(event.data)
    fresh.onerror = (event) => {
      event.preventDefault?.()
      if (fresh === worker) died(event.message ?? 'error')
    }
    fresh.onmessageerror = () => {
      if (fresh === worker) died('messageerror')
    }
    return fresh
  }

  function send<T extends RequestType>(request: RequestOf<T>): Promise<Replies[T]> {
    return new Promise((resolve, reject) => {
      const id = ++lastId
      // Counting shuffles takes long and lets other requests pass: it says nothing about health.
      const timer =
        request.type === 'shuffles' ? undefined : setTimeout(() => died('timeout'), patience)
      pending.set(id, { request, resolve, reject, timer })
      options.onInFlight(pending.size + held.length)
      try {
        worker.postMessage({ id, request })
      } catch (error) {
        settle(id)
        reject(new EngineError(String(error), false))
      }
    })
  }

  function settle(id: number): Pending | undefined {
    const entry = pending.get(id)
    if (entry === undefined) return undefined
    pending.delete(id)
    clearTimeout(entry.timer)
    options.onInFlight(pending.size + held.length)
    return entry
  }

  function answered(response: Response): void {
    const entry = pending.get(response.id)
    if (entry === undefined) return
    if (!response.ok) {
      settle(response.id)
      entry.reject(new EngineError(response.error, false))
      return
    }
    keeper.answered(entry.request, response.result, response.update)
    if (response.update !== undefined) {
      options.onUpdate(response.update, restoring ? 'restore' : entry.request.type)
    }
    settle(response.id)
    entry.resolve(response.result as never)
  }

  function died(reason: string): void {
    if (disposed) return
    worker.onmessage = null
    worker.onerror = null
    worker.onmessageerror = null
    worker.terminate()
    for (const [id, entry] of [...pending]) {
      settle(id)
      entry.reject(new EngineError(reason, true))
    }
    restarts++
    if (restarts > MOST_RESTARTS) {
      // The run itself is what kills it: forget it, so that a new load finds a working engine.
      keeper.forget()
      restarts = 0
      restoring = false
      worker = start()
      options.onStatus({ state: 'failed', reason })
      release()
      return
    }
    worker = start()
    void restore(reason)
  }

  async function restore(reason: string): Promise<void> {
    const run = keeper.run()
    if (run === undefined) {
      options.onStatus({ state: 'restored', reason })
      release()
      return
    }
    restoring = true
    options.onStatus({ state: 'restoring', reason })
    try {
      await send<'load'>(run.load)
      await send<'seek'>({ type: 'seek', to: run.at })
    } catch (error) {
      // Its own death has started the next attempt already; a refusal will not get better.
      if (error instanceof EngineError && error.died) return
      restoring = false
      options.onStatus({ state: 'failed', reason })
      release()
      return
    }
    restarts = 0
    restoring = false
    options.onStatus({ state: 'restored', reason })
    release()
  }

  function release(): void {
    const waiting = held
    held = []
    for (const go of waiting) go()
  }

  return {
    request(request) {
      if (disposed) return Promise.reject(new EngineError('disposed', false))
      if (!restoring) return send(request)
      return new Promise((resolve, reject) => {
        held.push(() => {
          send(request).then(resolve, reject)
        })
        options.onInFlight(pending.size + held.length)
      })
    },
    dispose() {
      disposed = true
      worker.terminate()
      for (const [id, entry] of [...pending]) {
        settle(id)
        entry.reject(new EngineError('disposed', false))
      }
    },
  }
}
