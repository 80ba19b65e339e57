import type { RunUpdate } from '../../engine/protocol.ts'
import type { Mirror } from '../state/mirror.ts'
import { arrange } from './arrange.ts'
import { Facts } from './facts.ts'
import { Ground } from './ground.ts'
import type { Layout } from './layout.ts'
import { LaneModel } from './model.ts'
import { Choreography } from './motion/choreography.ts'
import { Director } from './motion/director.ts'
import { TileMoves } from './motion/tileMoves.ts'
import { TIMES } from './motion/timings.ts'
import { Walking } from './motion/walk.ts'
import { Brush } from './paint/brush.ts'
import type { Label } from './paint/labels.ts'
import type { ShapeList } from './paint/shapeList.ts'
import type { Standing } from './paint/views.ts'
import { appLooks } from './palette.ts'
import { reportLayout } from './report.ts'
import { type SceneSide, settleSide } from './side.ts'
import type { Preview, StageAreas, StageLayout, StageSettings, Target, Walk } from './stage.ts'
import { Upcoming } from './upcoming.ts'

/** Requests on their way; what draws them is fetched late (flow/flow.ts). */
export interface RequestFlow {
  take(mirror: Mirror, cut: boolean): void
  /** True while something moves; `now` is wall time in ms. */
  advance(now: number): boolean
  paint(side: number, stand: Standing, list: ShapeList, labels: Label[]): void
}

/**
 * What the stage shows and what moves on it: facts from the mirror, layout, motion. Knows no canvas
 * and no clock: times are given.
 */
export class Scene {
  readonly brush: Brush
  readonly facts = new Facts()
  readonly ground = new Ground()
  readonly director = new Director(this.facts, this.ground)
  readonly next = new Upcoming(this.facts)
  hovered: Target | undefined
  selected: Target | undefined
  /** The decision that is gone through. */
  readonly walking = new Walking()
  previews: readonly Preview[] = []
  /** Requests on their way; absent until a run has traffic and it has been fetched. */
  flow: RequestFlow | undefined
  /** Everything that rests must be painted again. */
  dirty = true
  /** Another one whenever what stands in the wells, or its colours, may be others than before. */
  revision = 0
  private pixel = 1

  get sides(): readonly SceneSide[] {
    return this.facts.sides
  }

  get mirror(): Mirror | undefined {
    return this.facts.mirror
  }

  get settings(): StageSettings {
    return this.facts.settings
  }

  get layout(): Layout | undefined {
    return this.ground.layout
  }

  get areas(): StageAreas | undefined {
    return this.ground.areas
  }

  constructor(glyph: (text: string) => number) {
    this.brush = new Brush(glyph)
  }

  /** Takes the mirror after an update; `now` is wall time in ms. */
  update(
    update: RunUpdate,
    mirror: Mirror,
    options: { readonly evaluate: boolean; readonly cut: boolean },
    now: number,
  ): void {
    this.facts.mirror = mirror
    this.dirty = true
    this.revision++
    const info = mirror.info
    if (!info) return
    if (update.reset || this.sides.length !== mirror.lanes.length) {
      this.facts.sides = mirror.lanes.map((lane) => ({
        model: new LaneModel(
          lane.id,
          info.lanes.find((candidate) => candidate.id === lane.id)?.runbook ?? false,
          info.resources,
        ),
        moves: new Choreography(),
        tiles: new TileMoves(),
        evaluation: undefined,
      }))
      this.ground.previous = undefined
      this.next.before = undefined
    }
    if (update.reset || update.apps) this.brush.looks = appLooks(mirror.apps)
    if (update.reset) this.walking.forget()
    const cut = options.cut || update.reset || this.facts.rate() === undefined
    let built = update.reset || this.layout === undefined
    for (const laneUpdate of update.lanes) {
      const index = this.sides.findIndex((side) => side.model.id === laneUpdate.lane)
      const side = this.sides[index]
      const lane = mirror.lanes[index]
      if (!side || !lane) continue
      const changed = (rows: Uint32Array, removed: Uint32Array): ArrayLike<number> =>
        removed.length === 0 ? rows : [...rows, ...removed]
      const delta = side.model.sync(
        lane,
        update.reset ? undefined : changed(laneUpdate.pods.row, laneUpdate.podsRemoved),
        update.reset ? undefined : changed(laneUpdate.nodes.row, laneUpdate.nodesRemoved),
      )
      built ||= delta.bought.length > 0 || delta.gone.length > 0 || delta.resized
      built ||= lane.traffic.length > 0 !== this.facts.senders[index]
      const walked =
        !update.reset &&
        laneUpdate.attempts.some((attempt) => this.walking.covers(laneUpdate.lane, attempt))
      const shown = walked ? this.walking.conclude() : undefined
      if (cut) {
        settleSide(side)
      } else {
        const unseen = options.evaluate && !walked ? laneUpdate.attempts : []
        this.director.perform(index, delta, unseen, now)
        if (shown && !this.director.carryOut(side, shown, delta)) this.walking.fade(shown, now)
      }
      // What is jumped to has come down before.
      if (!update.reset && (!options.cut || this.settings.playing))
        this.director.tell(index, delta, now)
    }
    this.flow?.take(mirror, update.reset || (options.cut && !this.settings.playing))
    this.walking.refresh(this.director.find)
    if (built) this.relayout(cut ? undefined : now)
    this.renext(cut ? undefined : now)
  }

