/** One document of a multi-document text. */
export interface DocumentText {
  /** How many `---` lines stand above. */
  readonly index: number
  /** The document's lines without the `---` that begins it; may be blank. */
  readonly text: string
  /** Offset of `text` in the whole. */
  readonly offset: number
  /** First and last line, from 1. */
  readonly startLine: number
  readonly endLine: number
}

/** A `---` at the start of a line begins a document wherever it stands, even inside a block of text. */
const MARKER = /^(?:---(?=\s|$)[^\n]*|\.\.\.[ \t]*(?:#[^\n]*)?$)\n?/gm

/**
 * Splits a text into its documents before they are read, so that one that is broken does not hide
 * the others, and so that no document can cost more than its own size.
 */
export function splitDocuments(text: string): DocumentText[] {
  const documents: DocumentText[] = []
  let index = 0
  let offset = 0
  let line = 1
  const push = (end: number) => {
    const part = text.slice(offset, end)
    const lines = countLines(part)
    documents.push({
      index,
      text: part,
      offset,
      startLine: line,
      endLine: Math.max(line, line + lines - (part.endsWith('\n') ? 1 : 0)),
    })
    line += lines
  }
  for (const match of text.matchAll(MARKER)) {
    const { 0: marker, index: at } = match
    push(at)
    offset = at + marker.length
    line += countLines(marker)
    if (marker.startsWith('---')) {
      index += 1
      // `--- {kind: Pod}`: what stands on the marker's line belongs to the document.
      const rest = /^---[ \t]+(?=[^#\s])/.exec(marker)
      if (rest) {
        offset = at + rest[0].length
        line -= countLines(marker)
      }
    }
  }
  push(text.length)
  return documents
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
