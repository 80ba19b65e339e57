import type { Page } from '@playwright/test'
import { playByHand } from '../src/engine/game/testing/hands.ts'
import { writeCode } from '../src/ui/game/resultCode.ts'
import { button } from './driver.mjs'
import { expect, test } from './test.ts'

const game = (page: Page) => page.getByRole('dialog', { name: 'You are the scheduler' })
const board = (page: Page) => page.getByRole('region', { name: 'Machines' })
const figure = (page: Page, name: string) =>
  page.locator('.game-hud div', { hasText: name }).locator('dd')

/** The longest frame that counts in full (gameRun.ts). */
const FRAME = 250

/** Lets so many milliseconds pass, in as few frames as there can be. */
async function pass(page: Page, millis: number) {
  for (let left = millis; left > 0; left -= FRAME) await page.clock.fastForward(FRAME)
}

/** Starts the round of the address; from here on time goes by hand. */
async function start(page: Page, address: string) {
  await page.goto(address)
  await button(page, 'Play this round').waitFor()
  await page.clock.install()
  await page.keyboard.press('Enter')
  await board(page).waitFor()
}

test('Y2, Y8, Y9: a round is played by keyboard alone, refused, paused and left', async ({
  page,
}) => {
  await start(page, './#play=20261121')
  await expect(board(page)).toBeFocused()
  await expect(figure(page, 'machines')).toHaveText('2')
  await pass(page, 1_500)
  await expect(page.locator('.game-hand')).toContainText(/vCPU/)
  await expect(game(page).getByRole('status')).toContainText(/In hand: \w+-1/)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await pass(page, FRAME)
  await expect(board(page).getByRole('button', { name: /^node-2, .* 1 pod/ })).toBeVisible()
  await expect(figure(page, 'score')).toHaveText(/^\d$/)

  // All on one machine, until it refuses.
  const refusal = page.locator('.game-hand em')
  for (let drop = 0; drop < 15 && (await refusal.count()) === 0; drop++) {
    await page.keyboard.press('ArrowDown')
    await pass(page, 2_000)
  }
  await expect(refusal).toHaveText(/^node-2: Insufficient (cpu|memory)/)
  const before = await figure(page, 'score').textContent()
  await page.keyboard.press('ArrowDown')
  await pass(page, FRAME)
  expect(Number(await figure(page, 'score').textContent())).toBeLessThanOrEqual(Number(before))
  // A dotted place buys a machine.
  await page.keyboard.press('5')
  await page.keyboard.press('Enter')
  await pass(page, FRAME)
  await expect(board(page).getByRole('button', { name: /^node-3, .* 1 pod/ })).toBeVisible()

  await page.keyboard.press('p')
  await pass(page, 500)
  await expect(page.locator('html')).toHaveAttribute('data-idle', 'true')
  const left = await figure(page, 'time left').textContent()
  const still = await board(page).screenshot()
  await pass(page, 5_000)
  await expect(figure(page, 'time left')).toHaveText(left!)
  expect((await board(page).screenshot()).equals(still)).toBe(true)

  // The wells are hidden meanwhile; Space goes on, and the keys play again.
  await expect(button(page, 'Go on')).toBeFocused()
  await page.keyboard.press('Space')
  await pass(page, 1_000)
  await expect(board(page)).toBeFocused()
  await expect(figure(page, 'time left')).not.toHaveText(left!)

  await page.keyboard.press('Escape')
  await expect(game(page)).toBeHidden()
  await expect(page).not.toHaveURL(/#play/)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('Y7: the pager wakes the player, who puts the apps back by touch', async ({ page }) => {
    await start(page, './#play=night-5')
    await expect(game(page)).toContainText('You are asleep.')
    await pass(page, 12_000)
    await expect(game(page).getByRole('alert')).toContainText(/vm-\d DOWN · \d APPS?/)
    await button(page, 'Wake up').tap()
    const down = figure(page, 'waiting')
    const before = Number(await down.textContent())
    expect(before).toBeGreaterThan(0)
    const place = board(page)
      .getByRole('button', { name: /, fits$/ })
      .first()
    const box = (await place.boundingBox())!
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
    await pass(page, FRAME)
    await expect(down).toHaveText(String(before - 1))
    expect(box.width).toBeGreaterThanOrEqual(44)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})

test('Y2, Y4, Y6: who does nothing is told the end; the code counts in a class, others are told why', async ({
  page,
}) => {
  await start(page, './#play=7')
  await pass(page, 52_000)
  await expect(game(page)).toContainText('The queue ran over')
  await page.clock.resume()
  const rows = game(page).getByRole('row')
  await expect(rows).toHaveCount(6)
  await expect(rows.nth(1)).toContainText('Volume bound')
  await page.getByLabel('Your name, for the class').fill('Ana')
  const code = page.getByLabel('Result code')
  await expect(code).toHaveValue(/^PF1\./)
  await expect.poll(async () => (await code.inputValue()).length).toBeGreaterThan(60)
  const own = await code.inputValue()

  const round = { mode: 'five', seed: 7 } as const
  const { game: other, moves } = playByHand(round, 800, 3)
  const better = await writeCode(round, moves, other.score.total, 'Bo')
  await button(page, 'Play as a class').click()
  await expect(page.getByLabel('Link to the round')).toHaveValue(/#play=7$/)
  const field = page.getByLabel('Result codes')
  await expect(field).toBeFocused()
  await field.fill(`Ana: ${own}\nBo: ${better}\nCy: ${better.slice(0, 90)}`)
  await button(page, 'Compare').click()
  await expect(rows.nth(1)).toContainText('Bo')
  await expect(rows.nth(1)).toContainText(other.score.total.toLocaleString('en-US'))
  await expect(rows.nth(2)).toContainText('Ana')
  await expect(page.getByText('is damaged or was cut off.')).toBeVisible()

  // What was played is kept for the next visit.
  await page.reload()
  await expect(game(page)).toContainText('Five minutes, round 7')
})
