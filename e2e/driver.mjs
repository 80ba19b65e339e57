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
  await page.waitForFunction(
    () => {
      const { dataset } = document.documentElement
      // What has just been done may begin with the next frame, or follow it.
      if (dataset.framed === undefined) {
        dataset.framed = 'soon'
        requestAnimationFrame(() => setTimeout(() => (dataset.framed = 'now')))
      }
      if (dataset.framed !== 'now' || dataset.idle !== 'true') return false
      delete dataset.framed
      return true
    },
    undefined,
    { timeout, polling: 8 },
  )
}

/**
 * Gives the window another size and waits until the page has heard of it and is at rest.
 * @param {Page} page @param {{ width: number, height: number }} size
 */
export async function resize(page, size) {
  await page.setViewportSize(size)
  await page.waitForFunction(
    ({ width, height }) => innerWidth === width && innerHeight === height,
    size,
  )
  await idle(page)
}

/** @param {Page} page @param {'One-click' | 'Scheduler'} name */
export const lane = (page, name) => page.getByRole('region', { name, exact: true })

/** @param {Page} page @param {string | RegExp} name */
export const button = (page, name) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .filter({ visible: true })
    .first()

/**
 * Opens the page and waits until the opening story is there.
 * @param {Page} page
 * @param {string} [address] relative to the base address
 */
export async function open(page, address = './') {
  await page.goto(address)
  await lane(page, 'Scheduler').getByRole('listitem').first().waitFor()
}

/**
 * Opens the page and stops the story, so that a journey can go its own way.
 * @param {Page} page
 * @param {string} [address]
 */
export async function openPaused(page, address) {
  await open(page, address)
  await pause(page)
}

/** Stops the story that plays. @param {Page} page */
export async function pause(page) {
  await button(page, 'Pause').click()
  await button(page, 'Play').waitFor()
  await idle(page)
}

/** @param {Page} page */
export const timeline = (page) => page.getByRole('slider', { name: 'Timeline' })

/** The button with a machine's name, which opens its menu. @param {Page} page @param {string} name */
export const machineButton = (page, name) =>
  page.getByRole('button', { name: new RegExp(`^(More about )?${name}$`) })

/** What the machines of a lane say about themselves. @param {Page} page @param {'One-click' | 'Scheduler'} name */
export async function machines(page, name) {
  const texts = await lane(page, name)
    .getByRole('list', { name: /^Machines/ })
    .getByRole('listitem')
    .evaluateAll((items) =>
      items.map((item) => item.getAttribute('aria-label') ?? item.textContent),
    )
  return texts.map(readMachine)
}

/**
 * Reads a machine's text: `node-3, 6 of 8 vCPU, 28 of 32 GiB, 7 pods, cordoned`.
 * @param {string} text
 */
function readMachine(text) {
  const match =
    /^(\S+), ([\d.,]+) of ([\d.,]+) vCPU, ([\d.,]+) of ([\d.,]+) GiB, (?:.* GPUs?, )?([\d,]+) pods?(.*)$/.exec(
      text.trim(),
    )
  if (!match) throw new Error(`This does not read like a machine: ${text}`)
  const [cpu = 0, cpus = 0, memory = 0, memories = 0, pods = 0] = match
    .slice(2, 7)
    .map((number) => Number(number.replaceAll(',', '')))
  const states = match[7].split(', ').filter((state) => state !== '')
  return { name: match[1], cpu, cpus, memory, memories, pods, states }
}

/** How many pods have arrived at the moment that is shown, and of how many. @param {Page} page */
async function arrivals(page) {
  const text = (await timeline(page).getAttribute('aria-valuetext')) ?? ''
  const [, done = '', all = ''] = /^([\d,]+) of ([\d,]+)/.exec(text) ?? []
  return { done: Number(done.replaceAll(',', '')), all: Number(all.replaceAll(',', '')) }
}

/** How many pods have arrived at the moment that is shown. @param {Page} page */
export const arrived = async (page) => (await arrivals(page)).done

/**
 * Goes to the moment at which pod number `pods` arrives: presses the timeline nearer and nearer to
 * where that many have arrived, then steps back onto the arrival itself.
 * @param {Page} page
 * @param {number} pods at least 1
 */
export async function goTo(page, pods) {
  const track = await timeline(page).locator('..').boundingBox()
  if (!track) throw new Error('There is no timeline to press.')
  // Where it would be if the pods came evenly is tried first.
  let place = (pods + 0.5) / ((await arrivals(page)).all + 1)
  let [low, high] = [0, 1]
  for (let press = 0; press < 20; press++) {
    await page.mouse.click(track.x + place * track.width, track.y + track.height / 2)
    await idle(page)
    const shown = await arrived(page)
    if (shown > pods) high = place
    else {
      if (shown === pods) {
        await timeline(page).press('ArrowLeft')
        await idle(page)
        if ((await arrived(page)) === pods) return
        // That was the very moment already: a little later, and back again.
      }
      low = place
    }
    place = (low + high) / 2
  }
  throw new Error(`There is no moment with ${pods} pods.`)
}

/**
 * Opens the opening story at rest, at the moment at which pod number `pods` arrives: each comes a
 * second after the one before. Takes a third of the time that `goTo` does.
 * @param {Page} page
 * @param {number} pods
 */
export async function openAt(page, pods) {
  await open(page, `./#s=opening&at=${pods * 1_000}`)
  await idle(page)
  const shown = await arrived(page)
  if (shown !== pods) throw new Error(`There are ${shown} pods, not ${pods}.`)
}

/** The text editor, once it has loaded. @param {Page} page */
export async function editor(page) {
  const text = page.getByRole('textbox', { name: /^YAML of / })
  // What takes the keys is a part of the editor without a size of its own.
  await text.waitFor({ state: 'attached', timeout: 60_000 })
  return text
}

/** Replaces the whole text, as pasting does. @param {Page} page @param {string} text */
export async function write(page, text) {
  const box = await editor(page)
  await box.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.evaluate((pasted) => {
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, text)
}
