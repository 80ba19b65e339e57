import type { Millis } from '../../engine/api/units.ts'
import type { RunUpdate } from '../../engine/protocol.ts'
import type { EngineClient } from '../client/engineClient.ts'
import type { Stage } from '../stage/stage.ts'
import { setBusy } from './idle.ts'
import type { Operations } from './operations.ts'
import {
  advanced,
  LONG_WAIT_OF_REQUESTS,
  nextArrivalAt,
  nextButRequests,
  pace,
  showsLook,
  stepTarget,
  waitFrom,
} from './playback.ts'
import { changeSettings, useSettings } from './settings.ts'
import { usePlayback, useRun } from './stores.ts'
import { toldWait } from './told.ts'
import type { Walker } from './walk.ts'

/** What moving time needs of the session. */
export interface PlayingTools {
  readonly client: Pick<EngineClient, 'request'>
  readonly operations: Operations
  readonly stage: () => Stage | undefined
  readonly walker: () => Pick<Walker, 'leave' | 'next'>
  /** To the beginning, and play. */
  readonly restart: () => Promise<void>
  /** Times of the log's commands, in order. */
  readonly commandTimes: () => readonly Millis[]
  readonly requestFrame: (callback: (time: number) => void) => number
  readonly cancelFrame: (handle: number) => void
}

/**
 * Moves time: frame by frame, asking the engine for what is due (at most one `advance` at a time, none when
 * nothing is due), or step by step.
 */
export interface Playing {
  /** `until`: rests exactly there, unless something stops it before. */
  play(until?: Millis): void
  pause(): void
  /** As `pause`, by a person: what a command does is then not played by itself. */
  rest(): void
  /** A person has set time in motion. */
  stir(): void
  step(): Promise<void>
  setExplain(explain: boolean): Promise<void>
  /** Brings the engine to the moment that is shown. */
  catchUp(): Promise<void>
  /** Whether what a command does is played: when all has arrived, unless a person rests before the end. */
  goesOnAfterCommand(): boolean
  /** Whether the next update shows the scheduler's look in full. */
  looks: boolean
  /** An update has come. */
  took(update: RunUpdate): void
  /** Whether something moves on the stage. */
  stageBusy(busy: boolean): void
}

/** A frame that comes late (a hidden tab, a slow machine) counts as this much and no more. */
const LONGEST_FRAME = 100
/** A wait begins so long after the last event at 1x even when an edge is still fading. */
const SETTLE = 1_500
/** Wall milliseconds after which playing shows how far the engine has come. */
const TURN = 80

