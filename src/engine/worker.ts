import { transferList } from './encode/transfer.ts'
import type { Envelope, Request, RequestType, Response } from './protocol.ts'
import type { Answer } from './requests/answer.ts'
import { createRequestHandler, movesRun } from './requests.ts'
import type { Work } from './work.ts'

interface Port {
  onmessage: (() => void) | null
  postMessage(message: null): void
  close(): void
}

/** What this file uses of a worker's global scope. */
interface WorkerScope {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  postMessage(message: Response, transfer: readonly ArrayBuffer[]): void
  readonly performance: { now(): number }
  readonly MessageChannel: new () => { readonly port1: Port; readonly port2: Port }
}

const scope = globalThis as unknown as WorkerScope
const handler = createRequestHandler()
/** Milliseconds of work after which whatever else has come in is looked at. */
const TURN = 40
/** Of progress is told after so many milliseconds, and every so many. */
const PROGRESS_EVERY = 100

/** Work between two states that are shown takes this many times as long as telling one of them. */
const SHOWING = 20
const LONGEST_PAUSE = 1_000
const NEVER = Number.POSITIVE_INFINITY

/** The request that moves the run: while it is worked on, everything else that looks at the run waits. */
interface Mover {
  readonly id: number
  readonly startedAt: number
  readonly within: number
  /** Milliseconds from one state that is shown to the next: as asked for, and as long as it has to be. */
  readonly shows: number
  pause: number
  /** When the next one is; the page has to have taken the one before. */
  showsAt: number
  toldAt: number
  cancelled: boolean
}

/** Other work under way: of a request that only looks at the run. */
interface Look {
  readonly id: number
  toldAt: number
  cancelled: boolean
}

let mover: Mover | undefined
const looks = new Map<number, Look>()
/** Messages that came meanwhile, and work that was interrupted. */
const waiting: unknown[] = []
let interrupted: (() => void)[] = []
let preparing = false

scope.onmessage = ({ data }) => receive(data)

function receive(data: unknown): void {
  const id = idOf(data)
  try {
    const request = requestOf(data)
    if (request.type === 'cancel') cancel(id, request.request)
    else if (request.type === 'taken') taken(id, request.request)
    else if (mover && !ALWAYS.has(request.type)) waiting.push(data)
    else if (movesRun(request)) move(id, request)
    else {
      const mine: Look = { id, toldAt: scope.performance.now(), cancelled: false }
      const answer = handler.handle(request, () => (mine.cancelled ? 'cancelled' : undefined))
      if ('next' in answer) {
        looks.set(id, mine)
        work(mine, answer)
      } else {
        reply(id, answer)
        prepare()
      }
    }
  } catch (error) {
    fail(id, error)
  }
}

/** What has nothing to do with the run. */
const ALWAYS: ReadonlySet<string> = new Set<RequestType>(['ping', 'check'])

function cancel(id: number, request: number): void {
  const asked = mover?.id === request ? mover : looks.get(request)
  if (asked) asked.cancelled = true
  reply(id, { result: { cancelled: asked !== undefined } })
}

/** The page has shown what it was told on the way of a request. */
function taken(id: number, request: number): void {
  if (mover?.id === request) mover.showsAt = scope.performance.now() + mover.pause
  reply(id, { result: null })
}

function move(id: number, request: Request): void {
  const now = scope.performance.now()
  const within = ('within' in request ? request.within : undefined) ?? NEVER
  const shows = ('shows' in request ? request.shows : undefined) ?? NEVER
  const mine: Mover = {
    ...{ id, startedAt: now, within, shows, pause: shows },
    ...{ showsAt: now + shows, toldAt: now, cancelled: false },
  }
  mover = mine
  const leave = () => {
    if (mine.cancelled) return 'cancelled'
    return scope.performance.now() - mine.startedAt > mine.within ? 'enough' : undefined
  }
  try {
    const answer = handler.handle(request, leave)
    // While the run goes on by itself, nobody is about to ask.
    moveOn(mine, answer as Work<Answer>, request.type !== 'advance')
  } catch (error) {
    mover = undefined
    fail(id, error)
    goOn()
  }
}

