import type { Millis } from './api/units.ts'
import { type CommandReply, openRun, type Run, type RunSettings } from './lanes.ts'
import type { LoggedCommand } from './protocol.ts'
import { finish, type Work } from './work.ts'

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
  /** `runUntil` in slices. */
  running(time: Millis): Work<void>
  /**
   * Carries out a command that is not in the log yet; with an error nothing has changed. What follows
   * from it in this moment is still due.
   */
  give(logged: LoggedCommand): CommandReply
}

/**
 * A replay at time 0, at which things are still due.
 * @param log read anew each time; what has been carried out must stay at its beginning
 */
export function createReplay(settings: RunSettings, log: () => readonly LoggedCommand[]): Replay {
  const run = openRun(settings)
  const done: LoggedCommand[] = []
  const next = () => log()[done.length]

  function* running(time: Millis): Work<void> {
    for (let logged = next(); logged && logged.at <= time; logged = next()) {
      yield* run.running(logged.at)
      done.push(logged)
      run.give(logged.command)
      yield* run.running(logged.at)
    }
    yield* run.running(time)
  }

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
    runUntil: (time) => finish(running(time)),
    running,
    give(logged) {
      const reply = run.give(logged.command)
      if (reply.error === undefined) done.push(logged)
      return reply
    },
  }
}
