import { mix, progress } from '../easing.ts'
import { type Entry, fallStart } from '../motion/choreography.ts'
import { arcBetween, flightAt } from '../motion/flight.ts'
import { landing, newLanding } from '../motion/landing.ts'
import { TIMES } from '../motion/timings.ts'
import type { Scene } from '../scene.ts'
import { paintArc, paintSpeedLines } from './effects.ts'
import { type Dress, type Pose, paintPiece, placePiece } from './piece.ts'
import { newShape, type ShapeList } from './shapeList.ts'
import type { Standing } from './views.ts'
import type { PaintedWell } from './wellPods.ts'

const probe = newShape()

/** Paints pieces that come into their wells: they fall, fly over from another machine, or fade in. */
export class EntryPainter {
  private readonly scene: Scene
  private landing = newLanding(2)

  constructor(scene: Scene) {
    this.scene = scene
  }

  /**
   * @param pose as the piece will rest; changed on the way
   * @param draw draws the pose as a piece of its machine
   */
  paint(
    well: PaintedWell,
    row: number,
    entry: Entry,
    pose: Pose,
    stand: Standing,
    list: ShapeList,
    now: number,
    draw: () => void,
  ): void {
    const { scene } = this
    const { side, view, measure } = well
    const { model } = scene.sides[side]!
    const look = scene.brush.look(scene.facts.appOf(side, row))
    const edge = measure.cell < 16 ? 1 : 1.5
    if (entry.kind === 'fade') {
      pose.opacity *= progress(now, entry.start, TIMES.fade / entry.rate)
      draw()
      if (entry.from >= 0) this.arcOf(well, row, entry, stand, list, 0.9)
      return
    }
    if (now < entry.start) return
    const start = fallStart(entry)
    const elapsed = (now - start) * entry.rate
    const { lows, lowsAt } = pose
    const from = this.spawnLevel(well, row)
    if (this.landing.lows.length !== model.resources) this.landing = newLanding(model.resources)
    const at = row * model.resources
    const land = landing(elapsed, from, lows, lowsAt, model.heights, at, this.landing)
    if (entry.aim && !land.done && elapsed < TIMES.fall + TIMES.shear) {
      const { dress } = pose
      pose.dress = 'ghost'
      paintPiece(list, scene.brush, view, measure, look, pose)
      pose.dress = dress
    }
    if (elapsed < 0) {
      this.paintFlight(well, row, entry, pose, stand, list, now, from)
      return
    }
    if (land.done) {
      const faded = progress(elapsed, TIMES.fall + TIMES.shear + TIMES.settle, entry.edgeTime)
      pose.edge = measure.lod === 0 ? mix(entry.edge, edge, faded) : edge
      draw()
      return
    }
    pose.lows = land.lows
    pose.lowsAt = 0
    pose.tall *= land.tall
    pose.wide *= land.wide
    if (elapsed >= TIMES.fall && measure.lod === 0) pose.edge = entry.edge
    if (entry.kind === 'fall') pose.opacity *= progress(elapsed, 0, 60)
    draw()
    if (land.speed > 0) {
      placePiece(probe, view, measure, pose, 0)
      const highs = Array.from({ length: probe.lanes }, (_, i) => probe.high[i]!)
      paintSpeedLines(list, scene.brush, measure, look, probe, highs, land.speed)
    }
  }

  /** Floor of a piece that hangs in the drop zone, in cells over the well's floor. */
  private spawnLevel(well: PaintedWell, row: number): number {
    const { scene } = this
    const { side, view, measure } = well
    const area = scene.areas?.lanes[side]
    const rim = Math.max(...view.heights) * measure.cell
    const free = area ? view.floor - rim - area.y : 0
    const tall = scene.facts.tallestHalf(side, row) * measure.cell
    const gap = Math.max(measure.lod === 0 ? 14 : 6, (free - tall) * 0.45)
    // Where there is little room the piece begins lower, never in the scoreboard.
    return Math.max(0, Math.min(rim + gap, rim + free - tall)) / measure.cell
  }

  private arcOf(
    well: PaintedWell,
    row: number,
    entry: Entry,
    stand: Standing,
    list: ShapeList | undefined,
    opacity: number,
  ) {
    const { scene } = this
    const { side, view, measure } = well
    const source = stand.wells[side]?.get(entry.from)
    const area = scene.areas?.lanes[side]
    const level = this.spawnLevel(well, row)
    const to = { x: view.x + view.width / 2, y: view.floor - level * measure.cell - 8 }
    const from = source
      ? {
          x: source.x + source.width / 2,
          y: source.floor - Math.max(...source.heights) * measure.cell * 0.55,
        }
      : to
    const tall = scene.facts.tallestHalf(side, row) * measure.cell
    const arc = arcBetween(from, to, (area?.y ?? 0) + tall)
    if (list) {
      const look = scene.brush.look(scene.facts.appOf(side, row))
      paintArc(list, scene.brush, arc, look, opacity, measure.lod === 0)
    }
    return arc
  }

  private paintFlight(
    well: PaintedWell,
    row: number,
    entry: Entry,
    pose: Pose,
    stand: Standing,
    list: ShapeList,
    now: number,
    level: number,
  ): void {
    const { scene } = this
    const { side, view, measure } = well
    const look = scene.brush.look(scene.facts.appOf(side, row))
    const t = progress(now, entry.start, TIMES.flight / entry.rate)
    const arc = this.arcOf(well, row, entry, stand, list, 0.95)
    const at = flightAt(arc, t)
    const { model } = scene.sides[side]!
    pose.lows = new Float64Array(model.resources).fill(level)
    pose.lowsAt = 0
    const home = { x: view.x + view.width / 2, y: view.floor - level * measure.cell - 8 }
    pose.dx = at.x - home.x
    pose.dy = at.y - home.y
    pose.angle = at.angle
    pose.opacity = Math.min(1, t * 8)
    const settled: Dress = pose.dress
    if (measure.lod === 0) {
      pose.dress = 'shadow'
      pose.dy += 8
      paintPiece(list, scene.brush, view, measure, look, pose)
      pose.dy -= 8
    }
    pose.dress = settled
    paintPiece(list, scene.brush, view, measure, look, pose)
  }
}
