import type { Page } from '@playwright/test'
import {
  arrived,
  button,
  goTo,
  idle,
  lane,
  machineButton,
  machines,
  open,
  openAt,
  openPaused,
  pause,
  timeline,
} from './driver.mjs'
import { expect, motion, test } from './test.ts'

/** Rounded corners of what is not drawn by the stage are smoothed a little differently at times. */
const SMOOTHING = 200

/** How many pixels of two pictures of the same size are clearly different. */
async function differentPixels(page: Page, ...pictures: Buffer[]): Promise<number> {
  return page.evaluate(
    async (texts) => {
      const [a, b] = await Promise.all(
        texts.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
          context.drawImage(bitmap, 0, 0)
          return context.getImageData(0, 0, bitmap.width, bitmap.height).data
        }),
      )
      let different = 0
      for (let i = 0; i < a!.length; i += 4) {
        const apart = [0, 1, 2].some((channel) => Math.abs(a![i + channel]! - b![i + channel]!) > 8)
        if (apart) different++
      }
      return different
    },
    pictures.map((picture) => picture.toString('base64')),
  )
}

test.describe('in motion', () => {
  test.use(motion)

  test('T4, T9, P24: a step shows the next pod, is heard if one wants, and rests', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      const heard: number[] = []
      const { start } = OscillatorNode.prototype
      OscillatorNode.prototype.start = function (when) {
        if (this.context.state === 'running') heard.push(this.frequency.value)
        start.call(this, when)
      }
      Object.assign(window, { heard })
    })
    const heard = () => page.evaluate(() => (window as unknown as { heard: number[] }).heard.length)
    await openPaused(page)
    await button(page, 'Step').click()
    await idle(page)
    expect(await heard()).toBe(0)
    await page.keyboard.press('s')
    await expect(page.getByText('Sound on', { exact: true })).toBeVisible()
    const before = await arrived(page)
    await button(page, 'Step').click()
    await idle(page)
    expect(await arrived(page)).toBe(before + 1)
    const pods = async (name: 'One-click' | 'Scheduler') =>
      (await machines(page, name)).reduce((sum, machine) => sum + machine.pods, 0)
    expect(await pods('One-click')).toBe(before + 1)
    expect(await pods('Scheduler')).toBe(before + 1)
    const landed = await heard()
    expect(landed).toBeGreaterThanOrEqual(2)
    await page.keyboard.press('s')
    await expect(page.getByText('Sound off', { exact: true })).toBeVisible()
    await button(page, 'Back').click()
    await idle(page)
    expect(await arrived(page)).toBe(before)
    expect(await heard()).toBe(landed)
  })

  test('V2: a key that is held down does not run away', async ({ page }) => {
    await openAt(page, 5)
    for (let i = 0; i < 4; i++) await page.keyboard.down('Space')
    await page.keyboard.up('Space')
    await button(page, 'Pause').waitFor()
    await page.keyboard.press('Space')
    await idle(page)
    const before = await arrived(page)
    for (let i = 0; i < 12; i++) await page.keyboard.down('ArrowRight')
    await page.keyboard.up('ArrowRight')
    await idle(page)
    expect((await arrived(page)) - before).toBeLessThanOrEqual(3)
  })

  test('T5: a drag that is cancelled goes back to where it began', async ({ page }) => {
    await openAt(page, 20)
    const box = (await timeline(page).locator('..').boundingBox())!
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2)
    await page.mouse.down()
    await idle(page)
    expect(await arrived(page)).toBeLessThan(20)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await idle(page)
    expect(await arrived(page)).toBe(20)
  })

  test('T9: Shuffle pressed many times shows the last order, counted, and comes to rest', async ({
    page,
  }) => {
    await openPaused(page)
    const shuffle = page.getByRole('button', { name: 'Shuffle' }).filter({ visible: true }).first()
    await shuffle.evaluate((pressed: HTMLElement) => {
      for (let press = 0; press < 15; press++) pressed.click()
    })
    await expect(page.getByText(/^shuffle 15\b/)).toBeVisible()
    // The last order plays; the ones before it are passed over.
    await pause(page)
    await expect(page.getByText(/^shuffle 15\b/)).toBeVisible()
  })
})

