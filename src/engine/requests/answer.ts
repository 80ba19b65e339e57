import type { Replies, RequestType, RunUpdate } from '../protocol.ts'
import type { Work } from '../work.ts'

/** What a request is answered with. */
export interface Answer {
  readonly result: Replies[RequestType]
  readonly update?: RunUpdate
  /** It was left before it was done. */
  readonly cancelled?: true
}

/** An answer at once, or what has to be done for it in slices. */
export type Answering = Answer | Work<Answer>

/**
 * Asked after every slice, whether the work shall end there: nobody wants it any longer, or what has
 * been done is enough for one answer.
 */
export type Leave = () => 'cancelled' | 'enough' | undefined

/** A request that cannot be answered; the message is a sentence for the page. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
}
