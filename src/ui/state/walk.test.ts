import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createInProcessWorker } from '../client/testing/inProcessWorker.ts'
import type { Preview, Stage, Walk } from '../stage/stage.ts'
import { EXAMPLES } from './examples.ts'
import { createSession, type Session } from './session.ts'
import { DEFAULT_SETTINGS, useSettings } from './settings.ts'
import { useAttempts, usePage, usePlayback, useRun, useSelection } from './stores.ts'
import { usePlugPreview, useWalk } from './walkStore.ts'

const textOf = (name: string) => EXAMPLES.find((example) => example.name === name)!.text
const RIGHT = 'kubernetes-bin-packing'

let session: Session
/** What the stage was last told. */
let shown: Walk | undefined
let previews: readonly Preview[]

function stageDouble(): Stage {
  return {
    update: () => {},
    setAreas: () => {},
    setSettings: () => {},
    setTargets: () => {},
    setWalk: (walk) => {
      shown = walk
    },
    setPreview: (given) => {
      previews = given
    },
    setCamera: () => {},
    zoom: () => {},
    find: () => {},
    arrivalTime: () => 0,
    destroy: () => {},
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  shown = undefined
  previews = []
  useSettings.setState(DEFAULT_SETTINGS)
  usePage.setState(usePage.getInitialState())
  useRun.setState(useRun.getInitialState())
  usePlayback.setState(usePlayback.getInitialState())
  useSelection.setState(useSelection.getInitialState())
  useAttempts.setState(useAttempts.getInitialState())
  useWalk.setState(useWalk.getInitialState())
  usePlugPreview.setState({ shown: undefined })
  session = createSession({
    createWorker: createInProcessWorker,
    requestFrame: () => 0,
    cancelFrame: () => {},
  })
})

afterEach(() => {
  session.dispose()
  vi.useRealTimers()
})

const settle = async () => {
  for (let i = 0; i < 20; i++) await vi.advanceTimersByTimeAsync(1)
}

async function load(name = 'opening'): Promise<void> {
  void session.load(textOf(name), { play: false })
  await settle()
  session.attachStage(stageDouble())
}

async function step(): Promise<void> {
  void session.step()
  await settle()
}

async function back(): Promise<void> {
  void session.stepBack()
  await settle()
}

async function goTo(time: number): Promise<void> {
  session.scrub(time, false)
  await settle()
}

async function explain(on = true): Promise<void> {
  void session.setExplain(on)
  await settle()
}

const walk = () => useWalk.getState().walk
const lane = (id = RIGHT) => useRun.getState().lanes.find((candidate) => candidate.id === id)!
const podsOn = (id = RIGHT) => lane(id).machines.reduce((sum, { pods }) => sum + pods, 0)

