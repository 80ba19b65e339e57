import { beforeEach, expect, test, vi } from 'vitest'
import type { KeptRun } from '../client/runKeeper.ts'
import { useLesson } from '../state/lessonStore.ts'
import type { Session } from '../state/session.ts'
import { usePage, usePlayback, useRun } from '../state/stores.ts'
import { placeOfAddress } from './addressPlace.ts'
import { openAddress } from './openAddress.ts'
import { playerOf } from './player.ts'
import { LESSONS } from './shelf.ts'

const [first, second] = LESSONS.map(({ name }) => name) as [string, string]
let entry: { state: unknown }
let kept: KeptRun | undefined
const session = { pause: () => {}, kept: () => kept } as unknown as Session
const open = vi.spyOn(playerOf(session), 'open').mockImplementation(async (name, step = 0) => {
  useLesson.setState({ lesson: { name, step, answered: undefined } })
})

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  entry = { state: { of: 'others' } }
  vi.stubGlobal('history', {
    get state() {
      return entry.state
    },
    replaceState: (state: unknown) => {
      entry = { state: structuredClone(state) }
    },
  })
  kept = undefined
  useLesson.setState({ lesson: undefined, presenting: false })
  usePage.setState({ file: undefined, notice: undefined })
  usePlayback.setState({ playhead: 0 })
  return () => vi.useRealTimers()
})

test.each([
  ['a talk', `present=${first}`, -1],
  ['a lesson', `lesson=${first}`, 0],
])(
  'G4 %s goes on at its place after a reload, and afresh begins at the beginning',
  async (_, search, start) => {
    const asked = new URLSearchParams(search)
    await openAddress(session, asked)
    expect(open).toHaveBeenLastCalledWith(first, start)
    useLesson.setState({ lesson: { name: second, step: 3, answered: undefined } })
    expect(entry.state).toEqual({ of: 'others', place: { lesson: second, step: 3 } })
    // The tab is loaded again: its entry is all that is left.
    useLesson.setState({ lesson: undefined, presenting: false })
    entry = { state: { place: { lesson: second, step: 3 } } }
    await openAddress(session, asked)
    expect(open).toHaveBeenLastCalledWith(second, 3)
    entry = { state: null }
    await openAddress(session, asked)
    expect(open).toHaveBeenLastCalledWith(first, start)
  },
)

test('G4 of a run that is presented its moment is kept, and what has been done to it', async () => {
  const load = { type: 'load', text: 'link' } as const
  const log = [{ at: 7_000, command: { type: 'pullPlug', machine: 2 } as const }]
  kept = { load: { ...load, shuffle: 3 }, at: 0 }
  usePage.setState({ file: { name: 'night', text: 'link' } })
  await openAddress(session, new URLSearchParams('present'))
  expect(open).not.toHaveBeenCalled()
  usePlayback.setState({ playhead: 7_000.5 })
  usePlayback.setState({ playhead: 8_000.5 })
  vi.runAllTimers()
  expect(entry.state).toEqual({ of: 'others', place: { at: 8_000, done: { shuffle: 3 } } })
  // A command is there at once.
  kept = { load: { ...load, log }, at: 7_000 }
  useRun.setState({ commands: { done: 1, all: 1 } })
  expect(placeOfAddress()).toEqual({ at: 8_000, done: { log } })
  // What was done to another scenario is none of the link's.
  kept = { load: { ...load, text: 'another', log }, at: 7_000 }
  useRun.setState({ commands: { done: 0, all: 0 } })
  expect(placeOfAddress()).toEqual({ at: 8_000 })
})

test.each([
  [null],
  [{ place: { lesson: 'no-such-lesson', step: 1 } }],
  [{ place: { lesson: second, step: 0.5 } }],
  [{ place: 'nonsense' }],
  [{ place: { at: 5, done: { log: [{ at: 0, command: { type: 'no-such-command' } }] } } }],
])('G4 a place that is none is no place: %j', async (state) => {
  entry = { state }
  await openAddress(session, new URLSearchParams(`present=${first}`))
  expect(open).toHaveBeenLastCalledWith(first, -1)
})
