import { describe, expect, it, test } from 'vitest'
import type { StoredRun } from './keptRun.ts'
import { storedRuns } from './keptRun.ts'
import { type Doings, isWork, MOST_RUNS, withRun } from './work.ts'

const pull = (machine: number, at: number) =>
  ({ at, command: { type: 'pullPlug', machine } }) as const
const isExample = (text: string) => text === 'example'

test.each<[string, Doings, number, boolean]>([
  ['an example that was only looked at', { text: 'example' }, 0, false],
  ['with empty lists', { text: 'example', log: [], branches: [] }, 0, false],
  ['with a command', { text: 'example', log: [pull(2, 9)] }, 0, true],
  ['with a branch', { text: 'example', branches: [{ log: [pull(1, 3)] }] }, 0, true],
  ['with a named branch', { text: 'example', branches: [{ name: 'calm', log: [] }] }, 0, true],
  ['with what the lesson does', { text: 'example', log: [pull(1, 5), pull(2, 7)] }, 0, false],
  ['and went back and on', { text: 'example', branches: [{ log: [pull(1, 5)] }] }, 0, false],
  ['with more than the lesson does', { text: 'example', log: [pull(1, 5), pull(3, 9)] }, 0, true],
  ['with the same at another time', { text: 'example', log: [pull(1, 6)] }, 0, true],
  ['with a bookmark', { text: 'example' }, 1, true],
  ['a text of one’s own', { text: 'mine' }, 0, true],
])('H5 %s: work %#', (_, doings, bookmarks, expected) => {
  expect(isWork(doings, bookmarks, isExample, [pull(1, 5), pull(2, 7)])).toBe(expected)
})

const run = (id: string, name: string, at = 0): StoredRun => ({
  id,
  run: { scenario: { name }, at },
  title: name,
  savedAt: at,
})
const idsOf = (runs: readonly StoredRun[]) => runs.map(({ id }) => id)

describe('H5 the kept runs', () => {
  it('stay beside each other, the latest first, and the oldest goes', () => {
    let runs: readonly StoredRun[] = []
    for (let i = 0; i <= MOST_RUNS; i++) runs = withRun(runs, run(`${i}`, `run-${i}`))
    expect(idsOf(runs)).toEqual(['5', '4', '3', '2', '1'])
  })

  it('are written in place as they go on', () => {
    const runs = withRun([run('b', 'two'), run('a', 'one')], run('a', 'one', 9))
    expect(idsOf(runs)).toEqual(['a', 'b'])
    expect(runs[0]?.run.at).toBe(9)
  })

  it('do not hold the same work twice, whatever its moment', () => {
    expect(idsOf(withRun([run('a', 'one', 1)], run('b', 'one', 2)))).toEqual(['b'])
  })

  it('are read from what was written, at first one without an id, and nothing else', () => {
    const { id: _, ...first } = run('a', 'one')
    expect(storedRuns({ version: 1, ...first })).toEqual([run('', 'one')])
    expect(
      storedRuns([
        { version: 1, ...run('a', 'one') },
        { version: 2, ...run('b', 'two') },
        { version: 1, ...run('c', 'three'), run: { scenario: 3 } },
        null,
        'x',
      ]),
    ).toEqual([run('a', 'one')])
    expect(storedRuns(undefined)).toEqual([])
  })
})
