/** What can be heard. */
export type Tone = 'lands' | 'dies' | 'pager' | 'done' | 'healed'

/** One note of a tone; an oscillator and its loudness. */
export interface Note {
  readonly wave: 'sine' | 'triangle' | 'square'
  /** Hz at its beginning ... */
  readonly from: number
  /** ... and at its end. */
  readonly to: number
  /** Seconds from the tone's beginning. */
  readonly at: number
  /** Seconds. */
  readonly length: number
  /** 0..1: how loud it is where it is loudest. */
  readonly peak: number
}

/** Notes of the scale that chimes use (Hz). */
const C5 = 523.25
const E5 = 659.26
const G5 = 783.99
const B5 = 987.77
/** However fast time goes, a tone is no shorter than this part of itself, nor longer than that. */
const SHORTEST = 1 / 3
const LONGEST = 1.25

/**
 * A tone as notes. At twice the speed they are half as long, like the motions that they go with.
 * @param speed playback speed, above 0
 * @param cells of what lands: height of its taller half; what is larger sounds lower
 */
export function notesOf(tone: Tone, speed: number, cells = 1): readonly Note[] {
  const scale = Math.min(LONGEST, Math.max(SHORTEST, 1 / speed))
  return score(tone, cells).map((note) => ({
    ...note,
    at: note.at * scale,
    length: note.length * scale,
  }))
}

function score(tone: Tone, cells: number): readonly Note[] {
  switch (tone) {
    case 'lands': {
      const pitch = 210 / (1 + 0.16 * Math.min(12, Math.max(0, cells)))
      return [
        { wave: 'sine', from: pitch, to: pitch * 0.55, at: 0, length: 0.13, peak: 0.5 },
        { wave: 'triangle', from: pitch * 3, to: pitch * 1.5, at: 0, length: 0.03, peak: 0.1 },
      ]
    }
    case 'dies':
      return [
        { wave: 'triangle', from: 220, to: 42, at: 0, length: 0.7, peak: 0.4 },
        { wave: 'sine', from: 110, to: 30, at: 0, length: 0.8, peak: 0.4 },
      ]
    case 'pager':
      return [0, 0.14, 0.28].map((at) => ({
        wave: 'square',
        from: 1_320,
        to: 1_320,
        at,
        length: 0.09,
        peak: 0.07,
      }))
    case 'done':
      return [
        { wave: 'sine', from: E5, to: E5, at: 0, length: 0.22, peak: 0.2 },
        { wave: 'sine', from: B5, to: B5, at: 0.12, length: 0.4, peak: 0.18 },
      ]
    case 'healed':
      return [
        { wave: 'sine', from: C5, to: C5, at: 0, length: 0.25, peak: 0.18 },
        { wave: 'sine', from: E5, to: E5, at: 0.12, length: 0.25, peak: 0.18 },
        { wave: 'sine', from: G5, to: G5, at: 0.24, length: 0.55, peak: 0.18 },
      ]
  }
}
