import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importsIn } from './imports.mjs'
import { checkLayers, rules } from './layers.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podfall-layers-'))
  for (const name of ['pixi.js', 'monaco-editor', 'yaml', 'zustand']) {
    plant({
      [`node_modules/${name}/package.json`]: '{"main": "./index.js", "type": "module"}',
      [`node_modules/${name}/index.js`]: '',
    })
  }
  plant({
    'src/engine/index.ts': '',
    'src/engine/protocol.ts': '',
    'src/engine/worker.ts': '',
    'src/engine/simulation.ts': '',
    'src/engine/controllers/context.ts': '',
    'src/engine/controllers/job.ts': '',
    'src/engine/scheduler/plugins/nodeName.ts': '',
    'src/ui/stage/layout.ts': '',
    'src/ui/panels/Panel.tsx': 'export const Panel = () => <p>text</p>',
    'src/ui/panels/panel.test.ts': '',
    'src/cli/main.ts': '',
  })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function plant(files) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

const problems = () => checkLayers(folder, 1).problems

/** file, its text, and the rule that it breaks */
const violations = [
  ['src/engine/a.ts', "import '../ui/stage/layout.ts'", 'engine-knows-no-page'],
  [
    'src/engine/a.ts',
    "import type { Panel } from '../ui/panels/Panel.tsx'",
    'engine-knows-no-page',
  ],
  ['src/engine/a.ts', "export * from '../cli/main.ts'", 'engine-knows-no-page'],
  ['src/engine/a.ts', "import { create } from 'zustand'", 'engine-stands-alone'],
  ['src/engine/a.ts', "import { readFileSync } from 'fs'", 'engine-stands-alone'],
  ['src/engine/scheduler/plugins/nodePorts.ts', "import './nodeName.ts'", 'plugins-are-strangers'],
  ['src/engine/controllers/deployment.ts', "import './job.ts'", 'controllers-are-strangers'],
  ['src/ui/panels/A.tsx', "import { Mesh } from 'pixi.js'; <p />", 'only-the-stage-draws'],
  ['src/ui/panels/A.tsx', "const later = () => import('monaco-editor')", 'only-the-editor-edits'],
  ['src/ui/panels/a.ts', "import '../../engine/simulation.ts'", 'page-sees-values-only'],
  [
    'src/ui/panels/a.ts',
    "type S = import('../../engine/simulation.ts').S",
    'page-sees-values-only',
  ],
  [
    'src/ui/panels/a.ts',
    "new Worker(new URL('../../engine/worker.ts', import.meta.url))",
    'page-sees-values-only',
  ],
  ['src/ui/panels/a.ts', "import W from '../../engine/worker.ts?worker'", 'page-sees-values-only'],
  ['src/ui/panels/a.ts', "import '../../cli/main.ts'", 'page-knows-no-terminal'],
  ['src/cli/a.ts', "import '../engine/simulation.ts'", 'terminal-uses-the-front-door'],
  ['src/ui/editor/a.ts', "import '../stage/layout.ts'", 'stage-and-editor-are-strangers'],
  ['src/ui/panels/a.ts', "import './panel.test.ts'", 'nobody-imports-tests'],
  ['src/ui/panels/a.ts', "import './gone.ts'", 'unresolved'],
]

describe('the layer check', () => {
  test('accepts what the rooms allow', () => {
    plant({
      'src/engine/a.ts': "import { parse } from 'yaml'; import './controllers/job.ts'",
      'src/engine/a.test.ts': "import { readFileSync } from 'node:fs'; import './simulation.ts'",
      'src/engine/controllers/a.ts': "import type { C } from './context.ts'",
      'src/ui/client/a.ts':
        "import '../../engine/protocol.ts'; new Worker(new URL('../../engine/worker.ts', import.meta.url))",
      'src/ui/stage/a.ts': "import { Mesh } from 'pixi.js'; import './layout.ts'",
      'src/cli/a.ts': "import '../engine/index.ts'",
    })
    expect(problems()).toEqual([])
  })

  test.each(violations)('%s with %s breaks %s', (file, text, rule) => {
    plant({ [file]: text })
    const found = problems()
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(new RegExp(`^${rule}: ${file.replaceAll('.', '\\.')}:1 imports `))
  })

  test('every rule has a planted violation', () => {
    const planted = new Set(violations.map(([, , rule]) => rule))
    expect(rules.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([])
  })

  test('finds a ring of values, not a ring of types', () => {
    plant({
      'src/ui/panels/a.ts': "import './b.ts'",
      'src/ui/panels/b.ts': "export { x } from './c.ts'",
      'src/ui/panels/c.ts': "import type { X } from './a.ts'",
    })
    expect(problems()).toEqual([])
    plant({ 'src/ui/panels/c.ts': "import { type Y, x } from './a.ts'" })
    expect(problems()).toEqual([
      'no-cycles: src/ui/panels/a.ts -> src/ui/panels/b.ts -> src/ui/panels/c.ts -> src/ui/panels/a.ts',
    ])
  })

  test('fails when it sees too little', () => {
    expect(checkLayers(folder, 1000).problems).toEqual([
      'saw only 11 files in src: expected at least 1000',
    ])
    expect(checkLayers(join(folder, 'nothing'), 1).problems).toHaveLength(1)
  })

  test('refuses a file that does not parse', () => {
    expect(() => importsIn('a.ts', 'import {')).toThrow('a.ts')
  })
})
