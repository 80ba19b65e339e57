import type { ContainerStateTerminated, ContainerStatus, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import type { LogLine } from '../protocol.ts'
import { runningTogether } from '../rules/podContainers.ts'
import { findCondition, isTerminating } from '../rules/podStatus.ts'
import { stopSignal } from '../rules/podStop.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import { nameOf } from '../store/identity.ts'

/**
 * What a pod's containers have written of their own lives, in order of time for each container. Like
 * kubectl's, the log knows the present container and the one before it.
 * @param now nothing that is yet to come is told
 */
export function lifecycleLines(pod: Pod, now: Millis): readonly LogLine[] {
  const init = pod.status?.initContainerStatuses ?? []
  const main = pod.status?.containerStatuses ?? []
  return [...init, ...main].flatMap((status) =>
    linesOf(pod, status, now).map(({ at, text }) => ({
      at,
      pod: nameOf(pod),
      container: status.name,
      text,
    })),
  )
}

interface Line {
  readonly at: Millis
  readonly text: string
}

function linesOf(pod: Pod, status: ContainerStatus, now: Millis): readonly Line[] {
  const { state, lastState } = status
  const lines: Line[] = []
  const add = (timestamp: string | undefined, text: string) => {
    const at = timestamp === undefined ? undefined : fromTimestamp(timestamp)
    if (at !== undefined && at <= now) lines.push({ at, text })
  }
  const begin = `starting ${status.image}`
  if (lastState?.terminated) {
    add(lastState.terminated.startedAt, begin)
    add(lastState.terminated.finishedAt, endText(lastState.terminated))
  }
  const startedAt = state?.running?.startedAt ?? state?.terminated?.startedAt
  add(startedAt, begin)
  const ready = findCondition(pod.status?.conditions, 'Ready')
  if (state?.running && status.ready && ready?.status === 'True') {
    const since = ready.lastTransitionTime
    add(since !== undefined && since > (startedAt ?? '') ? since : startedAt, openText(pod, status))
  }
  const end = pod.metadata?.deletionTimestamp
  if (state?.running && isTerminating(pod) && end !== undefined) {
    const grace = (pod.metadata?.deletionGracePeriodSeconds ?? 0) * SECOND
    const container = runningTogether(pod).find(({ name }) => name === status.name)
    const signal = container ? stopSignal(pod, container) : 0
    const at = fromTimestamp(end)! - grace + Math.min(signal, grace)
    if (at <= now) lines.push({ at, text: 'SIGTERM received, finishing what is open' })
  }
  if (state?.terminated) add(state.terminated.finishedAt, endText(state.terminated))
  return lines
}

function openText(pod: Pod, { name }: ContainerStatus): string {
  const ports = runningTogether(pod).find((each) => each.name === name)?.ports ?? []
  if (ports.length === 0) return 'ready'
  return `listening on ${ports.map(({ containerPort }) => `:${containerPort}`).join(', ')}`
}

function endText({ reason, exitCode, message }: ContainerStateTerminated): string {
  if (exitCode === 0) return 'done'
  const text = reason === 'OOMKilled' ? 'Killed: out of memory' : `exit code ${exitCode}`
  return message ? `${text}: ${message}` : text
}
