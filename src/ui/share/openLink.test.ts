import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useLesson } from '../state/lessonStore.ts'
import type { LoadOptions } from '../state/runs.ts'
import type { Session } from '../state/session.ts'
import { usePage } from '../state/stores.ts'
import { openLink } from './openLink.ts'

let choice: LoadOptions | undefined
/** Whatever is loaded is the file from then on. */
const session = {
  load: async (text: string, options?: LoadOptions) => {
    choice = options
    usePage.setState({ file: { name: 'x', text } })
    return { loaded: true, diagnostics: [] }
  },
} as unknown as Session

let state: unknown
let address: { hash: string; pathname: string; search: string }
beforeEach(() => {
  usePage.setState({ file: undefined })
  address = { hash: '', pathname: '/', search: '' }
  vi.stubGlobal('location', address)
  state = null
  vi.stubGlobal('history', {
    get state() {
      return state
    },
    replaceState: () => {
      address.hash = ''
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

/** Nothing of what a validator says. */
const DAMAGED_AT = /^This link is damaged or was cut off: what it says under “at” makes no sense\.$/

test.each([
  ['#s=9.AAAA', /newer Podfall/, '#s=9.AAAA'],
  ['#s=1.%%', /damaged/, ''],
  ['#s=night&at=abc', DAMAGED_AT, ''],
  ['#s=night&at=-5', DAMAGED_AT, ''],
  ['#s=night&at=1e300', DAMAGED_AT, ''],
  ['#s=no-such-scenario', /no scenario/, ''],
  ['#s=zones', undefined, '#s=zones'],
])('H3 %s: what is said, and what the address keeps for a reload', async (hash, said, kept) => {
  address.hash = hash
  const problem = await openLink(session, hash)
  if (said === undefined) expect(problem).toBeUndefined()
  else expect(problem).toMatch(said)
  // The page then plays its opening story.
  if (problem !== undefined) await session.load('opening')
  expect(address.hash).toBe(kept)
  await session.load('another')
  expect(address.hash).toBe('')
})

test('G4 what is presented goes on as it was left, also without the link’s own commands', async () => {
  address.search = '?present'
  const log = [{ at: 7_000, command: { type: 'pullPlug', machine: 2 } }]
  await openLink(session, '#s=night&at=1000')
  expect(useLesson.getState().presenting).toBe(true)
  expect(choice).toEqual({ at: 1_000, play: false })
  state = { place: { at: 9_000, done: { log, shuffle: 2 } } }
  await openLink(session, '#s=night&at=1000')
  expect(choice).toEqual({ at: 9_000, play: false, log, shuffle: 2 })
  state = { place: { at: 9_000 } }
  await openLink(session, '#s=night&at=1000')
  expect(choice).toEqual({ at: 9_000, play: false })
  // Whoever is no audience gets what the link says.
  address.search = ''
  await openLink(session, '#s=night&at=1000')
  expect(choice).toEqual({ at: 1_000, play: false })
})
