import { encodingOf } from '../../engine/api/encoding.ts'
import { editorWords as words } from '../words/editor.ts'
import { LARGEST_TEXT } from './host.ts'

export type OpenedFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly sentence: string }

/** Reads a chosen or dropped file, UTF-8 or UTF-16 with a byte order mark; a sentence says why one is not taken. */
export async function readFile(file: File): Promise<OpenedFile> {
  if (file.size > LARGEST_TEXT)
    return { ok: false, sentence: words.fileTooBig(file.name, file.size, LARGEST_TEXT) }
  let bytes: ArrayBuffer
  try {
    bytes = await file.arrayBuffer()
  } catch {
    return { ok: false, sentence: words.fileUnreadable(file.name) }
  }
  try {
    const text = decoded(bytes)
    if (text.includes('\0')) return { ok: false, sentence: words.fileNotText(file.name) }
    if (text.trim() === '') return { ok: false, sentence: words.fileEmpty(file.name) }
    return { ok: true, text: normaliseNewlines(text) }
  } catch {
    return { ok: false, sentence: words.fileNotText(file.name) }
  }
}

/**
 * The bytes of a file as text, without a byte order mark.
 * @throws TypeError when they are none
 */
export function decoded(bytes: ArrayBuffer): string {
  return new TextDecoder(encodingOf(new Uint8Array(bytes)), { fatal: true }).decode(bytes)
}

function normaliseNewlines(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/** `podfall-<name>.yaml`, with nothing in it that a file system could object to. */
export function downloadName(name: string, extension = 'yaml'): string {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '')
  return `podfall-${safe === '' ? 'scenario' : safe.slice(0, 60)}.${extension}`
}

/** Lets the browser save a text as a file. */
export function downloadText(name: string, text: string): void {
  downloadBlob(downloadName(name), new Blob([text], { type: 'application/yaml' }))
}

export function downloadBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // Some browsers begin reading only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** The text with another document at its end; `line` is where that document's first line stands. */
export function appendDocument(text: string, document: string): { text: string; line: number } {
  const before = text.trimEnd()
  const body = `${document.trim()}\n`
  if (before === '') return { text: body, line: 1 }
  const head = /(?:^|\n)---$/.test(before) ? `${before}\n` : `${before}\n---\n`
  return { text: head + body, line: head.split('\n').length }
}
