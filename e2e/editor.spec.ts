import type { Page } from '@playwright/test'
import { editor, idle, lane, machines, openAt, openPaused, write } from './driver.mjs'
import { expect, test } from './test.ts'

test.use({ withEditor: true })

const panel = (page: Page) => page.getByRole('region', { name: 'Editor', exact: true })
const sentence = (page: Page) => panel(page).getByRole('status')

const apply = async (page: Page) => {
  await (await editor(page)).press('ControlOrMeta+Enter')
  await idle(page)
}

const deployment = (name: string, replicas: number | string, cpu: string, more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: { app: "${name}" }
  template:
    metadata:
      labels: { app: "${name}" }
    spec:${more}
      containers:
        - name: main
          image: example.com/main:1
          resources:
            requests: { cpu: ${cpu}, memory: 1Gi }
`

test('E3, M4: a manifest that is applied becomes pods on both sides', async ({ page }) => {
  await openAt(page, 10)
  const pods = async (name: 'One-click' | 'Scheduler') =>
    (await machines(page, name)).reduce((sum, machine) => sum + machine.pods, 0)
  expect(await pods('Scheduler')).toBe(10)
  await write(page, deployment('extra', 3, '500m'))
  await apply(page)
  await expect(sentence(page)).toContainText('extra created')
  expect(await pods('Scheduler')).toBe(13)
  expect(await pods('One-click')).toBe(13)

  await write(page, deployment('extra', 4, '500m'))
  await apply(page)
  await expect(sentence(page)).toContainText('extra configured')
  expect(await pods('Scheduler')).toBe(14)
})

test('E1: the piece beside the text follows what is typed', async ({ page }) => {
  await openAt(page, 5)
  await write(page, deployment('typed', 1, '2'))
  const piece = panel(page).getByRole('img', { name: /^Shape of typed: 2 vCPU/ })
  const slider = panel(page).getByRole('slider', { name: /CPU that typed asks for/ })
  await expect(piece.or(slider).first()).toBeVisible()
  await slider.press('ArrowUp')
  await expect(
    panel(page)
      .getByText(/pod shape: (2\.\d+|[3-9]\S*) vCPU/)
      .first(),
  ).toBeVisible()
})

test('E4: unsaved edits survive a reload', async ({ page }) => {
  await openPaused(page)
  await write(page, `# not yet applied\n${deployment('kept', 1, '1')}`)
  await expect(panel(page).getByText('kept').first()).toBeVisible()
  await idle(page)
  // Drafts are written when typing pauses, and at the latest when the page goes.
  await page.reload()
  await editor(page)
  await panel(page).getByRole('button', { name: 'Restore' }).click()
  await expect(panel(page).getByRole('heading', { name: 'kept' })).toBeVisible()
  await (await editor(page)).press('ControlOrMeta+Home')
  await expect(panel(page).getByText(/not.yet.applied/)).toBeVisible()
})

