import type { Note } from './notes.ts'

/** Of all tones together: gentle beside a voice. */
const VOLUME = 0.35
/** Seconds in which a note comes in; without it there is a click. */
const ATTACK = 0.006
/** As good as silent. */
const SILENT = 0.0001
/** How far from the middle a side is heard, 0..1. */
const APART = 0.4

/** Plays notes. */
export interface Speaker {
  /** Seconds on the speaker's clock. */
  readonly now: number
  /**
   * @param at seconds on its clock
   * @param side -1 left to 1 right
   * @param loudness 0..1
   */
  play(notes: readonly Note[], at: number, side: number, loudness: number): void
  /** Browsers let a page be heard only once somebody has touched it; harmless at any time. */
  wake(): void
  /** While the page is hidden. */
  rest(): void
  close(): void
}

/** The browser's speaker; undefined where there is none. */
export function createSpeaker(): Speaker | undefined {
  let context: AudioContext
  try {
    context = new AudioContext({ latencyHint: 'interactive' })
  } catch {
    return undefined
  }
  const all = new GainNode(context, { gain: VOLUME })
  // Many tones at once are no louder than a few.
  all.connect(new DynamicsCompressorNode(context)).connect(context.destination)
  const quietly = (done: Promise<void>) => void done.catch(() => undefined)
  return {
    get now() {
      return context.currentTime
    },
    play(notes, at, side, loudness) {
      // What cannot be heard now is not heard later, all at once.
      if (context.state !== 'running') return
      const place = new StereoPannerNode(context, { pan: side * APART })
      place.connect(all)
      for (const note of notes) sound(context, place, note, at, loudness)
    },
    wake: () => quietly(context.resume()),
    rest: () => quietly(context.suspend()),
    close: () => quietly(context.close()),
  }
}

function sound(
  context: AudioContext,
  into: AudioNode,
  { wave, from, to, at, length, peak }: Note,
  begin: number,
  loudness: number,
): void {
  const start = Math.max(context.currentTime, begin + at)
  const end = start + length
  const voice = new OscillatorNode(context, { type: wave, frequency: from })
  if (to !== from) {
    voice.frequency.setValueAtTime(from, start)
    voice.frequency.exponentialRampToValueAtTime(to, end)
  }
  const level = new GainNode(context, { gain: 0 })
  level.gain.setValueAtTime(SILENT, start)
  level.gain.exponentialRampToValueAtTime(peak * loudness, start + Math.min(ATTACK, length / 4))
  level.gain.exponentialRampToValueAtTime(SILENT, end)
  voice.connect(level).connect(into)
  voice.start(start)
  voice.stop(end)
}
