import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { useRun } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { touchdown } from '../state/touchdowns.ts'
import { heardOf, tonesBetween } from './heard.ts'
import { startSounds } from './startSounds.ts'

type Facts = Parameters<typeof heardOf>[0]
type Lane = Facts['lanes'][number]

const lane = (id: string, over: Partial<Record<keyof Lane, unknown>> = {}): LaneSummary =>
  ({
    id,
    machines: [{ dead: false }, { dead: false }],
    pager: undefined,
    metrics: { down: 0 },
    recovery: undefined,
    ...over,
  }) as unknown as LaneSummary
const run = (...lanes: readonly LaneSummary[]): Facts => ({ run: 1, lanes, markers: [] })
const hit = { machines: [{ dead: true }, { dead: false }] }
const pager = { ringing: true, acknowledged: false }

describe('P24 what is heard of a change', () => {
  const whole = run(lane('a'), lane('b'))
  const lost = { recovery: { lost: 3, back: 1 } }
  const done = { type: 'jobDone', lane: 'b', label: 'report', at: 5 } as const
  test.each<[string, Facts, Facts, string[]]>([
    ['nothing', whole, whole, []],
    ['a machine dies', whole, run(lane('a', hit), lane('b', hit)), ['dies 0', 'dies 1']],
    ['it was dead before', run(lane('a', hit)), run(lane('a', hit)), []],
    ['it comes back', run(lane('a', hit)), run(lane('a')), []],
    ['the pager rings', whole, run(lane('a', { pager }), lane('b')), ['pager 0']],
    [
      'somebody has acknowledged it',
      run(lane('a', { pager })),
      run(lane('a', { pager: { ...pager, acknowledged: true } })),
      [],
    ],
    ['a Job is done', whole, { ...whole, markers: [done] }, ['done 1']],
    ['apps are up again', run(lane('a', { metrics: { down: 4 } })), run(lane('a')), ['healed 0']],
    ['some are still down', run(lane('a', { metrics: { down: 4 } })), run(lane('a', lost)), []],
    [
      'all pods are back',
      run(lane('a', lost)),
      run(lane('a', { recovery: { lost: 3, back: 3 } })),
      ['healed 0'],
    ],
    ['another run', run(lane('a')), { ...run(lane('a', hit)), run: 2 }, []],
  ])('%s', (_, before, now, expected) => {
    const tones = tonesBetween(heardOf(before), heardOf(now))
    expect(tones.map(({ tone, lane: index }) => `${tone} ${index}`)).toEqual(expected)
  })
})

describe('P24 the loudspeaker', () => {
  let reduced: boolean
  let hidden: boolean
  let heard: { pitch: number; at: number; side: number; loudness: number }[]
  let slept: string[]
  let now: number
  let stop: () => void
  let page: EventTarget & { hidden?: boolean }
  beforeEach(() => {
    reduced = false
    hidden = false
    heard = []
    slept = []
    now = 10
    vi.useFakeTimers()
    page = new EventTarget()
    Object.defineProperty(page, 'hidden', { get: () => hidden })
    vi.stubGlobal('document', page)
    vi.stubGlobal('matchMedia', () => ({ matches: reduced }))
    const touches = new EventTarget()
    vi.stubGlobal('addEventListener', touches.addEventListener.bind(touches))
    vi.stubGlobal('removeEventListener', touches.removeEventListener.bind(touches))
    useRun.setState({ run: 1, markers: [], lanes: [lane('a'), lane('b')] })
    stop = startSounds({
      get now() {
        return now
      },
      play: (notes, at, side, loudness) =>
        heard.push({ pitch: Math.round(notes[0]!.from), at, side, loudness }),
      wake: () => slept.push('wake'),
      rest: () => slept.push('rest'),
      close: () => {},
    })
  })
  afterEach(() => {
    stop()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const piece = { lane: 1, lanes: 2, cells: 2, wait: 260 }

  it('plays a piece when it touches, on its side', () => {
    touchdown(piece)
    touchdown({ ...piece, lane: 0, cells: 8, wait: 0 })
    expect(heard).toMatchObject([
      { at: 10.26, side: 1, loudness: 1 },
      { at: 10, side: -1 },
    ])
    expect(heard[1]!.pitch).toBeLessThan(heard[0]!.pitch)
  })

  it('plays few of ten thousand', () => {
    for (let i = 0; i < 10_000; i++) touchdown({ ...piece, wait: i % 400 })
    expect(heard.length).toBeGreaterThan(3)
    expect(heard.length).toBeLessThan(12)
  })

  it('rings three times, and no more once it is acknowledged', () => {
    useRun.setState({ lanes: [lane('a', { pager }), lane('b')] })
    vi.advanceTimersByTime(20_000)
    expect(heard).toHaveLength(1)
    now += 2.1
    useRun.setState({ lanes: [lane('a'), lane('b')] })
    useRun.setState({ lanes: [lane('a', { pager }), lane('b')] })
    now += 2.1
    vi.advanceTimersByTime(2_100)
    useRun.setState({ lanes: [lane('a', { pager: { ...pager, acknowledged: true } }), lane('b')] })
    now += 2.1
    vi.advanceTimersByTime(20_000)
    expect(heard).toHaveLength(3)
  })

  it('is silent where little motion is wanted, and while the page is hidden', () => {
    reduced = true
    touchdown(piece)
    useRun.setState({ lanes: [lane('a', { ...hit, pager }), lane('b')] })
    reduced = false
    hidden = true
    page.dispatchEvent(new Event('visibilitychange'))
    touchdown(piece)
    hidden = false
    page.dispatchEvent(new Event('visibilitychange'))
    expect(heard).toEqual([])
    expect(slept).toEqual(['wake', 'rest', 'wake'])
  })

  it('hears nothing any more when it is switched off', () => {
    stop()
    touchdown(piece)
    useRun.setState({ lanes: [lane('a', hit), lane('b')] })
    expect(heard).toEqual([])
  })
})
