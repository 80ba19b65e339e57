import type { Millis } from '../../engine/api/units.ts'
import { speak, spokenLocale, whenSpoken } from './spoken.ts'

const GIB = 1_073_741_824
const MIB = 1_048_576

/** What stands behind numbers. */
export const unitsEn = {
  memory: 'MEM',
  hours: (n: number) => `${n} h`,
  minutes: (n: number) => `${n} min`,
  seconds: (n: number) => `${n} s`,
}
let units: typeof unitsEn = unitsEn
speak('units', unitsEn, (texts) => {
  units = texts
})

/** How numbers are written in the language that is spoken, by the most and the fewest decimals. */
const formats = new Map<string, Intl.NumberFormat>()
whenSpoken(() => formats.clear())

function written(value: number, most: number, fewest = 0): string {
  const key = `${most} ${fewest}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.NumberFormat(spokenLocale(), {
      minimumFractionDigits: fewest,
      maximumFractionDigits: most,
      useGrouping: true,
    })
    formats.set(key, format)
  }
  return format.format(value)
}

/** At most `digits` decimals, no trailing zeros, thousands separated: 0.5, 12, 1,234.25. */
export function decimal(value: number, digits = 2): string {
  const rounded = Math.abs(value) < 10 ** -digits / 2 ? 0 : value
  return written(rounded, digits)
}

/** Millicores as vCPU without the unit: 500 is 0.5. */
export function vcpu(millicores: number): string {
  return decimal(millicores / 1_000, 3)
}

/** Bytes as GiB without the unit. */
function gib(bytes: number): string {
  return decimal(bytes / GIB, 2)
}

/** An amount of a resource without its unit. */
export function amount(resource: string, value: number): string {
  if (resource === 'cpu') return vcpu(value)
  if (isBytes(resource)) return gib(value)
  return decimal(value)
}

/** An amount with its unit, as in a sentence: `1 vCPU`, `12 GiB`, `2 GPU`. */
export function amountWithUnit(resource: string, value: number): string {
  if (isSmall(resource, value)) return `${decimal(value / MIB, 1)} MiB`
  return `${amount(resource, value)} ${unitOf(resource)}`
}

/** From this many on (vCPU, GiB) thousands of them are written: `14.1k`, `5.5T`. */
const MANY = 1_000

/** From this many on (vCPU, GiB) what stands behind the point is left out where there is little room. */
const WHOLE = 100

/** An amount where there is little room: `1`, `12G`. */
export function shortAmount(resource: string, value: number): string {
  if (isSmall(resource, value)) return `${decimal(value / MIB, 1)}M`
  if (isBytes(resource) && value >= MANY * GIB) return `${decimal(value / GIB / 1024, 1)}T`
  if (resource === 'cpu' && value >= MANY * 1_000) return `${decimal(value / 1_000_000, 1)}k`
  if (isBytes(resource)) return `${decimal(value / GIB, value < WHOLE * GIB ? 2 : 0)}G`
  if (resource === 'cpu' && value >= WHOLE * 1_000) return decimal(value / 1_000, 0)
  return amount(resource, value)
}

export function unitOf(resource: string): string {
  if (resource === 'cpu') return 'vCPU'
  if (isBytes(resource)) return 'GiB'
  return laneLabel(resource)
}

/** What stands under a lane: CPU, MEM, GPU, or the last part of an extended resource's name. */
export function laneLabel(resource: string): string {
  if (resource === 'cpu') return 'CPU'
  if (resource === 'memory') return units.memory
  const last = resource.split('/').at(-1) ?? resource
  return last.toLowerCase() === 'gpu' ? 'GPU' : last
}

function isBytes(resource: string): boolean {
  return (
    resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-')
  )
}

/** Less than a GiB reads better in MiB. */
function isSmall(resource: string, value: number): boolean {
  return isBytes(resource) && value !== 0 && Math.abs(value) < GIB
}

/** Dollars per hour: two decimals under 100, none from there on. */
export function dollars(perHour: number): string {
  return perHour < 99.995 ? `$${perHour.toFixed(2)}` : `$${written(perHour, 0)}`
}

/** The price of one machine keeps up to four decimals: $0.384. */
export function price(perHour: number): string {
  return `$${written(perHour, 4, 2)}`
}

export function count(value: number): string {
  return written(value, 0)
}

export function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}

/** Simulated time on a clock face: 00:12, 05:50, 1:02:03. */
export function clock(time: Millis): string {
  const seconds = Math.floor(time / 1_000)
  const s = String(seconds % 60).padStart(2, '0')
  const m = Math.floor(seconds / 60)
  if (m < 60) return `${String(m).padStart(2, '0')}:${s}`
  return `${Math.floor(m / 60)}:${String(m % 60).padStart(2, '0')}:${s}`
}

/** A duration in words: 5 min 50 s, 2 h 5 min, 45 s. */
export function duration(time: Millis): string {
  const seconds = Math.round(time / 1_000)
  const h = Math.floor(seconds / 3_600)
  const m = Math.floor((seconds % 3_600) / 60)
  const s = seconds % 60
  const parts: string[] = []
  if (h > 0) parts.push(units.hours(h))
  if (m > 0) parts.push(units.minutes(m))
  if (s > 0 && h === 0) parts.push(units.seconds(s))
  return parts.length > 0 ? parts.join(' ') : units.seconds(0)
}

/** Minutes after midnight as 03:07; days are left out. */
export function timeOfDay(minutes: number): string {
  const whole = ((Math.floor(minutes) % 1_440) + 1_440) % 1_440
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
}
