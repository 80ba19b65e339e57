import { mix } from './easing.ts'
import type { Layout, Well } from './layout.ts'
import { DETAILED_LANE, type Lod, MIN_LANE } from './lod.ts'
import type { Camera, Rect } from './stage.ts'
import { GUTTER, MAX_LANE_PER_CELL, wallWidth, wellPadding } from './tokens.ts'

/**
 * The camera's arithmetic. Height grows with the zoom. Width does, too, as long as machines are
 * tiles; from there on it grows less, so that a tile, which is about square, becomes a well of the
 * usual shape, and not one of bricks.
 */

/** Share of the room's height that a machine has in the closest look. */
const CLOSEST = 0.74
/** ... unless its cells (px) are still smaller than this. */
const READABLE_CELL = 22
/** Lanes of the closest look are at least this wide (px): letters have room. */
const READABLE_LANE = 26
/** However large wells are already, there is this much to zoom. */
const LEAST_REACH = 2
/** Lanes up to this width (px) are tiles: LOOK.md, "Level of detail". */
const TILE_LANE = 7
/** Tiles that are wider from the beginning stay tiles as far as this zoom. */
const STILL_TILE = 1.15
/** Within this growth (share of its width) a tile becomes a well. */
const FADES = 0.3
/** From this lane width (px) on a zoomed well is drawn with everything. */
const FULL_LANE = 16
/** Less than this is no zoom. */
const NEARLY_ONE = 1.02

/** How far one can zoom into a layout, and how width follows height on the way. */
export interface Reach {
  /** Greatest zoom. */
  readonly most: number
  /** Up to this zoom width grows as height does. */
  readonly even: number
  /** Exponent of the width's growth beyond. */
  readonly power: number
  /** Height (cells) of the tallest machine. */
  readonly tallest: number
  /** Share of the room's height by which one may look past its end, for what lies over it there. */
  readonly beyond: number
  /** Share of the room's height over the first wells: air that does not grow with the zoom. */
  readonly above: number
}

/**
 * @param area room of the first side
 * @param strip px at the room's lower edge that something of the page lies over
 */
export function reachOf(layout: Layout, area: Rect, strip: number): Reach {
  let tallest = 1
  for (const { heights } of layout.wells) for (const h of heights) if (h > tallest) tallest = h
  const closest = (CLOSEST * (area.height - strip)) / (tallest * layout.cell)
  const most = Math.max(LEAST_REACH, closest, READABLE_CELL / layout.cell)
  const even = layout.lod === 2 ? Math.max(1, TILE_LANE / layout.lane) : 1
  const lane = Math.max(READABLE_LANE, MAX_LANE_PER_CELL * layout.cell * most)
  const power = most <= even ? 1 : Math.log(lane / (layout.lane * even)) / Math.log(most / even)
  return {
    most,
    even,
    tallest,
    power: Math.min(1, Math.max(0.1, power)),
    beyond: strip / area.height,
    above: airOver(layout, area) / area.height,
  }
}

/** From the room's upper edge to the highest rim (px); headings stand in it. */
function airOver({ wells }: Layout, area: Rect): number {
  let top = area.y + area.height
  for (const { side, y } of wells) if (side === 0 && y < top) top = y
  return Math.min(area.height / 2, Math.max(0, top - area.y))
}

/** Factors on lengths along x and y. */
export interface Scale {
  readonly x: number
  readonly y: number
}

export function scaleAt(zoom: number, reach: Reach): Scale {
  const x = zoom <= reach.even ? zoom : reach.even * (zoom / reach.even) ** reach.power
  return { x, y: zoom }
}

/** The zoom at which widths have grown by `factor`. */
export function zoomOfWidth(factor: number, reach: Reach): number {
  if (factor <= reach.even) return factor
  return reach.even * (factor / reach.even) ** (1 / reach.power)
}

/** The camera within its limits; undefined = all of it is seen. */
export function clampCamera(camera: Camera, reach: Reach): Camera | undefined {
  const zoom = Math.min(reach.most, camera.zoom)
  if (!(zoom > NEARLY_ONE)) return undefined
  const scale = scaleAt(zoom, reach)
  const within = (value: number, factor: number, above: number, beyond: number) =>
    Math.min(1 + (beyond - 0.5) / factor, Math.max(above + (0.5 - above) / factor, value))
  // Grows from nothing: leaving the last of the zoom is no jump.
  const beyond = reach.beyond * Math.min(1, zoom - 1)
  return {
    zoom,
    x: within(camera.x, scale.x, 0, 0),
    y: within(camera.y, scale.y, reach.above, beyond),
  }
}

/** All of it, as a camera. */
export const WHOLE: Camera = { zoom: 1, x: 0.5, y: 0.5 }

/**
 * Zooms so that what is under a point stays there.
 * @param at the point as shares of the room's width and height
 */
