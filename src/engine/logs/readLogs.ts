import { parseLabelSelector } from '../api/labelSelectorText.ts'
import { matchesLabelSelector } from '../api/selectors.ts'
import type { Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { LogLine, Request } from '../protocol.ts'
import type { Store } from '../store/store.ts'
import { lifecycleLines } from './lifecycleLines.ts'

/** Most lines that one request may ask for. */
export const MOST_LINES = 10_000

/** Whose lines are wanted. */
export type LogQuery = Pick<
  Extract<Request, { readonly type: 'logs' }>,
  'namespace' | 'selector' | 'tail'
> & {
  /** One pod instead of those that are selected. */
  readonly pod?: Pod
}

/**
 * The latest lines of pods, merged by time.
 * @throws SelectorError
 */
export function readLogs(store: Store, query: LogQuery, now: Millis): readonly LogLine[] {
  const selector = parseLabelSelector(query.selector ?? '')
  const pods = query.pod
    ? [query.pod]
    : store
        .list('Pod', query.namespace)
        .filter(({ metadata }) => matchesLabelSelector(selector, metadata?.labels))
  return pods
    .flatMap((pod) => lifecycleLines(pod, now))
    .sort((a, b) => a.at - b.at)
    .slice(-query.tail)
}
