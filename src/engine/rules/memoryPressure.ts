import { specRequests } from '../api/amounts.ts'
import { formatQuantity, parseQuantity, toAmount } from '../api/quantity.ts'
import type { Node, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { isFinished } from './podStatus.ts'
import { type MemoryUse, memoryInUse } from './podUsage.ts'

/*
 * What a kubelet does when its machine runs out of memory (pkg/kubelet/eviction). Only what pods are
 * said to use counts; the machine itself uses nothing.
 */

/** --eviction-hard memory.available */
const THRESHOLD = 100 * 2 ** 20

/** A pod that uses memory on its machine. */
export interface MemoryUser {
  readonly pod: Pod
  readonly uses: readonly MemoryUse[]
  /** Bytes of all its containers. */
  readonly bytes: number
}

/** Pods of a machine whose containers run and say what they use. */
export function memoryUsers(pods: readonly Pod[], now: Millis): readonly MemoryUser[] {
  return pods.flatMap((pod): MemoryUser[] => {
    if (isFinished(pod)) return []
    const uses = memoryInUse(pod, now) ?? []
    const bytes = uses.reduce((sum, use) => sum + use.bytes, 0)
    return bytes > 0 || uses.some((use) => use.growth > 0) ? [{ pod, uses, bytes }] : []
  })
}

/** The machine's memory in bytes. */
export function memoryOf({ status }: Node): number {
  return toAmount('memory', status?.capacity?.memory ?? status?.allocatable?.memory ?? '0')
}

/** Free memory in bytes; below the threshold of 100 MiB somebody has to go. */
export function availableMemory(node: Node, users: readonly MemoryUser[]): number {
  return memoryOf(node) - users.reduce((sum, { bytes }) => sum + bytes, 0)
}

export const isUnderPressure = (available: number): boolean => available < THRESHOLD

/** How long until no more than so much (bytes) is left, as things grow now; undefined = never. */
export function timeUntil(
  left: number,
  available: number,
  users: readonly MemoryUser[],
): Millis | undefined {
  if (available <= left) return 0
  const rate = users.reduce((sum, { uses }) => sum + uses.reduce((all, u) => all + u.growth, 0), 0)
  return rate > 0 ? Math.ceil(((available - left) / rate) * SECOND) : undefined
}

/** ... until the kubelet's threshold is passed. */
export function timeUntilPressure(
  available: number,
  users: readonly MemoryUser[],
): Millis | undefined {
  return timeUntil(THRESHOLD - 1, available, users)
}

/**
 * The pod that goes first: one that uses more than it requests, of the lowest priority, that uses
 * most beyond its request. So BestEffort pods go before Burstable ones, and Guaranteed ones last.
 */
export function firstToEvict(users: readonly MemoryUser[]): MemoryUser | undefined {
  const beyond = ({ pod, bytes }: MemoryUser) => bytes - (specRequests(pod).memory ?? 0)
  return [...users].sort(
    (a, b) =>
      Number(beyond(b) > 0) - Number(beyond(a) > 0) ||
      (a.pod.spec?.priority ?? 0) - (b.pod.spec?.priority ?? 0) ||
      beyond(b) - beyond(a),
  )[0]
}

/** What the pod is told: of each of its containers that uses more than it requests (helpers.go, evictionMessage). */
export function evictionMessage({ uses }: MemoryUser, available: number): string {
  const low = 'The node was low on resource: memory.'
  const threshold = `Threshold quantity: ${text(THRESHOLD)}, available: ${kibibytes(Math.max(0, available))}.`
  const told = uses.flatMap(({ container: { name, resources }, bytes }) => {
    const request = resources?.requests?.memory ?? '0'
    if (bytes <= toAmount('memory', request)) return []
    const larger = 'has larger consumption of memory'
    return [`Container ${name} was using ${kibibytes(bytes)}, request is ${request}, ${larger}.`]
  })
  return `${[low, threshold, ...told].join(' ')} `
}

const text = (bytes: number) => formatQuantity(parseQuantity(`${bytes / 2 ** 20}Mi`))
const kibibytes = (bytes: number) => `${Math.floor(bytes / 1_024)}Ki`
