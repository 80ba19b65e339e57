import type { Millis } from '../../engine/api/units.ts'
import type {
  Bookmark,
  BranchName,
  Command,
  KeptBranch,
  LaneId,
  LoggedCommand,
  Replies,
  RequestType,
  RunUpdate,
} from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import {
  createEngineClient,
  type EngineClient,
  type EngineClientOptions,
  EngineError,
  type RequestOf,
} from '../client/engineClient.ts'
import type { KeptRun } from '../client/runKeeper.ts'
import type { Stage, Target } from '../stage/stage.ts'
import { words } from '../words/words.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import { setBookmarks } from './bookmarks.ts'
import { setBusy } from './idle.ts'
import { useLesson } from './lessonStore.ts'
import { createMedianCounter } from './medians.ts'
import type { Mirror } from './mirror.ts'
import {
  advanced,
  endOfRun,
  LONG_WAIT_OF_REQUESTS,
  nextArrivalAt,
  nextButRequests,
  pace,
  type Speed,
  showsLook,
  stepTarget,
  waitFrom,
} from './playback.ts'
import { createPlugPreviewer, type PlugQuestion } from './plugPreviewer.ts'
import { publish } from './publish.ts'
import { changeSettings, useSettings } from './settings.ts'
import {
  type Notice,
  useAttempts,
  usePage,
  usePlayback,
  useProgress,
  useRun,
  useSelection,
} from './stores.ts'
import { toldWait } from './told.ts'
import { createTraveller } from './travel.ts'
import { createWalker } from './walk.ts'
import type { Guess } from './walkStore.ts'

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

