import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReadLink, readLink, writeLink } from './link.ts'
import { MOST_UNPACKED, pack } from './pack.ts'
import type { SharedRun } from './sharedRun.ts'

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
const count = fc.nat()
const command = fc.oneof(
  fc.record({ type: fc.constant('apply' as const), text: fc.string({ unit: 'grapheme' }) }),
  fc.record({
    type: fc.constant('pullPlug' as const),
    machine: fc.integer({ min: 1, max: 5_000 }),
  }),
  fc.record({ type: fc.constant('drain' as const), lane: word, machine: fc.constant(2) }),
  fc.record({
    type: fc.constant('scale' as const),
    kind: word,
    namespace: word,
    name: word,
    replicas: count,
  }),
  fc.constant({ type: 'killRandom' as const }),
)
const time = fc.nat({ max: 600_000_000 })
const log = fc
  .array(fc.record({ at: time, command }), { maxLength: 8 })
  .map((commands) => commands.sort((a, b) => a.at - b.at))
const policies = fc.dictionary(word, word, { maxKeys: 3, noNullPrototype: true })
const id = fc.constantFrom('A', 'B', 'AZ')
const run: fc.Arbitrary<SharedRun> = fc.record(
  {
    scenario: fc.oneof(fc.record({ name: word }), fc.record({ text: fc.string() })),
    seed: count,
    shuffle: count,
    policies,
    log,
    at: time,
    branch: fc.record({ id, name: word }, { requiredKeys: ['id'] }),
    branches: fc.array(
      fc.record(
        { id, name: word, policies, log, seen: time },
        { requiredKeys: ['id', 'policies', 'log', 'seen'] },
      ),
      { maxLength: 2 },
    ),
    bookmarks: fc.array(fc.record({ at: time, name: word }), { maxLength: 2 }),
  },
  { requiredKeys: ['scenario'] },
)

const packed = async (value: unknown, version = 1) =>
  `#s=${version}.${await pack(JSON.stringify(value))}`
const problem = (read: ReadLink | undefined) => read && 'problem' in read && read.problem

