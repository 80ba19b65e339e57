/** What `fitErrorMessage` needs of a failed attempt. */
export interface FitErrorFacts {
  /** All nodes of the cluster. */
  readonly numAllNodes: number
  /** Reasons of each node that was looked at and rejected. */
  readonly nodeReasons: Iterable<readonly string[]>
  /** Reasons of many nodes that were rejected alike, beside those. */
  readonly alike?: Iterable<{ readonly reasons: readonly string[]; readonly nodes: number }>
  /** Reasons shared by every node that was not looked at; none are counted when absent. */
  readonly absent?: { readonly count: number; readonly reasons: readonly string[] }
  /** Set when PreFilter rejected the pod: replaces the counts. */
  readonly preFilterMessage?: string
  /** PostFilter's own sentence, with its full stop. */
  readonly postFilterMessage?: string
}

/**
 * The text of a FailedScheduling event, as kube-scheduler words it (SCHEDULER.md section 10):
 * `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. <postfilter>`.
 * A node with several reasons counts once for each; entries are sorted as strings.
 */
export function fitErrorMessage(facts: FitErrorFacts): string {
  let message = `0/${facts.numAllNodes} nodes are available:`
  if (facts.preFilterMessage) {
    message += ` ${facts.preFilterMessage}.`
  } else {
    const counts = countReasons(facts)
    const entries = [...counts].map(([reason, count]) => `${count} ${reason}`)
    // Not localeCompare: upstream compares bytes, so "10 x" comes before "2 y".
    entries.sort()
    if (entries.length > 0) message += ` ${entries.join(', ')}.`
  }
  if (facts.postFilterMessage) message += ` ${facts.postFilterMessage}`
  return message
}

function countReasons(facts: FitErrorFacts): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (reason: string, nodes: number) => {
    counts.set(reason, (counts.get(reason) ?? 0) + nodes)
  }
  for (const reasons of facts.nodeReasons) for (const reason of reasons) count(reason, 1)
  for (const { reasons, nodes } of facts.alike ?? []) {
    if (nodes > 0) for (const reason of reasons) count(reason, nodes)
  }
  if (facts.absent && facts.absent.count > 0) {
    for (const reason of facts.absent.reasons) count(reason, facts.absent.count)
  }
  return counts
}

/** Longest event text that the API server accepts, in bytes; the texts here are ASCII. */
const EVENT_LIMIT = 1024

/** Cuts an event's text to what the API server accepts, ending in ` ...` as upstream does. */
export function truncateEventMessage(message: string): string {
  if (message.length <= EVENT_LIMIT) return message
  const suffix = ' ...'
  return message.slice(0, EVENT_LIMIT - suffix.length) + suffix
}
