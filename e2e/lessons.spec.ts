import type { Page } from '@playwright/test'
import { button, idle, lane, machines, resize } from './driver.mjs'
import { expect, test } from './test.ts'

const caption = (page: Page) => page.locator('.present-caption')

test('G1, G2, G3: a lesson is finished by keyboard alone, and is ticked off', async ({ page }) => {
  await page.goto('./?lesson=what-fits')
  const bar = page.getByRole('region', { name: 'Lesson' })
  await expect(bar).toContainText('Full in one lane is full.')
  await idle(page)

  // The engine judges: a wrong machine says what is missing there.
  await page.keyboard.press('Space')
  await expect(bar).toContainText('Which machine can take it?')
  await page.keyboard.press('1')
  await expect(bar).toContainText('Not node-1: it lacks 1 vCPU.')
  await page.keyboard.press('3')
  await expect(bar).toContainText('Right: node-3.')
  await page.keyboard.press('PageDown')
  await expect(bar).toContainText('3 machines: 1 lacks CPU, 1 lacks memory, 1 fits.')
  await page.keyboard.press('ArrowLeft')
  await expect(bar).toContainText('Which machine can take it?')
  for (const text of ['1 fits', 'Only node-3 fits', 'bound to node-3', 'model fits nowhere']) {
    await page.keyboard.press('ArrowRight')
    await expect(bar).toContainText(text)
  }

  // Less CPU, until it fits: the first stepper has the focus.
  await page.keyboard.press('PageDown')
  await expect(bar).toContainText('Ask for less')
  await expect(button(page, 'Less CPU')).toBeFocused()
  for (let i = 0; i < 6; i++) await page.keyboard.press('Enter')
  await button(page, 'Less MEM').focus()
  for (let i = 0; i < 9; i++) await page.keyboard.press('Enter')
  await button(page, 'Try it').focus()
  await page.keyboard.press('Enter')
  await expect(bar).toContainText('It fits!')
  await page.keyboard.press('PageDown')
  await expect(bar).toContainText('8 of 8')
  await page.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
  await button(page, 'Examples').click()
  const card = page.getByRole('dialog').getByRole('button', { name: /3\. What fits\?/ })
  await expect(card.getByText('done, 1 of 2 right at once')).toBeVisible()
})

test('G1, G2, G3: all nine lessons are finished by keyboard alone', async ({ page }) => {
  test.slow()
  await page.goto('./?lesson=shapes')
  const bar = page.getByRole('region', { name: 'Lesson' })
  const right = bar.locator('.walk-right')
  const press = async (key: string) => {
    await page.keyboard.press(key)
    // What plays need not be waited for: the next press goes to its end.
    await page.waitForFunction(
      () =>
        document.documentElement.dataset.idle === 'true' ||
        document.querySelector('.play')?.getAttribute('aria-label') === 'Pause',
    )
  }
  const seen = new Set<string>()
  const asked: string[] = []
  await expect(bar).toContainText('1. Shapes')
  for (let presses = 0; presses < 120 && (await bar.count()) > 0; presses++) {
    const place = (await bar.locator('.lesson-place').textContent()) ?? ''
    const first = !seen.has(place)
    seen.add(place)
    const question = first ? await bar.locator('.lesson-question').count() : 0
    if (question > 0) {
      const form = bar.locator('.lesson-question')
      asked.push(place.split('.')[0]!)
      if ((await form.getByRole('button', { name: 'none fits' }).count()) > 0) {
        for (let n = 1; n < 10 && (await right.count()) === 0; n++) await press(String(n))
      } else if ((await form.getByRole('checkbox').count()) > 0) {
        // Nothing brings back the one that was started by hand.
        for (const box of await form.getByRole('checkbox').all()) {
          if (!/shell/.test((await box.locator('..').textContent()) ?? '')) await press('Space')
          await press('Tab')
        }
        await press('Enter')
      } else if ((await form.getByRole('button', { name: 'Say it' }).count()) > 0) {
        for (const key of ['Tab', 'Enter', 'Enter', 'Enter', 'Enter', 'Tab', 'Enter'])
          await press(key)
        await expect(bar).toContainText('1,400 machines: noted.')
      } else {
        for (let i = 0; i < 16; i++) await press('Enter')
        for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Enter']) await press(key)
      }
      if (asked.at(-1) !== '9') await expect(right).toBeVisible()
    }
    await press('PageDown')
    // The last lesson's estimate is judged by what has come of it.
    if (place.startsWith('9.') && (await bar.getByText('3 of 4').count()) > 0)
      await expect(right).toContainText('Well guessed: you said 1,400')
  }
  expect(asked).toEqual(['1', '2', '3', '3', '4', '5', '6', '7', '8', '9'])
  await button(page, 'Examples').click()
  const cards = page.getByRole('dialog').getByRole('button', { name: /done/ })
  await expect(cards).toHaveCount(9)
})

