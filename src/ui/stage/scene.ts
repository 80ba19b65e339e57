import { NodeFlag, PodFlag, PodState, type RunUpdate } from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { Mirror } from '../state/mirror.ts'
import { isTrouble } from '../state/podTrouble.ts'
import { stageWords } from '../words/stage.ts'
import { unitsPerCell } from './cells.ts'
import { Ground } from './ground.ts'
import { grouped } from './groups.ts'
import { computeLayout, type Layout, type MachineShape, type Side } from './layout.ts'
import { type LaneDelta, LaneModel } from './model.ts'
import { Choreography, type Entry, landedAt, touchesAt } from './motion/choreography.ts'
import { type Evaluation, evaluationAt, type Look } from './motion/evaluation.ts'
import { findings } from './motion/findings.ts'
import { TileMoves } from './motion/tileMoves.ts'
import { evaluateTime, motionRate, TIMES } from './motion/timings.ts'
import { carriedOut, type Found, type ShownWalk, Walking, walkAt } from './motion/walk.ts'
import { type NextLayout, nextLayout } from './nextLayout.ts'
import { Brush } from './paint/brush.ts'
import type { Label } from './paint/labels.ts'
import type { PodMarks } from './paint/marks.ts'
import type { ShapeList } from './paint/shapeList.ts'
import type { Standing } from './paint/views.ts'
import { appLooks } from './palette.ts'
import {
  type HeldPod,
  lanesOf,
  type NextEntry,
  nextEntries,
  waitingCount,
  waitingEntry,
} from './queue.ts'
import { reportLayout } from './report.ts'
import type {
  Camera,
  Preview,
  StageAreas,
  StageLayout,
  StageSettings,
  Target,
  Touchdown,
  Walk,
} from './stage.ts'

/** One side of the stage. */
export interface SceneSide {
  readonly model: LaneModel
  readonly moves: Choreography
  /** What moves while machines are tiles. */
  readonly tiles: TileMoves
  evaluation: Evaluation | undefined
}

/** Requests on their way; what draws them is fetched late (flow/flow.ts). */
export interface RequestFlow {
  take(mirror: Mirror, cut: boolean): void
  /** True while something moves; `now` is wall time in ms. */
  advance(now: number): boolean
  paint(side: number, stand: Standing, list: ShapeList, labels: Label[]): void
}

export interface NextView {
  readonly entries: readonly NextEntry[]
  readonly layout: NextLayout
  readonly total: number
}

/** More entries than ever fit into NEXT. */
const NEXT_LIMIT = 24
/** Simulated ms from binding within which containers start that wait for nothing: a piece is solid. */
const START_MOST = 1_500
/** While a decision is gone through, ghosts and scores stand over the rims (px). */
const OVER_RIM = 53

/**
 * What the stage shows and what moves on it: facts from the mirror, layout, motion. Knows no canvas
 * and no clock: times are given.
 */
