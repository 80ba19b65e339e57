import {
  cameraBetween,
  clampCamera,
  type Projection,
  project,
  type Reach,
  reachOf,
  scaleAt,
  WHOLE,
  type ZoomedMeasure,
  zoomAbout,
  zoomedMeasure,
  zoomOfWidth,
} from './camera.ts'
import { moveEase, progress } from './easing.ts'
import { type Heading, OVER } from './groups.ts'
import { podAt, tileAt, wellAt } from './hitTest.ts'
import type { Layout, Well } from './layout.ts'
import type { LaneModel } from './model.ts'
import { TIMES } from './motion/timings.ts'
import { between, type Standing, standing } from './paint/views.ts'
import type { Camera, Rect, StageAreas } from './stage.ts'
import { ZoomedTiles } from './zoomedTiles.ts'

/** Wells in part begin this far (px) under the figures. */
const UNDER_FIGURES = 8
/** Names and plugs (px) have to end over the overview where it lies under them. */
const OVERVIEW_STRIP = 52

/** A near well's floor is at most so thick (px). */
const WALL = 9
/** Air (px) over the rim of a machine that one has gone to. */
const OVER_RIM = 12

/** Narrower lanes (px) are shown in part: LOOK.md, "Level of detail". */
const LEAST_LANE = 3

interface Flight {
  readonly from: Camera
  readonly to: Camera
  readonly start: number
  readonly time: number
}

/** What the camera shows. */
interface Shown {
  readonly measure: ZoomedMeasure
  /** As they stand on the screen; none while they are tiles. */
  readonly wells: readonly Well[]
  /** By side, while they are tiles. */
  readonly tiles?: readonly ZoomedTiles[]
}

/** Where the wells stand, and which part of them the camera shows. Knows no facts. */
export class Ground {
  layout: Layout | undefined
  areas: StageAreas | undefined
  /** undefined = all of it is seen. */
  camera: Camera | undefined
  /** The layout that the wells come from while they are on their way to `layout`. */
  previous: { readonly layout: Layout; readonly start: number } | undefined
  private flight: Flight | undefined
  private pixel = 1
  reach: Reach = { most: 1, even: 1, power: 1, beyond: 0, tallest: 1, above: 0 }
  private shown: Shown | undefined
  private atRest: Standing | undefined
  /** All of the layout: kept while the camera is away. */
  private whole: Standing | undefined
  /** The layout's wells by side and node row. */
  private index: readonly ReadonlyMap<number, Well>[] = []
  /** The rooms that the layout was made for. */
  private rooms: readonly Rect[] = []

  /** @param pixel size of a device pixel in CSS px */
  setAreas(areas: StageAreas, pixel: number): void {
    this.areas = areas
    this.pixel = pixel
  }

  /**
   * The wells stand there now; from `now` they move there, without it they are there at once. A camera that
   * somebody has taken somewhere goes with the machine that it looks at.
   */
  setLayout(layout: Layout, now: number | undefined): void {
    const before = this.layout
    const atHome = !before || sameCamera(this.camera, this.home)
    const follow = this.follower(layout)
    this.layout = layout
    this.index = indexOf(layout)
    this.whole = undefined
    this.rooms = this.areas?.lanes ?? []
    const area = this.areas?.lanes[0]
    if (area) this.reach = reachOf(layout, area, this.strip)
    if (atHome) this.camera = this.home
    else if (this.camera) this.camera = follow(this.camera)
    if (this.flight) {
      const { from, to } = this.flight
      this.flight = { ...this.flight, from: follow(from) ?? WHOLE, to: follow(to) ?? WHOLE }
    }
    this.forget()
    const moved =
      before !== undefined &&
      (before.cell !== layout.cell || before.lane !== layout.lane || before.slots !== layout.slots)
    if (now === undefined || this.camera) this.previous = undefined
    else if (moved && before.lod < 2 && layout.lod < 2)
      this.previous = { layout: before, start: now }
  }

  /** From a camera in the present layout to one that shows the same machines in the same size in another. */
  private follower(layout: Layout): (camera: Camera) => Camera | undefined {
    const { layout: before, index, rooms } = this
    const side = index.reduce(
      (most, wells, i) => (wells.size > (index[most]?.size ?? 0) ? i : most),
      0,
    )
    const from = rooms[side]
    const to = this.areas?.lanes[side]
    const after = indexOf(layout)[side]
    // Who has seen whole machines does so in a lower window, too.
    const close = this.closestIn(rooms[0])
    return (camera) => {
      const clamp = ({ zoom, x: toX, y: toY }: Camera) => {
        const most = camera.zoom <= close * 1.01 ? this.closest : Number.POSITIVE_INFINITY
        return clampCamera({ zoom: Math.min(zoom, most), x: toX, y: toY }, this.reach)
      }
      if (!before || !from || !to || !after || camera.zoom <= 1) return clamp(camera)
      const x = from.x + camera.x * from.width
      const y = from.y + camera.y * from.height
      const looked = nearest(index[side]?.values() ?? [], x, y)
      const now = looked && after.get(looked.row)
      if (!now) return clamp(camera)
      const grown = { x: layout.lane / before.lane, y: layout.cell / before.cell }
      return clamp({
        zoom: camera.zoom / grown.y,
        x: (middleOf(now) + (x - middleOf(looked)) * grown.x - to.x) / to.width,
        y: (now.floor + (y - looked.floor) * grown.y - to.y) / to.height,
      })
    }
  }