export function zoomAbout(
  camera: Camera,
  zoom: number,
  at: { readonly x: number; readonly y: number },
  reach: Reach,
): Camera | undefined {
  const to = Math.min(reach.most, Math.max(1, zoom))
  const before = scaleAt(camera.zoom, reach)
  const after = scaleAt(to, reach)
  const shift = (share: number, a: number, b: number) => (share - 0.5) * (1 / a - 1 / b)
  return clampCamera(
    {
      zoom: to,
      x: camera.x + shift(at.x, before.x, after.x),
      y: camera.y + shift(at.y, before.y, after.y),
    },
    reach,
  )
}

/** A camera between two others, `t` 0..1: a straight zoom about the place that does not move. */
export function cameraBetween(from: Camera, to: Camera, t: number): Camera {
  const zoom = from.zoom * (to.zoom / from.zoom) ** t
  const change = 1 / to.zoom - 1 / from.zoom
  const way = Math.abs(change) < 1e-6 ? t : (1 / zoom - 1 / from.zoom) / change
  return { zoom, x: mix(from.x, to.x, way), y: mix(from.y, to.y, way) }
}

/** From a lane's layout to the screen. */
export interface Projection {
  readonly scale: Scale
  readonly originX: number
  readonly originY: number
}

/** screen = origin + layout * scale, for one lane. */
export function project(camera: Camera, area: Rect, reach: Reach): Projection {
  const scale = scaleAt(camera.zoom, reach)
  return {
    scale,
    originX: area.x + area.width * (0.5 - camera.x * scale.x) - area.x * scale.x,
    originY: area.y + area.height * (0.5 - camera.y * scale.y) - area.y * scale.y,
  }
}

/** Sizes that zoomed wells share. */
export interface ZoomedMeasure
  extends Pick<Layout, 'lod' | 'cell' | 'lane' | 'gutter' | 'wall' | 'pad'> {
  /** The tile that a well has just been: it fades. */
  readonly tile?: { readonly lane: number; readonly gutter: number; readonly opacity: number }
}

/**
 * Sizes of wells at a scale. Beyond tiles a well gets walls, floor and gutters within the width that
 * its tile has grown to.
 */
export function zoomedMeasure(layout: Layout, scale: Scale): ZoomedMeasure {
  const cell = layout.cell * scale.y
  const wide = layout.lane * scale.x
  const between = layout.gutter * scale.x
  const widest = Math.max(MIN_LANE + 1, layout.lane * STILL_TILE)
  if (layout.lod === 2 && wide < widest) {
    return { lod: 2, cell, lane: wide, gutter: between, wall: 0, pad: 0 }
  }
  if (layout.lod < 2) {
    const wall = wallWidth(wide)
    const pad = Math.max(0, (layout.wall + layout.pad) * scale.x - wall)
    const lod = layout.lod === 0 ? 0 : zoomedLod(wide)
    return { lod, cell, lane: wide, gutter: layout.gutter * scale.x, wall, pad }
  }
  const count = Math.max(1, ...layout.wells.slice(0, 1).map(({ lanes }) => lanes.length))
  const outer = (count * layout.lane + (count - 1) * layout.gutter) * scale.x
  let lane = wide
  // Walls depend on the lane's width, which depends on the walls; it settles at once.
  for (let i = 0; i < 4; i++) {
    lane = (outer - 2 * (wallWidth(lane) + wellPadding(lane))) / (count + (count - 1) * GUTTER)
  }
  const wall = wallWidth(lane)
  const pad = wellPadding(lane)
  const opacity = 1 - (wide / widest - 1) / FADES
  const tile = opacity > 0 && { tile: { lane: wide, gutter: between, opacity } }
  return { lod: zoomedLod(lane), cell, lane, gutter: lane * GUTTER, wall, pad, ...tile }
}

function zoomedLod(lane: number): Lod {
  return lane >= Math.max(DETAILED_LANE, FULL_LANE) ? 0 : 1
}

/** A well where the camera shows it; edges are put on whole device pixels. */
export function projectWell(
  well: Well,
  by: Projection,
  measure: ZoomedMeasure,
  pixel: number,
): Well {
  const snap = (value: number) => Math.round(value / pixel) * pixel
  const { lane, gutter, wall, pad, cell } = measure
  const count = well.lanes.length
  const width = count * lane + (count - 1) * gutter + 2 * (wall + pad)
  const middle = by.originX + (well.x + well.width / 2) * by.scale.x
  const x = snap(middle - width / 2)
  const floor = snap(by.originY + well.floor * by.scale.y)
  let tallest = 0
  for (const height of well.heights) tallest = Math.max(tallest, height)
  const y = floor - tallest * cell
  return {
    ...well,
    x,
    y,
    width,
    height: floor + pad + wall - y,
    floor,
    laneX: well.lanes.map((_, i) => x + wall + pad + i * (lane + gutter)),
  }
}
