import type { TextRange } from '../../engine/protocol.ts'

export interface TextEdit {
  readonly range: TextRange
  readonly text: string
}

/** The line, from 1, of an offset into a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
    line++
  return line
}

/** The offset of a line and column, both from 1; beyond the end of a line or text: its end. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start)
    if (end === -1) return text.length
    start = end + 1
  }
  const end = text.indexOf('\n', start)
  return Math.min(start + column - 1, end === -1 ? text.length : end)
}

/** The text after edits that are made together: the ranges are those of the text before. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  const places = edits
    .map(({ range, text: written }) => ({
      written,
      from: offsetOf(text, range.line, range.column),
      to: offsetOf(text, range.endLine, range.endColumn),
    }))
    .sort((a, b) => a.from - b.from)
  let after = ''
  let done = 0
  for (const { written, from, to } of places) {
    after += text.slice(done, from) + written
    done = to
  }
  return after + text.slice(done)
}
