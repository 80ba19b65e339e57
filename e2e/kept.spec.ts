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

  test('H4, G2: a talk from a cold start without a network, with a clicker alone', async ({
    page,
    context,
  }) => {
    test.slow()
    await open(page)
    await page.waitForFunction(() => document.documentElement.dataset.offline === 'ready')
    await page.close()
    await context.setOffline(true)
    const talk = await context.newPage()
    const failed: string[] = []
    talk.on('requestfailed', (request) => failed.push(request.url()))
    talk.on('pageerror', (error) => failed.push(String(error)))
    await talk.goto('./?present=shapes')
    const caption = talk.locator('.present-caption')
    await expect(caption).toContainText('Press Space')
    const press = async (key: string) => {
      await talk.keyboard.press(key)
      await idle(talk)
    }
    await press('PageDown')
    await expect(caption).toContainText('A pod asks for CPU and memory.')
    await press('PageDown')
    await press('PageUp')
    await expect(caption).toContainText('A pod asks for CPU and memory.')
    await press('.')
    await expect(talk.locator('.present-blank')).toBeVisible()
    const told = new Set<string>()
    let said = ''
    for (let i = 0; i < 100 && !said.includes('Asleep all the time'); i++) {
      await talk.keyboard.press('PageDown')
      // What plays need not be waited for: the next press goes to its end.
      await talk.waitForFunction(
        (before) =>
          document.documentElement.dataset.idle === 'true' ||
          document.querySelector('.present-caption')?.textContent !== before,
        said,
      )
      said = (await caption.textContent()) ?? ''
      told.add(said)
    }
    // Five lessons of two minutes.
    expect(told.size).toBeGreaterThan(30)
    await expect(caption).toContainText('Asleep all the time')
    await talk.keyboard.press('2')
    await expect(talk.getByText(/Machine 2: press K/)).toBeVisible()
    // The font came with the page, not from the machine.
    expect(
      await talk.evaluate(async () => {
        await document.fonts.ready
        return document.fonts.check('16px "Atkinson Hyperlegible Next Variable"')
      }),
    ).toBe(true)
    expect(failed).toEqual([])
  })
})

test('H5: what was done is there again after a reload, whatever was looked at meanwhile', async ({
  page,
}) => {
  await openPaused(page)
  await goTo(page, 24)
  await page.keyboard.press('3')
  await page.keyboard.press('k')
  await goTo(page, 30)
  await idle(page)
  const before = [await machines(page, 'One-click'), await machines(page, 'Scheduler')]
  await expect.poll(() => page.evaluate(keptMoment)).toBe(30_000)
  await page.goto('./?#s=jobs')
  await expect(button(page, 'Go on with it')).toBeVisible()
  await button(page, 'Step').click()
  await idle(page)
  await page.goto('./')
  await button(page, 'Go on with it').click()
  await idle(page)
  expect(await timeline(page).getAttribute('aria-valuetext')).toMatch(/./)
  expect([await machines(page, 'One-click'), await machines(page, 'Scheduler')]).toEqual(before)
})

test('H9: all that is kept is exported, cleared, brought back and imported', async ({ page }) => {
  await page.goto('./?lesson=what-fits')
  const bar = page.getByRole('region', { name: 'Lesson' })
  await expect(bar).toContainText('Full in one lane is full.')
  // Only looked at, it would not be kept.
  await page.keyboard.press('b')
  await expect.poll(() => page.evaluate(keptMoment)).toBe(500)
  await button(page, 'Actions').click()
  await page.getByRole('menuitem', { name: /^Settings, language/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings and your data' })
  await expect(dialog).toContainText('1 lesson begun')
  await dialog.getByRole('radio', { name: 'off' }).check()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Export as a file').click(),
  ])
  await button(page, 'Clear all').click()
  await expect(button(page, 'No')).toBeFocused()
  await button(page, 'Yes, clear it').click()
  await expect(dialog).toContainText('Nothing so far.')
  await button(page, 'Bring it back').click()
  await expect(dialog).toContainText('1 lesson begun')
  await expect(dialog.getByRole('radio', { name: 'off' })).toBeChecked()

  await button(page, 'Clear all').click()
  await button(page, 'Yes, clear it').click()
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'notes.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"a":1}'),
  })
  await expect(dialog).toContainText('This file is no export of Podfall.')
  await dialog.locator('input[type=file]').setInputFiles(await download.path())
  await button(page, 'Yes, replace it').click()
  await expect(dialog).toContainText('your last run: What fits?')
  await page.goto('./')
  await button(page, 'Go on with it').click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What fits?')
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
      asked.onsuccess = () => done(asked.result?.[0]?.run?.at)
    }
  })
}
