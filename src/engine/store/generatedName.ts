import type { Random } from '../sim/random.ts'

/** No vowels and no digits that look like them, so that no word appears by chance. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const SUFFIX_LENGTH = 5
/** An object's name has at most 63 characters. */
const LONGEST_PREFIX = 63 - SUFFIX_LENGTH

/** A name as the API server makes it from metadata.generateName: the prefix and 5 characters. */
export function generatedName(prefix: string, random: Random): string {
  const codes: number[] = []
  for (let index = 0; index < SUFFIX_LENGTH; index++) {
    codes.push(ALPHABET.charCodeAt(random.below(ALPHABET.length)))
  }
  return prefix.slice(0, LONGEST_PREFIX) + String.fromCharCode(...codes)
}

/** Writes any text with the same alphabet, character by character (for pod-template-hash). */
export function inNameAlphabet(text: string): string {
  let encoded = ''
  for (let index = 0; index < text.length; index++) {
    encoded += ALPHABET.charAt(text.charCodeAt(index) % ALPHABET.length)
  }
  return encoded
}
