// Part of npm run bench -- stage: script time of the built app under a real mouse and keyboard.
import { button, idle, timeline } from '../e2e/driver.mjs'
import { say } from './setup.mjs'

/**
 * Scenarios: the moment at which all pods are there, the one from which it is played, the machines
 * of a lane that it begins with, and what a frame may take, ms.
 */
const PLACES = [
  { scenario: 'at-scale', at: 61_000, playFrom: 20_000, nodes: 1_000, frameBudget: 8 },
  { scenario: 'the-limit', at: 150_000, playFrom: 120_000, nodes: 5_000, frameBudget: 16 },
]
/** Milliseconds of script that an input may take. */
const INPUT_BUDGET = 5
/** Inputs of a kind that are counted, and those before them, whose code is not compiled yet. */
const ROUNDS = 20
const WARM_UP = 6
/** Once idle, the page has its editor fetched and cleans up after loading, ms. */
const AFTER_LOADING = 10_000
/** Until what an input has set off is over, ms; nothing of the bench runs in the page meanwhile. */
const SETTLE = 120
/** A search goes through all names, in pieces. */
const SEARCH_SETTLE = 400
const PLAYED = 5_000
const TYPED = 'web-12'

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const high = (values) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * 0.95))]
const rounded = (value) => Number(value.toPrecision(3))

/** What the browser counts of the page's main thread, ms: scripts, and tasks as a whole. */
async function spent(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  const of = (name) => metrics.find((metric) => metric.name === name).value * 1_000
  return { script: of('ScriptDuration'), task: of('TaskDuration') }
}

/** Does one thing after the other and tells what the page spent for each. */
async function timed(page, session, acts, settle = SETTLE) {
  const all = []
  for (const act of acts) {
    await page.waitForTimeout(30)
    const before = await spent(session)
    await act()
    await page.waitForTimeout(settle)
    const after = await spent(session)
    all.push({ script: after.script - before.script, task: after.task - before.task })
  }
  return all
}

function rowOf(name, { nodes, pods }, all, budget) {
  const warm = all.length > WARM_UP ? all.slice(WARM_UP) : all
  const scripts = warm.map(({ script }) => script)
  const typical = middle(scripts)
  return {
    name: `page ${name}`,
    nodes,
    pods,
    scriptMs: rounded(typical),
    scriptP95Ms: rounded(high(scripts)),
    coldScriptMs: rounded(all[0].script),
    taskMs: rounded(middle(warm.map(({ task }) => task))),
    inputs: warm.length,
    ...(budget === undefined ? {} : { budgetMs: budget, within: typical <= budget }),
  }
}

