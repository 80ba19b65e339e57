import { describe, expect, it } from 'vitest'
import { Crowd } from '../stage/harness/crowd.ts'
import { applyUpdate, createMirror } from '../state/applyUpdate.ts'
import { NameIndex, nameIndexOf } from './nameIndex.ts'

function setUp(nodes: number, pods: number) {
  const mirror = createMirror()
  applyUpdate(mirror, new Crowd(nodes, pods).reset())
  return { mirror, index: new NameIndex(mirror) }
}

const never = () => false

describe('finding by name', () => {
  it.each([
    ['node-12', ['node-12', 'node-120', 'node-121']],
    ['  VM-3 ', ['vm-3', 'vm-30', 'vm-31']],
    ['6d4cf56db6-2f', 'pods'],
    ['web-1', 'pods'],
    ['nothing like it', []],
    ['', []],
  ] as const)('%s', (query, expected) => {
    const { mirror, index } = setUp(200, 3_000)
    index.search(query)
    expect(index.work(never)).toBe(true)
    const names = index.hits.map(({ lane, type, row }) =>
      type === 'node' ? mirror.lanes[lane]!.nodes.names[row] : mirror.lanes[lane]!.pods.names[row],
    )
    if (expected === 'pods') {
      expect(index.hits.length).toBeGreaterThan(1)
      expect(new Set(index.hits.map(({ type }) => type))).toEqual(new Set(['pod']))
    } else expect(names.slice(0, 3)).toEqual(expected)
  })

  it('in slices it finds what it finds at once, and forgets the last query', () => {
    const { index, mirror } = setUp(100, 9_000)
    index.search('db-6d')
    index.work(never)
    const all = [...index.hits]
    expect(all.length).toBeGreaterThan(1_000)
    const sliced = new NameIndex(mirror)
    sliced.search('web')
    sliced.work(() => true)
    sliced.search('db-6d')
    let slices = 0
    while (!sliced.work(() => true)) slices++
    expect(slices).toBeGreaterThan(5)
    expect(sliced.hits).toEqual(all)
  })

  it('what was made ready before anything was typed is searched as any other, and kept', () => {
    const { index, mirror } = setUp(100, 9_000)
    index.search('web-12')
    index.work(never)
    const ready = nameIndexOf(mirror)
    let slices = 0
    while (!ready.prepare(() => true)) slices++
    expect(slices).toBeGreaterThan(5)
    ready.search('web-12')
    ready.work(never)
    expect(ready.hits).toEqual(index.hits)
    expect(ready.hits.length).toBeGreaterThan(10)
    expect(nameIndexOf(mirror)).toBe(ready)
  })

  it('letter by letter, forth and back, it finds what it finds at once', () => {
    const { index, mirror } = setUp(100, 9_000)
    const typed = [
      'w',
      'we',
      'web',
      'web-',
      'web-1',
      'web-12',
      'web-1',
      'eb-12',
      'b',
      'db',
      '',
      'web-12',
    ]
    for (const [step, query] of typed.entries()) {
      const { pods } = mirror.lanes[0]!
      if (step === 4) {
        // What has come since the last letter is looked at, too.
        pods.names[pods.count] = 'web-12-late'
        pods.alive[pods.count] = 1
        pods.count += 1
      }
      index.search(query)
      while (!index.work(() => step % 2 === 0)) {}
      const fresh = new NameIndex(mirror)
      fresh.search(query)
      fresh.work(never)
      expect(index.hits).toEqual(fresh.hits)
      expect(index.hits.length > 0).toBe(query !== '')
    }
  })

  it('what is gone is not found', () => {
    const { mirror, index } = setUp(100, 100)
    mirror.lanes[1]!.nodes.alive[41] = 0
    index.search('node-42')
    index.work(never)
    expect(index.hits).toEqual([])
  })

  it('what comes while one looks for it is found, in another run as well', () => {
    const mirror = createMirror()
    const index = new NameIndex(mirror)
    index.search('node-7')
    expect([index.work(never), index.hits]).toEqual([true, []])
    applyUpdate(mirror, new Crowd(5, 10).reset())
    expect([index.work(never), index.hits.length]).toEqual([true, 0])
    applyUpdate(mirror, new Crowd(40, 10).reset())
    index.work(never)
    const found = index.hits.length
    expect(found).toBe(1)
    // Nothing is found twice.
    index.work(never)
    expect(index.hits).toHaveLength(found)
    const pods = mirror.lanes[0]!.pods
    index.search('late-pod')
    expect([index.work(never), index.hits]).toEqual([true, []])
    pods.names[pods.count] = 'late-pod'
    pods.alive[pods.count] = 1
    pods.count += 1
    expect([index.work(never), index.hits]).toEqual([
      true,
      [{ lane: 0, type: 'pod', row: pods.count - 1 }],
    ])
  })
})
