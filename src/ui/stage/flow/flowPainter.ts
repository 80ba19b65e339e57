import { homeOf } from '../../state/podFacts.ts'
import { stageWords } from '../../words/stage.ts'
import { count } from '../../words/units.ts'
import { letters } from '../letters.ts'
import type { Measure, WellView } from '../paint/brush.ts'
import { headingRoom } from '../paint/headingPainter.ts'
import type { Label } from '../paint/labels.ts'
import { reset, rgba, type ShapeList } from '../paint/shapeList.ts'
import type { Standing } from '../paint/views.ts'
import type { Scene } from '../scene.ts'
import type { Rect } from '../stage.ts'
import { type Path, pathTo, pointAt } from './path.ts'
import { type Dot, type Sender, TRAVEL } from './sender.ts'

/** Where one sender is painted. */
export interface Canvas {
  readonly scene: Scene
  readonly side: number
  readonly stand: Standing
  readonly list: ShapeList
  readonly labels: Label[]
  /** Which of how many senders of this side it is, from 0. */
  readonly place: number
  readonly of: number
}

/** The share of its way after which a lost request falls, and that of its fall after which it fades. */
const FALLS = 0.5
const FADES = 0.6
/** px that what gets nowhere falls below its sender. */
const NOWHERE = 46
/** ... and to the sides. */
const SPREAD = 22
/** Dots, px from the middle; they have to find room between the halves of pieces. */
const LARGEST = 3.4
const SMALLEST = 1.4

interface Point {
  readonly x: number
  readonly y: number
}

/** A sender, what becomes of its requests in numbers, and those that are on their way. */
export function paintSender(canvas: Canvas, sender: Sender): void {
  const { scene, side, stand, place, of } = canvas
  const area = scene.areas?.lanes[side]
  if (!area) return
  const size = textSize(scene)
  const top = area.y + headingRoom(scene)
  const width = area.width / of
  const room = { x: area.x + place * width, y: top, width, height: size }
  const source = { x: room.x + width / 2, y: top + size * 1.75 }
  const ways = new Map<number, Path>()
  const lowest = upperFloor(stand, side)
  const wayOf = (row: number): Path | undefined => {
    const known = ways.get(row)
    if (known) return known
    const well = wellOf(scene, side, stand, row)
    if (!well) return undefined
    const lower = well.floor > lowest + 1
    const path = pathTo(source, well, stand.measure, middleOf(scene, side, row), lower)
    ways.set(row, path)
    return path
  }
  if (stand.measure.lod < 2) {
    paintLine(canvas, sender, source, wayOf)
    for (const dot of sender.dots) paintDot(canvas, dot, source, wayOf(dot.row))
  }
  ring(canvas, source)
  tell(canvas, sender, room, size)
}

/** Letters for an audience are larger. */
function textSize({ areas }: Scene): number {
  const usual = areas?.breakpoint === 'phone' ? 12.5 : 14
  return areas?.big === undefined ? usual : Math.max(12.5, 20 * areas.big)
}

// ---------------------------------------------------------------- ways

/** Floor of the upper row of wells. */
function upperFloor(stand: Standing, side: number): number {
  let least = Number.POSITIVE_INFINITY
  for (const [, { floor }] of stand.wells[side] ?? []) least = Math.min(least, floor)
  return least
}

function wellOf(
  { mirror }: Scene,
  side: number,
  stand: Standing,
  row: number,
): WellView | undefined {
  // The mirror keeps where a pod was when it has gone.
  const node = row < 0 ? -1 : (mirror?.lanes[side]?.pods.node[row] ?? -1)
  return node < 0 ? undefined : stand.wells[side]?.get(node)
}

/** Middle of a pod's first two halves, cells above the floor. */
function middleOf({ sides }: Scene, side: number, row: number): number {
  const { floors, heights, resources } = sides[side]!.model
  const at = row * resources
  const halves = Math.min(2, resources)
  let sum = 0
  for (let r = 0; r < halves; r++) sum += (floors[at + r] ?? 0) + (heights[at + r] ?? 0) / 2
  return halves === 0 ? 0 : sum / halves
}

