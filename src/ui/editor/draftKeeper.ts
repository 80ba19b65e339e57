import type { ScenarioFile } from './contract.ts'
import type { Draft, Drafts } from './drafts.ts'

/** Pause in typing after which the draft is written. */
const SAVE_DELAY = 400

/** What the person is asked or told about drafts. */
export type DraftOffer =
  /** Unsaved edits of the file that is open, from another time. */
  | {
      readonly type: 'restore'
      readonly name: string
      readonly text: string
      readonly savedAt: number
    }
  /** Another file was opened; the edits of the one before are safe. */
  | { readonly type: 'kept'; readonly name: string; readonly text: string }

export interface DraftKeeper {
  /** A file was opened. `unsaved`: the text that stood in the editor before, if it was edited. */
  opened(file: ScenarioFile, unsaved: string | undefined): DraftOffer | undefined
  /** The text was edited. */
  changed(): void
  /** The offered draft was restored or thrown away. */
  decided(): void
  /** Writes what is waiting. */
  flush(): void
  list(): Draft[]
  dispose(): void
}

/**
 * Keeps the edited text of the open file as a draft. A text that is the same as the example of that
 * name needs none. A draft that is offered stays beside what is typed meanwhile, until it is decided.
 */
export function keepDrafts(options: {
  readonly drafts: Drafts
  readonly getText: () => string
  /** The text that the page ships under this name. */
  readonly pristine: (name: string) => string | undefined
  readonly now: () => number
  /** Whether the browser keeps drafts, whenever one was written. */
  readonly saved: (kept: boolean) => void
}): DraftKeeper {
  const { drafts, pristine, now } = options
  let name: string | undefined
  let offered: { text: string; savedAt: number } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function write(file: string, text: string, older: typeof offered): void {
    if (text === pristine(file)) {
      if (older) drafts.save({ name: file, text: older.text, savedAt: older.savedAt })
      else drafts.remove(file)
      return
    }
    const draft: Draft = { name: file, text, savedAt: now() }
    options.saved(drafts.save(older ? { ...draft, older } : draft))
  }

  function flush(): void {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    if (name !== undefined) write(name, options.getText(), offered)
  }

  return {
    opened(file, unsaved) {
      clearTimeout(timer)
      timer = undefined
      const before = name
      if (before !== undefined && unsaved !== undefined) write(before, unsaved, offered)
      name = file.name
      offered = undefined
      const draft = drafts.get(file.name)
      const candidate = draft?.text === file.text ? draft.older : draft
      if (candidate !== undefined && candidate.text !== file.text) {
        offered = { text: candidate.text, savedAt: candidate.savedAt }
        return { type: 'restore', name: file.name, ...offered }
      }
      if (file.text !== pristine(file.name)) write(file.name, file.text, undefined)
      if (before !== undefined && before !== file.name && unsaved !== undefined)
        return { type: 'kept', name: before, text: unsaved }
      return undefined
    },
    changed() {
      clearTimeout(timer)
      timer = setTimeout(flush, SAVE_DELAY)
    },
    decided() {
      offered = undefined
      clearTimeout(timer)
      timer = undefined
      if (name !== undefined) write(name, options.getText(), undefined)
    },
    flush,
    list: () => drafts.list(),
    dispose: flush,
  }
}
