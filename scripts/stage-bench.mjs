// npm run bench -- stage: script time in a real browser (bench/README.md): of the stage's frames in a
// harness, then of inputs in the built app (page-bench.mjs).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromiumArguments, ensureChromium } from './browser.mjs'
import { benchPage, pageScenarios } from './page-bench.mjs'
import { serve } from './serve.mjs'
import { root, say } from './setup.mjs'

const HARNESS = 'src/ui/stage/harness/index.html'
const NODES = 100
const PODS = 2_000
/** 5 % of the pods of each lane. */
const MOVING = PODS / 20
/** Milliseconds of script that a frame of this scale may take. */
const BUDGET = 4
const ROUNDS = 5
/** Rounds of what takes seconds to play out. */
const CROWD_ROUNDS = 3
/** Rounds of an input, and those before them: code that has run twice is not compiled yet. */
const INPUT_ROUNDS = 20
const INPUT_WARM_UP = 6
const VIEWPORT = { width: 1920, height: 1080 }

/**
 * What each case does. `act` runs in the page; the frames that follow are timed until the stage says
 * that it rests. The first round warms up and is told apart.
 * @type {readonly {name: string, act: string, budget?: number}[]}
 */
const CASES = [
  { name: 'rest', act: 'undefined', budget: 0 },
  { name: 'moving 5 %', act: `harness.arrive(false, ${MOVING})`, budget: BUDGET },
  { name: 'one arrival, looked at', act: 'harness.arrive(true, 1)', budget: BUDGET },
  { name: 'plug pulled', act: 'harness.kill(7)' },
  { name: 're-created', act: 'harness.recreate(7)', budget: BUDGET },
]

/**
 * Larger clusters, made without an engine: machines and pods of each lane, vCPU of a machine, and
 * what a frame may take. At 15,000 pods that is meant of every kind of motion; at 150,000 of the time
 * from an input to the submitted frame.
 */
const CROWDS = [
  { nodes: 1_000, pods: 15_000, cpu: 48, budget: 8 },
  { nodes: 5_000, pods: 150_000, cpu: 64, budget: 16 },
]
const LEFT = 'one-click'

/**
 * What is done to a crowd. `input`: what a person does; its own script and the frame that follows
 * count together. `near`: with the camera close to some machines.
 * @type {readonly {name: string, act: string, input?: true, near?: true, budget?: number}[]}
 */
const CROWD_CASES = [
  {
    name: 'hover',
    act: `harness.hover({ type: 'node', lane: '${LEFT}', row: 40 + harness.count++ })`,
    input: true,
    budget: 5,
  },
  {
    name: 'select',
    act: `harness.select({ type: 'pod', lane: '${LEFT}', row: 900 + harness.count++ })`,
    input: true,
    budget: 5,
  },
  { name: 'zoom', act: 'harness.camera(1.2 + 0.1 * (harness.count++ % 9), 0.4, 0.4)', input: true },
  {
    name: 'pan near',
    act: 'harness.camera(12, 0.3 + 0.01 * (harness.count++ % 9), 0.4)',
    input: true,
    near: true,
  },
  {
    name: 'hover near',
    act: `harness.hover({ type: 'pod', lane: '${LEFT}', row: 900 + harness.count++ })`,
    input: true,
    near: true,
    budget: 5,
  },
  { name: 'wave of 1,000', act: 'harness.wave(1000)' },
  { name: 'wave of 1,000 near', act: 'harness.wave(1000)', near: true },
  { name: 'rollout of 500', act: 'harness.rollout(harness.count++ % 7, 500)' },
  { name: 'rollout of 500 near', act: 'harness.rollout(harness.count++ % 7, 500)', near: true },
  { name: 'zone dies', act: 'harness.killZone(1)' },
]

