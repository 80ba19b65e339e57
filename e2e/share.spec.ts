import { button, goTo, idle, machines, open, openAt, timeline } from './driver.mjs'
import { expect, test } from './test.ts'

type Page = Parameters<typeof idle>[0]

const notice = (page: Page) => page.locator('.notices')

/** All that the page says of the cluster: machines, pods in the order of stacking, log. */
async function snapshot(page: Page) {
  await idle(page)
  return {
    moment: await timeline(page).getAttribute('aria-valuenow'),
    left: await machines(page, 'One-click'),
    right: await machines(page, 'Scheduler'),
    scoreboards: await page.getByRole('group', { name: /^Scoreboard/ }).allInnerTexts(),
  }
}

test('H1: whoever opens the link has the same run, commands and moment included', async ({
  page,
  browser,
}) => {
  await openAt(page, 24)
  await page.keyboard.press('3')
  await page.keyboard.press('k')
  await goTo(page, 30)
  const before = await snapshot(page)

  await button(page, 'Actions').click()
  await page.getByRole('menuitem', { name: /^Share/ }).click()
  await page.getByRole('checkbox', { name: /^Start at/ }).check()
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
  const link = page.getByRole('textbox', { name: 'Link' })
  await expect(link).toHaveValue(/#s=1\./)
  const address = await link.inputValue()

  const other = await (
    await browser.newContext({ viewport: { width: 1280, height: 720 } })
  ).newPage()
  await open(other, address)
  expect(await snapshot(other)).toEqual(before)
  // Reloading is opening it again; another file is no longer the link's.
  await other.reload()
  expect(await snapshot(other)).toEqual(before)
  await button(other, 'Examples').click()
  await other.getByRole('button', { name: /^2\. Jobs/ }).click()
  await expect(other).not.toHaveURL(/#s=/)
  await other.context().close()
})

test('H2, H3: a link that cannot be read says why, and the page shows what it showed', async ({
  page,
}) => {
  await open(page, './#s=1.q1YqTk7M')
  await expect(notice(page)).toContainText(/damaged or was cut off/)
  await expect(
    page.getByRole('heading', { name: 'Same apps, two ways to place them' }),
  ).toBeVisible()
  await page.evaluate(() => location.assign('#s=<img src=x onerror=alert(1)>'))
  await expect(notice(page)).toContainText(/damaged/)
  await page.evaluate(() => location.assign('#s=no-such-story'))
  await expect(notice(page)).toContainText(/no scenario “no-such-story”/)
  await page.evaluate(() => location.assign('#s=zones&at=3000'))
  await expect(notice(page)).toBeEmpty()
  await expect(button(page, 'Play')).toBeVisible()
})

test('H8: in a frame there is the stage, its controls and the way out', async ({ page }) => {
  await open(page, './?embed=1&start=20&speed=2#s=opening')
  await expect(timeline(page)).toHaveAttribute('aria-valuenow', '20')
  await expect(button(page, 'Play')).toBeVisible()
  await expect(page.getByRole('button', { name: '2 times as fast' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(page.getByRole('button', { name: 'Actions' })).toHaveCount(0)
  const whole = page.waitForEvent('popup')
  await button(page, 'Open in Podfall').click()
  await expect(await whole).toHaveURL(/\/#s=opening&at=20000$/)
})

test('H10: a stretch of the run as a film: a WebM of the right size and length, or none', async ({
  page,
}) => {
  test.slow()
  await page.goto('./#s=opening&at=24000')
  await idle(page)
  await button(page, 'Actions').click()
  await page.getByRole('menuitem', { name: /^Share/ }).click()
  await page.getByText('Video (WebM)').click()
  await page.getByLabel('From second').fill('20')
  await page.getByLabel('to second').fill('24')
  await page.getByRole('dialog').getByLabel('Speed').first().selectOption('8')

  await button(page, 'Make the video').click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await button(page, 'Cancel').click()
  await expect(page.getByText('No video was made.')).toBeVisible()

  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    button(page, 'Make the video').click(),
  ])
  expect(download.suggestedFilename()).toBe('podfall-opening.webm')
  const { ALL_FORMATS, FilePathSource, Input } = await import('mediabunny')
  const film = new Input({
    formats: ALL_FORMATS,
    source: new FilePathSource(await download.path()),
  })
  const track = await film.getPrimaryVideoTrack()
  expect(await film.getMimeType()).toContain('video/webm')
  expect([track?.displayWidth, track?.displayHeight]).toEqual([1_280, 720])
  // Half a second of the run, and a rest at both ends.
  expect(await film.computeDuration()).toBeCloseTo(1.9, 1)
  expect((await track?.computePacketStats())?.packetCount).toBe(57)
  film.dispose()
  await expect(page.getByText(/The video is there: \d+ kB/)).toBeVisible()
})
