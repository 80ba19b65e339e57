import type { Request } from '../protocol.ts'
import type { Answer } from '../requests/answer.ts'
import type { RequestHandler } from '../requests.ts'
import { finish } from '../work.ts'

/** The answer to a request, with all of its work done at once. */
export function answerTo(handler: RequestHandler, request: Request): Answer {
  const answer = handler.handle(request)
  return 'next' in answer ? finish(answer) : answer
}
