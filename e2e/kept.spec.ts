import { button, goTo, idle, machines, open, openPaused, timeline } from './driver.mjs'
import { expect, test } from './test.ts'

test.describe('with everything that the browser keeps', () => {
  test.use({ serviceWorkers: 'allow' })

  test('H4: after the first visit the page starts without a network, editor and all', async ({
    page,
    context,
  }) => {
    await open(page)
    await page.waitForFunction(() => document.documentElement.dataset.offline === 'ready')
    await context.setOffline(true)
    await page.goto('./?from=home#s=zones')
    await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty()
    await expect(page.getByRole('code').first()).toContainText('shop')
    await button(page, 'Examples').click()
    await page.getByRole('button', { name: /^2\. Jobs/ }).click()
    await expect(button(page, 'Pause')).toBeVisible()
  })
})

test('H5: what was done is there again after a reload, if one wants it', async ({ page }) => {
  await openPaused(page)
  await goTo(page, 24)
  await page.keyboard.press('3')
  await page.keyboard.press('k')
  await goTo(page, 30)
  await idle(page)
  const before = [await machines(page, 'One-click'), await machines(page, 'Scheduler')]
  await expect.poll(() => page.evaluate(keptMoment)).toBe(30_000)
  await page.reload()
  await button(page, 'Go on with it').click()
  await idle(page)
  expect(await timeline(page).getAttribute('aria-valuetext')).toMatch(/./)
  expect([await machines(page, 'One-click'), await machines(page, 'Scheduler')]).toEqual(before)
})

/** The moment of the run that the browser keeps. Asking must not make the database. */
async function keptMoment(): Promise<number | undefined> {
  const all = await indexedDB.databases()
  if (!all.some(({ name }) => name === 'podfall')) return undefined
  return new Promise((resolve) => {
    const opening = indexedDB.open('podfall')
    opening.onerror = () => resolve(undefined)
    opening.onsuccess = () => {
      const database = opening.result
      const done = (moment: number | undefined) => {
        database.close()
        resolve(moment)
      }
      if (!database.objectStoreNames.contains('kept')) return done(undefined)
      const asked = database.transaction('kept').objectStore('kept').get('run')
      asked.onerror = () => done(undefined)
      asked.onsuccess = () => done(asked.result?.run?.at)
    }
  })
}
