// npm run screenshots -- FOLDER [STATE ...]: pictures of every state, at every size, light and dark.
// Uses dist/ as it is (npm run build first), or the folder that PODFALL_DIST names.
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  button,
  editor,
  goTo,
  idle,
  lane,
  machineButton,
  open,
  openPaused,
  sizes,
  timeline,
  write,
} from '../e2e/driver.mjs'
import { chromiumArguments, ensureChromium } from './browser.mjs'
import { serve } from './serve.mjs'
import { ensurePackages, fail, root, say } from './setup.mjs'

const [target, ...wanted] = process.argv.slice(2)
if (!target) fail('Name the folder for the pictures: npm run screenshots -- /tmp/pictures')
ensurePackages()
const { chromium } = await import('@playwright/test')
const dist = resolve(process.env.PODFALL_DIST ?? join(root, 'dist'))
if (!existsSync(join(dist, 'index.html'))) fail('There is no built app: run npm run build first.')
mkdirSync(target, { recursive: true })

const isPhone = (page) => page.viewportSize().width < 700

/** On a narrow screen a panel has to be opened first. */
async function showPanel(page, name) {
  const tab = page.getByRole('tab', { name, exact: true })
  if (await tab.isVisible()) await tab.click()
  else if (isPhone(page)) await page.getByRole('button', { name, exact: true }).click()
}

/** What a person does to see each state; every one starts with a fresh page. */
const states = {
  async opening(page) {
    await open(page)
    await page.waitForTimeout(400)
  },
  async playing35(page) {
    await openPaused(page)
    await goTo(page, 35)
  },
  async playing41(page) {
    await openPaused(page)
    await goTo(page, 41)
  },
  /** In the middle of a step: ghosts, overshoots and scores are up. */
  async explain(page) {
    await openPaused(page)
    await goTo(page, 34)
    await showPanel(page, 'Why?')
    await button(page, 'Step').click()
    await page.waitForTimeout(900)
  },
  async why(page) {
    await openPaused(page)
    await goTo(page, 35)
    await showPanel(page, 'Why?')
    await idle(page)
  },
  async events(page) {
    await openPaused(page)
    await goTo(page, 35)
    await showPanel(page, 'Events')
    await idle(page)
  },
  async killed(page) {
    await openPaused(page)
    await goTo(page, 24)
    await pull(page, 3)
    await idle(page)
  },
  async recovering(page) {
    await openPaused(page)
    await goTo(page, 24)
    await pull(page, 3)
    await button(page, 'Play').click()
    await page
      .getByText(/^fast-forward/)
      .first()
      .waitFor({ timeout: 60_000 })
    await page.waitForTimeout(300)
  },
  async recovered(page) {
    await openPaused(page)
    await goTo(page, 24)
    await pull(page, 3)
    await fastest(page)
    await button(page, 'Play').click()
    await idle(page, 120_000)
  },
  async broken(page) {
    await openPaused(page)
    await goTo(page, 35)
    await showPanel(page, 'YAML')
    await editor(page)
    await write(page, 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n\tspec: {\n')
    await page.waitForTimeout(800)
    await idle(page)
  },
  async selected(page) {
    await openPaused(page)
    await goTo(page, 35)
    const machine = machineButton(page, 'node-3')
    await machine.focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await idle(page)
  },
  async gallery(page) {
    await openPaused(page)
    await page.getByRole('button', { name: 'Examples' }).last().click()
    await page.getByRole('dialog').waitFor()
    await page.waitForTimeout(4_000)
  },
  async machine(page) {
    await openPaused(page)
    await goTo(page, 35)
    await machineButton(page, 'node-3').click()
    if (!isPhone(page)) await page.getByRole('menuitem', { name: 'Show its pods' }).click()
    await page.getByRole('dialog').waitFor()
    await page.waitForTimeout(300)
  },
  async start(page) {
    await openPaused(page)
    await timeline(page).press('Home')
    await idle(page)
  },
}

/** Pulls a plug where the screen has it: by the name, or in the machine's sheet. */
async function pull(page, number) {
  const plug = lane(page, 'Scheduler').getByRole('button', {
    name: `Pull the plug on node-${number}`,
  })
  if (await plug.isVisible()) return plug.click()
  await machineButton(page, `node-${number}`).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Pull the plug', exact: true }).click()
}

async function fastest(page) {
  const fast = page.getByRole('button', { name: '8 times as fast', exact: true })
  if (await fast.isVisible()) return fast.click()
  const next = page.getByRole('button', { name: /^Speed/ })
  while (!(await next.getAttribute('aria-label')).includes('8 times')) await next.click()
}

for (const name of wanted) if (!states[name]) fail(`There is no state "${name}".`)
const { url, close } = await serve({ folder: dist })
const browser = await chromium.launch({
  executablePath: ensureChromium(),
  args: chromiumArguments,
})
let failures = 0
for (const viewport of sizes) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [name, reach] of Object.entries(states)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      const size = `${viewport.width}x${viewport.height}`
      if (process.env.PODFALL_SIZE && process.env.PODFALL_SIZE !== size) continue
      if (process.env.PODFALL_SCHEME && process.env.PODFALL_SCHEME !== colorScheme) continue
      const file = join(target, `${name}-${size}-${colorScheme}.png`)
      const context = await browser.newContext({ baseURL: url, viewport, colorScheme })
      const page = await context.newPage()
      try {
        await reach(page)
        await page.screenshot({ path: file })
        say(file)
      } catch (error) {
        failures++
        await page.screenshot({ path: file }).catch(() => {})
        say(`${file}: ${error.message.split('\n')[0]}`)
      }
      await context.close()
    }
  }
}
await browser.close()
await close()
process.exitCode = failures === 0 ? 0 : 1
