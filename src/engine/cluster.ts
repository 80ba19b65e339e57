import { admission } from './admit.ts'
import { withDefaults } from './api/defaults.ts'
import type { Node, Pod } from './api/types.gen.ts'
import type { GroupReport } from './autoscaler/groupAutoscaler.ts'
import { createCloud } from './controllers/cloud.ts'
import type { ControllerContext, EventRecorder } from './controllers/context.ts'
import { type ControlPlane, createControlPlane } from './controlPlane.ts'
import { type AttemptLog, createAttemptLog } from './history/attemptLog.ts'
import { createEventLog, type EventLog } from './history/eventLog.ts'
import { createRequestLog, type RequestLog } from './logs/requestLog.ts'
import type { Cloud, Machine } from './machine.ts'
import type { AppRegistry } from './metrics/apps.ts'
import type { PodFact } from './metrics/facts.ts'
import { createLedger, type Ledger } from './metrics/ledger.ts'
import type { NameTable } from './metrics/nameTable.ts'
import { createQuotaStates, type QuotaStates } from './metrics/quotaStates.ts'
import { createRecoveryTracker } from './metrics/recovery.ts'
import { createRefusals, type Refusals } from './metrics/refusals.ts'
import type { Marker, Pager, Recovery, Said } from './protocol.ts'
import { rolloutOf } from './rules/podVersion.ts'
import type { LaneSpec, MachineType, NodeGroup, Scenario } from './scenario.ts'
import type { Policy } from './scheduler/policy.ts'
import { minorOf } from './scheduler/version.ts'
import type { Clock, HandClock } from './sim/clock.ts'
import type { Random } from './sim/random.ts'
import { controllerOf } from './store/identity.ts'
import { createStore, type MemoryStore } from './store/memoryStore.ts'
import { createServiceStates, NO_SERVICES, type ServiceStates } from './traffic/serviceStates.ts'
import type { TrafficBook } from './traffic/traffic.ts'
import { startKubernetes } from './worlds/kubernetes.ts'
import { startOneClick } from './worlds/oneClick.ts'

/** Who will be tried next. */
export interface Waiting {
  /** Their names in order, at most 50. */
  readonly first: readonly string[]
  /** How many there are in all. */
  readonly count: number
}

/** What differs between a Kubernetes cluster and the one-click world. */
export interface World {
  readonly policy: Policy
  /** Returns why it cannot be done, or nothing. */
  setPolicy(policy: Policy): Said | undefined
  /** Takes the pods off a machine that has just been cordoned. */
  drain(machine: Machine): void
  deletePod(pod: Pod): void
  pager(): Pager | undefined
  acknowledgePager(): boolean
  /** From now on attempts of the pod of this uid, or all, carry verdicts; changes no decision. */
  explain(uid: string | 'all' | undefined): void
  /** What the cluster autoscaler holds of its groups; undefined = there is none. */
  nodeGroups(): readonly GroupReport[] | undefined
  /** Requests to Services; undefined = there are no Services. */
  readonly traffic?: TrafficBook
  /** Undefined = nothing queues. */
  waiting(): Waiting | undefined
}

/** One lane: a store, a clock's view, machines, and the world that runs on them. */
export interface Cluster extends World {
  readonly id: string
  readonly spec: LaneSpec
  readonly machineTypes: readonly MachineType[]
  readonly store: MemoryStore
  readonly clock: Clock
  readonly cloud: Cloud
  readonly log: EventLog
  readonly attempts: AttemptLog
  readonly ledger: Ledger
  readonly services: ServiceStates
  readonly requestLog?: RequestLog
  readonly quotas: QuotaStates
  readonly refusals: Refusals
  readonly controlPlane: ControlPlane
  recovery(): Recovery | undefined
}

export interface ClusterOptions {
  readonly spec: LaneSpec
  readonly policy: Policy
  readonly scenario: Scenario
  /** This lane's own view. */
  readonly clock: HandClock
  readonly random: Random
  readonly apps: AppRegistry
  readonly zones: NameTable
  readonly eventLimit: number | undefined
  /** The uid of a pod whose attempts carry verdicts from the start. */
  readonly explain: string | undefined
  /** Absent = nobody asks. */
  readonly onPlaced: ((pod: PodFact, ordinal: number) => void) | undefined
  readonly onMarker: (type: Marker['type'], label: string, detail?: string) => void
}

/** What a world is built on. */
export interface WorldContext extends ControllerContext {
  readonly clock: HandClock
  readonly store: MemoryStore
  readonly scenario: Scenario
  readonly buyable: readonly MachineType[]
  readonly nodeGroups: readonly NodeGroup[]
  readonly controlPlane: ControlPlane
  readonly cloud: Cloud
  readonly ledger: Ledger
  readonly attempts: AttemptLog
  readonly onMarker: ClusterOptions['onMarker']
}

/** Events that say that admission or a disruption budget refused something. */
const REFUSED: ReadonlySet<string> = new Set(['FailedCreate', 'DrainWaits', 'DrainFailed'])

