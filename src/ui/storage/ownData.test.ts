import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type OwnData,
  readDataFile,
  readOwnData,
  replaceOwnData,
  writeDataFile,
} from './ownData.ts'

const objects = new Map<string, unknown>()
let full = false
vi.mock('idb-keyval', () => ({
  createStore: () => ({}),
  entries: async () => [...objects],
  del: async (key: string) => void objects.delete(key),
  setMany: async (all: readonly [string, unknown][]) => {
    if (full && all.length > 1) throw new DOMException('full', 'QuotaExceededError')
    for (const [key, value] of all) objects.set(key, value)
  },
}))

const data: OwnData = {
  texts: { 'podfall.settings': '{"theme":"dark"}', 'podfall.draft.my file.yaml': '{}' },
  objects: { run: { title: 'Zones' }, scores: [1, 2] },
}

beforeEach(() => {
  objects.clear()
  full = false
  const kept: Record<string, string> = {}
  Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: {
      value: (key: string, value: string) => {
        kept[key] = value
      },
    },
    removeItem: {
      value: (key: string) => {
        delete kept[key]
      },
    },
  })
  vi.stubGlobal('localStorage', kept)
})
afterEach(() => vi.unstubAllGlobals())

describe('all that the browser keeps', () => {
  it('is the same after export and import, and leaves alone what is not ours', async () => {
    localStorage.setItem('elsewhere', '1')
    expect(await replaceOwnData(data)).toBe(true)
    const { blocked, ...kept } = await readOwnData()
    expect(blocked).toBe(false)
    expect(kept).toEqual(data)
    expect(readDataFile(writeDataFile(kept))).toEqual({ data })
    expect(await replaceOwnData({ texts: {}, objects: {} })).toBe(true)
    expect(await readOwnData()).toEqual({ texts: {}, objects: {}, blocked: false })
    expect(localStorage.getItem('elsewhere')).toBe('1')
  })

  it('stays as it was when there is no room for something else', async () => {
    await replaceOwnData({ texts: data.texts, objects: { run: 1 } })
    full = true
    expect(await replaceOwnData({ texts: { 'podfall.x': 'y' }, objects: { a: 1, b: 2 } })).toBe(
      false,
    )
    expect(await readOwnData()).toEqual({ texts: data.texts, objects: { run: 1 }, blocked: false })
  })

  it('is nothing where storage is blocked', async () => {
    vi.stubGlobal('localStorage', undefined)
    expect(await readOwnData()).toMatchObject({ texts: {}, blocked: true })
  })
})

describe('a file that is imported', () => {
  it.each([
    ['', 'noData'],
    ['{', 'noData'],
    ['[]', 'noData'],
    ['null', 'noData'],
    ['{"podfall":"run"}', 'noData'],
    ['{"podfall":"data","version":1,"texts":{"podfall.a":7},"objects":{}}', 'noData'],
    ['{"podfall":"data","version":2,"texts":{},"objects":{}}', 'newer'],
  ])('is refused when it makes no sense: %s', (text, problem) => {
    expect(readDataFile(text)).toEqual({ problem })
  })

  it('brings no names that are not ours, nor reaches into objects', () => {
    const text =
      '{"podfall":"data","version":1,"texts":{"other":"1","__proto__":"2","podfall.a":"3"},' +
      '"objects":{"__proto__":{"polluted":true},"a b":1,"run":{}}}'
    expect(readDataFile(text)).toEqual({
      data: { texts: { 'podfall.a': '3' }, objects: { run: {} } },
    })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})
