import { caseName, caseProblem, suiteProblem } from './checkShape.ts'
import { runCase } from './runCase.ts'
import type { Case, Outcome, Suite } from './suite.ts'

/** The release whose behaviour the expected values describe. */
const MODELLED = [1, 35]

export interface CaseResult {
  readonly name: string
  readonly outcome: Outcome
}

/** What became of one suite file. */
export interface SuiteResult {
  /** The suite's own name; the file's where it has none. */
  readonly suite: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Every case, in the suite's order; a file that is no suite is one failed case. */
  readonly cases: readonly CaseResult[]
}

/**
 * Runs a parsed suite file (conformance/FORMAT.md) through the engine's own code. Never throws:
 * whatever is wrong with the file or with a case is a failure that says what.
 * @param file what to call the suite where it does not say
 */
export function runSuite(value: unknown, file: string): SuiteResult {
  const problem = suiteProblem(value)
  if (problem !== undefined) return brokenSuite(file, problem)
  const suite = value as Suite
  const cases = suite.cases.map((one, index) => ({
    name: caseName(one, index),
    outcome: outcomeOf(suite, one),
  }))
  return { suite: suite.suite, ...count(cases), cases }
}

/** The result of a file that could not be read, or that is no suite. */
export function brokenSuite(file: string, reason: string): SuiteResult {
  const outcome = { status: 'failed', expected: 'a suite', actual: reason } as const
  const cases = [{ name: file, outcome }]
  return { suite: file, ...count(cases), cases }
}

function outcomeOf(suite: Suite, one: Case): Outcome {
  const problem = caseProblem(suite.kind, one)
  if (problem !== undefined) return { status: 'failed', expected: 'a case', actual: problem }
  if (isLater(one.since)) {
    return { status: 'skipped', reason: `it is about release ${one.since}; the model is 1.35` }
  }
  try {
    return runCase(suite, one)
  } catch (error) {
    const { name, message } = error as Error
    return { status: 'failed', expected: one.expect, actual: `${name}: ${message}` }
  }
}

function isLater(since: string | undefined): boolean {
  const [major = 0, minor = 0] = (since ?? '').split('.').map(Number)
  return major > MODELLED[0]! || (major === MODELLED[0] && minor > MODELLED[1]!)
}

function count(cases: readonly CaseResult[]) {
  const of = (status: Outcome['status']) =>
    cases.filter(({ outcome }) => outcome.status === status).length
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') }
}