export class Scene {
  readonly brush: Brush
  sides: SceneSide[] = []
  mirror: Mirror | undefined
  readonly ground = new Ground()
  settings: StageSettings = {
    theme: 'light',
    reducedMotion: false,
    speed: 1,
    instant: false,
  }
  hovered: Target | undefined
  selected: Target | undefined
  /** The decision that is gone through. */
  readonly walking = new Walking()
  previews: readonly Preview[] = []
  next: NextView | undefined
  /** Requests on their way; absent until a run has traffic and it has been fetched. */
  flow: RequestFlow | undefined
  /** Hears of every piece that comes down. */
  touchdown: ((touchdown: Touchdown) => void) | undefined
  /** NEXT as it was, while its pieces move up. */
  nextBefore: { readonly view: NextView; readonly start: number } | undefined
  /** Everything that rests must be painted again. */
  dirty = true
  private pixel = 1

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
    this.mirror = mirror
    this.dirty = true
    const info = mirror.info
    if (!info) return
    if (update.reset || this.sides.length !== mirror.lanes.length) {
      this.sides = mirror.lanes.map((lane) => ({
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
      this.nextBefore = undefined
    }
    if (update.reset || update.apps) this.brush.looks = appLooks(mirror.apps)
    if (update.reset) this.walking.forget()
    const cut = options.cut || update.reset || this.rate() === undefined
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
      built ||= lane.traffic.length > 0 !== this.senders[index]
      const walked =
        !update.reset &&
        laneUpdate.attempts.some((attempt) => this.walking.covers(laneUpdate.lane, attempt))
      const shown = walked ? this.walking.conclude() : undefined
      if (cut) {
        side.moves.clear()
        side.tiles.clear()
        side.evaluation = undefined
      } else {
        const unseen = options.evaluate && !walked ? laneUpdate.attempts : []
        this.perform(index, delta, unseen, now)
        if (shown && !this.carryOut(side, shown, delta)) this.walking.fade(shown, now)
      }
      // What is jumped to has come down before.
      if (!update.reset && (!options.cut || this.settings.playing)) this.tell(index, delta, now)
    }
    this.flow?.take(mirror, update.reset || (options.cut && !this.settings.playing))
    this.walking.refresh(this.find)
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
    this.settings = settings
    if (regrouped || translated) this.relayout(undefined)
    this.brush.setTheme(settings.theme)
    if (this.rate() === undefined) this.settle()
    this.dirty = true
  }

  setTargets(hovered: Target | undefined, selected: Target | undefined): void {
    // A piece that is pointed at is painted with those that move.
    if (hovered?.type === 'pod' || this.hovered?.type === 'pod') this.dirty = true
    this.hovered = hovered
    this.selected = selected
  }

  /** Shows a phase of one decision; undefined ends it. `now` is wall time in ms. */
  setWalk(walk: Walk | undefined, now: number): void {
    const rate = this.settings.reducedMotion ? undefined : this.rate()
    this.walking.set(walk, now, rate, this.find)
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
    for (const side of this.sides) {
      side.moves.clear()
      side.tiles.clear()
      side.evaluation = undefined
    }
    this.ground.previous = undefined
    this.nextBefore = undefined
    this.dirty = true
    this.renext(undefined)
  }

  /** Factor on motion time; undefined = everything is cut. */
  rate(): number | undefined {
    return this.settings.instant ? undefined : motionRate(this.settings.speed)
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
    if (this.nextBefore && now >= this.nextBefore.start + this.nextTime()) {
      this.nextBefore = undefined
      this.dirty = true
    }
    if (released || this.heldChanged(now)) this.renext(now)
    return active || flying || ground.previous !== undefined || this.nextBefore !== undefined
  }

  nextTime(): number {
    return TIMES.next / (this.rate() ?? 1)
  }

  // -------------------------------------------------------------- facts that painters ask for

  /** The look at a side's wells that is shown, step by step or played. */
  lookAt(side: number, now: number): Look | undefined {
    const { shown } = this.walking
    const { model, evaluation } = this.sides[side]!
    if (shown && shown.walk.lane === model.id) return walkAt(shown, now)
    if (!evaluation) return undefined
    const { app, heights, attempt } = evaluation
    return { app, heights, attempt, wells: evaluationAt(evaluation, now) }
  }

  /** The walk's pod where it waits: index in NEXT, or -1 when it is not among what NEXT shows. */
  walkedEntry(): number {
    const { shown } = this.walking
    if (!shown || shown.endedAt !== undefined || !this.next) return -1
    const side = this.sides.findIndex(({ model }) => model.id === shown.walk.lane)
    const { row } = shown.found
    if (side < 0 || (row >= 0 && this.sides[side]!.model.where[row]! >= 0)) return -1
    const { entries, layout } = this.next
    return waitingEntry(entries.slice(0, layout.boxes.length), side, row, shown.walk.app)
  }

  /** The walk's pod while it is shown to wait and NEXT does not show it. */
  walkedAside():
    | { readonly side: number; readonly walk: Walk; readonly cells: number[] }
    | undefined {
    const { shown } = this.walking
    if (!shown || shown.endedAt !== undefined || shown.walk.phase !== 'queue') return undefined
    const side = this.sides.findIndex(({ model }) => model.id === shown.walk.lane)
    if (side < 0 || this.walkedEntry() >= 0) return undefined
    return { side, walk: shown.walk, cells: lanesOf([...shown.found.heights]) }
  }

  /** The machine that the viewer expects to be taken on a side, or -1. */
  guessOn(side: number): number {
    const { shown } = this.walking
    if (!shown || shown.endedAt !== undefined) return -1
    return shown.walk.lane === this.sides[side]!.model.id ? (shown.walk.predicted ?? -1) : -1
  }

  isDead(side: number, node: number): boolean {
    return (this.nodeFlags(side, node) & NodeFlag.Dead) !== 0
  }

  nodeFlags(side: number, node: number): number {
    return this.mirror?.lanes[side]?.nodes.flags[node] ?? 0
  }

  /** A pod that does nothing any more because its machine has no power, in a runbook world. */
  isDown(side: number, row: number): boolean {
    return this.mirror?.lanes[side]?.pods.state[row] === PodState.Down
  }

  /** A pod with a deletion timestamp: it still takes its room until it is gone. */
  isTerminating(side: number, row: number): boolean {
    return this.mirror?.lanes[side]?.pods.state[row] === PodState.Terminating
  }

  /** It does not serve yet, or no more: its containers run or are being created. */
  isUnready(side: number, row: number): boolean {
    const pods = this.mirror?.lanes[side]?.pods
    if (!pods) return false
    const state = pods.state[row]
    if (state === PodState.Unready) return true
    if (state !== PodState.Creating) return false
    // Between two tries nothing runs at all.
    if (isTrouble(this.mirror!.statuses[pods.status[row]!] ?? '')) return true
    // What has just landed starts in a moment; where people ask for it, that moment counts.
    if (this.senders[side]) return true
    return this.mirror!.now - pods.boundAt[row]! > START_MOST
  }

  /** Another namespace than its own is looked at. */
  isAside(side: number, row: number): boolean {
    const { namespace } = this.settings
    const apps = this.mirror?.apps
    // A namespace that is not of this run hides nothing.
    if (!namespace || !apps?.some((app) => app.namespace === namespace)) return false
    return apps[this.appOf(side, row)]?.namespace !== namespace
  }

  /** What its piece shows besides the letter; undefined = nothing. */
  marksOf(side: number, row: number): PodMarks | undefined {
    const lane = this.mirror?.lanes[side]
    if (!lane || this.sides[side]!.model.runbook) return undefined
    const { version, restarts, volumes, status } = lane.pods
    const said = this.mirror!.statuses[status[row]!] ?? ''
    const failing = isTrouble(said)
    const marks = {
      version: version[row]!,
      restarts: restarts[row]!,
      volumes: volumes[row]!,
      // Volumes are there when the first container is, be it one that only prepares.
      attaching: this.isUnready(side, row) && said === 'ContainerCreating',
    }
    if (marks.version < 2 && marks.restarts === 0 && marks.volumes === 0 && !failing)
      return undefined
    return { ...marks, failing }
  }

  appOf(side: number, row: number): number {
    return this.mirror?.lanes[side]?.pods.app[row] ?? 0
  }

  /** Height of a pod's taller half, cells. */
  tallestHalf(side: number, row: number): number {
    const { heights, resources } = this.sides[side]!.model
    let tallest = 0
    for (let r = 0; r < resources; r++) {
      tallest = Math.max(tallest, heights[row * resources + r]!)
    }
    return tallest
  }

  /** 0..1: how far a booting machine has come, by simulated time. */
  booted(side: number, node: number): number {
    const nodes = this.mirror?.lanes[side]?.nodes
    if (!nodes || !this.mirror) return 1
    if ((nodes.flags[node]! & NodeFlag.Booting) === 0) return 1
    const born = nodes.bornAt[node]!
    const ready = nodes.readyAt[node]!
    if (ready <= born) return 1
    return Math.min(0.95, Math.max(0.08, (this.mirror.now - born) / (ready - born)))
  }

  // -------------------------------------------------------------- motion

  private perform(
    index: number,
    delta: LaneDelta,
    attempts: readonly Attempt[],
    now: number,
  ): void {
    const side = this.sides[index]!
    const lane = this.mirror!.lanes[index]!
    const rate = this.rate()!
    const reduced = this.settings.reducedMotion
    const evaluation =
      reduced || side.model.runbook ? undefined : this.evaluate(index, attempts, now, rate)
    if (evaluation) side.evaluation = evaluation
    const { moves, model } = side
    const entryOf = (row: number, node: number, from: number, order: number): Entry => {
      const replaces = lane.pods.replaces[row]!
      const recreated = (lane.pods.flags[row]! & PodFlag.Recreated) !== 0
      const source = from >= 0 ? from : replaces >= 0 && replaces !== node ? replaces : -1
      const start =
        evaluation?.row === row
          ? evaluation.fallAt
          : now + (Math.min(order, 12) * TIMES.stagger) / rate
      const flies = source >= 0 && this.hasWell(index, source)
      return {
        kind: reduced ? 'fade' : flies ? 'flight' : 'fall',
        start: reduced ? now : start,
        rate,
        from: source,
        edge: reduced ? 0 : recreated || from >= 0 ? 4.5 : 4,
        edgeTime: reduced ? 0 : recreated || from >= 0 ? TIMES.recreatedEdge : TIMES.placedEdge,
        aim: !model.runbook,
      }
    }
    if (!reduced && this.ground.lod === 2) {
      side.tiles.perform(delta, now, rate, (row) => lane.pods.app[row]!)
    }
    moves.perform(this.seenOf(index, delta), now, { rate, reduced }, entryOf, (row) => ({
      heights: model.heights.slice(row * model.resources, (row + 1) * model.resources),
      lows: model.floors.slice(row * model.resources, (row + 1) * model.resources),
    }))
    if (evaluation) {
      const entry = moves.pieces.get(evaluation.row)?.entry
      if (entry)
        side.evaluation = { ...evaluation, end: landedAt(entry) + TIMES.evaluateOut / rate }
    }
  }

  private tell(index: number, { arrived }: LaneDelta, now: number): void {
    const { pieces } = this.sides[index]!.moves
    for (const { row } of this.touchdown ? arrived : []) {
      const entry = pieces.get(row)?.entry
      this.touchdown?.({
        lane: index,
        lanes: this.sides.length,
        cells: this.tallestHalf(index, row),
        wait: entry ? touchesAt(entry) - now : 0,
      })
    }
  }

  /** What of a change is to be seen: of machines that are tiles or out of view, no pod is. */
  private seenOf(index: number, delta: LaneDelta): LaneDelta {
    const { ground } = this
    if (ground.lod < 2 && !ground.camera) return delta
    const seen = (node: number) => ground.showsPodsOf(index, node)
    const { where } = this.sides[index]!.model
    return {
      ...delta,
      arrived: delta.arrived.filter(({ node }) => seen(node)),
      left: delta.left.filter(({ node }) => seen(node)),
      moved: delta.moved.filter(({ from, to }) => seen(from) || seen(to)),
      shifted:
        ground.lod === 2
          ? new Map()
          : new Map([...delta.shifted].filter(([row]) => seen(where[row]!))),
      bought: ground.lod === 2 ? [] : delta.bought.filter(seen),
    }
  }

  /** The pod whose decision was gone through falls; its machine stays framed until it has landed. */
  private carryOut(side: SceneSide, shown: ShownWalk, delta: LaneDelta): boolean {
    const names = this.mirror?.lanes.find(({ id }) => id === side.model.id)?.pods.names ?? []
    const pod = delta.arrived.find(({ row }) => names[row] === shown.walk.attempt.pod)
    const entry = pod && side.moves.pieces.get(pod.row)?.entry
    if (!entry) return false
    side.evaluation = carriedOut(shown, pod.row, entry.start, landedAt(entry))
    return true
  }

  private evaluate(
    index: number,
    attempts: readonly Attempt[],
    now: number,
    rate: number,
  ): Evaluation | undefined {
    const attempt = attempts.at(-1)
    const lane = this.mirror?.lanes[index]
    if (!attempt || !lane || attempt.rule !== undefined || !this.mirror?.info) return undefined
    const row = lane.pods.names.lastIndexOf(attempt.pod)
    if (row < 0) return undefined
    const { model } = this.sides[index]!
    const resources = this.mirror.info.resources
    const heights = model.heights.slice(row * resources.length, (row + 1) * resources.length)
    const { names } = lane.nodes
    const asking = { row, heights }
    const wells = findings(attempt, model, resources, names, lane.pods.names, asking).filter(
      ({ verdict }) => verdict !== undefined,
    )
    if (wells.length === 0) return undefined
    const fallAt = now + evaluateTime(wells.length) / rate
    return {
      row,
      app: lane.pods.app[row]!,
      heights,
      start: now,
      rate,
      wells,
      attempt,
      fallAt,
      end: fallAt + TIMES.evaluateOut / rate,
    }
  }

  /** What there is to see of a walk's decision in the wells that stand there now. */
  private readonly find = (walk: Walk): Found => {
    const index = this.sides.findIndex(({ model }) => model.id === walk.lane)
    const lane = this.mirror?.lanes[index]
    const resources = this.mirror?.info?.resources ?? []
    const heights = Float64Array.from(
      resources,
      (name, r) => (walk.requests[r] ?? 0) / unitsPerCell(name),
    )
    if (!lane) return { row: -1, heights, wells: [] }
    const row = lane.pods.names.lastIndexOf(walk.attempt.pod)
    const { model } = this.sides[index]!
    const { names } = lane.nodes
    const asking = { row, heights }
    const wells = findings(walk.attempt, model, resources, names, lane.pods.names, asking)
    return { ...asking, wells }
  }

  private hasWell(side: number, node: number): boolean {
    return this.ground.wellOf(side, node) !== undefined
  }

  // -------------------------------------------------------------- layout

  /** By side: somebody sends it requests, as far as the layout knows. */
  private senders: readonly boolean[] = []

  /** Places the wells anew; from `now` they move there, without it they stand there at once. */
  private relayout(now: number | undefined): void {
    if (!this.areas || !this.mirror?.info) return
    const { mirror } = this
    const by = this.settings.groupBy ?? 'none'
    this.senders = mirror.lanes.map(({ traffic }) => traffic.length > 0)
    const sides: Side[] = this.sides.map(({ model }, i) => {
      const { nodes } = mirror.lanes[i]!
      const { rows, groups } = grouped(model.nodes, nodes, mirror, by, stageWords.noGroup)
      const machines = rows.map((node) => model.shapeOf(node))
      const most = mirror.info?.maxMachines ?? Number.POSITIVE_INFINITY
      return { lane: model.id, machines, groups, senders: this.senders[i]!, most }
    })
    const layout = computeLayout(this.areas, sides, this.spareShape(sides), this.pixel)
    this.ground.setLayout(layout, this.settings.reducedMotion ? undefined : now)
    this.dirty = true
  }

  private spareShape(sides: readonly Side[]): MachineShape {
    const machine = sides.flatMap((side) => side.machines)[0]
    if (machine) return { ...machine, row: -1 }
    const info = this.mirror?.info
    const type = info?.machineTypes[0]
    const lanes: number[] = []
    const heights: number[] = []
    info?.resources.forEach((name, r) => {
      const amount = type?.allocatable[r] ?? (r < 2 ? unitsPerCell(name) * 8 : 0)
      if (amount <= 0) return
      lanes.push(r)
      heights.push(amount / unitsPerCell(name))
    })
    return { row: -1, lanes, heights }
  }

  /** What the page places its names, plugs and labels by. */
  stageLayout(): StageLayout | undefined {
    const { ground, next } = this
    const { layout } = ground
    if (!layout) return undefined
    const lanes = this.sides.map(({ model }) => model.id)
    return reportLayout(ground, layout, lanes, next?.layout.boxes.length ?? 0)
  }

  // -------------------------------------------------------------- NEXT

  /** Pods that are placed by the facts but have not set out yet in the picture. */
  private held(now: number): HeldPod[] {
    const held: HeldPod[] = []
    this.sides.forEach(({ moves }, side) => {
      for (const [row, { entry }] of moves.pieces) {
        if (entry && entry.kind !== 'fade' && now < entry.start) held.push({ side, row })
      }
    })
    return held
  }

  private heldBefore = ''

  private heldChanged(now: number): boolean {
    if (this.sides.length === 0) return false
    const key = this.held(now)
      .map(({ side, row }) => `${side}:${row}`)
      .join()
    return key !== this.heldBefore
  }

  private renext(now: number | undefined): void {
    const { mirror, areas } = this
    if (!mirror?.info || !areas) return
    const held = now === undefined ? [] : this.held(now)
    this.heldBefore = held.map(({ side, row }) => `${side}:${row}`).join()
    const entries = nextEntries(mirror, held, NEXT_LIMIT)
    const total = waitingCount(mirror, held)
    const shapes = entries.map((entry) => this.cellsOf(entry))
    const layout = nextLayout(areas, shapes, total)
    const before = this.next
    this.next = { entries, layout, total }
    this.dirty = true
    const [first] = entries
    // In a wave others stand there with every update: nothing of it is left to move up.
    const seen = before?.entries ?? []
    const others = seen.length > 0 && first && seen.every(({ key }) => key !== first.key)
    if (now === undefined || this.settings.reducedMotion || !before || others) {
      this.nextBefore = undefined
    } else if (seen[0]?.key !== first?.key) this.nextBefore = { view: before, start: now }
  }

  /** Cells of a waiting piece: the lanes it asks for, CPU and memory always among them. */
  cellsOf(entry: NextEntry): number[] {
    const resources = this.mirror?.info?.resources ?? []
    return lanesOf(entry.requests.map((amount, r) => amount / unitsPerCell(resources[r]!)))
  }

  // -------------------------------------------------------------- pointer

  /** The camera that looks at a machine, or at the machine of a pod, from close by. */
  closeTo(target: Target): Camera | undefined {
    if (target.type === 'app') return undefined
    const side = this.sides.findIndex(({ model }) => model.id === target.lane)
    if (side < 0) return undefined
    const node = target.type === 'node' ? target.row : this.sides[side]!.model.where[target.row]
    return node === undefined ? undefined : this.ground.closeTo(side, node)
  }

  /** What lies under a point, CSS px relative to the stage. */
  targetAt(x: number, y: number): Target | undefined {
    const { ground, next } = this
    if (!ground.layout) return undefined
    // What stands over the rims belongs to the wells.
    const over = this.walking.shown && ground.lod === 0 ? OVER_RIM : 0
    const well = ground.wellAt(x, y, over)
    if (well) {
      if (well.row < 0) return undefined
      const { model } = this.sides[well.side]!
      const row = ground.podAt(well, x, y, model)
      return row === undefined
        ? { type: 'node', lane: model.id, row: well.row }
        : { type: 'pod', lane: model.id, row }
    }
    const at = next?.layout.boxes.findIndex(
      (box) =>
        x >= box.x - 4 &&
        x <= box.x + box.width + 4 &&
        y >= box.floor - box.height - 4 &&
        y <= box.floor + 20,
    )
    const entry = at === undefined || at < 0 ? undefined : next?.entries[at]
    if (entry?.pod === undefined) return entry && { type: 'app', app: entry.app }
    const { side, row } = entry.pod
    return { type: 'pod', lane: this.sides[side]!.model.id, row }
  }
}
