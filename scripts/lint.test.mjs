// The linter's own rules for the engine, shown to work: each planted violation is found.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root, tool } from './setup.mjs'

/** Code that the engine must not contain, and the rule that says so. */
const banned = [
  ['Date.now()', 'lint/style/noRestrictedGlobals'],
  ['new Date(0)', 'lint/style/noRestrictedGlobals'],
  ['performance.now()', 'lint/style/noRestrictedGlobals'],
  ['setTimeout(() => {}, 1)', 'lint/style/noRestrictedGlobals'],
  ['setInterval(() => {}, 1)', 'lint/style/noRestrictedGlobals'],
  ['queueMicrotask(() => {})', 'lint/style/noRestrictedGlobals'],
  ['crypto.randomUUID()', 'lint/style/noRestrictedGlobals'],
  ['globalThis.Date', 'lint/style/noRestrictedGlobals'],
  ['new Intl.NumberFormat()', 'lint/style/noRestrictedGlobals'],
  ["console.log('x')", 'lint/style/noRestrictedGlobals'],
  ['Math.random()', 'plugin'],
  ['[1, 2].map(Math.random)', 'plugin'],
]

const source = (code) => `export const value = () => ${code}\n`
let folder
let findings

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podfall-lint-'))
  const put = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const name of ['biome.json', 'scripts/seededRandom.grit']) {
    cpSync(join(root, name), join(folder, name))
  }
  banned.forEach(([code], index) => {
    put(`src/engine/planted${index}.ts`, source(code))
    put(`src/ui/planted${index}.ts`, source(code))
  })
  put('src/ui/Planted.tsx', 'export const Planted = () => <img src="a.png" />\n')
  const result = spawnSync(
    process.execPath,
    [tool('@biomejs/biome', 'biome'), 'lint', '--vcs-enabled=false', '--reporter=json', '.'],
    { cwd: folder, encoding: 'utf8' },
  )
  findings = JSON.parse(result.stdout)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ category, location }) => ({ category, file: location.path.file ?? location.path }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const found = (file) =>
  findings.filter((finding) => finding.file === file).map(({ category }) => category)

test.each(banned.map(([code, rule], index) => [code, rule, index]))(
  'in the engine %s breaks %s',
  (_, rule, index) => {
    expect(found(`src/engine/planted${index}.ts`)).toContain(rule)
  },
)

test('outside the engine they are allowed', () => {
  expect(findings.filter(({ file }) => file.startsWith('src/ui/planted'))).toEqual([])
})

test('an image without a text is found', () => {
  expect(found('src/ui/Planted.tsx')).toContain('lint/a11y/useAltText')
})
