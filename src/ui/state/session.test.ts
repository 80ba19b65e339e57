import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createInProcessWorker, type InProcessWorker } from '../client/testing/inProcessWorker.ts'
import type { Stage } from '../stage/stage.ts'
import { EXAMPLES } from './examples.ts'
import { arrivalsUpTo } from './playback.ts'
import { createSession, type Session } from './session.ts'
import { DEFAULT_SETTINGS, useSettings } from './settings.ts'
import { useEvents, usePage, usePlayback, useRun, useSelection } from './stores.ts'

const OPENING = EXAMPLES.find((example) => example.name === 'opening')!.text
const NIGHT = EXAMPLES.find((example) => example.name === 'night')!.text

let session: Session
let workers: InProcessWorker[]
let frames: Map<number, (time: number) => void>
let time: number
let handle: number

beforeEach(() => {
  vi.useFakeTimers()
  workers = []
  frames = new Map()
  time = 0
  handle = 0
  useSettings.setState(DEFAULT_SETTINGS)
  usePage.setState(usePage.getInitialState())
  useRun.setState(useRun.getInitialState())
  usePlayback.setState(usePlayback.getInitialState())
  useSelection.setState(useSelection.getInitialState())
  session = createSession({
    createWorker: () => {
      const worker = createInProcessWorker()
      workers.push(worker)
      return worker
    },
    requestFrame: (callback) => {
      frames.set(++handle, callback)
      return handle
    },
    cancelFrame: (id) => void frames.delete(id),
  })
})

afterEach(() => {
  session.dispose()
  vi.useRealTimers()
})

const settle = async () => {
  for (let i = 0; i < 12; i++) await vi.advanceTimersByTimeAsync(1)
}

/** Lets `wall` milliseconds of frames pass. */
async function run(wall: number, step = 50): Promise<void> {
  for (let passed = 0; passed < wall; passed += step) {
    time += step
    const due = [...frames]
    frames.clear()
    for (const [, callback] of due) callback(time)
    await settle()
  }
}

async function load(text: string, play = false) {
  const reply = session.load(text, { play })
  await settle()
  return reply
}

const counts = () => useRun.getState().lanes.map((lane) => lane.metrics.machines)
const playhead = () => usePlayback.getState().playhead

describe('playing', () => {
  test('requests are watched for a while; a long wait is passed although they are counted', async () => {
    await load(EXAMPLES.find((example) => example.name === 'machine-shot')!.text)
    session.scrub(17_000, false)
    await settle()
    expect(useRun.getState().lanes[1]!.traffic?.perSecond).toBe(20)
    session.play()
    await run(4_000)
    expect(useRun.getState().now).toBeGreaterThanOrEqual(60_000)
    const { answered, failed } = useRun.getState().lanes[1]!.traffic!
    expect(answered + failed).toBeGreaterThan(800)

    await load(EXAMPLES.find((example) => example.name === 'hello-world')!.text)
    session.scrub(12_000, false)
    await settle()
    session.play()
    await run(4_000)
    expect(Math.round(playhead() / 1_000)).toBe(16)
  })

  test('the opening story ends with 11 against 7 machines and pauses', async () => {
    await load(OPENING)
    useSettings.setState({ speed: 8 })
    session.play()
    await run(12_000)
    expect(counts()).toEqual([11, 7])
    expect(usePlayback.getState()).toMatchObject({ playing: false, ended: true })
    expect(playhead()).toBe(45_000)
    expect(frames.size).toBe(0)
  })

  test('nothing is asked of the engine when nothing is due', async () => {
    await load(OPENING)
    session.play()
    await run(900)
    expect(workers[0]!.seen).toEqual(['load'])
    await run(200)
    expect(workers[0]!.seen).toEqual(['load', 'advance'])
  })

  test('at most one message is under way', async () => {
    await load(OPENING)
    useSettings.setState({ speed: 8 })
    session.play()
    const before = workers[0]!.seen.length
    // Frames without any answer in between.
    for (let i = 0; i < 40; i++) {
      time += 50
      const due = [...frames]
      frames.clear()
      for (const [, callback] of due) callback(time)
    }
    expect(workers[0]!.seen.length - before).toBeLessThanOrEqual(1)
  })

  test('no frame is asked for while it rests', async () => {
    await load(OPENING)
    expect(frames.size).toBe(0)
    session.play()
    expect(frames.size).toBe(1)
    session.pause()
    expect(frames.size).toBe(0)
  })

  test('play at the end begins anew', async () => {
    await load(OPENING)
    useSettings.setState({ speed: 8 })
    session.play()
    await run(12_000)
    session.play()
    await settle()
    expect(usePlayback.getState()).toMatchObject({ playing: true, ended: false })
    expect(playhead()).toBeLessThan(1_000)
  })
})

