import '@fontsource-variable/atkinson-hyperlegible-next'
import '../../styles/tokens.css'
import type { RunUpdate } from '../../../engine/protocol.ts'
import { applyUpdate, createMirror } from '../../state/applyUpdate.ts'
import { createStage } from '../createStage.ts'
import type { GroupBy, StageAreas, StageLayout, StageSettings, Walk, WalkPhase } from '../stage.ts'
import { Crowd } from './crowd.ts'
import { Story } from './story.ts'

/**
 * Draws the stage without the page around it. The query says what: theme, n (arrivals), speed,
 * evaluate, machines, pods; explain (the hand-built cluster of the reference picture), gpu (three
 * lanes); walk (a phase), guess (a machine), leave (a machine that is cleared), preview (a machine).
 * `crowd`: that many machines and pods, made at once. Development only; scripts drive it through `window.harness`.
 */

const query = new URLSearchParams(location.search)
const theme = query.get('theme') === 'dark' ? 'dark' : 'light'
document.documentElement.dataset.theme = theme
const page = document.getElementById('page')!
const host = document.getElementById('stage')!

function areas(): StageAreas {
  const { innerWidth: width, innerHeight: height } = window
  if (width < 700) {
    const card = (height - 44 - 82 - 66 - 74 - 16) / 2
    return {
      width: width,
      height,
      breakpoint: 'phone',
      nextDirection: 'row',
      lanes: [
        { x: 22, y: 44 + 74, width: width - 44, height: card - 74 - 24 },
        { x: 22, y: 44 + card + 90 + 74, width: width - 44, height: card - 74 - 24 },
      ],
      next: { x: 54, y: 44 + card + 8, width: width - 64, height: 72 },
    }
  }
  const desktop = width >= 1600
  const margin = desktop ? 28 : 20
  const top = desktop ? 70 : 60
  const stage = desktop ? 648 : 534
  const column = desktop ? 848 : 634
  const next = width - 2 * margin - 2 * column - 16
  const lane = (x: number) => ({
    x: x + 20,
    y: top + 112 + 4,
    width: column - 40,
    height: stage - 116 - 69,
  })
  return {
    width,
    height,
    breakpoint: desktop ? 'desktop' : 'laptop',
    nextDirection: 'column',
    lanes: [lane(margin), lane(width - margin - column)],
    next: { x: margin + column + 8, y: 126, width: next, height: stage - 60 },
  }
}

function card(x: number, y: number, width: number, height: number): void {
  const element = document.createElement('div')
  element.className = 'card'
  element.style.cssText = `left:${x}px;top:${y}px;width:${width}px;height:${height}px`
  page.append(element)
}

const current = areas()
const desktop = current.breakpoint === 'desktop'
for (const lane of current.lanes) {
  const above = current.breakpoint === 'phone' ? 74 : 116
  const below = current.breakpoint === 'phone' ? 24 : 69
  card(lane.x - 20, lane.y - above, lane.width + 40, lane.height + above + below)
}
host.style.cssText = `left:0;top:0;width:${current.width}px;height:${current.height}px`

const names = document.createElement('div')
page.append(names)

function showNames(layout: StageLayout): void {
  names.replaceChildren()
  if (layout.rows > 1) return
  for (const well of layout.wells) {
    if (well.row < 0) continue
    const name = document.createElement('span')
    name.className = 'name'
    name.textContent = `${well.lane === 'one-click' ? 'vm' : 'node'}-${well.row + 1}`
    name.style.left = `${well.x + well.width / 2}px`
    name.style.top = `${well.y + well.height + (desktop ? 26 : 10)}px`
    names.append(name)
    if (!desktop) continue
    for (const lane of well.lanes) {
      const label = document.createElement('span')
      label.className = 'small'
      label.textContent = lane.resource === 0 ? 'CPU' : 'MEM'
      label.style.left = `${lane.x + lane.width / 2}px`
      label.style.top = `${well.y + well.height + 6}px`
      names.append(label)
    }
  }
}

const settings: StageSettings = {
  theme,
  reducedMotion: query.has('reduced'),
  speed: Number(query.get('speed') ?? 1),
  instant: query.has('instant'),
  groupBy: (query.get('group') ?? 'none') as GroupBy,
}
await document.fonts.load('700 20px "Atkinson Hyperlegible Next Variable"')
document.body.style.fontFamily = 'var(--font)'
const stage = await createStage(
  host,
  {
    hover: (target) => {
      hovered = target
      stage.setTargets({ hovered, selected })
    },
    select: (target) => {
      selected = target
      stage.setTargets({ hovered, selected })
    },
    layout: showNames,
    busy: (busy) => {
      document.documentElement.dataset.busy = String(busy)
    },
  },
  settings,
)
let hovered: Parameters<typeof stage.setTargets>[0]['hovered']
let selected: Parameters<typeof stage.setTargets>[0]['selected']
stage.setAreas(current)

