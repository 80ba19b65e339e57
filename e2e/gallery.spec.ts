import { readFileSync } from 'node:fs'
import { button, idle, machines, open, write } from './driver.mjs'
import { expect, test } from './test.ts'

test.describe('with the editor', () => {
  test.use({ withEditor: true })

  test('V13: free play is empty, and what is written and applied is placed on both sides', async ({
    page,
  }) => {
    await open(page)
    await button(page, 'Examples').click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Free play/ })
      .click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    // What one wants next is the run, not the gallery again.
    await expect(page.getByRole('button', { name: /^(Play|Pause)$/ })).toBeFocused()
    await idle(page)
    for (const side of ['One-click', 'Scheduler'] as const) {
      expect((await machines(page, side)).map(({ pods }) => pods)).toEqual([0, 0, 0])
    }

    const text = readFileSync(new URL('../scenarios/free-play.yaml', import.meta.url), 'utf8')
    await write(page, text.replace('replicas: 0 #', 'replicas: 4 #'))
    await button(page, /^Apply/).click()
    await expect(page.getByText(/api configured/)).toBeVisible()
    await idle(page)
    for (const side of ['One-click', 'Scheduler'] as const) {
      const placed = (await machines(page, side)).map(({ pods }) => pods)
      expect(placed.reduce((sum, pods) => sum + pods, 0)).toBe(4)
    }
  })
})

test('V13: the gallery shows wells at once, and gives the focus back', async ({ page }) => {
  await open(page)
  await button(page, 'Examples').click()
  const cards = page.getByRole('dialog').getByRole('listitem')
  await cards.first().waitFor()
  for (const card of await cards.all()) {
    expect(await card.locator('svg').count()).toBeGreaterThan(0)
  }
  // What is in view has been played first; a decision is shown as ghosts.
  await expect(cards.nth(2).locator('.thumbnail.waiting')).toHaveCount(0)
  await expect(cards.nth(2).locator('path[stroke-dasharray="5 3.5"]')).not.toHaveCount(0)

  const field = page.getByRole('searchbox', { name: 'Find an example' })
  await field.fill('TAINTS')
  await expect(cards).toHaveText([/8\. Taints and zones/])
  await field.fill('nobody wrote that')
  await expect(cards).toHaveCount(0)
  await expect(page.getByText('No other example has that')).toBeVisible()
  await field.fill('')
  // No picture, however many machines it has, is wider than its card, nor a card than its column.
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.getByRole('navigation').getByRole('button', { name: 'At scale' }).click()
  const widest = cards.filter({ hasText: 'Eight GPUs free' })
  await expect(widest.locator('.thumbnail')).not.toHaveClass(/waiting/)
  const tooWide = await cards.evaluateAll((items) =>
    items
      .filter((card) => {
        const edge = card.getBoundingClientRect().right + 0.5
        return [...card.querySelectorAll('button, b, svg')].some(
          (part) => part.getBoundingClientRect().right > edge,
        )
      })
      .map((card) => card.textContent),
  )
  expect(tooWide).toEqual([])
  await page.getByRole('navigation').getByRole('button', { name: 'Whole runs' }).click()
  await expect(page.getByRole('heading', { name: 'Whole runs' })).toBeInViewport()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(button(page, 'Examples')).toBeFocused()
})
