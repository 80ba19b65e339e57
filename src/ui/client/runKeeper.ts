import type { Millis } from '../../engine/api/units.ts'
import type { Replies, Request, RequestType, RunUpdate } from '../../engine/protocol.ts'

/** All that is needed to bring a run back in a new worker. */
export interface KeptRun {
  readonly load: Extract<Request, { readonly type: 'load' }>
  readonly at: Millis
}

/** Remembers the run from what passes through the client: text, script, the present moment. */
export interface RunKeeper {
  answered(request: Request, result: Replies[RequestType], update: RunUpdate | undefined): void
  run(): KeptRun | undefined
  forget(): void
}

export function createRunKeeper(): RunKeeper {
  let load: KeptRun['load'] | undefined
  let at: Millis = 0

  return {
    answered(request, result, update) {
      if (request.type === 'load' && (result as Replies['load']).loaded) {
        // Brought back, it is made whole at once.
        const { within: _, ...whole } = request
        load = whole
      }
      if (update === undefined) return
      // The engine says how the run came about, forks and undone commands included.
      if (load !== undefined && update.script !== undefined) {
        const { policies, log, branch, branches } = update.script
        load = { ...load, policies, log, branch, branches }
      }
      at = update.now
    },
    run() {
      return load === undefined ? undefined : { load, at }
    },
    forget() {
      load = undefined
      at = 0
    },
  }
}
