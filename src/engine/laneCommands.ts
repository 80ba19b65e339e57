import { isQualifiedName } from './api/nameRules.ts'
import type { Kind } from './api/objects.ts'
import { KINDS } from './api/objects.ts'
import type { Node, Pod } from './api/types.gen.ts'
import type { Cluster } from './cluster.ts'
import { REFUSED } from './controlPlane.ts'
import type { Machine } from './machine.ts'
import type { Command } from './protocol.ts'
import { rollout } from './rolloutCommand.ts'
import { policyById } from './scheduler/policies/menu.ts'
import { deletePod } from './store/deletePod.ts'
import { controllerOf } from './store/identity.ts'
import { deleteClaim } from './volumes/deleteClaim.ts'

/** Requests a second of one sender. */
const MOST = 1_000_000

/** Commands that each lane carries out by itself. */
export type LaneCommand = Exclude<Command, { readonly type: 'apply' | 'killRandom' }>

/** What kubectl does; a machine, its power and its owner need no API server. */
const ASKS_THE_API: ReadonlySet<Command['type']> = new Set([
  'delete',
  'scale',
  'annotate',
  'rollout',
  'cordon',
  'uncordon',
  'drain',
])

/**
 * Carries a command out in one lane.
 *
 * @returns why it cannot be carried out, as a sentence; nothing has changed then
 */
export function performInLane(cluster: Cluster, command: LaneCommand): string | undefined {
  if (cluster.controlPlane.down && ASKS_THE_API.has(command.type)) return REFUSED
  switch (command.type) {
    case 'delete':
      return deleteObject(cluster, command)
    case 'scale':
      return scale(cluster, command)
    case 'annotate':
      return annotate(cluster, command)
    case 'setTraffic':
      return setTraffic(cluster, command)
    case 'rollout':
      return rollout(cluster, command)
    case 'addMachine':
      return addMachine(cluster, command.machineType)
    case 'setPolicy':
      return setPolicy(cluster, command.policy)
    case 'controlPlane':
      return switchControlPlane(cluster, command.up)
    case 'acknowledgePager':
      return cluster.acknowledgePager() ? undefined : 'The pager is not ringing.'
    default: {
      const machine = cluster.cloud.byOrdinal(command.machine)
      if (!machine) return `There is no machine ${command.machine}.`
      return onMachine(cluster, command.type, machine)
    }
  }
}

type MachineCommand = Extract<LaneCommand, { readonly machine: number }>['type']

function onMachine(cluster: Cluster, type: MachineCommand, machine: Machine): string | undefined {
  const { cloud } = cluster
  switch (type) {
    case 'pullPlug':
      if (!machine.power) return `${machine.name} has no power already.`
      cloud.powerOff(machine)
      return undefined
    case 'plugIn':
      if (machine.power) return `${machine.name} has power already.`
      cloud.powerOn(machine)
      return undefined
    case 'reclaim':
      if (!cloud.isSpot(machine)) return `${machine.name} is no spot machine.`
      if (machine.reclaimedAt !== undefined) return `${machine.name} is taken back already.`
      cloud.reclaim(machine)
      return undefined
    case 'terminate':
      cloud.terminate(machine)
      return undefined
    default: {
      const node = cluster.store.get('Node', '', machine.name)
      if (!node) return `${machine.name} is still booting.`
      return onNode(cluster, type, machine, node)
    }
  }
}

function onNode(
  cluster: Cluster,
  type: 'cordon' | 'uncordon' | 'drain',
  machine: Machine,
  node: Node,
): string | undefined {
  const cordoned = node.spec?.unschedulable === true
  if (type === 'cordon' && cordoned) return `${machine.name} is cordoned already.`
  if (type === 'uncordon' && !cordoned) return `${machine.name} is not cordoned.`
  const { unschedulable: _, ...spec } = node.spec ?? {}
  const changed = type === 'uncordon' ? spec : { ...spec, unschedulable: true }
  cluster.store.update('Node', { ...node, spec: changed })
  if (type === 'drain') cluster.drain(machine)
  return undefined
}

function switchControlPlane({ controlPlane, policy }: Cluster, up: boolean): string | undefined {
  if (policy.world === 'runbook') return 'A one-click lane has no control plane.'
  if (controlPlane.down === !up) return `The control plane is ${up ? 'up' : 'down'} already.`
  if (up) controlPlane.start()
  else controlPlane.stop()
  return undefined
}

function addMachine({ cloud, machineTypes }: Cluster, name: string | undefined) {
  const type =
    name === undefined
      ? (machineTypes.find(({ buyable }) => buyable) ?? machineTypes[0])
      : cloud.type(name)
  if (!type) {
    return name === undefined
      ? 'The scenario has no machine types.'
      : `There is no machine type "${name}".`
  }
  if (cloud.full) {
    const count = cloud.machines().length
    return `There are ${count} machines already, the most that this scenario allows.`
  }
  cloud.add(type)
  return undefined
}

