import { describe, expect, it } from 'vitest'
import type { Attempt, NodeVerdict } from '../../../engine/scheduler/attempt.ts'
import type { Walk } from '../stage.ts'
import type { LookedAt } from './findings.ts'
import { lookTime, TIMES } from './timings.ts'
import { carriedOut, type Found, Walking, walkAt } from './walk.ts'

const verdict = (node: string, over: Partial<NodeVerdict> = {}): NodeVerdict => ({
  node,
  passed: [],
  scores: [],
  total: 200,
  ...over,
})
const looked = (node: number, over: Partial<LookedAt> = {}): LookedAt => ({
  node,
  verdict: verdict(`node-${node}`),
  excess: [0, 0],
  winner: false,
  tied: false,
  lows: new Float64Array(2),
  room: undefined,
  ...over,
})
const wells: readonly LookedAt[] = [
  looked(0, { verdict: verdict('node-0', { rejectedBy: 'NodeResourcesFit' }), excess: [1, 0] }),
  looked(1, { verdict: verdict('node-1', { rejectedBy: 'TaintToleration' }) }),
  looked(2, { winner: true }),
  looked(3),
  looked(4, { verdict: undefined }),
]
const attempt = (over: Partial<Attempt> = {}): Attempt => ({
  id: 1,
  at: 5000,
  namespace: 'default',
  pod: 'db-1',
  uid: 'u1',
  verdicts: [],
  selected: 'node-2',
  candidates: ['node-2'],
  maxTotal: 300,
  ...over,
})
const walk = (over: Partial<Walk> = {}): Walk => ({
  lane: 'right',
  attempt: attempt(),
  app: 0,
  requests: [1000, 0],
  phase: 'queue',
  ...over,
})
const find = (): Found => ({ row: -1, heights: Float64Array.of(1, 3), wells })

function shown(phase: Walk['phase'], at: number, walking = new Walking()) {
  walking.set(walk({ phase }), 1000, 1, find)
  return walkAt(walking.shown!, at).wells
}
const REST = 1e6

describe('what each phase shows at rest', () => {
  it.each([
    ['queue', [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]],
    ['filter', [1, 1, 1, 1, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0.62, 0.38, 1, 1, 0.62]],
    ['score', [1, 1, 1, 1, 0], [0, 0, 1, 1, 0], [0, 0, 1, 0, 0], [0.62, 0.38, 1, 1, 0.62]],
    ['bind', [1, 1, 1, 1, 0], [0, 0, 1, 1, 0], [0, 0, 1, 0, 0], [0.62, 0.38, 1, 1, 0.62]],
  ] as const)('%s', (phase, ghosts, counted, framed, pods) => {
    const at = shown(phase, REST)
    expect(at.map(({ ghost }) => ghost)).toEqual(ghosts)
    expect(at.map((well) => well.counted)).toEqual(counted)
    expect(at.map((well) => well.framed)).toEqual(framed)
    at.forEach((well, i) => {
      expect(well.pods).toBeCloseTo(pods[i]!)
    })
  })

  it('nobody has won: nothing is scored or framed', () => {
    const walking = new Walking()
    const none = attempt({ selected: undefined, candidates: [] })
    const lost = () => ({ ...find(), wells: wells.map((well) => ({ ...well, winner: false })) })
    walking.set(walk({ attempt: none, phase: 'score' }), 0, 1, lost)
    const at = walkAt(walking.shown!, REST).wells
    expect(at.every(({ counted, framed }) => counted === 0 && framed === 0)).toBe(true)
  })
})

