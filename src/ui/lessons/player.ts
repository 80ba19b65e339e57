import type { Command } from '../../engine/protocol.ts'
import type { WalkPhase } from '../stage/stage.ts'
import { during } from '../state/idle.ts'
import { type Answered, type LessonPlace, useLesson } from '../state/lessonStore.ts'
import type { Speed } from '../state/playback.ts'
import { podsOfNode } from '../state/podFacts.ts'
import type { Session } from '../state/session.ts'
import { changeSettings, useSettings } from '../state/settings.ts'
import { useEvents, usePlayback, useProgress, useRun } from '../state/stores.ts'
import { useWalk } from '../state/walkStore.ts'
import { whyPending } from '../state/whyPending.ts'
import { inReadersWords } from '../words/diagnostics.ts'
import { documentWith } from './editRequest.ts'
import { judgeEstimate, judgeNode, judgePods } from './judge.ts'
import { lessonWords } from './language.ts'
import { logBefore, type Step, startOf } from './lesson.ts'
import { noteProgress } from './progress.ts'
import { LESSONS, lessonNamed, type ShelvedLesson } from './shelf.ts'

/** After what was edited is applied, its pods have a machine within this time, if ever. */
const SETTLED = 1_500
/** More phases than a decision has. */
const PHASES = 6

/** Leads through lessons: what keys, buttons and clickers do. */
export interface LessonPlayer {
  /** Opens a lesson at a step; -1 = before its first step, at rest. */
  open(name: string, step?: number): Promise<void>
  /**
   * While something plays to the end of its step: there at once. Otherwise the next step, and after
   * the last one the next lesson.
   */
  next(): Promise<void>
  back(): Promise<void>
  nextLesson(): Promise<void>
  leave(): void
  /** The viewer expects this machine (its number; 0 = none fits). */
  chooseMachine(ordinal: number): void
  /** The viewer expects these pods (rows of the asked lane) to come back. */
  choosePods(rows: ReadonlySet<number>): Promise<void>
  /** The viewer lets an app ask for other amounts, by resource in base units. */
  tryRequests(amounts: Readonly<Record<string, number>>): Promise<void>
  /** The viewer expects so many machines; what comes of the run says whether that was right. */
  estimate(machines: number): void
}

const players = new WeakMap<Session, LessonPlayer>()

/** The one player of a session. */
export function playerOf(session: Session): LessonPlayer {
  const known = players.get(session)
  if (known !== undefined) return known
  const player = createPlayer(session)
  players.set(session, player)
  return player
}

/** The lesson that is open, and where; undefined = none. */
export function openLesson(
  place: LessonPlace | undefined,
): { readonly lesson: ShelvedLesson; readonly step: Step | undefined } | undefined {
  const lesson = place && lessonNamed(place.name)
  return lesson && { lesson, step: lesson.steps[place.step] }
}

