import type { Diagnostic } from '../../engine/protocol.ts'
import type { TextEdit } from './textPositions.ts'

/** Bytes of the largest file, and characters of the longest text; the engine reads no more either. */
export const LARGEST_TEXT = 5_000_000

/** Beyond this many characters, Monaco's YAML language would be busy for seconds after each key. */
export const RICH_LIMIT = 1_000_000

/** What a text host tells the panel. */
export interface TextHostEvents {
  /** The text changed, by whomever. */
  change(): void
  /** The cursor stands on another line. */
  cursor(line: number): void
  /** Ctrl+Enter or Cmd+Enter. */
  apply(): void
}

/**
 * The place where the text is typed: Monaco, or a plain textarea where Monaco could not be loaded; before
 * either is there, the page's memory (waitingHost.ts).
 * Lines and columns count from 1.
 */
export interface TextHost {
  readonly rich: boolean
  getText(): string
  /** Characters of the text, without making a copy of it. */
  getLength(): number
  /** Characters that typing or pasting would replace. */
  getSelectedLength(): number
  /** Increases with every change of the text. */
  getVersion(): number
  /** Puts another file into the editor; what can be undone ends here. */
  open(text: string): void
  /** Replaces ranges of the present text, together. */
  edit(edits: readonly TextEdit[]): void
  /**
   * Edits until the returned function is called are undone as one step: a drag writes many values.
   */
  beginGesture(): () => void
  getCursorLine(): number
  /** Number of whole lines that can be seen. */
  getVisibleLines(): number
  /** Scrolls so that `topLine` is the first line, and puts the cursor on `cursorLine`. */
  reveal(topLine: number, cursorLine: number): void
  /** Cursor to a place, and the focus with it. */
  goTo(line: number, column: number): void
  isTyping(): boolean
  showDiagnostics(diagnostics: readonly Diagnostic[]): void
  /** Lines that carry requests. */
  tint(lines: readonly number[]): void
  setTheme(theme: 'light' | 'dark'): void
  dispose(): void
}
