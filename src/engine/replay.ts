import type { Millis } from './api/units.ts'
import { type CommandReply, createRun, type Run, type RunSettings } from './lanes.ts'
import type { LoggedCommand } from './protocol.ts'

/**
 * A run from its start, with the commands of a log given at their times. The commands of a moment
 * come after everything else that belongs to it, as when given live.
 */
export interface Replay {
  readonly run: Run
  readonly settings: RunSettings
  /** The commands that have been carried out, in order. */
  readonly done: readonly LoggedCommand[]
  /** The next command of the log. */
  readonly next: LoggedCommand | undefined
  /** One timer or one command of the log that is due by `limit`; false = there is none. */
  step(limit: Millis): boolean
  /** Everything that is due up to and including `time` happens; then it is `time`. */
  runUntil(time: Millis): void
  /** Carries out a command that is not in the log yet; with an error nothing has changed. */
  give(logged: LoggedCommand): CommandReply
}

/** @param log read anew each time; what has been carried out must stay at its beginning */
export function createReplay(settings: RunSettings, log: () => readonly LoggedCommand[]): Replay {
  const run = createRun(settings)
  const done: LoggedCommand[] = []
  const next = () => log()[done.length]

  return {
    run,
    settings,
    done,
    get next() {
      return next()
    },
    step(limit) {
      const logged = next()
      if (run.step(Math.min(limit, logged?.at ?? limit))) return true
      if (!logged || logged.at > limit) return false
      run.runUntil(logged.at)
      done.push(logged)
      run.give(logged.command)
      return true
    },
    runUntil(time) {
      for (let logged = next(); logged && logged.at <= time; logged = next()) {
        run.runUntil(logged.at)
        done.push(logged)
        run.perform(logged.command)
      }
      run.runUntil(time)
    },
    give(logged) {
      const reply = run.perform(logged.command)
      if (reply.error === undefined) done.push(logged)
      return reply
    },
  }
}
