import type { Millis } from '../../engine/api/units.ts'
import type {
  Bookmark,
  BranchName,
  KeptBranch,
  LaneId,
  LoggedCommand,
  Replies,
} from '../../engine/protocol.ts'
import type { EngineClient, RequestOf } from '../client/engineClient.ts'
import type { KeptRun } from '../client/runKeeper.ts'
import { words } from '../words/words.ts'
import { setBookmarks } from './bookmarks.ts'
import type { Doings } from './doings.ts'
import { useLesson } from './lessonStore.ts'
import type { Operations } from './operations.ts'
import type { Playing } from './playing.ts'
import { type Notice, usePage, usePlayback, useRun } from './stores.ts'
import type { Traveller } from './travel.ts'

export interface LoadOptions {
  readonly seed?: number
  readonly shuffle?: number
  readonly policies?: Readonly<Record<LaneId, string>>
  /** Commands that are given again at their times. */
  readonly log?: readonly LoggedCommand[]
  /** Which of the run's branches this is, and what the others are. */
  readonly branch?: BranchName
  readonly branches?: readonly KeptBranch[]
  readonly bookmarks?: readonly Bookmark[]
  /** The moment that is shown first; default 0. */
  readonly at?: Millis
  /** Play at once; default true. */
  readonly play?: boolean
}

/** What starting runs needs of the session. */
export interface RunsTools {
  readonly client: Pick<EngineClient, 'request' | 'kept'>
  readonly operations: Operations
  readonly playing: Pick<Playing, 'play' | 'pause'>
  readonly traveller: Pick<Traveller, 'seek' | 'giveWay'>
  readonly doings: Pick<Doings, 'done' | 'remember' | 'undo'>
  /** This request has made another run. `first`: there was none before. */
  readonly started: (load: RequestOf<'load'>, first: boolean) => void
}

/** Starts runs: of a file, of a record, and of the same file otherwise. */
export interface Runs {
  /** Starts another run; on errors the old run stays and the reply says why. */
  load(text: string, options?: LoadOptions): Promise<Replies['load']>
  /** The same file with its arrivals in another order. */
  shuffle(): Promise<void>
  /** The same file without any command, with these choices beside those that it was started with. */
  reload(change: LoadOptions): Promise<void>
  /** What was to be loaded when there was no engine, if nothing has been since. */
  loadMissed(): Promise<void>
  /** The load request that made the present run. */
  readonly loaded: RequestOf<'load'> | undefined
}

/** So many runs that were replaced can be brought back. */
const MOST_FORMERS = 10
/** Of the notice that one was (ms). */
const REPLACED_LASTS = 12_000
/** Wall milliseconds after which a run that is loaded begins, though its first moment is not over. */
const FIRST_TURN = 1_000
/** A text with a Run document: what was done stands beside the scenario. */
const RECORD = /^kind: *["']?Run["']? *$/m

export function createRuns(tools: RunsTools): Runs {
  const { client, playing, traveller, doings } = tools
  const { exclusive, quietly } = tools.operations
  let loaded: RequestOf<'load'> | undefined
  /** What was to be loaded when the engine could not be. */
  let missed: { readonly text: string; readonly choice: LoadOptions } | undefined
  let shuffleTo: number | undefined
  let shuffling: Promise<void> | undefined

  async function load(text: string, choice: LoadOptions = {}): Promise<Replies['load']> {
    if (RECORD.test(text)) {
      const { run } = await client.request<'check'>({ type: 'check', text })
      if (run !== undefined) return load(run.text, { ...run, play: false, ...choice })
    }
    const { play = true, at = 0, bookmarks, ...rest } = choice
    const { seed, shuffle, policies, log, branch, branches } = rest
    const request: RequestOf<'load'> = {
      ...{ type: 'load', text, seed, shuffle, policies, log, branch, branches },
    }
    missed = { text, choice }
    traveller.giveWay()
    const reply = await exclusive(async () => {
      const former = client.kept()
      const answer = await client.request<'load'>({ ...request, within: FIRST_TURN })
      missed = undefined
      if (!answer.loaded) return answer
      const notice = former && replaced(former, text)
      if (bookmarks !== undefined) setBookmarks(text, bookmarks)
      const first = loaded === undefined
      loaded = request
      tools.started(request, first)
      usePage.setState({ file: { name: useRun.getState().info?.name ?? '', text }, notice })
      playing.pause()
      usePlayback.setState({ ended: false })
      // What is long is shown on its way.
      const isWhole = (useRun.getState().nextEventAt ?? Infinity) > 0
      if (at > 0 || !(isWhole || play)) await traveller.seek(at)
      return answer
    })
    if (reply.loaded && play) playing.play()
    return reply
  }

  /** Another run has taken the place of this one, which `undo` brings back; says so if there was work in it. */
  function replaced({ load: before, at }: KeptRun, text: string): Notice | undefined {
    const inLesson = useLesson.getState().lesson !== undefined
    if (inLesson && before.text === text) return undefined
    const { type: _, text: old, ...choice } = before
    const commands = before.log?.length ?? 0
    const formers = doings.done.filter((step) => step !== undefined).slice(1 - MOST_FORMERS)
    doings.remember([
      ...formers,
      async () => {
        await load(old, { ...choice, at, play: false })
        doings.remember([...formers, ...Array.from({ length: commands }, () => undefined)])
        usePage.setState({ notice: undefined })
      },
    ])
    if (commands === 0 || inLesson) return undefined
    return {
      tone: 'info',
      lasts: REPLACED_LASTS,
      text: words.notices.replaced(commands),
      action: { label: words.actions.undo, run: () => void doings.undo() },
    }
  }

  async function reload(change: LoadOptions): Promise<void> {
    if (loaded === undefined) return
    const { text, seed, shuffle, policies } = loaded
    await quietly(load(text, { seed, shuffle, policies, ...change }))
  }

  return {
    load,
    /** Orders that are asked for while another one is being loaded are passed over. */
    shuffle() {
      shuffleTo = (shuffleTo ?? loaded?.shuffle ?? 0) + 1
      shuffling ??= (async () => {
        for (
          let order: number | undefined = shuffleTo;
          order !== undefined && loaded !== undefined;
          order = shuffleTo
        ) {
          await reload({ shuffle: order })
          if (shuffleTo === order) shuffleTo = undefined
        }
        shuffling = undefined
      })()
      return shuffling
    },
    reload,
    async loadMissed() {
      if (missed === undefined) return
      await quietly(load(missed.text, { ...missed.choice, play: true }))
    },
    get loaded() {
      return loaded
    },
  }
}
