import { createStore, del, entries, setMany, type UseStore } from 'idb-keyval'
import * as v from 'valibot'

/**
 * Everything that this page keeps in this browser: settings, lessons, texts of the editor, the last
 * run, rounds that were played. What each of them means is known to those who read it, and they trust
 * none of it; here they are names with values.
 */
export interface OwnData {
  /** Of localStorage. */
  readonly texts: Readonly<Record<string, string>>
  /** Of IndexedDB. */
  readonly objects: Readonly<Record<string, unknown>>
}

/** The form in which it is written to a file; another one is not read. */
const VERSION = 1
/** Characters; a browser keeps less than that for a page. */
const LARGEST = 50_000_000

const TEXT = /^podfall\..{1,300}$/s
const OBJECT = /^[a-z]\w{0,40}$/i
const File = v.object({
  podfall: v.literal('data'),
  version: v.number(),
  texts: v.record(v.string(), v.string()),
  objects: v.record(v.string(), v.unknown()),
})

/** All that is kept; `blocked` = the browser gives this page no storage. */
export async function readOwnData(): Promise<OwnData & { readonly blocked: boolean }> {
  const texts: Record<string, string> = {}
  let blocked = false
  try {
    for (const key of Object.keys(localStorage)) {
      const value = TEXT.test(key) ? localStorage.getItem(key) : null
      if (value !== null) texts[key] = value
    }
  } catch {
    blocked = true
  }
  try {
    const all = await entries<string, unknown>(store())
    const named = all.filter(([key]) => OBJECT.test(String(key)))
    return { texts, objects: Object.fromEntries(named), blocked }
  } catch {
    return { texts, objects: {}, blocked: true }
  }
}

/** As a file's text. */
export function writeDataFile({ texts, objects }: OwnData): string {
  return `${JSON.stringify({ podfall: 'data', version: VERSION, texts, objects }, undefined, 1)}\n`
}

export type ReadData =
  | { readonly data: OwnData }
  | { readonly problem: 'tooLarge' | 'noData' | 'newer' }

/** Reads a file that somebody has chosen: names that are none of ours are left out. */
export function readDataFile(text: string): ReadData {
  if (text.length > LARGEST) return { problem: 'tooLarge' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: 'noData' }
  }
  const read = v.safeParse(File, value)
  if (!read.success) return { problem: 'noData' }
  if (read.output.version > VERSION) return { problem: 'newer' }
  const own = <T>(all: Readonly<Record<string, T>>, name: RegExp) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => name.test(key)))
  const { texts, objects } = read.output
  return { data: { texts: own(texts, TEXT), objects: own(objects, OBJECT) } }
}

/**
 * Makes the browser keep this and nothing else. False = it does not (no room, no storage); then it
 * keeps what it kept before, as far as it lets us.
 */
export async function replaceOwnData(data: OwnData): Promise<boolean> {
  const before = await readOwnData()
  try {
    await put(data, before)
    return true
  } catch {
    await put(before, data).catch(() => {
      // It takes nothing at all any more.
    })
    return false
  }
}

async function put(data: OwnData, instead: OwnData): Promise<void> {
  for (const key of Object.keys(instead.texts)) {
    if (!(key in data.texts)) localStorage.removeItem(key)
  }
  for (const [key, value] of Object.entries(data.texts)) localStorage.setItem(key, value)
  for (const key of Object.keys(instead.objects)) {
    if (!(key in data.objects)) await del(key, store())
  }
  await setMany(Object.entries(data.objects), store())
}

let opened: UseStore | undefined
/** Opened when it is first needed: where storage is blocked, that alone can throw. */
function store(): UseStore {
  opened ??= createStore('podfall', 'kept')
  return opened
}
