import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GAME_APPS } from './apps.ts'
import { createGame, type Game, isMachine } from './game.ts'
import { replayGame } from './moves.ts'
import { OPPONENTS, playPolicy } from './policyPlayer.ts'
import { MODES, type Round, RUBBLE, rulesOf } from './round.ts'
import { streamOf } from './stream.ts'
import { scoreOf, useOf } from './tally.ts'
import { playByHand } from './testing/hands.ts'
import { volumeBound } from './volumeBound.ts'

const round: Round = { mode: 'five', seed: 7 }
const rounds = fc.record({ mode: fc.constantFrom(...MODES), seed: fc.nat(99_999_999) })
const runs = { seed: 4711, numRuns: 10 }

const podsOn = (game: Game) => game.slots.filter(isMachine).flatMap(({ pods }) => pods)

describe('Y1 a round', () => {
  test('the seed decides what comes; the daily round is one of five minutes', () => {
    expect(streamOf(round)).toEqual(streamOf({ ...round }))
    expect(streamOf({ mode: 'daily', seed: 7 })).toEqual(streamOf(round))
    expect(streamOf({ mode: 'five', seed: 8 })).not.toEqual(streamOf(round))
  })

  test('pods come slowly at first and faster to the end', () => {
    const { deals } = streamOf(round)
    const inMinute = (minute: number) =>
      deals.filter(({ at }) => Math.floor(at / 60_000) === minute).length
    const counts = [0, 1, 2, 3, 4].map(inMinute)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(counts[0]).toBeLessThan(25)
    expect(counts[4]).toBeGreaterThan(40)
    // The first minute has nothing that is large or keeps apart.
    const early = new Set(
      deals.filter(({ at }) => at < 60_000).map(({ app }) => GAME_APPS[app]!.name),
    )
    expect(early.has('train') || early.has('db')).toBe(false)
  })

  test.each(MODES)('%s: whoever does nothing is dealt the same, and has nothing placed', (mode) => {
    const game = createGame({ mode, seed: 3 })
    game.advance(game.rules.length)
    expect(game.tally.placed).toBe(0)
    expect(game.over).toBe(mode === 'pager' ? 'time' : 'queue')
  })
})

describe('Y2 what fits', () => {
  const nameInHand = (game: Game) => GAME_APPS[game.queue[0]?.app ?? -1]?.name
  const placeFor = (game: Game, but = -1) => {
    const fits = game.slots.findIndex((slot, i) => i !== but && isMachine(slot) && !game.misfit(i))
    return fits >= 0 ? fits : game.slots.indexOf(undefined)
  }
  /** Plays on until a pod of this app is in hand, or nothing more comes. */
  function untilInHand(game: Game, name: string, but?: number): void {
    while (nameInHand(game) !== name && game.nextAt !== undefined) {
      if (game.queue.length > 0) game.drop(placeFor(game, but))
      if (nameInHand(game) !== name) game.advance(game.nextAt)
    }
    expect(nameInHand(game)).toBe(name)
  }

  test("a drop that does not fit is refused in kube-scheduler's words, and changes nothing", () => {
    const game = createGame(round)
    let result = game.drop(0)
    while (result.done !== 'refused' && game.nextAt !== undefined) {
      game.advance(game.nextAt)
      result = game.drop(0)
    }
    expect(result).toMatchObject({
      done: 'refused',
      machine: 'node-1',
      misfit: { plugin: 'NodeResourcesFit' },
    })
    const { misfit } = result as Extract<typeof result, { readonly done: 'refused' }>
    expect(misfit.reasons[0]).toMatch(/^Insufficient (cpu|memory)$/)
    expect(misfit.insufficient[0]!.requested).toBeGreaterThan(0)
    expect(game.queue).toHaveLength(1)
  })

  test('two databases never share a machine', () => {
    // In some round there is a place left for a machine when the first one comes.
    for (let seed = 1; seed < 100; seed++) {
      const game = createGame({ mode: 'five', seed })
      untilInHand(game, 'db')
      const slot = game.slots.indexOf(undefined)
      if (slot < 0) continue
      expect(game.drop(slot)).toMatchObject({ done: 'placed', bought: true })
      untilInHand(game, 'db', slot)
      expect(game.misfit(slot)?.reasons.join()).toContain('anti-affinity')
      return
    }
    expect.unreachable()
  })

  test('a place without a machine gets one, and nobody can drop on rubble', () => {
    const game = createGame(round)
    game.advance(1_000)
    expect(game.drop(5)).toEqual({ done: 'placed', machine: 'node-3', bought: true })
    expect(game.machines).toBe(3)
    const death = streamOf(round).deaths[0]!.at
    while (game.now < death && game.over === undefined) {
      if (game.queue.length > 0) game.drop(placeFor(game))
      game.advance(Math.min(death, game.nextAt!))
    }
    const dead = game.slots.findIndex((slot) => slot !== undefined && !isMachine(slot))
    expect(dead).toBeGreaterThanOrEqual(0)
    expect(game.queue.some(({ lost }) => lost)).toBe(game.tally.lost > 0)
    expect(game.drop(dead)).toEqual({ done: 'nothing' })
    game.advance(death + RUBBLE)
    expect(game.slots[dead]).toBeUndefined()
  })

  test('an empty machine goes back, but never the last one', () => {
    const events: string[] = []
    const game = createGame(round, (event) => events.push(event.type))
    game.advance(7_990)
    expect(game.machines).toBe(2)
    game.advance(8_000)
    expect(game.machines).toBe(1)
    game.advance(30_000)
    expect(game.machines).toBe(1)
    expect(events.filter((type) => type === 'returned')).toHaveLength(1)
  })

  test('too many waiting pods end the round, but not at once', () => {
    const game = createGame(round)
    while (game.endsAt === undefined && game.nextAt !== undefined) game.advance(game.nextAt)
    expect(game.queue).toHaveLength(13)
    const { endsAt } = game
    expect(endsAt).toBe(game.now + 10_000)
    game.advance(endsAt! - 10)
    expect(game.over).toBeUndefined()
    game.drop(0)
    const saved = game.queue.length <= 12
    expect(game.endsAt === undefined).toBe(saved)
    game.advance(game.rules.length)
    expect(game.over).toBe('queue')
    expect(game.drop(0)).toEqual({ done: 'nothing' })
    expect(game.hold()).toBe(false)
  })
})

