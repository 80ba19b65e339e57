import { expect, test } from 'vitest'
import type { LaneEvent } from './stores.ts'
import { whyPending } from './whyPending.ts'

const event = (lane: string, reason: string, object: string, message: string): LaneEvent => ({
  id: 1,
  at: 0,
  type: 'Warning',
  lane,
  reason,
  object,
  message,
})
const events = [
  event('left', 'NotDeployed', 'pod/db-7', 'does not fit vm-1'),
  event('left', 'NotDeployed', 'pod/db-8', 'does not fit vm-2'),
  event('right', 'FailedScheduling', 'pod/web-x', '0/3 nodes are available'),
  event('left', 'Deployed', 'pod/web-1', 'put on vm-1'),
]

test.each([
  ['left', { pod: 'db-8', message: 'does not fit vm-2' }],
  ['right', { pod: 'web-x', message: '0/3 nodes are available' }],
  ['other', undefined],
])('the latest reason of %s', (lane, told) => {
  expect(whyPending(events, lane)).toEqual(told)
})