/** Milliseconds of a fixed piece of work, so that slow and fast machines can be compared. */
const reference = () => {
  const pixels = new Uint32Array(1 << 20)
  const times = []
  for (let round = 0; round < 9; round++) {
    const start = performance.now()
    for (let i = 0; i < pixels.length; i++) {
      const before = pixels[i]
      pixels[i] = (((before >>> 1) & 0x7f7f7f7f) + ((i * 2654435761) >>> 8)) >>> 0
    }
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[4]
}

/** Times every animation frame's script, all of its callbacks together; must run before the page's own scripts. */
const watchFrames = () => {
  const frames = []
  let latest
  window.frameTimes = frames
  const ask = window.requestAnimationFrame.bind(window)
  window.requestAnimationFrame = (draw) =>
    ask((time) => {
      const start = performance.now()
      draw(time)
      const spent = performance.now() - start
      if (time === latest && frames.length > 0) frames[frames.length - 1] += spent
      else frames.push(spent)
      latest = time
    })
}

/** Runs one case: script of the update itself, and of every frame until nothing moves. */
const play = async (act) => {
  window.frameTimes.length = 0
  const start = performance.now()
  // The harness's own functions, named by this file: see CASES.
  act()
  const whole = performance.now() - start
  const update = Number(document.documentElement.dataset.updateTime ?? whole)
  const rests = () => document.documentElement.dataset.busy !== 'true'
  await new Promise((done) => {
    const look = () => (rests() ? done() : setTimeout(look, 20))
    setTimeout(look, 400)
  })
  return { update, frames: [...window.frameTimes] }
}

/** Script of one input and of the frame that it leads to, ms. */
const poke = async (act) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  window.frameTimes.length = 0
  const start = performance.now()
  act()
  const own = performance.now() - start
  await new Promise((done) => setTimeout(done, 60))
  return { update: own, frames: [own + Math.max(0, ...window.frameTimes)] }
}

const sorted = (values) => values.toSorted((a, b) => a - b)
const share = (values, part) => {
  const list = sorted(values)
  return list[Math.min(list.length - 1, Math.floor(list.length * part))] ?? 0
}
const rounded = (value) => Number(value.toPrecision(3))

/** One row of the table. */
function rowOf({ name, nodes, pods, frames, warm, rounds, referenceMs, budget }) {
  const typical = share(frames, 0.5)
  const update = share(
    warm.map((round) => round.update),
    0.5,
  )
  return {
    name: `stage ${name}`,
    nodes,
    pods,
    frames: frames.length,
    updateMs: rounded(update),
    frameMs: rounded(typical),
    frameP95Ms: rounded(share(frames, 0.95)),
    coldFrameMs: rounded(Math.max(0, ...rounds[0].frames)),
    pixelLoopMs: rounded(referenceMs),
    timesPixelLoop: rounded(typical / referenceMs),
    ...(budget === undefined ? {} : { budgetMs: budget, within: typical <= budget }),
  }
}

/** Every case of one crowd, each after a warm-up round. */
async function benchCrowd(page, url, { nodes, pods, cpu, budget }, referenceMs) {
  console.error(`${pods} pods on ${nodes} machines`)
  await page.goto(`${url}${HARNESS}?crowd&machines=${nodes}&pods=${pods}&cpu=${cpu}`)
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true')
  await page.waitForFunction(() => document.documentElement.dataset.busy === 'false')
  await page.evaluate(() => {
    window.harness.count = 0
  })
  const rows = []
  for (const one of CROWD_CASES) {
    await page.evaluate((near) => {
      if (near) window.harness.camera(12, 0.3, 0.4)
      else window.harness.stage.setCamera(undefined)
    }, one.near === true)
    await page.waitForFunction(() => document.documentElement.dataset.busy === 'false')
    const rounds = []
    const warmUp = one.input ? INPUT_WARM_UP : one.name === 'zone dies' ? 0 : 1
    const times = one.input ? INPUT_ROUNDS : one.name === 'zone dies' ? 1 : CROWD_ROUNDS
    for (let round = 0; round < warmUp + times; round++) {
      rounds.push(await page.evaluate(`(${one.input ? poke : play})(() => ${one.act})`))
    }
    const warm = rounds.slice(warmUp)
    const frames = warm.flatMap((round) => round.frames)
    const own = one.budget ?? budget
    rows.push(rowOf({ ...one, nodes, pods, frames, warm, rounds, referenceMs, budget: own }))
  }
  return rows
}

