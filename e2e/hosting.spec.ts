import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { serve } from '../scripts/serve.mjs'
import { button, editor, idle, machines, open, openPaused } from './driver.mjs'
import { dist } from './serveDist.ts'
import { expect, motion, test } from './test.ts'

test.use({ withEditor: true, ...motion })

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

/** This file of the build and all that it imports, but for what it fetches when it is needed. */
function imported(file: string, all = new Set<string>()): Set<string> {
  if (all.has(file)) return all
  all.add(file)
  const text = readFileSync(join(dist, 'assets', file), 'utf8')
  for (const [, next] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) imported(next!, all)
  return all
}

/** Shell and stage, without the editor; gzip. */
const BUDGET = 250_000

test('V5: first visit: the stage moves before the editor has loaded, within the budget', async ({
  page,
}) => {
  const scripts = new Set<string>()
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.endsWith('.js') && !/worker/i.test(pathname)) scripts.add(basename(pathname))
  })
  // The editor's files (and the examples that its menu offers) are held back for as long as this takes,
  // and so is what else is fetched when the stage has had its turn: the reasons, and what keeps the run.
  const held: string[] = []
  await page.route(/\/(Editor|monaco|newDocument|examples|keepRun|WhyPanel)[^/]*\.js$/, (route) => {
    held.push(route.request().url())
  })
  await open(page)
  await expect(button(page, 'Pause')).toBeVisible()
  const stage = page.getByRole('main', { name: 'Machines and pods' })
  await expect(stage.locator('canvas')).toBeVisible()
  const first = await stage.screenshot()
  await expect.poll(async () => (await stage.screenshot()).equals(first)).toBe(false)
  await expect.poll(() => held.length).toBeGreaterThan(0)
  // What the editor alone imports comes with it, also in files of its own.
  const own = [...scripts].filter((name) => /^(index|createStage)-/.test(name))
  expect(own).toHaveLength(2)
  const needed = new Set(own.flatMap((name) => [...imported(name)]))
  const editors = new Set(held.flatMap((url) => [...imported(basename(url))]))
  const sizes = [...scripts]
    .filter((name) => needed.has(name) || !editors.has(name))
    .map((name) => ({ name, size: gzipSync(readFileSync(join(dist, 'assets', name))).length }))
  const total = sizes.reduce((sum, { size }) => sum + size, 0)
  test.info().annotations.push({ type: 'JavaScript, gzip', description: `${total} bytes` })
  expect(total).toBeGreaterThan(50_000)
  const told = sizes.map(({ name, size }) => `${name} ${size}`).join('\n')
  expect(total, told).toBeLessThanOrEqual(BUDGET)
})

test('the page is idle when it says so, and not while it plays', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('button', { name: 'Pause' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.dataset.idle)).toBe('false')
  await openPaused(page)
  await idle(page)
})
