import { describe, expect, test } from 'vitest'
import type { RunUpdate } from '../../engine/protocol.ts'
import { createRequestHandler } from '../../engine/requests.ts'
import { answerTo } from '../../engine/testing/answerTo.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import { EXAMPLES } from './examples.ts'
import type { LaneMirror, Mirror } from './mirror.ts'

/** Columns cut to the rows in use and to what exists, so that spare room does not matter. */
function visible(lane: LaneMirror, resources: number, statuses: readonly string[]) {
  const rows = (alive: Uint8Array, count: number) =>
    Array.from({ length: count }, (_, row) => row).filter((row) => alive[row] === 1)
  const cells = (columns: object, row: number, skip: readonly string[]) =>
    Object.fromEntries(
      Object.entries(columns)
        .filter(([name]) => name !== 'count' && name !== 'alive')
        .map(([name, column]) => [
          name,
          skip.includes(name)
            ? Array.from((column as Float64Array).subarray(row * resources, (row + 1) * resources))
            : (column as ArrayLike<unknown>)[row],
        ]),
    )
  return {
    pods: rows(lane.pods.alive, lane.pods.count).map((row) => [
      row,
      { ...cells(lane.pods, row, ['requests']), status: statuses[lane.pods.status[row]!] },
    ]),
    nodes: rows(lane.nodes.alive, lane.nodes.count).map((row) => [
      row,
      cells(lane.nodes, row, ['allocatable', 'requested', 'stranded']),
    ]),
  }
}

function picture(mirror: Mirror) {
  const resources = mirror.info?.resources.length ?? 0
  return {
    now: mirror.now,
    apps: mirror.apps,
    lanes: mirror.lanes.map((lane) => [
      lane.id,
      visible(lane, resources, mirror.statuses),
      lane.services,
      lane.traffic,
      lane.quotas,
    ]),
  }
}

function engine(text: string) {
  const handler = createRequestHandler()
  const ask = (request: Parameters<typeof handler.handle>[0]): RunUpdate => {
    const answer = answerTo(handler, request)
    if (answer.update === undefined) throw new Error('no update')
    return answer.update
  }
  return { ask, load: () => ask({ type: 'load', text }) }
}

describe('applying updates', () => {
  // What is made for scale takes minutes one by one.
  const SMALL = EXAMPLES.filter(({ name, shelf }) => name !== 'at-scale' && shelf !== 'scale')
  test.each(SMALL.map((example) => [example.name, example.text] as const))(
    '%s: deltas one by one and one reset give the same picture',
    (_, text) => {
      const steps = engine(text)
      const mirror = createMirror()
      const loaded = steps.load()
      applyUpdate(mirror, loaded)
      for (let to = 500; to <= 60_000; to += 500) {
        applyUpdate(mirror, steps.ask({ type: 'advance', to }))
        if (to === 30_000) {
          applyUpdate(
            mirror,
            steps.ask({ type: 'command', command: { type: 'pullPlug', machine: 2 } }),
          )
        }
      }
      applyUpdate(mirror, steps.ask({ type: 'advance', to: 500_000 }))
      const fresh = createMirror()
      // Only going back starts anew.
      steps.ask({ type: 'seek', to: 500_001 })
      const reset = steps.ask({ type: 'seek', to: 500_000 })
      expect(reset.reset).toBe(true)
      // What holds for the run as a whole is told once.
      applyUpdate(fresh, loaded)
      applyUpdate(fresh, reset)
      expect(picture(mirror)).toEqual(picture(fresh))
      // Free play begins with nothing, and nobody plays here.
      const { arrivals } = loaded.info!
      if (arrivals.length > 0) expect(mirror.lanes[0]!.pods.count).toBeGreaterThan(2)
    },
  )

  test('a reset forgets the run before', () => {
    const mirror = createMirror()
    const first = engine(EXAMPLES[0]!.text)
    applyUpdate(mirror, first.load())
    applyUpdate(mirror, first.ask({ type: 'advance', to: 20_000 }))
    applyUpdate(mirror, engine(EXAMPLES[1]!.text).load())
    expect(mirror.info?.name).toBe(EXAMPLES[1]!.name)
    expect(mirror.lanes.every((lane) => !lane.pods.alive.includes(1))).toBe(true)
  })

  test('says which rows it touched', () => {
    const mirror = createMirror()
    const { ask, load } = engine(EXAMPLES[0]!.text)
    applyUpdate(mirror, load())
    const changes = applyUpdate(mirror, ask({ type: 'advance', to: 1_000 }))
    expect(changes.map(({ lane, pods }) => [lane, [...pods]])).toEqual([
      ['one-click', [0]],
      ['kubernetes-bin-packing', [0]],
    ])
  })

  test('a delta for an unknown lane is refused', () => {
    const { ask, load } = engine(EXAMPLES[0]!.text)
    load()
    const delta = ask({ type: 'advance', to: 1_000 })
    expect(() => applyUpdate(createMirror(), delta)).toThrow(RangeError)
  })
})

test('what is known of a run is the same object at another of its moments, and another one in another run', () => {
  const handler = createRequestHandler()
  const mirror = createMirror()
  const text = (name: string) => EXAMPLES.find((example) => example.name === name)!.text
  const told: boolean[] = []
  const ask = (request: Parameters<typeof handler.handle>[0]) => {
    const update = answerTo(handler, request).update!
    applyUpdate(mirror, update)
    told.push(update.info !== undefined)
    expect(mirror.info).toEqual(update.info ?? mirror.info)
    return mirror.info
  }
  const first = ask({ type: 'load', text: text('opening') })
  ask({ type: 'advance', to: 20_000 })
  expect(ask({ type: 'seek', to: 5_000 })).toBe(first)
  expect(told).toEqual([true, false, false])
  const shuffled = ask({ type: 'load', text: text('opening'), shuffle: 3 })
  expect(shuffled).not.toBe(first)
  expect(ask({ type: 'load', text: text('zones') })).not.toBe(shuffled)
})