test('G3: the piece is dragged from NEXT onto the machine, or taken back; its edges are dragged', async ({
  page,
}) => {
  await page.goto('./?lesson=what-fits')
  const bar = page.getByRole('region', { name: 'Lesson' })
  await expect(bar).toContainText('Full in one lane is full.')
  await idle(page)
  await page.keyboard.press('PageDown')
  await expect(bar).toContainText('Which machine can take it?')
  await idle(page)
  const next = (await page.locator('.next-room').boundingBox())!
  const drag = async (name: string) => {
    const machine = (await page.getByRole('button', { name }).first().boundingBox())!
    await page.mouse.move(next.x + next.width / 2, next.y + 40)
    await page.mouse.down()
    await page.mouse.move(machine.x + machine.width / 2, machine.y - 100, { steps: 4 })
    await expect(page.locator('.lesson-drag svg')).toBeVisible()
  }
  await drag('More about node-2')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(bar).not.toContainText('node-2')
  await drag('More about node-1')
  await page.mouse.up()
  await expect(bar).toContainText('Not node-1: it lacks 1 vCPU.')
  await drag('More about node-3')
  await page.mouse.up()
  await expect(bar).toContainText('Right: node-3.')
  await expect(page.locator('.lesson-drag')).toHaveCount(0)

  // Another shape, by hand: the CPU edge over node-1 is drawn down to just under the rim.
  for (const text of [
    '1 fits',
    'Only node-3 fits',
    'bound to node-3',
    'model fits nowhere',
    'less',
  ])
    await page.keyboard.press('PageDown').then(() => expect(bar).toContainText(text))
  await idle(page)
  const edge = (await page.locator('.lesson-edge').first().boundingBox())!
  const excess = (await page.locator('.lesson-edit rect').first().boundingBox())!
  const x = edge.x + edge.width / 2
  const y = edge.y + edge.height / 2
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y + excess.height + 4, { steps: 4 })
  await page.mouse.up()
  await expect(bar.locator('.lesson-stepper').first()).toContainText('1 CPU')
  await button(page, 'Try it').click()
  await expect(bar).toContainText('It fits!')
  await expect(page.locator('.lesson-edge')).toHaveCount(0)
})

test('G4, G5: a talk with a clicker: press by press through a kill, and back', async ({ page }) => {
  await page.goto('./?present=pull-the-plug')
  const says = (text: string | RegExp) => expect(caption(page)).toContainText(text)
  await expect(caption(page)).toContainText('Press Space')
  await expect(page.getByRole('button', { name: 'Examples' })).toHaveCount(0)
  await page.keyboard.press('PageDown')
  await says('three in the morning')
  await page.keyboard.press('PageDown')
  await says('Which of its pods come back')
  for (const text of ['5 apps down', 'Kubernetes waits 5 min 50 s', 'Nobody wakes up']) {
    await page.keyboard.press('PageDown')
    await says(text)
    await idle(page)
  }
  await expect(page.getByText('5 of 6 pods back')).toBeVisible()
  await expect(page.getByText('5 apps down', { exact: false }).first()).toBeVisible()
  expect((await machines(page, 'Scheduler'))[1]!.states).toContain('dead')

  await page.keyboard.press('9')
  await expect(page.getByText('There is no machine 9 here.')).toBeVisible()
  await page.keyboard.press('.')
  await expect(page.locator('.present-blank')).toBeVisible()
  await page.keyboard.press('.')
  await expect(page.locator('.present-blank')).toHaveCount(0)
  await resize(page, { width: 1024, height: 768 })
  await page.keyboard.press('PageUp')
  await says('Kubernetes waits')
  await page.keyboard.press('Escape')
  await expect(lane(page, 'Scheduler')).toBeVisible()
  await expect(button(page, 'Examples')).toBeVisible()
})

test('G6: the presenter’s window has the notes, and either window drives', async ({ page }) => {
  await page.goto('./?present=shapes')
  await expect(caption(page)).toContainText('Press Space')
  await idle(page)
  const presenter = await page.context().newPage()
  await presenter.goto('./?presenter')
  await presenter.getByRole('button', { name: 'Next' }).click()
  await expect(caption(page)).toContainText('That is its shape.')
  await expect(presenter.getByText('That is its shape.')).toBeVisible()
  await expect(presenter.getByText(/One cell is 1 vCPU or 4 GiB/)).toBeVisible()
  await expect(presenter.getByText(/tall on the left/)).toBeVisible()
  await page.bringToFront()
  await idle(page)
  await page.keyboard.press('PageDown')
  await expect(presenter.getByText('2 / 8')).toBeVisible()
  await presenter.bringToFront()
  await presenter.keyboard.press('1')
  await expect(page.getByText(/Machine 1: press K/)).toBeVisible()
  // G4: a reload of the audience's window goes on there, and the presenter's stays with it.
  await page.reload()
  await expect(caption(page)).not.toContainText('Press Space')
  await idle(page)
  await expect(presenter.getByText('2 / 8')).toBeVisible()
})
