/**
 * Keeps a storm of equal tones gentle: the first ones are as loud as they are, those that follow at once
 * are softer, and beyond a number a second there is silence.
 */
export interface Storm {
  /**
   * How loud a tone at this moment may be, 0..1; 0 = not at all.
   * @param at seconds on any clock; may be before an earlier one
   */
  admit(at: number): number
}

/** The softest that is worth a tone. */
const SOFTEST = 0.35

/**
 * @param most tones that may follow each other at once
 * @param perSecond after those
 */
export function createStorm(most: number, perSecond: number): Storm {
  let left = most
  let last = -Infinity
  return {
    admit(at) {
      if (at > last) {
        left = Math.min(most, left + (at - last) * perSecond)
        last = at
      }
      if (left < 1) return 0
      const loudness = SOFTEST + ((1 - SOFTEST) * left) / most
      left--
      return loudness
    },
  }
}
