import type { Bytes, Millicores } from './units.ts'

/**
 * Kubernetes quantities, exactly (k8s.io/apimachinery resource.Quantity): a decimal number with an
 * SI suffix (n u m k M G T P E), a binary suffix (Ki ... Ei) or a decimal exponent (1e3, 1E3).
 * Amounts are held as whole billionths, so that no sum or comparison ever rounds.
 */
export interface Quantity {
  /** Thousand-millionths of the unit; upstream keeps nothing finer either. */
  readonly nanos: bigint
  /** The way it was written, which is the way it is printed. */
  readonly format: QuantityFormat
}

type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** A text that is no quantity, or one that cannot be counted. The message says what to write instead. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError'
  /** The message as a sentence of src/engine/sentences. */
  readonly said: { readonly code: keyof typeof QUANTITY_REASONS; readonly args: [string | number] }

  constructor(code: keyof typeof QUANTITY_REASONS, arg: string | number) {
    super(QUANTITY_REASONS[code](arg as never))
    this.said = { code, args: [arg] }
  }
}

/** Why a text is no quantity, by code. */
export const QUANTITY_REASONS = {
  quantityTooLong: (length: number) =>
    `a quantity of ${length} characters is too long; write 2 or 500m`,
  noQuantity: (text: string) =>
    `"${text}" is not a quantity; write a number with a suffix such as 500m, 1.5, 512Mi or 2Gi`,
  quantityTooLarge: (text: string) =>
    `${text} is larger than any quantity can be (2^63-1); write a smaller number`,
  quantityInexact: (text: string) =>
    `${text} is more than can be counted exactly; write a smaller number`,
  noAmount: (amount: number) => `${amount} is not an amount`,
}

const NANO = 1_000_000_000n
const MICRO_OF_MILLI = 1_000_000n
/** Upstream documents this as the largest magnitude of any quantity. */
const LARGEST = (2n ** 63n - 1n) * NANO
/** Longer numbers are hostile or broken; the longest meaningful one has under 40 digits. */
const LONGEST_TEXT = 100
const SYNTAX = /^([+-]?)(\d*)(?:\.(\d*))?([a-zA-Z]*)([+-]?\d*)$/

const SI: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const SI_BY_EXPONENT = new Map(Object.entries(SI).map(([suffix, exponent]) => [exponent, suffix]))
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

/**
 * Reads a quantity. Finer than 1n is rounded up (away from zero), as upstream does: whoever asks
 * for something gets something.
 * @param text as written in a manifest; YAML numbers are accepted too
 * @throws QuantityError when it is no quantity or above 2^63-1
 */
export function parseQuantity(text: string | number): Quantity {
  const source = typeof text === 'number' ? String(text) : text
  if (source.length > LONGEST_TEXT) {
    throw new QuantityError('quantityTooLong', source.length)
  }
  const match = SYNTAX.exec(source)
  const [, sign = '', whole = '', fraction = '', letters = '', power = ''] = match ?? []
  if (match === null || (whole === '' && fraction === '')) throw notAQuantity(source)
  const { exponent, binary, format } = readSuffix(source, letters, power)

  const digits = BigInt(whole + fraction)
  const scale = exponent - fraction.length + 9
  let nanos: bigint
  if (digits === 0n) nanos = 0n
  else if (scale > LONGEST_TEXT) throw tooLarge(source)
  else if (scale >= 0) nanos = digits * binary * 10n ** BigInt(scale)
  else if (scale < -2 * LONGEST_TEXT) nanos = 1n
  else nanos = divideUp(digits * binary, 10n ** BigInt(-scale))
  if (nanos > LARGEST) throw tooLarge(source)
  return { nanos: sign === '-' ? -nanos : nanos, format }
}

function readSuffix(source: string, letters: string, power: string) {
  const decimal = power === '' && Object.hasOwn(SI, letters) ? SI[letters] : undefined
  if (decimal !== undefined) return { exponent: decimal, binary: 1n, format: 'DecimalSI' as const }
  if ((letters === 'e' || letters === 'E') && /\d/.test(power)) {
    // Far beyond any number that is accepted, and small enough to compute with.
    const exponent = Math.max(-1_000, Math.min(1_000, Number(power)))
    return { exponent, binary: 1n, format: 'DecimalExponent' as const }
  }
  const step = power === '' ? BINARY.indexOf(letters) : -1
  if (step < 0) throw notAQuantity(source)
  return { exponent: 0, binary: 1024n ** BigInt(step + 1), format: 'BinarySI' as const }
}

const notAQuantity = (source: string) => new QuantityError('noQuantity', source)
const tooLarge = (source: string) => new QuantityError('quantityTooLarge', source)

