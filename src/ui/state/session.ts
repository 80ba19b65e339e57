import type { Millis } from '../../engine/api/units.ts'
import type {
  Command,
  KeptBranch,
  LaneId,
  Replies,
  RequestType,
  RunUpdate,
} from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import {
  createEngineClient,
  type EngineClient,
  type EngineClientOptions,
  type RequestOf,
} from '../client/engineClient.ts'
import type { KeptRun } from '../client/runKeeper.ts'
import type { Stage, Target } from '../stage/stage.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import { createDoings } from './doings.ts'
import { during, setBusy } from './idle.ts'
import type { MedianCounter } from './medians.ts'
import type { Mirror } from './mirror.ts'
import { createOperations } from './operations.ts'
import { endOfRun, type Speed } from './playback.ts'
import { createPlaying, type Playing } from './playing.ts'
import { createPlugPreviewer, type PlugQuestion } from './plugPreviewer.ts'
import { publish } from './publish.ts'
import { createRuns, type LoadOptions } from './runs.ts'
import { createSelector } from './selection.ts'
import { changeSettings, useSettings } from './settings.ts'
import { usePage, usePlayback, useProgress, useRun } from './stores.ts'
import { createTraveller, type Traveller } from './travel.ts'
import { createWalker, type Walker } from './walk.ts'
import type { Guess } from './walkStore.ts'

/** What the page's parts can do to the run. Everything a person does goes through here. */
export interface Session {
  readonly mirror: Mirror
  /** Starts another run; on errors the old run stays and the reply says why. */
  load(text: string, options?: LoadOptions): Promise<Replies['load']>
  /** What brings this run back as it stands; undefined = there is none. */
  kept(): KeptRun | undefined
  /** The same run from the beginning without any command; paused. */
  reset(): Promise<void>
  /** The same file with its arrivals in another order. */
  shuffle(): Promise<void>
  /** Starts over under another policy of one lane. */
  restartWithPolicy(lane: LaneId, policy: string): Promise<void>
  /** Carries a command out at the present moment. */
  /** `told`: who says why it could not be carried out: the page, or whoever gave it. */
  command(command: Command, told?: 'here' | 'elsewhere'): Promise<Replies['command']>
  /** Takes back what was done last, be it that another run was started. */
  undo(): Promise<void>
  /** Something that the engine does not know was done; `undo` takes it back. */
  did(undo: () => void | Promise<void>): void
  /** Of the branches that the run has: goes on in one, names it or takes it away. */
  branch(action: RequestOf<'branch'>['action'], id: string, name?: string): Promise<void>
  /** Shows another branch beside this one, one lane of both; undefined ends that. */
  compare(id: string | undefined, lane?: LaneId): Promise<void>
  /** `until`: rests exactly there, unless something stops it before. */
  play(until?: Millis): void
  pause(): void
  toggle(): void
  /**
   * To just after the next arrival or command, the scheduler's look played in full; while explaining,
   * to the next phase of the scheduler's next decision.
   */
  step(): Promise<void>
  stepBack(): Promise<void>
  /** Whether steps explain. Switching it on shows the first phase of the next decision. */
  setExplain(explain: boolean): Promise<void>
  /** Goes to just before this attempt and explains it. */
  showAttempt(lane: LaneId, attempt: Attempt): Promise<void>
  /** The viewer expects this machine, or none. Returns whether a guess was asked for. */
  guess(guess: Guess): boolean
  /** As `guess`, by a choice on the stage. */
  guessAt(target: Target): boolean
  /** What pulling a plug would do; undefined ends the preview. `dwell`: once the pointer rests. */
  previewPlug(question: PlugQuestion | undefined, dwell?: boolean): void
  /** To the beginning, and play; commands are given again at their times. */
  restart(): Promise<void>
  /** Rests at any moment, be it ahead or behind; resolves once it is shown. */
  goTo(at: Millis): Promise<void>
  /** Shows any moment. While `dragging`, playback rests and motions are cut. */
  scrub(to: Millis, dragging: boolean): void
  setSpeed(speed: Speed): void
  select(target: Target | undefined): void
  /** Selects it and brings it into view. */
  find(target: Target): void
  hover(target: Target | undefined): void
  /** The picture closer (above 0) or farther by so many presses; undefined = all of it. */
  zoom(presses: number | undefined): void
  check(text: string): Promise<Replies['check']>
  describe(lane: LaneId, kind: 'Pod' | 'Node', row: number): Promise<string>
  /** Asks for something that changes nothing. */
  ask<T extends 'logs' | 'workloads' | 'usage' | 'use' | 'peek' | 'whatIf'>(
    request: RequestOf<T>,
  ): Promise<Replies[T]>
  computeMedians(orders: number): Promise<void>
  /** When the engine could not be loaded: tries again, and to start what was to be started. */
  retry(): Promise<void>
  attachStage(stage: Stage): void
  stageBusy(busy: boolean): void
  dispose(): void
}