  setAreas(areas: StageAreas, pixel: number): void {
    this.ground.setAreas(areas, pixel)
    this.pixel = pixel
    this.relayout(undefined)
    this.renext(undefined)
  }

  setSettings(settings: StageSettings): void {
    const regrouped = JSON.stringify(settings.groupBy) !== JSON.stringify(this.settings.groupBy)
    const translated = settings.language !== this.settings.language
    this.facts.settings = settings
    if (regrouped || translated) this.relayout(undefined)
    this.brush.setTheme(settings.theme)
    if (this.facts.rate() === undefined) this.settle()
    this.dirty = true
    this.revision++
  }

  setTargets(hovered: Target | undefined, selected: Target | undefined): void {
    // A piece that is pointed at is painted with those that move.
    if (hovered?.type === 'pod' || this.hovered?.type === 'pod') this.dirty = true
    this.hovered = hovered
    this.selected = selected
  }

  /** Shows a phase of one decision; undefined ends it. `now` is wall time in ms. */
  setWalk(walk: Walk | undefined, now: number): void {
    const rate = this.settings.reducedMotion ? undefined : this.facts.rate()
    this.walking.set(walk, now, rate, this.director.find)
    const side = this.walking.shown && this.sides.find(({ model }) => model.id === walk?.lane)
    if (side) side.evaluation = undefined
    this.dirty = true
  }

  setPreview(previews: readonly Preview[]): void {
    this.previews = previews
    this.dirty = true
  }

  /** Ends every motion at once. */
  settle(): void {
    for (const side of this.sides) settleSide(side)
    this.ground.previous = undefined
    this.next.before = undefined
    this.dirty = true
    this.renext(undefined)
  }

  /** Forgets what is over. True while something moves. */
  advance(now: number): boolean {
    let active = false
    let released = false
    for (const side of this.sides) {
      if (side.moves.prune(now)) {
        this.dirty = true
        released = true
      }
      if (side.evaluation && now >= side.evaluation.end) {
        side.evaluation = undefined
        this.dirty = true
      }
      side.tiles.prune(now)
      active ||= side.moves.active || side.tiles.active || side.evaluation !== undefined
    }
    if (this.flow?.advance(now)) active = true
    if (this.walking.prune(now)) this.dirty = true
    active ||= this.walking.isMoving(now)
    const { ground } = this
    if (ground.previous && now >= ground.previous.start + TIMES.layout) {
      ground.previous = undefined
      this.dirty = true
    }
    const before = ground.camera
    const flying = ground.advance(now)
    if (ground.camera !== before) this.dirty = true
    if (this.next.prune(now)) this.dirty = true
    if (released || this.next.heldChanged(now)) this.renext(now)
    return active || flying || ground.previous !== undefined || this.next.before !== undefined
  }

  /** Places the wells anew; from `now` they move there, without it they stand there at once. */
  private relayout(now: number | undefined): void {
    const { areas, facts } = this
    if (!areas || !facts.mirror?.info) return
    facts.senders = facts.mirror.lanes.map(({ traffic }) => traffic.length > 0)
    const layout = arrange(facts, areas, this.pixel)
    this.ground.setLayout(layout, facts.settings.reducedMotion ? undefined : now)
    this.dirty = true
  }

  private renext(now: number | undefined): void {
    this.next.refresh(this.areas, now)
    this.dirty = true
  }

  /** What the page places its names, plugs and labels by. */
  stageLayout(): StageLayout | undefined {
    const { ground, next } = this
    const { layout } = ground
    if (!layout) return undefined
    const lanes = this.sides.map(({ model }) => model.id)
    return reportLayout(ground, layout, lanes, next.view?.layout.boxes.length ?? 0)
  }
}
