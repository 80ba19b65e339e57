import { type Path, pathText } from './tree.ts'

/** What the rules of an object report their findings to. */
export interface Check {
  /** `rest` follows the path: `must be ...`. */
  error(path: Path, rest: string): void
  warning(path: Path, rest: string): void
}

export type Problem = (severity: 'error' | 'warning', message: string, path: Path) => void

export const startCheck = (problem: Problem): Check => ({
  error: (path, rest) => problem('error', `${pathText(path)} ${rest}`, path),
  warning: (path, rest) => problem('warning', `${pathText(path)} ${rest}`, path),
})
