import { serve } from '../scripts/serve.mjs'
import { editor, idle, machines, openPaused } from './driver.mjs'
import { dist } from './serveDist.ts'
import { expect, test } from './test.ts'

test('V4: the built app works from any path', async ({ page }) => {
  const { url, close } = await serve({ folder: dist, base: '/deep/er/' })
  try {
    const missing: string[] = []
    page.on('response', (response) => {
      if (response.status() >= 400) missing.push(response.url())
    })
    await openPaused(page, url)
    await editor(page)
    expect((await machines(page, 'Scheduler')).length).toBeGreaterThanOrEqual(3)
    expect(missing).toEqual([])
  } finally {
    await page.goto('about:blank')
    await close()
  }
})

test('first visit: the stage moves before the editor has loaded, within 250 kB of JavaScript', async ({
  page,
}) => {
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  await page.route(/monaco|[Ee]ditor/, () => {})
  await page.goto('./')
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  await expect(page.locator('canvas').first()).toBeVisible()
  await page.unroute(/monaco|[Ee]ditor/)
})

test('the page is idle when it says so, and not while it plays', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.dataset.idle)).toBe('false')
  await openPaused(page)
  await idle(page)
})
