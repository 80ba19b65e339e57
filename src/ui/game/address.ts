import { MOST_SEED, type Mode, type Round } from '../../engine/game/round.ts'

/**
 * The round that an address names: `#play=daily`, `#play=SEED`, `#play=night-SEED`; undefined = none
 * (`#play`), `damaged` = it names one that makes no sense.
 */
export function roundOfAddress(fragment: string, today: number): Round | 'damaged' | undefined {
  const asked = new URLSearchParams(fragment.replace(/^#/, '')).get('play') ?? ''
  if (asked === '') return undefined
  if (asked === 'daily') return { mode: 'daily', seed: today }
  const [, night, daily, digits] = /^(?:(night-)|(daily-))?(\d{1,8})$/.exec(asked) ?? []
  if (digits === undefined) return 'damaged'
  return { mode: night ? 'pager' : daily ? 'daily' : 'five', seed: Number(digits) }
}

const PREFIX: Readonly<Record<Mode, string>> = { five: '', daily: 'daily-', pager: 'night-' }

/** The fragment that opens this round. */
export function addressOf({ mode, seed }: Round): string {
  return `#play=${PREFIX[mode]}${seed}`
}

/** The seed of a day: 20261121. */
export function seedOfDay(date: Date): number {
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate()
}

export function anySeed(): number {
  return Math.floor(Math.random() * (MOST_SEED + 1))
}
