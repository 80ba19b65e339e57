import { parseLabelSelector } from '../api/labelSelectorText.ts'
import type { KubernetesObject } from '../api/objects.ts'
import { matchesLabelSelector } from '../api/selectors.ts'
import type { Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { LogLine, Request } from '../protocol.ts'
import { uidOf } from '../store/identity.ts'
import type { Store } from '../store/store.ts'
import { lifecycleLines } from './lifecycleLines.ts'
import type { RequestLog } from './requestLog.ts'

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
 * The latest lines of pods, and of senders of requests that are selected as well, merged by time.
 * @param requests undefined = nobody sends any
 * @throws SelectorError
 */
export function readLogs(
  store: Store,
  requests: RequestLog | undefined,
  query: LogQuery,
  now: Millis,
): readonly LogLine[] {
  const selector = parseLabelSelector(query.selector ?? '')
  const isSelected = ({ metadata }: KubernetesObject) =>
    matchesLabelSelector(selector, metadata?.labels)
  const pods = query.pod ? [query.pod] : store.list('Pod', query.namespace).filter(isSelected)
  const senders = query.pod ? [] : store.list('Traffic', query.namespace).filter(isSelected)
  const lines = pods.flatMap((pod) => lifecycleLines(pod, now))
  const more = requests?.of(new Set([...pods, ...senders].map(uidOf))) ?? []
  return [...lines, ...more].sort((a, b) => a.at - b.at).slice(-query.tail)
}
