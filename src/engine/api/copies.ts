import type { ContainerStatus, PodSpec, PodStatus } from './types.gen.ts'

/*
 * Copies to write into. What has the usual members gets one form, whoever writes it: V8 makes code for the forms
 * that it has seen and throws it away at another, and a spread makes a form of its own wherever it stands in the
 * text.
 */

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** The members of most pods' statuses, in this order. */
const OF_PODS: readonly string[] = [
  'phase',
  'conditions',
  'startTime',
  'podIP',
  'podIPs',
  'hostIP',
  'hostIPs',
  'containerStatuses',
] satisfies readonly (keyof PodStatus)[]

/** The members of a container's status until it ends. */
const OF_CONTAINERS: readonly string[] = [
  'name',
  'image',
  'imageID',
  'ready',
  'started',
  'restartCount',
  'state',
] satisfies readonly (keyof ContainerStatus)[]

/** The members of the spec of a pod that the API server has taken in, if it wants nothing special. */
const OF_SPECS: readonly string[] = [
  'containers',
  'restartPolicy',
  'schedulerName',
  'terminationGracePeriodSeconds',
  'priority',
  'preemptionPolicy',
  'tolerations',
  'nodeName',
] satisfies readonly (keyof PodSpec)[]

/** A copy of a pod's status. */
export function copyStatus(status: PodStatus | undefined): Writable<PodStatus> {
  if (status === undefined || !isUsual(status, OF_PODS)) return { ...status }
  const { phase, conditions, startTime, podIP, podIPs, hostIP, hostIPs, containerStatuses } = status
  return { phase, conditions, startTime, podIP, podIPs, hostIP, hostIPs, containerStatuses }
}

/** The same of a container's status. */
export function copyContainerStatus(status: ContainerStatus): Writable<ContainerStatus> {
  if (!isUsual(status, OF_CONTAINERS)) return { ...status }
  const { name, image, imageID, ready, started, restartCount, state } = status
  return { name, image, imageID, ready, started, restartCount, state }
}

/** The same of a pod's spec. */
export function copySpec(spec: PodSpec): Writable<PodSpec> {
  if (!isUsual(spec, OF_SPECS)) return { ...spec }
  const { containers, restartPolicy, schedulerName, terminationGracePeriodSeconds } = spec
  const { priority, preemptionPolicy, tolerations, nodeName } = spec
  return {
    containers,
    restartPolicy,
    schedulerName,
    terminationGracePeriodSeconds,
    priority,
    preemptionPolicy,
    tolerations,
    nodeName,
  }
}

function isUsual(object: object, members: readonly string[]): boolean {
  let place = 0
  for (const member in object) {
    if (member !== members[place]) return false
    place += 1
  }
  return place === members.length
}
