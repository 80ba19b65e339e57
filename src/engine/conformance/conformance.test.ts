import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runCase } from './runCase.ts'
import type { Suite } from './suite.ts'

const folder = new URL('../../../conformance/suites/', import.meta.url)
const suites = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Suite)

test('every suite and every case is here', () => {
  expect(suites).toHaveLength(41)
  expect(suites.flatMap(({ cases }) => cases)).toHaveLength(344)
})

describe.each(suites)('$suite', (suite) => {
  test.each(suite.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const outcome = runCase(suite, one)
    expect(outcome).toEqual({ status: 'passed' })
  })
})
