import { beforeEach, describe, expect, test } from 'vitest'
import { MINUTE, SECOND } from '../api/units.ts'
import type { Change } from '../store/store.ts'
import type { PodInfo, WakeEvent } from './framework.ts'
import { podInfo } from './nodeView.ts'
import { PrioritySort } from './plugins/prioritySort.ts'
import { SchedulingGates } from './plugins/schedulingGates.ts'
import { createQueue, type SchedulingQueue } from './queue.ts'
import { testNode, testPod } from './testing/cluster.ts'

let now = 0
let queue: SchedulingQueue
/** Hints that say yes to what their name says. */
const WAKE_EVENTS: Readonly<Record<string, readonly WakeEvent[]>> = {
  AnyNode: [{ kind: 'Node' }],
  NodeB: [{ kind: 'Node', hint: (_, change) => change.object.metadata?.name === 'b' }],
  Itself: [
    {
      kind: 'Pod',
      hint({ pod: { metadata } }, change) {
        ITSELF.asked.push(metadata?.uid ?? '')
        return change.object.metadata?.uid === metadata?.uid
      },
    },
  ],
  Labelled: [{ kind: 'Node', hint: ({ pod }) => pod.metadata?.labels?.ready === 'yes' }],
  OwnLabels: [{ kind: 'Pod', hint: (_, change) => change.type === 'MODIFIED' }],
}
/** What a hint was asked about that says yes to a change of the pod itself. */
const ITSELF = { asked: [] as string[] }
const nodeAdded = (name: string): Change => ({
  type: 'ADDED',
  kind: 'Node',
  object: testNode(name),
})

/** Every uid has a slot of its own. */
const slots = new Map<string, number>()
function slotOf(uid: string): number {
  const slot = slots.get(uid) ?? slots.size
  slots.set(uid, slot)
  return slot
}
const put = (info: PodInfo, happened?: Change) =>
  queue.put(slotOf(info.pod.metadata!.uid!), info, happened)
const wake = (happened: Change) => queue.wake(happened, slotOf(happened.object.metadata?.uid ?? ''))

beforeEach(() => {
  now = 0
  queue = createQueue(() => now, {
    less: PrioritySort.less!,
    preEnqueue: SchedulingGates.preEnqueue!,
    wakeEvents: (plugin) => WAKE_EVENTS[plugin] ?? [],
  })
})

function pod(name: string, spec: Parameters<typeof testPod>[2] = {}): PodInfo {
  const made = testPod(name, {}, spec)
  return podInfo({ ...made, metadata: { ...made.metadata, uid: name } })
}
const popAll = () => {
  const names: string[] = []
  for (let next = queue.pop(); next; next = queue.pop()) names.push(next.uid)
  return names
}
/** Pops the next pod and reports that these plugins refused it. */
const popAndFail = (...plugins: string[]) => queue.failed(queue.pop()!, new Set(plugins))
const placeOf = (uid: string) => queue.pods().find((entry) => entry.uid === uid)?.queue

describe('order', () => {
  test('higher priority first, then the longer waiting, then the earlier arrival', () => {
    put(pod('late-a'))
    put(pod('important', { priority: 10 }))
    put(pod('late-b'))
    put(pod('negative', { priority: -1 }))
    expect(popAll()).toEqual(['important', 'late-a', 'late-b', 'negative'])
  })

  test('a pod that failed goes behind pods that have waited since before', () => {
    put(pod('failed'))
    popAndFail('AnyNode')
    now = 1_000
    put(pod('new'))
    now = 3_000
    wake(nodeAdded('a'))
    expect(popAll()).toEqual(['failed', 'new'])
  })

  test('what comes next is told without taking it', () => {
    put(pod('backing-off'))
    popAndFail('AnyNode')
    wake(nodeAdded('a'))
    put(pod('plain'))
    put(pod('important', { priority: 10 }))
    put(pod('gated', { schedulingGates: [{ name: 'later' }] }))
    const next = queue.next(9).map(({ uid }) => uid)
    expect(queue.next(2).map(({ uid }) => uid)).toEqual(next.slice(0, 2))
    expect(popAll()).toEqual(next)
    expect(next).toEqual(['important', 'plain', 'backing-off'])
  })

  test('a removed pod is never popped', () => {
    for (const name of ['a', 'b', 'c']) put(pod(name))
    queue.remove(slotOf('b'))
    expect(popAll()).toEqual(['a', 'c'])
  })
})

