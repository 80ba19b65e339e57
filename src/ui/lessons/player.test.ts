import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createInProcessWorker } from '../client/testing/inProcessWorker.ts'
import { useLesson } from '../state/lessonStore.ts'
import { createSession, type Session } from '../state/session.ts'
import { DEFAULT_SETTINGS, useSettings } from '../state/settings.ts'
import { usePage, usePlayback, useProgress, useRun } from '../state/stores.ts'
import { useWalk } from '../state/walkStore.ts'
import { lessonsEn } from '../words/lessons.en.ts'
import { count } from '../words/units.ts'
import { factsOf } from './facts.ts'
import { judgeEstimate } from './judge.ts'
import type { Step } from './lesson.ts'
import { type LessonPlayer, openLesson, playerOf, podsOfMachine } from './player.ts'
import { useProgressOfLessons } from './progress.ts'
import { LESSONS } from './shelf.ts'
import { textOf } from './useFacts.ts'

let session: Session
let player: LessonPlayer

beforeEach(() => {
  vi.useFakeTimers()
  useSettings.setState(DEFAULT_SETTINGS)
  usePage.setState(usePage.getInitialState())
  useRun.setState(useRun.getInitialState())
  usePlayback.setState(usePlayback.getInitialState())
  useLesson.setState({ lesson: undefined, presenting: false })
  useProgressOfLessons.setState({ lessons: {} })
  session = createSession({
    createWorker: createInProcessWorker,
    requestFrame: () => 1,
    cancelFrame: () => {},
  })
  player = playerOf(session)
})

afterEach(() => {
  session.dispose()
  vi.useRealTimers()
})

/** Lets the engine answer until the work is done. */
async function done(work: Promise<unknown>): Promise<void> {
  let over = false
  void work.finally(() => {
    over = true
  })
  for (let i = 0; i < 2_000 && !over; i++) await vi.advanceTimersByTimeAsync(1)
  expect(over).toBe(true)
}

const place = () => useLesson.getState().lesson
const step = () => openLesson(place())?.step
const captions = () => {
  const texts = lessonsEn.lessons[place()!.name]!.steps[step()!.id]!
  const facts = factsOf(useRun.getState(), useWalk.getState().walk, session.mirror)
  return [texts.caption, texts.right].flatMap((text) =>
    text === undefined ? [] : [textOf(text, facts)],
  )
}

/** Answers as somebody who knows: wrongly where that can be told, then rightly. */
async function answer(question: NonNullable<Step['question']>): Promise<string[]> {
  const told: string[] = []
  const note = () => told.push(`${place()?.answered?.right}: ${place()?.answered?.text}`)
  if (question.type === 'node') {
    const { walk } = useWalk.getState()
    const selected = walk?.decision.attempt.selected
    const machines = useRun.getState().lanes.find(({ id }) => id === walk?.lane)?.machines ?? []
    const other = machines.find(({ name }) => !walk?.decision.attempt.candidates.includes(name))
    if (other !== undefined) {
      player.chooseMachine(other.ordinal)
      note()
    }
    player.chooseMachine(machines.find(({ name }) => name === selected)?.ordinal ?? 0)
    note()
  } else if (question.type === 'plug') {
    const rows = podsOfMachine(session, question.lane, question.machine)
    expect(rows.length).toBeGreaterThan(0)
    // Those that a controller made; everybody would have a guess.
    const lane = session.mirror.lanes.find(({ id }) => id === question.lane)!
    const made = rows.filter((row) => /-/.test(lane.pods.names[row]!))
    for (const expected of [[], rows, made]) {
      await done(player.choosePods(new Set(expected)))
      note()
    }
  } else if (question.type === 'estimate') {
    player.estimate(1_000)
    note()
  } else {
    await done(player.tryRequests({ cpu: 8_500, memory: 2 ** 30 }))
    note()
    await done(player.tryRequests({ cpu: 1_000, memory: 2 ** 30 }))
    note()
  }
  return told
}

