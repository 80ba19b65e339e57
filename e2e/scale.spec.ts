import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { button, editor, idle, lane, openAt, write } from './driver.mjs'
import { expect, test } from './test.ts'

test.use({ withEditor: true })

const scenario = (name: string) =>
  readFileSync(new URL(`../scenarios/${name}.yaml`, import.meta.url), 'utf8')

/** Free play with so many machines that they are tiles. */
async function openTiles(page: Page): Promise<void> {
  await openAt(page, 5)
  await editor(page)
  const text = scenario('free-play')
  await write(page, text.replace('count: 3', 'count: 200').replace('maxMachines: 12', ''))
  await button(page, 'Restart').click()
  await expect(lane(page, 'Scheduler').getByRole('listitem').first()).toHaveAttribute(
    'aria-setsize',
    '200',
  )
  await idle(page)
}

const picture = (page: Page) => page.getByRole('group', { name: /^Picture of the machines/ })
const all = (page: Page) => button(page, 'Show all machines')

test('P20, P21: among thousands of machines one looks through a lens and goes near, by mouse and by key', async ({
  page,
}) => {
  await openTiles(page)
  const box = (await picture(page).boundingBox())!
  const hint = (await lane(page, 'Scheduler')
    .getByText(/^Press a machine/)
    .boundingBox())!
  const lens = page.locator('.lens b')
  // Down the picture until the pointer is on a tile.
  let y = hint.y - 16
  const x = box.x + box.width * 0.71
  for (let step = 0; step < 40 && (await lens.count()) === 0; step++) {
    y -= 7
    await page.mouse.move(x, y)
    await idle(page)
  }
  await expect(lens).toHaveCount(1)
  const name = (await lens.textContent())!
  await expect(page.getByText('0 of 8 vCPU', { exact: true })).toBeVisible()

  await page.mouse.dblclick(x, y)
  await expect(all(page)).toBeVisible()
  await idle(page)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const near = lane(page, 'Scheduler').getByRole('button', {
    name: `More about ${name}`,
    exact: true,
  })
  await expect(near).toBeInViewport()
  await page.mouse.move(x, y - 1)
  await page.mouse.wheel(0, 5_000)
  await expect(all(page)).toBeHidden()
  await idle(page)

  await picture(page).focus()
  for (let press = 0; press < 5; press++) await page.keyboard.press('+')
  await expect(all(page)).toBeVisible()
  await idle(page)
  const before = await picture(page).screenshot()
  await page.keyboard.press('ArrowRight')
  await idle(page)
  expect((await picture(page).screenshot()).equals(before)).toBe(false)
  const aside = await picture(page).screenshot()
  await page
    .locator('.stage-overview')
    .first()
    .click({ position: { x: 6, y: 6 } })
  await idle(page)
  expect((await picture(page).screenshot()).equals(aside)).toBe(false)
  // Nothing lies over the buttons either.
  await all(page).click({ trial: true })
  await page.keyboard.press('0')
  await expect(all(page)).toBeHidden()
})

test('P22: a part of a name finds machines and pods and goes there', async ({ page }) => {
  await openTiles(page)
  await page.keyboard.press('Escape')
  await picture(page).focus()
  await page.keyboard.press('/')
  const find = page.getByRole('dialog', { name: 'Find' })
  // It is fetched when it is first asked for.
  await expect(find.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('NODE-13')
  await expect(find.getByRole('status')).toHaveText('11 found')
  await expect(find.getByRole('option', { selected: true })).toContainText('node-13')
  await page.keyboard.press('ArrowDown')
  await expect(find.getByRole('option', { selected: true })).toContainText('node-130')
  await page.keyboard.press('Enter')
  await expect(find).toHaveCount(0)
  await idle(page)
  await expect(
    lane(page, 'Scheduler').getByRole('button', { name: 'More about node-130', exact: true }),
  ).toBeInViewport()
  await button(page, 'Find').click()
  await expect(find.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('no such name')
  await expect(find.getByRole('status')).toHaveText('No machine or pod has that in its name.')
})

test('P23: machines stand in groups where there is something to group them by', async ({
  page,
}) => {
  await openAt(page, 5)
  await editor(page)
  await expect(button(page, 'Group machines')).toHaveCount(0)
  await write(page, scenario('zones').replaceAll(/zone: ([abc])/g, 'zone: region-$1'))
  await button(page, 'Restart').click()
  await button(page, 'Group machines').click()
  await page.getByRole('menuitemradio', { name: 'by zone' }).click()
  for (const zone of ['region-a', 'region-b', 'region-c']) {
    await expect(page.getByText(zone, { exact: true }).filter({ visible: true })).toHaveCount(2)
  }
  await button(page, 'Group machines').click()
  await page.getByRole('menuitemradio', { name: 'by label disk' }).click()
  await expect(page.getByText('ssd', { exact: true }).filter({ visible: true })).toHaveCount(2)
  await expect(page.getByText('region-a', { exact: true }).filter({ visible: true })).toHaveCount(0)
})
