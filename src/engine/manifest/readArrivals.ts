import type { Job } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import type { Arrival } from '../scenario.ts'
import { say } from '../sentences/sentences.ts'
import type { Check } from './checkContext.ts'
import { meant } from './didYouMean.ts'
import type { ManifestObject } from './readManifests.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

/** One entry of `arrivals`: a stream, a wave or a trace. */
export interface ArrivalsText {
  readonly start?: Millis
  readonly every?: Millis
  readonly order?: string
  readonly at?: Millis
  readonly app?: string
  readonly count?: number
  readonly over?: Millis
  readonly times?: number
  readonly trace?: string
}

/** More arrivals than a run is made for. */
const MOST_ARRIVALS = 150_000

/** All arrivals by time; those of one moment in the order in which they are written. */
export function readArrivals(
  texts: ArrivalsText | readonly ArrivalsText[],
  objects: readonly ManifestObject[],
  complete: boolean,
  check: Check,
): Arrival[] {
  const arrivals: Arrival[] = []
  const single = !Array.isArray(texts)
  const list = (single ? [texts] : texts) as readonly ArrivalsText[]
  list.forEach((text, index) => {
    const path: Path = ['spec', 'arrivals', ...(single ? [] : [index])]
    const before = arrivals.length
    readEntry(text, path, arrivals, check)
    const added = new Set(arrivals.slice(before).map(({ app }) => app))
    const at = [
      ...path,
      text.trace !== undefined ? 'trace' : text.order !== undefined ? 'order' : 'app',
    ]
    for (const app of added) checkApp(app, objects, complete, at, check)
  })
  return arrivals.sort((a, b) => a.at - b.at)
}

function readEntry(text: ArrivalsText, path: Path, arrivals: Arrival[], check: Check): void {
  const wave = text.at !== undefined || text.app !== undefined
  const sorts = [text.order !== undefined, wave, text.trace !== undefined].filter(Boolean)
  if (sorts.length !== 1) {
    check.error(path, 'arrivalKind')
    return
  }
  const add = (made: readonly Arrival[]) => {
    if (arrivals.length + made.length > MOST_ARRIVALS) {
      check.error(path, 'tooManyArrivals', MOST_ARRIVALS)
      return false
    }
    for (const arrival of made) arrivals.push(arrival)
    return true
  }
  if (wave) readWaves(text, path, add, check)
  else if (text.trace !== undefined) readTrace(text.trace, text.start ?? 0, path, add, check)
  else readStream(text, path, add, check)
}

type Add = (made: readonly Arrival[]) => boolean

function readWaves(text: ArrivalsText, path: Path, add: Add, check: Check): void {
  const { at, app, count = 1, over = 0, times = 1, every = SECOND } = text
  if (at === undefined || !app) {
    check.error(path, 'atAndApp')
    return
  }
  for (const [name, value] of [
    ['count', count],
    ['times', times],
  ] as const) {
    if (value >= 1 && Number.isInteger(value)) continue
    check.error([...path, name], 'atLeastOne')
    return
  }
  for (let wave = 0; wave < times; wave++) {
    const first = at + wave * every
    const gap = count > 1 ? over / (count - 1) : 0
    const length = Math.min(count, MOST_ARRIVALS + 1)
    const made = Array.from({ length }, (_, n) => ({ at: Math.round(first + n * gap), app }))
    if (!add(made)) return
  }
}

function readStream(text: ArrivalsText, path: Path, add: Add, check: Check): void {
  const { start = SECOND, every = SECOND, order = '' } = text
  let position = 0
  for (const word of order.split(/[\s,]+/).filter(Boolean)) {
    const [, app, times = '1'] = /^([^*]+?)(?:\*(\d{1,6}))?$/.exec(word) ?? []
    if (!app) {
      check.error([...path, 'order'], 'badOrder', quoted(word))
      return
    }
    const made = Array.from({ length: Number(times) }, () => ({
      at: start + position++ * every,
      app,
    }))
    if (!add(made)) return
  }
}

const TRACE_LINE = /^(\d+(?:\.\d+)?)\s+(\S+)(?:\s+(\d+(?:\.\d+)?))?$/

function readTrace(trace: string, start: Millis, path: Path, add: Add, check: Check): void {
  const made: Arrival[] = []
  for (const line of trace.split('\n')) {
    const text = line.trim()
    if (text === '') continue
    const [, at, app, work] = TRACE_LINE.exec(text) ?? []
    if (!at || !app) {
      check.error([...path, 'trace'], 'badTraceLine', quoted(text))
      return
    }
    made.push({
      at: start + Math.round(Number(at) * SECOND),
      app,
      ...(work !== undefined && { work: Math.round(Number(work) * SECOND) }),
    })
  }
  add(made)
}

function checkApp(
  app: string,
  objects: readonly ManifestObject[],
  complete: boolean,
  path: Path,
  check: Check,
): void {
  const deployment = objects.some((o) => o.kind === 'Deployment' && o.object.metadata?.name === app)
  const job = objects.find((o) => o.kind === 'Job' && o.object.metadata?.name === app)
  if (deployment || (job && (job.object as Job).spec?.suspend === true)) return
  if (job) {
    check.error(path, 'jobByItself', quoted(app))
  } else if (complete) {
    const apps = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    const names = apps.map(({ object }) => object.metadata?.name ?? '')
    check.error(path, 'noApp', quoted(app), meant(app, names, say('addToFile')))
  }
}
