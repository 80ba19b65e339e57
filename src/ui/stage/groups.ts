import type { Mirror, NodeMirror } from '../state/mirror.ts'
import { stageWords } from '../words/stage.ts'
import type { Layout, Well } from './layout.ts'
import type { GroupBy, StageAreas } from './stage.ts'

/** Machines that stand together, in the order in which they stand. */
export interface Group {
  readonly label: string
  /** What its machines cost and whether the cloud may take them back; absent = nothing to say. */
  readonly detail?: string
  readonly count: number
}

/** What stands over a group, with a line as long as the group is wide. */
export interface Heading {
  readonly side: number
  readonly label: string
  readonly detail?: string
  /** How many of its group are before it: one that goes on in another row is named there, too. */
  readonly part: number
  /** Left end and y of the line, CSS px. */
  readonly x: number
  readonly y: number
  readonly width: number
}

/** Height (px) of a heading over blocks or rows. */
export const HEADING = 20
/** From its line to the machines under it (px), however large those are shown. */
export const OVER = 4
/** Where it stands under the upper edge of a room in which all machines are in one row (px). */
const BELOW_TOP = 16

/**
 * Puts machines into the order of their groups, and says which groups there are: groups of the cluster
 * autoscaler in the scenario's order, others in the order of the alphabet. Machines without one come
 * last, under `none`.
 * @param rows node rows by ordinal
 */
export function grouped(
  rows: readonly number[],
  nodes: NodeMirror,
  mirror: Mirror,
  by: GroupBy,
  none: string,
): { readonly rows: readonly number[]; readonly groups: readonly Group[] } {
  if (by === 'none') return { rows, groups: [] }
  const byLabel = new Map<string, number[]>()
  for (const row of rows) {
    const label = labelOf(row, nodes, mirror, by)
    const members = byLabel.get(label)
    if (members) members.push(row)
    else byLabel.set(label, [row])
  }
  const known = by === 'nodeGroup' ? (mirror.info?.nodeGroups ?? []) : []
  const place = (label: string) => known.findIndex(({ name }) => name === label)
  const labels = [...byLabel.keys()].sort(
    (a, b) => Number(a === '') - Number(b === '') || place(a) - place(b) || (a < b ? -1 : 1),
  )
  if (labels.length === 1 && labels[0] === '') return { rows, groups: [] }
  return {
    rows: labels.flatMap((label) => byLabel.get(label)!),
    groups: labels.map((label) => ({
      ...(label === '' ? { label: none } : heading(label, by, known[place(label)])),
      count: byLabel.get(label)!.length,
    })),
  }
}

/** A group of the cluster autoscaler is called by its tier, if it has one. */
function heading(label: string, by: GroupBy, group?: NodeGroupInfo): Omit<Group, 'count'> {
  if (by === 'zone') return { label: stageWords.zone(label) }
  if (group === undefined) return { label }
  return { label: group.tier ?? label, detail: stageWords.group(group.spot, group.pricePerHour) }
}

type NodeGroupInfo = NonNullable<Mirror['info']>['nodeGroups'][number]

/** The group of a machine; '' = it has none. */
function labelOf(row: number, nodes: NodeMirror, mirror: Mirror, by: GroupBy): string {
  if (by === 'zone') return mirror.zones[nodes.zone[row]!] ?? ''
  if (by === 'nodeGroup') return mirror.info?.nodeGroups[nodes.group[row]!]?.name ?? ''
  if (by === 'none') return ''
  const { nodeGroups = [], machineTypes = [] } = mirror.info ?? {}
  return (
    nodeGroups[nodes.group[row]!]?.labels?.[by.label] ??
    machineTypes[nodes.machineType[row]!]?.labels?.[by.label] ??
    ''
  )
}

/** Headings over wells that stand in rows: over each group in each of its rows. */
export function headingsOver(
  areas: StageAreas,
  wells: readonly Well[],
  groups: readonly (readonly Group[])[],
  rows: Layout['rows'],
): Heading[] {
  return groups.flatMap((list, side) => {
    const own = wells.filter((well) => well.side === side)
    let first = 0
    return list.flatMap(({ label, detail, count }): Heading[] => {
      const members = own.slice(first, first + count)
      first += count
      const found: Heading[] = []
      for (let from = 0; from < members.length; ) {
        const start = members[from]!
        const bottom = start.y + start.height
        const next = members.findIndex((w, i) => i > from && Math.abs(w.y + w.height - bottom) >= 1)
        const inRow = members.slice(from, next < 0 ? members.length : next)
        const last = inRow.at(-1)!
        const top = Math.min(...inRow.map((well) => well.y))
        const y =
          rows === 1 ? areas.lanes[side]!.y + BELOW_TOP * (1 + (areas.big ?? 0) / 2) : top - OVER
        const width = last.x + last.width - start.x
        const said = from === 0 && detail !== undefined && { detail }
        found.push({ side, label, ...said, part: found.length, x: start.x, y, width })
        from += inRow.length
      }
      return found
    })
  })
}
