// npm test: every check, cheapest first; stops at the first that fails.
// The last line is always "N passed, N failed": the tests of both runners, and one for each other check.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './browser.mjs'
import { ensurePackages, runNode, tool } from './setup.mjs'

ensurePackages()

const scratch = mkdtempSync(join(tmpdir(), 'podfall-test-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
const report = (name) => join(scratch, `${name}.json`)

/** Counts of a runner's JSON report; a runner that broke before writing one counts as a failure. */
function counts(name, read) {
  try {
    return read(JSON.parse(readFileSync(report(name), 'utf8')))
  } catch {
    return { passed: 0, failed: 1 }
  }
}

/** One check: exit status 0 is a pass. */
const check = (args, env) => () =>
  runNode(args, env) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }

function unitTests() {
  const status = runNode([
    tool('vitest'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report('vitest')}`,
  ])
  const { passed, failed } = counts('vitest', (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
  }))
  return { passed, failed: status === 0 ? failed : Math.max(1, failed) }
}

function journeys() {
  const status = runNode([tool('@playwright/test', 'playwright'), 'test', '--reporter=list,json'], {
    PODFALL_CHROMIUM: ensureChromium(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: report('playwright'),
  })
  const { passed, failed } = counts('playwright', (json) => ({
    passed: json.stats.expected + json.stats.flaky,
    failed: json.stats.unexpected,
  }))
  return { passed, failed: status === 0 ? failed : Math.max(1, failed) }
}

const steps = [
  ['Format and lint', check([tool('@biomejs/biome', 'biome'), 'ci', '--error-on-warnings', '.'])],
  [
    'Types of the page, the command line and the tests',
    check([tool('typescript', 'tsc'), '-p', '.']),
  ],
  ['Types of the engine', check([tool('typescript', 'tsc'), '-p', 'src/engine', '--noEmit'])],
  ['Generated files are fresh', check(['scripts/generate-api.mjs', '--check'])],
  ['The lockfile is complete', check(['scripts/lockfile.mjs', '--check'])],
  ['Notices are fresh', check(['scripts/notices.mjs', '--check'])],
  ['Layers', check(['scripts/layers.mjs'])],
  ['Unused code', check([tool('knip')])],
  ['Unit, property and scenario tests', unitTests],
  ['Build', check([tool('vite'), 'build', '--logLevel', 'warn'])],
  ['Journeys in a browser', journeys],
]

const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`
const started = performance.now()
const total = { passed: 0, failed: 0 }
const times = []
for (const [title, run] of steps) {
  console.log(`\n== ${title}`)
  const from = performance.now()
  const result = run()
  total.passed += result.passed
  total.failed += result.failed
  times.push(`${seconds(from).padStart(8)}  ${title}`)
  if (result.failed > 0) {
    console.log(`\nStopped: "${title}" failed (see above).`)
    break
  }
}
console.log(`\n${times.join('\n')}\n${seconds(started).padStart(8)}  in all\n`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