export interface SessionOptions {
  readonly createWorker: EngineClientOptions['createWorker']
  readonly requestFrame?: (callback: (time: number) => void) => number
  readonly cancelFrame?: (handle: number) => void
}

/** Requests that move the run. */
const MOVING: readonly RequestType[] = [
  'load',
  'command',
  'advance',
  'seek',
  'undo',
  'branch',
  'compare',
]
/** From this speed on motions are cut, not played. */
const CUT_SPEED = 8

/**
 * Conducts the page: keeps the mirror, tells stage and stores of every update, and puts together who moves time
 * (playing.ts), goes to other moments (travel.ts), starts runs (runs.ts), does something to them (doings.ts)
 * and chooses what is looked at (selection.ts).
 */
export function createSession(options: SessionOptions): Session {
  const mirror = createMirror()
  let stage: Stage | undefined
  let latest: RunUpdate | undefined
  let commandTimes: readonly Millis[] = []
  const operations = createOperations()
  const { exclusive, quietly } = operations

  const client: EngineClient = createEngineClient({
    createWorker: options.createWorker,
    onUpdate: took,
    onStatus: (engine) => {
      usePage.setState({ engine })
      setBusy('restoring', engine.state === 'restoring' ? 1 : 0)
    },
    onInFlight: (count) => setBusy('messages', count),
    onProgress: (progress, of) => useProgress.setState({ progress, of }),
  })

  const selector = createSelector({ client, mirror, quietly, stage: () => stage })
  const playing: Playing = createPlaying({
    client,
    operations,
    stage: () => stage,
    walker: () => walker,
    restart: () => traveller.restart(),
    commandTimes: () => commandTimes,
    requestFrame: options.requestFrame ?? ((callback) => requestAnimationFrame(callback)),
    cancelFrame: options.cancelFrame ?? ((handle) => cancelAnimationFrame(handle)),
  })
  const walker: Walker = createWalker({
    client,
    mirror,
    stage: () => stage,
    select: selector.select,
    catchUp: playing.catchUp,
  })
  const traveller: Traveller = createTraveller({
    client,
    operations,
    playing,
    walkBack: walker.back,
    commandTimes: () => commandTimes,
  })
  const doings = createDoings({
    client,
    operations,
    playing,
    unselect: () => selector.select(undefined),
  })
  const previewer = createPlugPreviewer({ client, stage: () => stage })
  /** Fetched when somebody wants to know. */
  let medians: Promise<MedianCounter> | undefined
  const runs = createRuns({
    ...{ client, operations, playing, traveller, doings },
    started(load, first) {
      walker.runStarted(first)
      void medians?.then((counter) => counter.runIs(load))
      selector.select(undefined)
    },
  })
  useProgress.setState({
    progress: undefined,
    of: undefined,
    cancel: () => {
      traveller.stay()
      client.cancel([...MOVING, 'why', 'peek', 'whatIf'])
    },
  })

  /** @param onTheWay the engine goes on from there by itself */
  function took(update: RunUpdate, type: RequestType | 'restore', onTheWay: boolean): void {
    const continuous = type === 'advance' || type === 'command'
    latest = update
    playing.took(update)
    applyUpdate(mirror, update)
    publish(update, mirror, continuous)
    if (update.script !== undefined) {
      commandTimes = update.script.log.map((entry) => entry.at)
      useRun.setState(branchesOf(update.script))
    }
    const run = useRun.getState()
    if (run.info !== undefined) {
      const computed = endOfRun(run.info, run.markers, update.inFlight)
      // What is known of this run stays on the timeline when somebody goes back.
      const known = type === 'load' || type === 'command' || type === 'undo' ? 0 : run.end
      useRun.setState({ end: Math.max(computed, update.now, known) })
    }
    const { playhead } = usePlayback.getState()
    // What was due is not all done yet: the play head waits for the engine.
    const lags = (update.nextEventAt ?? Infinity) <= playhead
    if (onTheWay) movePlayhead(update.now)
    else if (type !== 'advance' || lags || update.now > playhead) {
      movePlayhead(traveller.knobAt ?? update.now)
    }
    const playback = usePlayback.getState()
    if (playback.ended && playback.playhead < useRun.getState().end) {
      usePlayback.setState({ ended: false })
    }
    stage?.update(update, mirror, {
      evaluate: playing.looks && !onTheWay,
      cut: !continuous || update.reset || useSettings.getState().speed >= CUT_SPEED,
    })
    if (type === 'command' && !update.reset) walker.conclude()
    else if (type !== 'advance' && !walker.moving) walker.leave()
    previewer.runChanged()
    if (type === 'command' && update.dropped > 0) doings.tellFork(update.dropped)
    selector.runChanged(update, onTheWay)
  }

  function movePlayhead(playhead: Millis): void {
    usePlayback.setState({ playhead, wait: undefined })
  }

  return {
    mirror,
    load: runs.load,
    kept() {
      const kept = client.kept()
      return kept && { ...kept, at: Math.floor(usePlayback.getState().playhead) }
    },
    reset: () => runs.reload({ play: false }),
    shuffle: runs.shuffle,
    restartWithPolicy: (lane, policy) =>
      runs.reload({ policies: { ...runs.loaded?.policies, [lane]: policy } }),
    command: doings.command,
    undo: doings.undo,
    did: (step) => doings.remember([...doings.done, step]),
    branch: doings.branch,
    compare: doings.compare,
    play: playing.play,
    pause: playing.rest,
    toggle: () => (usePlayback.getState().playing ? playing.rest() : playing.play()),
    step: playing.step,
    stepBack: traveller.stepBack,
    setExplain: playing.setExplain,
    showAttempt: (lane, attempt) => {
      playing.rest()
      return quietly(exclusive(() => walker.showAttempt(lane, attempt)))
    },
    guess: walker.guess,
    guessAt: walker.guessAt,
    previewPlug: previewer.ask,
    restart: traveller.restart,
    goTo: traveller.goTo,
    scrub: traveller.scrub,
    setSpeed: (speed) => changeSettings({ speed }),
    select: selector.select,
    find: selector.find,
    hover: selector.hover,
    zoom: (presses) => stage?.zoom(presses),
    check: (text) => client.request<'check'>({ type: 'check', text }),
    describe: async (lane, kind, row) =>
      (await client.request<'describe'>({ type: 'describe', lane, kind, row })).text,
    ask: (request) => client.request(request),
    computeMedians: async (orders) => {
      const { createWorker } = options
      medians ??= during('coming', import('./medians.ts')).then(({ createMedianCounter }) =>
        createMedianCounter({ createWorker, complain: operations.complain }),
      )
      const counter = await medians.catch(() => {
        medians = undefined
      })
      if (runs.loaded !== undefined) await counter?.count(runs.loaded, orders)
    },
    retry: async () => {
      const isFirst = runs.loaded === undefined
      client.retry()
      if (isFirst) await runs.loadMissed()
    },
    attachStage: (attached) => {
      stage = attached
      // A stage that comes late takes the mirror as it is, as it does after a reset.
      if (latest !== undefined) {
        attached.update({ ...latest, reset: true }, mirror, { evaluate: false, cut: true })
      }
    },
    stageBusy: playing.stageBusy,
    dispose: () => {
      playing.pause()
      void medians?.then((counter) => counter.dispose())
      client.dispose()
    },
  }
}

/** All branches by their ids; none where there is but one. */
function branchesOf({ policies, log, branch, branches = [] }: NonNullable<RunUpdate['script']>) {
  const current: KeptBranch = { ...(branch ?? { id: 'A' }), policies, log, seen: 0 }
  const all = branches.length === 0 ? [] : [current, ...branches]
  return {
    branch: current.id,
    branches: all.sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1)),
  }
}
