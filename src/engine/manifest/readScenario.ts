import type { ObjectMeta } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import type { OnCall, Scenario } from '../scenario.ts'
import type { KubernetesVersion } from '../scheduler/version.ts'
import { type Check, startCheck } from './checkContext.ts'
import { checkMetadata } from './checkMetadata.ts'
import { convert } from './convert.ts'
import { type ActionText, readActions } from './readActions.ts'
import { type ArrivalsText, readArrivals } from './readArrivals.ts'
import { DEFAULT_POLICIES, type LaneText, readLanes } from './readLanes.ts'
import {
  MACHINES_IF_UNLIMITED,
  type MachineTypeText,
  readMachines,
  readMachineTypes,
  readMaxMachines,
} from './readMachines.ts'
import type { ManifestObject, OtherDocument } from './readManifests.ts'
import {
  type AutoscalerText,
  type NodeGroupText,
  readAutoscaler,
  readNodeGroups,
} from './readNodeGroups.ts'
import { quoted } from './report.ts'
import { placeOf, placeSpan } from './tree.ts'

/** A Scenario document after `convert`: time spans are milliseconds. */
interface ScenarioText {
  readonly metadata: ObjectMeta
  readonly spec: {
    readonly title?: string
    readonly summary?: string
    readonly seed?: number
    readonly kubernetesVersion?: KubernetesVersion
    readonly lanes?: readonly (LaneText | string)[]
    readonly machineTypes?: readonly MachineTypeText[]
    readonly machines?: readonly { readonly type: string; readonly count?: number }[]
    readonly nodeGroups?: readonly NodeGroupText[]
    readonly groupBy?: Scenario['groupBy']
    readonly clusterAutoscaler?: AutoscalerText
    readonly maxMachines?: number
    readonly arrivals?: ArrivalsText | readonly ArrivalsText[]
    readonly onCall?: OnCallText
    readonly actions?: readonly ActionText[]
    readonly until?: Millis
  }
}

interface OnCallText {
  readonly detection?: Millis
  readonly wakeUp?: Millis
  readonly perApp?: Millis
  readonly clock?: string
}

const DEFAULT_UNTIL: Millis = 10 * MINUTE
/** How long the picture stands after the last thing that the scenario does. */
const AFTERWARDS: Millis = 30 * SECOND

/** What runs when a file has manifests alone: no arrivals, machines from its Node manifests. */
export function defaultScenario(): Scenario {
  const quiet = startCheck(() => {})
  return {
    name: 'manifests',
    title: 'Manifests',
    summary: '',
    seed: 1,
    lanes: readLanes(DEFAULT_POLICIES, quiet),
    machineTypes: [],
    machines: [],
    maxMachines: MACHINES_IF_UNLIMITED,
    arrivals: [],
    onCall: readOnCall({}, quiet),
    actions: [],
    until: DEFAULT_UNTIL,
  }
}

/**
 * Reads a Scenario document; every problem goes to the document's report.
 * @param objects the manifests beside it; arrivals name their Deployments and suspended Jobs
 * @param complete whether all manifests could be read, so that a missing app is a mistake
 */
export function readScenario(
  { root, report }: OtherDocument,
  objects: readonly ManifestObject[],
  complete: boolean,
): Scenario | undefined {
  const errors = report.errors()
  const { value, anchors } = convert(root, { kind: 'object', type: 'Scenario' }, report)
  if (value === undefined || report.errors() > errors) return undefined
  const check = startCheck((severity, message, path) =>
    report[severity](message, placeSpan(placeOf(root, path, anchors))),
  )
  const { metadata, spec } = value as ScenarioText
  checkMetadata('Deployment', metadata, check)
  const lanes = readLanes(spec.lanes ?? DEFAULT_POLICIES, check)
  const machineTypes = readMachineTypes(spec.machineTypes ?? [], check)
  const machines = readMachines(spec.machines ?? [], machineTypes, check)
  const nodeGroups = readNodeGroups(spec.nodeGroups ?? [], machineTypes, check)
  const clusterAutoscaler = readAutoscaler(spec.clusterAutoscaler, nodeGroups, check)
  const given = [...machines, ...nodeGroups].reduce((sum, { count }) => sum + count, 0)
  const maxMachines = readMaxMachines(spec.maxMachines, given, check)
  const streams = spec.arrivals ?? []
  const arrivals = readArrivals(streams, objects, complete, check)
  const actions = readActions(spec.actions ?? [], lanes, machineTypes, check)
  const onCall = readOnCall(spec.onCall ?? {}, check)
  if (report.errors() > errors) return undefined
  const name = metadata.name ?? ''
  return {
    name,
    title: spec.title ?? name,
    summary: spec.summary ?? '',
    seed: spec.seed ?? 1,
    ...(spec.kubernetesVersion && { kubernetesVersion: spec.kubernetesVersion }),
    lanes,
    machineTypes,
    machines,
    ...(nodeGroups.length > 0 && { nodeGroups }),
    ...(clusterAutoscaler && { clusterAutoscaler }),
    ...(spec.groupBy && { groupBy: spec.groupBy }),
    maxMachines,
    arrivals,
    ...(isRecorded(streams) && { recorded: true }),
    onCall,
    actions,
    until: spec.until ?? endOf(arrivals, actions),
  }
}

function endOf(...timelines: readonly (readonly { readonly at: Millis }[])[]): Millis {
  let last: Millis | undefined
  for (const { at } of timelines.flat()) last = Math.max(last ?? 0, at)
  return last === undefined ? DEFAULT_UNTIL : last + AFTERWARDS
}

function readOnCall(text: OnCallText, check: Check): OnCall {
  const clock = text.clock ?? '03:00'
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? []
  if (hours === undefined) {
    check.error(['spec', 'onCall', 'clock'], 'badClock', quoted(clock))
  }
  return {
    detection: text.detection ?? MINUTE,
    wakeUp: text.wakeUp ?? 5 * MINUTE,
    perApp: text.perApp ?? MINUTE,
    startOfDay: Number(hours ?? 0) * 60 + Number(minutes ?? 0),
  }
}

function isRecorded(streams: ArrivalsText | readonly ArrivalsText[]): boolean {
  const all: readonly ArrivalsText[] = 'length' in streams ? streams : [streams]
  return all.length > 0 && all.every(({ trace }) => trace !== undefined)
}
