import type { Said } from '../protocol.ts'
import { say } from '../sentences/sentences.ts'

/**
 * The word that was probably meant: differing in at most a third of the letters, or in case alone.
 * @returns undefined when none is near
 */
function nearestWord(word: string, words: Iterable<string>): string | undefined {
  // A word of this length is no slip of the finger.
  if (word.length > 64) return undefined
  const lower = word.toLowerCase()
  let nearest: string | undefined
  let smallest = Math.min(2, Math.floor(word.length / 3)) + 1
  for (const candidate of words) {
    const distance =
      candidate.toLowerCase() === lower ? 0.5 : editDistance(lower, candidate.toLowerCase())
    if (distance < smallest) {
      nearest = candidate
      smallest = distance
    }
  }
  return nearest
}

/** The ending of a sentence: `; did you mean x?`, or the given one. */
export function meant(word: string, words: Iterable<string>, otherwise: Said): Said {
  const nearest = nearestWord(word, words)
  return nearest === undefined ? otherwise : say('didYouMean', nearest)
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1)
      }
      current.push(least)
    }
    before = previous
    previous = current
  }
  return previous[b.length]!
}
