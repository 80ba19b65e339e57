const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g

/** `10m`, `1h30m`, `2.5s` or bare seconds as whole milliseconds; undefined = not a duration. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000)
  if (text === '' || text.replace(PART, '') !== '') return undefined
  let sum = 0
  for (const [, amount, unit] of text.matchAll(PART)) sum += Number(amount) * UNITS[unit!]!
  return Number.isSafeInteger(Math.round(sum)) ? Math.round(sum) : undefined
}