describe('how the phases play', () => {
  it('wells are tested left to right', () => {
    const per = lookTime(wells.length)
    const at = shown('filter', 1000 + per * 2 + TIMES.ghostIn / 2)
    expect(at[0]!.shown).toBe(1)
    expect(at[2]!.shown).toBeCloseTo(0.5)
    expect(at[3]!.shown).toBe(0)
  })

  it('scores count up together before the winner is framed', () => {
    const at = shown('score', 1000 + TIMES.scores / 2)
    expect(at[2]!.counted).toBeCloseTo(0.5)
    expect(at[3]!.counted).toBeCloseTo(0.5)
    expect(at[2]!.framed).toBe(0)
  })

  it('going back, or without motion, everything stands there at once', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'score' }), 0, 1, find)
    expect(shown('filter', 1000, walking).at(-2)!.shown).toBe(1)
    expect(walking.isMoving(1000)).toBe(false)
    const still = new Walking()
    still.set(walk({ phase: 'score' }), 1000, undefined, find)
    expect(walkAt(still.shown!, 1000).wells[2]!.framed).toBe(1)
    expect(still.isMoving(1000)).toBe(false)
  })

  it('a guess does not begin the phase anew', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'score' }), 0, 1, find)
    walking.set(walk({ phase: 'score', predicted: 3 }), 5000, 1, find)
    expect(walking.isMoving(5000)).toBe(false)
  })

  it('rests when all has been shown', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'filter' }), 0, 2, find)
    const end = (lookTime(wells.length) * wells.length + TIMES.ghostIn) / 2
    expect(walking.isMoving(end - 1)).toBe(true)
    expect(walking.isMoving(end)).toBe(false)
  })
})

describe('preemption', () => {
  const room = { leaving: [7], places: new Map(), lows: Float64Array.of(1, 1) }
  const full = looked(0, {
    verdict: verdict('node-0', { rejectedBy: 'NodeResourcesFit' }),
    excess: [1, 0],
    room,
  })
  const none = attempt({ selected: undefined, candidates: [] })
  const at = (phase: Walk['phase'], now: number) => {
    const walking = new Walking()
    const cleared = () => ({ ...find(), wells: [full] })
    walking.set(walk({ phase, attempt: none }), 0, 1, cleared)
    return { well: walkAt(walking.shown!, now).wells[0]!, moving: walking.isMoving(now) }
  }

  it('the machine is seen to be too full first and is cleared then', () => {
    const seen = lookTime(1) + TIMES.ghostIn
    expect(at('filter', seen)).toMatchObject({ well: { shown: 1, cleared: 0 }, moving: true })
    const end = at('filter', seen + TIMES.beforeClear + TIMES.clear)
    expect(end).toMatchObject({ well: { shown: 0, cleared: 1, pods: 1, ghost: 1 }, moving: false })
    expect(at('bind', 0).well.cleared).toBe(1)
  })

  it('nobody is moved while the pod only waits', () => {
    expect(at('queue', REST).well).toMatchObject({ cleared: 0, ghost: 0 })
  })
})

describe('the end of a walk', () => {
  it('fades, then is gone', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'score' }), 0, 1, find)
    walking.set(undefined, REST, 1, find)
    expect(walkAt(walking.shown!, REST + TIMES.evaluateOut / 2).wells[3]!.ghost).toBeCloseTo(0.5)
    expect(walking.prune(REST + TIMES.evaluateOut)).toBe(true)
    expect(walking.shown).toBeUndefined()
  })

  it('without motion it is gone at once', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'score' }), 0, undefined, find)
    walking.set(undefined, 1, undefined, find)
    expect(walking.shown).toBeUndefined()
  })

  it('the decision is known again when the update brings it, before or after the end', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'bind' }), 0, 1, find)
    expect(walking.covers('right', attempt({ id: 99 }))).toBe(true)
    expect(walking.covers('left', attempt())).toBe(false)
    expect(walking.covers('right', attempt({ at: 6000 }))).toBe(false)
    walking.set(undefined, 10, 1, find)
    walking.prune(REST)
    expect(walking.covers('right', attempt())).toBe(true)
    walking.forget()
    expect(walking.covers('right', attempt())).toBe(false)
  })

  it('a late bind phase shows nothing again; an earlier phase of a past decision does', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'bind' }), 0, 1, find)
    expect(walking.conclude()).toBeDefined()
    walking.set(walk({ phase: 'bind' }), 10, 1, find)
    expect(walking.shown).toBeUndefined()
    walking.set(walk({ phase: 'filter' }), 20, 1, find)
    expect(walking.shown).toBeDefined()
  })

  it('carried out, the choice stays framed until the piece has landed', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'score' }), 0, 1, find)
    const evaluation = carriedOut(walking.conclude()!, 4, 500, 900)!
    expect(evaluation).toMatchObject({ row: 4, fallAt: 500, end: 900 + TIMES.evaluateOut })
  })

  it('a pod that only waited on the stage falls without a frame', () => {
    const walking = new Walking()
    walking.set(walk({ phase: 'queue' }), 0, 1, find)
    expect(carriedOut(walking.conclude()!, 4, 500, 900)).toBeUndefined()
  })
})
