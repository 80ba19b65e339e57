import { createParseMemo } from './history/parseMemo.ts'
import type { Progress, Request, RunUpdate } from './protocol.ts'
import { type Answering, type Leave, RequestError } from './requests/answer.ts'
import { createHeldRun } from './requests/heldRun.ts'
import { createLooker } from './requests/looking.ts'
import { createMover } from './requests/moving.ts'
import type { Work } from './work.ts'

/** Answers the page's requests; holds the run between them. */
export interface RequestHandler {
  /**
   * Long requests are work in slices, between which others may be answered; those that move the run
   * (see `movesRun`) one at a time, and nothing else that looks at the run meanwhile.
   * @throws RequestError
   */
  handle(request: Request, leave?: Leave): Answering
  /** How far the work that moves the run has come. */
  readonly progress: Progress | undefined
  /**
   * What the run is between two slices of the work that moves it; undefined while another one is made that
   * takes its place when it is done.
   */
  reached(): RunUpdate | undefined
  /**
   * What may be done, a slice at a time, while nobody asks for anything: `peek` and `whatIf` need
   * less time afterwards (nothing in a run in which neither was asked for), and `seek` in a long run.
   */
  prepare(): Work<void>
}

/** Whether a request changes the run, so that everything else that looks at the run has to wait. */
export function movesRun({ type }: Request): boolean {
  return (
    type === 'load' ||
    type === 'command' ||
    type === 'advance' ||
    type === 'seek' ||
    type === 'undo' ||
    type === 'branch' ||
    type === 'compare'
  )
}

export function createRequestHandler(): RequestHandler {
  const held = createHeldRun()
  const mover = createMover(held, createParseMemo())
  const looker = createLooker(held)

  return {
    prepare: held.prepare,
    get progress() {
      return mover.progress
    },
    reached: mover.reached,
    handle(request, leave = () => undefined) {
      switch (request.type) {
        case 'load':
          return mover.load(request, leave)
        case 'command':
          return mover.command(request.command, leave)
        case 'advance':
        case 'seek':
          return mover.travel(request, leave)
        case 'undo':
          return mover.undo(leave)
        case 'branch':
          return mover.branch(request, leave)
        case 'compare':
          return mover.compare(request, leave)
        case 'ping':
        case 'taken':
          return { result: null }
        case 'cancel':
          // Whoever does the work in slices knows of any that is under way.
          return { result: { cancelled: false } }
        case 'check':
          return { result: looker.check(request.text) }
        case 'why':
          return looker.why(request, leave)
        case 'peek':
          return looker.peek(request, leave)
        case 'whatIf':
          return looker.whatIf(request, leave)
        case 'describe':
          return { result: { text: looker.describe(request) } }
        case 'logs':
          return { result: { lines: looker.logs(request) } }
        case 'workloads':
          return { result: looker.workloads(request) }
        case 'usage':
          return looker.usage(request)
        case 'use':
          return { result: looker.use(request) }
        case 'shuffles':
          return looker.shuffles(request)
        default:
          throw new RequestError(`There is no request "${(request as { type: string }).type}".`)
      }
    },
  }
}
