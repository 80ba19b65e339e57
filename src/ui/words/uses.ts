import { speak, type Translated } from './spoken.ts'

/** What pods and machines use beside what is asked for; loads with the cards that say it. */
const usesEn = {
  asks: 'ask for',
  uses: 'use',
  /** `31.2 of 32 GiB`: of what the machine has. */
  of: (amount: string, all: string, unit: string) => `${amount} of ${all} ${unit}`,
  /** Where there is little room: `uses 1.2G`, `uses 1.2G of 2G`. */
  short: (amounts: string) => `uses ${amounts}`,
  shortOf: (used: string, limit: string) => `${used} of ${limit}`,
  nothing: 'no requests',
  /** `It uses 1.2 GiB; its limit is 2 GiB.` */
  pod: (amounts: string) => `It uses ${amounts}.`,
  podLimited: (amounts: string, limits: string) => `It uses ${amounts}; its limit is ${limits}.`,
  container: (name: string, amounts: string) => `${name}: ${amounts}`,
  containerLimited: (name: string, amounts: string, limits: string) =>
    `${name}: ${amounts}, limit ${limits}`,
  /** When it goes as its machine runs out of memory. */
  order: {
    BestEffort: 'BestEffort: among the first to go when memory runs out.',
    beyond: 'Burstable, and beyond its request: it goes early when memory runs out.',
    within: 'Burstable, within its request: it goes late when memory runs out.',
    Guaranteed: 'Guaranteed: it goes last when memory runs out.',
  },
} as const

export type UseWords = Translated<typeof usesEn>

/** In the language that is spoken. */
export let useWords: UseWords = usesEn
speak('uses', usesEn, (texts) => {
  useWords = texts
})
