import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { brokenSuite, runSuite, type SuiteResult } from '../engine/index.ts'
import { readText } from './sources.ts'
import type { Output } from './terminal.ts'

const USAGE = `Usage: npm run -s conformance -- [DIR] [--json]

Runs every suite file (*.json, described in conformance/FORMAT.md) of a folder through the engine and
prints each case that failed, then "N passed, N failed, N skipped". Exit status 1 when one failed.

  DIR      folder of suite files (default: the project's own)
  --json   one JSON value with every case's outcome; the closing line goes to standard error
`

/**
 * @param ownSuites folder of the project's own suites
 * @returns the exit status: 0, 1 when a case failed or a file is no suite, 2 for a wrong command line
 */
export function conformanceCommand(
  ownSuites: string,
  args: readonly string[],
  output: Output,
): number {
  const options = readOptions(args)
  if (typeof options === 'string') {
    output.err(`conformance: ${options}\nSee: npm run -s conformance -- --help\n`)
    return 2
  }
  if (options.help) {
    output.out(USAGE)
    return 0
  }
  const results = runFolder(options.folder ?? ownSuites)
  const sum = (key: 'passed' | 'failed' | 'skipped') =>
    results.reduce((total, result) => total + result[key], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  const closing = `${passed} passed, ${failed} failed, ${skipped} skipped\n`
  if (options.json) {
    output.out(`${JSON.stringify({ passed, failed, skipped, suites: results }, undefined, 2)}\n`)
    output.err(closing)
  } else {
    output.out(results.map(describe).join(''))
    output.out(closing)
  }
  return failed === 0 ? 0 : 1
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
    if (positionals.length > 1) return `one folder, not ${positionals.length}`
    return { folder: positionals[0], json: values.json === true, help: values.help === true }
  } catch (error) {
    return (error as Error).message
  }
}

/** Every suite file in the folder, by name; what cannot be read is a failure. */
function runFolder(folder: string): SuiteResult[] {
  let files: string[]
  try {
    files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  } catch (error) {
    return [brokenSuite(folder, reasonOf(error))]
  }
  if (files.length === 0) return [brokenSuite(folder, 'the folder has no suite file (*.json)')]
  return files.sort().map((file) => runFile(join(folder, file), file))
}

function runFile(path: string, file: string): SuiteResult {
  let text: string
  try {
    text = readText(path)
  } catch (error) {
    return brokenSuite(file, reasonOf(error))
  }
  try {
    return runSuite(JSON.parse(text), file)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return brokenSuite(file, `the file is not JSON: ${error.message}`)
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file or folder'
  if (code === 'ENOTDIR') return 'this is a file, not a folder'
  return `it cannot be read: ${message}`
}

/** The cases of a suite that did not pass, each with what was expected and what came. */
function describe({ suite, cases }: SuiteResult): string {
  let text = ''
  for (const { name, outcome } of cases) {
    if (outcome.status === 'failed') {
      text += `FAILED ${suite} / ${name}\n`
      text += `  expected  ${JSON.stringify(outcome.expected)}\n`
      text += `  actual    ${JSON.stringify(outcome.actual)}\n`
    } else if (outcome.status === 'skipped') {
      text += `skipped ${suite} / ${name}: ${outcome.reason}\n`
    }
  }
  return text
}
