/**
 * Edited texts that are not part of any file yet, kept in the browser so that a reload, a crash or
 * another scenario does not lose them. Storage may be blocked, full or hold nonsense: then drafts
 * live as long as the page does.
 */

export interface Draft {
  readonly name: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
  /** An older draft about which the person has not decided yet when they began to type anew. */
  readonly older?: { readonly text: string; readonly savedAt: number }
}

/** The part of the Storage interface that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export interface Drafts {
  get(name: string): Draft | undefined
  /** False when the browser did not take it; it is then remembered until the page is closed. */
  save(draft: Draft): boolean
  remove(name: string): void
  /** Newest first. */
  list(): Draft[]
}

const PREFIX = 'podfall.draft.'

/** Drafts kept in `storage`; undefined = the browser gives none. */
export function openDrafts(storage: DraftStorage | undefined): Drafts {
  /** What storage refused. */
  const remembered = new Map<string, Draft>()

  function read(key: string): Draft | undefined {
    try {
      return parseDraft(storage?.getItem(key) ?? '', key.slice(PREFIX.length))
    } catch {
      return undefined
    }
  }

  return {
    get: (name) => remembered.get(name) ?? read(PREFIX + name),
    save(draft) {
      try {
        if (storage === undefined) throw new Error('no storage')
        storage.setItem(PREFIX + draft.name, JSON.stringify(draft))
        remembered.delete(draft.name)
        return true
      } catch {
        remembered.set(draft.name, draft)
        return false
      }
    },
    remove(name) {
      remembered.delete(name)
      try {
        storage?.removeItem(PREFIX + name)
      } catch {
        // Blocked storage holds nothing that could be removed.
      }
    },
    list() {
      const found = new Map<string, Draft>()
      try {
        for (let at = 0; at < (storage?.length ?? 0); at++) {
          const key = storage?.key(at)
          if (!key?.startsWith(PREFIX)) continue
          const draft = read(key)
          if (draft !== undefined) found.set(draft.name, draft)
        }
      } catch {
        // As above.
      }
      for (const draft of remembered.values()) found.set(draft.name, draft)
      return [...found.values()].sort((a, b) => b.savedAt - a.savedAt)
    },
  }
}

/** The browser's storage, or undefined where even asking for it is an error. */
export function browserStorage(): DraftStorage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

function parseDraft(stored: string, name: string): Draft | undefined {
  let value: unknown
  try {
    value = JSON.parse(stored)
  } catch {
    return undefined
  }
  if (!isVersion(value)) return undefined
  const { text, savedAt } = value
  const older = 'older' in value && isVersion(value.older) ? value.older : undefined
  return older
    ? { name, text, savedAt, older: { text: older.text, savedAt: older.savedAt } }
    : { name, text, savedAt }
}

function isVersion(value: unknown): value is { text: string; savedAt: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'savedAt' in value &&
    typeof value.savedAt === 'number' &&
    Number.isFinite(value.savedAt)
  )
}
