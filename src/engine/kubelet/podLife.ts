import type { Container, ContainerStatus, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { statusOf } from '../rules/podContainers.ts'
import { hangOf } from '../rules/podHang.ts'
import type { Stage } from '../rules/podStages.ts'
import { findCondition } from '../rules/podStatus.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import { Timer, type TimerOwner } from '../sim/timer.ts'

/*
 * What a kubelet remembers of a pod beside its status, which knows whole seconds only. It is kept while
 * something is to come; afterwards the status will do.
 */

/** One run of a container, or its wait for the next one. */
export interface ContainerRun {
  readonly name: string
  readonly startedAt: Millis
  /** When it was last found ready; undefined = it is not. */
  readyAt: Millis | undefined
  /** It was ready and is no more. */
  lost: boolean
  /** How many looks of probes that found nobody have been told before it answered. */
  misses: number
  /** When the latest look was told of since. */
  toldAt: Millis
  /** It has ended, and is started again then; undefined = it runs. */
  readonly restartAt: Millis | undefined
}

/** What happens next to a pod; pods that start alike share it. */
export interface Step {
  readonly stage: Stage
  readonly at: Millis
  /** The container that it happens to; undefined = the whole pod. */
  readonly container: Container | undefined
}

/** A step, which is mostly the one of this stage that the pod before has taken. */
export function stepOf(stage: Stage, at: Millis, container: Container | undefined): Step {
  const latest = latestSteps.get(stage)
  if (latest?.at === at && latest.container === container) return latest
  const step = { stage, at, container }
  latestSteps.set(stage, step)
  return step
}

const latestSteps = new Map<Stage, Step>()

const NO_RUNS: readonly ContainerRun[] = []

/** The timer is that of the next step. */
export class PodLife extends Timer {
  /** The pod's, see `Watcher`. */
  readonly slot: number
  /** Since when it is where it is: bound, taken on, initialized, over, or about to go. */
  since: Millis
  /** The place of the next container to be started: those before it have had their turn. */
  turn = 0
  runs: readonly ContainerRun[] = NO_RUNS
  /** For which the timer runs. */
  step: Step | undefined = undefined

  constructor(owner: TimerOwner, slot: number, now: Millis) {
    super(owner)
    this.slot = slot
    this.since = now
  }

  /** Nothing is to come any more. What has grown old must not hold on to what is new: memory waits for that. */
  end(): void {
    this.runs = NO_RUNS
    this.step = undefined
  }
}

export function newRun(name: string, startedAt: Millis, ready: boolean): ContainerRun {
  const readyAt = ready ? startedAt : undefined
  return {
    name,
    startedAt,
    readyAt,
    lost: false,
    misses: 0,
    toldAt: startedAt,
    restartAt: undefined,
  }
}

/** In place of what was known of the same container. */
export function setRun(life: PodLife, run: ContainerRun): void {
  if (life.runs.length === 0) {
    life.runs = [run]
    return
  }
  const others = life.runs.filter(({ name }) => name !== run.name)
  life.runs = others.length > 0 ? [...others, run] : [run]
}

/** What is known of a container's present run, if need be by its status. */
export function runOf(life: PodLife, pod: Pod, status: ContainerStatus): ContainerRun {
  const known = life.runs.find(({ name }) => name === status.name)
  return known ?? runByStatus(pod, status)
}

function runByStatus(pod: Pod, status: ContainerStatus): ContainerRun {
  const { name, ready } = status
  const startedAt = startOf(status) ?? 0
  const condition = findCondition(pod.status?.conditions, 'Ready')
  const since = Math.max(startedAt, fromTimestamp(condition?.lastTransitionTime ?? '') ?? 0)
  const hang = hangOf(pod, startedAt)
  const lost = !ready && hang !== undefined && since >= hang.from
  return { ...newRun(name, startedAt, false), readyAt: ready ? since : undefined, lost }
}

/** The start of a container as its status tells it, in whole seconds; undefined = it does not run. */
export function startOf({ state }: ContainerStatus): Millis | undefined {
  const at = state?.running?.startedAt
  return at === undefined ? undefined : fromTimestamp(at)
}

/** The run that may be changed, of a container that is there. */
export function ownRun(life: PodLife, pod: Pod, name: string): ContainerRun {
  const run = runOf(life, pod, statusOf(pod, name)!)
  if (!life.runs.includes(run)) setRun(life, run)
  return run
}
