import type { Page } from '@playwright/test'
import { button, editor, idle, lane, machineButton, machines, openAt, write } from './driver.mjs'
import { expect, motion, test } from './test.ts'

const bar = (page: Page) => page.getByRole('region', { name: 'Explain' })
const phase = (page: Page) => bar(page).locator('[aria-current="step"]')
const why = (page: Page) => page.getByRole('region', { name: 'Details' })

async function step(page: Page): Promise<void> {
  await button(page, 'Step').click()
  await idle(page)
}

const podsOf = async (page: Page) =>
  (await machines(page, 'Scheduler')).reduce((sum, { pods }) => sum + pods, 0)

test.describe('in motion', () => {
  test.use(motion)

  test('V5: steps explain one decision: queue, filter, score, bind', async ({ page }) => {
    await openAt(page, 6)
    const before = await podsOf(page)
    await button(page, 'Explain steps').click()
    await idle(page)
    await expect(phase(page)).toHaveText('1 Queue')
    await expect(bar(page)).toContainText('is next in the queue. It asks for')
    await expect(why(page)).toContainText('asks for')
    await step(page)
    await expect(phase(page)).toHaveText('2 Filter')
    await expect(bar(page)).toContainText(/3 nodes.* fit/)
    await step(page)
    await expect(phase(page)).toHaveText('3 Score')
    expect(await podsOf(page)).toBe(before)
    const sentence = (await bar(page).getByRole('status').textContent()) ?? ''
    await step(page)
    await expect(phase(page)).toHaveText('4 Bind')
    await expect(bar(page)).toContainText(/is bound to node-\d/)
    expect(await podsOf(page)).toBe(before + 1)
    const bound = /is bound to (node-\d)/.exec((await bar(page).textContent()) ?? '')![1]!
    expect(sentence).toContain(bound)

    // Back over the binding, and playing leaves the walk.
    await button(page, 'Back').click()
    await idle(page)
    await expect(phase(page)).toHaveText('3 Score')
    expect(await podsOf(page)).toBe(before)
    await button(page, 'Play').click()
    await expect(phase(page)).toHaveCount(0)
    await button(page, 'Pause').click()
    await page.keyboard.press('e')
    await expect(bar(page)).toHaveCount(0)
  })
})

test('V6: every attempt of a pod can be read and shown on the stage', async ({ page }) => {
  await openAt(page, 30)
  // What stands at the bottom of a machine that was bought had been refused first.
  await machineButton(page, 'node-4').focus()
  await page.keyboard.press('ArrowUp')
  const attempts = why(page).getByRole('combobox', { name: 'Attempt' })
  await expect(attempts.locator('option:checked')).toHaveText('attempt 2 of 2, 00:19')
  await attempts.selectOption({ label: 'attempt 1 of 2, 00:19' })
  await expect(why(page)).toContainText('0/3 nodes are available')
  await why(page).getByRole('button', { name: 'Show on the stage' }).click()
  await idle(page)
  await expect(phase(page)).toHaveText('1 Queue')
  expect((await machines(page, 'Scheduler')).map(({ name }) => name)).not.toContain('node-4')
  await step(page)
  await expect(bar(page)).toContainText('none fits')
  await step(page)
  await expect(bar(page)).toContainText('stays pending')
  await expect(why(page)).toContainText('0/3 nodes are available')
})

test.describe('with the editor', () => {
  test.use({ withEditor: true })

  test('V5, K11: preemption says who has to leave, and why', async ({ page }) => {
    await openAt(page, 18)
    await write(
      page,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: vip}\nspec:\n  priority: 1000\n  containers:\n' +
        '  - {name: main, image: example.com/vip:1, resources: {requests: {cpu: 2, memory: 2Gi}}}\n',
    )
    await (await editor(page)).press('ControlOrMeta+Enter')
    await idle(page)
    // The moment before: the command of the log is part of what comes.
    await button(page, 'Back').click()
    await idle(page)
    await button(page, 'Explain steps').click()
    await idle(page)
    for (let press = 0; press < 4; press++) await step(page)
    await expect(bar(page)).toContainText(/vip-1 is next in the queue/)
    await step(page)
    await expect(bar(page)).toContainText('none fits')
    await step(page)
    await expect(bar(page)).toContainText(
      /vip-1 makes room on node-\d: .*(has to leave, as its|have to leave, as their) priority is lower/,
    )
    await expect(page.getByRole('region', { name: 'Details' })).toContainText('makes room on')
  })
})

