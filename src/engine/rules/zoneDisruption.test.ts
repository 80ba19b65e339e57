import { expect, test } from 'vitest'
import { evictionInterval, zoneOf, zoneState } from './zoneDisruption.ts'

test.each([
  [3, 0, 'Normal', 10],
  [5, 1, 'Normal', 10],
  [0, 1, 'FullDisruption', 10],
  [1, 2, 'Normal', 10],
  [2, 3, 'PartialDisruption', undefined],
  [45, 54, 'Normal', 10],
  [45, 55, 'PartialDisruption', 100],
  [0, 0, 'Normal', 10],
])('C7 %d ready, %d not: %s, one node every %s s', (ready, notReady, state, seconds) => {
  expect(zoneState(ready, notReady)).toBe(state)
  const interval = evictionInterval(zoneState(ready, notReady), ready + notReady)
  expect(interval).toBe(seconds === undefined ? undefined : seconds * 1_000)
})

test.each([
  [{}, ''],
  [{ 'topology.kubernetes.io/zone': 'a' }, ':a'],
  [{ 'topology.kubernetes.io/region': 'r', 'topology.kubernetes.io/zone': 'a' }, 'r:a'],
])('%j is in zone %j', (labels, zone) => {
  expect(zoneOf({ metadata: { labels } })).toBe(zone)
})
