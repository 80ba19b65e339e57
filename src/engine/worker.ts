import { transferList } from './encode/transfer.ts'
import type { Envelope, Request, Response } from './protocol.ts'
import { type Answer, createRequestHandler } from './requests.ts'

interface Port {
  onmessage: (() => void) | null
  postMessage(message: null): void
  close(): void
}

/** What this file uses of a worker's global scope. */
interface WorkerScope {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  postMessage(message: Response, transfer: readonly ArrayBuffer[]): void
  readonly MessageChannel: new () => { readonly port1: Port; readonly port2: Port }
}

const scope = globalThis as unknown as WorkerScope
const handler = createRequestHandler()
let preparing = false

scope.onmessage = ({ data }) => {
  const id = idOf(data)
  try {
    const answer = handler.handle(requestOf(data))
    if ('next' in answer) return work(id, answer)
    reply(id, answer)
    // While the run goes on by itself, nobody is about to ask.
    if (requestOf(data).type !== 'advance') prepare()
  } catch (error) {
    fail(id, error)
  }
}

reply(0, { result: null })

/** Time that nobody needs is spent on what may be asked next. */
function prepare(): void {
  if (preparing) return
  preparing = true
  const slices = handler.prepare()
  const next = () => {
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
function work(id: number, slices: Generator<undefined, Answer>): void {
  try {
    const slice = slices.next()
    if (slice.done) {
      reply(id, slice.value)
      prepare()
    } else afterOthers(() => work(id, slices))
  } catch (error) {
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

function reply(id: number, { result, update }: Answer): void {
  const response: Response = { id, ok: true, result, ...(update && { update }) }
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
