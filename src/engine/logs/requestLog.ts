import { parseAddress } from '../api/address.ts'
import type { Traffic } from '../api/traffic.ts'
import type { Millis } from '../api/units.ts'
import type { LogLine } from '../protocol.ts'
import { nameOf } from '../store/identity.ts'
import type { Source, TrafficBook } from '../traffic/traffic.ts'

/** As many entries are kept at least; twice as many at most. */
const KEPT = 10_000
/** Where more pods take turns, each of them gets too little to be worth a line. */
const MOST_PODS = 100
/** What stands for the container of a sender. */
const SENDER = 'curl'

interface Entry extends LogLine {
  /** Uid of the pod or of the Traffic that wrote it. */
  readonly uid: string
}

/** What pods and senders write about requests: a line a second each, as far as there were any. */
export interface RequestLog {
  /** Oldest first, of those of these uids that are still kept. */
  of(uids: ReadonlySet<string>): readonly LogLine[]
}

/** @param now the time of the clock */
export function createRequestLog(traffic: TrafficBook, now: () => Millis): RequestLog {
  let entries: Entry[] = []
  /** What was counted a second ago. */
  const before = new WeakMap<Source, ReadonlyMap<string, number>>()

  traffic.onSecond((sources) => {
    for (const source of sources) {
      ofPods(source)
      ofSender(source)
    }
    if (entries.length > 2 * KEPT) entries = entries.slice(-KEPT)
  })

  function ofPods({ traffic: { spec }, entries: pods }: Source): void {
    if (pods.length > MOST_PODS) return
    const path = parseAddress(spec?.to ?? '')?.path ?? '/'
    for (const { target, door, answeredNow } of pods) {
      if (answeredNow === 0) continue
      const text = `GET ${path} 200 x${answeredNow}, ${target.latency} ms`
      const container = door.container ?? ''
      entries.push({ at: now(), uid: target.uid, pod: target.name, container, text })
    }
  }

  function ofSender(source: Source): void {
    const { traffic: sender, tally } = source
    const counts = new Map<string, number>()
    for (const [version, count] of tally.versions) counts.set(`200 from ${version}`, count)
    for (const [reason, count] of tally.failures) counts.set(reason, count)
    const old = before.get(source)
    before.set(source, counts)
    for (const [what, count] of counts) {
      const fresh = count - (old?.get(what) ?? 0)
      if (fresh > 0) entries.push({ at: now(), ...named(sender), text: `${what} x${fresh}` })
    }
  }

  return {
    of: (uids) =>
      entries
        .filter(({ uid }) => uids.has(uid))
        .map(({ at, pod, container, text }) => ({ at, pod, container, text })),
  }
}

function named(sender: Traffic) {
  return { uid: sender.metadata?.uid ?? '', pod: nameOf(sender), container: SENDER }
}
