import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { button, idle, lane, machineButton, machines, openAt, resize, write } from './driver.mjs'
import { expect, motion, test } from './test.ts'

/** Share of the stage's canvas that is painted, and how many colours are on it. */
function painted(page: Page, which = 'canvas'): Promise<{ share: number; colours: number }> {
  return page.getByRole('main').evaluate((main, selector) => {
    const canvas = main.querySelector<HTMLCanvasElement>(selector)!
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!
    copy.drawImage(canvas, 0, 0)
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height)
    const colours = new Set<number>()
    let count = 0
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] !== 255) continue
      count++
      colours.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!)
    }
    return { share: count / (data.length / 4), colours: colours.size }
  }, which)
}

test.describe('in motion', () => {
  test.use(motion)

  test('V10: without WebGL the stage is drawn on a plain canvas, and moves', async ({ page }) => {
    await page.addInitScript(() => {
      for (const { prototype } of [HTMLCanvasElement, OffscreenCanvas]) {
        const own = prototype.getContext as (kind: string, options?: unknown) => unknown
        Object.defineProperty(prototype, 'getContext', {
          value(this: HTMLCanvasElement, kind: string, options?: unknown) {
            return kind.startsWith('webgl') ? null : own.call(this, kind, options)
          },
        })
      }
    })
    await openAt(page, 20)
    const before = await painted(page)
    expect(before.share).toBeGreaterThan(0.05)
    expect(before.colours).toBeGreaterThan(50)
    await button(page, 'Step').click()
    await idle(page)
    expect(await painted(page)).not.toEqual(before)
    expect((await machines(page, 'Scheduler')).length).toBeGreaterThan(2)
  })

  test('V11: while its WebGL context is lost the stage is drawn on a plain canvas, and it comes back with the same picture', async ({
    page,
  }) => {
    await openAt(page, 20)
    await page.mouse.move(1, 1)
    await idle(page)
    const main = page.getByRole('main')
    const whole = await main.screenshot()
    // How a bar that has grown and shrunk again is smoothed at its end is the browser's business.
    const withoutBars = () => main.screenshot({ mask: [main.locator('.bars')] })
    const before = await withoutBars()
    const stage = main.locator('canvas').first()
    const context = await stage.evaluateHandle(
      (canvas: HTMLCanvasElement) =>
        canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!,
    )
    const plain = '.stage-canvas > canvas + canvas'
    const standIn = main.locator(plain)
    const lose = async () => {
      await context.evaluate((own) => own.loseContext())
      await expect(standIn).toBeVisible()
      await idle(page)
    }
    const restore = async () => {
      await context.evaluate((own) => own.restoreContext())
      await expect(standIn).toHaveCount(0)
      await idle(page)
    }
    await lose()
    const away = await painted(page, plain)
    expect(away.share).toBeGreaterThan(0.05)
    expect(away.colours).toBeGreaterThan(50)
    await restore()
    await expect.poll(async () => whole.equals(await main.screenshot())).toBe(true)
    await lose()
    await button(page, 'Step').click()
    await idle(page)
    expect(await painted(page, plain)).not.toEqual(away)
    await button(page, 'Back').click()
    await page.mouse.move(1, 1)
    await restore()
    await expect.poll(async () => before.equals(await withoutBars())).toBe(true)
  })

  test('V11: through any sequence of sizes the canvas covers the stage, pixel by pixel', async ({
    page,
  }) => {
    await openAt(page, 20)
    for (const [width, height] of [
      [1280, 720],
      [390, 844],
      [844, 390],
      [768, 1024],
      [1920, 1080],
      [1440, 900],
    ] as const) {
      await resize(page, { width, height })
      const sizes = await page.getByRole('main').evaluate((main) => {
        const canvas = main.querySelector('canvas')!
        const round = (element: Element) => {
          const { x, y, width, height } = element.getBoundingClientRect()
          return [x, y, width, height].map(Math.round)
        }
        const stored = [canvas.width, canvas.height].map((size) => size / devicePixelRatio)
        return { canvas: round(canvas), main: round(main), stored: stored.map(Math.round) }
      })
      expect(sizes.canvas, `${width}x${height}`).toEqual(sizes.main)
      expect(sizes.stored, `${width}x${height}`).toEqual(sizes.main.slice(2))
    }
  })
})

test.describe('with the editor', () => {
  test.use({ withEditor: true })

  test('P13: where names have no room, pointer and keyboard still reach every machine', async ({
    page,
  }) => {
    await openAt(page, 5)
    const text = readFileSync(new URL('../scenarios/free-play.yaml', import.meta.url), 'utf8')
    await write(page, text.replace('count: 3', 'count: 20').replace('maxMachines: 12', ''))
    await button(page, 'Restart').click()
    await expect.poll(async () => (await machines(page, 'Scheduler')).length).toBe(20)
    await idle(page)
    const scheduler = lane(page, 'Scheduler')
    const hint = scheduler.getByText('Press a machine for its pods and its plug.')
    await expect(hint).toBeVisible()

    // A walk along the lowest row, until the pointer is on a well.
    const canvas = (await page.getByRole('main').locator('canvas').boundingBox())!
    const names = page.getByText(/^node-\d+, .* of .* vCPU/)
    const y = (await hint.boundingBox())!.y - 24
    for (let step = 0; step < 100 && (await names.count()) === 0; step++) {
      await page.mouse.move(canvas.x + canvas.width * (0.56 + 0.004 * step), y)
      await idle(page)
    }
    await expect(names).toBeVisible()
    await page.mouse.down()
    await page.mouse.up()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expect(
      page
        .getByRole('dialog')
        .getByRole('button', { name: /^Pull the plug/ })
        .first(),
    ).toBeVisible()
    await page.keyboard.press('Escape')

    await machineButton(page, 'node-1').focus()
    await page.keyboard.press('ArrowRight')
    await expect(machineButton(page, 'node-2')).toBeFocused()
    await expect(machineButton(page, 'node-2')).toBeInViewport()
    await page.keyboard.press('Tab')
    await expect(
      scheduler.getByRole('button', { name: 'Pull the plug on node-2', exact: true }),
    ).toBeFocused()
    await page.keyboard.press('Enter')
    await idle(page)
    expect((await machines(page, 'Scheduler'))[1]?.states).toContain('dead')
  })
})