describe('Y3 the books', () => {
  test('whatever is played, no machine is overcommitted and no pod is lost', () => {
    fc.assert(
      fc.property(rounds, fc.integer({ min: 300, max: 3_000 }), fc.nat(), (any, think, luck) => {
        const { game } = playByHand(any, think, luck)
        const check = () => {
          for (const slot of game.slots) {
            if (!isMachine(slot)) continue
            const { allocatable, requested } = slot.view
            expect(requested.cpu ?? 0).toBeLessThanOrEqual(allocatable.cpu!)
            expect(requested.memory ?? 0).toBeLessThanOrEqual(allocatable.memory!)
          }
        }
        check()
        const dealt = game.stream.deals.filter(({ at }) => at <= game.now).length
        const running = game.stream.running.length
        // The queue and the machines hold what came and has not finished.
        expect(podsOn(game).length + game.queue.length + game.tally.finished).toBe(dealt + running)
        expect(game.tally.placed + game.queue.filter(({ lost }) => !lost).length).toBe(dealt)
      }),
      runs,
    )
  })

  test('moves replayed give the same game', () => {
    fc.assert(
      fc.property(rounds, fc.integer({ min: 300, max: 3_000 }), fc.nat(), (any, think, luck) => {
        const { game, moves } = playByHand(any, think, luck)
        const again = replayGame(any, moves)
        expect(again.tally).toEqual(game.tally)
        expect(again.over).toBe(game.over)
        expect(podsOn(again).map(({ pod }) => pod.id)).toEqual(
          podsOn(game).map(({ pod }) => pod.id),
        )
      }),
      runs,
    )
  })

  test('time may pass in any steps', () => {
    const steps = (by: number) => {
      const game = createGame(round)
      for (let at = 0; game.over === undefined; at += by) {
        game.advance(at)
      }
      return game.tally
    }
    expect(steps(10)).toEqual(steps(50_000))
  })

  test('nobody does better than the volume bound, however fast', () => {
    fc.assert(
      fc.property(rounds, fc.integer({ min: 20, max: 2_000 }), fc.nat(), (any, think, luck) => {
        const bound = volumeBound(any)
        const scores = [
          playByHand(any, think, luck).game.score.total,
          ...OPPONENTS.map((policy) => playPolicy(any, policy).score.total),
        ]
        expect(Math.max(...scores)).toBeLessThanOrEqual(bound.score)
      }),
      { ...runs, numRuns: 6 },
    )
  })

  test('the score is the sum of its parts, each as the rules say', () => {
    const tally = {
      placed: 12,
      finished: 3,
      lost: 2,
      machineTime: 60_000,
      waitTime: 7_000,
      downTime: 2_500,
      cpu: { requested: 50, allocatable: 200 },
      memory: { requested: 0, allocatable: 0 },
      peak: 2,
    }
    expect(scoreOf(tally, rulesOf(round))).toEqual({
      pods: 120,
      machines: -20,
      waiting: -2,
      down: 0,
      total: 98,
    })
    expect(scoreOf(tally, rulesOf({ mode: 'pager', seed: 1 }))).toMatchObject({
      machines: -5,
      down: -2,
    })
    expect(useOf(tally.cpu)).toBe(0.25)
    expect(useOf(tally.memory)).toBe(0)
  })
})

describe('Y4 the same round', () => {
  test.each(['five', 'pager'] as const)('%s as the policies play it', (mode) => {
    const any: Round = { mode, seed: 20_261_121 }
    const lines = OPPONENTS.map((policy) => {
      const { score, tally, over } = playPolicy(any, policy)
      const minutes = (tally.machineTime / 60_000).toFixed(1)
      return `${policy.id}: ${score.total}, ${tally.placed} placed, ${minutes} machine-minutes, ${over}`
    })
    const bound = volumeBound(any)
    const minutes = (bound.machineTime / 60_000).toFixed(1)
    lines.push(`bound: ${bound.score}, ${bound.placed} placed, ${minutes} machine-minutes`)
    expect(lines.join('\n')).toMatchSnapshot()
  })
})
