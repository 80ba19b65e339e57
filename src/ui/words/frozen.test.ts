import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

/** What is exported by `src/ui/words` and changes with the language. */
const LIVE = /^(words|\w+Words)$/

/** What is given to these runs at once; so does what makes the first state of a store. */
const AT_ONCE = new Set(['map', 'flatMap', 'filter', 'reduce', 'forEach', 'from', 'every', 'some'])

interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/**
 * Names of texts that a module reads while it is loaded: they would stay in the language of that moment.
 * Functions are read when they are called, so they are left out.
 */
function frozenTexts(file: string, source: string): readonly string[] {
  const { program } = parseSync(file, source)
  const live = new Set<string>()
  const found: string[] = []
  for (const statement of program.body) {
    if (statement.type !== 'ImportDeclaration' || statement.importKind === 'type') continue
    if (!/\/words\/[\w./]+\.ts$|^\.\/\w+\.ts$/.test(statement.source.value)) continue
    for (const one of statement.specifiers) {
      if (one.type !== 'ImportSpecifier' || one.importKind === 'type') continue
      if (one.imported.type === 'Identifier' && LIVE.test(one.imported.name))
        live.add(one.local.name)
    }
  }
  const visit = (node: Node): void => {
    if (/Function|^TS|^Import/.test(node.type)) return
    if (node.type === 'PropertyDefinition' && node.static !== true) return
    if (node.type === 'CallExpression') {
      const called = node.callee as Node
      const name = (called.property as Node | undefined)?.name
      const now = called.type === 'CallExpression' || AT_ONCE.has(name as string)
      for (const argument of node.arguments as readonly Node[]) {
        if (now && /Function/.test(argument.type)) visit(argument.body as Node)
      }
    }
    if (node.type === 'Identifier' && live.has(node.name as string)) found.push(node.name as string)
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child)
    }
  }
  for (const statement of program.body) visit(statement as unknown as Node)
  return found
}

const files = readdirSync('src/ui', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|testing\/|harness\//.test(file))
  .map((file) => join('src/ui', file))

describe('no module reads texts while it is loaded', () => {
  test.each(files)('%s', (file) => {
    expect(frozenTexts(file, readFileSync(file, 'utf8'))).toEqual([])
  })

  test('and one that does is found', () => {
    const source = `import { words } from '../words/words.ts'
const later = () => words.next
export const now = { title: words.next }
export const each = ['a'].map((value) => ({ value, label: words.dock[value], later: () => words.next }))
export const useState = create()(() => ({ text: words.next }))`
    expect(frozenTexts('planted.ts', source)).toEqual(['words', 'words', 'words'])
  })
})
