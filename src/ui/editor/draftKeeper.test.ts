import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { keepDrafts } from './draftKeeper.ts'
import { openDrafts } from './drafts.ts'

const opening = { name: 'opening', text: 'pristine' }
const other = { name: 'other', text: 'other text' }

function setUp() {
  const drafts = openDrafts(undefined)
  const page = { text: opening.text, time: 1 }
  const keeper = keepDrafts({
    drafts,
    getText: () => page.text,
    pristine: (name) => [opening, other].find((file) => file.name === name)?.text,
    now: () => page.time,
    saved: () => undefined,
  })
  const type = (text: string) => {
    page.text = text
    keeper.changed()
  }
  return { drafts, page, keeper, type }
}

describe('the draft keeper', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('offers nothing for a file that was never edited', () => {
    const { keeper, drafts } = setUp()
    expect(keeper.opened(opening, undefined)).toBeUndefined()
    expect(drafts.list()).toEqual([])
  })

  test('keeps what is typed, once typing pauses', () => {
    const { keeper, drafts, type } = setUp()
    keeper.opened(opening, undefined)
    type('a')
    type('ab')
    expect(drafts.list()).toEqual([])
    vi.advanceTimersByTime(400)
    expect(drafts.get('opening')?.text).toBe('ab')
  })

  test('drops the draft when the text is the example again', () => {
    const { keeper, drafts, type } = setUp()
    keeper.opened(opening, undefined)
    type('a')
    vi.advanceTimersByTime(400)
    type('pristine')
    vi.advanceTimersByTime(400)
    expect(drafts.get('opening')).toBeUndefined()
  })

  test('offers the draft after a reload', () => {
    const { keeper, drafts } = setUp()
    drafts.save({ name: 'opening', text: 'mine', savedAt: 7 })
    expect(keeper.opened(opening, undefined)).toEqual({
      type: 'restore',
      name: 'opening',
      text: 'mine',
      savedAt: 7,
    })
  })

  test('typing does not overwrite an offered draft', () => {
    const { keeper, drafts, type } = setUp()
    drafts.save({ name: 'opening', text: 'mine', savedAt: 7 })
    keeper.opened(opening, undefined)
    type('new')
    vi.advanceTimersByTime(400)
    expect(drafts.get('opening')).toMatchObject({
      text: 'new',
      older: { text: 'mine', savedAt: 7 },
    })
  })

  test('an undecided draft outlives going back to the example', () => {
    const { keeper, drafts, type } = setUp()
    drafts.save({ name: 'opening', text: 'mine', savedAt: 7 })
    keeper.opened(opening, undefined)
    type('new')
    vi.advanceTimersByTime(400)
    type('pristine')
    vi.advanceTimersByTime(400)
    expect(drafts.get('opening')).toEqual({ name: 'opening', text: 'mine', savedAt: 7 })
  })

  test('once decided, only the text counts', () => {
    const { keeper, drafts, page } = setUp()
    drafts.save({ name: 'opening', text: 'mine', savedAt: 7 })
    keeper.opened(opening, undefined)
    keeper.decided()
    expect(drafts.get('opening')).toBeUndefined()
    page.text = 'mine'
    keeper.decided()
    expect(drafts.get('opening')?.text).toBe('mine')
  })

  test('another file: the edits of the one before are kept, and it says so', () => {
    const { keeper, drafts, type } = setUp()
    keeper.opened(opening, undefined)
    type('mine')
    expect(keeper.opened(other, 'mine')).toEqual({ type: 'kept', name: 'opening', text: 'mine' })
    expect(drafts.get('opening')?.text).toBe('mine')
    vi.advanceTimersByTime(1000)
    expect(drafts.get('other')).toBeUndefined()
  })

  test('the same example afresh offers what was there', () => {
    const { keeper, type } = setUp()
    keeper.opened(opening, undefined)
    type('mine')
    expect(keeper.opened(opening, 'mine')).toMatchObject({ type: 'restore', text: 'mine' })
  })

  test('a file that the page does not ship is a draft from the start', () => {
    const { keeper, drafts } = setUp()
    keeper.opened({ name: 'mine', text: 'kind: Scenario' }, undefined)
    expect(drafts.get('mine')?.text).toBe('kind: Scenario')
  })

  test('opening a draft does not offer itself', () => {
    const { keeper, drafts } = setUp()
    drafts.save({ name: 'opening', text: 'mine', savedAt: 7 })
    expect(keeper.opened({ name: 'opening', text: 'mine' }, undefined)).toBeUndefined()
    expect(drafts.get('opening')?.text).toBe('mine')
  })

  test('writes at once when the page goes', () => {
    const { keeper, drafts, type } = setUp()
    keeper.opened(opening, undefined)
    type('mine')
    keeper.dispose()
    expect(drafts.get('opening')?.text).toBe('mine')
  })
})
