import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { goTo, idle, openPaused, sizes } from './driver.mjs'
import { expect, test } from './test.ts'

/** Texts whose box is smaller than what is in it, without saying so by an ellipsis and a title. */
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
      const saysSo = style.textOverflow === 'ellipsis'
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
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

for (const size of sizes) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`V3: ${size.width}x${size.height} ${colorScheme}: no sideways scroll, nothing cut off, axe is content`, async ({
      page,
    }) => {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await openPaused(page)
      await goTo(page, 35)
      await idle(page)
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }))
      expect(scroll).toBeLessThanOrEqual(client)
      expect(await cutOff(page)).toEqual([])
      expect(await seriousFindings(page)).toEqual([])
    })
  }
}
