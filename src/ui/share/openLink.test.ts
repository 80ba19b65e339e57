import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Session } from '../state/session.ts'
import { usePage } from '../state/stores.ts'
import { openLink } from './openLink.ts'

/** Whatever is loaded is the file from then on. */
const session = {
  load: async (text: string) => {
    usePage.setState({ file: { name: 'x', text } })
    return { loaded: true, diagnostics: [] }
  },
} as unknown as Session

let address: { hash: string; pathname: string; search: string }
beforeEach(() => {
  usePage.setState({ file: undefined })
  address = { hash: '', pathname: '/', search: '' }
  vi.stubGlobal('location', address)
  vi.stubGlobal('history', {
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
