// Reads a source file's imports and resolves them; the base of the layer rules.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ResolverFactory } from 'oxc-resolver'

/**
 * One import, whatever its syntax: import and export declarations, import(), import types, and
 * new URL(..., import.meta.url) of a source file, which is how a page names its workers.
 * @typedef {{specifier: string, line: number, typeOnly: boolean}} Import
 */

const isTypeOnly = (node) =>
  node.type === 'TSImportType' ||
  node.importKind === 'type' ||
  node.exportKind === 'type' ||
  (node.type === 'ImportDeclaration' &&
    node.specifiers.length > 0 &&
    node.specifiers.every((specifier) => specifier.importKind === 'type'))

/** The string literal that makes `node` an import, or undefined. */
function sourceOf(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node.source
    case 'NewExpression': {
      const [path, base] = node.arguments
      const besideThisFile =
        base?.type === 'MemberExpression' &&
        base.object.type === 'MetaProperty' &&
        base.property.name === 'url'
      const isCode = /\.[jt]sx?$/.test(path?.value ?? '')
      return node.callee.name === 'URL' && besideThisFile && isCode ? path : undefined
    }
  }
  return undefined
}

/**
 * @param {string} file name, for its ending
 * @param {string} text
 * @returns {Import[]}
 * @throws when the text does not parse: a file that cannot be read must not pass as one without imports
 */
export function importsIn(file, text) {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  const found = []
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (node === null || typeof node !== 'object') return
    const source = typeof node.type === 'string' ? sourceOf(node) : undefined
    if (typeof source?.value === 'string') {
      found.push({
        specifier: source.value,
        line: text.slice(0, source.start).split('\n').length,
        typeOnly: isTypeOnly(node),
      })
    }
    for (const child of Object.values(node)) visit(child)
  }
  visit(program)
  return found
}

/** Source files below `folder`, as paths from `root` with forward slashes, sorted. */
function sourceFiles(root, folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
}

/**
 * What an import means: a path from the root, `node_modules/NAME` for a package, `node:fs` for a
 * part of Node, or undefined when there is no such thing.
 */
function resolve(resolver, root, file, specifier) {
  const path = specifier.replace(/\?.*$/, '')
  if (path.startsWith('node:')) return path
  const result = resolver.sync(dirname(join(root, file)), path)
  if (result.builtin) return result.builtin.resolved
  if (!result.path) return undefined
  const inPackages = result.path
    .split(sep)
    .join('/')
    .match(/^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/)
  return inPackages
    ? `node_modules/${inPackages[1]}`
    : relative(root, result.path).split(sep).join('/')
}

/**
 * The import graph of `folder`.
 * @param {string} root absolute
 * @param {string} folder from the root
 * @returns {{from: string, to: string | undefined, specifier: string, line: number, typeOnly: boolean}[][]}
 *   a list of imports for each file, in the order of the files' names
 */
export function importGraph(root, folder) {
  const resolver = new ResolverFactory({
    conditionNames: ['types', 'import', 'browser', 'default'],
    extensions: ['.js', '.d.ts'],
    mainFields: ['module', 'main', 'types'],
    builtinModules: true,
    symlinks: false,
  })
  return sourceFiles(root, folder).map((from) =>
    importsIn(from, readFileSync(join(root, from), 'utf8')).map((found) => ({
      ...found,
      from,
      to: resolve(resolver, root, from, found.specifier),
    })),
  )
}
