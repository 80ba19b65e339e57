import { expect, test } from 'vitest'
import { eventText } from './eventText.ts'

const labels = new Map([['web-6555595957-btlhz', 'web-1']])
const POD = 'pod/web-6555595957-btlhz'

test.each([
  [
    POD,
    'Successfully assigned default/web-6555595957-btlhz to node-2',
    'Successfully assigned web-1 to node-2',
  ],
  ['replicaset/web-6555595957', 'Created pod: web-6555595957-btlhz', 'Created pod: web-1'],
  [POD, 'Container started', 'web-1 · Container started'],
  [
    POD,
    '0/3 nodes are available: 3 Insufficient cpu.',
    'web-1 · 0/3 nodes are available: 3 Insufficient cpu.',
  ],
  ['pod/web-1', 'put on vm-1: next machine in the list', 'put on vm-1: next machine in the list'],
  ['node/node-1', 'Node node-1 status is now: NodeReady', 'Node node-1 status is now: NodeReady'],
])('%s: %s', (object, message, expected) => {
  expect(eventText(message, object, (name) => labels.get(name))).toBe(expected)
})
