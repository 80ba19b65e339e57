import type { Layout, MachineShape, Well } from './layout.ts'
import type { StageAreas } from './stage.ts'

/** Machines per block edge: 10 x 10 = 1 block = 100 machines. */
const BLOCK = 10
/** Blocks are at most this many tiles apart. */
const MOST_GAP = 2.2

/**
 * Level of detail 2: every machine is a tile with the same two lanes, only smaller, in blocks of a
 * hundred. Every machine is shown, whatever their number; lanes get as narrow as that needs.
 */
export function tileLayout(
  areas: StageAreas,
  sides: readonly (readonly MachineShape[])[],
  slots: number,
  pixel: number,
): Layout {
  const lanes = Math.max(1, ...sides.flat().map((machine) => machine.lanes.length))
  const tallest = Math.max(1, ...sides.flat().map((machine) => Math.max(0, ...machine.heights)))
  const count = Math.max(1, ...sides.map((machines) => machines.length))
  const width = Math.min(...areas.lanes.map((area) => area.width))
  const height = Math.min(...areas.lanes.map((area) => area.height))
  let lane = 7
  let shape = grid(lane, lanes, width, height, count)
  while (!shape && lane > 0.5) {
    lane -= 0.5
    shape = grid(lane, lanes, width, height, count)
  }
  const { columns, pitchX, pitchY, blockGap, gapX } = shape ?? {
    columns: Math.ceil(Math.sqrt(count)),
    pitchX: width / Math.ceil(Math.sqrt(count)),
    pitchY: height / Math.ceil(Math.sqrt(count)),
    blockGap: 0,
    gapX: 0,
  }
  const cell = (pitchY - 2) / tallest
  const wells = sides.flatMap((machines, side) => {
    const area = areas.lanes[side]
    if (!area) return []
    const seen = machines.filter((machine) => machine.row >= -1)
    return seen.map((machine, i): Well => {
      const [column, row] = blockPosition(i, columns)
      const x = area.x + column * pitchX + Math.floor(column / BLOCK) * gapX
      const y = area.y + row * pitchY + Math.floor(row / BLOCK) * blockGap
      const left = Math.round(x / pixel) * pixel
      const floor = Math.round((y + pitchY - 2) / pixel) * pixel
      const own = Math.max(0, ...machine.heights) * cell
      return {
        ...machine,
        side,
        x: left,
        y: floor - own,
        width: lanes * lane + (lanes - 1),
        height: own,
        floor,
        laneX: machine.lanes.map((_, index) => left + index * (lane + 1)),
      }
    })
  })
  return {
    lod: 2,
    rows: Math.ceil(count / columns),
    slots,
    cell,
    lane,
    gutter: 1,
    wall: 0,
    pad: 0,
    wells,
  }
}

function grid(lane: number, lanes: number, width: number, height: number, count: number) {
  const pitchX = lanes * lane + (lanes - 1) + Math.max(1, lane * 0.4)
  const pitchY = pitchX * 1.05 + 2
  const blockGap = lane * 2
  const across = Math.max(1, Math.floor((width + blockGap) / (BLOCK * pitchX + blockGap)))
  const columns = across * BLOCK
  const down = Math.ceil(Math.ceil(count / (BLOCK * BLOCK)) / across)
  const needed = down * (BLOCK * pitchY + blockGap) - blockGap
  if (needed > height || BLOCK * pitchX > width) return undefined
  // What is left over goes between the blocks, as far as they still belong together.
  const rest = across > 1 ? (width - columns * pitchX) / (across - 1) : 0
  const gapX = Math.max(blockGap, Math.min(rest, MOST_GAP * pitchX))
  return { columns, pitchX, pitchY, blockGap, gapX }
}

/** Column and row of the i-th machine: blocks fill left to right, machines within a block by row. */
function blockPosition(i: number, columns: number): [number, number] {
  const block = Math.floor(i / (BLOCK * BLOCK))
  const within = i % (BLOCK * BLOCK)
  const across = Math.max(1, Math.floor(columns / BLOCK))
  return [
    (block % across) * BLOCK + (within % BLOCK),
    Math.floor(block / across) * BLOCK + Math.floor(within / BLOCK),
  ]
}
