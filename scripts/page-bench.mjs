// Part of npm run bench -- stage: script time of the built app under a real mouse and
// keyboard.
import { button, idle, timeline } from '../e2e/driver.mjs'
import { startTrace, traceClock } from './script-trace.mjs'
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
/** Until a machine's sheet has opened after a press, ms. */
const SHEET = 500
const PLAYED = 5_000
const TYPED = 'web-12'

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const high = (values) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * 0.95))]
const rounded = (value) => Number(value.toPrecision(3))

/** Does one thing after the other and tells what the page spent for each. `before`: not counted. */
async function timed(page, acts, { settle = SETTLE, before = async () => {} } = {}) {
  const stop = await startTrace(page)
  const stretches = []
  for (const [index, act] of acts.entries()) {
    await before(index)
    await page.waitForTimeout(30)
    const from = traceClock()
    await act()
    await page.waitForTimeout(settle)
    stretches.push([from, traceClock()])
  }
  const trace = await stop()
  return stretches.map(([from, to]) => trace.between(from, to))
}

function rowOf(name, { nodes, pods }, all, budget) {
  const warm = all.length > WARM_UP ? all.slice(WARM_UP) : all
  return {
    name: `page ${name}`,
    nodes,
    pods,
    ...figures(warm),
    coldScriptMs: rounded(all[0].script),
    taskMs: rounded(middle(warm.map(({ task }) => task))),
    inputs: warm.length,
    ...judged(warm, budget),
  }
}

/** Script by the clock and by the processor. */
function figures(all) {
  const scripts = all.map(({ script }) => script)
  const processor = all.map((one) => one.processor)
  return {
    scriptMs: rounded(middle(scripts)),
    scriptP95Ms: rounded(high(scripts)),
    processorMs: rounded(middle(processor)),
    processorP95Ms: rounded(high(processor)),
  }
}

/** On a machine that does other work as well only the processor's time says whether a goal is reached. */
function judged(all, budget) {
  if (budget === undefined) return {}
  return { budgetMs: budget, within: middle(all.map(({ processor }) => processor)) <= budget }
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
  await page.getByRole('textbox', { name: /^YAML of / }).waitFor({ state: 'attached' })
  await page.waitForTimeout(AFTER_LOADING)
  await idle(page)
}

/** Closes what is open or about to open. */
async function closeDialogs(page) {
  await page.waitForTimeout(SHEET)
  for (let tries = 0; tries < 5 && (await page.getByRole('dialog').count()) > 0; tries++) {
    await page.keyboard.press('Escape')
    await page.waitForTimeout(SETTLE)
  }
}

/** Those points of a walk under which a machine stands: between tiles nothing is to be shown. */
async function pointsOverMachines(page, point, least) {
  const found = []
  const stage = page.getByRole('group', { name: PICTURE })
  for (let index = 0; found.length < least && index < 20 * least; index++) {
    await page.mouse.move(...point(index))
    const cursor = await stage.evaluate((element) => element.style.cursor)
    if (cursor === 'pointer') found.push(point(index))
  }
  if (found.length === 0) throw new Error('no machine under any point of the walk')
  await page.mouse.move(0, 0)
  return (index) => found[index % found.length]
}

/** What is done by hand at a moment at which nothing moves. */
async function inputRows(page, place) {
  const all = ROUNDS + WARM_UP
  const cards = await page.getByRole('region', { name: LANES }).all()
  const regions = await Promise.all(cards.map((card) => card.boundingBox()))
  // A walk over the machines of all lanes that comes to no point twice.
  const point = (index) => {
    const { x, y, width, height } = regions[Math.floor(index) % regions.length]
    return [
      x + width * (0.05 + 0.9 * ((index * 0.382) % 1)),
      y + height * (0.22 + 0.42 * ((index * 0.271) % 1)),
    ]
  }
  const over = await pointsOverMachines(page, point, all)
  const move = (index) => page.mouse.move(...over(index))
  const press = async () => {
    await page.mouse.down()
    await page.mouse.up()
  }
  const rows = [
    rowOf('at rest', place, await timed(page, count(all, nothing))),
    rowOf('hover', place, await timed(page, count(all, move)), INPUT_BUDGET),
  ]
  // The way there is another input, and so is what closes the sheet that opens later.
  const go = async (index) => {
    await closeDialogs(page)
    await move(all - 1 - index)
    await page.waitForTimeout(SETTLE)
  }
  const clicks = await timed(page, count(all, press), { before: go })
  rows.push(rowOf('select', place, clicks, INPUT_BUDGET))
  await closeDialogs(page)
  // A turn of the wheel is several frames: no budget is for all of them together.
  const wheel = (index) => page.mouse.wheel(0, index % 8 < 4 ? -120 : 120)
  const zooms = await timed(page, count(all, wheel), { settle: SETTLE * 3 })
  rows.push(rowOf('wheel', place, zooms))
  const search = async (index) => {
    if (index % TYPED.length > 0) return
    await closeDialogs(page)
    await page.keyboard.press('/')
    await page.getByRole('dialog').getByRole('combobox').waitFor()
    await page.waitForTimeout(SEARCH_SETTLE)
  }
  const type = (index) => page.keyboard.type(TYPED[index % TYPED.length])
  const keys = await timed(page, count(all, type), { settle: SEARCH_SETTLE, before: search })
  await page.keyboard.press('Escape')
  rows.push(rowOf('find, a letter typed', place, keys, INPUT_BUDGET))
  return rows
}

