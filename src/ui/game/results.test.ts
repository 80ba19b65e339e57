import { expect, test } from 'vitest'
import { playByHand } from '../../engine/game/testing/hands.ts'
import { boundLine, lineOf, opponentLines, paceOf, praise } from './results.ts'

const round = { mode: 'five', seed: 11 } as const

test('Y4 the same round by policies, and what nobody can beat', async () => {
  const others = await opponentLines(round)
  const bound = boundLine(round)
  expect(others.map(({ name }) => name)).toEqual([
    'Best fit',
    'Kubernetes bin packing',
    'Kubernetes default',
  ])
  for (const line of others) {
    expect(line.score).toBeLessThanOrEqual(bound.score)
    expect(line.machineMinutes).toBeGreaterThan(bound.machineMinutes)
    expect(line.cpu).toBeGreaterThan(0.5)
  }
})

test('Y4 only what went well is praised', async () => {
  const others = await opponentLines(round)
  const { game } = playByHand(round, 2_500, 1)
  const you = lineOf('you', 'You', game)
  const said = praise(game, you, others)
  expect(you.score).toBeLessThan(others[0]!.score)
  expect(said.join()).not.toMatch(/beat|fewer machine|Hardly/)
  expect(said).toContain(`${game.tally.finished} Jobs finished.`)

  const best = { ...you, score: others[0]!.score + 1, placed: 200, waited: 3, machineMinutes: 1 }
  expect(praise(game, best, others).slice(0, 2)).toEqual([
    'You beat Best fit, Kubernetes bin packing, and Kubernetes default.',
    'You needed fewer machine-minutes than Best fit, Kubernetes bin packing, and Kubernetes default.',
  ])
})

test('Y4 the pace of best fit ends with its score', async () => {
  const pace = paceOf(round)
  const [bestFit] = await opponentLines(round)
  expect(pace.name).toBe('Best fit')
  expect(pace.at(0)).toBe(0)
  expect(pace.at(60_000)).toBeGreaterThan(50)
  expect(pace.at(300_000)).toBe(bestFit!.score)
})