describe('steps', () => {
  test('go from pod to pod, and back', async () => {
    await load(OPENING)
    void session.step()
    await settle()
    void session.step()
    await settle()
    expect(useRun.getState().now).toBe(2_000)
    void session.stepBack()
    await settle()
    expect(useRun.getState().now).toBe(1_000)
    expect(session.mirror.lanes.map((lane) => lane.pods.count)).toEqual([1, 1])
  })

  test('after something was done they go from one thing that happens to the next, both ways', async () => {
    await load(OPENING)
    session.scrub(45_000, false)
    await settle()
    void session.command({ type: 'pullPlug', machine: 2 })
    await settle()
    session.pause()
    const times = [useRun.getState().now]
    for (let steps = 0; steps < 6; steps++) {
      void session.step()
      await settle()
      times.push(useRun.getState().now)
    }
    const seen = useEvents.getState().events.map(({ at }) => at)
    const back = [useRun.getState().now]
    for (let steps = 0; steps < 12 && back.at(-1)! > 45_000; steps++) {
      void session.stepBack()
      await settle()
      back.push(useRun.getState().now)
    }
    expect(back.at(-1)).toBe(45_000)
    expect(back.length).toBeGreaterThan(2)
    for (const at of back.slice(1, -1)) expect(seen).toContain(at)
    for (const at of back) expect(times).toContain(at)
  })

  test('a step tells the stage to play the look in full', async () => {
    await load(OPENING)
    const update = vi.fn<Stage['update']>()
    session.attachStage(stage(update))
    expect(update.mock.calls[0]![0].reset).toBe(true)
    void session.step()
    await settle()
    expect(update.mock.calls.at(-1)![2]).toEqual({ evaluate: true, cut: false })
    session.scrub(20_000, false)
    await settle()
    expect(update.mock.calls.at(-1)![2]).toMatchObject({ cut: true })
  })
})

describe('scrubbing', () => {
  test('shows any moment; what the knob passed is skipped', async () => {
    await load(OPENING)
    for (const to of [5_000, 12_000, 20_000, 35_000]) session.scrub(to, true)
    session.scrub(35_000, false)
    await settle()
    expect(counts()).toEqual([9, 6])
    expect(playhead()).toBe(35_000)
    expect(workers[0]!.seen.filter((type) => type === 'seek').length).toBeLessThan(5)
  })

  test('goes on playing when it was playing', async () => {
    await load(OPENING)
    session.play()
    session.scrub(10_000, true)
    expect(usePlayback.getState().playing).toBe(false)
    session.scrub(11_000, false)
    await settle()
    expect(usePlayback.getState().playing).toBe(true)
  })

  test('events of later moments are gone', async () => {
    await load(OPENING)
    session.scrub(20_000, false)
    await settle()
    session.scrub(5_000, false)
    await settle()
    expect(useEvents.getState().events.every((event) => event.at <= 5_000)).toBe(true)
  })
})

