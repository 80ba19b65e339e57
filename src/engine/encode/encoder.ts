import { type Millis, SECOND } from '../api/units.ts'
import type { Cluster } from '../cluster.ts'
import type { Run } from '../lanes.ts'
import { createStrandedCache, laneMetrics, type StrandedCache } from '../metrics/laneMetrics.ts'
import { createNameTable, type NameTable } from '../metrics/nameTable.ts'
import type { LaneUpdate, RunUpdate } from '../protocol.ts'
import { nodeColumns, podColumns } from './columns.ts'
import { nodeGroupStates } from './nodeGroupStates.ts'
import { createInfoTeller } from './runInfo.ts'

/** What the encoder says about the command log, which a single run does not know. */
type LogSummary = Pick<RunUpdate, 'commands' | 'dropped' | 'nextEventAt' | 'script'>

/**
 * Turns a run into updates for one page: everything at first and whenever the run is another one
 * than before (after a seek into the past, say), otherwise only what changed. `info` comes with everything
 * only if it is not what the page has been told last.
 */
export interface Encoder {
  /** @param reset everything, `info` too */
  update(run: Run, log: LogSummary, reset?: boolean): RunUpdate
}

/** Events that one update of a lane carries at most: more than anybody reads between two of them. */
const MOST_EVENTS = 5_000
/** As many rows may travel whenever one of them changes. */
const FEW_ENDPOINTS = 200

/** What the page has of one lane. */
interface Sent {
  readonly stranded: StrandedCache
  podRows: number
  machineRows: number
  events: number
  attempts: number
  shapes: number
  services: number
  servicesAt: Millis
  /** Rows in the lists of Services. */
  endpoints: number
  quotas: number
  /** What was said of the node groups. */
  groups: string | undefined
}

export function createEncoder(): Encoder {
  let seq = 0
  let known: Run | undefined
  const tellInfo = createInfoTeller()
  let sent = new Map<Cluster, Sent>()
  let apps = -1
  let zones = 0
  let marks = 0
  let resources = ''
  let statuses = createNameTable()

  return {
    update(run, log, reset = false) {
      // A Node with a new extended resource changes the width of every column.
      const all = reset || run !== known || run.resources.join() !== resources
      if (all) {
        known = run
        resources = run.resources.join()
        sent = new Map(run.clusters.map((cluster) => [cluster, nothingSent(cluster, run)]))
        apps = -1
        zones = 0
        marks = 0
        statuses = createNameTable()
      }
      const words = statuses.names.length
      const lanes = run.clusters.map((cluster) =>
        laneUpdate(cluster, run, sent.get(cluster)!, statuses, all),
      )
      const newApps = run.apps.version !== apps
      apps = run.apps.version
      const newZones = run.zones.names.length !== zones
      zones = run.zones.names.length
      const newMarks = run.marks.after(marks)
      marks = run.marks.count
      const info = all ? tellInfo(run, !reset) : undefined
      seq += 1
      return {
        seq,
        reset: all,
        ...(info && { info }),
        ...(newApps && { apps: run.apps.list(run.resources) }),
        ...(newZones && { zones: [...run.zones.names] }),
        ...(statuses.names.length > words && { statuses: [...statuses.names] }),
        now: run.now,
        inFlight: run.inFlight,
        ...log,
        lanes,
        markers: newMarks,
        ...(run.marks.forgotten > 0 && { markersForgotten: run.marks.forgotten }),
      }
    },
  }
}

function nothingSent({ ledger }: Cluster, run: Run): Sent {
  const stranded = createStrandedCache(ledger, run.resources)
  const none = { podRows: 0, machineRows: 0, events: 0, attempts: 0, shapes: -1 }
  return {
    stranded,
    ...none,
    services: 0,
    servicesAt: Number.NEGATIVE_INFINITY,
    endpoints: 0,
    quotas: 0,
    groups: '',
  }
}

/** Long lists that change all the time travel once a second. */
function servicesDue({ services }: Cluster, { now }: Run, sent: Sent): boolean {
  if (services.version === sent.services) return false
  return sent.endpoints <= FEW_ENDPOINTS || now - sent.servicesAt >= SECOND
}

/** Arrivals of this very moment that are still to come: the run may be looked at on its way. */
function arrivalsDue({ arrivals, given, now }: Run): number {
  let due = given.arrivals
  while (due < arrivals.length && arrivals[due]!.at <= now) due += 1
  return due - given.arrivals
}

function laneUpdate(
  cluster: Cluster,
  run: Run,
  sent: Sent,
  statuses: NameTable,
  all: boolean,
): LaneUpdate {
  const { ledger, services, quotas } = cluster
  const changes = ledger.takeChanges()
  const everyMachine = all || sent.shapes !== sent.stranded.version
  const pods = [...(all ? ledger.pods.values() : changes.pods)]
  const machines = [...(everyMachine ? ledger.machines.values() : changes.machines)]
  const events = cluster.log.after(sent.events, MOST_EVENTS)
  const untold = events.length > 0 ? events[0]!.id - sent.events - 1 : 0
  const attempts = cluster.attempts.after(all ? 0 : sent.attempts)
  const pager = cluster.pager()
  const recovery = cluster.recovery()
  const refused = cluster.refusals.inAll()
  const newServices = servicesDue(cluster, run, sent) ? services.list() : undefined
  const held = cluster.controlPlane.arrivalsHeld + arrivalsDue(run)
  const groups = nodeGroupStates(cluster, run)
  const groupsText = JSON.stringify(groups)
  const autoscaler = groupsText !== sent.groups || all ? groups : undefined
  const update: LaneUpdate = {
    lane: cluster.id,
    pods: podColumns(
      pods,
      run.resources,
      cluster.store,
      statuses,
      ({ row }) => row >= sent.podRows,
    ),
    podsRemoved: Uint32Array.from(changes.podsRemoved.filter((row) => row < sent.podRows)),
    nodes: nodeColumns(machines, sent.stranded, run, ({ row }) => row >= sent.machineRows),
    nodesRemoved: Uint32Array.from(changes.machinesRemoved.filter((row) => row < sent.machineRows)),
    metrics: laneMetrics(ledger, run.resources, sent.stranded),
    events,
    ...(untold > 0 && { eventsForgotten: untold }),
    attempts,
    ...(pager && { pager }),
    ...(recovery && { recovery }),
    policy: cluster.policy.id,
    ...(newServices && { services: newServices, traffic: services.traffic() }),
    ...(quotas.version !== sent.quotas && { quotas: quotas.list() }),
    ...(cluster.controlPlane.down && { controlPlaneDown: true }),
    ...(held > 0 && { arrivalsHeld: held }),
    ...(refused && { refused }),
    ...(autoscaler && { autoscaler }),
  }
  sent.groups = groupsText
  for (const { row } of pods) sent.podRows = Math.max(sent.podRows, row + 1)
  for (const { row } of machines) sent.machineRows = Math.max(sent.machineRows, row + 1)
  sent.events = events.at(-1)?.id ?? sent.events
  sent.attempts = cluster.attempts.count
  sent.shapes = sent.stranded.version
  if (newServices) {
    sent.services = services.version
    sent.servicesAt = run.now
    sent.endpoints = newServices.reduce((sum, { endpoints }) => sum + endpoints.length, 0)
  }
  sent.quotas = quotas.version
  return update
}