export function createPlaying(tools: PlayingTools): Playing {
  const { client, stage, walker, commandTimes, requestFrame, cancelFrame } = tools
  const { exclusive, quietly } = tools.operations
  let latest: RunUpdate | undefined
  /** Wall time of playback since the last update. */
  let sinceUpdate = 0
  let isStageBusy = false
  let looks = false
  /** Where playing rests before the run's end. */
  let restAt = Infinity
  let frame: number | undefined
  let lastFrame: number | undefined
  /** A person has pressed Pause, and nothing that sets time in motion since. */
  let restAsked = false

  function play(until = Infinity): void {
    restAsked = false
    const run = useRun.getState()
    if (run.info === undefined || usePlayback.getState().playing) return
    if (usePlayback.getState().ended) {
      void tools.restart()
      return
    }
    restAt = until
    walker().leave()
    usePlayback.setState({ playing: true })
    setBusy('playing', 1)
    lastFrame = undefined
    frame = requestFrame(onFrame)
  }

  function pause(): void {
    if (frame !== undefined) cancelFrame(frame)
    frame = undefined
    usePlayback.setState({ playing: false, wait: undefined })
    setBusy('playing', 0)
  }

  function onFrame(time: number): void {
    frame = undefined
    const wall = lastFrame === undefined ? 0 : Math.min(LONGEST_FRAME, time - lastFrame)
    lastFrame = time
    if (!tools.operations.busy) tick(wall)
    if (usePlayback.getState().playing) frame = requestFrame(onFrame)
  }

  function tick(wall: number): void {
    const { nextEventAt, end, now, info, markers, lanes } = useRun.getState()
    const { playhead, wait: before } = usePlayback.getState()
    const { speed } = useSettings.getState()
    if (info === undefined) return
    let wait = before
    sinceUpdate += wall
    const asked = lanes.some(({ traffic }) => (traffic?.perSecond ?? 0) > 0)
    const quiet =
      asked && latest !== undefined
        ? nextButRequests(info, playhead, latest.inFlight, commandTimes())
        : nextEventAt
    // Something has come of the requests themselves: that is to be seen.
    if (asked && wait !== undefined && quiet !== undefined && quiet < wait.to) wait = undefined
    if (wait === undefined && (!isStageBusy || sinceUpdate > SETTLE / speed)) {
      const found = asked
        ? waitFrom(playhead, quiet, end, LONG_WAIT_OF_REQUESTS)
        : waitFrom(playhead, nextEventAt, end)
      if (found !== undefined) wait = { ...found, told: toldWait(found, info, markers) }
    }
    const look = showsLook(info, playhead, speed)
    const rate = pace(info, playhead, speed, stage()?.arrivalTime(look) ?? 0)
    const stop = Math.min(end, restAt)
    const head = advanced(playhead, wall, speed, rate, wait, stop)
    const due = nextEventAt !== undefined && nextEventAt <= head
    if (wait !== undefined && head >= wait.to) wait = undefined
    usePlayback.setState({ playhead: head, wait })
    if (due) {
      looks = look
      const to = Math.max(Math.floor(head), now)
      void quietly(
        exclusive(() => client.request<'advance'>({ type: 'advance', to, within: TURN })),
      )
    } else if (head >= stop) {
      pause()
      usePlayback.setState({ ended: head >= end })
    }
  }

  function step(): Promise<void> {
    pause()
    restAsked = false
    return quietly(
      exclusive(async () => {
        looks = false
        if (useSettings.getState().explain && (await walker().next())) return
        await catchUp()
        await finishMoment()
        const { info, now, nextEventAt, end } = useRun.getState()
        if (info === undefined) return
        const to = stepTarget(info, now, nextEventAt, commandTimes(), end)
        looks = true
        if (to > now) await client.request<'advance'>({ type: 'advance', to })
        looks = false
        // Cancelled, it is not there.
        const run = useRun.getState()
        usePlayback.setState({ playhead: run.now, wait: undefined })
        if (run.now >= run.end) usePlayback.setState({ ended: true })
      }),
    )
  }

  async function catchUp(): Promise<void> {
    const to = Math.floor(usePlayback.getState().playhead)
    if (useRun.getState().info !== undefined && to > useRun.getState().now) {
      await client.request<'advance'>({ type: 'advance', to })
    }
  }

  /** A walk may stand in the middle of a moment. */
  async function finishMoment(): Promise<void> {
    const { info, now, nextEventAt } = useRun.getState()
    if (info !== undefined && nextEventAt === now) {
      await client.request<'advance'>({ type: 'advance', to: now })
    }
  }

  return {
    play,
    pause,
    rest() {
      restAsked = true
      pause()
    },
    stir() {
      restAsked = false
    },
    step,
    async setExplain(explain) {
      changeSettings({ explain })
      if (explain) return step()
      walker().leave()
      await quietly(exclusive(finishMoment))
    },
    catchUp,
    goesOnAfterCommand() {
      const { info, now } = useRun.getState()
      if (info === undefined) return false
      if (usePlayback.getState().ended) return true
      return !restAsked && nextArrivalAt(info, now) === undefined
    },
    get looks() {
      return looks
    },
    set looks(shown) {
      looks = shown
    },
    took(update) {
      latest = update
      sinceUpdate = 0
    },
    stageBusy(busy) {
      isStageBusy = busy
      setBusy('stage', busy ? 1 : 0)
    },
  }
}