test('P15: with reduced motion a step is at rest at once', async ({ page }) => {
  await openPaused(page)
  await button(page, 'Step').click()
  await idle(page, 1_500)
})

test('T5: the same moment is the same state, however one gets there', async ({ page }) => {
  await openAt(page, 40)
  const first = [await machines(page, 'One-click'), await machines(page, 'Scheduler')]
  await timeline(page).press('Home')
  await idle(page)
  expect((await machines(page, 'Scheduler')).map(({ pods }) => pods)).toEqual([0, 0, 0])
  await goTo(page, 40)
  expect([await machines(page, 'One-click'), await machines(page, 'Scheduler')]).toEqual(first)
})

test('T5: the same moment is the same picture, however one gets there', async ({ page }) => {
  await openPaused(page)
  const stage = page.getByRole('main', { name: 'Machines and pods' })
  await timeline(page).press('Home')
  await idle(page)
  const start = await stage.screenshot()
  await goTo(page, 36)
  const picture = await stage.screenshot()
  await button(page, 'Step').click()
  await idle(page)
  await button(page, 'Back').click()
  await idle(page)
  await page.mouse.move(2, 2)
  expect(await differentPixels(page, await stage.screenshot(), picture)).toBeLessThan(SMOOTHING)
  await timeline(page).press('Home')
  await idle(page)
  expect(await differentPixels(page, await stage.screenshot(), start)).toBeLessThan(SMOOTHING)
})

test('T5: dragging the knob shows the moments under it', async ({ page }) => {
  await openAt(page, 5)
  await timeline(page).press('Home')
  await idle(page)
  const knob = (await timeline(page).boundingBox())!
  const from = { x: knob.x + knob.width / 2, y: knob.y + knob.height / 2 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 300, from.y, { steps: 5 })
  await page.mouse.up()
  await idle(page)
  const pods = await arrived(page)
  expect(pods).toBeGreaterThan(3)
  const shown = await machines(page, 'Scheduler')
  expect(shown.reduce((sum, machine) => sum + machine.pods, 0)).toBe(pods)
  // When the counter gets wider, no picture shows ticks that are as wide as before.
  const [before, ticks, track] = await page.evaluate(
    () =>
      new Promise<number[]>((tell) => {
        const room = document.querySelector('.track')!
        const width = room.clientWidth
        const observer = new ResizeObserver(() => {
          if (room.clientWidth === width) return
          observer.disconnect()
          tell([
            width,
            Number(room.querySelector('.ticks')!.getAttribute('width')),
            room.clientWidth,
          ])
        })
        observer.observe(room)
        requestAnimationFrame(() => {
          document.querySelector<HTMLElement>('.counter')!.style.minWidth = '300px'
        })
      }),
  )
  expect(track).toBeLessThan(before!)
  expect(ticks).toBe(track)
})

