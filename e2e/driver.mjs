// Drives the page as a person with a keyboard or a screen reader does: roles and names, no
// selectors of its making. Used by the journeys and by scripts/screenshots.mjs.
/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Locator} Locator */

/** Sizes at which the layout is looked at. */
export const sizes = [
  { width: 1920, height: 1080 },
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
]

/**
 * Waits until nothing moves and nothing is under way; the page says so itself.
 * @param {Page} page
 * @param {number} [timeout] milliseconds
 */
export async function idle(page, timeout = 30_000) {
  await page.waitForFunction(() => document.documentElement.dataset.idle === 'true', undefined, {
    timeout,
  })
}

/** @param {Page} page @param {'One-click' | 'Scheduler'} name */
export const lane = (page, name) => page.getByRole('region', { name, exact: true })

/** @param {Page} page @param {string | RegExp} name */
export const button = (page, name) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).filter({ visible: true }).first()

/**
 * Opens the page and waits until the opening story is there.
 * @param {Page} page
 * @param {string} [address] relative to the base address
 */
export async function open(page, address = './') {
  await page.goto(address)
  await lane(page, 'Scheduler').getByRole('listitem').first().waitFor()
}

/** Opens the page and stops the story, so that a journey can go its own way. @param {Page} page */
export async function openPaused(page) {
  await open(page)
  await pause(page)
}

/** @param {Page} page */
export async function pause(page) {
  const playing = button(page, 'Pause')
  if (await playing.isVisible()) await playing.click()
  await button(page, 'Play').waitFor()
  await idle(page)
}

/** @param {Page} page */
export const timeline = (page) => page.getByRole('slider', { name: 'Timeline' })

/** What the machines of a lane say about themselves. @param {Page} page @param {'One-click' | 'Scheduler'} name */
export async function machines(page, name) {
  const texts = await lane(page, name)
    .getByRole('list', { name: /^Machines/ })
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => item.getAttribute('aria-label') ?? item.textContent))
  return texts.map(readMachine)
}

/**
 * Reads a machine's text: `node-3, 6 of 8 vCPU, 28 of 32 GiB, 7 pods, cordoned`.
 * @param {string} text
 */
export function readMachine(text) {
  const match =
    /^(\S+), ([\d.,]+) of ([\d.,]+) vCPU, ([\d.,]+) of ([\d.,]+) GiB, (?:.* GPUs?, )?([\d,]+) pods?(.*)$/.exec(
      text.trim(),
    )
  if (!match) throw new Error(`This does not read like a machine: ${text}`)
  const [cpu, cpus, memory, memories, pods] = match
    .slice(2, 7)
    .map((number) => Number(number.replaceAll(',', '')))
  const states = match[7].split(', ').filter((state) => state !== '')
  return { name: match[1], cpu, cpus, memory, memories, pods, states }
}
