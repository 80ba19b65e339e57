// Part of npm run bench -- stage: what a page's main thread spends on scripts, from the browser's own trace.
// A trace tells the processor's time beside the clock's: what else a machine does makes no difference to it.

/** What runs scripts; one within another counts once. Style and layout that a script forces are its own. */
const SCRIPTS = new Set([
  'EvaluateScript',
  'FireAnimationFrame',
  'FireIdleCallback',
  'FunctionCall',
  'HandlePostMessage',
  'MajorGC',
  'MinorGC',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
  'v8.run',
])
const TASK = 'ThreadControllerImpl::RunTask'
const FRAME = 'FireAnimationFrame'

/**
 * Milliseconds of a stretch: scripts by the clock and by the processor, and tasks as a whole, paint included.
 * @typedef {{ script: number, processor: number, task: number }} Spent
 */

/** Of events by time, those that lie in no other one. */
function outermost(events) {
  const found = []
  let end = 0
  for (const event of events) {
    if (event.ts < end) continue
    found.push(event)
    end = event.ts + event.dur
  }
  return found
}

const by = (events, key) => events.reduce((sum, event) => sum + (event[key] ?? 0), 0) / 1_000

/** @returns {number} the moment, in the trace's own microseconds */
export const traceClock = () => Number(process.hrtime.bigint() / 1_000n)

/**
 * Traces the page's main thread from now on.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<() => Promise<Trace>>} ends the trace
 */
export async function startTrace(page) {
  const session = await page.context().browser().newBrowserCDPSession()
  const events = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['devtools.timeline', 'v8', 'toplevel'],
      excludedCategories: ['*'],
    },
  })
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
    await session.send('Tracing.end')
    await complete
    await session.detach()
    return new Trace(events)
  }
}

export class Trace {
  constructor(events) {
    const mains = events.filter(({ name, args }) => {
      return name === 'thread_name' && args.name === 'CrRendererMain'
    })
    const whole = events.filter(({ ph }) => ph === 'X').sort((a, b) => a.ts - b.ts || b.dur - a.dur)
    // The page is the one renderer that does something.
    const threads = mains.map(({ pid, tid }) => {
      return whole.filter((event) => event.pid === pid && event.tid === tid)
    })
    const [busiest = []] = threads.sort((a, b) => b.length - a.length)
    this.tasks = busiest.filter(({ name }) => name === TASK)
    this.scripts = outermost(busiest.filter(({ name }) => SCRIPTS.has(name)))
    this.frameStarts = busiest.filter(({ name }) => name === FRAME).map(({ ts }) => ts)
  }

  /**
   * What began between two moments of `traceClock`.
   * @returns {Spent}
   */
  between(from, to) {
    const within = (events) => events.filter(({ ts }) => ts >= from && ts < to)
    const scripts = within(this.scripts)
    return {
      script: by(scripts, 'dur'),
      processor: by(scripts, 'tdur'),
      task: by(within(this.tasks), 'dur'),
    }
  }

  /** @returns {number} the longest piece of script since a moment, ms of the processor */
  longest(from) {
    const since = this.scripts.filter(({ ts }) => ts >= from)
    return Math.max(0, ...since.map(({ tdur }) => tdur ?? 0)) / 1_000
  }

  /**
   * For every frame, what has run since the frame before it began: its own callbacks, and inputs, messages
   * and timers before the next. `at`: when it began, ms.
   * @returns {readonly (Spent & { at: number })[]}
   */
  frames() {
    const starts = this.frameStarts.filter(
      (ts, i) => i === 0 || ts - this.frameStarts[i - 1] > 4_000,
    )
    return starts.slice(1).map((ts, i) => ({ ...this.between(starts[i], ts), at: ts / 1_000 }))
  }
}
