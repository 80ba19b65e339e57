import { expect, test } from 'vitest'
import { type KeptScore, keepScore, listsOf, readScores } from './keptScores.ts'

/** Node has no IndexedDB, as a browser may have none for a page. */
test('Y9 where storage is blocked, the best ten of each mode last as long as the page', async () => {
  expect(await readScores()).toEqual({ scores: [], kept: false })
  const played = (mode: KeptScore['mode'], score: number): KeptScore => ({
    mode,
    seed: 1,
    score,
    playedAt: score,
  })
  for (let score = 1; score <= 12; score++) await keepScore(played('five', score * 10))
  await keepScore(played('pager', -5))
  const { scores, kept } = await readScores()
  expect(kept).toBe(false)
  expect(scores.map(({ score }) => score)).toEqual([120, 110, 100, 90, 80, 70, 60, 50, 40, 30, -5])
  // Points of one mode say nothing about another's.
  const lists = listsOf(scores, ['pager', 'daily', 'five'])
  expect(lists.map((list) => [list.mode, list.scores.length])).toEqual([
    ['pager', 1],
    ['five', 10],
  ])
})
