import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import {
  button,
  editor,
  idle,
  machineButton,
  machines,
  openAt,
  sizes,
  timeline,
} from './driver.mjs'
import { expect, motion, test } from './test.ts'

/** Texts whose box is smaller than what is in it, without saying so by an ellipsis. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const ownText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
      )
      if (!ownText || element.closest('.monaco-editor, [aria-hidden="true"]')) continue
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      if (style.visibility === 'hidden' || box.width <= 1 || box.height <= 1) continue
      const hides = style.overflowX === 'hidden' || style.overflowX === 'clip'
      const isHeading = /^H[1-3]$/.test(element.tagName)
      const saysSo = style.textOverflow === 'ellipsis' && !isHeading
      if (hides && !saysSo && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${element.className}: ${element.textContent}`)
      }
      const scrolls = element.closest('[data-scrolls], .scroll') !== null
      if (!scrolls && (box.right > innerWidth + 1 || box.left < -1)) {
        found.push(`outside: ${element.className}: ${element.textContent}`)
      }
    }
    return found
  })
}

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // In the page itself (it has no frames), and without a report of all that is well: both take long.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    // The menu library's guards send the focus on at once; nobody ever stands on one.
    .exclude('[data-base-ui-focus-guard]')
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, any }) =>
          `${id}: ${target.join(' ')}: ${any.map(({ message }) => message).join()}`,
      ),
    )
}

type Scheme = 'light' | 'dark'

/**
 * Expects that nothing is wrong with what is on the screen now: its layout in both schemes, its
 * accessibility in one of them, because that takes seconds.
 */
async function expectSound(page: Page, state: string, scheme: Scheme): Promise<void> {
  for (const colorScheme of [scheme === 'light' ? 'dark' : 'light', scheme] as const) {
    await page.emulateMedia({ colorScheme })
    // The page hears of it with its next frame; colours that fade from one to the other are neither.
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor()
    await idle(page)
    await page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
    )
    const sideways = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return scrollWidth - clientWidth
    })
    expect.soft(sideways, `${state}, ${colorScheme}: sideways scroll`).toBeLessThanOrEqual(0)
    expect.soft(await cutOff(page), `${state}, ${colorScheme}: cut off`).toEqual([])
  }
  expect.soft(await seriousFindings(page), `${state}, ${scheme}: axe`).toEqual([])
}

/** Also a small phone, and a laptop at 200 % zoom. */
const everySize = [...sizes, { width: 320, height: 568 }, { width: 720, height: 450 }]

/** Pairs of a scoreboard's texts that lie on each other. */
async function overlaps(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const name of ['One-click', 'Scheduler'] as const) {
    const scoreboard = page.getByRole('region', { name: `Scoreboard of ${name}` })
    found.push(
      ...(await scoreboard.evaluate((region) => {
        const texts: { text: string; box: DOMRect }[] = []
        const walker = document.createTreeWalker(region.parentElement!, NodeFilter.SHOW_TEXT)
        while (walker.nextNode()) {
          const range = document.createRange()
          range.selectNodeContents(walker.currentNode)
          const box = range.getBoundingClientRect()
          const text = walker.currentNode.textContent ?? ''
          const seen = walker.currentNode.parentElement?.checkVisibility() ?? false
          const clipped =
            (walker.currentNode.parentElement?.getBoundingClientRect().width ?? 0) <= 1
          if (seen && !clipped && box.width > 1 && text.trim() !== '') texts.push({ text, box })
        }
        return texts.flatMap((a, i) =>
          texts.slice(i + 1).flatMap((b) => {
            const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
            const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
            return wide > 0.5 && high > 4 ? [`${a.text} on ${b.text}`] : []
          }),
        )
      })),
    )
  }
  return found
}

for (const size of everySize.slice(2)) {
  test(`V3: ${size.width}x${size.height}: figures stand clear of each other`, async ({ page }) => {
    await page.setViewportSize(size)
    await openAt(page, 24)
    await timeline(page).press('End')
    await idle(page)
    expect.soft(await overlaps(page), 'at the end').toEqual([])
    // The same page, without loading it anew.
    await page.evaluate(() => location.assign('#s=opening&at=24001'))
    await expect(timeline(page)).toHaveAttribute('aria-valuenow', '24')
    await page.keyboard.press('3')
    await page.keyboard.press('k')
    await idle(page)
    expect.soft(await overlaps(page), 'a plug is pulled').toEqual([])

    await page.evaluate(() => location.assign('#s=machine-shapes&at=0'))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'Every machine has a shape too',
    )
    await timeline(page).press('End')
    await idle(page)
    expect.soft(await overlaps(page), 'three resources').toEqual([])
    if (size.width !== 1280) return
    // Between the sizes: where words come to the bars one after the other.
    for (const width of [1440, 1600, 1640, 1680, 1720, 1800, 1860]) {
      await page.setViewportSize({ width, height: 900 })
      await idle(page)
      expect.soft(await overlaps(page), `three resources, ${width} px`).toEqual([])
    }
  })
}

