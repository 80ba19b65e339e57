import { isQualifiedName } from './api/nameRules.ts'
import type { Kind } from './api/objects.ts'
import { KINDS } from './api/objects.ts'
import type { Node, Pod } from './api/types.gen.ts'
import type { Cluster } from './cluster.ts'
import { REFUSED } from './controlPlane.ts'
import type { Machine } from './machine.ts'
import type { Command, Said } from './protocol.ts'
import { rollout } from './rolloutCommand.ts'
import { policyById } from './scheduler/policies/menu.ts'
import { say } from './sentences/sentences.ts'
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
 * @returns why it cannot be carried out, a mere text being what Kubernetes prints; nothing has changed then
 */
export function performInLane(cluster: Cluster, command: LaneCommand): string | Said | undefined {
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
      return cluster.acknowledgePager() ? undefined : say('pagerSilent')
    default: {
      const machine = cluster.cloud.byOrdinal(command.machine)
      if (!machine) return say('unknownMachine', command.machine)
      return onMachine(cluster, command.type, machine)
    }
  }
}

type MachineCommand = Extract<LaneCommand, { readonly machine: number }>['type']

function onMachine(cluster: Cluster, type: MachineCommand, machine: Machine): Said | undefined {
  const { cloud } = cluster
  switch (type) {
    case 'pullPlug':
      if (!machine.power) return say('noPowerAlready', machine.name)
      cloud.powerOff(machine)
      return undefined
    case 'plugIn':
      if (machine.power) return say('powerAlready', machine.name)
      cloud.powerOn(machine)
      return undefined
    case 'reclaim':
      if (!cloud.isSpot(machine)) return say('notSpot', machine.name)
      if (machine.reclaimedAt !== undefined) return say('takenBackAlready', machine.name)
      cloud.reclaim(machine)
      return undefined
    case 'terminate':
      cloud.terminate(machine)
      return undefined
    default: {
      const node = cluster.store.get('Node', '', machine.name)
      if (!node) return say('stillBooting', machine.name)
      return onNode(cluster, type, machine, node)
    }
  }
}

function onNode(
  cluster: Cluster,
  type: 'cordon' | 'uncordon' | 'drain',
  machine: Machine,
  node: Node,
): Said | undefined {
  const cordoned = node.spec?.unschedulable === true
  if (type === 'cordon' && cordoned) return say('cordonedAlready', machine.name)
  if (type === 'uncordon' && !cordoned) return say('notCordoned', machine.name)
  const { unschedulable: _, ...spec } = node.spec ?? {}
  const changed = type === 'uncordon' ? spec : { ...spec, unschedulable: true }
  cluster.store.update('Node', { ...node, spec: changed })
  if (type === 'drain') cluster.drain(machine)
  return undefined
}

function switchControlPlane({ controlPlane, policy }: Cluster, up: boolean): Said | undefined {
  if (policy.world === 'runbook') return say('runbookAlone')
  if (controlPlane.down === !up) return say(up ? 'controlPlaneUp' : 'controlPlaneDown')
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
    return name === undefined ? say('noMachineTypes') : say('unknownMachineType', name)
  }
  if (cloud.full) return say('mostMachines', cloud.machines().length)
  cloud.add(type)
  return undefined
}

function setPolicy(cluster: Cluster, id: string): Said | undefined {
  const policy = policyById(id)
  if (!policy) return say('unknownPolicy', id)
  if (policy.id === cluster.policy.id) return say('policyAlready', id)
  return cluster.setPolicy(policy)
}

function scale(
  { store }: Cluster,
  command: Extract<Command, { readonly type: 'scale' }>,
): Said | undefined {
  const { namespace, name, replicas } = command
  if (!Number.isSafeInteger(replicas) || replicas < 0) return say('badReplicas', replicas)
  const kind = kindOf(command.kind)
  if (kind !== 'Deployment' && kind !== 'ReplicaSet' && kind !== 'StatefulSet') {
    return say('notScaled', command.kind)
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
): Said | undefined {
  const { namespace, name, annotations } = command
  const kind = kindOf(command.kind)
  if (!kind) return say('noKindHere', command.kind)
  const wrong = Object.keys(annotations).find((key) => !isQualifiedName(key))
  if (wrong !== undefined) return say('badAnnotation', wrong)
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
): Said | undefined {
  const { namespace, name, requestsPerSecond } = command
  if (!Number.isInteger(requestsPerSecond) || requestsPerSecond < 0 || requestsPerSecond > MOST) {
    return say('badTraffic', MOST, requestsPerSecond)
  }
  const traffic = store.get('Traffic', namespace, name)
  if (!traffic?.spec) return notFound('Traffic', namespace, name)
  store.update('Traffic', { ...traffic, spec: { ...traffic.spec, requestsPerSecond } })
  return undefined
}

function deleteObject(
  cluster: Cluster,
  command: Extract<Command, { readonly type: 'delete' }>,
): Said | undefined {
  const { store, cloud } = cluster
  const { namespace, name } = command
  const kind = kindOf(command.kind)
  if (!kind) return say('noKindHere', command.kind)
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

function notFound(kind: Kind, namespace: string, name: string): Said {
  return KINDS[kind].namespaced
    ? say('noObjectIn', kind, name, namespace)
    : say('noObject', kind, name)
}