/** Measures the stage in its harness and the page, prints one row each; answers with an exit status. */
export async function benchStage(args) {
  const at = args.indexOf('--page')
  const only = pageScenarios.includes(args[at + 1]) && at >= 0 ? args[at + 1] : undefined
  const options = only === undefined ? args : args.toSpliced(at + 1, 1)
  const unknown = options.find((arg) => !['--json', '--page', '--harness'].includes(arg))
  if (unknown !== undefined) {
    say(
      `stage knows no option ${unknown}; there are --json, --harness and --page [${pageScenarios.join('|')}]`,
    )
    return 2
  }
  const rows = []
  if (args.includes('--harness') || !args.includes('--page')) rows.push(...(await harnessRows()))
  if (args.includes('--page') || !args.includes('--harness')) rows.push(...(await pageRows(only)))
  if (args.includes('--json')) for (const row of rows) console.log(JSON.stringify(row))
  else console.table(rows)
  return 0
}

/** The built app, or the one in the folder that PODFALL_DIST names, under a mouse and a keyboard. */
async function pageRows(only) {
  const given = process.env.PODFALL_DIST
  return inBrowser(async (page, folder) => {
    if (!given) await buildTo(folder)
    const server = await serve({ folder: given ? resolve(given) : folder })
    try {
      return await benchPage(page, server.url, only)
    } finally {
      await server.close()
    }
  })
}

async function buildTo(outDir, options = {}) {
  const { build } = await import('vite')
  await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true, ...options } })
}

/** Calls `measure` with a page whose frames are timed and a folder that is gone afterwards. */
async function inBrowser(measure) {
  const { chromium } = await import('@playwright/test')
  const folder = mkdtempSync(join(tmpdir(), 'podfall-stage-'))
  let browser
  try {
    browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArguments })
    const context = await browser.newContext({ viewport: VIEWPORT, serviceWorkers: 'block' })
    const page = await context.newPage()
    await page.addInitScript(watchFrames)
    return await measure(page, folder)
  } finally {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Builds the harness and measures every case of it. */
async function harnessRows() {
  return inBrowser(async (page, folder) => {
    await buildTo(folder, { rollupOptions: { input: join(root, HARNESS) } })
    const server = await serve({ folder })
    try {
      return await measureHarness(page, server.url)
    } finally {
      await server.close()
    }
  })
}

async function measureHarness(page, url) {
  await page.goto(
    `${url}${HARNESS}?machines=${NODES}&cpu=32&pods=${PODS + MOVING * (ROUNDS + 1) + 16}&n=${PODS}`,
  )
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true')
  await page.waitForFunction(() => document.documentElement.dataset.busy === 'false')
  const referenceMs = await page.evaluate(reference)
  const rows = []
  for (const { name, act, budget } of CASES) {
    const rounds = []
    // What cannot be repeated on one page is done once.
    const times = name === 'moving 5 %' || name === 'one arrival, looked at' ? ROUNDS + 1 : 1
    for (let round = 0; round < times; round++) {
      rounds.push(await page.evaluate(`(${play})(() => ${act})`))
    }
    const warm = rounds.length > 1 ? rounds.slice(1) : rounds
    const frames = warm.flatMap((round) => round.frames)
    rows.push(rowOf({ name, nodes: NODES, pods: PODS, frames, warm, rounds, referenceMs, budget }))
  }
  for (const crowd of CROWDS) rows.push(...(await benchCrowd(page, url, crowd, referenceMs)))
  return rows
}
