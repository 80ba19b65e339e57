import { stageWords } from '../words/stage.ts'
import { unitsPerCell } from './cells.ts'
import type { Facts } from './facts.ts'
import { grouped } from './groups.ts'
import { computeLayout, type Layout, type MachineShape, type Side } from './layout.ts'
import type { StageAreas } from './stage.ts'

/**
 * Where the wells of a run stand, in the order and the groups that are asked for.
 * @param pixel size of a device pixel in CSS px
 */
export function arrange(facts: Facts, areas: StageAreas, pixel: number): Layout {
  const mirror = facts.mirror!
  const by = facts.settings.groupBy ?? 'none'
  const sides: Side[] = facts.sides.map(({ model }, i) => {
    const { nodes } = mirror.lanes[i]!
    const { rows, groups } = grouped(model.nodes, nodes, mirror, by, stageWords.noGroup)
    const machines = rows.map((node) => model.shapeOf(node))
    const most = mirror.info?.maxMachines ?? Number.POSITIVE_INFINITY
    return { lane: model.id, machines, groups, senders: facts.senders[i]!, most }
  })
  return computeLayout(areas, sides, spareShape(facts, sides), pixel)
}

/** The shape of machines that are not there yet. */
function spareShape(facts: Facts, sides: readonly Side[]): MachineShape {
  const machine = sides.flatMap((side) => side.machines)[0]
  if (machine) return { ...machine, row: -1 }
  const info = facts.mirror?.info
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