function setPolicy(cluster: Cluster, id: string): string | undefined {
  const policy = policyById(id)
  if (!policy) return `There is no policy "${id}".`
  if (policy.id === cluster.policy.id) return `The lane has the policy "${id}" already.`
  return cluster.setPolicy(policy)
}

function scale(
  { store }: Cluster,
  command: Extract<Command, { readonly type: 'scale' }>,
): string | undefined {
  const { namespace, name, replicas } = command
  if (!Number.isSafeInteger(replicas) || replicas < 0) {
    return `A number of replicas is 0 or a positive whole number, not ${replicas}.`
  }
  const kind = kindOf(command.kind)
  if (kind !== 'Deployment' && kind !== 'ReplicaSet' && kind !== 'StatefulSet') {
    return `A ${command.kind} cannot be scaled: only Deployments, ReplicaSets and StatefulSets can.`
  }
  const object = store.get(kind, namespace, name)
  if (!object) return notFound(kind, namespace, name)
  const spec = { ...object.spec!, replicas }
  store.update(kind, { ...object, spec } as typeof object)
  return undefined
}

function annotate(
  { store }: Cluster,
  command: Extract<Command, { readonly type: 'annotate' }>,
): string | undefined {
  const { namespace, name, annotations } = command
  const kind = kindOf(command.kind)
  if (!kind) return `There is no kind "${command.kind}" here.`
  const wrong = Object.keys(annotations).find((key) => !isQualifiedName(key))
  if (wrong !== undefined) return `"${wrong}" cannot be the name of an annotation.`
  const object = store.get(kind, KINDS[kind].namespaced ? namespace : '', name)
  if (!object) return notFound(kind, namespace, name)
  const { metadata } = object
  const merged = { ...metadata, annotations: { ...metadata?.annotations, ...annotations } }
  store.update(kind, { ...object, metadata: merged } as typeof object)
  return undefined
}

function setTraffic(
  { store }: Cluster,
  command: Extract<Command, { readonly type: 'setTraffic' }>,
): string | undefined {
  const { namespace, name, requestsPerSecond } = command
  if (!Number.isInteger(requestsPerSecond) || requestsPerSecond < 0 || requestsPerSecond > MOST) {
    return `A number of requests a second is a whole number from 0 to ${MOST}, not ${requestsPerSecond}.`
  }
  const traffic = store.get('Traffic', namespace, name)
  if (!traffic?.spec) return notFound('Traffic', namespace, name)
  store.update('Traffic', { ...traffic, spec: { ...traffic.spec, requestsPerSecond } })
  return undefined
}

function deleteObject(
  cluster: Cluster,
  command: Extract<Command, { readonly type: 'delete' }>,
): string | undefined {
  const { store, cloud } = cluster
  const { namespace, name } = command
  const kind = kindOf(command.kind)
  if (!kind) return `There is no kind "${command.kind}" here.`
  const object = store.get(kind, KINDS[kind].namespaced ? namespace : '', name)
  if (!object) return notFound(kind, namespace, name)
  if (kind === 'Pod') cluster.deletePod(object as Pod)
  else if (kind === 'Node') cloud.terminate(cloud.byName(name)!)
  else if (kind === 'Namespace') deleteNamespace(cluster, name)
  else if (kind === 'PersistentVolumeClaim') deleteClaim(store, cluster.clock.now, namespace, name)
  else store.remove(kind, object.metadata?.namespace ?? '', name)
  return undefined
}

/** What is owned follows its owner, as after any deletion; bare pods end gracefully. */
function deleteNamespace(cluster: Cluster, name: string): void {
  const { store, clock } = cluster
  for (const kind of Object.keys(KINDS) as Kind[]) {
    if (!KINDS[kind].namespaced || kind === 'Pod') continue
    for (const object of store.list(kind, name)) {
      if (controllerOf(object)) continue
      if (kind === 'PersistentVolumeClaim')
        deleteClaim(store, clock.now, name, object.metadata!.name!)
      else store.remove(kind, name, object.metadata!.name!)
    }
  }
  for (const { metadata } of store.list('Pod', name)) deletePod(store, clock, name, metadata!.name!)
  store.remove('Namespace', '', name)
}

/** `Pod`, `pod` and `pods` are the same to whoever types. */
function kindOf(text: string): Kind | undefined {
  const wanted = text.toLowerCase()
  return (Object.keys(KINDS) as Kind[]).find(
    (kind) => kind.toLowerCase() === wanted || KINDS[kind].plural === wanted,
  )
}

function notFound(kind: Kind, namespace: string, name: string): string {
  const where = KINDS[kind].namespaced ? ` in the namespace "${namespace}"` : ''
  return `There is no ${kind} "${name}"${where}.`
}
