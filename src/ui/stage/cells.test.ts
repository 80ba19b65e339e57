import { expect, it } from 'vitest'
import { amountText } from './cells.ts'

const GIB = 1024 ** 3

it.each([
  ['cpu', 500, false, '0.5'],
  ['cpu', 1_000_000, false, '1,000'],
  ['cpu', 2_000, true, '2 vCPU'],
  ['memory', 8 * GIB, false, '8G'],
  ['memory', 1024 * GIB, false, '1,024G'],
  ['memory', 256 * 1024 ** 2, false, '256M'],
  ['nvidia.com/gpu', 2, true, '2 GPU'],
])('%s %d, long %s: %s', (resource, amount, long, text) => {
  expect(amountText(resource, amount, long)).toBe(text)
})
