import type { Page } from '@playwright/test'
import { editor, idle, machines, openAt, resize, write } from './driver.mjs'
import { expect, test } from './test.ts'

test.use({ withEditor: true })

const panel = (page: Page) => page.getByRole('region', { name: 'Editor', exact: true })
const sentence = (page: Page) => panel(page).getByRole('status')
const half = (page: Page, resource: 'CPU' | 'Memory', app = 'web') =>
  panel(page).getByRole('slider', { name: `${resource} that ${app} asks for` })
const shape = (page: Page, app: string, amounts: string) =>
  panel(page).getByRole('img', { name: `Shape of ${app}: ${amounts}` })

/** The whole text, read from the file that Download gives. */
async function text(page: Page): Promise<string> {
  const waiting = page.waitForEvent('download')
  await panel(page).getByRole('button', { name: 'File' }).click()
  await page.getByRole('menuitem', { name: 'Download' }).click()
  const download = await waiting
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

async function openedEditor(page: Page, pods = 5): Promise<void> {
  await openAt(page, pods)
  await editor(page)
  await expect(shape(page, 'web', '1 vCPU · 2 GiB')).toBeVisible()
}

test('E2: a half that is dragged is one edit, and nothing else in the text changes', async ({
  page,
}) => {
  await openedEditor(page)
  const before = await text(page)
  const handle = half(page, 'CPU')
  const box = (await handle.boundingBox())!
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= 12; step++) await page.mouse.move(x, y - 6 * step)
  await expect(shape(page, 'web', '1 vCPU · 2 GiB')).toBeHidden()
  await page.mouse.up()

  const amount = Number(await handle.getAttribute('aria-valuenow'))
  expect(amount).toBeGreaterThan(1000)
  expect(amount % 250).toBe(0)
  const written = amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`
  // The first request in the file is web's.
  expect(await text(page)).toBe(before.replace('cpu: 1\n', `cpu: ${written}\n`))

  await (await editor(page)).press('ControlOrMeta+z')
  await expect(shape(page, 'web', '1 vCPU · 2 GiB')).toBeVisible()
  expect(await text(page)).toBe(before)
})

test('E2: arrow keys move a half, and the next pieces have its shape', async ({ page }) => {
  await openedEditor(page, 8)
  await half(page, 'Memory').press('ArrowUp')
  await half(page, 'Memory').press('ArrowUp')
  await expect(shape(page, 'web', '1 vCPU · 3 GiB')).toBeVisible()
  await half(page, 'CPU').press('PageUp')
  await expect(shape(page, 'web', '2 vCPU · 3 GiB')).toBeVisible()
  await (await editor(page)).press('ControlOrMeta+Enter')
  await expect(sentence(page)).toContainText('deployment.apps/web configured')
  await idle(page)
  const cpu = async () =>
    (await machines(page, 'Scheduler')).reduce((sum, machine) => sum + machine.cpu!, 0)
  const asked = await cpu()
  await page.getByRole('button', { name: 'Step', exact: true }).click()
  await idle(page)
  // Arrival number 9 is the first web.
  expect((await cpu()) - asked).toBe(2)
})

test('E3: a changed Scenario document restarts the run when the person says so', async ({
  page,
}) => {
  await openedEditor(page, 20)
  await write(page, (await text(page)).replace('count: 3', 'count: 5'))
  await expect(sentence(page)).toContainText('Restart the run to use it')
  expect(await machines(page, 'Scheduler')).not.toHaveLength(5)
  await sentence(page).getByRole('button', { name: 'Restart' }).click()
  await expect(sentence(page)).toContainText('The run was started again with this text')
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await idle(page)
  expect((await machines(page, 'One-click')).length).toBeGreaterThanOrEqual(5)
  await expect(sentence(page).getByRole('button', { name: 'Restart' })).toBeHidden()
})

test('E3: a changed KubeSchedulerConfiguration restarts the run when the person says so', async ({
  page,
}) => {
  await openedEditor(page)
  const configuration = `---
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
  - pluginConfig:
      - name: NodeResourcesFit
        args: { scoringStrategy: { type: MostAllocated } }
`
  await write(page, `${await text(page)}${configuration}`)
  await expect(sentence(page)).toContainText(
    'The KubeSchedulerConfiguration document was changed. Restart the run to use it.',
  )
  await sentence(page).getByRole('button', { name: 'Restart' }).click()
  await expect(sentence(page)).toContainText('The run was started again with this text')
  await expect(sentence(page).getByRole('button', { name: 'Restart' })).toBeHidden()
})

test('the form adds an app, shows its YAML and applies it', async ({ page }) => {
  await openedEditor(page)
  await panel(page).getByRole('button', { name: 'Add to the cluster' }).click()
  const form = page.getByRole('dialog', { name: 'Add to the cluster' })
  await form.getByLabel('Name').fill('Shop!')
  await expect(form.getByRole('alert')).toContainText('A name has only a to z')
  await form.getByLabel('Name').fill('web')
  await expect(form.getByRole('alert')).toContainText('There is another Deployment web')
  await form.getByLabel('Name').fill('shop')
  await expect(form.getByRole('alert')).toBeHidden()
  await form.getByRole('button', { name: 'More: CPU' }).click()
  await form.getByLabel('Memory', { exact: true }).fill('1,5')
  await form.getByLabel('Copies', { exact: true }).fill('2')
  const yaml = form.getByRole('figure')
  await expect(yaml).toContainText('cpu: 1250m')
  await expect(yaml).toContainText('memory: 1536Mi')
  await expect(yaml).toContainText('replicas: 2')
  await form.getByRole('button', { name: 'Add and apply' }).click()
  await expect(form).toBeHidden()
  await expect(sentence(page)).toContainText('deployment.apps/shop created')
  await expect(shape(page, 'shop', '1.25 vCPU · 1.5 GiB')).toBeVisible()
  await idle(page)
  const pods = (await machines(page, 'Scheduler')).reduce((sum, machine) => sum + machine.pods!, 0)
  expect(pods).toBe(7)
})

test('the form adds a machine to every lane, and a job', async ({ page }) => {
  await openedEditor(page)
  const count = (await machines(page, 'Scheduler')).length
  const add = panel(page).getByRole('button', { name: 'Add to the cluster' })
  const form = page.getByRole('dialog', { name: 'Add to the cluster' })
  await add.click()
  await form.getByText('Machine', { exact: true }).click()
  await form.getByLabel('Name').fill('big')
  await form.getByLabel('CPU', { exact: true }).fill('16')
  await form.getByRole('button', { name: 'Add and apply' }).click()
  await expect(sentence(page)).toContainText('node/big created')
  await idle(page)
  expect(await machines(page, 'Scheduler')).toHaveLength(count + 1)

  await add.click()
  await form.getByText('Job', { exact: true }).click()
  await form.getByLabel('Name').fill('nightly')
  await form.getByRole('button', { name: 'Add and apply' }).click()
  await expect(sentence(page)).toContainText('job.batch/nightly created')
})

test('Escape and then Tab leave the editor; keys in it are text', async ({ page }) => {
  await openedEditor(page)
  const box = await editor(page)
  await box.focus()
  const theme = await page.locator('html').getAttribute('data-theme')
  await page.keyboard.type('d ')
  expect(await page.locator('html').getAttribute('data-theme')).toBe(theme)
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(box).toBeFocused()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(box).not.toBeFocused()
  await box.focus()
  await page.keyboard.press('Tab')
  await expect(box).toBeFocused()
})

test('completion and hover know Kubernetes, in every document', async ({ page }) => {
  await openedEditor(page)
  await write(page, `${await text(page)}---\napiVersion: apps/v1\nkind: Deployment\nspec:\n  `)
  const box = await editor(page)
  await box.press('ControlOrMeta+End')
  await box.press('Control+Space')
  const list = page.getByRole('listbox', { name: /suggest/i })
  await expect(list.getByRole('option', { name: /^replicas/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.type('replicas: 1')
  await page.keyboard.press('Escape')
  // The line that says what is missing takes room from the text, which moves under the pointer.
  await expect(panel(page).getByText(/spec\.selector is missing/)).toBeVisible()
  await panel(page).getByText('replicas', { exact: true }).last().hover()
  await expect(page.getByRole('tooltip').getByText(/Number of desired pods/)).toBeVisible()
})

test('E4: another example keeps the edits as a draft, and they can be opened again', async ({
  page,
}) => {
  await openedEditor(page)
  await half(page, 'CPU').press('ArrowUp')
  await expect(shape(page, 'web', '1.25 vCPU · 2 GiB')).toBeVisible()
  await panel(page).getByRole('button', { name: 'File' }).click()
  await page.getByRole('menuitem').filter({ hasText: 'example' }).last().click()
  const draft = panel(page).getByRole('region', { name: 'Drafts' })
  await expect(draft).toContainText('Your edits to opening were kept as a draft')
  await draft.getByRole('button', { name: 'Open it' }).click()
  await expect(shape(page, 'web', '1.25 vCPU · 2 GiB')).toBeVisible()
  await expect(sentence(page)).toContainText('opening was opened')
})

test('E4: without storage the editor works and says that drafts are not kept', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await openedEditor(page)
  await half(page, 'CPU').press('ArrowUp')
  await expect(sentence(page)).toContainText('This browser does not keep drafts')
})

test('files: manifests are added, a scenario starts its run, JSON becomes YAML', async ({
  page,
}) => {
  await openedEditor(page)
  const input = panel(page).locator('input[type=file]')
  const file = (name: string, content: string) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(content),
  })
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'lonely' },
    spec: {
      containers: [{ name: 'c', image: 'c', resources: { requests: { cpu: '2', memory: '1Gi' } } }],
    },
  }
  await input.setInputFiles(file('pod.json', JSON.stringify(pod)))
  await expect(sentence(page)).toContainText('pod.json has no Scenario document')
  await expect(shape(page, 'lonely', '2 vCPU · 1 GiB')).toBeVisible()
  expect(await text(page)).toContain('---\napiVersion: v1\nkind: Pod\n')

  await input.setInputFiles(file('broken.yaml', 'kind: Scenario\napiVersion: podfall.dev/v1\n'))
  await expect(sentence(page)).toContainText(/broken\.yaml was not opened\. Line 1, column \d+: /)
  await expect(shape(page, 'lonely', '2 vCPU · 1 GiB')).toBeVisible()
  await sentence(page).getByRole('button', { name: 'Open it to fix it' }).click()
  await expect(shape(page, 'lonely', '2 vCPU · 1 GiB')).toBeHidden()
  await (await editor(page)).press('ControlOrMeta+z')
  await half(page, 'CPU', 'lonely').waitFor()

  const opening = (await text(page)).replace('name: opening', 'name: mine')
  await input.setInputFiles(file('mine.yaml', opening))
  await expect(sentence(page)).toContainText('mine.yaml was opened and its run started')
  await expect(panel(page).getByRole('region', { name: 'Drafts' })).toContainText('opening')
})

test('a dropped file is opened', async ({ page }) => {
  await openedEditor(page)
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: c}]}'
    transfer.items.add(new File([pod], 'dropped.yaml'))
    return transfer
  })
  await panel(page).dispatchEvent('dragover', { dataTransfer: data })
  await expect(panel(page).getByText('Drop a YAML or JSON file to open it')).toBeVisible()
  await panel(page).dispatchEvent('drop', { dataTransfer: data })
  await expect(sentence(page)).toContainText('dropped.yaml has no Scenario document')
  await expect(panel(page).getByText('Drop a YAML')).toBeHidden()
})

test('E4: the text stays while the panel is put away', async ({ page }) => {
  await openedEditor(page)
  await half(page, 'CPU').press('ArrowUp')
  await expect(shape(page, 'web', '1.25 vCPU · 2 GiB')).toBeVisible()
  await resize(page, { width: 390, height: 844 })
  await page.getByRole('button', { name: 'YAML', exact: true }).click()
  await expect(shape(page, 'web', '1.25 vCPU · 2 GiB')).toBeVisible()
  await expect(panel(page).getByRole('region', { name: 'Drafts' })).toBeHidden()
})

test('New starts a small scenario of one’s own', async ({ page }) => {
  await openedEditor(page)
  await panel(page).getByRole('button', { name: 'File' }).click()
  await page.getByRole('menuitem', { name: 'New' }).click()
  await expect(sentence(page)).toContainText('my-cluster was opened')
  await expect(shape(page, 'web', '1 vCPU · 2 GiB')).toBeVisible()
  expect(await text(page)).toContain('name: my-cluster')
})

test.describe('without Monaco', () => {
  test('a plain field takes its place, with everything but completion', async ({ page, watch }) => {
    await page.route(/monacoHost/, (route) => route.abort())
    await openAt(page, 5)
    const field = panel(page).locator('textarea')
    await expect(field).toBeVisible()
    await expect(sentence(page)).toContainText('The full editor could not be loaded')
    await expect(shape(page, 'web', '1 vCPU · 2 GiB')).toBeVisible()
    await half(page, 'Memory').press('ArrowUp')
    await expect(shape(page, 'web', '1 vCPU · 2.5 GiB')).toBeVisible()
    expect(await field.inputValue()).toContain('memory: 2560Mi')
    await field.press('ControlOrMeta+Enter')
    await expect(sentence(page)).toContainText('deployment.apps/web configured')
    await field.fill('kind: Deploy')
    await expect(sentence(page)).toContainText('Line 1')
    watch.errors.length = 0
  })
})
