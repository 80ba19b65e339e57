import { NodeFlag } from '../../../engine/protocol.ts'
import { mix, moveEase, progress } from '../easing.ts'
import { MERGE_BELOW } from '../lod.ts'
import { dropAt, type Entry, fallStart, type PieceMotion } from '../motion/choreography.ts'
import { type EvaluatedWell, isRefused, type Look } from '../motion/evaluation.ts'
import { arcBetween, flightAt } from '../motion/flight.ts'
import { landing, newLanding } from '../motion/landing.ts'
import type { ShownPreview } from '../motion/preview.ts'
import { TIMES } from '../motion/timings.ts'
import type { Scene } from '../scene.ts'
import type { Target } from '../stage.ts'
import { type Measure, pieceStyle, type WellView } from './brush.ts'
import { paintArc, paintSpeedLines, paintWinner, paintWinnerWalls, winnerHead } from './effects.ts'
import { paintLook } from './evaluationPainter.ts'
import type { Label } from './labels.ts'
import { Layers } from './layers.ts'
import { paintGains, paintLeavers } from './leaverPainter.ts'
import { paintMarks } from './marks.ts'
import { paintNext } from './nextPainter.ts'
import { overRim } from './overRim.ts'
import { type Dress, newPose, type Pose, paintPiece, placePiece, resetPose } from './piece.ts'
import { paintPreview } from './previewPainter.ts'
import { newShape, reset, rgba, type ShapeList } from './shapeList.ts'
import { paintTile } from './tile.ts'
import { paintAside } from './trayPainter.ts'
import { between, type Standing, standing } from './views.ts'
import { paintSlot, paintStranded, paintWell } from './well.ts'

const pose: Pose = newPose()
const probe = newShape()
/** Pods of a machine that would die. */
const DOOMED = 0.38

/** Width of the pill on a dead machine as a multiple of its letters' size. */
const DEAD_PER_PX = 3.7

/** Paints one moment of the scene. */
export class FramePainter {
  readonly layers = new Layers()
  labels: Label[] = []
  private readonly scene: Scene
  private stand: Standing | undefined
  private landing = newLanding(2)
  private dims = ''
  /** The machine whose pods are being painted is cleared for a pod, or would die. */
  private room: EvaluatedWell | undefined
  private doomed = false

  constructor(scene: Scene) {
    this.scene = scene
  }

  paint(now: number): void {
    const { scene, layers } = this
    this.labels = []
    layers.moving.clear()
    if (!scene.layout || !scene.areas) {
      layers.clearResting()
      return
    }
    const looks = scene.sides.map((_, side) => scene.lookAt(side, now))
    const previews = scene.sides.map((_, side) => scene.previewOn(side))
    if (this.restChanges(looks)) scene.dirty = true
    if (scene.previous) {
      const { layout, start } = scene.previous
      this.stand = between(layout, scene.layout, now, start, scene.layoutTime())
    } else if (scene.dirty || !this.stand) {
      this.stand = standing(scene.layout)
    }
    const stand = this.stand!
    const resources = scene.mirror?.info?.resources.length ?? 2
    if (this.landing.lows.length !== resources) this.landing = newLanding(resources)
    const rest = scene.dirty
    scene.dirty = false
    if (rest) {
      layers.clearResting()
      this.paintWells(stand, now, looks, previews)
    }
    scene.sides.forEach((_, side) => {
      this.paintSide(side, stand, now, rest, looks[side], previews[side])
    })
    this.paintTargets(stand)
    paintNext(scene, layers.moving, this.labels, now)
    paintAside(scene, layers.moving, this.labels)
  }

