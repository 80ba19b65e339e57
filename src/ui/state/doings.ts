import type { Command, LaneId, Replies } from '../../engine/protocol.ts'
import type { EngineClient, RequestOf } from '../client/engineClient.ts'
import { inReadersWords } from '../words/diagnostics.ts'
import { words } from '../words/words.ts'
import { during } from './idle.ts'
import type { Operations } from './operations.ts'
import type { Playing } from './playing.ts'
import { useSettings } from './settings.ts'
import { usePage, usePlayback, useRun } from './stores.ts'

/** What was done and how it is taken back; undefined = the engine knows how. */
type Done = (() => void | Promise<void>) | undefined

/** What doing something to the run needs of the session. */
export interface DoingsTools {
  readonly client: Pick<EngineClient, 'request'>
  readonly operations: Operations
  readonly playing: Playing
  readonly unselect: () => void
}

/** What people do to the run, and how it is taken back. */
export interface Doings {
  /** Carries a command out at the present moment. */
  command(command: Command, told?: 'here' | 'elsewhere'): Promise<Replies['command']>
  branch(action: RequestOf<'branch'>['action'], id: string, name?: string): Promise<void>
  compare(id: string | undefined, lane?: LaneId): Promise<void>
  /** Takes back what was done last, be it that another run was started. */
  undo(): Promise<void>
  /** The latest last. */
  readonly done: readonly Done[]
  /** From now on that is what was done. */
  remember(done: readonly Done[]): void
  /** A command in the past has made so many later ones void. */
  tellFork(dropped: number): void
}

export function createDoings(tools: DoingsTools): Doings {
  const { client, playing } = tools
  const { exclusive, quietly } = tools.operations
  let done: readonly Done[] = []
  /** Commands so far. */
  let given = 0

  function remember(next: readonly Done[]): void {
    done = next
    usePage.setState({ undoable: next.length > 0 })
  }

  /** What went wrong before is over when something has gone well. */
  function forgetAlarm(): void {
    if (usePage.getState().notice?.tone === 'alarm') usePage.setState({ notice: undefined })
  }

  /** In the reader's language, whose words may have to be fetched; by then something else may have been done. */
  function tellRefusal(reply: Replies['command']): void {
    const mine = given
    const telling = inReadersWords(reply).then(({ error }) => {
      if (mine === given) usePage.setState({ notice: { tone: 'alarm', text: error ?? '' } })
    })
    void during('language', telling)
  }

  async function compare(id: string | undefined, lane?: LaneId): Promise<void> {
    if (id !== undefined) {
      playing.pause()
      if (useSettings.getState().explain) await playing.setExplain(false)
    }
    await quietly(
      exclusive(async () => {
        await playing.catchUp()
        tools.unselect()
        await client.request<'compare'>({ type: 'compare', branch: id, lane })
      }),
    )
  }

  async function undo(): Promise<void> {
    playing.pause()
    if (useRun.getState().info?.comparison !== undefined) return compare(undefined)
    const step = done.at(-1)
    remember(done.slice(0, -1))
    if (step !== undefined) return quietly(Promise.resolve(step()))
    await quietly(
      exclusive(async () => {
        const reply = await client.request<'undo'>({ type: 'undo' })
        usePage.setState({
          notice: reply.undone ? undefined : { tone: 'info', text: words.notices.nothingToUndo },
        })
        usePlayback.setState({ ended: false })
      }),
    )
  }

  return {
    command(wanted, told = 'here') {
      return exclusive(async () => {
        await playing.catchUp()
        const goesOn = playing.goesOnAfterCommand()
        playing.looks = false
        const reply = await client.request<'command'>({ type: 'command', command: wanted })
        given += 1
        if (reply.error !== undefined) {
          if (told === 'elsewhere') forgetAlarm()
          else tellRefusal(reply)
          return reply
        }
        forgetAlarm()
        remember([...done, undefined])
        if (goesOn && !usePlayback.getState().ended) playing.play()
        return reply
      })
    },
    async branch(action, id, name) {
      if (action === 'switch') playing.pause()
      await quietly(
        exclusive(async () => {
          await playing.catchUp()
          const reply = await client.request<'branch'>({ type: 'branch', action, id, name })
          if (reply.done) remember([...done, undefined])
        }),
      )
    },
    compare,
    undo,
    get done() {
      return done
    },
    remember,
    tellFork(dropped) {
      usePage.setState({
        notice: {
          tone: 'info',
          text: words.notices.forked(dropped),
          action: { label: words.actions.undo, run: () => void undo() },
        },
      })
    },
  }
}
