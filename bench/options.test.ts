import { describe, expect, test } from 'vitest'
import { UsageError } from '../src/cli/options.ts'
import { type Defaults, meant, positive, readOptions, tellsMemory } from './options.ts'
import { growthExponent } from './row.ts'

const defaults: Defaults = {
  pods: 1_000,
  nodes: '5000',
  names: ['SchedulingPodAffinity', 'PodAffinity', 'Unschedulable'],
  rounds: (pods) => (pods > 20_000 ? 1 : 5),
}
const growth: Defaults = { ...defaults, nodes: '500,2000', manySizes: true }

describe('options of a suite', () => {
  test.each([
    [
      'nothing',
      [],
      { nodes: 5_000, pods: 1_000, rounds: 5, only: '', json: false, reference: true },
    ],
    ['many pods take fewer rounds', ['--pods', '20001'], { pods: 20_001, rounds: 1 }],
    ['unless told', ['--pods=20001', '--rounds=3'], { rounds: 3 }],
    [
      'all of them',
      ['--json', '--no-reference', '--nodes', '7'],
      { json: true, reference: false, nodes: 7 },
    ],
    ['part of a name', ['--only', 'Sched'], { only: 'Sched' }],
  ])('%s', (_, args, expected) => {
    expect(readOptions(args, defaults)).toMatchObject(expected)
  })

  test('several sizes where a suite has it so', () => {
    expect(readOptions([], growth)).toMatchObject({ sizes: [500, 2_000], reference: true })
    expect(readOptions(['--nodes', '1,2,3'], growth).sizes).toEqual([1, 2, 3])
  })

  test.each([
    [['--nodes', 'abc'], '--nodes takes a whole number above zero, not "abc"'],
    [['--nodes', '0'], 'not "0"'],
    [['--nodes=-5'], 'not "-5"'],
    [['--pods', '1.5'], '--pods takes'],
    [['--pods', '1e3'], 'not "1e3"'],
    [['--rounds', ''], '--rounds takes'],
    [['--rounds', '0x10'], 'not "0x10"'],
    [['--nodes', '500,2000'], 'takes one number here'],
    [['--only', 'Nothing'], 'there are SchedulingPodAffinity, PodAffinity, Unschedulable'],
    [['--nods', '5'], '--nods'],
    [['more'], 'more'],
    [['--pods'], '--pods'],
  ])('%j is refused', (args, message) => {
    expect(() => readOptions(args, defaults)).toThrow(UsageError)
    expect(() => readOptions(args, defaults)).toThrow(message)
  })

  test('one bad size spoils the list', () => {
    expect(() => readOptions(['--nodes', '500,,2000'], growth)).toThrow('not ""')
  })

  test.each([
    ['PodAffinity', ['PodAffinity']],
    ['Affinity', ['SchedulingPodAffinity', 'PodAffinity']],
    ['', defaults.names],
    ['nothing', []],
  ])('rows meant by "%s"', (only, expected) => {
    expect(meant(defaults.names, only)).toEqual(expected)
  })

  test.each([
    ['1', 1],
    ['150000', 150_000],
  ])('%s is a number', (text, expected) => expect(positive('x', text)).toBe(expected))
})

test.each([
  [15, 34, 0.222],
  [10, 10, 0],
  [10, 400, 1],
])('%d us on 500 nodes and %d us on 20,000 grow with exponent %d', (from, to, expected) => {
  const exponent = growthExponent({ size: 500, value: from }, { size: 20_000, value: to })
  expect(exponent).toBeCloseTo(expected, 3)
})

test.each([
  [100, 2_000, false],
  [5_000, 2_000, false],
  [100, 150_000, false],
  [1_000, 10_000, true],
  [5_000, 150_000, true],
])('memory of a run of %i nodes and %i pods can be told: %s', (nodes, pods, told) => {
  expect(tellsMemory(nodes, pods)).toBe(told)
})
