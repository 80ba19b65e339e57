import type { Envelope, Request, Response } from '../../../engine/protocol.ts'
import type { Answer } from '../../../engine/requests/answer.ts'
import { createRequestHandler, movesRun } from '../../../engine/requests.ts'
import { answerTo } from '../../../engine/testing/answerTo.ts'
import type { Work } from '../../../engine/work.ts'
import type { EngineWorker } from '../engineClient.ts'

/** A worker on the same thread that runs the real engine, and can be made to die. */
export interface InProcessWorker extends EngineWorker {
  readonly terminated: boolean
  /** Types of the requests it was given. */
  readonly seen: string[]
  /** All that it was sent. */
  readonly sent: Envelope[]
  die(): void
  /** From now on it answers nothing. */
  hang(): void
  /** Its program cannot be fetched: all that it ever says is an error. */
  missing(): void
  /**
   * From now on what moves the run is done in turns of `slices`, a turn every `wall` ms. After each the way is
   * shown if the page has taken the one before; a cancel is heeded, and whatever else comes waits.
   */
  slowly(slices: number, wall: number): void
}

/** Answers come in a later task, as a worker's do. */
export function createInProcessWorker(): InProcessWorker {
  const handler = createRequestHandler()
  let hanging = false
  let slow: { readonly slices: number; readonly wall: number } | undefined
  let mover: { readonly id: number; cancelled: boolean; isTaken: boolean } | undefined
  const waiting: Envelope[] = []
  const worker = {
    terminated: false,
    seen: [] as string[],
    sent: [] as Envelope[],
    onmessage: null as EngineWorker['onmessage'],
    onerror: null as EngineWorker['onerror'],
    onmessageerror: null as EngineWorker['onmessageerror'],
    postMessage({ id, request }: Envelope) {
      worker.sent.push({ id, request })
      if (request.type !== 'ping') worker.seen.push(request.type)
      setTimeout(() => receive({ id, request }), 0)
    },
    terminate() {
      worker.terminated = true
    },
    die() {
      worker.onerror?.({ message: 'out of memory' })
    },
    hang() {
      hanging = true
    },
    missing() {
      hanging = true
      setTimeout(() => worker.onerror?.({}), 0)
    },
    slowly(slices: number, wall: number) {
      slow = { slices, wall }
    },
  }
  setTimeout(() => {
    if (!hanging) worker.onmessage?.({ data: { id: 0, ok: true, result: null } })
  }, 0)

  function say(data: Response): void {
    if (!worker.terminated && !hanging) worker.onmessage?.({ data })
  }

  function receive(envelope: Envelope): void {
    if (worker.terminated || hanging) return
    const { id, request } = envelope
    if (mover !== undefined && 'request' in request && request.request === mover.id) {
      if (request.type === 'cancel') mover.cancelled = true
      else mover.isTaken = true
    } else if (mover !== undefined) waiting.push(envelope)
    else if (slow !== undefined && movesRun(request)) {
      const mine = { id, cancelled: false, isTaken: true }
      mover = mine
      const leave = () => (mine.cancelled ? 'cancelled' : undefined)
      turn(mine, request, handler.handle(request, leave) as Work<Answer>)
    } else say(answer(id, request))
  }

  function turn(mine: NonNullable<typeof mover>, request: Request, work: Work<Answer>): void {
    const { slices, wall } = slow!
    const { id } = mine
    for (let n = 0; n < slices; n++) {
      const slice = work.next()
      if (!slice.done) continue
      mover = undefined
      say({ id, ok: true, ...slice.value })
      while (mover === undefined && waiting.length > 0) receive(waiting.shift()!)
      return
    }
    const { progress } = handler
    const isShown = mine.isTaken && 'shows' in request && request.shows !== undefined
    const update = isShown ? handler.reached() : undefined
    if (update !== undefined) mine.isTaken = false
    if (progress !== undefined) say({ id, progress, ...(update && { update }) })
    setTimeout(() => turn(mine, request, work), wall)
  }

  function answer(id: number, request: Request): Response {
    try {
      const made = answerTo(handler, request)
      return { id, ok: true, ...made }
    } catch (error) {
      return { id, ok: false, error: error instanceof Error ? error.message : String(error) }
    }
  }
  return worker
}
