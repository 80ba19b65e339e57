import type { Envelope, Request, Response } from '../../../engine/protocol.ts'
import { createRequestHandler } from '../../../engine/requests.ts'
import { answerTo } from '../../../engine/testing/answerTo.ts'
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
}

/** Answers come in a later task, as a worker's do. */
export function createInProcessWorker(): InProcessWorker {
  const handler = createRequestHandler()
  let hanging = false
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
      setTimeout(() => {
        if (worker.terminated || hanging) return
        worker.onmessage?.({ data: answer(id, request) })
      }, 0)
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
  }
  setTimeout(() => {
    if (!hanging) worker.onmessage?.({ data: { id: 0, ok: true, result: null } })
  }, 0)

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