describe('failed attempts', () => {
  test('a refused pod waits for an event, whatever the time', () => {
    put(pod('p'))
    popAndFail('AnyNode')
    expect(queue.ready).toBe(false)
    now = 4 * MINUTE
    queue.flush()
    expect(queue.ready).toBe(false)
    expect(placeOf('p')).toBe('unschedulable')
  })

  test('an event during back-off queues it in backoffQ, from which an idle scheduler pops', () => {
    put(pod('p'))
    popAndFail('AnyNode')
    wake(nodeAdded('a'))
    expect(placeOf('p')).toBe('backoff')
    put(pod('fresh'))
    expect(popAll()).toEqual(['fresh', 'p'])
  })

  test('an event after the back-off queues it in activeQ', () => {
    put(pod('p', { priority: 5 }))
    popAndFail('AnyNode')
    now = 2_000
    wake(nodeAdded('a'))
    expect(placeOf('p')).toBe('active')
  })

  test('only the hints of the plugins that refused it are asked', () => {
    put(pod('p'))
    popAndFail('NodeB')
    wake(nodeAdded('a'))
    expect(placeOf('p')).toBe('unschedulable')
    wake(nodeAdded('b'))
    expect(placeOf('p')).toBe('backoff')
  })

  test('one of several plugins is enough', () => {
    put(pod('p'))
    popAndFail('NodeB', 'AnyNode')
    wake(nodeAdded('a'))
    expect(placeOf('p')).toBe('backoff')
  })

  test('without a plugin to blame it is tried again after 1, 2, 4, 8, 10, 10 s, rounded up', () => {
    put(pod('p'))
    const waits: number[] = []
    for (let i = 0; i < 6; i++) {
      popAndFail()
      expect(queue.ready).toBe(false)
      const next = queue.nextFlushAt(true)!
      waits.push(next - now)
      now = next
      queue.flush()
    }
    // Each lasts a second longer than the back-off: the second of the expiry still waits.
    expect(waits).toEqual([2_000, 3_000, 5_000, 9_000, 11_000, 11_000])
  })

  test('a refusal ends a series of errors', () => {
    put(pod('p'))
    popAndFail()
    now = 10_000
    queue.flush()
    popAndFail('AnyNode')
    expect(queue.pods()[0]).toMatchObject({ consecutiveErrors: 0, unschedulableCount: 1 })
  })

  test('retries that could only fail are skipped, not lost', () => {
    put(pod('p'))
    popAndFail()
    now = 14_500
    // Would have been tried at 2, 5, 10 and 19 s.
    queue.skipErrorRetries()
    expect(queue.nextFlushAt(true)).toBe(19_000)
  })
})

describe('leftovers', () => {
  test.each([
    [0, 5 * MINUTE + 30 * SECOND],
    [1, 5 * MINUTE + 30 * SECOND],
    [29_999, 5 * MINUTE + 30 * SECOND],
    [30_000, 6 * MINUTE],
  ])('a pod refused at %i ms is tried again at %i ms without any event', (failedAt, retryAt) => {
    put(pod('p'))
    now = failedAt
    popAndFail('NodeB')
    expect(queue.nextFlushAt(true)).toBe(retryAt)
    now = retryAt - 1
    queue.flush()
    expect(queue.ready).toBe(false)
    now = retryAt
    queue.flush()
    expect(queue.pop()?.uid).toBe('p')
  })

  test('nothing is due while nothing waits', () => {
    put(pod('p'))
    expect(queue.nextFlushAt(true)).toBeUndefined()
    popAll()
    expect(queue.nextFlushAt(true)).toBeUndefined()
  })
})

