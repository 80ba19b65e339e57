import type { ContainerStatus, PodStatus } from '../api/types.gen.ts'

/*
 * Copies to write into. Statuses with the usual members get one form, whoever writes them: V8 makes code for the
 * forms that it has seen and throws it away at another, and a spread makes a form of its own wherever it stands
 * in the text.
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

export function copyStatus(status: PodStatus | undefined): Writable<PodStatus> {
  if (status === undefined || !isUsual(status, OF_PODS)) return { ...status }
  const { phase, conditions, startTime, podIP, podIPs, hostIP, hostIPs, containerStatuses } = status
  return { phase, conditions, startTime, podIP, podIPs, hostIP, hostIPs, containerStatuses }
}

/** The same of a container. */
export function copyContainerStatus(status: ContainerStatus): Writable<ContainerStatus> {
  if (!isUsual(status, OF_CONTAINERS)) return { ...status }
  const { name, image, imageID, ready, started, restartCount, state } = status
  return { name, image, imageID, ready, started, restartCount, state }
}

function isUsual(status: object, members: readonly string[]): boolean {
  let place = 0
  for (const member in status) {
    if (member !== members[place]) return false
    place += 1
  }
  return place === members.length
}
