import { QuantityError, toAmount, toNanos } from '../api/quantity.ts'
import type { Container, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import { runningTogether, statusOf } from './podContainers.ts'
import { hangOf } from './podHang.ts'
import { startupTime } from './podHealth.ts'
import { isFinished } from './podStatus.ts'
import { stopSignal } from './podStop.ts'

/*
 * What a pod does with a request that comes to one of its ports, which nobody but the sender sees: it
 * answers while the container that listens there runs, from `podfall.dev/startup-time` after its start
 * until it is told to stop. The preStop hook comes before that, so it goes on answering meanwhile.
 */

/** Cpu time of one request, a quantity of core-seconds: 5m is 5 milliseconds of one core. */
export const CPU_PER_REQUEST = 'podfall.dev/cpu-per-request'

/** `closing`: it takes no more, and finishes what it has. */
export type DoorState = 'open' | 'closing' | 'refuses' | 'silent'

export interface Door {
  readonly state: DoorState
  /** When it will be another one by itself. */
  readonly until?: Millis
  /** Who listens. */
  readonly container?: string
}

/**
 * What happens to a request at this moment.
 * @param pod undefined = it is gone
 * @param powered whether its machine has power; without, nobody even says no
 * @param deletedAt when its deletion was asked for, if that is known better than by the second
 */
export function doorOf(
  pod: Pod | undefined,
  port: number,
  powered: boolean,
  now: Millis,
  deletedAt?: Millis,
): Door {
  if (!powered) return { state: 'silent' }
  if (!pod || isFinished(pod)) return { state: 'refuses' }
  const listener = listenerOf(pod, port)
  const running = listener && statusOf(pod, listener.name)?.state?.running
  if (!listener || !running) return { state: 'refuses' }
  const container = listener.name
  const end = stopsAt(pod, listener, deletedAt)
  if (end !== undefined && now >= end) return { state: 'closing', container }
  const startedAt = fromTimestamp(running.startedAt ?? '') ?? now
  const opens = startedAt + startupTime(pod)
  if (now < opens) return { state: 'refuses', until: opens, container }
  const hang = hangOf(pod, startedAt)
  if (hang && now >= hang.from && now < hang.until) {
    const until = Math.min(hang.until, end ?? hang.until)
    return { state: 'silent', container, ...(Number.isFinite(until) && { until }) }
  }
  const next = Math.min(
    end ?? Number.POSITIVE_INFINITY,
    hang && now < hang.from ? hang.from : Number.POSITIVE_INFINITY,
  )
  return { state: 'open', container, ...(Number.isFinite(next) && { until: next }) }
}

/** A container listens on the ports that it declares; where nobody declares any, the first on all. */
function listenerOf(pod: Pod, port: number): Container | undefined {
  const all = runningTogether(pod)
  if (all.every(({ ports }) => (ports ?? []).length === 0)) return all[0]
  return all.find(({ ports }) => ports?.some(({ containerPort }) => containerPort === port))
}

/** When its process is told to stop; undefined = never, or killed without that. */
function stopsAt(pod: Pod, listener: Container, deletedAt: Millis | undefined): Millis | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata ?? {}
  const end = fromTimestamp(deletionTimestamp ?? '')
  if (end === undefined) return undefined
  const grace = deletionGracePeriodSeconds * SECOND
  const signal = stopSignal(pod, listener)
  return signal < grace ? (deletedAt ?? end - grace) + signal : undefined
}

/** In thousandths of a core-second; undefined = nothing says it. */
export function cpuPerRequest({ metadata }: Pod): number | undefined {
  const text = metadata?.annotations?.[CPU_PER_REQUEST]
  if (text === undefined) return undefined
  try {
    return Number(toNanos(text)) / 1e6
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error
    return undefined
  }
}

/** Millicores that all of its containers together may use; Infinity if one of them has no limit. */
export function cpuLimit({ spec }: Pod): number {
  let sum = 0
  for (const { resources } of spec?.containers ?? []) {
    const text = resources?.limits?.cpu
    if (text === undefined) return Number.POSITIVE_INFINITY
    sum += toAmount('cpu', text)
  }
  return sum
}

/** What a pod answers with: its label `version`, or the tag of the container's image. */
export function versionOf(pod: Pod, container: string | undefined): string {
  const { labels } = pod.metadata ?? {}
  const label = labels?.version ?? labels?.['app.kubernetes.io/version']
  if (label) return label
  const { image = '' } = runningTogether(pod).find(({ name }) => name === container) ?? {}
  const [name = '', digest] = image.split('@')
  const tag = /:([^/:]+)$/.exec(name)?.[1]
  return tag ?? digest?.replace('sha256:', '').slice(0, 12) ?? 'latest'
}
