import { NodeFlag } from '../../../engine/protocol.ts'
import { stageWords } from '../../words/stage.ts'
import { moveEase, progress } from '../easing.ts'
import { letters } from '../letters.ts'
import { type EvaluatedWell, isRefused, type Look } from '../motion/evaluation.ts'
import type { ShownPreview } from '../motion/preview.ts'
import { TIMES } from '../motion/timings.ts'
import type { Scene } from '../scene.ts'
import type { Rect } from '../stage.ts'
import { lookAt } from '../walked.ts'
import type { Measure, WellView } from './brush.ts'
import { paintWinner, paintWinnerWalls, winnerHead } from './effects.ts'
import { paintLook } from './evaluationPainter.ts'
import { paintHeadings } from './headingPainter.ts'
import type { Label } from './labels.ts'
import { Layers } from './layers.ts'
import { paintGains, paintLeavers } from './leaverPainter.ts'
import { paintNext } from './nextPainter.ts'
import { overRim } from './overRim.ts'
import { rgba } from './shapeList.ts'
import { paintTargets } from './targetsPainter.ts'
import { paintBars, paintTile, paintTileMoves } from './tile.ts'
import type { Standing } from './views.ts'
import { paintSlot, paintWell } from './well.ts'
import { type PaintedWell, WellPods } from './wellPods.ts'

/** Pods of a machine that would die. */
const DOOMED = 0.38
/** What holds up a drain may be said wider than its well by this. */
const OVER_NEIGHBOURS = 2

/** Tiles of so many busy machines are found among idle ones, however little is on them. */
const FEW = 40

/** Their free room is nobody's. */
const CLOSED = NodeFlag.Cordoned | NodeFlag.Reclaiming | NodeFlag.ScalingDown

/** Width of the pill on a dead machine as a multiple of its letters' size: of each letter, and around them. */
const DEAD_LETTER = 0.575
const DEAD_AROUND = 1.4

/** Paints one moment of the scene. */
export class FramePainter {
  readonly layers = new Layers()
  labels: Label[] = []
  private readonly scene: Scene
  private readonly pods: WellPods
  private dims = ''
  /** Absent until it has been fetched. */
  outlook: typeof import('./outlook.ts') | undefined

  constructor(scene: Scene) {
    this.scene = scene
    this.pods = new WellPods(scene)
  }

  paint(now: number): void {
    const { scene, layers } = this
    this.labels = []
    layers.moving.clear()
    layers.glow.clear()
    if (!scene.layout || !scene.areas) {
      layers.clearResting()
      return
    }
    const looks = scene.sides.map((_, side) => lookAt(scene, side, now))
    const previews = scene.sides.map((_, side) => this.outlook?.previewOn(scene, side))
    if (this.restChanges(looks)) scene.dirty = true
    const stand = scene.ground.standing(now)!
    const rest = scene.dirty
    scene.dirty = false
    if (rest) {
      layers.clearResting()
      this.paintWells(stand, now, looks, previews)
    }
    scene.sides.forEach((_, side) => {
      const clip = scene.ground.clipOf(side)
      const labels = this.labels
      if (clip) this.labels = []
      layers.setClip(clip)
      this.paintSide(side, stand, now, rest, looks[side], previews[side])
      if (clip) this.labels = [...labels, ...this.labels.filter((label) => isIn(clip, label))]
      // Who sends requests stands over the wells, whatever part of them is seen.
      layers.setClip(clip && scene.areas?.lanes[side])
      scene.flow?.paint(side, stand, layers.moving, this.labels)
    })
    paintTargets(scene, stand, layers.moving)
    layers.setClip(undefined)
    paintHeadings(scene, layers.moving, this.labels)
    paintNext(scene, layers.moving, this.labels, now)
    this.outlook?.paintWaiting(scene, layers.moving, this.labels)
  }

