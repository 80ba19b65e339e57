import type { PodFact } from '../metrics/facts.ts'

/** Finds the first pod that went to another machine in one lane than in another. */
export interface Divergence {
  /** A pod got its first machine; returns whether this is where the lanes part. */
  placed(lane: number, pod: PodFact, machine: number): boolean
}

export function createDivergence(): Divergence {
  /** Machine per lane by app and how many pods of that app came before. */
  const places = new Map<string, number>()
  const counts = new Map<string, number>()
  let found = false

  return {
    placed(lane, { app }, machine) {
      if (found) return false
      const counter = `${lane} ${app}`
      const count = counts.get(counter) ?? 0
      counts.set(counter, count + 1)
      const key = `${app} ${count}`
      const other = places.get(key)
      if (other === undefined) places.set(key, machine)
      else found = other !== machine
      return found
    },
  }
}
