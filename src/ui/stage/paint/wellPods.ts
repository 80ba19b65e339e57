import { mix, moveEase, progress } from '../easing.ts'
import { MERGE_BELOW } from '../lod.ts'
import { dropAt, fallStart, type PieceMotion } from '../motion/choreography.ts'
import type { EvaluatedWell } from '../motion/evaluation.ts'
import { TIMES } from '../motion/timings.ts'
import type { Scene } from '../scene.ts'
import type { Measure, WellView } from './brush.ts'
import { EntryPainter } from './entryPainter.ts'
import { paintMarks } from './marks.ts'
import { newPose, type Pose, paintPiece, resetPose } from './piece.ts'
import type { ShapeList } from './shapeList.ts'
import type { Standing } from './views.ts'
import { paintStranded } from './well.ts'

const pose: Pose = newPose()
/** Pods of other namespaces than the one that is looked at. */
const ASIDE = 0.25

/** One well whose pods are painted, and how. */
export interface PaintedWell {
  readonly side: number
  readonly node: number
  readonly view: WellView
  readonly measure: Measure
  /** Opacity of all that stands in it. */
  readonly dim: number
  /** It is cleared for a pod: who leaves, and how far that has come. */
  readonly room: EvaluatedWell | undefined
  /** It would die. */
  readonly doomed: boolean
}

/** Paints the pods of wells: those that rest, and those that move or are hovered. */
export class WellPods {
  private readonly scene: Scene
  private readonly entries: EntryPainter

  constructor(scene: Scene) {
    this.scene = scene
    this.entries = new EntryPainter(scene)
  }

  paint(
    well: PaintedWell,
    stand: Standing,
    list: ShapeList,
    now: number,
    which: 'resting' | 'moving',
  ): void {
    const { scene } = this
    const { side, node, measure } = well
    const { model, moves } = scene.sides[side]!
    let coming = false
    let merge: { row: number; heights: Float64Array } | undefined
    const flush = () => {
      if (!merge) return
      this.restPose(well, merge.row, now)
      pose.heights = merge.heights
      pose.heightsAt = 0
      pose.opacity *= well.dim
      this.drawPiece(well, merge.row, list)
      merge = undefined
    }
    for (const row of model.podsOn(node)) {
      const motion = moves.pieces.get(row)
      if (motion?.entry && now < fallStart(motion.entry) + 300) coming = true
      const moving = motion !== undefined || this.isHovered(side, row)
      if (moving !== (which === 'moving')) continue
      if (moving) {
        flush()
        this.paintMoving(well, row, stand, list, now, motion)
        continue
      }
      if (!well.room && measure.cell * scene.facts.tallestHalf(side, row) < MERGE_BELOW) {
        if (
          merge &&
          scene.facts.appOf(side, merge.row) === scene.facts.appOf(side, row) &&
          scene.facts.isTerminating(side, merge.row) === scene.facts.isTerminating(side, row) &&
          scene.facts.isUnready(side, merge.row) === scene.facts.isUnready(side, row)
        ) {
          for (let r = 0; r < model.resources; r++) {
            merge.heights[r] = merge.heights[r]! + model.heights[row * model.resources + r]!
          }
          continue
        }
        flush()
        const at = row * model.resources
        merge = { row, heights: model.heights.slice(at, at + model.resources) }
        continue
      }
      flush()
      this.restPose(well, row, now)
      pose.opacity *= well.dim
      this.drawPiece(well, row, list)
    }
    flush()
    if (which === 'resting') this.paintHatch(well, list, coming ? 0 : well.dim)
  }

  private isHovered(side: number, row: number): boolean {
    const { hovered, sides } = this.scene
    return hovered?.type === 'pod' && hovered.row === row && hovered.lane === sides[side]!.model.id
  }

