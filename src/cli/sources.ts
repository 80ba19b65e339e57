import { readFileSync } from 'node:fs'
import { encodingOf } from '../engine/index.ts'

/** Several input files as one text of several documents. */
export interface Sources {
  readonly text: string
  /** Where a line of the text (from 1) came from. */
  locate(line: number): { readonly file: string; readonly line: number }
}

const SEPARATOR = '---\n'

/**
 * Reads and joins the files in the given order; `-` is standard input.
 * @throws whatever reading a file throws
 */
export function readSources(files: readonly string[]): Sources {
  const starts: { readonly file: string; readonly line: number }[] = []
  let text = ''
  for (const file of files) {
    const content = readText(file)
    if (text !== '') text += text.endsWith('\n') ? SEPARATOR : `\n${SEPARATOR}`
    starts.push({ file: file === '-' ? 'standard input' : file, line: lines(text) })
    text += content
  }
  return {
    text,
    locate(line) {
      const start = starts.findLast((candidate) => candidate.line < line) ?? starts[0]!
      return { file: start.file, line: line - start.line }
    },
  }
}

/**
 * One file as text: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it; `-` is standard input.
 * @throws whatever reading a file throws
 */
export function readText(file: string): string {
  const bytes = readFileSync(file === '-' ? 0 : file)
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

/** Complete lines in the text. */
function lines(text: string): number {
  return text.split('\n').length - 1
}
