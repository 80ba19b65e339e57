import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { editorColours } from './colours.ts'

const css = readFileSync('src/ui/styles/tokens.css', 'utf8')
const [light = '', dark = ''] = css.split(':root[data-theme="dark"]')

/** Name of the page's token for one of the editor's; `warning` is the editor's own. */
const token = (name: string) =>
  ['key', 'string', 'number'].includes(name)
    ? `--yaml-${name}`
    : `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`

test.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s editor has the colours of the page', (theme, tokens) => {
  for (const [name, colour] of Object.entries(editorColours[theme])) {
    if (name === 'warning') continue
    const found = new RegExp(`${token(name)}: (#[0-9a-f]{6});`).exec(tokens)?.[1]
    expect(colour.toLowerCase(), `${theme} ${name}`).toBe(found)
  }
})
