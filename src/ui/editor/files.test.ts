import { describe, expect, test } from 'vitest'
import { readFile } from './files.ts'

const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name)

describe('M8: opening a file', () => {
  test('text is read, with the line ends of any system', async () => {
    expect(await readFile(file('a.yaml', 'a: 1\r\nb: 2\rc: ü\n'))).toEqual({
      ok: true,
      text: 'a: 1\nb: 2\nc: ü\n',
    })
  })
  test('a byte order mark is no text', async () => {
    expect(await readFile(file('a.yaml', '\uFEFFa: 1'))).toEqual({ ok: true, text: 'a: 1' })
  })
  test.each([
    ['little', true],
    ['big', false],
  ])('what PowerShell writes is read: UTF-16, %s end first', async (_, isLittle) => {
    const text = '\uFEFFkind: Pod\r\nname: ü😀\r\n'
    const bytes = new DataView(new ArrayBuffer(text.length * 2))
    for (let at = 0; at < text.length; at++) bytes.setUint16(at * 2, text.charCodeAt(at), isLittle)
    expect(await readFile(file('a.yaml', new Uint8Array(bytes.buffer)))).toEqual({
      ok: true,
      text: 'kind: Pod\nname: ü😀\n',
    })
    const cutOff = new Uint8Array(bytes.buffer).slice(0, -1)
    expect((await readFile(file('a.yaml', cutOff))).ok).toBe(false)
  })
  test('5 MB are enough', async () => {
    expect((await readFile(file('a.yaml', 'a'.repeat(5_000_000)))).ok).toBe(true)
    expect(await readFile(file('a.yaml', 'a'.repeat(5_000_001)))).toEqual({
      ok: false,
      sentence: 'a.yaml is larger than 5 MB (it has 5.1 MB), so it was not opened.',
    })
  })
  test.each([
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]), 'a.yaml is not a text file.'],
    ['bytes that are zero', 'a\0b', 'a.yaml is not a text file.'],
    ['nothing', ' \n', 'a.yaml is empty.'],
  ])('%s is refused', async (_, content, sentence) => {
    const opened = await readFile(file('a.yaml', content))
    expect(opened).toMatchObject({ ok: false, sentence: expect.stringContaining(sentence) })
  })
})
