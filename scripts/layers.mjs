// npm run layers: which room may know which, over resolved imports (docs/ARCHITECTURE.md).
// Usage: node scripts/layers.mjs [FOLDER]
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importGraph } from './imports.mjs'
import { root } from './setup.mjs'

/** Tests, what they build on, and pages for looking at a part alone. */
const FOR_TESTS = /\.test\.tsx?$|^src\/.*\/(testing\/|harness(\/|\.ts$)|test[A-Z]\w*\.ts$)/

/** What the page may import of the engine: values and pure functions, never anything that runs. */
const PURE_ENGINE =
  /^src\/engine\/(protocol|scenario)\.ts$|^src\/engine\/api\/(units|objects|quantity|encoding|types\.gen)\.ts$|^src\/engine\/scheduler\/(attempt|choices|countedSentence)\.ts$|^src\/engine\/rules\/zoneDisruption\.ts$|^src\/engine\/sentences\/(sentences|textOf)\.ts$/

/** How a piece looks, which the editor draws too; computed without a canvas. */
const PURE_STAGE = /^src\/ui\/stage\/(cells|geometry|palette)\.ts$/

/**
 * Imports from a file that matches `from` to something that matches `to` break the rule, unless
 * `allowed` says otherwise. Types count like values, save where it is said.
 */
export const rules = [
  {
    name: 'engine-knows-no-page',
    why: 'The engine runs in a worker, in Node and in tests alike.',
    from: /^src\/engine\//,
    to: /^src\/(ui|cli)\//,
  },
  {
    name: 'engine-stands-alone',
    why: 'The engine uses the language and the yaml package, nothing else.',
    from: /^src\/engine\//,
    to: /^(node_modules\/|node:)/,
    allowed: ({ from, to }) => FOR_TESTS.test(from) || to === 'node_modules/yaml',
  },
  {
    name: 'plugins-are-strangers',
    why: 'Plugins meet through the cycle; each can be read alone.',
    from: /^src\/engine\/scheduler\/plugins\//,
    to: /^src\/engine\/scheduler\/plugins\//,
    allowed: ({ from }) => FOR_TESTS.test(from),
  },
  {
    name: 'controllers-are-strangers',
    why: 'Controllers meet through the store, as they do in Kubernetes.',
    from: /^src\/engine\/controllers\//,
    to: /^src\/engine\/controllers\//,
    allowed: ({ from, to }) => FOR_TESTS.test(from) || to === 'src/engine/controllers/context.ts',
  },
  {
    name: 'only-the-stage-draws',
    why: 'PixiJS has one home, so that it can be replaced and measured.',
    from: /^src\//,
    to: /^node_modules\/(pixi\.js|@pixi\/.*)$/,
    allowed: ({ from }) => from.startsWith('src/ui/stage/'),
  },
  {
    name: 'only-the-editor-edits',
    why: 'Monaco has one home, so that it can be loaded late.',
    from: /^src\//,
    to: /^node_modules\/monaco-/,
    allowed: ({ from }) => from.startsWith('src/ui/editor/'),
  },
  {
    name: 'page-sees-values-only',
    why: 'The page talks to the engine through the protocol; it must not run a part of it.',
    from: /^src\/ui\//,
    to: /^src\/engine\//,
    allowed: ({ from, to }) =>
      FOR_TESTS.test(from) ||
      PURE_ENGINE.test(to) ||
      // A round is a function of its seed and the moves: nothing of it runs by itself.
      (from.startsWith('src/ui/game/') && to.startsWith('src/engine/game/')) ||
      (from.startsWith('src/ui/client/') && to === 'src/engine/worker.ts'),
  },
  {
    name: 'page-knows-no-terminal',
    why: 'The page runs in a browser.',
    from: /^src\/ui\//,
    to: /^(src\/cli\/|node:)/,
    allowed: ({ from }) => FOR_TESTS.test(from),
  },
  {
    name: 'terminal-uses-the-front-door',
    why: "The command line is a guest like any other: it uses the engine's public face.",
    from: /^src\/cli\//,
    to: /^src\//,
    allowed: ({ from, to }) =>
      FOR_TESTS.test(from) ||
      to.startsWith('src/cli/') ||
      to === 'src/engine/index.ts' ||
      to === 'src/engine/protocol.ts',
  },
  {
    name: 'stage-and-editor-are-strangers',
    why: 'They meet in App.tsx; either can be loaded without the other.',
    from: /^src\/ui\/(stage|editor)\//,
    to: /^src\/ui\/(stage|editor)\//,
    allowed: ({ from, to }) => from.split('/')[2] === to.split('/')[2] || PURE_STAGE.test(to),
  },
  {
    name: 'nobody-imports-tests',
    why: 'What is shipped does not contain what checks it.',
    from: /^src\//,
    to: FOR_TESTS,
    allowed: ({ from }) => FOR_TESTS.test(from),
  },
]

/** Groups of files that import each other in a ring, by values (types vanish when building). */
function cycles(imports) {
  const next = new Map()
  for (const { from, to, typeOnly } of imports) {
    if (!typeOnly && to?.startsWith('src/')) next.set(from, [...(next.get(from) ?? []), to])
  }
  const found = []
  const done = new Set()
  const path = []
  const visit = (file) => {
    const at = path.indexOf(file)
    if (at >= 0) return found.push([...path.slice(at), file])
    if (done.has(file)) return
    path.push(file)
    for (const to of next.get(file) ?? []) visit(to)
    path.pop()
    done.add(file)
  }
  for (const file of next.keys()) visit(file)
  return found
}

/**
 * Checks a source tree.
 * @param {string} folder holds src/ and node_modules/
 * @param {number} floor fewer files than this mean that the check did not see the code
 * @returns {{files: number, imports: number, problems: string[]}} a sentence for each violation
 */
export function checkLayers(folder, floor) {
  const graph = importGraph(folder, 'src')
  const imports = graph.flat()
  const problems = []
  if (graph.length < floor) {
    problems.push(`saw only ${graph.length} files in src: expected at least ${floor}`)
  }
  for (const { from, to, specifier, line } of imports) {
    if (to === undefined) problems.push(`unresolved: ${from}:${line} imports ${specifier}`)
    else {
      for (const rule of rules) {
        if (!rule.from.test(from) || !rule.to.test(to) || from === to) continue
        if (rule.allowed?.({ from, to })) continue
        problems.push(`${rule.name}: ${from}:${line} imports ${to}. ${rule.why}`)
      }
    }
  }
  for (const ring of cycles(imports)) problems.push(`no-cycles: ${ring.join(' -> ')}`)
  return { files: graph.length, imports: imports.length, problems }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { files, imports, problems } = checkLayers(resolve(process.argv[2] ?? root), 100)
  for (const problem of problems) console.error(problem)
  console.log(`${files} files, ${imports} imports, ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
