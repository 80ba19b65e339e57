import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runCase } from './runCase.ts'
import type { Suite } from './suite.ts'

const folder = new URL('../../../conformance/suites/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

test('there are suites', () => {
  expect(files.length).toBeGreaterThan(40)
})

describe.each(files)('%s', (file) => {
  const suite = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Suite
  test.for(suite.cases.map((one) => [one.name, one] as const))('%s', ([, one], context) => {
    const outcome = runCase(suite, one)
    if (outcome.status === 'skipped') context.skip(outcome.reason)
    expect(outcome).toEqual({ status: 'passed' })
  })
})
