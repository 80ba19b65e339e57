import { type Group, HEADING, type Heading, OVER } from './groups.ts'
import type { Layout, MachineShape, Well } from './layout.ts'
import type { StageAreas } from './stage.ts'

/** Machines per block edge: 10 x 10 = 1 block = 100 machines. */
const BLOCK = 10
/** Blocks are at most this many tiles apart. */
const MOST_GAP = 1.6
/** Between tiles, as a share of a lane: at least, and at most where there is room. */
const GAP = 0.4
const WIDE_GAP = 1
/** Under a tile, as a share of its height, and at least (px): zoomed in, names stand there. */
const UNDER = 0.12
const LEAST_UNDER = 2
/** ... but never more than this share: of the lowest tiles something must stay. */
const MOST_UNDER = 0.4
/** Over the first row (px), where no heading stands. */
const SKY = 10
/** Lanes of tiles are at most this wide (px): beyond it they would be wells. */
const WIDEST = 8.5
/** The same for an audience, which sits far away, at 1920 x 1080. */
const BIG_WIDEST = 14
/** Groups have rows of their own where tiles keep this share of their size. */
const APART = 0.75
/** Tiles are at most this many times as high as wide. */
const MOST_TALL = 2

/**
 * Level of detail 2: every machine is a tile with the same two lanes, only smaller, in blocks of a
 * hundred. Every machine is shown, whatever their number; lanes get as narrow as that needs. Every
 * group begins with a block of its own.
 */
export function tileLayout(
  areas: StageAreas,
  sides: readonly (readonly MachineShape[])[],
  slots: number,
  pixel: number,
  groups: readonly (readonly Group[])[] = [],
): Omit<Layout, 'line'> {
  const lanes = Math.max(1, ...sides.flat().map((machine) => machine.lanes.length))
  const tallest = Math.max(1, ...sides.flat().map((machine) => Math.max(0, ...machine.heights)))
  const blocks = sides.map((machines, side) => blocksOf(machines.length, groups[side] ?? []))
  const heading = groups.some((list) => list.length > 0) ? HEADING : 0
  const width = Math.min(...areas.lanes.map((area) => area.width))
  const height = Math.min(...areas.lanes.map((area) => area.height))
  const top = heading || SKY
  const widest = Math.max(WIDEST, Math.floor(BIG_WIDEST * (areas.big ?? 0)))
  const down = (across: number, apart: boolean) =>
    Math.max(1, ...blocks.map((list) => rows(list, across, apart)))
  const total = down(1, false)
  const fitting = (apart: boolean) => {
    for (let least = widest; least > 0; least -= 0.5) {
      const rowsOf = (across: number) => down(across, apart)
      const shape = grid(least, widest, lanes, width, height - top, total, rowsOf, heading)
      if (shape) return { ...shape, apart, size: shape.lane * shape.pitchY }
    }
    return undefined
  }
  const close = fitting(false)
  const alone = close && fitting(true)
  const shape = alone && alone.size >= APART * close.size ? alone : close
  const { across, pitchX, pitchY, gapX, gapY, lane } =
    shape ?? tightest(0.5, width, height - top, total)
  const places = sides.map((machines, side) =>
    placesIn(machines.length, groups[side] ?? [], shape?.apart ? across : 1),
  )
  const under = Math.min(pitchY * MOST_UNDER, Math.max(LEAST_UNDER, pitchY * UNDER))
  const cell = (pitchY - under) / tallest
  const corner = (block: number, area: { readonly x: number; readonly y: number }) => ({
    x: area.x + (block % across) * (BLOCK * pitchX + gapX),
    y: area.y + top + Math.floor(block / across) * (BLOCK * pitchY + gapY),
  })
  const wells = sides.flatMap((machines, side) => {
    const area = areas.lanes[side]
    if (!area) return []
    return machines.flatMap((machine, i): Well[] => {
      if (machine.row < -1) return []
      const { block, within } = places[side]![i]!
      const { x, y } = corner(block, area)
      const left = Math.round((x + (within % BLOCK) * pitchX) / pixel) * pixel
      const bottom = y + (Math.floor(within / BLOCK) + 1) * pitchY - under
      const floor = Math.round(bottom / pixel) * pixel
      const own = Math.max(0, ...machine.heights) * cell
      return [
        {
          ...machine,
          side,
          x: left,
          y: floor - own,
          width: lanes * lane + (lanes - 1),
          height: own,
          floor,
          laneX: machine.lanes.map((_, index) => left + index * (lane + 1)),
        },
      ]
    })
  })
  const headings = groups.flatMap((list, side): Heading[] => {
    const area = areas.lanes[side]
    let first = 0
    return list.flatMap(({ label, detail, count }) => {
      const start = places[side]![first]?.block ?? 0
      first += count
      if (!area) return []
      const end = start + Math.ceil(count / (BLOCK * BLOCK))
      const found: Heading[] = []
      // A group that goes on in the next row is named there, too.
      for (let block = start; block < end; block += across - (block % across)) {
        const inRow = Math.min(end - block, across - (block % across))
        const { x, y } = corner(block, area)
        const width = inRow * (BLOCK * pitchX + gapX) - gapX
        const said = block === start && detail !== undefined && { detail }
        found.push({ side, label, ...said, part: found.length, x, y: y - OVER, width })
      }
      return found
    })
  })
  return {
    lod: 2,
    rows: BLOCK * down(across, shape?.apart ?? false),
    slots,
    cell,
    lane,
    gutter: 1,
    wall: 0,
    pad: 0,
    wells,
    tiles: { x: pitchX, y: pitchY, tallest: tallest * cell },
    headings,
  }
}

