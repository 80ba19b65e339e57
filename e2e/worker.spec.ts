import { button, idle, machines, openPaused } from './driver.mjs'
import { expect, test } from './test.ts'

/** The engine's program, as the build names it. */
const ENGINE = /\/worker[^/]*\.js$/

test('T8: one failed fetch of the engine is nobody’s business', async ({ page, watch }) => {
  let failed = 0
  await page.context().route(ENGINE, (route) => {
    if (failed++ === 0) return route.abort()
    return route.continue()
  })
  await openPaused(page)
  expect(failed).toBeGreaterThan(1)
  await expect(page.getByText('The simulation')).toHaveCount(0)
  watch.errors.splice(
    0,
    watch.errors.length,
    ...watch.errors.filter((text) => !/ERR_FAILED/.test(text)),
  )
})

test('T8: an engine that cannot be fetched is told once, and Try again starts it', async ({
  page,
  watch,
}) => {
  let blocked = true
  let asked = 0
  await page.context().route(ENGINE, (route) => {
    asked++
    return blocked ? route.fulfill({ status: 404, body: '' }) : route.continue()
  })
  await page.goto('./')
  await expect(page.getByText('The simulation could not be loaded')).toBeVisible()
  const tries = asked
  expect(tries).toBeLessThanOrEqual(5)
  await idle(page)
  expect(asked).toBe(tries)
  blocked = false
  await button(page, 'Try again').click()
  await expect(button(page, 'Pause')).toBeVisible()
  expect((await machines(page, 'Scheduler')).length).toBeGreaterThanOrEqual(3)
  await expect(page.getByText('The simulation could not be loaded')).toHaveCount(0)
  watch.errors.splice(0, watch.errors.length, ...watch.errors.filter((text) => !/404/.test(text)))
})
