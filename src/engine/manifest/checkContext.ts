import { type Path, pathText } from './tree.ts'

/** What the rules of an object report their findings to. */
export interface Check {
  /** `rest` follows the path: `must be ...`. */
  error(path: Path, rest: string): void
  warning(path: Path, rest: string): void
  /** In the API server's words, after the path: `Forbidden: may not ...`. */
  refused(path: Path, text: string): void
  /** The same of a value: `Invalid value: 2: must be 1`. */
  invalid(path: Path, value: number | string, detail: string): void
}

export type Problem = (severity: 'error' | 'warning', message: string, path: Path) => void

export const startCheck = (problem: Problem): Check => ({
  error: (path, rest) => problem('error', `${pathText(path)} ${rest}`, path),
  warning: (path, rest) => problem('warning', `${pathText(path)} ${rest}`, path),
  refused: (path, text) => problem('error', `${pathText(path)}: ${text}`, path),
  invalid: (path, value, detail) => {
    const text = `Invalid value: ${JSON.stringify(value)}: ${detail}`
    problem('error', `${pathText(path)}: ${text}`, path)
  },
})