/** How many pods have arrived at the moment that is shown. */
async function arrivedPods(page) {
  const text = (await timeline(page).getAttribute('aria-valuetext')) ?? ''
  return Number((/^[\d,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''))
}

const nothing = async () => undefined

const count = (length, act) => Array.from({ length }, (_, index) => () => act(index))

/** Opens a scenario at a moment and waits until nothing is under way there, the editor included. */
async function openAt(page, url, scenario, at) {
  await page.goto('about:blank')
  await page.goto(`${url}#s=${scenario}&at=${at}`)
  await timeline(page).waitFor()
  await idle(page, 300_000)
  await page.getByRole('textbox', { name: /editor/i }).waitFor({ state: 'attached' })
  await page.waitForTimeout(AFTER_LOADING)
  await idle(page)
}

/** What is done by hand at a moment at which nothing moves. */
async function inputRows(page, session, place) {
  const rows = []
  const all = ROUNDS + WARM_UP
  const cards = await page.getByRole('region', { name: LANES }).all()
  const regions = await Promise.all(cards.map((card) => card.boundingBox()))
  rows.push(rowOf('at rest', place, await timed(page, session, count(all, nothing))))
  // A walk over the machines of all lanes that comes to no point twice.
  const point = (index) => {
    const { x, y, width, height } = regions[Math.floor(index) % regions.length]
    return [
      x + width * (0.05 + 0.9 * ((index * 0.382) % 1)),
      y + height * (0.22 + 0.42 * ((index * 0.271) % 1)),
    ]
  }
  const move = (index) => page.mouse.move(...point(index))
  rows.push(rowOf('hover', place, await timed(page, session, count(all, move)), INPUT_BUDGET))
  const clicks = []
  for (let index = 0; index < all; index++) {
    // The way there is another input.
    await page.mouse.move(...point(index + 0.5))
    await page.waitForTimeout(SETTLE)
    const press = async () => {
      await page.mouse.down()
      await page.mouse.up()
    }
    clicks.push(...(await timed(page, session, [press])))
  }
  rows.push(rowOf('select', place, clicks, INPUT_BUDGET))
  await page.keyboard.press('Escape')
  // A turn of the wheel is several frames: no budget is for all of them together.
  const wheel = (index) => page.mouse.wheel(0, index % 8 < 4 ? -120 : 120)
  rows.push(rowOf('wheel', place, await timed(page, session, count(all, wheel), SETTLE * 3)))
  const keys = []
  while (keys.length < all) {
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.getByRole('dialog').getByRole('combobox').waitFor()
    await page.waitForTimeout(SEARCH_SETTLE)
    const letters = [...TYPED].map((letter) => () => page.keyboard.type(letter))
    keys.push(...(await timed(page, session, letters, SEARCH_SETTLE)))
  }
  await page.keyboard.press('Escape')
  rows.push(rowOf('find, a letter typed', place, keys, INPUT_BUDGET))
  return rows
}

/**
 * Plays for a while: script of its frames, of everything together for each second, and the longest
 * time from one frame to the next; then the same with a pointer on its way over the machines.
 */
async function playRows(page, session, { nodes, frameBudget }) {
  const rows = []
  await button(page, 'Play').click()
  await page.waitForTimeout(1_000)
  const card = await page.getByRole('region', { name: LANES }).first().boundingBox()
  for (const name of ['playing, a frame', 'playing and hovering, a frame']) {
    await page.evaluate(() => {
      window.frameTimes.length = 0
      window.frameStarts.length = 0
    })
    const before = await spent(session)
    const started = performance.now()
    for (let step = 0; performance.now() - started < PLAYED; step++) {
      await page.waitForTimeout(100)
      if (!name.includes('hover')) continue
      const [x, y] = [(step * 0.382) % 1, (step * 0.271) % 1]
      await page.mouse.move(card.x + card.width * x, card.y + card.height * (0.3 + 0.4 * y))
    }
    const length = performance.now() - started
    const { script } = await spent(session)
    const [frames, starts] = await page.evaluate(() => [[...frameTimes], [...frameStarts]])
    rows.push({
      name: `page ${name}`,
      nodes,
      pods: await arrivedPods(page),
      scriptMs: rounded(middle(frames)),
      scriptP95Ms: rounded(high(frames)),
      frames: frames.length,
      scriptPerSecondMs: rounded(((script - before.script) / length) * 1_000),
      longestGapMs: rounded(Math.max(...starts.slice(1).map((at, i) => at - starts[i]))),
      budgetMs: frameBudget,
      within: middle(frames) <= frameBudget,
    })
  }
  return rows
}

/** Titles of the lanes of all places. */
const LANES = /^(One-click|Scheduler|Kubernetes)$/

/** Scenarios in which the page can be measured. */
export const pageScenarios = PLACES.map(({ scenario }) => scenario)

/**
 * Points, chooses, zooms, searches and plays as a person does.
 * @param {import('@playwright/test').Page} page times every animation frame in `frameTimes` and tells
 *   when they began in `frameStarts`
 * @param {string} url of the built app
 * @param {string | undefined} only one of `pageScenarios`; all of them without it
 * @returns {Promise<object[]>} rows of the table
 */
export async function benchPage(page, url, only) {
  const rows = []
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  for (const place of PLACES) {
    const { scenario, at, playFrom, nodes } = place
    if (only !== undefined && only !== scenario) continue
    say(`the page at ${scenario}`)
    await openAt(page, url, scenario, at)
    const pods = await arrivedPods(page)
    rows.push(...(await inputRows(page, session, { nodes, pods })))
    await openAt(page, url, scenario, playFrom)
    rows.push(...(await playRows(page, session, place)))
  }
  return rows
}
