import { speak } from './spoken.ts'

/**
 * Sentences of the one-click world, which the engine says in English: by their pattern, with what is said
 * instead. What Kubernetes says is never among them.
 */
export type RunbookWords = readonly (readonly [
  pattern: RegExp,
  text: (...parts: readonly (string | undefined)[]) => string,
])[]

let translated: RunbookWords = []
speak('runbook', [], (texts) => {
  translated = texts
})

/** A message of the deploy script or the pager in the language that is spoken; others as they are. */
export function runbookText(message: string): string {
  for (const [pattern, text] of translated) {
    const found = pattern.exec(message)
    if (found !== null) return text(...found.slice(1))
  }
  return message
}
