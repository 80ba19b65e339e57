import type { Said } from '../protocol.ts'
import { english, type RuleCode, type RuleRest, sayOf } from '../sentences/sentences.ts'
import { type Path, pathText } from './tree.ts'

/** What the rules of an object report their findings to. */
export interface Check {
  /** A sentence about the field; what stands in it after the path. */
  error<C extends RuleCode>(path: Path, code: C, ...rest: RuleRest<C>): void
  warning<C extends RuleCode>(path: Path, code: C, ...rest: RuleRest<C>): void
  /** In the API server's words, after the path: `Forbidden: may not ...`. */
  refused(path: Path, text: string): void
  /**
   * The same of a value: `Invalid value: 2: must be 1`.
   * @param written how the API server writes the path where that is another one
   */
  invalid(path: Path, value: number | string, detail: string, written?: { as: string }): void
}

export type Problem = (severity: 'error' | 'warning', problem: string | Said, path: Path) => void

export const startCheck = (problem: Problem): Check => ({
  error: (path, code, ...rest) => problem('error', sayOf(code, pathText(path), rest), path),
  warning: (path, code, ...rest) => problem('warning', sayOf(code, pathText(path), rest), path),
  refused: (path, text) => problem('error', `${english(pathText(path))}: ${text}`, path),
  invalid: (path, value, detail, written) => {
    const text = `Invalid value: ${JSON.stringify(value)}: ${detail}`
    problem('error', `${written?.as ?? english(pathText(path))}: ${text}`, path)
  },
})