test.describe('in motion', () => {
  test.use(motion)

  for (const size of [sizes[1]!, sizes[3]!, sizes[4]!]) {
    test(`V9: ${size.width}x${size.height}: a notice moves nothing and hides no control`, async ({
      page,
    }) => {
      await page.setViewportSize(size)
      await openAt(page, 20)
      const places = () =>
        page
          .getByRole('button')
          .filter({ visible: true })
          .evaluateAll((buttons) =>
            buttons.map((one) => JSON.stringify(one.getBoundingClientRect())),
          )
      const before = await places()
      await page.keyboard.press('2')
      await page.getByText('press K to pull the plug').waitFor()
      const after = await places()
      expect(after).toEqual(expect.arrayContaining(before))
      // Each button that was there is still what a press at its middle meets.
      await button(page, 'Step').click({ trial: true })
      await page
        .getByRole('button', { name: /^Policy of|^Next machine/ })
        .first()
        .click({ trial: true })
      await page.keyboard.press('Escape')
      await expect(page.getByText('press K to pull the plug')).toHaveCount(0)
      expect(await places()).toEqual(before)
    })
  }
})

test.describe('with the editor', () => {
  test.use({ withEditor: true })

  for (const size of everySize) {
    test(`V3: ${size.width}x${size.height}: nothing scrolls sideways or is cut off, axe is content`, async ({
      page,
    }) => {
      await page.setViewportSize(size)
      await openAt(page, 35)
      await expectSound(page, 'after 35 pods', 'light')
      await page.keyboard.press('3')
      await page.keyboard.press('k')
      await idle(page)
      expect((await machines(page, 'Scheduler'))[2]?.states).toContain('dead')
      await expectSound(page, 'a plug is pulled', 'dark')
    })
  }

  for (const size of [sizes[1]!, sizes[4]!]) {
    test(`V3: ${size.width}x${size.height}: dialogs, menus and tabs are sound, too`, async ({
      page,
    }) => {
      test.slow() // Looking for faults of access takes a second or two each time.
      await page.setViewportSize(size)
      await openAt(page, 20)
      const phone = size.width < 700
      const scheme = phone ? 'dark' : 'light'

      await button(page, 'Examples').click()
      await page.getByRole('dialog').waitFor()
      await expectSound(page, 'gallery', scheme)
      await page.keyboard.press('Escape')

      await machineButton(page, 'node-2').click()
      if (!phone) {
        await page.getByRole('menu').waitFor()
        await expectSound(page, 'menu of a machine', scheme)
        await page.getByRole('menuitem', { name: 'Show its pods' }).click()
      }
      await page.getByRole('dialog').waitFor()
      await expectSound(page, 'sheet of a machine', scheme)
      await page.keyboard.press('Escape')

      await machineButton(page, 'node-2').focus()
      await page.keyboard.press('ArrowUp')
      await button(page, 'Why here?').waitFor()
      await expectSound(page, 'card of a pod', scheme)
      await page.keyboard.press('Escape')

      await button(page, /^Actions/).click()
      await page.getByRole('menuitem', { name: 'Keyboard' }).click()
      await page.getByRole('dialog').waitFor()
      await expectSound(page, 'keys', scheme)
      await page.keyboard.press('Escape')

      await button(page, /^Actions/).click()
      await page.getByRole('menuitem', { name: /^Settings, language/ }).click()
      await button(page, 'Clear all').click()
      await expectSound(page, 'settings and data', scheme)
      await button(page, 'No').click()
      await page.keyboard.press('Escape')

      for (const name of phone ? ['Why?', 'Events', 'YAML'] : ['Events', 'Compare']) {
        await page.getByRole(phone ? 'button' : 'tab', { name, exact: true }).click()
        if (name === 'YAML') await editor(page)
        await expectSound(page, name, scheme)
      }
    })
  }

  for (const size of [
    { width: 1280, height: 720 },
    { width: 768, height: 1024 },
    { width: 390, height: 844 },
  ]) {
    test(`V3, V5: ${size.width}x${size.height}: explaining and predicting are sound`, async ({
      page,
    }) => {
      await page.setViewportSize(size)
      await openAt(page, 25)
      await page.keyboard.press('e')
      const bar = page.getByRole('region', { name: 'Explain' })
      await bar.getByRole('button', { name: 'Predict' }).click()
      await expectSound(page, 'a guess is asked for', 'light')
      await bar.getByRole('combobox').selectOption('none')
      for (let press = 0; press < 2; press++) await button(page, 'Step').click()
      await expectSound(page, 'the scores are shown', 'dark')
      if (size.width < 700) return
      await page.getByRole('button', { name: 'Pull the plug on node-2' }).hover()
      await expectSound(page, 'what a plug would do', 'light')
    })
  }
})
