import type { Job } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import type { Arrival } from '../scenario.ts'
import type { Check } from './checkContext.ts'
import { meant } from './didYouMean.ts'
import type { ManifestObject } from './readManifests.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

/** One entry of `arrivals`: a stream, or one moment. */
export interface ArrivalsText {
  readonly start?: Millis
  readonly every?: Millis
  readonly order?: string
  readonly at?: Millis
  readonly app?: string
  readonly count?: number
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
    const at = [...path, text.order === undefined ? 'app' : 'order']
    for (const app of added) checkApp(app, objects, complete, at, check)
  })
  return arrivals.sort((a, b) => a.at - b.at)
}

function readEntry(text: ArrivalsText, path: Path, arrivals: Arrival[], check: Check): void {
  const stream = text.order !== undefined
  const moment = text.at !== undefined || text.app !== undefined
  if (stream === moment) {
    check.error(path, 'must be either a stream (start, every, order) or one moment (at, app).')
    return
  }
  const add = (at: Millis, app: string, times: number) => {
    if (arrivals.length + times > MOST_ARRIVALS) {
      check.error(path, `make more than ${MOST_ARRIVALS} arrivals; write fewer.`)
      return false
    }
    for (let i = 0; i < times; i++) arrivals.push({ at: stream ? at + i * every : at, app })
    return true
  }
  const { start = SECOND, every = SECOND } = text
  if (!stream) {
    if (text.at === undefined || !text.app) {
      check.error(path, 'must have both at and app.')
    } else if (text.count !== undefined && text.count < 1) {
      check.error([...path, 'count'], 'must be 1 or more.')
    } else {
      add(text.at, text.app, text.count ?? 1)
    }
    return
  }
  let position = 0
  for (const word of (text.order ?? '').split(/[\s,]+/).filter(Boolean)) {
    const [, app, times = '1'] = /^([^*]+?)(?:\*(\d{1,6}))?$/.exec(word) ?? []
    if (!app) {
      check.error([...path, 'order'], `has ${quoted(word)}; write the name of an app, or app*3.`)
      return
    }
    if (!add(start + position * every, app, Number(times))) return
    position += Number(times)
  }
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
    check.error(
      path,
      `has ${quoted(app)}, a Job that runs by itself; write suspend: true in its spec.`,
    )
  } else if (complete) {
    const apps = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    const names = apps.map(({ object }) => object.metadata?.name ?? '')
    const ending = meant(app, names, '; add one to this file.')
    check.error(
      path,
      `has ${quoted(app)}, which is no Deployment or suspended Job of this file${ending}`,
    )
  }
}