/** The line that requests run along, from the sender to the farthest of those that it reaches. */
function paintLine(
  { scene, list }: Canvas,
  sender: Sender,
  source: Point,
  wayOf: (row: number) => Path | undefined,
): void {
  let left = source.x
  let right = source.x
  for (const { row } of sender.state.flows) {
    const turn = wayOf(row)?.[2] ?? source.x
    left = Math.min(left, turn)
    right = Math.max(right, turn)
  }
  if (right - left < 1) return
  list.box(left, source.y - 0.5, right - left, 1, rgba(scene.brush.colours.line))
}

// ---------------------------------------------------------------- dots

function paintDot(canvas: Canvas, dot: Dot, source: Point, way: Path | undefined): void {
  const well = wellOf(canvas.scene, canvas.side, canvas.stand, dot.row)
  const { scene, list, side, stand } = canvas
  const share = dot.age / TRAVEL
  const radius = radiusOf(stand.measure)
  if (!dot.lost) {
    if (!way) return
    const { x, y } = pointAt(way, share)
    const { fill, edge } = coloursOf(scene, side, dot.row)
    disc(canvas, x, y, radius, fill, edge)
    return
  }
  // It gets as far as the rim of the well, and falls from there to the floor.
  const fallen = way ? Math.max(0, (share - FALLS) / (1 - FALLS)) : share
  const rim = well ? well.floor - Math.max(...well.heights) * stand.measure.cell : source.y
  const depth = well ? well.floor - rim : NOWHERE
  const start = way ? pointAt([...way.slice(0, -1), rim], share / FALLS) : source
  const x = start.x + (way ? 0 : dot.lean * SPREAD * fallen)
  const y = start.y + depth * fallen * fallen
  const alpha = 1 - Math.max(0, (fallen - FADES) / (1 - FADES))
  const colour = rgba(scene.brush.colours.alarm, alpha)
  const arm = radius * 1.15
  const { brush } = scene
  brush.line(list, x - arm, y - arm, x + arm, y + arm, 1.8, colour)
  brush.line(list, x - arm, y + arm, x + arm, y - arm, 1.8, colour)
}

function radiusOf({ gutter }: Measure): number {
  return Math.max(SMALLEST, Math.min(LARGEST, gutter * 0.36))
}

/**
 * As the piece that answers: its app's colour, and a rim; of every second revision the core is as dark as the
 * rim is on a light ground, so that neighbouring versions differ at a glance on either.
 */
function coloursOf(scene: Scene, side: number, row: number): { fill: number; edge: number } {
  const { brush, mirror } = scene
  const { hue } = brush.look(scene.facts.appOf(side, row))
  const rim = hue.edge[brush.theme]
  const even = (mirror?.lanes[side]?.pods.version[row] ?? 0) % 2 === 0
  const revised = even && (mirror?.lanes[side]?.pods.version[row] ?? 0) > 0
  return revised ? { fill: hue.edge.light, edge: hue.fill } : { fill: hue.fill, edge: rim }
}

function disc(
  { scene, list }: Canvas,
  x: number,
  y: number,
  radius: number,
  fill: number,
  edge: number,
): void {
  const shape = reset(scene.brush.shape)
  shape.x = x - radius
  shape.y = y + radius
  shape.lane = 2 * radius
  shape.high[0] = 2 * radius
  shape.radius = radius
  shape.fill = rgba(fill)
  shape.edge = rgba(edge)
  shape.edgeWidth = Math.min(1.5, radius * 0.45)
  list.add(shape)
}

/** The sender itself. */
function ring({ scene, list, stand }: Canvas, { x, y }: Point): void {
  const { colours } = scene.brush
  const shape = reset(scene.brush.shape)
  const radius = radiusOf(stand.measure) + 1.6
  shape.x = x - radius
  shape.y = y + radius
  shape.lane = 2 * radius
  shape.high[0] = 2 * radius
  shape.radius = radius
  shape.fill = rgba(colours.panel)
  shape.edge = rgba(colours.ink2)
  shape.edgeWidth = 2
  list.add(shape)
}

