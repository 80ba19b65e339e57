import type { Run } from '../lanes.ts'
import { type MachineFact, objectOf, type PodFact } from '../metrics/facts.ts'
import type { StrandedCache } from '../metrics/laneMetrics.ts'
import type { NameTable } from '../metrics/nameTable.ts'
import { type NodeColumns, NodeFlag, type PodColumns } from '../protocol.ts'
import { claimCount, printPod } from '../rules/podPrint.ts'
import { podRevision } from '../rules/podVersion.ts'
import type { Store } from '../store/store.ts'

/** In `NodeColumns`: of no machine type (a Node of one's own manifest), no group, no zone. */
const NONE = 65_535
/** A count above this is told as this. */
const MOST_OF_8_BITS = 255
const MOST_OF_16_BITS = 65_535

/**
 * Pods as columns, in the given order. `isNew` says which rows the page has not seen: only those
 * carry their name.
 */
export function podColumns(
  pods: readonly PodFact[],
  resources: readonly string[],
  store: Store,
  statuses: NameTable,
  isNew: (pod: PodFact) => boolean,
): PodColumns {
  const count = pods.length
  const width = resources.length
  const columns = {
    row: new Uint32Array(count),
    node: new Int32Array(count),
    app: new Uint16Array(count),
    state: new Uint8Array(count),
    flags: new Uint8Array(count),
    order: new Uint32Array(count),
    ordinal: new Uint32Array(count),
    replaces: new Int32Array(count),
    createdAt: new Float64Array(count),
    boundAt: new Float64Array(count),
    requests: new Float64Array(count * width),
    ready: new Uint8Array(count),
    containers: new Uint8Array(count),
    restarts: new Uint16Array(count),
    version: new Uint16Array(count),
    status: new Uint16Array(count),
    volumes: new Uint8Array(count),
    names: namesOf(pods, isNew, ({ name }) => name),
  }
  for (let i = 0; i < count; i++) {
    const pod = pods[i]!
    const object = objectOf(pod, store)
    const printed = printPod(object)
    columns.ready[i] = Math.min(printed.ready, MOST_OF_8_BITS)
    columns.containers[i] = Math.min(printed.containers, MOST_OF_8_BITS)
    columns.restarts[i] = Math.min(printed.restarts, MOST_OF_16_BITS)
    columns.version[i] = Math.min(podRevision(store, object), MOST_OF_16_BITS)
    columns.status[i] = statuses.indexOf(printed.status)
    columns.volumes[i] = Math.min(claimCount(object), MOST_OF_8_BITS)
    columns.row[i] = pod.row
    columns.node[i] = pod.machine && !pod.machine.gone ? pod.machine.row : -1
    columns.app[i] = pod.app
    columns.state[i] = pod.state
    columns.flags[i] = pod.flags
    columns.order[i] = pod.order
    columns.ordinal[i] = pod.ordinal
    columns.replaces[i] = pod.replaces
    columns.createdAt[i] = pod.createdAt
    columns.boundAt[i] = pod.boundAt
    for (let r = 0; r < width; r++) {
      columns.requests[i * width + r] = pod.requests[resources[r]!] ?? 0
    }
  }
  return columns
}

export function nodeColumns(
  machines: readonly MachineFact[],
  stranded: StrandedCache,
  run: Run,
  isNew: (machine: MachineFact) => boolean,
): NodeColumns {
  const { resources } = run
  const count = machines.length
  const width = resources.length
  const spot = run.scenario.nodeGroups?.map((group) => group.spot)
  const columns = {
    row: new Uint32Array(count),
    ordinal: new Uint32Array(count),
    flags: new Uint16Array(count),
    machineType: new Uint16Array(count),
    pricePerHour: new Float64Array(count),
    bornAt: new Float64Array(count),
    readyAt: new Float64Array(count),
    allocatable: new Float64Array(count * width),
    requested: new Float64Array(count * width),
    stranded: new Float64Array(count * width),
    group: new Uint16Array(count),
    zone: new Uint16Array(count),
    goneAt: new Float64Array(count),
    names: namesOf(machines, isNew, ({ machine }) => machine.name),
  }
  for (let i = 0; i < count; i++) {
    const fact = machines[i]!
    const { machine } = fact
    columns.row[i] = fact.row
    columns.ordinal[i] = machine.ordinal
    columns.flags[i] = nodeFlags(fact)
    columns.machineType[i] = run.machineTypeIndex.get(machine.type ?? '') ?? NONE
    columns.pricePerHour[i] = machine.pricePerHour
    columns.bornAt[i] = machine.bornAt
    columns.readyAt[i] = machine.readyAt
    const group = run.nodeGroupIndex.get(machine.group ?? '') ?? NONE
    columns.group[i] = group
    columns.zone[i] = fact.zone ?? NONE
    columns.goneAt[i] = machine.reclaimedAt ?? -1
    if (spot?.[group]) columns.flags[i]! |= NodeFlag.Spot
    const lost = stranded.of(fact)
    for (let r = 0; r < width; r++) {
      columns.allocatable[i * width + r] = fact.allocatable[resources[r]!] ?? 0
      columns.requested[i * width + r] = fact.requested[resources[r]!] ?? 0
      columns.stranded[i * width + r] = lost[r]!
    }
  }
  return columns
}

/** A line for each; '' if none is new. */
function namesOf<T>(
  facts: readonly T[],
  isNew: (fact: T) => boolean,
  nameOf: (fact: T) => string,
): string {
  if (!facts.some(isNew)) return ''
  return facts.map((fact) => (isNew(fact) ? nameOf(fact) : '')).join('\n')
}

function nodeFlags(fact: MachineFact): number {
  const { machine } = fact
  return (
    (machine.booting ? NodeFlag.Booting : 0) |
    (machine.power ? 0 : NodeFlag.Dead) |
    (fact.notReady ? NodeFlag.NotReady : 0) |
    (fact.cordoned ? NodeFlag.Cordoned : 0) |
    (machine.reclaimedAt === undefined ? 0 : NodeFlag.Reclaiming) |
    (fact.scalingDown ? NodeFlag.ScalingDown : 0) |
    (fact.drainWaits ? NodeFlag.DrainWaits : 0) |
    (fact.memoryPressure ? NodeFlag.MemoryPressure : 0)
  )
}
