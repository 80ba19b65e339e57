import { createStore, del, get, set, type UseStore } from 'idb-keyval'
import { readSharedRun, type SharedRun } from '../share/sharedRun.ts'

/** The last run of this browser, so that a reload, a crash or an update loses nothing. */
export interface StoredRun {
  readonly run: SharedRun
  readonly title: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

const KEY = 'run'
/** The form in which it is written; another one is not read. */
const VERSION = 1

/**
 * The run that was saved last; undefined = there is none, the browser has no storage for us, or what
 * is there makes no sense. Two tabs share it: the one that saved last wins, and neither is disturbed.
 */
export async function readStoredRun(): Promise<StoredRun | undefined> {
  let value: unknown
  try {
    value = await get(KEY, store())
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { version, run, title, savedAt } = value as Record<string, unknown>
  const read = readSharedRun(run)
  if (version !== VERSION || !('run' in read)) return undefined
  if (typeof title !== 'string' || typeof savedAt !== 'number') return undefined
  return { run: read.run, title, savedAt }
}

/** False when the browser does not take it. */
export async function writeStoredRun(stored: StoredRun): Promise<boolean> {
  try {
    await set(KEY, { version: VERSION, ...stored }, store())
    return true
  } catch {
    return false
  }
}

export async function clearStoredRun(): Promise<void> {
  await del(KEY, store()).catch(() => {})
}

let opened: UseStore | undefined
/** Opened when it is first needed: where storage is blocked, that alone can throw. */
function store(): UseStore {
  opened ??= createStore('podfall', 'kept')
  return opened
}
