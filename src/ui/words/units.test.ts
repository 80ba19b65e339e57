import { expect, test } from 'vitest'
import * as units from './units.ts'

const GIB = 1_073_741_824

test.each([
  [0, '0'],
  [500, '0.5'],
  [1_000, '1'],
  [1_234, '1.234'],
  [22_000, '22'],
])('%i millicores read %s', (millicores, text) => {
  expect(units.vcpu(millicores)).toBe(text)
})

test.each([
  ['cpu', 1_500, '1.5 vCPU', '1.5'],
  ['cpu', 703_636, '703.636 vCPU', '704'],
  ['memory', 12 * GIB, '12 GiB', '12G'],
  ['cpu', 1_300_000, '1,300 vCPU', '1.3k'],
  ['memory', 999 * GIB, '999 GiB', '999G'],
  ['memory', 5_630.88 * GIB, '5,630.88 GiB', '5.5T'],
  ['memory', GIB / 2, '512 MiB', '512M'],
  ['memory', 0, '0 GiB', '0G'],
  ['memory', 1.5 * GIB, '1.5 GiB', '1.5G'],
  ['nvidia.com/gpu', 2, '2 GPU', '2'],
  ['example.com/licence', 3, '3 licence', '3'],
])('%s %d', (resource, value, long, short) => {
  expect(units.amountWithUnit(resource, value)).toBe(long)
  expect(units.shortAmount(resource, value)).toBe(short)
})

test.each([
  [0, '$0.00'],
  [3.456, '$3.46'],
  [2.304, '$2.30'],
  [99.994, '$99.99'],
  [99.996, '$100'],
  [1234.5, '$1,235'],
])('%d an hour reads %s', (value, text) => {
  expect(units.dollars(value)).toBe(text)
})

test('one machine keeps its small digits', () => {
  expect(units.price(0.384)).toBe('$0.384')
  expect(units.price(2)).toBe('$2.00')
})

test.each([
  [350_000, '5 min 50 s'],
  [45_000, '45 s'],
  [60_000, '1 min'],
  [7_500_000, '2 h 5 min'],
  [3_601_000, '1 h'],
  [0, '0 s'],
])('%d ms last %s', (time, text) => {
  expect(units.duration(time)).toBe(text)
})

test.each([
  [0, '00:00'],
  [12_999, '00:12'],
  [350_000, '05:50'],
  [3_723_000, '1:02:03'],
])('%d ms on the clock are %s', (time, text) => {
  expect(units.clock(time)).toBe(text)
})

test('the pager tells the time of day', () => {
  expect(units.timeOfDay(187)).toBe('03:07')
  expect(units.timeOfDay(1_441)).toBe('00:01')
})
