import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Progress, RunUpdate } from '../../engine/protocol.ts'
import { applyUpdate, createMirror } from '../state/applyUpdate.ts'
import { EXAMPLES } from '../state/examples.ts'
import { createEngineClient, EngineError, type EngineStatus } from './engineClient.ts'
import { createInProcessWorker, type InProcessWorker } from './testing/inProcessWorker.ts'

const OPENING = EXAMPLES[0]!.text

/** `missing`: how many workers cannot be fetched before one can; -1 = the browser refuses them. */
function setUp(missing = 0) {
  const workers: InProcessWorker[] = []
  const updates: [string, RunUpdate, boolean][] = []
  const statuses: EngineStatus['state'][] = []
  const inFlight: number[] = []
  const progress: (Progress | undefined)[] = []
  const mirror = createMirror()
  const client = createEngineClient({
    createWorker: () => {
      const worker = createInProcessWorker()
      workers.push(worker)
      if (missing < 0) throw new Error('refused')
      if (workers.length <= missing) worker.missing()
      return worker
    },
    onUpdate: (update, type, onTheWay) => {
      applyUpdate(mirror, update)
      updates.push([type, update, onTheWay])
    },
    onStatus: (status) => statuses.push(status.state),
    onInFlight: (count) => inFlight.push(count),
    onProgress: (told) => progress.push(told),
    patience: 1_000,
  })
  return { client, workers, updates, statuses, inFlight, progress, mirror }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets the promise and all that it waits for happen. */
async function done<T>(promise: Promise<T>): Promise<T> {
  const settled = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  for (let i = 0; i < 20; i++) await vi.advanceTimersByTimeAsync(1)
  const result = await settled
  if ('error' in result) throw result.error
  return result.value
}

const machines = (mirror: ReturnType<typeof createMirror>) =>
  mirror.lanes.map((lane) => lane.nodes.alive.reduce((sum, alive) => sum + alive, 0))

describe('requests', () => {
  test('an answer finds its request; the update comes first', async () => {
    const { client, updates } = setUp()
    const order: string[] = []
    const loading = client.request<'load'>({ type: 'load', text: OPENING }).then((reply) => {
      order.push(`reply after ${updates.length} update`)
      return reply
    })
    expect((await done(loading)).loaded).toBe(true)
    expect(order).toEqual(['reply after 1 update'])
  })

  test('counts what is under way', async () => {
    const { client, inFlight } = setUp()
    await done(client.request<'check'>({ type: 'check', text: '' }))
    expect(inFlight).toEqual([1, 0])
  })

  test('long work tells how far it has come, and is no sign of death; it can be cancelled', async () => {
    const { client, workers, progress, statuses } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    const worker = workers[0]!
    worker.hang()
    const seeking = client.request<'seek'>({ type: 'seek', to: 5_000 })
    const id = worker.sent.at(-1)!.id
    for (let second = 1; second < 20; second++) {
      worker.onmessage!({ data: { id, progress: { now: second, to: 5_000, pods: 2 } } })
      await vi.advanceTimersByTimeAsync(900)
    }
    expect(statuses).toEqual([])
    expect(progress.at(-1)).toEqual({ now: 19, to: 5_000, pods: 2 })
    client.cancel(['load'])
    expect(worker.sent.at(-1)!.id).toBe(id)
    client.cancel()
    expect(worker.sent.at(-1)!.request).toEqual({ type: 'cancel', request: id })
    worker.onmessage!({ data: { id, ok: true, result: null, cancelled: true } })
    await done(seeking)
    expect(progress.at(-1)).toBeUndefined()
  })

  test('a state on the way is taken and kept: a worker that dies is brought back to it', async () => {
    const { client, workers, updates, mirror } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    workers[0]!.slowly(20, 10)
    const far = expect(client.request<'seek'>({ type: 'seek', to: 30_000 })).rejects.toThrow()
    await vi.advanceTimersByTimeAsync(45)
    const shown = updates.filter(([, , onTheWay]) => onTheWay)
    expect(shown.length).toBeGreaterThan(2)
    expect(workers[0]!.seen.filter((type) => type === 'taken')).toHaveLength(shown.length)
    const { now } = mirror
    expect(now).toBeGreaterThan(0)
    workers[0]!.die()
    await far
    await vi.advanceTimersByTimeAsync(50)
    expect(mirror.now).toBe(now)
    expect(updates.at(-1)).toMatchObject(['restore', { now }, false])
  })

  test('a refusal rejects and the run goes on', async () => {
    const { client, statuses } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    const refused = done(client.request<'seek'>({ type: 'seek', to: Number.NaN }))
    await expect(refused).rejects.toMatchObject({ name: 'EngineError', died: false })
    await done(client.request<'advance'>({ type: 'advance', to: 1_000 }))
    expect(statuses).toEqual([])
  })
})

describe('a worker that dies', () => {
  test('is replaced, and everything stands where it stood', async () => {
    const { client, workers, statuses, mirror, updates } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    await done(client.request<'advance'>({ type: 'advance', to: 35_000 }))
    const pull = { type: 'pullPlug', machine: 2 } as const
    await done(client.request<'command'>({ type: 'command', command: pull }))
    await done(client.request<'advance'>({ type: 'advance', to: 37_000 }))
    const before = { now: mirror.now, machines: machines(mirror), pods: podsOf(mirror) }
    workers[0]!.die()
    await vi.advanceTimersByTimeAsync(50)
    expect(statuses).toEqual(['restoring', 'restored'])
    expect(workers).toHaveLength(2)
    expect(workers[0]!.terminated).toBe(true)
    expect(updates.at(-1)?.[0]).toBe('restore')
    expect({ now: mirror.now, machines: machines(mirror), pods: podsOf(mirror) }).toEqual(before)
  })

  test('an open request rejects as died; one that comes meanwhile waits', async () => {
    const { client, workers } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    const open = client.request<'advance'>({ type: 'advance', to: 5_000 })
    const refused = expect(open).rejects.toSatisfy(
      (error) => error instanceof EngineError && error.died,
    )
    workers[0]!.die()
    await refused
    const later = client.request<'advance'>({ type: 'advance', to: 2_000 })
    await done(later)
    expect(workers[1]!.seen).toEqual(['load', 'seek', 'advance'])
  })

  test('one that hangs is noticed', async () => {
    const { client, workers, statuses } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    workers[0]!.hang()
    const open = expect(
      client.request<'advance'>({ type: 'advance', to: 1_000 }),
    ).rejects.toMatchObject({ died: true })
    await vi.advanceTimersByTimeAsync(1_100)
    await open
    expect(statuses).toEqual(['restoring', 'restored'])
  })

  test('a run that kills every worker is given up, and another can be loaded', async () => {
    const { client, workers, statuses } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    for (let i = 0; i < 4; i++) {
      workers.at(-1)!.die()
      await vi.advanceTimersByTimeAsync(0)
    }
    await vi.advanceTimersByTimeAsync(50)
    expect(statuses.at(-1)).toBe('failed')
    expect((await done(client.request<'load'>({ type: 'load', text: OPENING }))).loaded).toBe(true)
  })

  test('before any run there is nothing to bring back', async () => {
    const { workers, statuses } = setUp()
    await vi.advanceTimersByTimeAsync(1)
    workers[0]!.die()
    await vi.advanceTimersByTimeAsync(10)
    expect(statuses).toEqual(['restored'])
  })

  test('undone commands stay undone', async () => {
    const { client, workers, mirror } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    await done(client.request<'advance'>({ type: 'advance', to: 10_000 }))
    const add = { type: 'addMachine' } as const
    await done(client.request<'command'>({ type: 'command', command: add }))
    await done(client.request<'command'>({ type: 'command', command: add }))
    await done(client.request<'undo'>({ type: 'undo' }))
    const before = machines(mirror)
    workers[0]!.die()
    await vi.advanceTimersByTimeAsync(50)
    expect(machines(mirror)).toEqual(before)
    expect(before).toEqual([4, 4])
  })
})

describe('a worker whose program cannot be fetched', () => {
  test.each([1, 2, 3])('%i times: it is tried again, and nobody notices', async (missing) => {
    const { client, workers, statuses, inFlight } = setUp(missing)
    const loading = client.request<'load'>({ type: 'load', text: OPENING })
    await vi.advanceTimersByTimeAsync(10_000)
    expect((await loading).loaded).toBe(true)
    expect(workers).toHaveLength(missing + 1)
    expect(statuses).not.toContain('unreachable')
    expect(statuses).not.toContain('restored')
    expect(inFlight.at(-1)).toBe(0)
  })

  test.each([
    ['always', 99],
    ['since the browser refuses', -1],
  ])('%s: after a few tries the page is told, and asked', async (_, missing) => {
    const { client, workers, statuses, inFlight } = setUp(missing)
    const refused = expect(
      client.request<'load'>({ type: 'load', text: OPENING }),
    ).rejects.toMatchObject({ died: true })
    await vi.advanceTimersByTimeAsync(10_000)
    await refused
    expect(statuses).toEqual(['unreachable'])
    expect(workers).toHaveLength(4)
    expect(inFlight.at(-1) ?? 0).toBe(0)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(workers).toHaveLength(4)
    await expect(client.request<'load'>({ type: 'load', text: OPENING })).rejects.toMatchObject({
      died: true,
    })
  })

  test('when it can be had again, trying again helps, and brings the run back', async () => {
    let reachable = true
    const made: InProcessWorker[] = []
    const statuses: string[] = []
    const client = createEngineClient({
      createWorker: () => {
        const worker = createInProcessWorker()
        made.push(worker)
        if (!reachable) worker.missing()
        return worker
      },
      onUpdate: () => {},
      onStatus: (status) => statuses.push(status.state),
      onInFlight: () => {},
    })
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    reachable = false
    made[0]!.die()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(statuses.at(-1)).toBe('unreachable')
    reachable = true
    client.retry()
    await vi.advanceTimersByTimeAsync(100)
    expect(statuses.slice(-2)).toEqual(['restoring', 'restored'])
    expect(made.at(-1)!.seen).toEqual(['load', 'seek'])
  })
})

describe('a worker that says nothing any more', () => {
  test('is noticed while nothing is asked of it', async () => {
    const { client, workers, statuses } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(workers).toHaveLength(1)
    workers[0]!.hang()
    await vi.advanceTimersByTimeAsync(12_000)
    expect(statuses).toEqual(['restoring', 'restored'])
    expect(workers).toHaveLength(2)
  })

  test('is noticed sooner while playing than over a large file', async () => {
    const workers: InProcessWorker[] = []
    const client = createEngineClient({
      createWorker: () => {
        workers.push(createInProcessWorker())
        return workers.at(-1)!
      },
      onUpdate: () => {},
      onStatus: () => {},
      onInFlight: () => {},
    })
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    workers[0]!.hang()
    const open = expect(
      client.request<'advance'>({ type: 'advance', to: 1_000 }),
    ).rejects.toMatchObject({ died: true })
    await vi.advanceTimersByTimeAsync(8_000)
    await open
    expect(workers).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(100)
    workers[1]!.hang()
    const check = client.request<'check'>({ type: 'check', text: OPENING }).catch(() => 'died')
    await vi.advanceTimersByTimeAsync(29_000)
    expect(workers).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await check).toBe('died')
  })

  test('a sign of life is no message that anybody waits for', async () => {
    const { client, inFlight } = setUp()
    await done(client.request<'load'>({ type: 'load', text: OPENING }))
    const before = inFlight.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(inFlight).toHaveLength(before)
  })
})

function podsOf(mirror: ReturnType<typeof createMirror>) {
  return mirror.lanes.map((lane) =>
    Array.from({ length: lane.pods.count }, (_, row) => row)
      .filter((row) => lane.pods.alive[row] === 1)
      .map((row) => [lane.pods.names[row], lane.pods.node[row], lane.pods.state[row]]),
  )
}
