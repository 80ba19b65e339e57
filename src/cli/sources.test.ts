import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSources, readText } from './sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'podfall-sources-'))
afterAll(() => rmSync(folder, { recursive: true }))
const put = (name: string, bytes: Uint8Array) => {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}
const TEXT = 'kind: Pod\nname: ü😀\n'
const little = Buffer.from(`\uFEFF${TEXT}`, 'utf16le')

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`)],
  ['UTF-16, little end first, as PowerShell writes it', little],
  ['UTF-16, big end first', Buffer.from(little).swap16()],
])('a file is read: %s', (_, bytes) => {
  expect(readText(put('a.yaml', bytes))).toBe(TEXT)
})

test('a line of several files is found again', () => {
  const files = [put('a.yaml', little), put('b.yaml', Buffer.from('a: 1\nb: 2'))]
  const sources = readSources(files)
  expect(sources.text).toBe(`${TEXT}---\na: 1\nb: 2`)
  expect(sources.locate(2)).toEqual({ file: files[0], line: 2 })
  expect(sources.locate(5)).toEqual({ file: files[1], line: 2 })
})