test.each(LESSONS.filter(({ name }) => name !== 'at-scale').map(({ name }) => [name]))(
  '%s: every step says something, and every question can be answered',
  async (name) => {
    await done(player.open(name))
    const story: string[] = []
    for (let i = 0; i < 30 && place()?.name === name; i++) {
      const shown = step()!
      // What plays is not waited for.
      if (usePlayback.getState().playing) await done(player.next())
      if (shown.explain !== undefined) {
        expect(useWalk.getState().walk?.phase).toBe(shown.explain)
      } else expect(useWalk.getState().walk).toBeUndefined()
      story.push(`${i + 1} ${captions().join(' | ')}`)
      for (const caption of captions()) expect(caption).not.toBe('')
      if (shown.question !== undefined) {
        const told = await answer(shown.question)
        expect(told.at(-1)).toMatch(/^true: /)
        story.push(...told.map((line) => `  ${line}`))
      }
      expect(usePage.getState().notice).toBeUndefined()
      await done(player.next())
    }
    expect(useProgressOfLessons.getState().lessons[name]?.done).toBe(true)
    expect(story.join('\n')).toMatchSnapshot()
  },
)

test('a step back shows the moment at which the step before ends, whatever was done since', async () => {
  await done(player.open('pull-the-plug', 3))
  await done(player.next())
  const stood = useRun.getState().now
  expect(stood).toBe(82_000)
  await done(player.next())
  await done(player.next())
  expect(useRun.getState().now).toBe(378_000)
  await done(session.command({ type: 'pullPlug', machine: 1 }))
  await done(player.back())
  expect(useRun.getState().now).toBe(82_000)
  expect(useRun.getState().lanes[1]?.machines.filter(({ dead }) => dead)).toHaveLength(1)
})

test('the viewer’s own choices come back when a lesson is left', async () => {
  await done(player.open('what-fits', 1))
  expect(useSettings.getState()).toMatchObject({ predict: true, explain: true })
  player.leave()
  await vi.advanceTimersByTimeAsync(5)
  expect(useSettings.getState()).toMatchObject({ predict: false, explain: false, speed: 1 })
  expect(place()).toBeUndefined()
})

test.each([
  [1_000, 1_000, true],
  [1_090, 1_000, true],
  [910, 1_000, true],
  [1_101, 1_000, false],
  [899, 1_000, false],
])('an estimate of %d where it comes to %d is right within a tenth: %s', (guess, is, right) => {
  const answer = judgeEstimate(guess, is, 0.1, lessonsEn.question)
  expect(answer.right).toBe(right)
  expect(answer.text).toContain(`${count(is)} machines`)
})

test('only the first answer to a question is kept', async () => {
  await done(player.open('what-fits', 1))
  player.chooseMachine(1)
  player.chooseMachine(3)
  expect(useProgressOfLessons.getState().lessons['what-fits']?.first).toEqual({ where: false })
})

test('G3: what an audience is shown is nobody’s progress', async () => {
  useLesson.setState({ presenting: true })
  await done(player.open('what-fits', 1))
  player.chooseMachine(3)
  for (let i = 0; i < 6; i++) await done(player.next())
  expect(place()?.step).toBe(7)
  expect(useProgressOfLessons.getState().lessons).toEqual({})
})

test('G2: presses that come while a step is still going to its moment wait for each other', async () => {
  const name = 'pull-the-plug'
  const stands = () => ({
    step: place()?.step,
    now: useRun.getState().now,
    log: JSON.stringify(session.kept()?.load.log),
    phase: useWalk.getState().walk?.phase,
  })
  const presses = 2 * LESSONS.find((lesson) => lesson.name === name)!.steps.length - 4
  await done(player.open(name))
  const calmly: ReturnType<typeof stands>[] = []
  for (let i = 0; i < presses; i++) {
    await done(i === 4 ? player.back() : player.next())
    calmly.push(stands())
  }
  // As fast as a hand can, two, three and more at once.
  for (const at of [3, presses]) {
    await done(player.open(name))
    const all = Array.from({ length: at }, (_, i) => (i === 4 ? player.back() : player.next()))
    await done(Promise.all(all))
    expect(stands()).toEqual(calmly[at - 1])
  }
})

test('G2: while a jump takes long and says so, presses skip nothing', async () => {
  await done(player.open('pull-the-plug', 2))
  expect(usePlayback.getState().playing).toBe(true)
  const jump = player.next()
  await Promise.resolve()
  useProgress.setState({ progress: { now: 0, to: 21_000, pods: 10 } })
  await player.next()
  await player.next()
  useProgress.setState({ progress: undefined })
  await done(jump)
  expect([step()?.id, usePlayback.getState().playhead]).toEqual(['dead', 21_000])
  await done(player.next())
  expect(step()?.id).toBe('wait')
})

test('another file ends the lesson', async () => {
  await done(player.open('shapes'))
  await done(session.load(LESSONS[1]!.example.text, { play: false }))
  expect(place()).toBeUndefined()
})