/** A frame that comes late (a hidden tab, a slow machine) counts as this much and no more. */
const LONGEST_FRAME = 100
/** So many runs that were replaced can be brought back. */
const MOST_FORMERS = 10
/** Of the notice that one was (ms). */
const REPLACED_LASTS = 12_000
/** A wait begins so long after the last event at 1x even when an edge is still fading. */
const SETTLE = 1_500
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
/** Wall milliseconds after which playing shows how far the engine has come ... */
const TURN = 80
/** ... and a run that is loaded begins, though its first moment is not over. */
const FIRST_TURN = 1_000
/** A text with a Run document: what was done stands beside the scenario. */
const RECORD = /^kind: *["']?Run["']? *$/m
/** From this speed on motions are cut, not played. */
const CUT_SPEED = 8

/**
 * Conducts the page: keeps the mirror, moves the play head, asks the engine for what is due (at
 * most one `advance` at a time, none when nothing is due), and tells the stage.
 */
export function createSession(options: SessionOptions): Session {
  const requestFrame = options.requestFrame ?? ((callback) => requestAnimationFrame(callback))
  const cancelFrame = options.cancelFrame ?? ((handle) => cancelAnimationFrame(handle))
  const mirror = createMirror()
  let stage: Stage | undefined
  let isStageBusy = false
  let latest: RunUpdate | undefined
  /** Wall time of playback since the last update. */
  let sinceUpdate = 0
  /** The load request that made the present run. */
  let loaded: RequestOf<'load'> | undefined
  /** What was to be loaded when the engine could not be. */
  let missed: { readonly text: string; readonly choice: LoadOptions } | undefined
  let commandTimes: readonly Millis[] = []
  let evaluateNext = false
  /** What was done, the latest last; undefined = the engine knows how to take it back. */
  let steps: ((() => void | Promise<void>) | undefined)[] = []
  /** Where playing rests before the run's end. */
  let restAt = Infinity
  let frame: number | undefined
  let lastFrame: number | undefined
  let operations: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let shuffleTo: number | undefined
  let shuffling: Promise<void> | undefined
  /** What is known of the selected pod's decisions may be old. */
  let chosenChanged = false
  /** A person has pressed Pause, and nothing that sets time in motion since. */
  let restAsked = false

  const client: EngineClient = createEngineClient({
    createWorker: options.createWorker,
    onUpdate: took,
    onStatus: (engine) => {
      usePage.setState({ engine })
      setBusy('restoring', engine.state === 'restoring' ? 1 : 0)
    },
    onInFlight: (count) => setBusy('messages', count),
    onProgress: (progress) => useProgress.setState({ progress }),
  })
  useProgress.setState({
    progress: undefined,
    cancel: () => {
      traveller.stay()
      client.cancel(MOVING)
    },
  })

  const walker = createWalker({
    client,
    mirror,
    stage: () => stage,
    select: (target) => select(target),
    catchUp,
  })
  const traveller = createTraveller({
    ...{ client, play: () => play(), pause, exclusive, quietly },
    stir: () => {
      restAsked = false
    },
    walkBack: () => walker.back(),
    commandTimes: () => commandTimes,
  })
  const previewer = createPlugPreviewer({ client, stage: () => stage })

  const medians = createMedianCounter({ createWorker: options.createWorker, complain })

  // -------------------------------------------------------------- updates

  /** @param onTheWay the engine goes on from there by itself */
  function took(update: RunUpdate, type: RequestType | 'restore', onTheWay: boolean): void {
    const continuous = type === 'advance' || type === 'command'
    latest = update
    sinceUpdate = 0
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
      evaluate: evaluateNext && !onTheWay,
      cut: !continuous || update.reset || useSettings.getState().speed >= CUT_SPEED,
    })
    if (type === 'command' && !update.reset) walker.conclude()
    else if (type !== 'advance' && !walker.moving) walker.leave()
    previewer.runChanged()
    if (type === 'command' && update.dropped > 0) tellFork(update.dropped)
    dropLostTargets()
    refreshChosen(update, onTheWay)
  }

  /** A command in the past has made later ones void. */
  function tellFork(dropped: number): void {
    usePage.setState({
      notice: {
        tone: 'info',
        text: words.notices.forked(dropped),
        action: { label: words.actions.undo, run: () => void undo() },
      },
    })
  }

  function movePlayhead(playhead: Millis): void {
    usePlayback.setState({ playhead, wait: undefined })
  }

  /** A selected pod or machine that no longer exists is no longer selected. */
  function dropLostTargets(): void {
    const { hovered, selected } = useSelection.getState()
    if (!exists(selected)) select(undefined)
    if (!exists(hovered)) hover(undefined)
  }

  function exists(target: Target | undefined): boolean {
    if (target === undefined) return true
    if (target.type === 'app') return mirror.apps[target.app] !== undefined
    const lane = mirror.lanes.find((candidate) => candidate.id === target.lane)
    const rows = target.type === 'pod' ? lane?.pods : lane?.nodes
    return rows?.alive[target.row] === 1
  }

  // -------------------------------------------------------------- the order of things

  /** One thing after the other; playback rests meanwhile. */
  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    setBusy('operations', ++waiting)
    const result = operations.then(work)
    operations = result
      .catch(() => undefined)
      .then(() => {
        setBusy('operations', --waiting)
      })
    return result
  }

  /** Brings the engine to the moment that is shown. */
  async function catchUp(): Promise<void> {
    const to = Math.floor(usePlayback.getState().playhead)
    if (useRun.getState().info !== undefined && to > useRun.getState().now) {
      await client.request<'advance'>({ type: 'advance', to })
    }
  }

  function complain(error: unknown): void {
    // A dead worker is told by the engine's status; a refusal is told here.
    if (error instanceof EngineError && error.died) return
    const text = error instanceof Error ? error.message : String(error)
    usePage.setState({ notice: { tone: 'alarm', text } })
  }

  async function quietly(work: Promise<unknown>): Promise<void> {
    try {
      await work
    } catch (error) {
      complain(error)
    }
  }

  // -------------------------------------------------------------- playback

  function play(until = Infinity): void {
    restAsked = false
    const run = useRun.getState()
    if (run.info === undefined || usePlayback.getState().playing) return
    if (usePlayback.getState().ended) {
      void traveller.restart()
      return
    }
    restAt = until
    walker.leave()
    usePlayback.setState({ playing: true })
    setBusy('playing', 1)
    lastFrame = undefined
    frame = requestFrame(onFrame)
  }

  function pause(): void {
    if (frame !== undefined) cancelFrame(frame)
    frame = undefined
    usePlayback.setState({ playing: false, wait: undefined })
    setBusy('playing', 0)
  }

  function onFrame(time: number): void {
    frame = undefined
    const wall = lastFrame === undefined ? 0 : Math.min(LONGEST_FRAME, time - lastFrame)
    lastFrame = time
    if (waiting === 0) tick(wall)
    if (usePlayback.getState().playing) frame = requestFrame(onFrame)
  }

  function tick(wall: number): void {
    const { nextEventAt, end, now, info, markers, lanes } = useRun.getState()
    const { playhead, wait: before } = usePlayback.getState()
    const { speed } = useSettings.getState()
    if (info === undefined) return
    let wait = before
    sinceUpdate += wall
    const asked = lanes.some(({ traffic }) => (traffic?.perSecond ?? 0) > 0)
    const quiet =
      asked && latest !== undefined
        ? nextButRequests(info, playhead, latest.inFlight, commandTimes)
        : nextEventAt
    // Something has come of the requests themselves: that is to be seen.
    if (asked && wait !== undefined && quiet !== undefined && quiet < wait.to) wait = undefined
    if (wait === undefined && (!isStageBusy || sinceUpdate > SETTLE / speed)) {
      const found = asked
        ? waitFrom(playhead, quiet, end, LONG_WAIT_OF_REQUESTS)
        : waitFrom(playhead, nextEventAt, end)
      if (found !== undefined) wait = { ...found, told: toldWait(found, info, markers) }
    }
    const look = showsLook(info, playhead, speed)
    const rate = pace(info, playhead, speed, stage?.arrivalTime(look) ?? 0)
    const stop = Math.min(end, restAt)
    const head = advanced(playhead, wall, speed, rate, wait, stop)
    const due = nextEventAt !== undefined && nextEventAt <= head
    if (wait !== undefined && head >= wait.to) wait = undefined
    usePlayback.setState({ playhead: head, wait })
    if (due) {
      evaluateNext = look
      void quietly(
        exclusive(() =>
          client.request<'advance'>({
            type: 'advance',
            to: Math.max(Math.floor(head), now),
            within: TURN,
          }),
        ),
      )
    } else if (head >= stop) {
      pause()
      usePlayback.setState({ ended: head >= end })
    }
  }

  function rest(): void {
    restAsked = true
    pause()
  }

  function step(): Promise<void> {
    pause()
    restAsked = false
    return quietly(
      exclusive(async () => {
        evaluateNext = false
        if (useSettings.getState().explain && (await walker.next())) return
        await catchUp()
        await finishMoment()
        const { info, now, nextEventAt, end } = useRun.getState()
        if (info === undefined) return
        const to = stepTarget(info, now, nextEventAt, commandTimes, end)
        evaluateNext = true
        if (to > now) await client.request<'advance'>({ type: 'advance', to })
        evaluateNext = false
        movePlayhead(Math.max(to, now))
        if (to >= useRun.getState().end) usePlayback.setState({ ended: true })
      }),
    )
  }

  async function setExplain(explain: boolean): Promise<void> {
    changeSettings({ explain })
    if (explain) return step()
    walker.leave()
    await quietly(exclusive(finishMoment))
  }

  /** A walk may stand in the middle of a moment. */
  async function finishMoment(): Promise<void> {
    const { info, now, nextEventAt } = useRun.getState()
    if (info !== undefined && nextEventAt === now) {
      await client.request<'advance'>({ type: 'advance', to: now })
    }
  }

  function showAttempt(lane: LaneId, attempt: Attempt): Promise<void> {
    pause()
    restAsked = true
    return quietly(exclusive(() => walker.showAttempt(lane, attempt)))
  }

  // -------------------------------------------------------------- runs and commands

  async function load(text: string, choice: LoadOptions = {}): Promise<Replies['load']> {
    if (RECORD.test(text)) {
      const { run } = await client.request<'check'>({ type: 'check', text })
      if (run !== undefined) return load(run.text, { ...run, play: false, ...choice })
    }
    const { play: playAtOnce = true, at = 0, bookmarks, ...rest } = choice
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
      walker.runStarted(loaded === undefined)
      loaded = request
      medians.runIs(request)
      const info = useRun.getState().info
      usePage.setState({
        file: { name: info?.name ?? '', text },
        notice,
      })
      select(undefined)
      pause()
      usePlayback.setState({ ended: false })
      // What is long is shown on its way.
      const isWhole = (useRun.getState().nextEventAt ?? Infinity) > 0
      if (at > 0 || !(isWhole || playAtOnce)) await traveller.seek(at)
      return answer
    })
    if (reply.loaded && playAtOnce) play()
    return reply
  }

  function setSteps(next: typeof steps): void {
    steps = next
    usePage.setState({ undoable: next.length > 0 })
  }

  /** Another run has taken the place of this one, which `undo` brings back; says so if there was work in it. */
  function replaced({ load: before, at }: KeptRun, text: string): Notice | undefined {
    const inLesson = useLesson.getState().lesson !== undefined
    if (inLesson && before.text === text) return undefined
    const { type: _, text: old, ...choice } = before
    const commands = before.log?.length ?? 0
    const formers = steps.filter((step) => step !== undefined).slice(1 - MOST_FORMERS)
    setSteps([
      ...formers,
      async () => {
        await load(old, { ...choice, at, play: false })
        setSteps([...formers, ...Array.from({ length: commands }, () => undefined)])
        usePage.setState({ notice: undefined })
      },
    ])
    if (commands === 0 || inLesson) return undefined
    return {
      tone: 'info',
      lasts: REPLACED_LASTS,
      text: words.notices.replaced(commands),
      action: { label: words.actions.undo, run: () => void undo() },
    }
  }

  /** Orders that are asked for while another one is being loaded are passed over. */
  function shuffle(): Promise<void> {
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
  }

  async function reload(change: LoadOptions): Promise<void> {
    if (loaded === undefined) return
    const { text, seed, shuffle, policies } = loaded
    await quietly(load(text, { seed, shuffle, policies, ...change }))
  }

  /** What went wrong before is over when something has gone well. */
  function forgetAlarm(): void {
    if (usePage.getState().notice?.tone === 'alarm') usePage.setState({ notice: undefined })
  }

  function command(
    wanted: Command,
    told: 'here' | 'elsewhere' = 'here',
  ): Promise<Replies['command']> {
    return exclusive(async () => {
      await catchUp()
      const goesOn = playsAfterCommand()
      evaluateNext = false
      const reply = await client.request<'command'>({ type: 'command', command: wanted })
      if (reply.error !== undefined) {
        if (told === 'elsewhere') forgetAlarm()
        else usePage.setState({ notice: { tone: 'alarm', text: reply.error } })
        return reply
      }
      forgetAlarm()
      setSteps([...steps, undefined])
      if (goesOn && !usePlayback.getState().ended) play()
      return reply
    })
  }

  /**
   * When all has arrived, what a command does shall be seen, however that moment was reached (played,
   * stepped, scrubbed), unless a person has paused before the end.
   */
  function playsAfterCommand(): boolean {
    const { info, now } = useRun.getState()
    if (info === undefined) return false
    if (usePlayback.getState().ended) return true
    return !restAsked && nextArrivalAt(info, now) === undefined
  }

  async function compare(id: string | undefined, lane?: LaneId): Promise<void> {
    if (id !== undefined) {
      pause()
      if (useSettings.getState().explain) await setExplain(false)
    }
    await quietly(
      exclusive(async () => {
        await catchUp()
        select(undefined)
        await client.request<'compare'>({ type: 'compare', branch: id, lane })
      }),
    )
  }

  async function undo(): Promise<void> {
    pause()
    if (useRun.getState().info?.comparison !== undefined) return compare(undefined)
    const step = steps.at(-1)
    setSteps(steps.slice(0, -1))
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

  async function branch(...[action, id, name]: Parameters<Session['branch']>): Promise<void> {
    if (action === 'switch') pause()
    await quietly(
      exclusive(async () => {
        await catchUp()
        const reply = await client.request<'branch'>({ type: 'branch', action, id, name })
        if (reply.done) setSteps([...steps, undefined])
      }),
    )
  }

  // -------------------------------------------------------------- looking

  function select(target: Target | undefined): void {
    const selection = useSelection.getState()
    useSelection.setState({ selected: target })
    stage?.setTargets({ hovered: selection.hovered, selected: target })
    const app = appOf(target)
    if (app !== undefined) usePage.setState({ reveal: { app } })
    if (target?.type === 'pod') void showWhy(target.lane, target.row)
    else useAttempts.setState({ chosen: undefined })
  }

  function appOf(target: Target | undefined): string | undefined {
    if (target?.type === 'app') return mirror.apps[target.app]?.name
    if (target?.type !== 'pod') return undefined
    const lane = mirror.lanes.find((candidate) => candidate.id === target.lane)
    return mirror.apps[lane?.pods.app[target.row] ?? -1]?.name
  }

  function hover(target: Target | undefined): void {
    useSelection.setState({ hovered: target })
    stage?.setTargets({ hovered: target, selected: useSelection.getState().selected })
  }

  async function showWhy(lane: LaneId, row: number): Promise<void> {
    await quietly(
      client.request<'why'>({ type: 'why', lane, row }).then(({ attempts, untried }) => {
        const { selected } = useSelection.getState()
        if (selected?.type === 'pod' && selected.lane === lane && selected.row === row) {
          useAttempts.setState({ chosen: { lane, row, attempts, untried } })
        }
      }),
    )
  }

  /** What is on its way answers no questions: it is asked at the end. */
  function refreshChosen(update: RunUpdate, onTheWay: boolean): void {
    const { selected } = useSelection.getState()
    const lane =
      selected?.type === 'pod' && update.lanes.find((each) => each.lane === selected.lane)
    if (lane && (update.reset || lane.pods.row.includes(selected.row))) chosenChanged = true
    if (onTheWay) return
    if (chosenChanged && selected?.type === 'pod') void showWhy(selected.lane, selected.row)
    chosenChanged = false
  }

  return {
    mirror,
    load,
    kept() {
      const kept = client.kept()
      return kept && { ...kept, at: Math.floor(usePlayback.getState().playhead) }
    },
    reset: () => reload({ play: false }),
    shuffle,
    restartWithPolicy: (lane, policy) =>
      reload({ policies: { ...loaded?.policies, [lane]: policy } }),
    command,
    undo,
    did: (step) => setSteps([...steps, step]),
    branch,
    compare,
    play,
    pause: rest,
    toggle: () => (usePlayback.getState().playing ? rest() : play()),
    step,
    stepBack: traveller.stepBack,
    setExplain,
    showAttempt,
    guess: walker.guess,
    guessAt: walker.guessAt,
    previewPlug: previewer.ask,
    restart: traveller.restart,
    goTo: traveller.goTo,
    scrub: traveller.scrub,
    setSpeed: (speed) => changeSettings({ speed }),
    select,
    find: (target) => {
      select(target)
      stage?.find(target)
    },
    hover,
    zoom: (presses) => stage?.zoom(presses),
    check: (text) => client.request<'check'>({ type: 'check', text }),
    describe: async (lane, kind, row) =>
      (await client.request<'describe'>({ type: 'describe', lane, kind, row })).text,
    ask: (request) => client.request(request),
    computeMedians: async (orders) => {
      if (loaded !== undefined) await medians.count(loaded, orders)
    },
    retry: async () => {
      const first = loaded === undefined ? missed : undefined
      client.retry()
      if (first !== undefined) await quietly(load(first.text, { ...first.choice, play: true }))
    },
    attachStage: (attached) => {
      stage = attached
      // A stage that comes late takes the mirror as it is, as it does after a reset.
      if (latest !== undefined) {
        attached.update({ ...latest, reset: true }, mirror, { evaluate: false, cut: true })
      }
    },
    stageBusy: (busy) => {
      isStageBusy = busy
      setBusy('stage', busy ? 1 : 0)
    },
    dispose: () => {
      pause()
      medians.dispose()
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