function grid(
  narrow: number,
  widest: number,
  lanes: number,
  width: number,
  height: number,
  blocks: number,
  rowsOf: (across: number) => number,
  heading: number,
) {
  const leastX = lanes * narrow + (lanes - 1) + Math.max(1, narrow * GAP)
  const square = leastX * 1.05 + 2
  const least = narrow * 2
  const gapY = least + heading
  const fit = Math.floor((width + least) / (BLOCK * leastX + least))
  const most = Math.max(1, Math.min(blocks, fit))
  const down = rowsOf(most)
  const room = (height - (down - 1) * gapY) / down / BLOCK
  if (room < square || BLOCK * leastX > width) return undefined
  // As many blocks in each row as that many rows need; what is left over goes between tiles and
  // blocks, as far as they still belong together, and into their height.
  let across = most
  while (across > 1 && rowsOf(across - 1) === down) across--
  const share = (width - (across - 1) * least) / across / BLOCK
  const lane = widened(narrow, widest, lanes, share, room)
  const tile = lanes * lane + (lanes - 1)
  const pitchX = Math.max(leastX, Math.min(share, tile + lane * WIDE_GAP))
  const rest = across > 1 ? (width - across * BLOCK * pitchX) / (across - 1) : 0
  const gapX = Math.max(least, Math.min(rest, MOST_GAP * pitchX))
  return { across, pitchX, pitchY: Math.min(room, pitchX * MOST_TALL), gapX, gapY, lane }
}

/** Where the height has the last word, lanes get as wide as leaves a tile no wider than high. */
function widened(
  lane: number,
  widest: number,
  lanes: number,
  pitchX: number,
  pitchY: number,
): number {
  const byWidth = (pitchX - (lanes - 1)) / (lanes + GAP)
  const byHeight = (pitchY * (1 - UNDER) - (lanes - 1)) / lanes
  return Math.max(lane, Math.floor(Math.min(widest, byWidth, byHeight) * 2) / 2)
}

/** More machines than there are pixels for. */
function tightest(lane: number, width: number, height: number, blocks: number) {
  const across = Math.ceil(Math.sqrt(blocks))
  const pitchX = width / across / BLOCK
  const pitchY = height / Math.ceil(blocks / across) / BLOCK
  return { across, pitchX, pitchY, gapX: 0, gapY: 0, lane }
}

/** Blocks of each group, and of what is in none. */
function blocksOf(machines: number, groups: readonly Group[]): readonly number[] {
  const rest = groups.reduce((left, { count }) => left - count, machines)
  return [...groups.map(({ count }) => count), rest].flatMap((count) =>
    count > 0 ? [Math.ceil(count / (BLOCK * BLOCK))] : [],
  )
}

/** Rows of so many blocks that groups take: one after the other, or each in rows of its own. */
function rows(blocks: readonly number[], across: number, apart: boolean): number {
  const share = (count: number) => (apart ? Math.ceil(count / across) : count / across)
  // Shares of one row add up to it only nearly.
  return Math.ceil(blocks.reduce((sum, count) => sum + share(count), 0) - 1e-9)
}

/**
 * Block and place within it of every machine: by row, and each group in blocks of its own.
 * @param align groups begin at multiples of so many blocks
 */
function placesIn(machines: number, groups: readonly Group[], align: number) {
  const places: { block: number; within: number }[] = []
  let block = 0
  let within = 0
  const next = () => {
    if (within > 0) block++
    within = 0
  }
  const ends = new Set<number>()
  let end = 0
  for (const { count } of groups) {
    end += count
    ends.add(end)
  }
  for (let i = 0; i < machines; i++) {
    if (ends.has(i)) {
      next()
      block = Math.ceil(block / align) * align
    }
    places.push({ block, within })
    within++
    if (within === BLOCK * BLOCK) next()
  }
  return places
}
