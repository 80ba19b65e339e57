import type { Marker } from '../../engine/protocol.ts'
import type { LaneSummary } from '../state/summaries.ts'
import type { Tone } from './notes.ts'

/** A moment of the run, as far as it can be heard. */
export interface Heard {
  /** Another run, or a jump in time: nothing between is heard. */
  readonly epoch: number
  readonly lanes: readonly HeardLane[]
}

interface HeardLane {
  readonly dead: number
  readonly ringing: boolean
  /** Something is down, or lost and not back. */
  readonly hurt: boolean
  readonly jobsDone: number
}

/** What is heard, and on which side: an index of the run's lanes. */
export interface HeardTone {
  readonly tone: Tone
  readonly lane: number
}

/** What of a run can be heard at this moment. */
export function heardOf(run: {
  readonly run: number
  readonly lanes: readonly Pick<LaneSummary, 'id' | 'machines' | 'pager' | 'metrics' | 'recovery'>[]
  readonly markers: readonly Marker[]
}): Heard {
  const { run: epoch, lanes, markers } = run
  return {
    epoch,
    lanes: lanes.map(({ id, machines, pager, metrics, recovery }) => ({
      dead: machines.filter(({ dead }) => dead).length,
      ringing: pager?.ringing === true && !pager.acknowledged,
      hurt: metrics.down > 0 || (recovery !== undefined && recovery.back < recovery.lost),
      jobsDone: markers.filter(({ type, lane }) => type === 'jobDone' && lane === id).length,
    })),
  }
}

/** The tones of what has happened between two moments, grave ones first. */
export function tonesBetween(before: Heard, now: Heard): readonly HeardTone[] {
  if (before.epoch !== now.epoch) return []
  const tones: HeardTone[] = []
  const tell = (tone: Tone, happened: (old: HeardLane, fresh: HeardLane) => boolean) =>
    now.lanes.forEach((fresh, lane) => {
      const old = before.lanes[lane]
      if (old !== undefined && happened(old, fresh)) tones.push({ tone, lane })
    })
  tell('dies', (old, fresh) => fresh.dead > old.dead)
  tell('pager', (old, fresh) => fresh.ringing && !old.ringing)
  tell('done', (old, fresh) => fresh.jobsDone > old.jobsDone)
  tell('healed', (old, fresh) => old.hurt && !fresh.hurt)
  return tones
}
