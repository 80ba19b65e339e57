// Part of npm run bench -- stage: script time of the built app under a real mouse and keyboard.
import { button, idle, lane, timeline } from '../e2e/driver.mjs'
import { say } from './setup.mjs'

/** A scenario at a moment, the machines of a lane that it begins with, and what a frame may take, ms. */
const PLACES = [
  { address: '#s=at-scale&at=61000', play: '#s=at-scale&at=20000', nodes: 1_000, frameBudget: 8 },
]
/** Milliseconds of script that an input may take. */
const INPUT_BUDGET = 5
/** Inputs of a kind that are counted, and those before them, whose code is not compiled yet. */
const ROUNDS = 20
const WARM_UP = 6
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

/**
 * Points, chooses, zooms, searches and plays as a person does.
 * @param {import('@playwright/test').Page} page times every animation frame in `frameTimes`
 * @param {string} url of the built app
 * @returns {Promise<object[]>} rows of the table
 */
export async function benchPage(page, url) {
  const rows = []
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  for (const { address, play, nodes, frameBudget } of PLACES) {
    say(`the page at ${address}`)
    await page.goto(`${url}${address}`)
    await timeline(page).waitFor()
    await idle(page, 120_000)
    const place = { nodes, pods: await arrivedPods(page) }
    const all = ROUNDS + WARM_UP
    const regions = await Promise.all(
      ['One-click', 'Scheduler'].map((name) => lane(page, name).boundingBox()),
    )
    rows.push(rowOf('at rest', place, await timed(page, session, count(all, nothing))))
    // A walk over the machines of both lanes that comes to no point twice.
    const point = (index) => {
      const { x, y, width, height } = regions[Math.floor(index) % 2]
      return [
        x + width * (0.05 + 0.9 * ((index * 0.382) % 1)),
        y + height * (0.22 + 0.42 * ((index * 0.271) % 1)),
      ]
    }
    const over = await timed(
      page,
      session,
      count(all, (index) => page.mouse.move(...point(index))),
    )
    rows.push(rowOf('hover', place, over, INPUT_BUDGET))
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
    // A turn of the wheel is several frames: no budget is for all of them together.
    const wheel = (index) => page.mouse.wheel(0, index % 8 < 4 ? -120 : 120)
    const zooms = await timed(page, session, count(all, wheel), SETTLE * 3)
    rows.push(rowOf('wheel', place, zooms))
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
    await page.goto('about:blank')
    await page.goto(`${url}${play}`)
    await timeline(page).waitFor()
    await idle(page, 120_000)
    await button(page, 'Play').click()
    await page.waitForTimeout(1_000)
    const frames = await page.evaluate(async (length) => {
      window.frameTimes.length = 0
      await new Promise((done) => setTimeout(done, length))
      return [...window.frameTimes]
    }, PLAYED)
    rows.push({
      name: 'page playing, a frame',
      nodes,
      pods: await arrivedPods(page),
      scriptMs: rounded(middle(frames)),
      scriptP95Ms: rounded(high(frames)),
      frames: frames.length,
      budgetMs: frameBudget,
      within: middle(frames) <= frameBudget,
    })
  }
  return rows
}