describe('disasters', () => {
  test('a plug pulled at the end plays out: pods come back, apps wait for a person', async () => {
    await load(OPENING)
    session.scrub(45_000, false)
    await settle()
    void session.command({ type: 'pullPlug', machine: 2 })
    await settle()
    expect(usePlayback.getState().playing).toBe(true)
    const told = new Set<number>()
    for (let i = 0; i < 60 && useRun.getState().lanes[1]!.recovery?.back !== 6; i++) {
      await run(200)
      const wait = usePlayback.getState().wait
      if (wait !== undefined) told.add(wait.told)
    }
    const [left, right] = useRun.getState().lanes
    expect(told).toContain(350_000)
    expect(right!.recovery).toMatchObject({ machine: 'node-2' })
    expect(right!.recovery!.back).toBe(right!.recovery!.lost)
    expect(left!.metrics.down).toBeGreaterThan(0)
    expect(left!.pager).toMatchObject({ machine: 'vm-2' })
    await run(30_000)
    expect(useRun.getState().lanes[0]!.metrics.down).toBe(0)
    expect(usePlayback.getState()).toMatchObject({ playing: false, ended: true })
  })

  test.each<[string, () => Promise<void>]>([
    ['played', async () => session.play()],
    ['scrubbed', async () => session.scrub(45_000, false)],
    [
      'stepped',
      async () => {
        for (let i = 0; i < 41; i++) {
          void session.step()
          await settle()
        }
      },
    ],
  ])('a plug pulled when all has arrived plays, however that was reached: %s', async (_, go) => {
    await load(OPENING)
    useSettings.setState({ speed: 8 })
    await go()
    await run(12_000)
    expect(arrivalsUpTo(useRun.getState().info!, playhead())).toBe(41)
    expect(usePlayback.getState().playing).toBe(false)
    void session.command({ type: 'pullPlug', machine: 2 })
    await settle()
    expect(usePlayback.getState().playing).toBe(true)
  })

  test('whoever pauses in the middle is left in peace', async () => {
    await load(OPENING)
    session.scrub(45_000, false)
    await settle()
    void session.command({ type: 'pullPlug', machine: 2 })
    await settle()
    session.pause()
    void session.command({ type: 'cordon', machine: 1 })
    await settle()
    expect(usePlayback.getState().playing).toBe(false)
  })

  test('a machine that the cloud deletes at the end: the pods come back without another key', async () => {
    await load(OPENING)
    session.scrub(45_000, false)
    await settle()
    const pods = () => {
      const { pods, nodes } = session.mirror.lanes[1]!
      let running = 0
      for (let row = 0; row < pods.count; row++) {
        if (pods.alive[row] === 1 && pods.state[row] === 2 && nodes.alive[pods.node[row]!] === 1)
          running++
      }
      return running
    }
    expect(pods()).toBe(41)
    void session.command({ type: 'terminate', machine: 2 })
    await settle()
    expect(pods()).toBeLessThan(41)
    await run(60_000, 100)
    expect(usePlayback.getState()).toMatchObject({ playing: false, ended: true })
    expect(pods()).toBe(41)
    expect(useRun.getState().lanes[1]!.metrics.pending).toBe(0)
    expect(useRun.getState().lanes[0]!.metrics.down).toBe(0)
  })

  test('a command carries the moment that is shown', async () => {
    await load(OPENING)
    session.play()
    await run(1_700)
    session.pause()
    const at = Math.floor(playhead())
    void session.command({ type: 'addMachine' })
    await settle()
    expect(useRun.getState().now).toBe(at)
    expect(counts()).toEqual([4, 4])
  })

  test('what could not be done is told once, and no longer when something has gone well', async () => {
    await load(OPENING)
    void session.command({ type: 'pullPlug', machine: 99 })
    await settle()
    expect(usePage.getState().notice).toMatchObject({ tone: 'alarm' })
    void session.command({ type: 'apply', text: '' }, 'elsewhere')
    await settle()
    expect(usePage.getState().notice).toBeUndefined()
    void session.command({ type: 'plugIn', machine: 1 })
    await settle()
    expect(usePage.getState().notice?.text).toContain('has power already')
    void session.command({ type: 'cordon', machine: 1 })
    await settle()
    expect(usePage.getState().notice).toBeUndefined()
  })

  test('undo takes it back', async () => {
    await load(OPENING)
    void session.command({ type: 'addMachine' })
    await settle()
    expect(counts()).toEqual([4, 4])
    void session.undo()
    await settle()
    expect(counts()).toEqual([3, 3])
  })

  test('a command in the past says what it leaves, and undo brings it back', async () => {
    await load(OPENING)
    session.scrub(20_000, false)
    await settle()
    void session.command({ type: 'addMachine' })
    await settle()
    session.scrub(10_000, false)
    await settle()
    void session.command({ type: 'pullPlug', machine: 1 })
    await settle()
    expect(usePage.getState().notice?.text).toContain('1 later command is kept as a branch')
    usePage.getState().notice?.action?.run()
    await settle()
    expect(useRun.getState().commands.all).toBe(1)
  })

  test('undo brings back the run that another one has replaced, its moment and its own undo', async () => {
    await load(OPENING)
    session.scrub(9_000, false)
    await settle()
    void session.command({ type: 'pullPlug', machine: 1 })
    await settle()
    const kept = session.kept()
    await load(NIGHT)
    expect(usePage.getState().notice?.text).toContain('yours had 1 command')
    expect(usePage.getState().undoable).toBe(true)
    void session.reset()
    await settle()
    void session.undo()
    await settle()
    expect(useRun.getState().info?.name).toBe('night')
    void session.undo()
    await settle()
    expect(session.kept()).toEqual(kept)
    void session.undo()
    await settle()
    expect(useRun.getState().commands.all).toBe(0)
    expect([usePage.getState().undoable, playhead()]).toEqual([false, 9_000])
  })

  test('a branch is switched to at the same moment, and undo comes back from it', async () => {
    await load(OPENING)
    session.scrub(20_000, false)
    await settle()
    session.scrub(10_000, false)
    await settle()
    void session.command({ type: 'pullPlug', machine: 1 })
    await settle()
    expect(session.kept()?.load.branches?.map(({ id }) => id)).toEqual(['A'])
    void session.branch('switch', 'A')
    await settle()
    expect([useRun.getState().commands.all, playhead()]).toEqual([0, 10_000])
    void session.undo()
    await settle()
    expect(useRun.getState().commands.all).toBe(1)
    expect(session.kept()?.load.branch).toEqual({ id: 'B' })
    void session.compare('A', 'kubernetes-bin-packing')
    await settle()
    expect(useRun.getState().lanes.map(({ id }) => id)).toEqual(['B', 'A'])
    expect(useRun.getState().info?.comparison?.divergences.length).toBe(2)
    session.scrub(30_000, false)
    await settle()
    expect(useRun.getState().lanes.map((each) => each.machines.some(({ dead }) => dead))).toEqual([
      true,
      false,
    ])
    expect(session.kept()?.load.branch).toEqual({ id: 'B' })
    void session.undo()
    await settle()
    expect(useRun.getState().info?.comparison).toBeUndefined()
    expect(useRun.getState().commands.all).toBe(1)
    let undone = 0
    session.did(() => void undone++)
    void session.undo()
    await settle()
    expect([undone, useRun.getState().commands.all]).toEqual([1, 1])
  })

  test('the timeline keeps its length when somebody goes back', async () => {
    await load(OPENING)
    void session.command({ type: 'pullPlug', machine: 2 })
    await settle()
    const end = useRun.getState().end
    expect(end).toBeGreaterThan(350_000)
    session.scrub(0, false)
    await settle()
    expect(useRun.getState().end).toBe(end)
    void session.undo()
    await settle()
    expect(useRun.getState().end).toBe(45_000)
  })
})