  get lod(): Layout['lod'] {
    return this.measure?.lod ?? 0
  }

  /** Sizes of the wells as they are shown. */
  get measure(): ZoomedMeasure | undefined {
    return this.look()?.measure
  }

  // -------------------------------------------------------------- camera

  /** Moves the camera at once, or on a way that takes `time` ms from `now` on. */
  setCamera(camera: Camera | undefined, now: number, time: number | undefined): void {
    const to = camera && clampCamera(camera, this.reach)
    this.flight = undefined
    if (time === undefined) this.show(to)
    else this.flight = { from: this.camera ?? WHOLE, to: to ?? WHOLE, start: now, time }
  }

  /** Takes the camera along on its way. True while it moves. */
  advance(now: number): boolean {
    if (!this.flight) return false
    const { from, to, start, time } = this.flight
    const t = progress(now, start, time)
    if (t >= 1) this.flight = undefined
    this.show(clampCamera(t >= 1 ? to : cameraBetween(from, to, moveEase(t)), this.reach))
    return t < 1
  }

  /** Where the camera is, or will be when it has arrived. */
  get bound(): Camera | undefined {
    return this.flight ? clampCamera(this.flight.to, this.reach) : this.camera
  }

  /** How far one goes in to look at a machine: so that the rims of all are seen. */
  get closest(): number {
    return this.closestIn(this.areas?.lanes[0])
  }

  private closestIn(area: Rect | undefined): number {
    const { layout, reach, strip } = this
    if (!layout || !area) return reach.most
    const room = area.height - strip - this.sky - WALL - OVER_RIM
    return Math.max(1, Math.min(reach.most, room / (reach.tallest * layout.cell)))
  }

  /** Height (px) at the room's upper edge in which no zoomed well is drawn. */
  private get sky(): number {
    return UNDER_FIGURES + (this.layout?.line ?? 0)
  }

  /**
   * Where the camera begins: where all tiles at once would be too small, at the first blocks. Of several
   * groups all are seen: one is there to be compared with another.
   */
  get home(): Camera | undefined {
    const { layout } = this
    if (!layout || !isCrowded(layout) || hasGroups(layout)) return undefined
    return clampCamera(
      { zoom: zoomOfWidth(LEAST_LANE / layout.lane, this.reach), x: 0, y: 0 },
      this.reach,
    )
  }

  /** The camera that would have zoomed about the middle of what is seen, counted from where the camera is bound for. */
  zoomedAtMiddle(factor: number): Camera | undefined {
    const from = this.bound ?? WHOLE
    return zoomAbout(from, from.zoom * factor, { x: 0.5, y: 0.5 }, this.reach)
  }

  /** The camera that looks at one machine from close by; undefined = it stands nowhere. */
  closeTo(side: number, node: number): Camera | undefined {
    const area = this.areas?.lanes[side]
    const well = this.wellOf(side, node)
    if (!area || !well) return undefined
    const zoom = this.closest
    // In the middle of what nothing lies over, or, where it is too tall for that, with its name.
    const strip = (this.strip + WALL) / area.height
    const free = (this.strip + WALL - this.sky) / area.height
    const middle = (well.floor - well.height / 2 - area.y) / area.height + free / 2 / zoom
    const named = (well.floor - area.y) / area.height - (0.5 - strip) / zoom
    const x = (well.x + well.width / 2 - area.x) / area.width
    return clampCamera({ zoom, x, y: Math.max(middle, named) }, this.reach)
  }

  private show(camera: Camera | undefined): void {
    const { camera: before } = this
    if (sameCamera(before, camera)) return
    this.camera = camera
    this.previous = undefined
    this.forget()
  }

  private forget(): void {
    this.shown = undefined
    this.atRest = undefined
  }

  // -------------------------------------------------------------- what is in view

  /** The room of a side, while only a part of its wells is seen: nothing may be drawn outside. */
  clipOf(side: number): Rect | undefined {
    const area = this.camera && this.areas?.lanes[side]
    return area && { ...area, y: area.y + this.sky, height: area.height - this.sky }
  }

  /** Height (px) at the lower edge of the room that the overview leaves no names for. */
  get strip(): number {
    const { layout, areas } = this
    if ((layout?.rows ?? 0) < 2 || areas?.breakpoint === 'phone') return 0
    // For an audience tiles have the room that the overview has elsewhere.
    return areas?.big !== undefined && layout?.lod === 2 ? 2 * OVERVIEW_STRIP : OVERVIEW_STRIP
  }

