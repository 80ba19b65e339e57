import { count } from '../units.ts'

/** `1 pod`, `2 pods`. */
export const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

/** What is said of an amount, a number with or without its unit: `1 libre`, `10.5 libres`, `40G libres`. */
export const of = (amount: string, one: string) => (/^1(?![\d.,])/.test(amount) ? one : `${one}s`)

/** `web, api y db`; `e` before a word that begins with the same sound. */
export function and(list: readonly string[]): string {
  const last = list.at(-1)
  if (last === undefined || list.length < 2) return last ?? ''
  return `${list.slice(0, -1).join(', ')} ${/^h?i(?!e)/i.test(last) ? 'e' : 'y'} ${last}`
}