  /** Whether what usually rests looks different in this frame: wells rise or die, pods dim. */
  private restChanges(looks: readonly (Look | undefined)[]): boolean {
    const share = (value: number) => Math.round(value * 100)
    // Tiles are veiled and framed over what rests.
    const dims = (this.scene.ground.lod === 2 ? [] : looks)
      .flatMap((look) => look?.wells ?? [])
      .map(({ pods, framed, cleared }) => `${share(pods)}/${share(framed)}/${share(cleared)}`)
      .join()
    const changed = dims !== this.dims
    this.dims = dims
    return (
      changed ||
      this.scene.ground.previous !== undefined ||
      (this.scene.ground.lod < 2 && this.scene.sides.some(({ moves }) => moves.wells.size > 0))
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
        this.layers.setClip(scene.ground.clipOf(side))
        const few = model.isBusyOnFew(FEW)
        for (const [node, view] of stand.wells[side] ?? []) {
          const flags = scene.facts.nodeFlags(side, node)
          const dead = (flags & NodeFlag.Dead) !== 0 || previews[side]?.dead === node
          const closed = (flags & CLOSED) !== 0
          paintTile(wells, marks, scene.brush, view, measure, model, node, dead, closed, few)
        }
      })
      for (const slot of stand.slots) {
        this.layers.setClip(scene.ground.clipOf(slot.side))
        paintTile(wells, marks, scene.brush, slot, measure, undefined, -1, false, false, false)
      }
      this.layers.setClip(undefined)
      return
    }
    for (const slot of stand.slots) {
      this.layers.setClip(scene.ground.clipOf(slot.side))
      paintSlot(marks, scene.brush, slot, measure)
    }
    scene.sides.forEach(({ moves }, side) => {
      this.layers.setClip(scene.ground.clipOf(side))
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
          dead: scene.facts.isDead(side, node) || previews[side]?.dead === node,
          cordoned: (scene.facts.nodeFlags(side, node) & NodeFlag.Cordoned) !== 0,
          risen: rising * scene.facts.booted(side, node),
          opacity: pale.get(node) ?? 1,
        })
        this.veil(side, node, view, measure)
      }
    })
    this.layers.setClip(undefined)
  }

  /** The tile that it has just been, while it fades. */
  private veil(side: number, node: number, view: WellView, { cell, tile }: Measure): void {
    if (!tile) return
    const { scene, layers } = this
    const { model } = scene.sides[side]!
    const dead = scene.facts.isDead(side, node)
    const closed = (scene.facts.nodeFlags(side, node) & CLOSED) !== 0
    const sizes = { cell, ...tile }
    paintBars(layers.veil, scene.brush, view, sizes, model, node, dead, tile.opacity, closed)
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
      if (preview) this.outlook?.paintOutlook(scene, preview, stand, side, layers.moving, labels)
    }
    if (stand.measure.lod === 2) {
      paintTileMoves(scene, side, stand, layers.glow, now)
      paintShown()
      return
    }
    const { model, moves } = scene.sides[side]!
    const looks = new Map<number, EvaluatedWell>()
    for (const well of look?.wells ?? []) looks.set(well.looked.node, well)
    for (const [node, view] of stand.wells[side] ?? []) {
      const well = looks.get(node)
      const doomed = preview?.dead === node
      const painted: PaintedWell = {
        side,
        node,
        view,
        measure: stand.measure,
        dim: (well?.pods ?? 1) * (doomed && !model.runbook ? DOOMED : 1),
        room: well && well.cleared > 0 ? well : undefined,
        doomed,
      }
      if (rest) this.pods.paint(painted, stand, layers.resting, now, 'resting')
      this.pods.paint(painted, stand, layers.moving, now, 'moving')
      const flash = moves.wells.get(node)
      if (flash?.kind === 'die') this.paintFlash(view, stand.measure, now, flash.start, flash.rate)
      if (scene.facts.isDead(side, node) && !model.runbook) {
        this.labelDead(side, node, view, stand.measure, now)
      }
      this.labelNotice(side, node, view, stand.measure)
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
    const largest = Math.max(14, 26 * (this.scene.areas?.big ?? 0))
    const size = Math.min(
      largest,
      (view.width - 2) / (DEAD_AROUND + letters(stageWords.dead) * DEAD_LETTER),
    )
    if (measure.lod > 0 || size < 11) return
    const motion = this.scene.sides[side]!.moves.wells.get(node)
    const rate = motion?.rate ?? 1
    const start = (motion?.start ?? 0) + TIMES.flash / rate
    const middle = (Math.max(...view.heights) * measure.cell) / 2
    this.labels.push({
      key: `dead:${side}:${node}`,
      kind: 'dead',
      text: stageWords.dead,
      x: view.x + view.width / 2,
      y: view.floor - middle * 0.7,
      opacity: motion ? progress(now, start, TIMES.drain / rate) : 1,
      size,
    })
  }

  /**
   * Over its rim: the cloud's notice, a budget that holds up its drain, or that memory runs out; and how
   * many of its pods cannot be seen, as they ask for nothing.
   */
  private labelNotice(side: number, node: number, view: WellView, measure: Measure): void {
    if (measure.lod > 0) return
    const gone = this.scene.mirror?.lanes[side]?.nodes.goneAt[node] ?? -1
    const flags = this.scene.facts.nodeFlags(side, node)
    const waits = (flags & NodeFlag.DrainWaits) !== 0
    const pressed = (flags & (NodeFlag.MemoryPressure | NodeFlag.Dead)) === NodeFlag.MemoryPressure
    const shapeless = this.scene.sides[side]!.model.shapelessOn(node)
    const said: (readonly string[])[] = []
    if (shapeless > 0) said.push(stageWords.shapeless(shapeless))
    if (gone >= 0) said.push(stageWords.goneAt(gone))
    else if (waits) said.push(stageWords.drainWaits)
    else if (pressed) said.push(stageWords.memoryPressure)
    const taped = (flags & NodeFlag.Cordoned) !== 0
    const { big } = this.scene.areas ?? {}
    const size = big === undefined ? 13 : 18 * big
    // Tape lies between the rim and what is said of it.
    let y = view.floor - Math.max(...view.heights) * measure.cell - size * (taped ? 2 : 1.1)
    for (const wordings of said) {
      // Machines beside it are seldom drained at the same time.
      const room = view.width * (wordings === stageWords.drainWaits ? OVER_NEIGHBOURS : 1)
      const text = wordings.find((one) => letters(one) * size * 0.6 <= room)
      if (text === undefined) continue
      const key = `${wordings === said[0] && shapeless > 0 ? 'shapeless' : 'notice'}:${side}:${node}`
      this.labels.push({ key, kind: 'chip', text, x: view.x + view.width / 2, y, opacity: 1, size })
      y -= size * 1.55
    }
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
    this.layers.moving.box(
      view.x + inner,
      top,
      view.width - 2 * inner,
      view.floor + measure.pad - top,
      rgba(0xffffff, opacity),
    )
  }
}

function isIn(clip: Rect, { x, y }: Label): boolean {
  return x >= clip.x && x <= clip.x + clip.width && y >= clip.y && y <= clip.y + clip.height
}