/** A lane at the start of a run: its first machines are there, nothing else. */
export function createCluster(options: ClusterOptions): Cluster {
  const { spec, scenario, clock, random, onMarker, onPlaced } = options
  const admit = admission(minorOf(scenario.kubernetesVersion))
  // Without an API server nothing is refused.
  const store = createStore({
    clock,
    random,
    admit: options.policy.world === 'runbook' ? withDefaults : admit,
  })
  const log = createEventLog(clock, options.eventLimit)
  const attempts = createAttemptLog()
  const events: EventRecorder = {
    record(type, reason, object, message) {
      log.record(type, reason, object, message)
      if (reason === 'FailedCreate') refusals.told(object, message)
      if (REFUSED.has(reason)) onMarker('refused', object.name, message)
    },
  }
  const base: ControllerContext = { store, clock, random, events }
  const controlPlane = createControlPlane(events, (up) =>
    onMarker('controlPlane', up ? 'up' : 'down'),
  )
  const { machineTypes, nodeGroups = [], maxMachines } = scenario
  const { nodePrefix } = spec
  const cloud = createCloud(base, {
    types: machineTypes,
    groups: nodeGroups,
    whenUp: controlPlane.whenUp,
    maxMachines,
    nodePrefix,
  })
  // First of all listeners: whoever hears of a Node may ask at once whether it has power.
  store.watch(
    (change) => {
      if (change.type === 'ADDED') adopt(cloud, change.object)
    },
    ['Node'],
  )
  const ledger = createLedger({
    store,
    clock,
    cloud,
    apps: options.apps,
    zones: options.zones,
    runbook: options.policy.world === 'runbook',
    ...(onPlaced && { onPlaced: (pod) => onPlaced(pod, pod.machine!.machine.ordinal) }),
    onBound: (pod) => recovery.bound(pod),
    onChanged: (pod) => recovery.changed(pod),
  })
  const recovery = createRecoveryTracker(ledger)
  const quotas = createQuotaStates(store)
  const refusals = createRefusals(store)
  const buyable = machineTypes.filter((type) => type.buyable)
  const context = {
    ...base,
    clock,
    store,
    scenario,
    buyable,
    nodeGroups,
    controlPlane,
    cloud,
    ledger,
    attempts,
    onMarker,
  }
  const world =
    options.policy.world === 'runbook'
      ? startOneClick(context, options.policy)
      : startKubernetes(context, options.policy)

  const { traffic } = world
  const services = traffic ? createServiceStates(store, ledger, traffic) : NO_SERVICES
  const requestLog = traffic && createRequestLog(traffic, () => clock.now)

  world.explain(options.explain)
  for (const { type, count } of scenario.machines) {
    for (let n = 0; n < count; n++) addAtStart(cloud, type)
  }
  for (const { name, machine, count } of nodeGroups) {
    for (let n = 0; n < count; n++) cloud.add({ ...machine, bootTime: 0 }, name)
  }
  watchForMarkers()
  store.drain()

  function watchForMarkers(): void {
    cloud.watch((machine, change) => {
      if (change === 'added' && machine.type !== undefined) onMarker('bought', machine.name)
      if (change === 'powerOff') {
        recovery.plugPulled(ledger.machines.get(machine.name)!)
        onMarker('plug', machine.name)
      }
      if (change === 'powerOn') onMarker('plugIn', machine.name)
      if (change === 'reclaimed') onMarker('reclaim', machine.name)
    })
    store.watch(
      (change) => {
        const rolled = rolloutOf(change)
        if (rolled !== undefined) onMarker('rollout', rolled)
        if (change.kind !== 'Job') return
        const above = controllerOf(change.object)
        if (change.type === 'ADDED' && above) onMarker('cron', above.name)
        if (change.type !== 'MODIFIED') return
        const done = (job: typeof change.object) =>
          job.status?.conditions?.some((c) => c.type === 'Complete' && c.status === 'True')
        if (done(change.object) && !done(change.previous!)) {
          onMarker('jobDone', change.object.metadata!.name!)
        }
      },
      ['ReplicaSet', 'ControllerRevision', 'Job'],
    )
  }

  return {
    id: spec.id,
    spec,
    machineTypes,
    store,
    clock,
    cloud,
    log,
    attempts,
    ledger,
    services,
    quotas,
    refusals,
    controlPlane,
    get policy() {
      return world.policy
    },
    setPolicy: world.setPolicy,
    drain: world.drain,
    deletePod: world.deletePod,
    pager: () => pagerOf(world, ledger),
    acknowledgePager: world.acknowledgePager,
    explain: world.explain,
    nodeGroups: world.nodeGroups,
    waiting: world.waiting,
    recovery: recovery.current,
    ...(traffic && { traffic }),
    ...(requestLog && { requestLog }),
  }
}

/** Whoever counts what is down counts the same: the pager, the scoreboard and the pill. */
function pagerOf(world: World, { availability }: Ledger): Pager | undefined {
  const pager = world.pager()
  return pager && availability.down > 0 ? { ...pager, appsDown: availability.down } : undefined
}

/** Machines of the scenario stand ready at time 0, whatever their type's boot time is. */
function addAtStart(cloud: Cloud, typeName: string): void {
  const type = cloud.type(typeName)
  if (!type) throw new Error(`the scenario starts with machines of an unknown type: ${typeName}`)
  cloud.add({ ...type, bootTime: 0 })
}

/** A Node that came with a manifest is a machine too. */
function adopt(cloud: Cloud, node: Node): void {
  if (!cloud.byName(node.metadata!.name!)) cloud.adopt(node)
}