  /** The pose of a piece at rest, into the shared pose object. */
  private restPose(well: PaintedWell, row: number, now: number): void {
    const { scene } = this
    const { side, node, doomed } = well
    const { model, moves } = scene.sides[side]!
    resetPose(pose)
    pose.lows = model.floors
    pose.lowsAt = row * model.resources
    pose.heights = model.heights
    pose.heightsAt = row * model.resources
    if (well.room) makeRoom(well.room, row, model.floors)
    if (scene.facts.isAside(side, row)) pose.opacity *= ASIDE
    const motion = moves.wells.get(node)
    const dead = scene.facts.isDead(side, node) || (doomed && model.runbook)
    const time = (ms: number) => ms / (motion?.rate ?? 1)
    const drained =
      motion?.kind === 'die'
        ? progress(now, motion.start + time(TIMES.flash), time(TIMES.drain))
        : motion?.kind === 'revive'
          ? 1 - progress(now, motion.start, time(TIMES.drain))
          : dead
            ? 1
            : 0
    if (model.runbook) {
      pose.drain = scene.facts.isDown(side, row) ? Math.max(drained, motion ? 0 : 1) : drained
    } else {
      pose.drain = drained
    }
    if (pose.drain > 0) return
    if (scene.facts.isTerminating(side, row)) pose.dress = 'terminating'
    else if (scene.facts.isUnready(side, row)) pose.dress = 'unready'
  }

  /** Draws the shared pose, with the dress that the machine's power gives it. */
  private drawPiece(well: PaintedWell, row: number, list: ShapeList): void {
    const { scene } = this
    const { side, view, measure } = well
    const { model } = scene.sides[side]!
    const look = scene.brush.look(scene.facts.appOf(side, row))
    if (model.runbook || pose.drain === 0) {
      paintPiece(list, scene.brush, view, measure, look, pose)
      const marks = measure.lod === 0 ? scene.facts.marksOf(side, row) : undefined
      if (marks) paintMarks(list, scene.brush, view, measure, look, pose, marks)
      return
    }
    // A Kubernetes world: the piece gives way to its dotted outline.
    const { drain, opacity } = pose
    pose.drain = 0
    if (scene.facts.isTerminating(side, row)) pose.dress = 'terminating'
    if (drain < 1) {
      pose.opacity = opacity * (1 - drain)
      paintPiece(list, scene.brush, view, measure, look, pose)
    }
    pose.dress = 'lost'
    pose.opacity = opacity * drain
    paintPiece(list, scene.brush, view, measure, look, pose)
  }

  private paintHatch(well: PaintedWell, list: ShapeList, opacity: number): void {
    const { scene } = this
    const { side, node, view, measure } = well
    const { model } = scene.sides[side]!
    if (opacity <= 0 || scene.facts.isDead(side, node)) return
    view.lanes.forEach((resource, lane) => {
      const cells = model.stranded[node * model.resources + resource]!
      if (cells * measure.cell >= 1) {
        paintStranded(list, scene.brush, view, measure, lane, cells, opacity)
      }
    })
  }

  private paintMoving(
    well: PaintedWell,
    row: number,
    stand: Standing,
    list: ShapeList,
    now: number,
    motion: PieceMotion | undefined,
  ): void {
    this.restPose(well, row, now)
    pose.opacity *= well.dim
    if (this.isHovered(well.side, row)) pose.dy = -2
    if (motion) this.applyDrops(well.side, row, motion, now)
    const draw = () => this.drawPiece(well, row, list)
    if (motion?.entry) this.entries.paint(well, row, motion.entry, pose, stand, list, now, draw)
    else draw()
  }

  private applyDrops(side: number, row: number, motion: PieceMotion, now: number): void {
    if (motion.drops.length === 0) return
    const { model } = this.scene.sides[side]!
    const lows = new Float64Array(model.resources)
    for (let r = 0; r < model.resources; r++) lows[r] = model.floors[row * model.resources + r]!
    for (const drop of motion.drops) {
      const { left, squash } = dropAt(drop, now, moveEase)
      for (let r = 0; r < model.resources; r++) lows[r] = lows[r]! + drop.offset[r]! * left
      pose.tall *= 1 - 0.02 * squash
    }
    pose.lows = lows
    pose.lowsAt = 0
  }
}

/** Who has to leave goes on top of those who stay, and pales. */
function makeRoom(room: EvaluatedWell, row: number, floors: Float64Array): void {
  const { looked, cleared } = room
  const place = looked.room?.places.get(row)
  if (!place) return
  const at = pose.lowsAt
  pose.lows = place.map((low, r) => mix(floors[at + r]!, low, moveEase(cleared)))
  pose.lowsAt = 0
  if (looked.room?.leaving.includes(row)) pose.opacity *= 1 - 0.62 * cleared
}
