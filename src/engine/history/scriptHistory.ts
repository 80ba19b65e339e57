import type { Millis } from '../api/units.ts'
import type { LoggedCommand } from '../protocol.ts'

/** Everything that a run is a function of. */
export interface Script<Settings> {
  readonly settings: Settings
  /** In order of time. */
  readonly commands: readonly LoggedCommand[]
  /** How many later commands the step that led here has dropped. */
  readonly dropped: number
}

/**
 * The script of a run and the way it came about. A command given in the past forks the run: what
 * the script had for later is dropped. `undo` goes back one step, whatever the step was.
 */
export interface ScriptHistory<Settings> {
  readonly current: Script<Settings>
  /** A command is given at `command.at`. */
  add(command: LoggedCommand): void
  /** At `at` the run is given other settings, from its start; the commands stay. */
  changeSettings(settings: Settings, at: Millis): void
  /** The script before the latest step and the time of that step; undefined = there was none. */
  readonly former: { readonly at: Millis; readonly script: Script<Settings> } | undefined
  /** Back to `former`. */
  undo(): void
}

/** `commands` need not be in order; each can be undone, the latest first. */
export function createScriptHistory<Settings>(
  settings: Settings,
  commands: readonly LoggedCommand[] = [],
): ScriptHistory<Settings> {
  const sorted = [...commands].sort((a, b) => a.at - b.at)
  const past: { readonly at: Millis; readonly script: Script<Settings> }[] = sorted.map(
    ({ at }, done) => ({ at, script: { settings, commands: sorted.slice(0, done), dropped: 0 } }),
  )
  let current: Script<Settings> = { settings, commands: sorted, dropped: 0 }

  function step(next: Script<Settings>, at: Millis): void {
    past.push({ at, script: current })
    current = next
  }

  return {
    get current() {
      return current
    },
    add(command) {
      const kept = current.commands.filter(({ at }) => at <= command.at)
      const dropped = current.commands.length - kept.length
      step({ ...current, commands: [...kept, command], dropped }, command.at)
    },
    changeSettings(next, at) {
      step({ ...current, settings: next, dropped: 0 }, at)
    },
    get former() {
      return past.at(-1)
    },
    undo() {
      const before = past.pop()
      if (before) current = before.script
    },
  }
}