/** Quotient of two positive numbers, rounded up. */
const divideUp = (a: bigint, b: bigint) => (a + b - 1n) / b

/** Quotient rounded away from zero, as upstream's ScaledValue does. */
function scaled(nanos: bigint, unit: bigint): number {
  const value = nanos < 0n ? -divideUp(-nanos, unit) : divideUp(nanos, unit)
  const result = Number(value)
  if (!Number.isSafeInteger(result)) {
    throw new QuantityError('quantityInexact', formatQuantity({ nanos, format: 'DecimalSI' }))
  }
  return result
}

/** The amount in thousandths of the unit, rounded up. @throws QuantityError above 2^53-1 */
export const milliValue = (quantity: Quantity): number => scaled(quantity.nanos, MICRO_OF_MILLI)

/** The amount in whole units, rounded up. @throws QuantityError above 2^53-1 */
export const wholeValue = (quantity: Quantity): number => scaled(quantity.nanos, NANO)

/** The canonical text: no fraction, the largest suffix that needs none, the format it was written in. */
export function formatQuantity({ nanos, format }: Quantity): string {
  if (nanos === 0n) return '0'
  const whole = nanos / NANO
  if (format === 'BinarySI' && nanos % NANO === 0n && (whole <= -1024n || whole >= 1024n)) {
    const [mantissa, steps] = strip(whole, 1024n, 6)
    return `${mantissa}${steps === 0 ? '' : BINARY[steps - 1]}`
  }
  const [mantissa, steps] = strip(nanos, 1_000n, 9)
  const exponent = steps * 3 - 9
  if (format === 'DecimalExponent') return `${mantissa}${exponent === 0 ? '' : `e${exponent}`}`
  return `${mantissa}${SI_BY_EXPONENT.get(exponent)}`
}

function strip(value: bigint, base: bigint, most: number): [bigint, number] {
  let rest = value
  let steps = 0
  while (steps < most && rest % base === 0n) {
    rest /= base
    steps += 1
  }
  return [rest, steps]
}

/** Texts repeat (a thousand pods share one template), parsing them again would not be free. */
const known = new Map<string, Quantity>()
const KNOWN_AT_MOST = 2_000

function parseKnown(text: string | number): Quantity {
  const key = typeof text === 'number' ? String(text) : text
  const found = known.get(key)
  if (found) return found
  const quantity = parseQuantity(key)
  if (known.size >= KNOWN_AT_MOST) known.clear()
  known.set(key, quantity)
  return quantity
}

/** CPU text to millicores, rounded up. @throws QuantityError */
export const toMillicores = (text: string | number): Millicores => milliValue(parseKnown(text))

/** Any other resource's text to base units (bytes, devices, pods), rounded up. @throws QuantityError */
export const toBase = (text: string | number): Bytes => wholeValue(parseKnown(text))

/** Exact billionths, for sums that are rounded once at the end. @throws QuantityError */
export const toNanos = (text: string | number): bigint => parseKnown(text).nanos

/** Billionths to the unit in which the scheduler counts: cpu in millicores, others in base units. */
export const nanosToAmount = (resource: string, nanos: bigint): number =>
  scaled(nanos, resource === 'cpu' ? MICRO_OF_MILLI : NANO)

/** Text to the unit in which the scheduler counts: cpu in millicores, others in base units. */
export const toAmount = (resource: string, text: string | number): number =>
  resource === 'cpu' ? toMillicores(text) : toBase(text)

/**
 * The text for an amount in the scheduler's unit, as a person would write it: `1500` of cpu is
 * `1500m`, `1610612736` of memory is `1536Mi`, `2` of nvidia.com/gpu is `2`.
 * @param amount finite; fractions are rounded up
 */
export function amountToText(resource: string, amount: number): string {
  if (!Number.isFinite(amount)) throw new QuantityError('noAmount', amount)
  const units = BigInt(Math.ceil(amount))
  const nanos = units * (resource === 'cpu' ? MICRO_OF_MILLI : NANO)
  const bytes = resource === 'memory' || resource === 'ephemeral-storage'
  return formatQuantity({ nanos, format: bytes ? 'BinarySI' : 'DecimalSI' })
}

/** The canonical text of a text: `0.5` becomes `500m`. @throws QuantityError */
export const canonicalQuantity = (text: string | number): string =>
  formatQuantity(parseQuantity(text))

/** Negative, zero or positive as `a` is smaller, equal or larger. @throws QuantityError */
export function compareQuantities(a: string | number, b: string | number): number {
  const left = toNanos(a)
  const right = toNanos(b)
  return left < right ? -1 : left > right ? 1 : 0
}