describe('a link', () => {
  it('says the same to whoever opens it', async () => {
    await fc.assert(
      fc.asyncProperty(run, async (shared) => {
        const link = await writeLink(shared)
        expect(link).toMatch(/^#[\w.&=-]+$/)
        const expected =
          !link.startsWith('#s=1.') && shared.log?.length === 0
            ? { ...shared, log: undefined }
            : shared
        expect(await readLink(link)).toEqual({ run: expected })
      }),
      { seed: 20_261_121, numRuns: 200 },
    )
  })

  it('leaves the other branches out where they would make it too long', async () => {
    const texts = Array.from({ length: 3_000 }, (_, at) => ({
      at,
      command: { type: 'apply' as const, text: String(Math.sin(at)) },
    }))
    const shared: SharedRun = {
      scenario: { name: 'opening' },
      branch: { id: 'B' },
      branches: [{ id: 'A', policies: {}, log: texts, seen: 9_000 }],
      bookmarks: [{ at: 3, name: 'here' }],
    }
    const { branch: _, branches: __, ...alone } = shared
    expect(await readLink(await writeLink(shared))).toEqual({ run: alone })
    const short = { ...shared, branches: [{ id: 'A', policies: {}, log: [], seen: 9_000 }] }
    expect(await readLink(await writeLink(short))).toEqual({ run: short })
  })

  it.each([
    ['#s=opening', { scenario: { name: 'opening' } }],
    [
      '#s=zones&seed=7&shuffle=3&at=90000',
      { scenario: { name: 'zones' }, seed: 7, shuffle: 3, at: 90_000 },
    ],
  ])('may be written by hand: %s', async (link, shared) => {
    expect(await readLink(link)).toEqual({ run: shared })
    expect(await writeLink(shared)).toBe(link)
  })

  it('that was made by the first version is still read', async () => {
    const link =
      '#s=1.Hcw7DkIhEEbhvfw1JmiixazC3liMMHKJvHKB4krYu8H-fGegGkm8-wwaSBwFhG9OUjEVqogFnRVKDt54qSvavdsaCJ_-kj1Jk3qy8uYe2iIhO9BjgBvoqrVWMDlGTnbRdpT1Lz2Ee-gOCpHN5pOALnM-1V_dtNbzBw'
    expect(await readLink(link)).toEqual({
      run: {
        scenario: { name: 'zones' },
        seed: 1,
        policies: { right: 'kubernetes-default' },
        log: [{ at: 5_000, command: { type: 'pullPlug', machine: 2 } }],
        at: 6_000,
      },
    })
  })

  it.each<[string, (link: string) => string]>([
    ['an escaped sign', (link) => link.replace('=', '%3D')],
    ['everything escaped', (link) => `#${encodeURIComponent(link.slice(1))}`],
    ['a sign as mails write it', (link) => link.replace('=', '=3D')],
    ['a large letter', (link) => link.replace('s', 'S')],
    ['no beginning', (link) => link.replace('s=', '')],
  ])('is understood with %s', async (_, damage) => {
    const run = { scenario: { text: 'kind: Scenario\n' }, at: 1_000 }
    expect(await readLink(damage(await packed(run)))).toEqual({ run })
  })

  it.each(['#s%3Dzones%26at=90000', '#S=zones&at=90000', '#s=zones&amp;at=90000'])(
    'by hand is understood, too: %s',
    async (link) => {
      const run = { scenario: { name: 'zones' }, at: 90_000 }
      expect(await readLink(link)).toEqual({ run })
    },
  )

  it.each(['', '#', '#editor', '#main', '#schedule', '#t=1.abc', '#play=daily', '#%'])(
    'is not meant by the fragment "%s"',
    async (fragment) => {
      expect(await readLink(fragment)).toBeUndefined()
    },
  )

  it.each([
    '#s',
    '#S',
    '#1.',
    '#1.abc',
    '#s%3D',
    '#s=',
    '#s=1.',
    '#s=1.%%%',
    '#s=0.abc',
    '#s=abc.def',
    '#s=<img src=x onerror=alert(1)>',
    '#s=__proto__',
    '#s=zones&at=-1',
    '#s=zones&at=1e999',
    '#s=zones&seed=soon',
    '#s=zones&at=999999999999999',
  ])('that makes no sense is refused: %s', async (fragment) => {
    expect(problem(await readLink(fragment))).toMatchObject({ type: 'damaged' })
  })

  it('that is cut off anywhere, or has a changed letter, gives a run or a refusal', async () => {
    const link = await packed({ scenario: { text: 'kind: Scenario\n'.repeat(20) }, at: 1_000 })
    for (let length = '#s=1.'.length; length < link.length; length++) {
      expect(problem(await readLink(link.slice(0, length)))).toEqual({ type: 'damaged' })
    }
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: link.length - 1 }),
        fc.string({ unit: 'binary' }),
        async (at, put) => {
          const read = await readLink(link.slice(0, at) + put + link.slice(at + 1))
          expect(read === undefined || 'run' in read || 'problem' in read).toBe(true)
        },
      ),
      { seed: 7, numRuns: 300 },
    )
  })

  it('of a later version says so', async () => {
    expect(problem(await readLink(await packed({ anything: 1 }, 2)))).toEqual({ type: 'newer' })
  })

  it('that would unpack to more than a page can hold is refused before it does', async () => {
    const bomb = `#s=1.${await pack(' '.repeat(MOST_UNPACKED * 4))}`
    expect(bomb.length).toBeLessThan(40_000)
    expect(problem(await readLink(bomb))).toEqual({ type: 'tooLarge' })
  })

  it.each<[string, unknown]>([
    ['scenario', {}],
    ['scenario', { scenario: { path: '/etc/passwd' } }],
    [
      'log.0.command.type',
      { scenario: { name: 'a' }, log: [{ at: 0, command: { type: 'format' } }] },
    ],
    [
      'log.0.command.machine',
      { scenario: { name: 'a' }, log: [{ at: 0, command: { type: 'drain', machine: 'all' } }] },
    ],
    ['log.0.at', { scenario: { name: 'a' }, log: [{ at: 0.5, command: { type: 'killRandom' } }] }],
    [
      'log',
      {
        scenario: { name: 'a' },
        log: [5, 4].map((at) => ({ at, command: { type: 'killRandom' } })),
      },
    ],
    ['policies', { scenario: { name: 'a' }, policies: 'all' }],
    ['at', { scenario: { name: 'a' }, at: Number.MAX_SAFE_INTEGER }],
  ])('says what is wrong in it: %s', async (path, value) => {
    const found = problem(await readLink(await packed(value)))
    expect(found).toEqual({ type: 'damaged', where: path })
  })

  it('cannot reach into the page by the keys that objects have by nature', async () => {
    const text =
      '{"scenario":{"name":"a"},"policies":{"__proto__":"x","constructor":"y","right":"z"},"__proto__":{"at":5}}'
    const read = await readLink(`#s=1.${await pack(text)}`)
    expect(read).toEqual({ run: { scenario: { name: 'a' }, policies: { right: 'z' } } })
    expect(({} as { at?: number }).at).toBeUndefined()
  })
})
