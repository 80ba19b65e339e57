import type { Draws } from '../sim/random.ts'

/** No vowels and no digits that look like them, so that no word appears by chance. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const SUFFIX_LENGTH = 5
/** An object's name has at most 63 characters. */
const LONGEST_PREFIX = 63 - SUFFIX_LENGTH

/**
 * A name as the API server makes it from metadata.generateName: the prefix and 5 characters, which
 * depend on where the draws come from and the purpose alone.
 */
export function generatedName(prefix: string, draws: Draws, purpose: string): string {
  const [a, b, c, d, e] = draws(purpose, ALPHABET.length, SUFFIX_LENGTH)
  const suffix = String.fromCharCode(code(a!), code(b!), code(c!), code(d!), code(e!))
  return prefix.slice(0, LONGEST_PREFIX) + suffix
}

const code = (draw: number): number => ALPHABET.charCodeAt(draw)

/** Writes any text with the same alphabet, character by character (for pod-template-hash). */
export function inNameAlphabet(text: string): string {
  let encoded = ''
  for (let index = 0; index < text.length; index++) {
    encoded += ALPHABET.charAt(text.charCodeAt(index) % ALPHABET.length)
  }
  return encoded
}