  /** Whether what usually rests looks different in this frame: wells rise or die, pods dim. */
  private restChanges(looks: readonly (Look | undefined)[]): boolean {
    const share = (value: number) => Math.round(value * 100)
    // Tiles are veiled and framed over what rests.
    const dims = (this.scene.layout?.lod === 2 ? [] : looks)
      .flatMap((look) => look?.wells ?? [])
      .map(({ pods, framed, cleared }) => `${share(pods)}/${share(framed)}/${share(cleared)}`)
      .join()
    const changed = dims !== this.dims
    this.dims = dims
    return (
      changed ||
      this.scene.previous !== undefined ||
      this.scene.sides.some(({ moves }) => moves.wells.size > 0)
    )
  }

  // ---------------------------------------------------------------- wells

  private paintWells(
    stand: Standing,
    now: number,
    looks: readonly (Look | undefined)[],
    previews: readonly (ShownPreview | undefined)[],
  ): void {
    const { scene } = this
    const { wells, marks } = this.layers
    const { measure } = stand
    if (measure.lod === 2) {
      scene.sides.forEach(({ model }, side) => {
        for (const [node, view] of stand.wells[side] ?? []) {
          const dead = scene.isDead(side, node) || previews[side]?.dead === node
          paintTile(wells, marks, scene.brush, view, measure, model, node, dead)
        }
      })
      for (const slot of stand.slots)
        paintTile(wells, marks, scene.brush, slot, measure, undefined, -1, false)
      return
    }
    for (const slot of stand.slots) paintSlot(marks, scene.brush, slot, measure)
    scene.sides.forEach(({ moves }, side) => {
      const pale = new Map<number, number>()
      for (const { looked, pods } of looks[side]?.wells ?? []) {
        if (isRefused(looked)) pale.set(looked.node, pods)
      }
      for (const [node, view] of stand.wells[side] ?? []) {
        const motion = moves.wells.get(node)
        const rising =
          motion?.kind === 'rise'
            ? moveEase(progress(now, motion.start, TIMES.rise / motion.rate))
            : 1
        paintWell(wells, marks, scene.brush, view, measure, {
          dead: scene.isDead(side, node) || previews[side]?.dead === node,
          cordoned: (scene.nodeFlags(side, node) & NodeFlag.Cordoned) !== 0,
          risen: rising * scene.booted(side, node),
          opacity: pale.get(node) ?? 1,
        })
      }
    })
  }

  // ---------------------------------------------------------------- one side

  private paintSide(
    side: number,
    stand: Standing,
    now: number,
    rest: boolean,
    look: Look | undefined,
    preview: ShownPreview | undefined,
  ): void {
    const { scene, layers, labels } = this
    const paintShown = () => {
      if (look) paintLook(scene, look, stand, side, layers.moving, labels)
      if (preview) paintPreview(scene, preview, stand, side, layers.moving, labels)
    }
    if (stand.measure.lod === 2) {
      paintShown()
      return
    }
    const { model, moves } = scene.sides[side]!
    const looks = new Map<number, EvaluatedWell>()
    for (const well of look?.wells ?? []) looks.set(well.looked.node, well)
    for (const [node, view] of stand.wells[side] ?? []) {
      const well = looks.get(node)
      this.doomed = preview?.dead === node
      const dim = (well?.pods ?? 1) * (this.doomed && !model.runbook ? DOOMED : 1)
      this.room = well && well.cleared > 0 ? well : undefined
      if (rest) this.paintPods(side, node, view, stand.measure, layers.resting, now, dim, 'resting')
      this.paintPods(side, node, view, stand.measure, layers.moving, now, dim, 'moving')
      this.room = undefined
      this.doomed = false
      const flash = moves.wells.get(node)
      if (flash?.kind === 'die') this.paintFlash(view, stand.measure, now, flash.start, flash.rate)
      if (scene.isDead(side, node) && !model.runbook) {
        this.labelDead(side, node, view, stand.measure, now)
      }
    }
    const walls = look?.wells.find(({ framed }) => framed > 0)
    const view = walls && stand.wells[side]?.get(walls.looked.node)
    if (rest && walls && view) {
      const over = overRim(stand, view, scene.layout?.rows ?? 1, scene.areas?.lanes[side]?.y ?? 0)
      const head = winnerHead(stand.measure, over)
      paintWinner(layers.under, scene.brush, view, stand.measure, walls.framed, head)
      paintWinnerWalls(layers.marks, scene.brush, view, stand.measure, walls.framed)
    }
    paintShown()
    paintLeavers(scene, side, stand, layers.moving, now)
    paintGains(scene, side, stand, labels, now)
  }

