import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Output,
  QUALITY_HIGH,
  WebMOutputFormat,
} from 'mediabunny'
import type { RunUpdate } from '../../../engine/protocol.ts'
import { createEngineClient } from '../../client/engineClient.ts'
import type { KeptRun } from '../../client/runKeeper.ts'
import { startEngineWorker } from '../../client/startEngineWorker.ts'
import { lessonWords } from '../../lessons/language.ts'
import { Flow } from '../../stage/flow/flow.ts'
import { applyUpdate, createMirror } from '../../state/applyUpdate.ts'
import type { Speed } from '../../state/playback.ts'
import { type LaneSummary, summarize } from '../../state/summaries.ts'
import { filmCaption } from './filmCaption.ts'
import { FPS, filmFrames } from './filmPace.ts'
import { FILM, FilmPainter } from './filmPainter.ts'

export interface FilmChoice {
  /** Simulated ms. */
  readonly from: number
  readonly to: number
  readonly speed: Speed
  readonly theme: 'light' | 'dark'
}

/** Longer films (frames) are refused: they would not fit into a page's memory. */
const MOST_FRAMES = 10 * 60 * FPS

/** Why there is no film: `unable` = this browser encodes no video that a WebM file can hold. */
class FilmProblem extends Error {
  readonly reason: 'unable' | 'tooLong' | 'refused'
  constructor(reason: FilmProblem['reason']) {
    super(reason)
    this.reason = reason
  }
}

/**
 * A stretch of the run as a WebM film. The run is played again in a worker of its own and painted
 * frame by frame, so that every frame is what it should be however fast the machine is, and the page's
 * own run stays where it is.
 * @param progress share (0..1) of the stretch that is done
 * @throws an error with a `reason`, or what `signal` was aborted with
 */
export async function recordRun(
  run: KeptRun['load'],
  choice: FilmChoice,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const { from, to, speed, theme } = choice
  const codec =
    typeof VideoEncoder === 'undefined'
      ? null
      : await getFirstEncodableVideoCodec(['vp8', 'vp9', 'av1'], FILM).catch(() => null)
  if (codec === null) throw new FilmProblem('unable')
  await document.fonts.ready

  const mirror = createMirror()
  let painter: FilmPainter | undefined
  let lanes: readonly LaneSummary[] = []
  let nextAt: number | undefined
  let now = 0
  let cut = true
  const client = createEngineClient({
    createWorker: startEngineWorker,
    onUpdate: (update: RunUpdate) => {
      applyUpdate(mirror, update)
      lanes = summarize(mirror, update.lanes, update.reset ? [] : lanes)
      nextAt = update.nextEventAt
      painter?.scene.update(update, mirror, { evaluate: false, cut }, now)
    },
    onStatus: () => {},
    onInFlight: () => {},
  })
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() })
  try {
    const { loaded } = await client.request<'load'>(run)
    const info = mirror.info
    if (!loaded || info === undefined) throw new FilmProblem('refused')
    const settings = { theme, speed, reducedMotion: false, instant: false, playing: true }
    const hasNext = mirror.lanes.length > 1 || info.arrivals.length > 0
    painter = new FilmPainter(settings, mirror.lanes.length, hasNext)
    if (mirror.lanes.some(({ traffic }) => traffic.length > 0)) {
      painter.scene.flow = new Flow(painter.scene)
    }
    // The scene begins with a picture of everything; what it missed while there was none is in the mirror.
    await client.request<'load'>(run)
    await client.request<'seek'>({ type: 'seek', to: from })
    cut = false

    const source = new CanvasSource(painter.canvas, { codec, quality: QUALITY_HIGH })
    output.addVideoTrack(source, { frameRate: FPS })
    await output.start()
    const words = lessonWords().present
    let frame = 0
    for (const { at, wait } of filmFrames(from, to, speed, () => nextAt)) {
      signal.throwIfAborted()
      if (frame >= MOST_FRAMES) throw new FilmProblem('tooLong')
      now = (frame * 1_000) / FPS
      if (nextAt !== undefined && nextAt <= at) {
        await client.request<'advance'>({ type: 'advance', to: Math.floor(at) })
      }
      const share = Math.min(1, (at - from) / Math.max(1, to - from))
      const caption = filmCaption(mirror, lanes, at, words)
      painter.paint({ title: info.title, caption, at, share, wait, lanes, mirror }, now)
      await source.add(now / 1_000, 1 / FPS)
      frame++
      progress(share)
    }
    await output.finalize()
    const { buffer } = output.target
    if (buffer === null) throw new FilmProblem('unable')
    return new Blob([buffer], { type: 'video/webm' })
  } catch (error) {
    if (output.state === 'started') await output.cancel()
    throw error
  } finally {
    client.dispose()
  }
}
