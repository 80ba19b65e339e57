import { describe, expect, test } from 'vitest'
import { type DraftStorage, openDrafts } from './drafts.ts'

function memoryStorage(
  limit = Number.POSITIVE_INFINITY,
): DraftStorage & { map: Map<string, string> } {
  const map = new Map<string, string>()
  return {
    map,
    get length() {
      return map.size
    },
    key: (at) => [...map.keys()][at] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem(key, value) {
      if (value.length > limit) throw new DOMException('full', 'QuotaExceededError')
      map.set(key, value)
    },
    removeItem: (key) => void map.delete(key),
  }
}

const blocked: DraftStorage = {
  get length(): number {
    throw new DOMException('blocked', 'SecurityError')
  },
  key() {
    throw new DOMException('blocked', 'SecurityError')
  },
  getItem() {
    throw new DOMException('blocked', 'SecurityError')
  },
  setItem() {
    throw new DOMException('blocked', 'SecurityError')
  },
  removeItem() {
    throw new DOMException('blocked', 'SecurityError')
  },
}

describe('drafts', () => {
  test('survive the page', () => {
    const storage = memoryStorage()
    expect(openDrafts(storage).save({ name: 'opening', text: 'a: 1', savedAt: 5 })).toBe(true)
    expect(openDrafts(storage).get('opening')).toEqual({
      name: 'opening',
      text: 'a: 1',
      savedAt: 5,
    })
  })

  test('keep an undecided older one beside the new one', () => {
    const storage = memoryStorage()
    const older = { text: 'old', savedAt: 1 }
    openDrafts(storage).save({ name: 'opening', text: 'new', savedAt: 2, older })
    expect(openDrafts(storage).get('opening')?.older).toEqual(older)
  })

  test('are listed newest first, and other keys are left alone', () => {
    const storage = memoryStorage()
    storage.setItem('theme', 'dark')
    const drafts = openDrafts(storage)
    drafts.save({ name: 'a', text: '1', savedAt: 1 })
    drafts.save({ name: 'b', text: '2', savedAt: 2 })
    expect(drafts.list().map((draft) => draft.name)).toEqual(['b', 'a'])
    drafts.remove('b')
    expect(drafts.list().map((draft) => draft.name)).toEqual(['a'])
    expect(storage.getItem('theme')).toBe('dark')
  })

  test.each([
    ['not JSON', '{'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['no text', '{"savedAt":1}'],
    ['text that is none', '{"text":{},"savedAt":1}'],
    ['no time', '{"text":"a"}'],
    ['a time that is none', '{"text":"a","savedAt":"x"}'],
    ['an endless time', '{"text":"a","savedAt":1e999}'],
  ])('do not trust stored nonsense: %s', (_, stored) => {
    const storage = memoryStorage()
    storage.map.set('podfall.draft.opening', stored)
    expect(openDrafts(storage).get('opening')).toBeUndefined()
    expect(openDrafts(storage).list()).toEqual([])
  })

  test('drop only the older part when that is nonsense', () => {
    const storage = memoryStorage()
    storage.map.set('podfall.draft.a', '{"text":"a","savedAt":1,"older":7}')
    expect(openDrafts(storage).get('a')).toEqual({ name: 'a', text: 'a', savedAt: 1 })
  })

  test.each([
    ['blocked', blocked],
    ['absent', undefined],
    ['full', memoryStorage(10)],
  ])('live as long as the page when storage is %s', (_, storage) => {
    const drafts = openDrafts(storage)
    expect(drafts.get('a')).toBeUndefined()
    expect(drafts.save({ name: 'a', text: 'much too long for it', savedAt: 1 })).toBe(false)
    expect(drafts.get('a')?.text).toBe('much too long for it')
    expect(drafts.list()).toHaveLength(1)
    drafts.remove('a')
    expect(drafts.list()).toEqual([])
  })

  test('a draft with a name from the prototype is an ordinary draft', () => {
    const drafts = openDrafts(memoryStorage())
    expect(drafts.get('__proto__')).toBeUndefined()
    drafts.save({ name: '__proto__', text: 'x', savedAt: 1 })
    expect(drafts.get('__proto__')?.text).toBe('x')
  })
})