  private labelDead(
    side: number,
    node: number,
    view: WellView,
    measure: Measure,
    now: number,
  ): void {
    // Red walls and outlines say the same where the pill would be wider than the machine.
    const size = Math.min(14, (view.width - 2) / DEAD_PER_PX)
    if (measure.lod > 0 || size < 11) return
    const motion = this.scene.sides[side]!.moves.wells.get(node)
    const rate = motion?.rate ?? 1
    const start = (motion?.start ?? 0) + TIMES.flash / rate
    const middle = (Math.max(...view.heights) * measure.cell) / 2
    this.labels.push({
      key: `dead:${side}:${node}`,
      kind: 'dead',
      text: '',
      x: view.x + view.width / 2,
      y: view.floor - middle * 0.7,
      opacity: motion ? progress(now, start, TIMES.drain / rate) : 1,
      size,
    })
  }

  /** One white flash, never strobing. */
  private paintFlash(
    view: WellView,
    measure: Measure,
    now: number,
    start: number,
    rate: number,
  ): void {
    const elapsed = (now - start) * rate
    const opacity = elapsed < TIMES.flash ? 0.94 : 0.94 * (1 - progress(elapsed, TIMES.flash, 90))
    if (opacity <= 0) return
    const top = view.floor - Math.max(...view.heights) * measure.cell
    const inner = measure.wall
    this.scene.brush.box(
      this.layers.moving,
      view.x + inner,
      top,
      view.width - 2 * inner,
      view.floor + measure.pad - top,
      rgba(0xffffff, opacity),
    )
  }

  // ---------------------------------------------------------------- pods of one well

