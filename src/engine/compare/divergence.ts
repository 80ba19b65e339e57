import type { Millis } from '../api/units.ts'
import type { Divergence, Happening, LaneId, Marker } from '../protocol.ts'
import type { Replay } from '../replay.ts'
import type { Attempt } from '../scheduler/attempt.ts'
import type { Work } from '../work.ts'

/** Moments per slice of work. */
const SLICE = 16

/**
 * Where two runs of the same scenario part, lane by lane: both are played from their start, a moment
 * at a time, and what was done, decided and logged in it is compared in its order.
 * @param a a fresh replay
 * @param b a fresh replay
 * @param until simulated time at which the search ends; what is still equal then is not told
 */
export function* findDivergences(a: Replay, b: Replay, until: Millis): Work<readonly Divergence[]> {
  const readers = a.run.clusters.map(({ id }, index) => ({
    lane: id,
    a: createReader(a, index),
    b: createReader(b, index),
    first: undefined as Divergence['first'] | undefined,
    decision: undefined as Divergence['decision'],
  }))
  for (let moments = 1; ; moments++) {
    const open = readers.filter(({ first, decision }) => !first || !decision)
    const next = Math.min(nextAt(a), nextAt(b))
    if (open.length === 0 || next > until) break
    const sides = [a, b] as const
    sides.forEach((replay, side) => {
      const own = open.map((reader) => (side === 0 ? reader.a : reader.b))
      while (replay.step(next)) for (const reader of own) reader.look()
    })
    for (const reader of open) {
      const these = reader.a.take()
      const those = reader.b.take()
      const first = firstDifference(these, those)
      if (first && !reader.first) reader.first = { at: next, ...first }
      const decision = first && firstDifference(these.filter(isDecision), those.filter(isDecision))
      if (decision && !reader.decision) reader.decision = { at: next, ...decision }
    }
    if (moments % SLICE === 0) yield
  }
  return readers.flatMap(({ lane, first, decision }) =>
    first ? [{ lane, first, ...(decision && { decision }) }] : [],
  )
}

/**
 * The first place at which two lists differ: what each has there, absent where it has nothing left;
 * undefined = they are equal.
 */
export function firstDifference(
  a: readonly Happening[],
  b: readonly Happening[],
): { readonly a?: Happening; readonly b?: Happening } | undefined {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one, other] = [a[i], b[i]]
    if (one && other && JSON.stringify(one) === JSON.stringify(other)) continue
    return { ...(one && { a: one }), ...(other && { b: other }) }
  }
  return undefined
}

const isDecision = ({ type }: Happening) => type === 'decision'

function nextAt({ run, next }: Replay): Millis {
  return Math.min(run.nextAt ?? Number.POSITIVE_INFINITY, next?.at ?? Number.POSITIVE_INFINITY)
}

/** Collects what happens in one lane: after each step, so that nothing is passed over. */
function createReader({ run }: Replay, index: number) {
  const { id, log, attempts } = run.clusters[index]!
  let events = 0
  let decisions = 0
  let marks = 0
  let found: Happening[] = []

  return {
    look(): void {
      for (const marker of run.marks.after(marks)) {
        if (isOf(marker, id)) {
          found.push({ type: 'mark', mark: marker.type, label: marker.label })
        }
      }
      marks = run.marks.count
      for (const attempt of attempts.outcomesAfter(decisions)) found.push(decisionOf(attempt))
      decisions = attempts.count
      for (const { id: latest, type, reason, object, message } of log.after(events)) {
        found.push({ type: 'event', severity: type, reason, object, message })
        events = latest
      }
    },
    take(): readonly Happening[] {
      this.look()
      const all = found
      found = []
      return all
    },
  }
}

/** Where lanes part is no difference of its own. */
function isOf({ type, lane }: Marker, id: LaneId): boolean {
  return type !== 'divergence' && (lane === undefined || lane === id)
}

function decisionOf({ pod, selected, message, preemption }: Attempt): Happening {
  const node = selected ?? preemption?.nominatedNode
  return {
    type: 'decision',
    pod,
    ...(node !== undefined && { node }),
    ...(message !== undefined && { message }),
  }
}
