import type { Rejection } from '../framework.ts'

/** A way of saying no, by number. */
export interface Refusal {
  readonly plugin: string
  readonly rejection: Rejection
}

/** Ways of saying no, numbered from 1 in the order in which they are met. */
export interface Refusals {
  all(): readonly Refusal[]
  number(plugin: string, rejection: Rejection): number
}

export function createRefusals(): Refusals {
  const all: Refusal[] = [{ plugin: '', rejection: { code: 'Error', reasons: [] } }]
  const numbers = new Map<string, number>()
  return {
    all: () => all,
    number(plugin, { code, reasons }) {
      const key = `${plugin} ${code} ${reasons.join('\n')}`
      let number = numbers.get(key)
      if (number === undefined) {
        number = all.push({ plugin, rejection: { code, reasons } }) - 1
        numbers.set(key, number)
      }
      return number
    },
  }
}