/** What people paste; each gets its sentence, and the line that it is about. */
const doors = [
  ['broken YAML', 'apiVersion: v1\nkind: Pod\nmetadata: { name: [\n', /Line \d+/],
  ['tabs', 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n', /Line 4.*tab/i],
  ['half a document', 'apiVersion: apps/v1\nkind: Deploy', /Line 2/],
  ['a wrong type', deployment('a', 'many', '1'), /Line 7/],
  ['a negative quantity', deployment('a', 1, '-1'), /Line 18/],
  ['an absurd quantity', deployment('a', 1, '12cores'), /Line 18/],
  ['a quantity beyond counting', deployment('a', 1, '1e400'), /Line 18/],
  [
    'an alias bomb',
    `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'
      .split('')
      .map((key, index) => {
        const before = `*${'abcdefgh'[index]}`
        return `${key}: &${key} [${Array(9).fill(before).join(', ')}]`
      })
      .join('\n')}`,
    /Line \d+/,
  ],
  ['a key named __proto__', `${deployment('a', 1, '1')}__proto__: { polluted: true }\n`, /Line 19/],
  ['HTML in a name', deployment('<img src=x onerror=alert(1)>', 1, '1'), /Line \d+/],
] as const

test('M2, M8, M9: bad input gets its sentence and changes nothing', async ({ page }) => {
  await openAt(page, 20)
  const before = [await machines(page, 'One-click'), await machines(page, 'Scheduler')]
  for (const [name, text, expected] of doors) {
    await test.step(name, async () => {
      await write(page, text)
      await expect(sentence(page), name).toContainText(expected)
      await apply(page)
      await expect(sentence(page), `${name}, applied`).toContainText(expected)
      expect([await machines(page, 'One-click'), await machines(page, 'Scheduler')], name).toEqual(
        before,
      )
    })
  }
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
})

test('M3: good documents apply while one is broken', async ({ page }) => {
  await openAt(page, 5)
  await write(page, `${deployment('good', 2, '1')}---${deployment('bad', 2, '-1')}`)
  await apply(page)
  await expect(sentence(page)).toContainText('good created')
  await expect(sentence(page)).toContainText(/Line 36/)
  const pods = (await machines(page, 'Scheduler')).reduce((sum, machine) => sum + machine.pods, 0)
  expect(pods).toBe(7)
})

test('M8: more pods than one run holds are refused at once, with the limit', async ({ page }) => {
  await openAt(page, 5)
  const before = [await machines(page, 'One-click'), await machines(page, 'Scheduler')]
  await write(page, deployment('flood', 150_000, '1m'))
  await apply(page)
  await expect(sentence(page)).toContainText(
    /flood wants 150,000 pods, but one run holds at most [\d,]+/,
  )
  expect([await machines(page, 'One-click'), await machines(page, 'Scheduler')]).toEqual(before)
})

test('E3: what applying said goes when it is undone', async ({ page }) => {
  await openAt(page, 5)
  await write(page, deployment('extra', 1, '500m'))
  await apply(page)
  await expect(sentence(page)).toContainText('extra created')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(sentence(page)).not.toContainText('created')
})

test('K7, M9: a pod larger than every machine says why it waits, as Kubernetes does', async ({
  page,
}) => {
  await openAt(page, 5)
  await write(page, deployment('giant', 1, '64'))
  await apply(page)
  await page.getByRole('tab', { name: 'Why?' }).click()
  await expect(
    page.getByText(/^0\/3 nodes are available: 3 Insufficient cpu\./).first(),
  ).toBeVisible()

  // So do a gated pod, and one whose scheduler is not here: nobody tries them.
  const waiting = (name: string, spec: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {${spec}, containers: [{name: c, image: x}]}\n`
  const gated = waiting('gated', 'schedulingGates: [{name: a.b/x}]')
  await write(page, `${gated}---\n${waiting('orphan', 'schedulerName: nobody')}`)
  await apply(page)
  const details = page.getByRole('region', { name: 'Details' })
  for (const [name, reason] of [
    ['gated-1', 'gated-1 is not tried: waiting for scheduling gates: [a.b/x].'],
    ['orphan-1', 'orphan-1 is not tried: no scheduler named nobody is here'],
    ['giant-1', '0/3 nodes are available: 3 Insufficient cpu.'],
  ] as const) {
    await lane(page, 'Scheduler')
      .getByRole('button', { name: '3 pending: show which' })
      .press('Enter')
    await page.getByRole('menuitem', { name }).press('Enter')
    await expect(details).toContainText(reason)
  }
})

test('M8: a file of 5 MB and a file that is no text are refused with a sentence', async ({
  page,
}) => {
  await openAt(page, 5)
  await editor(page)
  const input = page.locator('input[type=file]')
  await input.setInputFiles({
    name: 'large.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.alloc(5_200_000, 'a: b\n'),
  })
  await expect(sentence(page)).toContainText('large.yaml is larger than 5 MB (it has 5.2 MB)')
  await write(page, 'a: b\n'.repeat(1_020_000))
  await expect(sentence(page)).toContainText('That text is larger than 5 MB (it has 5.1 MB)')
  await expect(sentence(page)).toContainText('Your text is as it was')
  await expect(sentence(page)).not.toContainText('Line')
  await input.setInputFiles({
    name: 'image.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254]),
  })
  await expect(sentence(page)).toContainText('image.yaml is not a text file')
  await input.setInputFiles({
    name: 'many.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.alloc(4_900_000, '- a: b\n'),
  })
  await expect(sentence(page)).toContainText(/many\.yaml|Line/)
  await expect(page.getByRole('button', { name: 'Step', exact: true })).toBeEnabled()
})
