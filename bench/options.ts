import { parseArgs } from 'node:util'
import { UsageError } from '../src/cli/options.ts'

/** What a suite may be asked for. */
export interface BenchOptions {
  /** The row of this name; without one, rows whose name contains it. '' = all. */
  readonly only: string
  readonly nodes: number
  readonly rounds: number
  /** Pods that are measured per round. */
  readonly pods: number
  /** Whether the readable engine is timed beside the fast one. */
  readonly reference: boolean
}

/** What the command line of a suite says. */
export interface Asked extends BenchOptions {
  readonly json: boolean
  /** All of `--nodes`, in the order given; `nodes` is the first. */
  readonly sizes: readonly number[]
}

/** What holds where the command line says nothing, and what may be named. */
export interface Defaults {
  readonly pods: number
  readonly nodes: string
  /** Whether `--nodes` may be a list. */
  readonly manySizes?: true
  readonly only?: string
  /** Rows that there are. */
  readonly names: readonly string[]
  readonly rounds: (pods: number) => number
}

/**
 * The options of one suite.
 * @throws UsageError when they make no sense; the message says which and why
 */
export function readOptions(args: readonly string[], defaults: Defaults): Asked {
  const values = parsed(args, {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: defaults.only ?? '' },
    nodes: { type: 'string', default: defaults.nodes },
    pods: { type: 'string' },
    rounds: { type: 'string' },
    'no-reference': { type: 'boolean', default: false },
  })
  const only = values.only as string
  if (meant(defaults.names, only).length === 0) {
    throw new UsageError(
      `--only: no row is named "${only}"; there are ${defaults.names.join(', ')}`,
    )
  }
  const texts = (values.nodes as string).split(',')
  if (texts.length > 1 && !defaults.manySizes) {
    throw new UsageError(
      `--nodes takes one number here, not "${values.nodes}"; growth takes several`,
    )
  }
  const sizes = texts.map((text) => positive('nodes', text))
  const pods = values.pods === undefined ? defaults.pods : positive('pods', values.pods)
  const rounds =
    values.rounds === undefined ? defaults.rounds(pods) : positive('rounds', values.rounds)
  const reference = !values['no-reference']
  return { json: values.json === true, only, nodes: sizes[0]!, sizes, pods, rounds, reference }
}

/** The row of this name; without one, those whose name contains it. */
export function meant(names: readonly string[], only: string): readonly string[] {
  return names.includes(only) ? [only] : names.filter((name) => name.includes(only))
}

/** Below them what a run holds is lost in what a process happens to hold and to let go besides (some ten MB). */
const NODES_TO_TELL = 1_000
const PODS_TO_TELL = 10_000

/** Whether the memory of a run of this size can be measured by the heap of its process. */
export function tellsMemory(nodes: number, pods: number): boolean {
  return nodes >= NODES_TO_TELL && pods >= PODS_TO_TELL
}

export const MEMORY_TOO_SMALL =
  `what is held by so few cannot be told; it takes ${NODES_TO_TELL.toLocaleString('en')} nodes ` +
  `and ${PODS_TO_TELL.toLocaleString('en')} pods.`

/** @throws UsageError when the text is no whole number above zero */
export function positive(option: string, text: string | boolean | undefined): number {
  const number = Number(text)
  if (/^\d+$/.test(String(text)) && number > 0 && Number.isSafeInteger(number)) return number
  throw new UsageError(`--${option} takes a whole number above zero, not "${text}"`)
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>

/** @throws UsageError when there is an option that is not known, or without its value */
export function parsed(
  args: readonly string[],
  options: Options,
): Readonly<Record<string, string | boolean | undefined>> {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Record<
      string,
      string | boolean | undefined
    >
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** Runs a command; options that make no sense end it with one sentence and status 2. */
export function withUsage<T>(command: () => T): T {
  try {
    return command()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    console.error(error.message)
    process.exit(2)
  }
}
