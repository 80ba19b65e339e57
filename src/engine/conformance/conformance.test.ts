import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runSuite } from './runSuite.ts'
import type { Suite } from './suite.ts'

const folder = new URL('../../../conformance/suites/', import.meta.url)
const suites = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Suite)

test('every suite and every case is here', () => {
  expect(suites).toHaveLength(41)
  expect(suites.flatMap(({ cases }) => cases)).toHaveLength(344)
})

test('docs/CONFORMANCE.md has the number of cases of every suite', () => {
  const page = readFileSync(new URL('../../docs/CONFORMANCE.md', folder), 'utf8')
  const rows = suites.map(({ suite, cases }) => `| ${suite} | ${cases.length} |`)
  const lines = page.split('\n').map((line) => line.replace(/ +\|/g, ' |').replace(/\| +/g, '| '))
  const table = lines.filter((line) => /^\| [A-Z]\w+\.\w+ \|/.test(line))
  expect(table.toSorted()).toEqual(rows.toSorted())
  expect(lines).toContain('| **41 suites** | **344** |')
})

describe.each(suites)('$suite', (suite) => {
  test.each(runSuite(suite, '').cases.map(({ name, outcome }) => [name, outcome] as const))(
    '%s',
    (_, outcome) => {
      expect(outcome).toEqual({ status: 'passed' })
    },
  )
})

describe('what goes wrong is a failure that says what', () => {
  const first = (name: string) => structuredClone(suites.find(({ suite }) => suite === name)!)
  const only = (value: unknown) => {
    const { passed, failed, cases } = runSuite(value, 'file.json')
    expect([passed, failed]).toEqual([0, 1])
    const [{ outcome }] = cases as [(typeof cases)[number]]
    return outcome.status === 'failed' ? outcome.actual : outcome
  }
  const suite = (kind: string, subject: object, one: unknown) =>
    only({ suite: 'S', kind, ...subject, cases: [one] })
  const pod = { metadata: { name: 'p' }, spec: { containers: [] } }

  test.each([
    ['no object', [], 'a suite is a JSON object with suite, kind and cases'],
    ['no name', { kind: 'filter', cases: [] }, 'the suite has no name (suite)'],
    ['no kind', { suite: 'S' }, 'the suite has no kind'],
    ['no plugin', { suite: 'S', kind: 'filter' }, 'a suite of kind filter names its plugin'],
    ['no cases', { suite: 'S', kind: 'filter', plugin: 'X' }, 'the suite has no list of cases'],
    ['empty list', { suite: 'S', kind: 'filter', plugin: 'X', cases: [] }, 'the suite has no case'],
  ])('%s', (_, value, message) => {
    expect(only(value)).toBe(message)
  })

  test('a kind that there is not', () => {
    const message = only({ suite: 'S', kind: 'filters', plugin: 'X', cases: [{}] })
    expect(message).toMatch(/^there is no kind "filters"; there are filter, score,/)
  })

  test.each([
    ['no case', null, 'a case is a JSON object with name and expect'],
    ['no name', { expect: { filter: {} } }, 'the case has no name'],
    ['nothing expected', { name: '1', pod, expect: {} }, 'the case expects nothing'],
    [
      'an expectation that nothing compares',
      { name: '1', pod, expect: { filter: {}, verdict: 1 } },
      'a filter case cannot expect verdict',
    ],
    ['no pod', { name: '1', expect: { filter: {} } }, 'the case has no pod'],
    [
      'nodes that are no list',
      { name: '1', pod, nodes: {}, expect: { filter: {} } },
      'nodes is not a list of objects',
    ],
    [
      'a node that is not there',
      { name: '1', pod, expect: { filter: { n: { code: 'Success' } } } },
      'the case has no node n',
    ],
    [
      'a quantity that is none',
      {
        name: '1',
        pod: { spec: { containers: [{ name: 'c', resources: { requests: { cpu: 'x' } } }] } },
        expect: { filter: {} },
      },
      'QuantityError: "x" is not a quantity; write a number with a suffix such as 500m, 1.5, 512Mi or 2Gi',
    ],
  ])('a case with %s', (_, one, message) => {
    expect(suite('filter', { plugin: 'NodeName' }, one)).toBe(message)
  })

  test('a plugin or function that there is not', () => {
    const one = { name: '1', pod, input: {}, expect: { filter: {} } }
    expect(suite('filter', { plugin: 'Toaster' }, one)).toBe('the engine has no plugin Toaster')
    const call = { name: '1', input: {}, expect: { value: 1 } }
    const message = suite('function', { function: 'toString' }, call)
    expect(message).toBe('the engine has no function toString')
  })

  test('a case about a later release is skipped by name', () => {
    const value = first('NodeName.Filter')
    const later = { ...value, cases: [{ ...value.cases[0]!, since: '1.36' }] }
    expect(runSuite(later, '')).toMatchObject({ passed: 0, failed: 0, skipped: 1 })
  })

  /** Each expectation of each kind of suite, turned into a wrong one, must be noticed. */
  test('every expected value counts', () => {
    let changed = 0
    for (const value of suites) {
      for (const one of value.cases) {
        for (const key of Object.keys(one.expect).filter((name) => name !== 'normalized')) {
          const expectation = { ...one.expect, [key]: wrong(one.expect[key]) }
          const result = runSuite({ ...value, cases: [{ ...one, expect: expectation }] }, '')
          expect(result, `${value.suite} ${one.name} ${key}`).toMatchObject({ failed: 1 })
          changed += 1
        }
      }
    }
    expect(changed).toBeGreaterThan(344)
  })
})

/** The same shape with another value somewhere in it. */
function wrong(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string') return `${value}?`
  if (Array.isArray(value)) return value.length === 0 ? ['?'] : [wrong(value[0]), ...value.slice(1)]
  const entries = Object.entries(value ?? {}).filter(([key]) => !key.endsWith('Before'))
  const last = entries.pop()
  return last && Object.fromEntries([...entries, [last[0], wrong(last[1])]])
}
