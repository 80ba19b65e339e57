import { isSidecar } from '../api/podRequests.ts'
import type { Container, ContainerStatus, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { hangOf, nextHangStep, timeoutFailure } from '../rules/podHang.ts'
import {
  failedLooks,
  probeFailure,
  readinessDelay,
  startedDelay,
  unhealthy,
} from '../rules/podHealth.ts'
import { annotation, JOB_WORK, type Stage, stageDelay, UNTIL_FAILURE } from '../rules/podStages.ts'
import { overLimit } from '../rules/podUsage.ts'
import { isRestarted } from '../rules/restartPolicy.ts'
import type { Random } from '../sim/random.ts'
import { controllerOf } from '../store/identity.ts'
import { type ContainerRun, type Step, startOf } from './podLife.ts'

/** Whether nothing at all is to come of a container: most of them, most of the time. */
export function goesOn(pod: Pod, container: Container, status: ContainerStatus): boolean {
  return (
    status.state?.running !== undefined &&
    status.ready &&
    pod.metadata?.annotations === undefined &&
    !completes(pod, container)
  )
}

/**
 * What a container that runs comes to first: its probes, its memory, its work, or what the pod's
 * annotations have in store for it; undefined = it goes on as it is.
 */
export function nextWhileRunning(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  run: ContainerRun,
  jitter: Random,
): Step | undefined {
  const { startedAt, readyAt } = run
  let first: Step | undefined
  const consider = (stage: Stage, at: number) => {
    if (!first || at < first.at) first = { stage, at, container }
  }
  const told = annotation(pod, 'pod-container-failed', 'name') === container.name
  if (told) {
    const stage = 'pod-container-failed'
    consider(stage, startedAt + stageDelay(pod, stage, startedAt, UNTIL_FAILURE, jitter))
  }
  const over = overLimit(pod, container)
  if (over) {
    const after = stageDelay(pod, 'oom-killed', startedAt, UNTIL_FAILURE, jitter)
    consider('oom-killed', over.at ?? startedAt + after)
  }
  considerProbes(pod, container, status, run, consider)
  if (!told && readyAt !== undefined && completes(pod, container)) {
    consider('pod-complete', readyAt + stageDelay(pod, 'pod-complete', readyAt, JOB_WORK, jitter))
  }
  return first
}

function considerProbes(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  run: ContainerRun,
  consider: (stage: Stage, at: number) => void,
): void {
  const { startedAt, readyAt, lost } = run
  if (container.startupProbe && !status.started) {
    consider('probe-started', startedAt + startedDelay(pod, container))
  }
  const answers = container.startupProbe && status.started
  const ended = answers ? undefined : unhealthy(pod, container)
  if (ended) consider('probe-failed', startedAt + ended.after)
  const look = nextLook(pod, container, status, run)
  if (look) consider('probe-missed', look.at)
  if (!status.ready && !lost && status.started) {
    consider('probe', startedAt + readinessDelay(pod, container))
  }
  // Hangs are told apart from what the pod does then by whole seconds, as everybody sees them.
  const hang = hangOf(pod, startOf(status) ?? startedAt)
  const step = hang && nextHangStep(container, hang, { readyAt, lost })
  if (step) consider(step.stage, step.at)
}

/** The next look of a probe that finds nobody and changes nothing, and what is told of it. */
export interface VainLook {
  readonly at: Millis
  readonly message: string
}

export function nextLook(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  run: ContainerRun,
): VainLook | undefined {
  const { startedAt, misses, toldAt } = run
  const answers = container.startupProbe && status.started
  const look = answers ? undefined : failedLooks(pod, container)[misses]
  if (look) return { at: startedAt + look.after, message: probeFailure(pod, look) }
  const hang = hangOf(pod, startOf(status) ?? startedAt)
  const step = hang && nextHangStep(container, hang, run)
  const at = step?.before.find((each) => each > toldAt)
  return step && at !== undefined ? { at, message: timeoutFailure(pod, step) } : undefined
}

/** As in KWOK: a Job's pod does its work and ends; other pods only when they are told when. */
function completes(pod: Pod, container: Container): boolean {
  if (isSidecar(container) || isRestarted(pod, container, 0)) return false
  return controllerOf(pod)?.kind === 'Job' || annotation(pod, 'pod-complete', 'delay') !== undefined
}
