import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PodState } from '../../engine/protocol.ts'
import { createInProcessWorker, type InProcessWorker } from '../client/testing/inProcessWorker.ts'
import { EXAMPLES } from './examples.ts'
import { createSession, type Session } from './session.ts'
import { usePage, usePlayback, useProgress, useRun, useSelection } from './stores.ts'

const TEXT = EXAMPLES.find((example) => example.name === 'opening')!.text
/** All pods of the opening story are there. */
const FAR = 44_000

let session: Session
let worker: InProcessWorker

beforeEach(() => {
  vi.useFakeTimers()
  usePage.setState(usePage.getInitialState())
  useRun.setState(useRun.getInitialState())
  usePlayback.setState(usePlayback.getInitialState())
  useSelection.setState(useSelection.getInitialState())
  session = createSession({
    createWorker: () => {
      worker = createInProcessWorker()
      return worker
    },
    requestFrame: () => 0,
    cancelFrame: () => {},
  })
})

afterEach(() => {
  session.dispose()
  vi.useRealTimers()
})

const pass = (wall: number) => vi.advanceTimersByTimeAsync(wall)
/** What is asked for comes about within so many ms. */
const within = async <T>(wall: number, promise: Promise<T>): Promise<T> =>
  (await Promise.all([promise, pass(wall)]))[0]
const running = () =>
  session.mirror.lanes.map(
    ({ pods }) => pods.state.filter((state) => state === PodState.Running).length,
  )
const times = () => [useRun.getState().now, usePlayback.getState().playhead, session.mirror.now]

/** A run at 0 whose engine needs 10 ms for 4 timers. */
async function slow(choice: Parameters<Session['load']>[1] = { play: false }): Promise<void> {
  worker.slowly(4, 10)
  void session.load(TEXT, choice)
  await pass(100)
}

/** Every state that is shown from now on. */
function shown() {
  const states: { readonly times: number[]; readonly running: number[] }[] = []
  useRun.subscribe((run, before) => {
    if (run.lanes !== before.lanes) states.push({ times: times(), running: running() })
  })
  return states
}

describe('a long way', () => {
  test('shows where it has got to, and ends as a short one does', async () => {
    await within(10, session.load(TEXT, { play: false }))
    await within(10, session.goTo(FAR))
    const whole = { times: times(), running: running(), markers: useRun.getState().markers }
    await slow()
    const states = shown()
    const shares: (number | undefined)[] = []
    useProgress.subscribe(({ progress }) => progress && shares.push(progress.share))
    const going = session.goTo(FAR)
    await pass(60)
    expect(states.length).toBeGreaterThan(3)
    // Numbers, play head and picture are of one moment.
    const [first, second] = times()
    expect(first).toBeGreaterThan(0)
    expect(first).toBeLessThan(FAR)
    expect(second).toBe(first)
    await pass(2_000)
    await going
    expect({ times: times(), running: running(), markers: useRun.getState().markers }).toEqual(
      whole,
    )
    const moments = states.map(({ times: [now] }) => now!)
    expect(moments).toEqual([...moments].sort((a, b) => a - b))
    expect(new Set(states.map((state) => state.running[1])).size).toBeGreaterThan(4)
    expect(shares.every((share) => share! >= 0 && share! <= 1)).toBe(true)
    expect(shares).toEqual([...shares].sort((a, b) => a! - b!))
  })

  test('cancelled, it leaves one where it had got to', async () => {
    await slow()
    const going = session.goTo(FAR)
    await pass(60)
    const [before] = times()
    useProgress.getState().cancel()
    await pass(20)
    await going
    const [now, playhead] = times()
    expect(now).toBeGreaterThanOrEqual(before!)
    expect(now).toBeLessThan(before! + 5_000)
    expect(playhead).toBe(now)
    expect(session.kept()?.at).toBe(now)
    // What comes next makes the moment whole.
    const reply = session.command({ type: 'addMachine' })
    await pass(2_000)
    expect((await reply).error).toBeUndefined()
    expect(times()[0]).toBe(now)
    expect(session.kept()?.load.log).toEqual([{ at: now, command: { type: 'addMachine' } }])
  })

  test('gives way to another moment, a hand on the knob, another run; not to a command', async () => {
    await slow()
    const states = shown()
    const first = session.goTo(FAR)
    await pass(310)
    expect(times()[0]).toBeLessThan(FAR)
    await pass(0)
    const second = session.goTo(1_000)
    await pass(3_000)
    await Promise.all([first, second])
    expect(times()).toEqual([1_000, 1_000, 1_000])
    expect(states.some(({ times: [now] }) => now === FAR)).toBe(false)

    const third = session.goTo(FAR)
    await pass(310)
    session.scrub(2_000, true)
    session.scrub(3_000, false)
    await pass(3_000)
    await third
    expect(times()[0]).toBe(3_000)

    const fourth = session.goTo(FAR)
    await pass(310)
    const command = session.command({ type: 'addMachine' })
    await pass(5_000)
    await Promise.all([fourth, command])
    expect(times()[0]).toBe(FAR)

    await within(3_000, session.goTo(0))
    const fifth = session.goTo(FAR)
    await pass(310)
    const other = session.load(TEXT.replace('name: opening', 'name: other'), { play: false })
    await pass(200)
    await Promise.all([fifth, other])
    expect(useRun.getState().info?.name).toBe('other')
    expect(times()[0]).toBe(0)
  })

  test('of a link: the run is there at once, with its file, and one may press Play meanwhile', async () => {
    await slow({ play: false, at: FAR })
    expect(usePage.getState().file?.text).toBe(TEXT)
    await pass(60)
    expect(times()[0]).toBeGreaterThan(0)
    expect(times()[0]).toBeLessThan(FAR)
    session.play()
    await pass(3_000)
    expect(times()[0]).toBe(FAR)
    expect(usePlayback.getState().playing).toBe(true)
  })

  test('asks about the chosen pod once, when it is there', async () => {
    await slow()
    await within(2_000, session.goTo(1_000))
    session.select({ type: 'pod', lane: useRun.getState().lanes[1]!.id, row: 0 })
    await pass(20)
    const asked = () => worker.seen.filter((type) => type === 'why').length
    const before = asked()
    const going = session.goTo(FAR)
    await pass(3_000)
    await going
    expect(asked()).toBe(before + 1)
  })
})
