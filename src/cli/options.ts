import {
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
  parseConfiguration,
  type SchedulerConfiguration,
} from '../engine/index.ts'
import { readSources, readText, type Sources } from './sources.ts'
import type { Output } from './terminal.ts'

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/** A file that is what the command needs and cannot be used; the message says why. */
export class InputError extends Error {}

/**
 * Tells what is wrong with the command line.
 * @returns the exit status
 * @throws the error itself when it is no UsageError
 */
export function tellUsage(command: string, error: unknown, output: Output): number {
  if (!(error instanceof UsageError)) throw error
  output.err(`podfall ${command}: ${error.message}\nSee: podfall ${command} --help\n`)
  return 2
}

/** @throws UsageError when the text is no whole number */
export function readSeed(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seed = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(seed)) return seed
  throw new UsageError(`--seed takes a whole number, not "${text}"`)
}

/** @returns true for JSON; a table unless said otherwise. @throws UsageError */
export function readFormat(text: string | undefined): boolean {
  if (text === undefined || text === 'table') return false
  if (text === 'json') return true
  throw new UsageError(`-o takes json or table, not "${text}"`)
}

/** @throws UsageError when the release is not modelled */
export function readVersion(text: string | undefined): KubernetesVersion | undefined {
  if (text === undefined) return undefined
  const known = KUBERNETES_VERSIONS.find((version) => version === text)
  if (known) return known
  const all = KUBERNETES_VERSIONS.join(', ')
  throw new UsageError(`--kubernetes-version takes one of ${all}, not "${text}"`)
}

/**
 * A KubeSchedulerConfiguration from a file.
 * @throws UsageError when there is no such file
 * @throws InputError when kube-scheduler would refuse to start with it
 */
export function readConfigurationFile(
  file: string | undefined,
): SchedulerConfiguration | undefined {
  if (file === undefined) return undefined
  const text = reading(() => readText(file))
  try {
    return parseConfiguration(text)
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message}`)
  }
}

/** @throws UsageError when a file cannot be read */
export const readFiles = (files: readonly string[]): Sources => reading(() => readSources(files))

function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new UsageError(`there is no file ${path}`)
    if (code === 'EISDIR') throw new UsageError('files are read, not folders')
    throw new UsageError(message)
  }
}
