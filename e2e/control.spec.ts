import type { Page } from '@playwright/test'
import { button, idle, timeline } from './driver.mjs'
import { expect, test } from './test.ts'

/** Opens the page with an example, at its end. */
async function openEnd(page: Page, name: string, title: string) {
  await page.goto(`./#s=${name}&at=0`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
  await idle(page)
  await timeline(page).press('End')
  await idle(page)
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()
const cluster = (page: Page) => page.getByRole('region', { name: 'Kubernetes', exact: true })

test('C1.2, N5: a rollout is marked, counted, paused and undone, and loses no request', async ({
  page,
}) => {
  await openEnd(page, 'roll-to-2', 'Roll to 2.0, nothing lost')
  await expect(cluster(page)).toContainText('50 requests/s')
  await expect(cluster(page)).toContainText('0 failed')
  await expect(page.getByRole('button', { name: /^web: a rollout began/ })).toBeAttached()

  await tab(page, 'Workloads')
  const list = page.getByRole('region', { name: 'Workloads' })
  await expect(list).toContainText('6/6 ready')
  await list.getByRole('button', { name: 'Undo' }).click()
  await expect(list).toContainText(/revision 3: \d pods?, revision 2: \d pods?/)
  await list.getByRole('button', { name: 'Pause' }).click()
  await expect(list).toContainText('paused')
  await expect(list).toContainText(/Waiting for deployment "web" rollout to finish/)
  await list.getByRole('button', { name: 'Resume' }).click()
  await button(page, '8 times as fast').click()
  await expect(list).not.toContainText('Waiting')
  await expect(list).toContainText('6/6 ready')
  await expect(cluster(page)).toContainText('0 failed')
})

test('N5: without probes requests are lost and counted; logs say what the pods did', async ({
  page,
}) => {
  await openEnd(page, 'roll-to-2-lossy', 'Roll to 2.0 in a hurry')
  await expect(cluster(page)).toContainText(/[1-9]\d* failed/)
  // V23: the stage says the same beside the sender.
  const stage = page.locator('.stage-labels')
  for (const text of ['curl 50/s', /1\.0: [\d,]+/, /2\.0: [\d,]+/, /[1-9]\d* failed/]) {
    await expect(stage).toContainText(text)
  }

  await tab(page, 'Services')
  const services = page.getByRole('region', { name: 'Services' })
  await expect(services).toContainText(/connection refused [1-9]/)
  await expect(services).toContainText('web.default.svc.cluster.local')
  await expect(services).toContainText('6 endpoints ready')
  await services.getByRole('slider', { name: 'Requests a second from curl' }).press('Home')
  await expect(cluster(page)).toContainText('0 requests/s')
  await expect(stage).toContainText('curl 0/s')

  await tab(page, 'Logs')
  const lines = page.getByRole('region', { name: 'Log lines, oldest first' })
  await expect(lines).toContainText('200 from 2.0')
  const selector = page.getByRole('combobox', { name: 'Labels, such as app=web' })
  await selector.fill('app=nobody')
  await expect(page.getByText('No pod that is selected has written anything.')).toBeVisible()
  await selector.fill('app=web,version=2.0')
  await expect(lines).toContainText('GET / 200')
  await expect(lines).not.toContainText('curl')
})

test('C12, C13: a drain waits for a disruption budget, and says so', async ({ page }) => {
  await openEnd(page, 'maintenance', 'Maintenance by day')
  await tab(page, 'Workloads')
  const list = page.getByRole('region', { name: 'Workloads' })
  await expect(list).toContainText('4 of at least 3 are healthy; 1 may go now')
  await expect(list).toContainText('4 evictions refused so far')

  // A third machine: what the budget says while the drain waits.
  await page.getByRole('button', { name: /^(More about )?node-4$/ }).click()
  await page.getByRole('menuitem', { name: /^Drain/ }).click()
  await expect(list).toContainText('none may go now')
  await expect(list).toContainText(/[56] evictions refused so far/)
  await expect(page.getByRole('button', { name: /refused/ }).first()).toBeAttached()
})

test('C16.4, C14: a database waits for word of its machine, and its disk follows it', async ({
  page,
}) => {
  await openEnd(page, 'mysql', 'A database loses its machine')
  await tab(page, 'Workloads')
  const list = page.getByRole('region', { name: 'Workloads' })
  await expect(list).toContainText('3/3 ready')

  await tab(page, 'Events')
  await page
    .getByRole('button', { name: /TaintManagerEviction\s*mysql-1/ })
    .first()
    .click()
  await idle(page)
  await tab(page, 'Workloads')
  await expect(list).toContainText('2/3 ready')
  const dead = cluster(page).getByRole('listitem').filter({ hasText: 'node-2' })
  await expect(dead.or(page.getByText(/^node-2, .*dead/)).first()).toBeAttached()
})

test('U3, C5.7: what a machine and its pods use is seen beside what they ask for', async ({
  page,
}) => {
  await openEnd(page, 'no-requests', 'Asking for nothing')
  await page.getByRole('button', { name: 'More about node-1' }).click()
  await page.getByRole('menuitem', { name: 'Show its pods' }).click()
  const sheet = page.getByRole('dialog', { name: 'node-1' })
  await expect(sheet).toContainText('ask for 32 of 32 GiB')
  await expect(sheet).toContainText(/use 3\d\.\d+ of 32 GiB/)
  await sheet.getByRole('button', { name: /notes-10.*uses 1\.\d+G.*no requests/ }).click()
  const card = page.getByRole('region', { name: 'notes-10' })
  await expect(card).toContainText('notes-10 asks for nothing')
  await expect(card).toContainText(/It uses 1\.\d+ GiB\./)
  await expect(card).toContainText('BestEffort: among the first to go')
})
