import { moveEase, progress } from '../easing.ts'
import type { LaneModel } from '../model.ts'
import { TIMES } from '../motion/timings.ts'
import type { Scene } from '../scene.ts'
import type { BoxList } from './boxList.ts'
import type { Brush, Measure, WellView } from './brush.ts'
import { rgba, type ShapeList } from './shapeList.ts'
import type { Standing } from './views.ts'
import { paintTape, TAPE } from './well.ts'

/**
 * Level of detail 2: a machine as two (or more) bars: in use, stranded, idle; the same lanes as
 * ever, only smaller. A slot that nobody has bought is a dot; a dead machine has a red outline. Room that
 * nobody may use, on a machine that takes no pods or is being taken away, is not idle: taped and hollow.
 * @param few pods are on few machines: those with hardly anything on them are framed to be found
 */
export function paintTile(
  list: BoxList,
  marks: ShapeList,
  brush: Brush,
  view: WellView,
  measure: Measure,
  model: LaneModel | undefined,
  node: number,
  dead: boolean,
  closed: boolean,
  few: boolean,
): void {
  const { colours } = brush
  if (!model) {
    list.box(view.x, view.floor - 2, 2, 2, rgba(colours.line))
    return
  }
  const tops = model.topsOf(node)
  if (few && !dead && isHardlySeen(view, tops, measure) && model.podsOn(node).length > 0) {
    const height = Math.max(...view.heights) * measure.cell
    const edge = rgba(colours.bar)
    brush.frame(marks, view.x - 1, view.floor - height - 1, view.width + 2, height + 2, 1, edge, 1)
  }
  paintBars(list, brush, view, measure, model, node, dead, 1, closed)
  if (closed && !dead) {
    const height = Math.max(...view.heights) * measure.cell
    const edge = rgba(TAPE[brush.theme])
    brush.frame(marks, view.x, view.floor - height, view.width, height, 1, edge, 1)
    paintTape(list, brush, view, measure)
  }
  if (dead) {
    const height = Math.max(3, Math.max(...view.heights) * measure.cell)
    brush.frame(
      marks,
      view.x - 1,
      view.floor - height - 1,
      Math.max(3, view.width) + 2,
      height + 2,
      1,
      rgba(colours.alarm),
      1.5,
    )
  }
}

/** What a tile says: per lane what is in use and, unless it is closed, stranded and idle. `sizes`: of the tile's lanes. */
export function paintBars(
  list: BoxList,
  { colours }: Brush,
  view: WellView,
  sizes: Pick<Measure, 'cell' | 'lane' | 'gutter'>,
  model: LaneModel,
  node: number,
  dead: boolean,
  opacity: number,
  closed = false,
): void {
  const { cell, lane, gutter } = sizes
  const tops = model.topsOf(node)
  view.lanes.forEach((resource, i) => {
    const x = view.x + i * (lane + gutter)
    const height = view.heights[i]! * cell
    const used = Math.min(height, tops[resource]! * cell)
    const stranded = model.stranded[node * model.resources + resource]! * cell
    const rim = view.floor - height
    if (!closed && height - used > 0.1)
      list.box(x, rim, lane, height - used, rgba(colours.tile, opacity))
    if (!closed && stranded > 0.3) {
      list.box(x, rim, lane, Math.min(stranded, height - used), rgba(colours.alarm, opacity))
    }
    if (used > 0.1) {
      const colour = rgba(dead ? colours.deadFill : colours.bar, opacity)
      list.box(x, view.floor - used, lane, used, colour)
    }
  })
}

/** Lower bars (px) are lost among others; a frame says then that something runs there. */
const LEAST_BAR = 1.5

function isHardlySeen(view: WellView, tops: Float64Array, { cell }: Measure): boolean {
  return view.lanes.every((resource) => tops[resource]! * cell < LEAST_BAR)
}

/** Stacks of tiles that grow or shrink, over the tiles as they will rest; new pods in their colour. */
export function paintTileMoves(
  scene: Scene,
  side: number,
  stand: Standing,
  list: BoxList,
  now: number,
): void {
  const { brush } = scene
  const { tiles, moves, model } = scene.sides[side]!
  const { cell, lane } = stand.measure
  for (const [node, { start, rate, from, app }] of tiles.moves) {
    const view = stand.wells[side]?.get(node)
    if (!view) continue
    const grown = moveEase(progress(now, start, TIMES.fall / rate))
    const faded = progress(now, start + TIMES.fall / rate, TIMES.placedEdge / rate)
    const fill = app < 0 ? 0 : rgba(brush.look(app).hue.fill, 1 - faded)
    const tops = model.topsOf(node)
    view.lanes.forEach((resource, i) => {
      const before = from[resource]! * cell
      const after = tops[resource]! * cell
      const x = view.laneX[i]!
      const at = before + (after - before) * grown
      if (after > before) {
        if (grown < 1) list.box(x, view.floor - after, lane, after - at, rgba(brush.colours.tile))
        if (fill !== 0) list.box(x, view.floor - at, lane, at - before, fill)
      } else if (at > after) {
        list.box(x, view.floor - at, lane, at - after, rgba(brush.colours.bar))
      }
    })
  }
  for (const [node, { kind, start, rate }] of moves.wells) {
    const view = kind === 'die' ? stand.wells[side]?.get(node) : undefined
    if (!view) continue
    const elapsed = (now - start) * rate
    const opacity = elapsed < TIMES.flash ? 0.94 : 0.94 * (1 - progress(elapsed, TIMES.flash, 90))
    const height = Math.max(...view.heights) * cell
    if (opacity > 0) {
      list.box(view.x, view.floor - height, view.width, height, rgba(0xffffff, opacity))
    }
  }
}
