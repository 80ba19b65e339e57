import { createStore, get, type UseStore, update } from 'idb-keyval'
import { readSharedRun, type SharedRun } from '../share/sharedRun.ts'
import { withRun } from './work.ts'

/** A run of this browser, so that a reload, a crash or an update loses nothing. */
export interface StoredRun {
  /** The same as long as the same run goes on. */
  readonly id: string
  readonly run: SharedRun
  readonly title: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
}

const KEY = 'run'
/** The form in which it is written; another one is not read. */
const VERSION = 1

/**
 * The runs that were saved last, the latest first; none = there are none, the browser has no storage
 * for us, or what is there makes no sense. Tabs share them, and each writes its own.
 */
export async function readStoredRuns(): Promise<readonly StoredRun[]> {
  try {
    return storedRuns(await get(KEY, store()))
  } catch {
    return []
  }
}

/** What makes no sense in what is kept is left out. At first a single run was kept, without an id. */
export function storedRuns(value: unknown): readonly StoredRun[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.flatMap((one) => {
    if (typeof one !== 'object' || one === null) return []
    const { version, id = '', run, title, savedAt } = one as Record<string, unknown>
    const read = readSharedRun(run)
    if (version !== VERSION || !('run' in read) || typeof id !== 'string') return []
    if (typeof title !== 'string' || typeof savedAt !== 'number') return []
    return [{ id, run: read.run, title, savedAt }]
  })
}

/** False when the browser does not take it. */
export async function writeStoredRun(stored: StoredRun): Promise<boolean> {
  return change((runs) => withRun(runs, stored))
}

export async function clearStoredRun(id: string): Promise<void> {
  await change((runs) => runs.filter((run) => run.id !== id))
}

async function change(to: (runs: readonly StoredRun[]) => readonly StoredRun[]): Promise<boolean> {
  try {
    await update(
      KEY,
      (value: unknown) => to(storedRuns(value)).map((run) => ({ version: VERSION, ...run })),
      store(),
    )
    return true
  } catch {
    return false
  }
}

let opened: UseStore | undefined
/** Opened when it is first needed: where storage is blocked, that alone can throw. */
function store(): UseStore {
  opened ??= createStore('podfall', 'kept')
  return opened
}
