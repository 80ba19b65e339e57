import type { Millis } from './api/units.ts'
import { createScriptHistory } from './history/scriptHistory.ts'
import { type CommandReply, createRun, type Run, type RunSettings } from './lanes.ts'
import type { Command, LaneId, LoggedCommand } from './protocol.ts'
import { policyById } from './scheduler/policies/menu.ts'

/**
 * A run that can be travelled through. It is a function of its settings and its commands; going
 * back is replaying it.
 */
export interface Simulation {
  /** The run as it stands; another object after a step into the past. */
  readonly run: Run
  readonly settings: RunSettings
  readonly now: Millis
  /** When something will next happen, by itself or by the log; undefined = never. */
  readonly nextEventAt: Millis | undefined
  readonly log: readonly LoggedCommand[]
  /** How many commands of the log lie behind. */
  readonly done: number
  /** How many commands the latest command dropped, since it was given in the past. */
  readonly dropped: number
  /**
   * Carries a command out at the present moment. With an `error` nothing has changed. Otherwise it
   * is in the log, and commands that the log had for later are dropped (see `undo`). A policy that
   * belongs to another world (One-click is not Kubernetes) is not logged: the lane gets it from the
   * start of the run, which is replayed up to now.
   */
  dispatch(command: Command): CommandReply
  /** Forward to `time` (whole milliseconds); never back. */
  runUntil(time: Millis): void
  /** To any time, forwards or back. */
  seek(time: Millis): void
  /** Takes the latest command (or fork) back and stands at its time; false = there is none. */
  undo(): boolean
}

/** A simulation at time 0. `log`: commands to replay when their time comes. */
export function createSimulation(
  initial: RunSettings,
  log: readonly LoggedCommand[] = [],
): Simulation {
  const logged = withoutWorldChanges(initial, log)
  const history = createScriptHistory(logged.settings, logged.log)
  let run = createRun(history.current.settings)
  let done = 0
  replay(0)

  /** The commands of a moment come after everything else that belongs to it, as when given live. */
  function replay(time: Millis): void {
    const { commands } = history.current
    for (; done < commands.length && commands[done]!.at <= time; done++) {
      const { at, command } = commands[done]!
      run.runUntil(at)
      run.perform(command)
    }
    run.runUntil(time)
  }

  function restart(time: Millis): void {
    run = createRun(history.current.settings)
    done = 0
    replay(time)
  }

  return {
    get run() {
      return run
    },
    get settings() {
      return history.current.settings
    },
    get now() {
      return run.now
    },
    get nextEventAt() {
      const commanded = history.current.commands[done]?.at
      const own = run.nextAt
      if (commanded === undefined || own === undefined) return commanded ?? own
      return Math.min(commanded, own)
    },
    get log() {
      return history.current.commands
    },
    get done() {
      return done
    },
    get dropped() {
      return history.current.dropped
    },
    dispatch(command) {
      const world = worldChange(history.current.settings, command)
      if (world) {
        const at = run.now
        history.changeSettings(world, at)
        restart(at)
        return { results: [], diagnostics: [] }
      }
      const reply = run.perform(command)
      if (reply.error !== undefined) return reply
      history.add({ at: run.now, command })
      done = history.current.commands.length
      return reply
    },
    runUntil(time) {
      if (time > run.now) replay(time)
    },
    seek(time) {
      if (time < run.now) restart(time)
      else replay(time)
    },
    undo() {
      const at = history.undo()
      if (at !== undefined) restart(at)
      return at !== undefined
    },
  }
}

/** The settings under which the lane lives in the world of its new policy from the start. */
function worldChange(settings: RunSettings, command: Command): RunSettings | undefined {
  if (command.type !== 'setPolicy') return undefined
  const next = policyById(command.policy)
  const now = policyById(policyOf(settings, command.lane) ?? '')
  if (!next || !now || next.world === now.world) return undefined
  return { ...settings, policies: { ...settings.policies, [command.lane]: next.id } }
}

function policyOf({ scenario, policies }: RunSettings, lane: LaneId): string | undefined {
  const spec = scenario.lanes.find(({ id }) => id === lane)
  return spec && (policies[lane] ?? spec.policy)
}

function withoutWorldChanges(initial: RunSettings, log: readonly LoggedCommand[]) {
  let settings = initial
  const kept = log.filter(({ command }) => {
    const changed = worldChange(settings, command)
    settings = changed ?? settings
    return !changed
  })
  return { settings, log: kept }
}