describe('updates of waiting pods', () => {
  const change = (info: PodInfo): Change => ({
    type: 'MODIFIED',
    kind: 'Pod',
    object: info.pod,
    previous: info.pod,
  })

  test('ask the hints of an unschedulable pod', () => {
    put(pod('p'))
    popAndFail('OwnLabels')
    put(pod('p'), change(pod('p')))
    expect(placeOf('p')).toBe('backoff')
  })

  test('leave it where it is when no hint says yes', () => {
    put(pod('p'))
    popAndFail('AnyNode')
    put(pod('p', { priority: 3 }), change(pod('p')))
    expect(placeOf('p')).toBe('unschedulable')
    expect(queue.pods()[0]?.info.pod.spec?.priority).toBe(3)
  })
})

describe('scheduling gates', () => {
  const gated = { schedulingGates: [{ name: 'a' }, { name: 'b' }] }

  test('keep a pod out, with a reason', () => {
    put(pod('p', gated))
    expect(queue.ready).toBe(false)
    expect(queue.pods()[0]).toMatchObject({
      queue: 'gated',
      gate: 'waiting for scheduling gates: [a b]',
    })
    expect(queue.nextFlushAt(true)).toBeUndefined()
  })

  test('let it in when the last one is gone', () => {
    put(pod('p', gated))
    put(pod('p', { schedulingGates: [{ name: 'b' }] }))
    expect(placeOf('p')).toBe('gated')
    put(pod('p'))
    expect(placeOf('p')).toBe('active')
  })
})

test('a restart forgets failures and tries everything again, gated pods aside', () => {
  for (const name of ['refused', 'failed']) put(pod(name))
  popAndFail('NodeB')
  popAndFail()
  put(pod('gated', { schedulingGates: [{ name: 'g' }] }))
  queue.restart()
  expect(queue.pods().map((entry) => [entry.uid, entry.queue, entry.unschedulableCount])).toEqual([
    ['refused', 'active', 0],
    ['failed', 'active', 0],
    ['gated', 'gated', 0],
  ])
})

describe('pods of one template that the same plugins refused', () => {
  /** Alike in everything but their names. */
  function alike(...names: string[]): PodInfo[] {
    const first = pod(names[0]!)
    return names.map((name) => {
      const metadata = { ...first.pod.metadata, name, uid: name }
      return { ...first, pod: { ...first.pod, metadata } }
    })
  }
  const waiting = () => queue.pods().filter((entry) => entry.queue === 'unschedulable')
  const names = () => waiting().map(({ uid }) => uid)

  test('wake together, and pods that others refused stay', () => {
    for (const info of alike('a', 'b', 'c')) put(info)
    popAndFail('NodeB')
    popAndFail('NodeB')
    popAndFail('Nobody', 'OwnLabels')
    wake(nodeAdded('a'))
    expect(names()).toEqual(['a', 'b', 'c'])
    wake(nodeAdded('b'))
    expect(names()).toEqual(['c'])
  })

  test.each(['a', 'b'])('a change of %s itself may help it alone', (own) => {
    ITSELF.asked = []
    for (const info of alike('a', 'b', 'c')) put(info)
    for (let i = 0; i < 3; i++) popAndFail('Itself')
    const object = { ...testPod(own), metadata: { name: own, uid: own } }
    wake({ type: 'MODIFIED', kind: 'Pod', object, previous: object })
    expect(names()).toEqual(['a', 'b', 'c'].filter((name) => name !== own))
    // Itself, and one for all others.
    expect(ITSELF.asked).toHaveLength(2)
  })

  test('a pod that has changed is no longer one of them', () => {
    const [a, b] = alike('a', 'b')
    put(a!)
    put(b!)
    popAndFail('Labelled')
    popAndFail('Labelled')
    const metadata = { ...b!.pod.metadata, labels: { ready: 'yes' } }
    put({ ...b!, pod: { ...b!.pod, metadata } })
    wake(nodeAdded('a'))
    expect(names()).toEqual(['a'])
  })
})