test('V7: predict with the keyboard, then reveal; the tally stays', async ({ page }) => {
  await openAt(page, 18)
  await page.keyboard.press('e')
  await idle(page)
  await bar(page).getByRole('button', { name: 'Predict' }).press('Enter')
  await bar(page).getByRole('combobox', { name: 'Your guess' }).selectOption('none')
  await expect(bar(page)).toContainText('Your guess: none fits.')
  await step(page)
  await expect(bar(page).getByRole('status')).toContainText('Right!')
  await expect(bar(page)).toContainText('1 of 1 right')
  await step(page)
  await step(page)
  await bar(page).getByRole('combobox', { name: 'Your guess' }).selectOption('none')
  await step(page)
  await step(page)
  await expect(bar(page).getByRole('status')).toContainText(/One fits: it is node-\d/)
  await expect(bar(page)).toContainText('1 of 2 right')

  await page.reload()
  await lane(page, 'Scheduler').getByRole('listitem').first().waitFor()
  await idle(page)
  await page.keyboard.press('e')
  await expect(bar(page)).toContainText('1 of 2 right')
})

test('V7: a press on a machine of the stage is a guess', async ({ page }) => {
  await openAt(page, 6)
  await page.keyboard.press('e')
  await bar(page).getByRole('button', { name: 'Predict' }).click()
  await idle(page)
  const name = await machineButton(page, 'node-2').boundingBox()
  await page.mouse.click(name!.x + name!.width / 2, name!.y - 60)
  await expect(bar(page)).toContainText('Your guess: node-2.')
  await step(page)
  await step(page)
  await expect(bar(page)).toContainText('of 1 right')
})

test('V8: the plug says what it would do before it is pulled', async ({ page }) => {
  await openAt(page, 41)
  const before = await machines(page, 'Scheduler')
  const plug = lane(page, 'Scheduler').getByRole('button', { name: 'Pull the plug on node-2' })
  await machineButton(page, 'node-2').focus()
  await page.keyboard.press('Tab')
  await idle(page)
  await expect(plug).toBeFocused()
  const pods = before[1]!.pods
  await expect(plug).toHaveAccessibleDescription(
    new RegExp(`If node-2 loses power: ${pods} pods: all are re-created on .*after 5 min 50 s`),
  )
  await expect(plug).toHaveAccessibleDescription(/If vm-2 loses power: .*until a person puts them/)
  expect(await machines(page, 'Scheduler')).toEqual(before)
  await page.keyboard.press('Tab')
  await expect(page.getByText('If node-2 loses power')).toHaveCount(0)

  await plug.hover()
  await idle(page)
  await expect(page.getByText('If node-2 loses power')).toBeVisible()
  await page.mouse.move(5, 5)
  await expect(page.getByText('If node-2 loses power')).toHaveCount(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('V8: the sheet of a machine says what its plug would do', async ({ page }) => {
    await openAt(page, 6)
    await machineButton(page, 'node-2').tap()
    const sheet = page.getByRole('dialog', { name: 'node-2' })
    await idle(page)
    await expect(
      sheet.getByRole('button', { name: 'Pull the plug', exact: true }),
    ).toHaveAccessibleDescription(/pods: all are re-created on/)
    await expect(sheet).toContainText(/If it is pulled: \d+ pods: all are re-created on/)
  })

  test('V5: explaining fits, too', async ({ page }) => {
    await openAt(page, 6)
    await button(page, 'Explain steps').tap()
    await idle(page)
    await expect(phase(page)).toHaveText('1 Queue')
    for (const name of ['2 Filter', '3 Score', '4 Bind']) {
      await button(page, 'Step').tap()
      await idle(page)
      await expect(phase(page)).toHaveText(name)
    }
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBe(390)
  })
})

test('V15: an event is told in Kubernetes’ own words, beside the piece it is about', async ({
  page,
}) => {
  await openAt(page, 8)
  await page.getByRole('tab', { name: 'Events' }).click()
  const events = page.getByRole('list', { name: 'Events' }).getByRole('button')
  const bound = events.filter({ hasText: 'Scheduled' }).first()
  await expect(bound.locator('.event-object')).toHaveText(/^[a-z]+-\d+$/)
  const message = bound.locator('.event-message')
  await expect(message).toHaveText(
    /^Successfully assigned default\/[a-z]+-[a-z0-9]{5,10}-[a-z0-9]{5} to node-\d$/,
  )
  const cut = await message.evaluate(
    (text) => text.scrollWidth > text.clientWidth + 1 || text.scrollHeight > text.clientHeight + 1,
  )
  expect(cut).toBe(false)
})
