import type { App, FuturePod } from '../../../engine/protocol.ts'
import { unitsPerCell } from '../cells.ts'
import type { MachineShape } from '../layout.ts'
import type { LaneModel } from '../model.ts'
import type { Preview } from '../stage.ts'

/** A pod as it would stand in a well that exists or would be bought. */
export interface PreviewGhost {
  readonly app: number
  /** Node row, or -1 when the machine is yet to be bought. */
  readonly node: number
  /** Index into `bought`, or -1. */
  readonly slot: number
  /** Cells by resource. */
  readonly lows: Float64Array
  readonly heights: Float64Array
}

/** A pod that would stand in no well of the picture. */
export interface PreviewWaiting {
  readonly app: number
  readonly heights: Float64Array
  /** It would find no machine; otherwise it goes to one that the picture has no room for. */
  readonly pending: boolean
  /** Name of that machine. */
  readonly machine: string | undefined
}

/** What a machine's death would do, as it is shown. */
export interface ShownPreview {
  readonly dead: number
  readonly ghosts: readonly PreviewGhost[]
  readonly waiting: readonly PreviewWaiting[]
  /** Names of machines that would be bought, in order of the free slots that show them. */
  readonly bought: readonly string[]
  /** Rows of pods that nothing would replace. */
  readonly gone: readonly number[]
}

/** Heights are sums of requests; sums of fractions are not exact. */
const TOLERANCE = 1e-6

/**
 * Stacks every pod on what stands in its future machine now. A pod that the machine has no room for
 * at present (what stands there now will be gone by then) waits above, so that no stack is ever
 * higher than its machine.
 * @param slots free slots of the lane, left to right
 */
export function previewOf(
  preview: Preview,
  model: LaneModel,
  apps: readonly Pick<App, 'requests'>[],
  resources: readonly string[],
  slots: readonly MachineShape[],
): ShownPreview {
  const ghosts: PreviewGhost[] = []
  const waiting: PreviewWaiting[] = []
  const bought: string[] = []
  const gone: number[] = []
  const tops = new Map<string, Float64Array>()
  const alive = new Set(model.nodes)
  for (const pod of preview.pods) {
    const heights = heightsOf(pod, model, apps, resources)
    const { app } = pod
    if (pod.outcome === 'pending') waiting.push({ app, heights, pending: true, machine: undefined })
    if (pod.outcome === 'gone' || pod.outcome === 'unwanted') gone.push(pod.row)
    if (pod.outcome !== 'moves') continue
    const node = alive.has(pod.node) && pod.node !== preview.dead ? pod.node : -1
    const slot = node < 0 ? slotOf(bought, pod.machine, slots.length) : -1
    const key = `${node}:${slot}`
    const lows =
      tops.get(key) ?? (node < 0 ? new Float64Array(resources.length) : model.topsOf(node))
    const room = node < 0 ? slotRoom(slots[slot], resources.length) : roomOf(model, node)
    const highs = lows.map((low, r) => low + heights[r]!)
    if (!highs.every((high, r) => high <= room[r]! + TOLERANCE || heights[r] === 0)) {
      waiting.push({ app, heights, pending: false, machine: pod.machine })
      continue
    }
    tops.set(key, highs)
    ghosts.push({ app, node, slot, lows, heights })
  }
  return { dead: preview.dead, ghosts, waiting, bought, gone }
}

function heightsOf(
  pod: FuturePod,
  model: LaneModel,
  apps: readonly Pick<App, 'requests'>[],
  resources: readonly string[],
): Float64Array {
  const at = pod.row * resources.length
  if (pod.row >= 0 && at + resources.length <= model.heights.length) {
    return model.heights.slice(at, at + resources.length)
  }
  const requests = apps[pod.app]?.requests ?? []
  return Float64Array.from(resources, (name, r) => (requests[r] ?? 0) / unitsPerCell(name))
}

/** Index of the slot that shows a machine which is yet to be bought; -1 = no slot is left. */
function slotOf(bought: string[], machine: string | undefined, slots: number): number {
  if (machine === undefined) return -1
  const known = bought.indexOf(machine)
  if (known >= 0) return known
  if (bought.length >= slots) return -1
  return bought.push(machine) - 1
}

function roomOf(model: LaneModel, node: number): Float64Array {
  return model.capacity.slice(node * model.resources, (node + 1) * model.resources)
}

function slotRoom(slot: MachineShape | undefined, resources: number): Float64Array {
  const room = new Float64Array(resources)
  slot?.lanes.forEach((resource, lane) => {
    room[resource] = slot.heights[lane]!
  })
  return room
}
