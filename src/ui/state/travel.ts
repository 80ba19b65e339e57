import type { Millis } from '../../engine/api/units.ts'
import type { MarkerType } from '../../engine/protocol.ts'
import type { EngineClient } from '../client/engineClient.ts'
import type { Operations } from './operations.ts'
import { stepBackTarget } from './playback.ts'
import type { Playing } from './playing.ts'
import { useEvents, usePlayback, useRun } from './stores.ts'

/** What going to another moment needs of the session. */
export interface TravelTools {
  readonly client: Pick<EngineClient, 'request' | 'cancel'>
  readonly operations: Operations
  readonly playing: Pick<Playing, 'play' | 'pause' | 'stir'>
  /** While a decision is gone through: its phase before; false = it is not, or there is none. */
  readonly walkBack: () => Promise<boolean>
  /** Times of the log's commands, in order. */
  readonly commandTimes: () => readonly Millis[]
}

/** Goes to other moments of the run: ahead, back, and wherever the timeline's knob is dragged. */
export interface Traveller {
  /** Only that; the order of things is the caller's. Resolves also when it ends before it is there. */
  seek(to: Millis): Promise<void>
  stepBack(): Promise<void>
  restart(): Promise<void>
  goTo(at: Millis): Promise<void>
  scrub(to: Millis, dragging: boolean): void
  /** Another moment is wanted: what has been on its way to one for long ends where it has got to. */
  giveWay(): void
  /** The way was cancelled: nothing more is looked for where the knob was. */
  stay(): void
  /** Where a hand holds the knob, while a moment near it is asked for. */
  readonly knobAt: Millis | undefined
}

/** Marks of what people and accidents do. */
const DONE: readonly MarkerType[] = ['command', 'plug', 'plugIn', 'reclaim', 'controlPlane']
/** A hand that does not move the knob for so long (ms) wants to see that very moment. */
const HAND_RESTS = 120
/** A way that has taken so long (ms) is left when another one is wanted; others are gone to their end. */
const LONG_WAY = 300

export function createTraveller(tools: TravelTools): Traveller {
  const { client } = tools
  const { exclusive, quietly } = tools.operations
  const { play, pause, stir } = tools.playing
  let scrubTo: Millis | undefined
  /** The knob is being dragged: what is shown may be a moment before the knob's. */
  let dragged = false
  let knobAt: Millis | undefined
  let scrubbing: Promise<void> | undefined
  let resumeAfterScrub = false
  /** Since when a way is being gone (wall ms). */
  let since: number | undefined

  async function seek(to: Millis, rough = false): Promise<void> {
    since = performance.now()
    try {
      await client.request<'seek'>({ type: 'seek', to, ...(rough && { rough }) })
    } finally {
      since = undefined
    }
  }

  function giveWay(): void {
    if (since !== undefined && performance.now() - since >= LONG_WAY) client.cancel(['seek'])
  }

  /** Whoever comes to the end stands there as if the run had played to it. */
  function arrived(): void {
    usePlayback.setState({ ended: usePlayback.getState().playhead >= useRun.getState().end })
  }

  function stepBack(): Promise<void> {
    pause()
    stir()
    giveWay()
    return quietly(
      exclusive(async () => {
        const { info } = useRun.getState()
        if (info === undefined) return
        if (await tools.walkBack()) return
        const now = Math.floor(usePlayback.getState().playhead)
        const to = stepBackTarget(info, now, tools.commandTimes(), latestBefore(now))
        usePlayback.setState({ ended: false })
        await seek(to)
      }),
    )
  }

  /** The last event before a moment, once something was done. */
  function latestBefore(now: Millis): Millis | undefined {
    const { markers } = useRun.getState()
    if (!markers.some(({ type, at }) => DONE.includes(type) && at < now)) return undefined
    return useEvents.getState().events.findLast(({ at }) => at < now)?.at
  }

  async function restart(): Promise<void> {
    pause()
    giveWay()
    usePlayback.setState({ ended: false })
    await quietly(exclusive(() => seek(0)))
    play()
  }

  function goTo(at: Millis): Promise<void> {
    pause()
    giveWay()
    usePlayback.setState({ ended: false })
    return quietly(
      exclusive(async () => {
        await seek(at)
        arrived()
      }),
    )
  }

  function scrub(to: Millis, dragging: boolean): void {
    if (useRun.getState().info === undefined) return
    if (scrubTo === undefined && scrubbing === undefined) {
      resumeAfterScrub = usePlayback.getState().playing
    }
    stir()
    pause()
    giveWay()
    usePlayback.setState({ ended: false })
    scrubTo = to
    dragged = dragging
    // The engine answers one seek at a time; moments that the knob passed meanwhile are skipped.
    scrubbing ??= quietly(exclusive(seekLatest)).then(() => {
      scrubbing = undefined
    })
    if (!dragging) {
      void scrubbing.then(() => {
        if (resumeAfterScrub && !usePlayback.getState().ended) play()
        resumeAfterScrub = false
      })
    }
  }

  async function seekLatest(): Promise<void> {
    while (scrubTo !== undefined) {
      const to = scrubTo
      scrubTo = undefined
      if (dragged) {
        knobAt = to
        await seek(to, true).finally(() => {
          knobAt = undefined
        })
        // What was shown is that moment already, or the hand goes on, or nobody wants it any more.
        if (!dragged || useRun.getState().now === Math.floor(to)) continue
        await new Promise((resolve) => setTimeout(resolve, HAND_RESTS))
        if (!dragged || scrubTo !== undefined) continue
      }
      await seek(to)
    }
    arrived()
  }

  return {
    seek,
    stepBack,
    restart,
    goTo,
    scrub,
    giveWay,
    stay() {
      scrubTo = undefined
      dragged = false
    },
    get knobAt() {
      return knobAt
    },
  }
}
