import { beforeEach, expect, test, vi } from 'vitest'
import { useLesson } from '../state/lessonStore.ts'
import type { Session } from '../state/session.ts'
import { usePage, usePlayback } from '../state/stores.ts'
import { openAddress } from './openAddress.ts'
import { playerOf } from './player.ts'
import { LESSONS } from './shelf.ts'

const [first, second] = LESSONS.map(({ name }) => name) as [string, string]
let entry: { state: unknown }
const session = { pause: () => {}, goTo: vi.fn(async () => {}) } as unknown as Session
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

test('G4 a run that is presented goes on at its moment', async () => {
  usePage.setState({ file: { name: 'night', text: '' } })
  const asked = new URLSearchParams('present')
  await openAddress(session, asked)
  usePlayback.setState({ playhead: 7_000.5 })
  usePlayback.setState({ playhead: 8_000.5 })
  vi.runAllTimers()
  expect(entry.state).toEqual({ of: 'others', place: { at: 8_000 } })
  await openAddress(session, asked)
  expect(session.goTo).toHaveBeenCalledWith(8_000)
  expect(open).not.toHaveBeenCalled()
})

test.each([
  [null],
  [{ place: { lesson: 'no-such-lesson', step: 1 } }],
  [{ place: { lesson: second, step: 0.5 } }],
  [{ place: 'nonsense' }],
])('G4 a place that is none is no place: %j', async (state) => {
  entry = { state }
  await openAddress(session, new URLSearchParams(`present=${first}`))
  expect(open).toHaveBeenLastCalledWith(first, -1)
})
