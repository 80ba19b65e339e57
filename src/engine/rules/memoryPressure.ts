import { specRequests } from '../api/amounts.ts'
import { formatQuantity, parseQuantity } from '../api/quantity.ts'
import type { Node, Pod } from '../api/types.gen.ts'
import { isFinished } from './podStatus.ts'
import { podUsage } from './podUsage.ts'

/*
 * What a kubelet does when its machine runs out of memory (pkg/kubelet/eviction). Only what pods are
 * said to use counts; the machine itself uses nothing.
 */

/** --eviction-hard memory.available */
const THRESHOLD = 100 * 2 ** 20

/** Pods that use memory on this machine now. */
export function memoryUsers(pods: readonly Pod[]): readonly Pod[] {
  return pods.filter(
    (pod) => !isFinished(pod) && pod.status?.phase === 'Running' && podUsage(pod, 'memory'),
  )
}

/** Free memory in bytes; below the threshold of 100 MiB somebody has to go. */
export function availableMemory(node: Node, users: readonly Pod[]): number {
  const capacity = node.status?.capacity?.memory ?? node.status?.allocatable?.memory ?? '0'
  const whole = Number(parseQuantity(capacity).nanos / 1_000_000_000n)
  return whole - users.reduce((sum, pod) => sum + podUsage(pod, 'memory')!, 0)
}

export const isUnderPressure = (available: number): boolean => available < THRESHOLD

/**
 * The pod that goes first: one that uses more than it requests, of the lowest priority, that uses
 * most beyond its request. So BestEffort pods go before Burstable ones, and Guaranteed ones last.
 */
export function firstToEvict(users: readonly Pod[]): Pod | undefined {
  const beyond = (pod: Pod) => podUsage(pod, 'memory')! - (specRequests(pod).memory ?? 0)
  return [...users].sort(
    (a, b) =>
      Number(beyond(b) > 0) - Number(beyond(a) > 0) ||
      (a.spec?.priority ?? 0) - (b.spec?.priority ?? 0) ||
      beyond(b) - beyond(a),
  )[0]
}

/** What the pod is told. */
export function evictionMessage(pod: Pod, available: number): string {
  const low = 'The node was low on resource: memory.'
  const threshold = `Threshold quantity: ${text(THRESHOLD)}, available: ${kibibytes(Math.max(0, available))}.`
  const containers = pod.spec?.containers ?? []
  const each = podUsage(pod, 'memory')! / Math.max(1, containers.length)
  const uses = containers.map(({ name, resources }) => {
    const request = resources?.requests?.memory ?? '0'
    const over = each > Number(parseQuantity(request).nanos / 1_000_000_000n)
    const larger = over ? ', has larger consumption of memory' : ''
    return `Container ${name} was using ${kibibytes(each)}, request is ${request}${larger}.`
  })
  return `${[low, threshold, ...uses].join(' ')} `
}

const text = (bytes: number) => formatQuantity(parseQuantity(`${bytes / 2 ** 20}Mi`))
const kibibytes = (bytes: number) => `${Math.floor(bytes / 1_024)}Ki`