/** Slices for one turn; then whatever else has come in meanwhile, then the next turn. */
function moveOn(mine: Mover, slices: Work<Answer>, prepares: boolean): void {
  const start = scope.performance.now()
  try {
    for (;;) {
      const slice = slices.next()
      if (slice.done) {
        mover = undefined
        reply(mine.id, slice.value)
        break
      }
      const now = scope.performance.now()
      if (now - mine.toldAt >= PROGRESS_EVERY) tellProgress(mine, now)
      if (now - start < TURN) continue
      afterOthers(() => moveOn(mine, slices, prepares))
      return
    }
  } catch (error) {
    mover = undefined
    fail(mine.id, error)
  }
  goOn()
  if (prepares) prepare()
}

function tellProgress(mine: Mover, now: number): void {
  mine.toldAt = now
  const { progress } = handler
  if (!progress) return
  const update = now >= mine.showsAt && !mine.cancelled ? handler.reached() : undefined
  if (update) {
    const worth = Math.min(LONGEST_PAUSE, SHOWING * (scope.performance.now() - now))
    mine.pause = Math.max(mine.shows, worth)
    mine.showsAt = NEVER
  }
  const { id } = mine
  scope.postMessage({ id, progress, ...(update && { update }) }, update ? transferList(update) : [])
}

/** What had to wait, in the order in which it came. */
function goOn(): void {
  const resumed = interrupted
  interrupted = []
  for (const next of resumed) afterOthers(next)
  while (!mover && waiting.length > 0) receive(waiting.shift())
}

reply(0, { result: null })

/** Time that nobody needs is spent on what may be asked next. */
function prepare(): void {
  if (preparing) return
  preparing = true
  const slices = handler.prepare()
  const next = () => {
    if (mover) {
      interrupted.push(next)
      return
    }
    try {
      if (slices.next().done !== true) return afterOthers(next)
    } catch {
      // Whoever asks will be told.
    }
    preparing = false
  }
  afterOthers(next)
}

/** A slice, then whatever else has come in meanwhile, then the next slice. */
function work(mine: Look, slices: Work<Answer>): void {
  const { id } = mine
  if (mover) {
    interrupted.push(() => work(mine, slices))
    return
  }
  try {
    const slice = slices.next()
    if (slice.done) {
      looks.delete(id)
      reply(id, slice.value)
      prepare()
      return
    }
    const now = scope.performance.now()
    if (slice.value && now - mine.toldAt >= PROGRESS_EVERY) {
      mine.toldAt = now
      scope.postMessage({ id, progress: slice.value }, [])
    }
    afterOthers(() => work(mine, slices))
  } catch (error) {
    looks.delete(id)
    fail(id, error)
  }
}

/** A timer would wait 4 ms each time; a message waits only for those that came before it. */
function afterOthers(next: () => void): void {
  const { port1, port2 } = new scope.MessageChannel()
  port1.onmessage = () => {
    port1.close()
    next()
  }
  port2.postMessage(null)
}

function reply(id: number, { result, update, cancelled }: Answer): void {
  const response: Response = {
    id,
    ok: true,
    result,
    ...(update && { update }),
    ...(cancelled && { cancelled }),
  }
  scope.postMessage(response, update ? transferList(update) : [])
}

function fail(id: number, error: unknown): void {
  scope.postMessage({ id, ok: false, error: messageOf(error) }, [])
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function requestOf(data: unknown): Request {
  const request = (data as Partial<Envelope> | null | undefined)?.request
  if (typeof request?.type !== 'string') throw new Error('This message has no request.')
  return request
}

/** Of a message that is no envelope: -1, so that the page still learns that something went wrong. */
function idOf(data: unknown): number {
  const id = (data as Partial<Envelope> | null | undefined)?.id
  return typeof id === 'number' ? id : -1
}
