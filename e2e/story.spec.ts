import { button, idle, lane, machines, open, openAt, timeline } from './driver.mjs'
import { runHeadless } from './headless.ts'
import { expect, motion, test } from './test.ts'

const GIB = 2 ** 30

/** Arrival number k comes at k seconds. */
const moments = [
  { pods: 35, oneClick: 9, scheduler: 6 },
  { pods: 41, oneClick: 11, scheduler: 7 },
]

test.describe('in motion', () => {
  test.use(motion)

  test('S4, V1: the opening story plays by itself, to its end', async ({ page }) => {
    await open(page)
    await expect(button(page, 'Pause')).toBeVisible()
    const start = Number(await timeline(page).getAttribute('aria-valuenow'))
    await expect
      .poll(async () => Number(await timeline(page).getAttribute('aria-valuenow')))
      .toBeGreaterThan(start)

    // The rest at eight times the speed.
    await button(page, '8 times as fast').click()
    await idle(page)
    expect(await machines(page, 'One-click')).toHaveLength(11)
    expect(await machines(page, 'Scheduler')).toHaveLength(7)
    await expect(button(page, 'Play')).toBeVisible()
  })
})

for (const moment of moments) {
  test(`S4, W4: after ${moment.pods} pods the page shows ${moment.oneClick} and ${moment.scheduler} machines, as the terminal does`, async ({
    page,
  }) => {
    await openAt(page, moment.pods)
    const headless = runHeadless('opening.yaml', `${moment.pods}s`)
    for (const [name, id, count] of [
      ['One-click', 'one-click', moment.oneClick],
      ['Scheduler', 'kubernetes-bin-packing', moment.scheduler],
    ] as const) {
      const expected = headless[id]!
      expect(expected.metrics.machines).toBe(count)
      const shown = await machines(page, name)
      expect(shown.map(({ states, ...machine }) => machine)).toEqual(
        expected.nodes.map((node) => ({
          name: node.name,
          cpu: node.requested.cpu! / 1000,
          cpus: node.allocatable.cpu! / 1000,
          memory: node.requested.memory! / GIB,
          memories: node.allocatable.memory! / GIB,
          pods: node.pods.length,
        })),
      )
      const card = lane(page, name)
      await expect(card.getByText(`$${expected.metrics.costPerHour.toFixed(2)}`)).toBeVisible()
      await expect(
        card.getByText(`${Math.round(expected.metrics.utilisation.cpu * 100)}%`).first(),
      ).toBeVisible()
    }
  })
}
