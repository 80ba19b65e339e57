import { expect, test } from 'vitest'
import { countRepeats, eventObject, listedEvents } from './eventText.ts'

const labels = new Map([
  ['web-6555595957-btlhz', 'web-1'],
  ['web-6555595957-x7k2p', 'web-2'],
])
const POD = 'pod/web-6555595957-btlhz'
const SET = 'replicaset/web-6555595957'

test.each([
  [POD, 'Successfully assigned default/web-6555595957-btlhz to node-2', 'web-1'],
  [POD, '0/3 nodes are available: 3 Insufficient cpu.', 'web-1'],
  [SET, 'Created pod: web-6555595957-btlhz', 'web-1'],
  [SET, 'Deleted web-6555595957-btlhz for web-6555595957-x7k2p', SET],
  ['deployment/web', 'Scaled up replica set web-6555595957 from 0 to 1', 'deployment/web'],
  ['pod/web-1', 'put on vm-1: next machine in the list', 'web-1'],
  ['node/node-1', 'Node node-1 status is now: NodeReady', 'node/node-1'],
])('%s: %s', (object, message, expected) => {
  expect(eventObject(message, object, (name) => labels.get(name))).toBe(expected)
})

test('what is said again of the same object is one event, where it was said last', () => {
  const said = (object: string, message: string, at: number) => ({
    lane: 'k',
    type: 'Warning' as const,
    object,
    reason: 'Unhealthy',
    message,
    at,
  })
  const events = [
    said('pod/a', 'refused', 1),
    said('pod/b', 'refused', 1),
    said('pod/a', 'refused', 2),
    said('pod/a', 'timeout', 3),
    said('pod/a', 'refused', 4),
  ]
  const told = countRepeats(events).map(({ event, times }) => [event.object, event.at, times])
  expect(told).toEqual([
    ['pod/b', 1, 1],
    ['pod/a', 3, 1],
    ['pod/a', 4, 3],
  ])
})

test.each([
  [5_000, 5_000, 'event 9998'],
  [5_001, 400, 'event 10000'],
])('of %i wanted events %i are listed, the newest last', (wanted, listed, newest) => {
  const all = Array.from({ length: wanted * 2 }, (_, at) => ({
    ...{ id: at, lane: 'k', type: 'Normal' as const, object: 'pod/a', reason: 'Scheduled', at },
    message: `event ${at}`,
  }))
  const found = listedEvents(all, ({ at }) => at % 2 === 0, 400)
  expect(found).toHaveLength(listed)
  expect(found.at(-1)!.event.message).toBe(newest)
  expect(found[0]!.event.at).toBe(found.at(-1)!.event.at - 2 * (listed - 1))
})
