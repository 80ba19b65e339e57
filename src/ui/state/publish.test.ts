import { expect, test } from 'vitest'
import type { LoggedEvent, RunUpdate } from '../../engine/protocol.ts'
import { Crowd } from '../stage/harness/crowd.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import { publish } from './publish.ts'
import { useEvents, useRun } from './stores.ts'

const crowd = new Crowd(2, 2).reset()
const event = (at: number): LoggedEvent =>
  ({ at, reason: 'Scheduled', message: `at ${at}` }) as LoggedEvent

/** The same update, with these events in its first lane, and so many left out before them. */
function withEvents(reset: boolean, times: readonly number[], eventsForgotten = 0): RunUpdate {
  const lanes = crowd.lanes.map((lane, index) => ({
    ...lane,
    events: index === 0 ? times.map(event) : [],
    ...(index === 0 && eventsForgotten > 0 && { eventsForgotten }),
  }))
  return { ...crowd, reset, lanes }
}

test('the list of events is the newest stretch without a gap, and the rest is counted', () => {
  const mirror = createMirror()
  const show = (update: RunUpdate) => {
    applyUpdate(mirror, update)
    publish(update, mirror, true)
    const { events, forgotten } = useEvents.getState()
    return [events.map(({ at }) => at), forgotten]
  }
  expect(show(withEvents(true, [1, 2]))).toEqual([[1, 2], 0])
  expect(show(withEvents(false, [3]))).toEqual([[1, 2, 3], 0])
  expect(show(withEvents(false, [90, 91], 60))).toEqual([[90, 91], 63])
  expect(show(withEvents(false, [92]))).toEqual([[90, 91, 92], 63])
  expect(show(withEvents(true, [7], 5))).toEqual([[7], 5])
})

test('marks that the run no longer keeps go here, too, and are counted', () => {
  const mirror = createMirror()
  const show = (reset: boolean, times: readonly number[], markersForgotten?: number) => {
    const markers = times.map((at) => ({ at, type: 'command', label: 'drain 3' }) as const)
    const update = { ...crowd, reset, markers, ...(markersForgotten && { markersForgotten }) }
    applyUpdate(mirror, update)
    publish(update, mirror, true)
    const run = useRun.getState()
    return [run.markers.map(({ at }) => at), run.markersForgotten]
  }
  expect(show(true, [1, 2])).toEqual([[1, 2], 0])
  expect(show(false, [3])).toEqual([[1, 2, 3], 0])
  expect(show(false, [4], 2)).toEqual([[3, 4], 2])
  expect(show(false, [], 2)).toEqual([[3, 4], 2])
  // More at once than are kept.
  expect(show(false, [8, 9], 7)).toEqual([[8, 9], 7])
  expect(show(true, [1])).toEqual([[1], 0])
})
