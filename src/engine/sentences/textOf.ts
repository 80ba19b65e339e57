import type { Said } from '../protocol.ts'

/** A sentence of each code, made from the arguments in their order. */
type Words = Readonly<Record<string, (...args: never[]) => string>>

/** The arguments of a sentence: where a text is wanted, another sentence may stand. */
export type Sayable<T extends readonly unknown[]> = {
  readonly [I in keyof T]: T[I] extends string ? string | Said : T[I]
}

/**
 * What is said, in the words of a language: its own sentence, and those among its arguments.
 * @returns undefined when there is no such code in these words
 */
export function textOf({ code, args }: Said, words: Words): string | undefined {
  if (!Object.hasOwn(words, code)) return undefined
  const parts: unknown[] = []
  for (const arg of args) {
    const part = typeof arg === 'object' && 'code' in arg ? textOf(arg, words) : arg
    if (part === undefined) return undefined
    parts.push(part)
  }
  return words[code]!(...(parts as never[]))
}