function createPlayer(session: Session): LessonPlayer {
  /** Grows with every move, so that an older one that is still waiting gives up. */
  let turn = 0
  /** What the viewer had chosen before a step set it otherwise. */
  let ownSpeed: Speed | undefined
  let ownPredict: boolean | undefined
  /** What was estimated in this lesson, by step. */
  let estimates: { readonly lesson: string; readonly by: Map<string, number> } | undefined
  /** Until the latest step is on the stage. */
  let entering: Promise<void> = Promise.resolve()
  /** Presses wait for each other: a step without a time of its own begins where the one before left the run. */
  let presses: Promise<void> = Promise.resolve()
  const inTurn = (move: () => Promise<void>): Promise<void> => {
    presses = during('lesson', presses.then(move, move))
    return presses
  }

  /** The run goes to the end of a step at once. */
  let jumping = false
  /** That takes long enough to be told: a press meanwhile would skip what nobody has seen. */
  const isOnItsWay = () => jumping && useProgress.getState().progress !== undefined

  const place = () => useLesson.getState().lesson
  /** What an audience is shown is nobody's progress. */
  const note: typeof noteProgress = (name, change) => {
    if (!useLesson.getState().presenting) noteProgress(name, change)
  }
  const answered = (answer: Answered | undefined) => {
    const lesson = place()
    if (lesson === undefined) return
    useLesson.setState({ lesson: { ...lesson, answered: answer } })
    const step = openLesson(lesson)?.step
    if (answer === undefined || step === undefined) return
    const known = lesson.answered === undefined
    if (known && answer.right !== undefined)
      note(lesson.name, { first: { [step.id]: answer.right } })
  }

  /** What had been estimated is compared with what has come of it. */
  function settle(lesson: ShelvedLesson, { settles }: Step): void {
    const question = lesson.steps.find(({ id }) => id === settles)?.question
    const guess = estimates?.lesson === lesson.name ? estimates.by.get(settles ?? '') : undefined
    if (settles === undefined || question?.type !== 'estimate' || guess === undefined) return
    const lane = useRun.getState().lanes.find(({ id }) => id === question.lane)
    const shown = place()
    if (lane === undefined || shown === undefined) return
    const words = lessonWords().question
    const answer = judgeEstimate(guess, lane.metrics.machines, question.within, words)
    useLesson.setState({ lesson: { ...shown, answered: answer } })
    if (answer.right !== undefined) note(lesson.name, { first: { [settles]: answer.right } })
  }

  function restoreSettings(): void {
    if (ownSpeed !== undefined) changeSettings({ speed: ownSpeed })
    if (ownPredict !== undefined) changeSettings({ predict: ownPredict })
    ownSpeed = undefined
    ownPredict = undefined
  }

  /** Whether the run is the lesson's own, without anything that somebody else has done to it. */
  function isAsWritten(lesson: ShelvedLesson, index: number): boolean {
    const kept = session.kept()
    if (kept === undefined) return false
    const { text, seed, shuffle, log = [] } = kept.load
    if (text !== lesson.example.text || seed !== undefined || shuffle !== undefined) return false
    if (kept.at > startOf(lesson, index)) return false
    return JSON.stringify(log) === JSON.stringify(logBefore(lesson, index))
  }

  function enter(...to: Parameters<typeof show>): Promise<void> {
    entering = show(...to)
    return entering
  }

  /** `on`: from where the run stands; `back`: as it stood when this step was over; `open`: afresh. */
  async function show(
    lesson: ShelvedLesson,
    index: number,
    way: 'on' | 'back' | 'open',
  ): Promise<void> {
    const mine = ++turn
    const over = () => mine !== turn
    const first = Math.max(0, index)
    const step = lesson.steps[first]
    if (step === undefined) return
    session.pause()
    restoreSettings()
    useLesson.setState({ lesson: { name: lesson.name, step: index, answered: undefined } })
    const fresh = way !== 'on' || (step.from !== undefined && !isAsWritten(lesson, first))
    const at = startOf(lesson, first)
    if (fresh) {
      const log = logBefore(lesson, first)
      const reply = await session.load(lesson.example.text, {
        ...(log.length > 0 && { log }),
        at,
        play: false,
      })
      if (over() || !reply.loaded) return
    } else if (step.from !== undefined) {
      if (useWalk.getState().walk !== undefined || step.explain === undefined) await leaveWalk()
      if (over()) return
      if (step.from !== usePlayback.getState().playhead) await session.goTo(step.from)
      if (over()) return
    }
    if (index < 0) return
    note(lesson.name, {
      step: index,
      ...(index === lesson.steps.length - 1 && { done: true }),
    })
    await give(step.commands ?? [])
    if (over()) return
    if (step.question?.type === 'node') {
      ownPredict = useSettings.getState().predict
      useSettings.setState({ predict: true })
    }
    if (step.explain === undefined) await leaveWalk()
    else await reach(step.explain, over)
    if (over()) return
    mark(step)
    settle(lesson, step)
    if (step.to === undefined || step.to <= usePlayback.getState().playhead) return
    if (way === 'back') return session.goTo(step.to)
    if (step.speed !== undefined) {
      ownSpeed = useSettings.getState().speed
      useSettings.setState({ speed: step.speed })
    }
    session.play(step.to)
  }

  async function give(commands: readonly Command[]): Promise<void> {
    for (const command of commands) await session.command(command).catch(() => undefined)
    if (commands.length > 0) session.pause()
  }

  async function leaveWalk(): Promise<void> {
    if (useSettings.getState().explain) await session.setExplain(false)
  }

  async function reach(phase: WalkPhase, over: () => boolean): Promise<void> {
    if (!useSettings.getState().explain) await session.setExplain(true)
    for (let i = 0; i < PHASES && !over(); i++) {
      const { walk, over: none } = useWalk.getState()
      if (walk?.phase === phase || none) return
      await session.step()
    }
  }

  function mark({ select }: Step): void {
    const lane = useRun.getState().lanes.find(({ id }) => id === select?.lane)
    const row = lane?.machines.find(({ ordinal }) => ordinal === select?.machine)?.row
    session.select(
      lane !== undefined && row !== undefined ? { type: 'node', lane: lane.id, row } : undefined,
    )
  }

  /** Whether the step shown still plays to its end, and if so goes there. */
  async function finish(step: Step | undefined): Promise<boolean> {
    const { playing, playhead } = usePlayback.getState()
    if (!playing || step?.to === undefined || playhead >= step.to) return false
    turn++
    restoreSettings()
    jumping = true
    await session.goTo(step.to).finally(() => {
      jumping = false
    })
    return true
  }

  async function open(name: string, step = 0): Promise<void> {
    const lesson = lessonNamed(name)
    if (lesson !== undefined) await enter(lesson, Math.min(step, lesson.steps.length - 1), 'open')
  }

  function following(name: string): ShelvedLesson | undefined {
    return LESSONS[LESSONS.findIndex((lesson) => lesson.name === name) + 1]
  }

  function leave(): void {
    turn++
    session.pause()
    restoreSettings()
    useLesson.setState({ lesson: undefined })
    void leaveWalk()
    session.select(undefined)
  }

  function choose(ordinal: number): void {
    const { walk } = useWalk.getState()
    if (ordinal === 0) session.guess('none')
    const lane = useRun.getState().lanes.find(({ id }) => id === walk?.lane)
    const machine = lane?.machines.find((one) => one.ordinal === ordinal)
    if (machine !== undefined) session.guess(machine.row)
  }

  // A machine that is chosen on the stage is a guess of the walk; it is judged at once.
  useWalk.subscribe(({ walk }, before) => {
    const lesson = place()
    const asked = openLesson(lesson)?.step?.question?.type === 'node'
    if (!asked || walk?.guess === undefined || walk.phase !== 'queue') return
    if (walk.guess === before.walk?.guess && lesson?.answered !== undefined) return
    const machine = useRun
      .getState()
      .lanes.find(({ id }) => id === walk.lane)
      ?.machines.find(({ row }) => row === walk.guess)
    const guess = walk.guess === 'none' ? undefined : machine?.name
    answered(judgeNode(walk.decision.attempt, guess, lessonWords().question))
  })

  // Another file has been opened: the lesson is over.
  useRun.subscribe(({ info }, before) => {
    const lesson = openLesson(place())?.lesson
    if (info === before.info || info === undefined || lesson === undefined) return
    if (info.name === lesson.scenario) return
    turn++
    restoreSettings()
    useLesson.setState({ lesson: undefined })
  })

  return {
    open,
    leave,
    next: async () => {
      if (isOnItsWay()) return
      await inTurn(async () => {
        const shown = openLesson(place())
        if (shown === undefined) return
        if (await finish(shown.step)) return
        const { lesson } = shown
        const index = (place()?.step ?? 0) + 1
        if (index < lesson.steps.length) return enter(lesson, index, 'on')
        const next = following(lesson.name)
        if (next !== undefined) return enter(next, 0, 'open')
        if (!useLesson.getState().presenting) leave()
      })
    },
    back: () =>
      inTurn(async () => {
        const shown = openLesson(place())
        if (shown === undefined) return
        const index = (place()?.step ?? 0) - 1
        if (index >= 0) return enter(shown.lesson, index, 'back')
        const before = LESSONS[shown.lesson.number - 2]
        if (before !== undefined && useLesson.getState().presenting) {
          return enter(before, before.steps.length - 1, 'back')
        }
        return enter(shown.lesson, 0, 'back')
      }),
    async nextLesson() {
      const name = place()?.name
      const next = name === undefined ? LESSONS[0] : following(name)
      if (next !== undefined) await enter(next, 0, 'open')
    },
    chooseMachine(ordinal) {
      const { walk } = useWalk.getState()
      // Whoever is quick has answered before the question is on the stage.
      if (walk === undefined) void entering.then(() => choose(ordinal))
      else choose(ordinal)
    },
    async choosePods(rows) {
      const question = openLesson(place())?.step?.question
      if (question?.type !== 'plug') return
      const mine = turn
      const words = lessonWords().question
      const { lane, machine } = question
      const reply = await session
        .ask({ type: 'whatIf', command: { type: 'pullPlug', machine, lane } })
        .catch(() => undefined)
      if (mine !== turn) return
      const future = reply?.lanes.find((found) => found.lane === lane)
      if (future === undefined) answered({ right: false, text: words.failed })
      else answered(judgePods(future, podsOfMachine(session, lane, machine), rows, words))
    },
    estimate(machines) {
      const shown = openLesson(place())
      const lesson = place()
      if (lesson === undefined || shown?.step?.question?.type !== 'estimate') return
      const before = estimates?.lesson === lesson.name ? [...estimates.by] : []
      estimates = { lesson: lesson.name, by: new Map([...before, [shown.step.id, machines]]) }
      const text = lessonWords().question.noted(machines)
      useLesson.setState({ lesson: { ...lesson, answered: { text } } })
    },
    async tryRequests(amounts) {
      const shown = openLesson(place())
      const question = shown?.step?.question
      if (shown === undefined || question?.type !== 'edit') return
      const mine = turn
      const words = lessonWords().question
      const writing = documentWith(shown.lesson.example.text, question.app, amounts, session.check)
      const text = await during('lesson', writing).catch(() => undefined)
      if (mine !== turn) return
      if (text === undefined) return answered({ right: false, text: words.failed })
      const reply = await inReadersWords(
        await session.command({ type: 'apply', text }, 'elsewhere'),
      )
      const problem = reply.error ?? reply.diagnostics[0]?.message
      if (problem !== undefined) return answered({ right: false, text: problem })
      session.pause()
      await session.goTo(usePlayback.getState().playhead + SETTLED)
      if (mine !== turn) return
      const lane = useRun.getState().lanes.find(({ id }) => id === question.lane)
      const fits = lane !== undefined && lane.metrics.pending === 0
      const why = whyPending(useEvents.getState().events, question.lane)?.message ?? ''
      answered({
        right: fits,
        text: fits ? words.fits : words.stillPending(why.split('. ')[0] ?? why),
      })
    },
  }
}

/** Rows of the pods on a machine, from the floor up. */
export function podsOfMachine(session: Session, lane: string, ordinal: number): readonly number[] {
  const summary = useRun.getState().lanes.find(({ id }) => id === lane)
  const row = summary?.machines.find((machine) => machine.ordinal === ordinal)?.row
  const mirror = session.mirror.lanes.find(({ id }) => id === lane)
  return row === undefined || mirror === undefined ? [] : podsOfNode(mirror, row)
}