test('V2: the keyboard is enough', async ({ page }) => {
  await open(page)
  await pause(page)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const before = await arrived(page)
  await page.keyboard.press('ArrowRight')
  await idle(page)
  expect(await arrived(page)).toBe(before + 1)
  await page.keyboard.press('ArrowLeft')
  await idle(page)
  expect(await arrived(page)).toBe(before)
  await page.keyboard.press(' ')
  await expect(button(page, 'Pause')).toBeVisible()
  await page.keyboard.press(' ')
  await expect(button(page, 'Play')).toBeVisible()
  await idle(page)

  // To the machines by Tab, along them by arrow, and the plug of the third by its own button.
  const third = lane(page, 'Scheduler').getByRole('button', { name: 'Pull the plug on node-3' })
  await machineButton(page, 'node-1').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(machineButton(page, 'node-3')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(third).toBeFocused()
  await page.keyboard.press('Enter')
  await idle(page)
  expect((await machines(page, 'Scheduler'))[2]?.states).toContain('dead')
  expect((await machines(page, 'One-click'))[2]?.states).toContain('dead')
})

test('V2: Escape leaves one thing at a time, and gives the focus back', async ({ page }) => {
  await openAt(page, 20)
  const name = machineButton(page, 'node-2')
  await name.focus()
  await page.keyboard.press('ArrowUp')
  const card = page.getByRole('button', { name: 'Delete pod' })
  await expect(card).toBeVisible()
  await button(page, 'Actions').click()
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(button(page, 'Actions')).toBeFocused()
  await expect(card).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)

  await name.focus()
  await page.keyboard.press('ArrowUp')
  await page.getByRole('button', { name: 'Close', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(card).toHaveCount(0)
  await expect(name).toBeFocused()
})

test('V14: marks say what they are, and lead to their moment', async ({ page }) => {
  await openAt(page, 24)
  await page.keyboard.press('3')
  await page.keyboard.press('k')
  await idle(page)
  const marks = page.getByRole('list', { name: 'Marks on the timeline' })
  const plug = marks.getByRole('button', { name: /node-3: plug pulled, 00:\d\d/ })
  const { width, height } = (await plug.boundingBox())!
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
  const differ = marks.getByRole('button', { name: /the two sides first differ/ })
  await plug.focus()
  await page.keyboard.press('Home')
  await expect(differ).toBeFocused()
  await page.keyboard.press('Enter')
  await idle(page)
  expect(await arrived(page)).toBeLessThan(5)
  // The mark that was pressed is still there, and the later ones have not happened yet.
  await expect(differ).toBeFocused()
  await expect(plug).toHaveCount(0)
})

test.describe('with the editor', () => {
  test.use({ withEditor: true })

  test('V2: every control can be reached by Tab and shows that it has the focus', async ({
    page,
  }) => {
    await openPaused(page)
    // Tab goes on from where one has clicked: the upper left corner, which is no control.
    await page.mouse.click(2, 2)
    const names = new Set<string>()
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab')
      const focus = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement | null
        if (element === null || element === document.body) return undefined
        const look = () =>
          ['', '::before', '::after']
            .map((part) => {
              const { outline, boxShadow, backgroundColor, opacity } = getComputedStyle(
                element,
                part,
              )
              return [outline, boxShadow, backgroundColor, opacity].join()
            })
            .join()
        const name = element.getAttribute('aria-label') ?? element.textContent ?? ''
        if (element.closest('.monaco-editor') !== null) return { name, shows: true }
        const focused = look()
        element.blur()
        const rest = look()
        element.focus({ focusVisible: true } as FocusOptions)
        return { name, shows: focused !== rest }
      })
      if (focus === undefined) break
      expect(focus.shows, `${focus.name} shows the focus`).toBe(true)
      if (names.has(focus.name) && names.size > 20) break
      names.add(focus.name)
    }
    for (const name of ['Play', 'Step', 'Timeline', 'Shuffle', 'Pull the plug on node-1']) {
      expect([...names]).toContain(name)
    }
  })
})

test('T12: a jump far ahead shows the way there, and can be ended anywhere', async ({ page }) => {
  await page.goto('./#s=at-scale&at=62000')
  const counter = page.locator('.counter')
  const strip = page.locator('.long-work')
  // Machines fill up while the engine works on.
  await expect(counter).toHaveText(/^[1-9][\d,]* \/ 15,000$/)
  await expect(strip).toContainText('Working:')
  await expect(strip.getByRole('progressbar')).toHaveAttribute('value', /^0\.\d+$/)
  await strip.getByRole('button', { name: 'Cancel' }).click()
  await idle(page)
  await expect(strip).toHaveCount(0)
  const arrivedPods = Number((await counter.textContent())!.split(' /')[0]!.replace(',', ''))
  expect(arrivedPods).toBeGreaterThan(0)
  expect(arrivedPods).toBeLessThan(15_000)
  // The count, the knob and NEXT speak of the same moment.
  await expect(timeline(page)).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`^${arrivedPods.toLocaleString('en-US')} of 15,000 pods`),
  )
})