  /** `which`: those that rest, or those that move and what is hovered. */
  private paintPods(
    side: number,
    node: number,
    view: WellView,
    measure: Measure,
    list: ShapeList,
    now: number,
    dim: number,
    which: 'resting' | 'moving',
  ): void {
    const { scene } = this
    const { model, moves } = scene.sides[side]!
    const rows = model.podsOn(node)
    let coming = false
    let merge: { row: number; heights: Float64Array } | undefined
    const flush = () => {
      if (!merge) return
      this.paintMerged(side, view, measure, list, merge.row, merge.heights, dim, now, node)
      merge = undefined
    }
    for (const row of rows) {
      const motion = moves.pieces.get(row)
      if (motion?.entry && now < fallStart(motion.entry) + 300) coming = true
      const moving = motion !== undefined || this.isHovered(side, row)
      if (moving !== (which === 'moving')) continue
      if (moving) {
        flush()
        this.paintMoving(side, node, row, view, measure, list, now, dim, motion)
        continue
      }
      if (!this.room && measure.cell * this.tallestHalf(side, row) < MERGE_BELOW) {
        if (
          merge &&
          scene.appOf(side, merge.row) === scene.appOf(side, row) &&
          scene.isTerminating(side, merge.row) === scene.isTerminating(side, row) &&
          scene.isUnready(side, merge.row) === scene.isUnready(side, row)
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
      this.restPose(side, node, row, now)
      pose.opacity *= dim
      this.drawPiece(side, node, row, view, measure, list, now)
    }
    flush()
    if (which === 'resting') this.paintHatch(side, node, view, measure, list, coming ? 0 : dim)
  }

  private tallestHalf(side: number, row: number): number {
    const { model } = this.scene.sides[side]!
    let tallest = 0
    for (let r = 0; r < model.resources; r++) {
      tallest = Math.max(tallest, model.heights[row * model.resources + r]!)
    }
    return tallest
  }

  private paintMerged(
    side: number,
    view: WellView,
    measure: Measure,
    list: ShapeList,
    row: number,
    heights: Float64Array,
    dim: number,
    now: number,
    node: number,
  ): void {
    this.restPose(side, node, row, now)
    pose.heights = heights
    pose.heightsAt = 0
    pose.opacity *= dim
    this.drawPiece(side, node, row, view, measure, list, now)
  }

  private isHovered(side: number, row: number): boolean {
    const { hovered, sides } = this.scene
    return hovered?.type === 'pod' && hovered.row === row && hovered.lane === sides[side]!.model.id
  }

  /** The pose of a piece at rest, into the shared pose object. */
  private restPose(side: number, node: number, row: number, now: number): void {
    const { scene } = this
    const { model, moves } = scene.sides[side]!
    resetPose(pose)
    pose.lows = model.floors
    pose.lowsAt = row * model.resources
    pose.heights = model.heights
    pose.heightsAt = row * model.resources
    if (this.room) this.makeRoom(row, model.floors)
    const motion = moves.wells.get(node)
    const dead = scene.isDead(side, node) || (this.doomed && model.runbook)
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
      pose.drain = scene.isDown(side, row) ? Math.max(drained, motion ? 0 : 1) : drained
    } else {
      pose.drain = drained
    }
    if (pose.drain > 0) return
    if (scene.isTerminating(side, row)) pose.dress = 'terminating'
    else if (scene.isUnready(side, row)) pose.dress = 'unready'
  }

  /** Who has to leave goes on top of those who stay, and pales. */
  private makeRoom(row: number, floors: Float64Array): void {
    const { looked, cleared } = this.room!
    const place = looked.room?.places.get(row)
    if (!place) return
    const at = pose.lowsAt
    pose.lows = place.map((low, r) => mix(floors[at + r]!, low, moveEase(cleared)))
    pose.lowsAt = 0
    if (looked.room?.leaving.includes(row)) pose.opacity *= 1 - 0.62 * cleared
  }

  /** Draws the shared pose, with the dress that the machine's power gives it. */
  private drawPiece(
    side: number,
    _node: number,
    row: number,
    view: WellView,
    measure: Measure,
    list: ShapeList,
    _now: number,
  ): void {
    const { scene } = this
    const { model } = scene.sides[side]!
    const look = scene.brush.look(scene.appOf(side, row))
    if (model.runbook || pose.drain === 0) {
      paintPiece(list, scene.brush, view, measure, look, pose)
      const marks = measure.lod === 0 ? scene.marksOf(side, row) : undefined
      if (marks) paintMarks(list, scene.brush, view, measure, look, pose, marks)
      return
    }
    // A Kubernetes world: the piece gives way to its dotted outline.
    const { drain, opacity } = pose
    pose.drain = 0
    if (scene.isTerminating(side, row)) pose.dress = 'terminating'
    if (drain < 1) {
      pose.opacity = opacity * (1 - drain)
      paintPiece(list, scene.brush, view, measure, look, pose)
    }
    pose.dress = 'lost'
    pose.opacity = opacity * drain
    paintPiece(list, scene.brush, view, measure, look, pose)
  }

  private paintHatch(
    side: number,
    node: number,
    view: WellView,
    measure: Measure,
    list: ShapeList,
    opacity: number,
  ): void {
    const { scene } = this
    const { model } = scene.sides[side]!
    if (opacity <= 0 || scene.isDead(side, node)) return
    view.lanes.forEach((resource, lane) => {
      const cells = model.stranded[node * model.resources + resource]!
      if (cells * measure.cell >= 1) {
        paintStranded(list, scene.brush, view, measure, lane, cells, opacity)
      }
    })
  }

  // ---------------------------------------------------------------- what moves

  private paintMoving(
    side: number,
    node: number,
    row: number,
    view: WellView,
    measure: Measure,
    list: ShapeList,
    now: number,
    dim: number,
    motion: PieceMotion | undefined,
  ): void {
    this.restPose(side, node, row, now)
    pose.opacity *= dim
    if (this.isHovered(side, row)) pose.dy = -2
    if (!motion) {
      this.drawPiece(side, node, row, view, measure, list, now)
      return
    }
    this.applyDrops(side, row, motion, now)
    const { entry } = motion
    if (!entry) {
      this.drawPiece(side, node, row, view, measure, list, now)
      return
    }
    this.paintEntry(side, node, row, view, measure, list, now, entry)
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

  private paintEntry(
    side: number,
    node: number,
    row: number,
    view: WellView,
    measure: Measure,
    list: ShapeList,
    now: number,
    entry: Entry,
  ): void {
    const { scene } = this
    const { model } = scene.sides[side]!
    const look = scene.brush.look(scene.appOf(side, row))
    const edge = measure.cell < 16 ? 1 : 1.5
    if (entry.kind === 'fade') {
      pose.opacity *= progress(now, entry.start, TIMES.fade / entry.rate)
      this.drawPiece(side, node, row, view, measure, list, now)
      if (entry.from >= 0) this.arcOf(side, row, view, measure, entry, list, 0.9)
      return
    }
    if (now < entry.start) return
    const start = fallStart(entry)
    const elapsed = (now - start) * entry.rate
    const { lows, lowsAt } = pose
    const from = this.spawnLevel(side, row, view, measure)
    const land = landing(
      elapsed,
      from,
      lows,
      lowsAt,
      model.heights,
      row * model.resources,
      this.landing,
    )
    if (entry.aim && !land.done && elapsed < TIMES.fall + TIMES.shear) {
      const { dress } = pose
      pose.dress = 'ghost'
      paintPiece(list, scene.brush, view, measure, look, pose)
      pose.dress = dress
    }
    if (elapsed < 0) {
      this.paintFlight(side, row, view, measure, list, now, entry, from)
      return
    }
    if (land.done) {
      const faded = progress(elapsed, TIMES.fall + TIMES.shear + TIMES.settle, entry.edgeTime)
      pose.edge = measure.lod === 0 ? mix(entry.edge, edge, faded) : edge
      this.drawPiece(side, node, row, view, measure, list, now)
      return
    }
    pose.lows = land.lows
    pose.lowsAt = 0
    pose.tall *= land.tall
    pose.wide *= land.wide
    if (elapsed >= TIMES.fall && measure.lod === 0) pose.edge = entry.edge
    if (entry.kind === 'fall') pose.opacity *= progress(elapsed, 0, 60)
    this.drawPiece(side, node, row, view, measure, list, now)
    if (land.speed > 0) {
      placePiece(probe, view, measure, pose, 0)
      const highs = Array.from({ length: probe.lanes }, (_, i) => probe.high[i]!)
      paintSpeedLines(list, scene.brush, measure, look, probe, highs, land.speed)
    }
  }

  /** Floor of a piece that hangs in the drop zone, in cells over the well's floor. */
  private spawnLevel(side: number, row: number, view: WellView, measure: Measure): number {
    const { scene } = this
    const area = scene.areas?.lanes[side]
    const rim = Math.max(...view.heights) * measure.cell
    const free = area ? view.floor - rim - area.y : 0
    const tall = this.tallestHalf(side, row) * measure.cell
    const gap = Math.max(measure.lod === 0 ? 14 : 6, (free - tall) * 0.45)
    // Where there is little room the piece begins lower, never in the scoreboard.
    return Math.max(0, Math.min(rim + gap, rim + free - tall)) / measure.cell
  }

  private arcOf(
    side: number,
    row: number,
    view: WellView,
    measure: Measure,
    entry: Entry,
    list: ShapeList | undefined,
    opacity: number,
  ) {
    const { scene } = this
    const source = this.stand?.wells[side]?.get(entry.from)
    const area = scene.areas?.lanes[side]
    const level = this.spawnLevel(side, row, view, measure)
    const to = { x: view.x + view.width / 2, y: view.floor - level * measure.cell - 8 }
    const from = source
      ? {
          x: source.x + source.width / 2,
          y: source.floor - Math.max(...source.heights) * measure.cell * 0.55,
        }
      : to
    const tall = this.tallestHalf(side, row) * measure.cell
    const arc = arcBetween(from, to, (area?.y ?? 0) + tall)
    if (list) {
      const look = scene.brush.look(scene.appOf(side, row))
      paintArc(list, scene.brush, arc, look, opacity, measure.lod === 0)
    }
    return arc
  }

  private paintFlight(
    side: number,
    row: number,
    view: WellView,
    measure: Measure,
    list: ShapeList,
    now: number,
    entry: Entry,
    level: number,
  ): void {
    const { scene } = this
    const look = scene.brush.look(scene.appOf(side, row))
    const t = progress(now, entry.start, TIMES.flight / entry.rate)
    const arc = this.arcOf(side, row, view, measure, entry, list, 0.95)
    const at = flightAt(arc, t)
    const { model } = scene.sides[side]!
    const lows = new Float64Array(model.resources).fill(level)
    pose.lows = lows
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

  // ---------------------------------------------------------------- focus

  /** The ring around what is selected, and around the machine that is pointed at. */
  private paintTargets(stand: Standing): void {
    const { scene, layers } = this
    const { selected, hovered } = scene
    this.paintHovered(stand, hovered)
    if (!selected || selected.type === 'app') return
    const side = scene.sides.findIndex(({ model }) => model.id === selected.lane)
    if (side < 0) return
    const { model } = scene.sides[side]!
    const { measure } = stand
    const node = selected.type === 'node' ? selected.row : (model.where[selected.row] ?? -1)
    const view = stand.wells[side]?.get(node)
    if (!view) return
    const { brush } = scene
    const colour = rgba(brush.colours.focus)
    const fine = measure.lod === 0
    const out = fine ? 6 : 3
    const width = fine ? 3 : 2
    if (selected.type === 'pod' && measure.lod < 2) {
      // Along the piece's own outline: a box around it would cut through its neighbours' letters.
      resetPose(pose)
      pose.lows = model.floors
      pose.lowsAt = selected.row * model.resources
      pose.heights = model.heights
      pose.heightsAt = selected.row * model.resources
      for (const [grow, line, edge] of [
        [out / 3, out / 3 + 1, rgba(brush.colours.panel)],
        [out * 0.75, width, colour],
      ] as const) {
        reset(brush.shape)
        placePiece(brush.shape, view, measure, pose, -grow)
        brush.shape.radius = pieceStyle(measure).radius + grow
        brush.shape.edge = edge
        brush.shape.edgeWidth = line
        layers.moving.add(brush.shape)
      }
      return
    }
    const top = view.floor - Math.max(0, ...view.heights) * measure.cell
    const bottom = view.floor + measure.pad + measure.wall
    brush.frame(
      layers.moving,
      view.x - out,
      top - out,
      view.width + 2 * out,
      bottom - top + 2 * out,
      fine ? 9 : 4,
      colour,
      width,
    )
  }
  private paintHovered(stand: Standing, hovered: Target | undefined): void {
    if (hovered?.type !== 'node') return
    const { sides, brush } = this.scene
    const side = sides.findIndex(({ model }) => model.id === hovered.lane)
    const view = stand.wells[side]?.get(hovered.row)
    if (!view) return
    const { measure } = stand
    const fine = measure.lod === 0
    const out = fine ? 4 : 2
    const top = view.floor - Math.max(0, ...view.heights) * measure.cell
    const bottom = view.floor + measure.pad + measure.wall
    brush.frame(
      this.layers.moving,
      view.x - out,
      top - out,
      view.width + 2 * out,
      bottom - top + 2 * out,
      fine ? 7 : 3,
      rgba(brush.colours.ink2),
      fine ? 2 : 1.5,
    )
  }
}
