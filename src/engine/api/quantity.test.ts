import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  amountToText,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  milliValue,
  nanosToAmount,
  parseQuantity,
  QuantityError,
  toBase,
  toMillicores,
  toNanos,
  wholeValue,
} from './quantity.ts'

describe('reading and canonical printing', () => {
  it.each([
    ['0', '0'],
    ['0m', '0'],
    ['-0', '0'],
    ['0e30', '0'],
    ['1', '1'],
    ['+1', '1'],
    ['-1', '-1'],
    ['1.', '1'],
    ['.5', '500m'],
    ['0.5', '500m'],
    ['1.5', '1500m'],
    ['500m', '500m'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['100', '100'],
    ['1000', '1k'],
    ['1200', '1200'],
    ['1000000', '1M'],
    ['1.5G', '1500M'],
    ['1E', '1E'],
    ['1n', '1n'],
    ['1000n', '1u'],
    ['512Mi', '512Mi'],
    ['0.5Gi', '512Mi'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['0.5Ki', '512'],
    ['1000Ki', '1000Ki'],
    ['1.1Mi', '1153433600m'],
    ['-2Gi', '-2Gi'],
    ['1e3', '1e3'],
    ['1E3', '1e3'],
    ['12e5', '1200e3'],
    ['1e-3', '1e-3'],
    ['5e0', '5'],
    ['1e+6', '1e6'],
    ['7Ei', '7Ei'],
  ])('%s prints as %s', (text, printed) => {
    expect(canonicalQuantity(text)).toBe(printed)
  })

  it.each([
    '',
    ' 1',
    '1 ',
    'abc',
    '.',
    '-',
    '1.5.5',
    '1K',
    '1mi',
    '1gb',
    '1MB',
    '1e',
    '1e+',
    '1Ki3',
    '1m3',
    '0x10',
    '1,5',
    'NaN',
    'Infinity',
    '--1',
    '1__proto__',
    'toString',
    '１',
  ])('refuses %j', (text) => {
    expect(() => parseQuantity(text)).toThrow(QuantityError)
  })

  it.each(['1e19', '8Ei', '100E', '1e999999999', '9'.repeat(30), '9'.repeat(1_000_000)])(
    'refuses a number that is too large',
    (text) => {
      expect(() => parseQuantity(text)).toThrow(QuantityError)
    },
  )

  it('accepts numbers as YAML gives them, but none that is not finite', () => {
    expect(canonicalQuantity(0.5)).toBe('500m')
    expect(canonicalQuantity(2)).toBe('2')
    expect(() => parseQuantity(Number.NaN)).toThrow(QuantityError)
    expect(() => parseQuantity(Number.POSITIVE_INFINITY)).toThrow(QuantityError)
  })

  it('rounds what is finer than a billionth up', () => {
    expect(canonicalQuantity('1e-30')).toBe('1e-9')
    expect(canonicalQuantity('0.0000000001')).toBe('1n')
    expect(canonicalQuantity('-1e-999999')).toBe('-1e-9')
    expect(canonicalQuantity('1.00000000001')).toBe('1000000001n')
  })
})

describe('amounts', () => {
  it.each([
    ['500m', 500],
    ['1.5', 1_500],
    ['0.5m', 1],
    ['1n', 1],
    ['1e3', 1_000_000],
    ['100u', 1],
    ['-0.5m', -1],
  ])('%s is %d millicores', (text, millis) => {
    expect(toMillicores(text)).toBe(millis)
  })

  it.each([
    ['1Gi', 1_073_741_824],
    ['1G', 1_000_000_000],
    ['400m', 1],
    ['1.5', 2],
    ['110', 110],
    ['-1.5', -2],
  ])('%s is %d units', (text, units) => {
    expect(toBase(text)).toBe(units)
  })

  it('never gives a number that is not exact', () => {
    expect(() => toBase('8E')).toThrow(/more than can be counted/)
    expect(() => toMillicores('10T')).toThrow(QuantityError)
  })

  it('writes amounts as a person would', () => {
    expect(amountToText('cpu', 1_500)).toBe('1500m')
    expect(amountToText('cpu', 2_000)).toBe('2')
    expect(amountToText('memory', 1.5 * 2 ** 30)).toBe('1536Mi')
    expect(amountToText('nvidia.com/gpu', 2)).toBe('2')
    expect(amountToText('memory', 0)).toBe('0')
    expect(() => amountToText('cpu', Number.NaN)).toThrow(QuantityError)
  })

  it('compares across formats', () => {
    expect(compareQuantities('1Gi', '1G')).toBe(1)
    expect(compareQuantities('1000m', '1')).toBe(0)
    expect(compareQuantities('-1', '1n')).toBe(-1)
  })
})

describe('properties', () => {
  const number = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      fc.nat(999_999_999),
      fc.option(fc.stringMatching(/^\d{0,12}$/), { nil: undefined }),
      fc.constantFrom('n', 'u', 'm', '', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'E-4', 'e0', 'e+5'),
    )
    .map(([sign, whole, fraction, suffix]) =>
      fraction === undefined ? `${sign}${whole}${suffix}` : `${sign}${whole}.${fraction}${suffix}`,
    )

  it('printing and reading again gives the same amount and the same text', () => {
    fc.assert(
      fc.property(number, (text) => {
        const quantity = parseQuantity(text)
        const printed = formatQuantity(quantity)
        expect(parseQuantity(printed).nanos).toBe(quantity.nanos)
        expect(canonicalQuantity(printed)).toBe(printed)
      }),
      { seed: 35, numRuns: 2_000 },
    )
  })

  it('any text is a finite amount or a QuantityError', () => {
    const anything = fc.oneof(fc.string(), fc.stringMatching(/^[-+.0-9eEimkKMG]{0,12}$/), number)
    fc.assert(
      fc.property(anything, (text) => {
        try {
          const quantity = parseQuantity(text)
          expect(Number.isFinite(milliValue(quantity))).toBe(true)
          expect(Number.isFinite(wholeValue(quantity))).toBe(true)
          const magnitude = Math.abs(milliValue(quantity))
          expect(Math.ceil(magnitude / 1_000)).toBe(Math.abs(wholeValue(quantity)))
        } catch (error) {
          expect(error).toBeInstanceOf(QuantityError)
        }
      }),
      { seed: 36, numRuns: 3_000 },
    )
  })

  it('an amount written as text is read back as the same amount', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('cpu', 'memory', 'nvidia.com/gpu'),
        fc.maxSafeNat(),
        (name, n) => {
          expect(nanosToAmount(name, toNanos(amountToText(name, n)))).toBe(n)
        },
      ),
      { seed: 37 },
    )
  })
})