/**
 * Plays for a while: all script from one frame to the next, of all frames and for each second, and the
 * longest time between two frames; then the same with a pointer on its way over the machines.
 */
async function playRows(page, { nodes, frameBudget }) {
  const rows = []
  await button(page, 'Play').click()
  await page.waitForTimeout(1_000)
  const card = await page.getByRole('region', { name: LANES }).first().boundingBox()
  for (const name of ['playing, a frame', 'playing and hovering, a frame']) {
    const stop = await startTrace(page)
    const started = performance.now()
    for (let step = 0; performance.now() - started < PLAYED; step++) {
      await page.waitForTimeout(100)
      if (!name.includes('hover')) continue
      const [x, y] = [(step * 0.382) % 1, (step * 0.271) % 1]
      await page.mouse.move(card.x + card.width * x, card.y + card.height * (0.3 + 0.4 * y))
    }
    const frames = (await stop()).frames()
    const length = frames.at(-1).at - frames[0].at
    const processor = frames.reduce((sum, frame) => sum + frame.processor, 0)
    rows.push({
      name: `page ${name}`,
      nodes,
      pods: await arrivedPods(page),
      ...figures(frames),
      frames: frames.length,
      processorPerSecondMs: rounded((processor / length) * 1_000),
      longestGapMs: rounded(Math.max(...frames.slice(1).map(({ at }, i) => at - frames[i].at))),
      ...judged(frames, frameBudget),
    })
  }
  return rows
}

/** Presses the timeline at other moments, and waits until each is shown. */
async function jumpRow(page, { nodes, pods }) {
  const track = await timeline(page).locator('..').boundingBox()
  const shares = [0.5, 0.7, 0.55, 0.75, 0.6, 0.8]
  const all = []
  const pieces = []
  for (const share of shares) {
    const stop = await startTrace(page)
    const from = traceClock()
    await page.mouse.click(track.x + track.width * share, track.y + track.height / 2)
    await page.waitForTimeout(SHEET)
    await idle(page, 120_000)
    const trace = await stop()
    all.push(trace.between(from, traceClock()))
    pieces.push(trace.longest(from))
  }
  return {
    name: 'page jump',
    nodes,
    pods,
    ...figures(all),
    longestProcessorMs: rounded(middle(pieces)),
    inputs: all.length,
  }
}

/** What the stage is called. */
const PICTURE = /^Picture of the machines/
/** Titles of the lanes of all places. */
const LANES = /^(One-click|Scheduler|Kubernetes)$/

/** Scenarios in which the page can be measured. */
export const pageScenarios = PLACES.map(({ scenario }) => scenario)

/**
 * Points, chooses, zooms, searches and plays as a person does.
 * @param {import('@playwright/test').Page} page
 * @param {string} url of the built app
 * @param {string | undefined} only one of `pageScenarios`; all of them without it
 * @returns {Promise<object[]>} rows of the table
 */
export async function benchPage(page, url, only) {
  const rows = []
  for (const place of PLACES) {
    const { scenario, at, playFrom, nodes } = place
    if (only !== undefined && only !== scenario) continue
    say(`the page at ${scenario}`)
    await openAt(page, url, scenario, at)
    const pods = await arrivedPods(page)
    rows.push(...(await inputRows(page, { nodes, pods })))
    rows.push(await jumpRow(page, { nodes, pods }))
    await openAt(page, url, scenario, playFrom)
    rows.push(...(await playRows(page, place)))
  }
  return rows
}
