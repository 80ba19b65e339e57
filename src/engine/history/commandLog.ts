import type { Millis } from '../api/units.ts'
import type { LoggedCommand } from '../protocol.ts'

/**
 * The commands of a run, in order of time. A command given in the past forks the run: what came
 * later is dropped and kept for `undo`, which also takes back a single command.
 */
export interface CommandLog {
  readonly all: readonly LoggedCommand[]
  /** How many of them the latest fork has dropped. */
  readonly dropped: number
  /** Appends a command at `command.at`; everything later than that is dropped. */
  add(command: LoggedCommand): void
  /** The log before the latest `add`, and that command's time; undefined = nothing to take back. */
  undo(): { readonly at: Millis } | undefined
}

export function createCommandLog(initial: readonly LoggedCommand[] = []): CommandLog {
  let all: LoggedCommand[] = [...initial].sort((a, b) => a.at - b.at)
  let dropped = 0
  // A log that was handed over can be taken back too, command by command.
  const past = all.map(({ at }, done) => ({ at, log: all.slice(0, done), dropped: 0 }))

  return {
    get all() {
      return all
    },
    get dropped() {
      return dropped
    },
    add(command) {
      past.push({ at: command.at, log: all, dropped })
      const kept = all.filter((entry) => entry.at <= command.at)
      dropped = all.length - kept.length
      all = [...kept, command]
    },
    undo() {
      const before = past.pop()
      if (!before) return undefined
      all = before.log
      dropped = before.dropped
      return { at: before.at }
    },
  }
}
