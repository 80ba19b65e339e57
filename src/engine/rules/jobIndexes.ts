import type { Job, SuccessPolicyRule } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { retryDelay } from './jobProgress.ts'
import type { JobRecord } from './jobRecord.ts'

/*
 * Indexed Jobs whose indexes fail one by one, and Jobs that need not finish them all
 * (pkg/controller/job, indexed_job_utils.go and success_policy.go).
 */

export function hasLimitPerIndex({ spec }: Job): boolean {
  return spec?.backoffLimitPerIndex !== undefined
}

/** Indexes that are given up. Empty for Jobs without a limit per index. */
export function failedIndexes({ spec }: Job, record: JobRecord): ReadonlySet<number> {
  const limit = spec?.backoffLimitPerIndex
  if (limit === undefined) return NONE
  const failed = new Set(record.condemnedIndexes)
  for (const [index, { count }] of record.indexFailures) if (count > limit) failed.add(index)
  for (const index of record.doneIndexes) failed.delete(index)
  return failed
}

const NONE: ReadonlySet<number> = new Set()

/** When a pod of this index may be made again. */
export function indexRetryAt(record: JobRecord, index: number): Millis {
  const failures = record.indexFailures.get(index)
  return failures ? failures.lastAt + retryDelay(failures.count) : 0
}

/** Number of the first rule of the successPolicy that is met; undefined = none is. */
export function metSuccessRule({ spec }: Job, done: ReadonlySet<number>): number | undefined {
  const found = (spec?.successPolicy?.rules ?? []).findIndex((rule) => isMet(rule, done))
  return found < 0 ? undefined : found
}

function isMet({ succeededIndexes, succeededCount }: SuccessPolicyRule, done: ReadonlySet<number>) {
  if (succeededIndexes === undefined) return done.size >= (succeededCount ?? 0)
  const wanted = parseIndexes(succeededIndexes) ?? []
  const succeeded = wanted.filter((index) => done.has(index)).length
  return succeeded >= (succeededCount ?? wanted.length)
}

/** `0,2-4` as numbers; undefined when the text is no list of indexes in order. */
export function parseIndexes(text: string): readonly number[] | undefined {
  const indexes: number[] = []
  for (const part of text.split(',')) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part)
    if (!match) return undefined
    const first = Number(match[1])
    const last = Number(match[2] ?? match[1])
    if (last < first || first <= (indexes.at(-1) ?? -1)) return undefined
    for (let index = first; index <= last; index++) indexes.push(index)
  }
  return indexes
}
