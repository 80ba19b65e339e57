import type { Catalogue } from './catalogue.ts'

/** What a further language has to have: the same keys and parameters as English, with other texts. */
export type Translated<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => Translated<R>
    : { readonly [K in keyof T]: Translated<T[K]> }

/** The language that is spoken, where it is not English, which is there from the start. */
let catalogue: Catalogue | undefined
const listeners = new Set<() => void>()

/** As in `<html lang>`. */
export function spokenLanguage(): string {
  return catalogue?.language ?? 'en'
}

/** How numbers are written. */
export function spokenLocale(): string {
  return catalogue?.locale ?? 'en-US'
}

/**
 * Tells of a part's texts in the language that is spoken, now and whenever another one is chosen.
 * @param english what is said while no other language is
 */
export function speak<K extends keyof Catalogue>(
  part: K,
  english: Catalogue[K],
  say: (texts: Catalogue[K]) => void,
): void {
  whenSpoken(() => say(catalogue?.[part] ?? english))
}

/** Calls now and whenever another language is chosen. */
export function whenSpoken(follow: () => void): void {
  listeners.add(follow)
  follow()
}

/** From now on this is spoken; undefined = English. */
export function changeSpoken(next: Catalogue | undefined): void {
  catalogue = next
  for (const follow of listeners) follow()
}
