/** A Chinese, Japanese or Korean character is about as wide as so many Latin ones. */
const WIDE = 1.75

/** How many Latin letters are about as wide as a text. */
export function letters(text: string): number {
  let sum = 0
  for (const character of text) sum += character >= '\u2e80' ? WIDE : 1
  return sum
}