// ---------------------------------------------------------------- numbers

interface Part {
  readonly key: string
  readonly kind: Label['kind']
  readonly text: string
  /** A pod that answers so, for its dot; 'gone' = nobody does any more; undefined = it has no dot. */
  readonly row?: number | 'gone' | undefined
}

/** About how wide a letter is as a share of its height. */
const LETTER = 0.54

/** What became of the requests, in the longest wording that has room. */
function tell(canvas: Canvas, sender: Sender, room: Rect, size: number): void {
  const wordings = wordingsOf(sender, canvas.scene)
  const dot = radiusOf(canvas.stand.measure)
  const gap = size * 0.9
  const widthOf = ({ text, row }: Part) =>
    letters(text) * size * LETTER + (row === undefined ? 0 : dot * 2 + 5)
  const total = (parts: readonly Part[]) =>
    parts.reduce((sum, part) => sum + widthOf(part), 0) + gap * (parts.length - 1)
  const parts = wordings.find((one) => total(one) <= room.width - 4) ?? wordings.at(-1)!
  let x = room.x + (room.width - total(parts)) / 2
  const y = room.y + size * 0.6
  for (const part of parts) {
    const width = widthOf(part)
    const before = part.row === undefined ? 0 : dot * 2 + 5
    if (part.row === 'gone') {
      const { colours } = canvas.scene.brush
      disc(canvas, x + dot, y, dot, colours.panel, colours.ink3)
    } else if (part.row !== undefined) {
      const { fill, edge } = coloursOf(canvas.scene, canvas.side, part.row)
      disc(canvas, x + dot, y, dot, fill, edge)
    }
    canvas.labels.push({
      key: `flow:${canvas.side}:${canvas.place}:${part.key}`,
      kind: part.kind,
      text: part.text,
      x: x + before + (width - before) / 2,
      y,
      opacity: 1,
      size,
    })
    x += width + gap
  }
}

function wordingsOf(
  { state, emission, versions }: Sender,
  { mirror }: Scene,
): readonly (readonly Part[])[] {
  const { requestsPerSecond, answered, failed } = state
  const home = mirror ? homeOf(mirror, state.namespace) : ''
  const words = stageWords.flow
  const part = (key: string, kind: Part['kind'], text: string, row?: Part['row']): Part => ({
    key,
    kind,
    text,
    row,
  })
  const failures = failed > 0 ? [part('failed', 'lost', words.failed(failed))] : []
  const rate = part('rate', 'name', words.rate(state.name, requestsPerSecond))
  const where = part('rate', 'name', words.rate(`${home}${state.name}`, requestsPerSecond))
  const dots =
    emission.perDot > 1 && requestsPerSecond > 0
      ? [part('dot', 'more', words.perDot(emission.perDot))]
      : []
  const now = new Set(state.flows.flatMap((flow) => (flow.answered > 0 ? [flow.version] : [])))
  // While nothing is sent nobody can be told not to answer.
  const answering = (version: string): Part['row'] =>
    now.size > 0 && !now.has(version) ? 'gone' : versions.get(version)
  const byVersion = state.versions
    .filter((version) => version.answered > 0)
    .map(({ version, answered: share }) =>
      part(version, 'more', words.version(version, share), answering(version)),
    )
  const sum = part('answered', 'more', words.answered(answered))
  const told = byVersion.length > 1 ? byVersion : [sum]
  // Where there is little room the dots alone say which version it is.
  const name = part('rate', 'name', state.name)
  const shares = byVersion.map((one, index) => ({
    ...one,
    text: count(state.versions.filter((version) => version.answered > 0)[index]!.answered),
  }))
  const brief = shares.length > 1 ? [[name, ...shares, ...failures]] : []
  return [
    [where, ...dots, ...told, ...failures],
    [where, ...told, ...failures],
    [rate, ...told, ...failures],
    ...brief,
    [rate, sum, ...failures],
    [rate, ...failures],
    [part('rate', 'name', count(requestsPerSecond)), ...failures],
  ]
}