const machines = Number(query.get('machines') ?? 3)
const pods = Number(query.get('pods') ?? 0)

/** The right side of the reference picture, and something to compare with on the left. */
function explained(): Story {
  const gpu = query.has('gpu')
  const story = new Story(
    3,
    gpu ? [8, 32, 4] : [8, 32],
    query.get('next') ?? (gpu ? 'train' : 'db'),
  )
  const with3 = (text: string) => (gpu ? text.replace('api api', 'train') : text)
  story.stack(0, [
    'api queue api web web',
    'api db cache queue',
    'queue db web',
    'video web',
    'web',
  ])
  story.stack(1, [
    with3('api queue api web web web'),
    with3(gpu ? 'train train' : 'cache cache api cache'),
    'queue db',
    'report queue',
    'queue',
    'web web report web',
  ])
  story.taint(1, 5)
  return story
}

const story = query.has('explain')
  ? explained()
  : pods > 0 && !query.has('crowd')
    ? new Story(
        machines,
        [Number(query.get('cpu') ?? 16), Number(query.get('cpu') ?? 16) * 4],
        Array.from(
          { length: pods },
          (_, i) =>
            ['web', 'api', 'db', 'queue', 'video', 'cache', 'report'][
              (i * 5 + Math.floor(i / 7)) % 7
            ]!,
        ).join(' '),
      )
    : new Story(query.has('crowd') ? 1 : machines)
const mirror = createMirror()
const first = Number(query.get('n') ?? 0)
const crowd = query.has('crowd')
  ? new Crowd(machines, pods, Number(query.get('cpu') ?? 32))
  : undefined
if (!crowd) for (let i = 0; i < first; i++) story.arrive()
const start = crowd ? crowd.reset() : story.update(true)
applyUpdate(mirror, start)
stage.update(start, mirror, { evaluate: false, cut: true })

const act = (make: () => RunUpdate, evaluate = false) => {
  const update = make()
  applyUpdate(mirror, update)
  const before = performance.now()
  stage.update(update, mirror, { evaluate, cut: false })
  document.documentElement.dataset.updateTime = String(performance.now() - before)
}

const harness = {
  story,
  stage,
  mirror,
  arrive: (evaluate = false, count = 1) => act(() => story.arrive(count), evaluate),
  kill: (n: number) => act(() => story.kill(n)),
  recreate: (n: number) => act(() => story.recreate(n)),
  plugIn: (n: number) => act(() => story.plugIn(n)),
  finish: () => act(() => story.finishJob()),
  cordon: (n: number) => act(() => story.cordon(n)),
  wave: (count: number) => act(() => crowd!.wave(count)),
  killZone: (zone: number) => act(() => crowd!.killZone(zone)),
  rollout: (app: number, count: number) => act(() => crowd!.rollout(app, count)),
  camera: (zoom: number, x: number, y: number) => stage.setCamera({ zoom, x, y }),
  buy: (lane = 1) => act(() => story.buyOne(lane)),
  select: (target: typeof selected) => stage.setTargets({ hovered, selected: target }),
  hover: (target: typeof selected) => stage.setTargets({ hovered: target, selected }),
  walk: (phase: WalkPhase | undefined, more: Partial<Walk> = {}) => {
    const leave = Number(query.get('leave') ?? 0)
    const { attempt, app } = leave > 0 ? story.peekPreempting(1, leave, [0, -1]) : story.peek(1)
    const lane = mirror.lanes[1]!.id
    const { requests } = story.apps[app]!
    stage.setWalk(phase && { lane, attempt, app, requests, phase, ...more })
  },
  preview: (machine: number) =>
    stage.setPreview(
      machine === 0
        ? []
        : mirror.lanes.map(({ id }, i) => ({
            lane: id,
            dead: machine - 1,
            pods: story.whatIf(i, machine),
          })),
    ),
}
Object.assign(window, { harness })
const guess = query.get('guess')
const predicted = guess === null ? {} : { predicted: Number(guess) - 1 }
const phase = query.get('walk') as WalkPhase | null
if (phase) harness.walk(phase, predicted)
if (query.has('preview')) harness.preview(Number(query.get('preview')))
if (query.has('play')) {
  setInterval(
    () => {
      if (story.done < story.order.length) harness.arrive(query.has('evaluate'))
    },
    Number(query.get('play') || 1500),
  )
}
document.documentElement.dataset.ready = 'true'
