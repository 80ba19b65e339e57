import { type Projection, projectWell, type ZoomedMeasure } from './camera.ts'
import { tileAt } from './hitTest.ts'
import type { Layout, Well } from './layout.ts'
import type { WellView } from './paint/brush.ts'
import type { SideWells } from './paint/views.ts'
import type { Rect } from './stage.ts'

/** Wells count as in view when they are this near (px). */
const NEAR = 4

/**
 * The wells of one side that the camera shows, worked out one by one as somebody asks: there may be
 * thousands of them in every frame.
 */
export class ZoomedTiles implements SideWells {
  private readonly layout: Layout
  private readonly index: ReadonlyMap<number, Well>
  private readonly side: number
  private readonly area: Rect
  private readonly by: Projection
  private readonly measure: ZoomedMeasure
  private readonly pixel: number

  constructor(
    layout: Layout,
    index: ReadonlyMap<number, Well>,
    side: number,
    area: Rect,
    by: Projection,
    measure: ZoomedMeasure,
    pixel: number,
  ) {
    this.layout = layout
    this.index = index
    this.side = side
    this.area = area
    this.by = by
    this.measure = measure
    this.pixel = pixel
  }

  get(node: number): WellView | undefined {
    const well = this.index.get(node)
    return well && this.isSeen(well) ? this.place(well) : undefined
  }

  *values(): Iterable<WellView> {
    for (const [, view] of this) yield view
  }

  *[Symbol.iterator](): Iterator<readonly [number, WellView]> {
    const { scale, originX, originY } = this.by
    const { lane, gutter } = this.measure
    const view = { row: 0, side: this.side, x: 0, floor: 0, width: 0 } as Filled
    view.laneX = []
    const entry: [number, WellView] = [0, view]
    for (const well of this.layout.wells) {
      if (well.row < 0 || !this.isSeen(well)) continue
      view.row = well.row
      view.x = this.snap(originX + well.x * scale.x)
      view.floor = this.snap(originY + well.floor * scale.y)
      view.width = well.width * scale.x
      view.lanes = well.lanes
      view.heights = well.heights
      for (let i = 0; i < well.lanes.length; i++) view.laneX[i] = view.x + i * (lane + gutter)
      entry[0] = well.row
      yield entry
    }
  }

  /** All that are in view, slots too. */
  all(): Well[] {
    return this.layout.wells.filter((well) => this.isSeen(well)).map((well) => this.place(well))
  }

  slots(): WellView[] {
    const free = this.layout.wells.filter((well) => well.row < 0 && this.isSeen(well))
    return free.map((well) => this.place(well))
  }

  /** The tile under a point of the screen; the air around it is its own. */
  at(x: number, y: number): Well | undefined {
    const { scale, originX, originY } = this.by
    const well = tileAt(this.layout, this.side, (x - originX) / scale.x, (y - originY) / scale.y)
    return well && this.place(well)
  }

  private place(well: Well): Well {
    return projectWell(well, this.by, this.measure, this.pixel)
  }

  private snap(value: number): number {
    return Math.round(value / this.pixel) * this.pixel
  }

  private isSeen(well: Well): boolean {
    if (well.side !== this.side) return false
    const { area } = this
    const { scale, originX, originY } = this.by
    const left = originX + well.x * scale.x
    if (left > area.x + area.width + NEAR) return false
    if (left + well.width * scale.x < area.x - NEAR) return false
    const bottom = originY + (well.y + well.height) * scale.y
    return bottom >= area.y - NEAR && bottom - well.height * scale.y <= area.y + area.height + NEAR
  }
}

/** A view that is filled anew for every tile. */
type Filled = { -readonly [Key in keyof WellView]: WellView[Key] } & { laneX: number[] }