  private projection(side: number): Projection | undefined {
    const area = this.areas?.lanes[side]
    return area && project(this.camera ?? WHOLE, area, this.reach)
  }

  /** Wells as they stand on the screen; those out of view are left out. */
  get wells(): readonly Well[] {
    return this.look()?.wells ?? []
  }

  private look(): Shown | undefined {
    const { layout, camera, areas } = this
    if (!layout) return undefined
    if (!camera || !areas) return { measure: layout, wells: layout.wells }
    this.shown ??= this.project(layout, areas)
    return this.shown
  }

  private project(layout: Layout, areas: StageAreas): Shown {
    const measure = zoomedMeasure(layout, scaleAt(this.camera!.zoom, this.reach))
    const sides = areas.lanes.map(
      (area, side) =>
        new ZoomedTiles(
          layout,
          this.index[side] ?? new Map(),
          side,
          area,
          this.projection(side)!,
          measure,
          this.pixel,
        ),
    )
    if (measure.lod === 2) return { measure, wells: [], tiles: sides }
    return { measure, wells: sides.flatMap((side) => side.all()) }
  }

  /** Headings over groups, as they stand on the screen. */
  get headings(): readonly Heading[] {
    const { layout, camera } = this
    if (!layout || !camera) return layout?.headings ?? []
    return layout.headings.map((heading) => {
      const by = this.projection(heading.side)
      if (!by) return heading
      const { x, y, width } = heading
      return {
        ...heading,
        x: by.originX + x * by.scale.x,
        y: by.originY + (y + OVER) * by.scale.y - OVER,
        width: width * by.scale.x,
      }
    })
  }

  /** The wells in view at this moment. */
  standing(now: number): Standing | undefined {
    const { layout, previous } = this
    if (!layout) return undefined
    if (previous) return between(previous.layout, layout, now, previous.start, TIMES.layout)
    const look = this.look()!
    if (!this.camera) {
      this.whole ??= standing(look.measure, look.wells)
      return this.whole
    }
    this.atRest ??= look.tiles
      ? {
          measure: look.measure,
          wells: look.tiles,
          slots: look.tiles.flatMap((side) => side.slots()),
        }
      : standing(look.measure, look.wells)
    return this.atRest
  }

  /** A machine's well in the layout, seen or not. */
  wellOf(side: number, node: number): Well | undefined {
    return this.index[side]?.get(node)
  }

  /**
   * The well under a point of the stage.
   * @param above px over the rim that count as the well
   */
  wellAt(x: number, y: number, above: number): Well | undefined {
    const look = this.look()
    if (!look) return undefined
    if (!this.camera) {
      return this.layout?.tiles
        ? tileAt(this.layout, undefined, x, y)
        : wellAt(look.wells, x, y, above)
    }
    const side = this.areas!.lanes.findIndex(
      (area) => x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height,
    )
    if (look.tiles) return look.tiles[side]?.at(x, y)
    const wells = look.wells.filter((well) => well.side === side)
    return wellAt(wells, x, y, above)
  }

  /** True when something of this machine's pods is to be seen. */
  showsPodsOf(side: number, node: number): boolean {
    const look = this.look()
    if (!look || look.measure.lod === 2) return false
    if (!this.camera) return this.index[side]?.has(node) ?? false
    return this.standing(0)?.wells[side]?.get(node) !== undefined
  }

  podAt(well: Well, x: number, y: number, model: LaneModel): number | undefined {
    const { measure } = this
    if (!measure || measure.lod === 2) return undefined
    const rows = model.podsOn(well.row)
    return podAt(well, measure, x, y, rows, model.resources, model.floors, model.heights)
  }
}

function middleOf({ x, width }: Well): number {
  return x + width / 2
}

function nearest(wells: Iterable<Well>, x: number, y: number): Well | undefined {
  let found: Well | undefined
  let least = Number.POSITIVE_INFINITY
  for (const well of wells) {
    const distance = Math.hypot(middleOf(well) - x, well.floor - well.height / 2 - y)
    if (distance >= least) continue
    least = distance
    found = well
  }
  return found
}

function isCrowded({ lod, lane }: Layout): boolean {
  return lod === 2 && lane < LEAST_LANE
}

function hasGroups({ headings }: Layout): boolean {
  return headings.some(({ label }) => label !== headings[0]!.label)
}

function indexOf(layout: Layout): ReadonlyMap<number, Well>[] {
  const index: Map<number, Well>[] = []
  for (const well of layout.wells) {
    if (well.row < 0) continue
    index[well.side] ??= new Map()
    index[well.side]!.set(well.row, well)
  }
  return index
}

export function sameCamera(a: Camera | undefined, b: Camera | undefined): boolean {
  return a?.zoom === b?.zoom && a?.x === b?.x && a?.y === b?.y
}