describe('explaining steps', () => {
  test('V5: decisions of the very first moment can be gone through, too', async () => {
    const pods = ['a', 'b'].map(
      (name) => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec: { containers: [{ name: c, image: c, resources: { requests: { cpu: 1, memory: 1Gi } } }] }
`,
    )
    void session.load(textOf('free-play') + pods.join(''), { play: false })
    await settle()
    session.attachStage(stageDouble())
    const id = useRun.getState().lanes.find(({ runbook }) => !runbook)!.id
    expect(podsOn(id)).toBe(2)
    await explain()
    const seen: string[] = []
    for (let n = 0; n < 8; n++) {
      seen.push(`${walk()?.decision.attempt.pod} ${walk()?.phase} ${podsOn(id)}`)
      await step()
    }
    expect(seen).toEqual([
      ...['a queue 0', 'a filter 0', 'a score 0', 'a bind 1'],
      ...['b queue 1', 'b filter 1', 'b score 1', 'b bind 2'],
    ])
    expect(walk()).toBeUndefined()
    expect(useWalk.getState().over).toBe(true)

    const { attempt } = useAttempts.getState().latest.find((entry) => entry.lane === id)!
    await explain(false)
    void session.showAttempt(id, attempt)
    await settle()
    expect(walk()).toMatchObject({ phase: 'queue', decision: { attempt: { pod: 'b' } } })
    expect(podsOn(id)).toBe(1)
  })

  test('V5: goes through queue, filter, score and bind; only the last changes the cluster', async () => {
    await load()
    await goTo(8_500)
    const before = podsOn()
    await explain()
    const phases: (string | undefined)[] = []
    for (let n = 0; n < 4; n++) {
      phases.push(shown?.phase)
      expect(walk()).toMatchObject({ lane: RIGHT, phase: shown!.phase })
      if (n < 3) expect(podsOn()).toBe(before)
      if (n < 3) await step()
    }
    expect(phases).toEqual(['queue', 'filter', 'score', 'bind'])
    expect(podsOn()).toBe(before + 1)
    const { attempt } = walk()!.decision
    expect(useAttempts.getState().latest.find((entry) => entry.lane === RIGHT)!.attempt).toEqual(
      attempt,
    )
    await step()
    expect(walk()).toMatchObject({ phase: 'queue', decision: { attempt: { id: attempt.id + 1 } } })
  })

  test('V5: back goes a phase back, also over the binding', async () => {
    await load()
    await goTo(8_500)
    const before = podsOn()
    await explain()
    const { id } = walk()!.decision.attempt
    for (let n = 0; n < 3; n++) await step()
    await back()
    expect(walk()).toMatchObject({ phase: 'score', decision: { attempt: { id } } })
    expect(podsOn()).toBe(before)
    await back()
    await back()
    expect(shown).toMatchObject({ phase: 'queue' })
    await back()
    expect(shown).toBeUndefined()
    expect(walk()).toBeUndefined()
  })

  test('V5: playing and scrubbing leave the walk; switching off completes the moment', async () => {
    await load()
    await goTo(8_500)
    await explain()
    session.play()
    expect(walk()).toBeUndefined()
    session.pause()
    await explain()
    await goTo(3_500)
    expect(walk()).toBeUndefined()
    const before = podsOn()
    await explain()
    await explain(false)
    expect([walk(), shown]).toEqual([undefined, undefined])
    expect(podsOn()).toBe(before + 1)
  })

  test('V5: several pods of one moment are explained one after the other', async () => {
    await load()
    await goTo(45_000)
    void session.command({ type: 'pullPlug', machine: 2, lane: RIGHT })
    await settle()
    session.pause()
    await explain()
    const seen = new Set<number>()
    const at = walk()!.decision.attempt.at
    while (walk()?.decision.attempt.at === at) {
      seen.add(walk()!.decision.attempt.id)
      expect(useRun.getState().now).toBe(at)
      await step()
    }
    expect(seen.size).toBeGreaterThan(3)
  })

  test('V5: a command completes the decision, and the walk says how it ended', async () => {
    await load()
    await goTo(8_500)
    await explain()
    useSettings.setState({ predict: true })
    const { id, selected } = walk()!.decision.attempt
    const row = useRun.getState().lanes[1]!.machines.find(({ name }) => name === selected)!.row
    expect(session.guess(row)).toBe(true)
    await step()
    const before = podsOn()
    void session.command({ type: 'pullPlug', machine: 3, lane: RIGHT })
    await settle()
    expect(walk()).toMatchObject({
      phase: 'bind',
      verdict: 'right',
      decision: { attempt: { id, selected } },
    })
    expect(podsOn()).toBe(before + 1)
    expect(useWalk.getState().tally).toEqual({ right: 1, all: 1 })
    await step()
    expect(walk()).toMatchObject({ phase: 'queue', decision: { attempt: { id: id + 1 } } })
  })

  test('V5: says when no decision is left, and steps on as usual', async () => {
    await load()
    await goTo(useRun.getState().end - 1_000)
    await explain()
    expect(useWalk.getState()).toMatchObject({ walk: undefined, over: true })
  })

  test('V6: any attempt is shown on the stage from just before it', async () => {
    await load('night')
    await goTo(useRun.getState().end)
    const { attempt } = useAttempts
      .getState()
      .latest.find((entry) => entry.lane === 'kubernetes-default')!
    void session.showAttempt('kubernetes-default', attempt)
    await settle()
    expect(shown).toMatchObject({ phase: 'queue', attempt })
    expect(useRun.getState().now).toBe(attempt.at)
    expect(useSettings.getState().explain).toBe(true)
  })
})

describe('predicting', () => {
  const row = (name: string) => lane().machines.find((machine) => machine.name === name)!.row

  async function ask(): Promise<string> {
    await load()
    await goTo(8_500)
    useSettings.setState({ predict: true })
    await explain()
    return walk()!.decision.attempt.selected!
  }

  test('V7: a machine that is chosen counts as soon as the scores are shown, and once', async () => {
    const selected = await ask()
    expect(session.guessAt({ type: 'node', lane: RIGHT, row: row(selected) })).toBe(true)
    expect(shown).toMatchObject({ predicted: row(selected) })
    await step()
    expect(walk()?.verdict).toBeUndefined()
    await step()
    expect(walk()?.verdict).toBe('right')
    await back()
    await step()
    expect(useWalk.getState().tally).toEqual({ right: 1, all: 1 })
  })

  test('V7: wrong guesses and "none fits" are counted, too; whoever does not guess is not', async () => {
    await ask()
    expect(session.guess('none')).toBe(true)
    await step()
    await step()
    expect(walk()?.verdict).toBe('wrong')
    await step()
    for (let n = 0; n < 4; n++) await step()
    expect(useWalk.getState().tally).toEqual({ right: 0, all: 1 })
  })

  test('V7: a pod on a machine stands for the machine; other sides and phases take no guess', async () => {
    await ask()
    expect(session.guessAt({ type: 'node', lane: 'one-click', row: 0 })).toBe(false)
    const { pods } = session.mirror.lanes.find(({ id }) => id === RIGHT)!
    const pod = pods.node.findIndex((node, index) => pods.alive[index] === 1 && node >= 0)
    expect(session.guessAt({ type: 'pod', lane: RIGHT, row: pod })).toBe(true)
    expect(walk()?.guess).toBe(pods.node[pod])
    await step()
    expect(session.guess('none')).toBe(false)
  })
})

describe('what if I pull this plug', () => {
  const question = (machine: number) => ({
    lane: RIGHT,
    row: lane().machines.find(({ ordinal }) => ordinal === machine)!.row,
    command: { type: 'pullPlug', machine } as const,
  })

  test('V8: says on both sides what would happen, and nothing happens', async () => {
    await load()
    await goTo(45_000)
    const before = JSON.stringify(useRun.getState().lanes)
    session.previewPlug(question(2))
    await settle()
    const { futures } = usePlugPreview.getState().shown!
    expect(futures.map((future) => future.lane)).toEqual(['one-click', RIGHT])
    expect(previews.map((preview) => preview.pods.length)).toEqual(
      futures.map(({ pods }) => pods.length),
    )
    expect(JSON.stringify(useRun.getState().lanes)).toBe(before)
    session.previewPlug(undefined)
    expect([usePlugPreview.getState().shown, previews]).toEqual([undefined, []])
  })

  test('V8: waits until the pointer rests, and leaves at once', async () => {
    await load()
    await goTo(45_000)
    session.previewPlug(question(1), true)
    await vi.advanceTimersByTimeAsync(200)
    expect(usePlugPreview.getState().shown).toBeUndefined()
    session.previewPlug(question(2), true)
    await vi.advanceTimersByTimeAsync(260)
    await settle()
    expect(usePlugPreview.getState().shown?.row).toBe(question(2).row)
    session.previewPlug(question(3), true)
    session.previewPlug(undefined)
    await vi.advanceTimersByTimeAsync(500)
    expect(usePlugPreview.getState().shown).toBeUndefined()
  })
})
