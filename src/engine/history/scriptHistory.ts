import type { Millis } from '../api/units.ts'
import type { BranchName, LoggedCommand } from '../protocol.ts'

/** Everything that a run is a function of. */
export interface Script<Settings> {
  readonly settings: Settings
  /** In order of time. */
  readonly commands: readonly LoggedCommand[]
  /** How many later commands the step that led here has dropped. */
  readonly dropped: number
}

/** Another way that the run has gone, kept. */
export interface Branch<Settings> extends BranchName {
  readonly script: Script<Settings>
  /** How far it has been seen. */
  readonly seen: Millis
}

/** All ways that the run has gone: the one that is gone now, and those that wait, oldest first. */
export interface Branches<Settings> {
  readonly current: Branch<Settings>
  readonly others: readonly Branch<Settings>[]
}

/**
 * The script of a run and the way it came about. A command given in the past forks the run: what
 * the script had for later, or what was seen later, becomes a branch of its own. `undo` goes back one
 * step, whatever the step was.
 */
export interface ScriptHistory<Settings> {
  readonly current: Script<Settings>
  readonly branches: Branches<Settings>
  /** The run has come so far. */
  reached(time: Millis): void
  /** A command is given at `command.at`. */
  add(command: LoggedCommand): void
  /** At `at` the run is given other settings, from its start; the commands stay. */
  changeSettings(settings: Settings, at: Millis): void
  /** What `branches` would be with this one as the current one; undefined = there is none. */
  switched(id: string): Branches<Settings> | undefined
  /** At `at` the branches become others: one is switched to, gets a name or goes. */
  changeBranches(branches: Branches<Settings>, at: Millis): void
  /** The script before the latest step and the time of that step; undefined = there was none. */
  readonly former: { readonly at: Millis; readonly script: Script<Settings> } | undefined
  /** Back to `former`. */
  undo(): void
}

/** How many branches there may be besides the current one; the oldest without a name goes first. */
export const MOST_BRANCHES = 50

/** `commands` need not be in order; each can be undone, the latest first. */
export function createScriptHistory<Settings>(
  settings: Settings,
  commands: readonly LoggedCommand[] = [],
  name: BranchName = { id: 'A' },
  others: readonly Branch<Settings>[] = [],
): ScriptHistory<Settings> {
  const sorted = inOrder(commands)
  const state = (done: number): Branches<Settings> => ({
    current: {
      ...name,
      script: { settings, commands: sorted.slice(0, done), dropped: 0 },
      seen: sorted[done - 1]?.at ?? 0,
    },
    others,
  })
  const past = sorted.map(({ at }, done) => ({ at, branches: state(done) }))
  let branches: Branches<Settings> = {
    current: { ...state(sorted.length).current, seen: 0 },
    others,
  }

  function step(next: Branches<Settings>, at: Millis): void {
    past.push({ at, branches })
    branches = next
  }

  return {
    get current() {
      return branches.current.script
    },
    get branches() {
      return branches
    },
    reached(time) {
      const { current } = branches
      if (time > current.seen) branches = { ...branches, current: { ...current, seen: time } }
    },
    add(command) {
      const { current, others } = branches
      const { script, seen, ...own } = current
      const kept = script.commands.filter(({ at }) => at <= command.at)
      const dropped = script.commands.length - kept.length
      const forks = dropped > 0 || seen > command.at
      step(
        {
          current: {
            ...(forks ? { id: nextId(branches) } : own),
            script: { ...script, commands: [...kept, command], dropped },
            seen: command.at,
          },
          others: forks ? limited([...others, current]) : others,
        },
        command.at,
      )
    },
    changeSettings(next, at) {
      const { current, others } = branches
      const script = { ...current.script, settings: next, dropped: 0 }
      step({ current: { ...current, script }, others }, at)
    },
    switched(id) {
      const { current, others } = branches
      const target = others.find((branch) => branch.id === id)
      if (!target) return undefined
      const fresh = { ...target, script: { ...target.script, dropped: 0 } }
      return { current: fresh, others: others.map((each) => (each === target ? current : each)) }
    },
    changeBranches: step,
    get former() {
      const before = past.at(-1)
      return before && { at: before.at, script: before.branches.current.script }
    },
    undo() {
      const before = past.pop()
      if (before) branches = before.branches
    },
  }
}

export function inOrder(commands: readonly LoggedCommand[]): readonly LoggedCommand[] {
  return [...commands].sort((a, b) => a.at - b.at)
}

const LETTERS = 26

/** A, B, ... Z, AA, AB, ...: the one after the latest that there is. */
function nextId<Settings>({ current, others }: Branches<Settings>): string {
  const latest = Math.max(...[current, ...others].map(({ id }) => numberOf(id)))
  let id = ''
  for (let left = latest + 1; left > 0; left = Math.floor((left - 1) / LETTERS)) {
    id = String.fromCharCode(65 + ((left - 1) % LETTERS)) + id
  }
  return id
}

function numberOf(id: string): number {
  if (!/^[A-Z]{1,4}$/.test(id)) return 0
  return [...id].reduce((sum, letter) => sum * LETTERS + letter.charCodeAt(0) - 64, 0)
}

function limited<Settings>(others: readonly Branch<Settings>[]): readonly Branch<Settings>[] {
  if (others.length <= MOST_BRANCHES) return others
  const loser = Math.max(
    0,
    others.findIndex(({ name }) => name === undefined),
  )
  return others.filter((_, index) => index !== loser)
}
