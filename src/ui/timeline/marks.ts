import type { Marker, MarkerType } from '../../engine/protocol.ts'
import type { TimeScale } from './timeScale.ts'

/** Markers that stand too close to be told apart share one mark. */
export interface Mark {
  /** Of the first of them: where the mark stands and where a press leads. */
  readonly at: number
  /** 0..1 along the timeline. */
  readonly place: number
  /** The gravest of them. */
  readonly type: MarkerType
  /** What its picture shows: that, and the gravest of another kind if there is one. */
  readonly shown: readonly MarkerType[]
  /** Over the ticks stands what people and accidents do, under them what follows from it. */
  readonly row: 'over' | 'under'
  /** Whether one of them could not be done. */
  readonly failed: boolean
  readonly markers: readonly Marker[]
}

/** The gravest first. */
const GRAVITY: readonly MarkerType[] = [
  'fork',
  'bookmark',
  'plug',
  'controlPlane',
  'pager',
  'reclaim',
  'refused',
  'plugIn',
  'command',
  'divergence',
  'rollout',
  'cron',
  'bought',
  'jobDone',
  'forgotten',
]

const UNDER: readonly MarkerType[] = ['rollout', 'cron', 'bought', 'jobDone', 'forgotten']

/**
 * The marks of a timeline, in order of time. In each row they stand at least `apart` px from each
 * other, so that every one of them can be pressed.
 * @param width of the timeline in px
 */
export function marksOf(
  markers: readonly Marker[],
  scale: TimeScale,
  width: number,
  apart: number,
): readonly Mark[] {
  const rows = { over: [] as Marker[][], under: [] as Marker[][] }
  for (const marker of [...markers].sort((a, b) => a.at - b.at)) {
    const groups = rows[rowOf(marker)]
    const latest = groups.at(-1)
    const near =
      latest !== undefined &&
      (scale.toFraction(marker.at) - scale.toFraction(latest[0]!.at)) * width < apart
    if (near) latest.push(marker)
    else groups.push([marker])
  }
  return [...rows.over, ...rows.under]
    .map((group): Mark => {
      const kinds = GRAVITY.filter((kind) => group.some(({ type }) => type === kind))
      const { at } = group[0]!
      return {
        at,
        place: scale.toFraction(at),
        type: kinds[0]!,
        shown: kinds.slice(0, 2),
        row: rowOf(group[0]!),
        failed: group.some(({ error }) => error !== undefined),
        markers: group,
      }
    })
    .sort((a, b) => a.at - b.at)
}

function rowOf({ type }: Marker): Mark['row'] {
  return UNDER.includes(type) ? 'under' : 'over'
}
