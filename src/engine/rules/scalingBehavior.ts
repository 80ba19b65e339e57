import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HPAScalingRules,
} from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'

/*
 * How fast a HorizontalPodAutoscaler may change a size, and what it remembers for that
 * (pkg/controller/podautoscaler/horizontal.go).
 */

/** What was called for, and what was done, in order of time. */
export interface ScalingMemory {
  readonly recommendations: readonly { readonly at: Millis; readonly replicas: number }[]
  /** Changes of the size; positive = up. */
  readonly changes: readonly { readonly at: Millis; readonly by: number }[]
}

/** Why the size is what it is, as a condition says it. */
interface Reason {
  readonly reason: string
  readonly message: string
}

export interface Decision {
  readonly replicas: number
  /** Of AbleToScale. */
  readonly able: Reason
  /** Of ScalingLimited, which is True when the number is not the one that was called for. */
  readonly limit: Reason & { readonly limited: boolean }
}

/** --horizontal-pod-autoscaler-downscale-stabilization */
const DOWNSCALE_WINDOW = 300
/** The oldest that any window looks at: an hour. */
const LONGEST: Millis = 3_600 * SECOND
/** Without `behavior` a size may double, and 4 pods may come in any case. */
const GROWTH = 2
const SMALLEST_LIMIT = 4

const READY: Reason = {
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
}
const UP_STABILIZED: Reason = {
  reason: 'ScaleUpStabilized',
  message:
    'recent recommendations were lower than current one, applying the lowest recent recommendation',
}
const DOWN_STABILIZED: Reason = {
  reason: 'ScaleDownStabilized',
  message:
    'recent recommendations were higher than current one, applying the highest recent recommendation',
}
const WITHIN: Reason = {
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
}
const TOO_FAST_UP: Reason = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
}
const TOO_FAST_DOWN: Reason = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
}
const TOO_MANY: Reason = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
}
const TOO_FEW: Reason = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
}

/** The size that the HPA may set now, when `wanted` is called for. */
export function decideSize(
  { spec }: HorizontalPodAutoscaler,
  current: number,
  wanted: number,
  memory: ScalingMemory,
  now: Millis,
): Decision {
  const stable = stabilize(spec?.behavior, current, wanted, memory, now)
  const up = wanted >= current && spec?.behavior !== undefined
  const able = stable === wanted ? READY : up ? UP_STABILIZED : DOWN_STABILIZED
  const { replicas, because } = limit(spec!, current, stable, memory, now)
  return { replicas, able, limit: { ...because, limited: replicas !== stable } }
}

/**
 * With behavior each direction has a window: the lowest of the one is as far as the size may go up,
 * the highest of the other as far as it may go down, and between the two it stays. Without, the
 * highest recent recommendation counts, whichever way it goes.
 */
function stabilize(
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  current: number,
  wanted: number,
  { recommendations }: ScalingMemory,
  now: Millis,
): number {
  const within = (seconds: number) =>
    recommendations.filter(({ at }) => at > now - seconds * SECOND).map(({ replicas }) => replicas)
  const downWindow = behavior?.scaleDown?.stabilizationWindowSeconds ?? DOWNSCALE_WINDOW
  const highest = Math.max(wanted, ...within(downWindow))
  if (!behavior) return highest
  const lowest = Math.min(wanted, ...within(behavior.scaleUp?.stabilizationWindowSeconds ?? 0))
  return Math.min(highest, Math.max(lowest, current))
}

function limit(
  spec: NonNullable<HorizontalPodAutoscaler['spec']>,
  current: number,
  wanted: number,
  { changes }: ScalingMemory,
  now: Millis,
): { readonly replicas: number; readonly because: Reason } {
  const { minReplicas: least = 1, maxReplicas: most, behavior } = spec
  if (wanted > current) {
    const fastest = behavior
      ? Math.max(current, upLimit(behavior.scaleUp, current, changes, now))
      : Math.max(GROWTH * current, SMALLEST_LIMIT)
    const highest = Math.min(most, fastest)
    if (wanted > highest) {
      return { replicas: highest, because: most > fastest ? TOO_FAST_UP : TOO_MANY }
    }
  } else {
    const fastest =
      behavior && wanted < current
        ? Math.min(current, downLimit(behavior.scaleDown, current, changes, now))
        : 0
    const lowest = Math.max(least, fastest)
    if (wanted < lowest) {
      return { replicas: lowest, because: least < fastest ? TOO_FAST_DOWN : TOO_FEW }
    }
  }
  return { replicas: wanted, because: WITHIN }
}

type Changes = ScalingMemory['changes']

const UP_POLICIES = [
  { type: 'Pods', value: 4, periodSeconds: 15 },
  { type: 'Percent', value: 100, periodSeconds: 15 },
]
const DOWN_POLICIES = [{ type: 'Percent', value: 100, periodSeconds: 15 }]

function upLimit(
  rules: HPAScalingRules | undefined,
  current: number,
  changes: Changes,
  now: Millis,
): number {
  if (rules?.selectPolicy === 'Disabled') return current
  const limits = (rules?.policies ?? UP_POLICIES).map(({ type, value, periodSeconds }) => {
    const before = current - sum(changes, 1, now - periodSeconds * SECOND)
    return type === 'Pods' ? before + value : Math.ceil(before * (1 + value / 100))
  })
  return rules?.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits)
}

function downLimit(
  rules: HPAScalingRules | undefined,
  current: number,
  changes: Changes,
  now: Millis,
): number {
  if (rules?.selectPolicy === 'Disabled') return current
  const limits = (rules?.policies ?? DOWN_POLICIES).map(({ type, value, periodSeconds }) => {
    const before = current + sum(changes, -1, now - periodSeconds * SECOND)
    return type === 'Pods' ? before - value : Math.floor(before * (1 - value / 100))
  })
  return rules?.selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits)
}

/** How many pods came (1) or went (-1) since then. */
function sum(changes: Changes, sign: 1 | -1, since: Millis): number {
  return changes
    .filter(({ at, by }) => at > since && Math.sign(by) === sign)
    .reduce((all, { by }) => all + Math.abs(by), 0)
}

/** What is remembered when the HPA is looked at for the first time: the size that it finds. */
export function firstMemory(current: number, now: Millis): ScalingMemory {
  return { recommendations: [{ at: now, replicas: current }], changes: [] }
}

/** The memory without what nobody asks for any more, with this added. */
export function remember(
  memory: ScalingMemory,
  now: Millis,
  added: { readonly recommendation?: number; readonly change?: number },
): ScalingMemory {
  const { recommendation, change } = added
  const kept = <T extends { readonly at: Millis }>(entries: readonly T[]) =>
    entries.filter(({ at }) => at > now - LONGEST)
  return {
    recommendations: [
      ...kept(memory.recommendations),
      ...(recommendation === undefined ? [] : [{ at: now, replicas: recommendation }]),
    ],
    changes: [...kept(memory.changes), ...(change ? [{ at: now, by: change }] : [])],
  }
}
