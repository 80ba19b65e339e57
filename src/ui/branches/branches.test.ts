import { beforeEach, describe, expect, it } from 'vitest'
import type { LoggedCommand } from '../../engine/protocol.ts'
import { applyUpdate, createMirror } from '../state/applyUpdate.ts'
import { bookmarksOf, setBookmarks, useBookmarks } from '../state/bookmarks.ts'
import { mark } from '../state/marks.ts'
import type { Session } from '../state/session.ts'
import { usePage, usePlayback } from '../state/stores.ts'
import { nearestLog, ownCommands, podsElsewhere } from './differences.ts'
import { jump, removeBookmark, renameBookmark } from './marking.ts'

const kill = (at: number, machine = 1): LoggedCommand => ({
  at,
  command: { type: 'pullPlug', machine },
})

describe('what is a branch’s own', () => {
  it.each([
    ['nothing', [], [], 0],
    ['all of it, beside an empty one', [kill(1), kill(2)], [], 2],
    ['what comes after what they share', [kill(1), kill(2), kill(3)], [kill(1)], 2],
    ['nothing, where the other goes on', [kill(1)], [kill(1), kill(2)], 0],
    ['another machine at the same time', [kill(1, 2)], [kill(1, 3)], 1],
  ] as const)('%s', (_, log, other, own) => {
    expect(ownCommands(log, other)).toHaveLength(own)
    expect(ownCommands(log, other)).toEqual(log.slice(log.length - own))
  })

  it('is told beside the log that is most like it', () => {
    const logs = [[], [kill(1), kill(2)], [kill(1)]].map((log) => ({ log }))
    expect(nearestLog([kill(1), kill(2), kill(9)], logs)).toEqual([kill(1), kill(2)])
    expect(nearestLog([kill(5)], [])).toEqual([])
  })
})

describe('pods that are not in the same place', () => {
  const lane = (pods: readonly (readonly [string, number])[]) => {
    const mirror = createMirror()
    const empty = { lane: 'x', pods: { row: [], names: '' }, nodes: { row: [], names: '' } }
    applyUpdate(mirror, {
      reset: true,
      lanes: [{ ...empty, podsRemoved: [], nodesRemoved: [] }],
    } as never)
    const made = mirror.lanes[0]!
    made.nodes.names = ['n1', 'n2']
    made.pods.count = pods.length
    made.pods.alive = new Uint8Array(pods.length).fill(1)
    made.pods.node = Int32Array.from(pods, ([, node]) => node)
    made.pods.names = pods.map(([name]) => name)
    return made
  }

  it('are those on another machine, those that wait, and those that are in one alone', () => {
    const a = lane([
      ['same', 0],
      ['moved', 0],
      ['waits', -1],
      ['only-a', 1],
    ])
    const b = lane([
      ['moved', 1],
      ['same', 0],
      ['waits', 0],
      ['only-b', 1],
    ])
    expect(podsElsewhere(a, b)).toEqual([
      { pod: 'moved', places: ['n1', 'n2'] },
      { pod: 'only-a', places: ['n2', undefined] },
      { pod: 'only-b', places: [undefined, 'n2'] },
      { pod: 'waits', places: ['', 'n1'] },
    ])
    expect(podsElsewhere(a, a)).toEqual([])
  })
})

describe('bookmarks', () => {
  const undos: (() => void | Promise<void>)[] = []
  const seen: number[] = []
  const session = {
    did: (undo: () => void) => undos.push(undo),
    scrub: (to: number) => seen.push(to),
  } as unknown as Session
  const times = () => bookmarksOf('text').map(({ at, name }) => (name === '' ? at : name))

  beforeEach(() => {
    useBookmarks.setState(new Map(), true)
    undos.length = 0
    seen.length = 0
    usePage.setState({ file: { name: 'f', text: 'text' }, notice: undefined })
  })

  it('stand in order of time, once each, belong to their scenario, and can be undone', async () => {
    for (const playhead of [9_000.7, 3_000, 9_000]) {
      usePlayback.setState({ playhead })
      const marking = mark(session)
      // What marks it may have to be fetched first; the run goes on meanwhile.
      usePlayback.setState({ playhead: playhead + 500 })
      await marking
    }
    expect(times()).toEqual([3_000, 9_000])
    renameBookmark(session, 3_000, 'start')
    expect(times()).toEqual(['start', 9_000])
    removeBookmark(session, 9_000)
    expect(times()).toEqual(['start'])
    expect(usePage.getState().notice?.action?.label).toBe('Undo')
    while (undos.length > 0) void undos.pop()!()
    expect(times()).toEqual([])
    usePage.setState({ file: { name: 'g', text: 'other' } })
    await mark(session)
    expect(times()).toEqual([])
  })

  it.each([
    [5_000, 1, 9_000],
    [3_000, 1, 9_000],
    [9_000, 1, undefined],
    [5_000, -1, 3_000],
    [3_000, -1, undefined],
  ] as const)('from %i by %i to %s', (playhead, direction, to) => {
    setBookmarks('text', [
      { at: 9_000, name: '' },
      { at: 3_000, name: '' },
    ])
    usePlayback.setState({ playhead })
    jump(session, direction)
    expect(seen).toEqual(to === undefined ? [] : [to])
  })
})