describe('loading', () => {
  test('a broken file leaves the run as it was', async () => {
    await load(OPENING)
    const reply = await load('kind: [')
    expect(reply.loaded).toBe(false)
    expect(reply.diagnostics.length).toBeGreaterThan(0)
    expect(useRun.getState().info?.name).toBe('opening')
  })

  test('another file becomes the run, with its own text for the editor', async () => {
    await load(OPENING)
    await load(NIGHT)
    expect(useRun.getState().info?.name).toBe('night')
    expect(usePage.getState().file).toEqual({ name: 'night', text: NIGHT })
  })

  test('reset begins without what was done, and rests', async () => {
    await load(OPENING)
    void session.command({ type: 'addMachine' })
    await settle()
    void session.reset()
    await settle()
    expect(counts()).toEqual([3, 3])
    expect(usePlayback.getState()).toMatchObject({ playing: false, playhead: 0 })
  })

  test('what is kept of a run brings it back as it stood, commands and all', async () => {
    await load(OPENING)
    session.scrub(20_000, false)
    await settle()
    void session.command({ type: 'pullPlug', machine: 2 })
    await settle()
    session.scrub(33_500, false)
    await settle()
    const kept = session.kept()!
    expect(kept).toMatchObject({
      at: 33_500,
      load: { log: [{ at: 20_000, command: { type: 'pullPlug', machine: 2 } }] },
    })
    const stood = JSON.stringify([session.mirror, useEvents.getState()])
    await load(NIGHT)
    const { text, ...choices } = kept.load
    void session.load(text, { ...choices, at: kept.at, play: false })
    await settle()
    expect(playhead()).toBe(33_500)
    expect(JSON.stringify([session.mirror, useEvents.getState()])).toBe(stood)
    expect(session.kept()).toEqual(kept)
  })

  test('the record of a run is opened as it stood; its text is the scenario alone', async () => {
    const record = `${OPENING.trimEnd()}
---
apiVersion: podfall.dev/v1
kind: Run
spec: { seed: 4, commands: [{ at: 20s, pullPlug: { machine: 2 } }], at: 33500ms }
`.replace('spec: {', 'spec:\n  {')
    await load(record)
    expect(playhead()).toBe(33_500)
    expect(session.kept()).toMatchObject({
      at: 33_500,
      load: {
        text: `${OPENING.trimEnd()}\n`,
        seed: 4,
        log: [{ at: 20_000, command: { type: 'pullPlug', machine: 2 } }],
      },
    })
    void session.reset()
    await settle()
    expect(session.kept()).toMatchObject({ at: 0, load: { seed: 4, log: [] } })
    const broken = await load(record.replace('pullPlug', 'pullPug'))
    expect(await broken).toMatchObject({ loaded: false })
  })

  test('shuffle changes the order and nothing else', async () => {
    await load(OPENING)
    const before = useRun.getState().info!.arrivals.map((arrival) => arrival.app)
    void session.shuffle()
    await settle()
    const after = useRun.getState().info!.arrivals.map((arrival) => arrival.app)
    expect(useRun.getState().info?.shuffle).toBe(1)
    expect(after).not.toEqual(before)
    expect([...after].sort()).toEqual([...before].sort())
  })

  test('pressed many times in a row: the last order counts, and its medians are counted once', async () => {
    await load(OPENING)
    for (let press = 0; press < 15; press++) {
      void session.shuffle().then(() => session.computeMedians(3))
      await vi.advanceTimersByTimeAsync(press % 3)
      expect(workers.filter(({ terminated }) => !terminated).length).toBeLessThanOrEqual(2)
    }
    await vi.advanceTimersByTimeAsync(1_000)
    await vi.dynamicImportSettled()
    await vi.advanceTimersByTimeAsync(1_000)
    await settle()
    expect(useRun.getState().info?.shuffle).toBe(15)
    expect(workers.filter(({ terminated }) => !terminated)).toHaveLength(1)
    expect(workers.flatMap(({ seen }) => seen).filter((type) => type === 'shuffles')).toHaveLength(
      1,
    )
    expect(usePage.getState().medians).toMatchObject({ orders: 3 })
    // What is usual does not depend on the order that is shown; another file is another question.
    void session.shuffle()
    await settle()
    expect(usePage.getState().medians).toMatchObject({ orders: 3 })
    await load(NIGHT)
    expect(usePage.getState().medians).toBeUndefined()
  })

  test('another file ends the counting for the one before', async () => {
    await load(OPENING)
    void session.computeMedians(200)
    await vi.dynamicImportSettled()
    expect(usePage.getState().medians).toBe('computing')
    await load(NIGHT)
    expect(usePage.getState().medians).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(workers).toHaveLength(1)
  })

  test('a policy can be tried from the beginning', async () => {
    await load(OPENING)
    void session.restartWithPolicy('kubernetes-bin-packing', 'worst-fit')
    await settle()
    expect(useRun.getState().lanes[1]!.policy).toBe('worst-fit')
  })
})

describe('the worker dies', () => {
  test('the page says so and shows the same moment', async () => {
    await load(OPENING)
    session.scrub(35_000, false)
    await settle()
    workers[0]!.die()
    await settle()
    await settle()
    expect(usePage.getState().engine.state).toBe('restored')
    expect(counts()).toEqual([9, 6])
    expect(playhead()).toBe(35_000)
  })
})

describe('choosing', () => {
  test('a chosen pod that is gone is no longer chosen', async () => {
    await load(OPENING)
    session.scrub(10_000, false)
    await settle()
    session.select({ type: 'pod', lane: 'kubernetes-bin-packing', row: 8 })
    await settle()
    expect(usePage.getState().reveal?.app).toBe('web')
    session.scrub(3_000, false)
    await settle()
    expect(useSelection.getState().selected).toBeUndefined()
  })
})

function stage(update: Stage['update']): Stage {
  return {
    update,
    setAreas() {},
    setSettings() {},
    setTargets() {},
    setWalk() {},
    setPreview() {},
    setCamera() {},
    zoom() {},
    find() {},
    arrivalTime: () => 0,
    destroy() {},
  }
}
