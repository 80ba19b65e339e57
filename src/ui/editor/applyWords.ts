import type { ApplyResult } from '../../engine/protocol.ts'
import { editorWords as words } from '../words/editor.ts'

/** How many changed objects are named before the rest are only counted. */
const NAMED_AT_MOST = 3

/** What applying did, in kubectl's words: `deployment.apps/web configured · 6 unchanged`. */
export function describeResults(results: readonly ApplyResult[]): string {
  const changed = results.filter(({ result }) => result !== 'unchanged')
  const unchanged = results.length - changed.length
  if (results.length === 0) return words.nothingToApply
  if (changed.length === 0) return words.allUnchanged
  const parts = changed
    .slice(0, NAMED_AT_MOST)
    .map(({ object, result }) => words.result(object, result))
  if (changed.length > NAMED_AT_MOST) parts.push(words.andMore(changed.length - NAMED_AT_MOST))
  if (unchanged > 0) parts.push(words.unchangedToo(unchanged))
  return parts.join(' · ')
}
