import { parseGoDuration } from '../api/goDuration.ts'
import type { Container, Pod, Probe } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import { findCondition } from './podStatus.ts'

/*
 * Containers that stop answering while they run, because the pod's annotations say so, and what their
 * probes make of it. Times are those of the container's status: whole seconds.
 */

/** How long after its start a container stops answering, anew after each start: a Go duration. */
export const HANG_AFTER = 'podfall.dev/hang-after'
/** How long it does not answer; for ever if absent. */
export const HANG_FOR = 'podfall.dev/hang-for'

/** From `from` until before `until` nobody answers. */
export interface Hang {
  readonly from: Millis
  readonly until: Millis
}

/** What probes find next. */
export interface HangStep {
  readonly stage: 'probe' | 'probe-lost' | 'probe-failed'
  readonly at: Millis
  readonly container: Container
  /** When the probe has looked in vain before that. */
  readonly before: readonly Millis[]
}

/** When the container that started last does not answer; undefined = it always does. */
export function hangOf(pod: Pod): Hang | undefined {
  const annotations = pod.metadata?.annotations
  const text = annotations?.[HANG_AFTER]
  const after = text === undefined ? undefined : parseGoDuration(text)
  if (after === undefined) return undefined
  const starts = (pod.status?.containerStatuses ?? []).flatMap(({ state }) => {
    const at = fromTimestamp(state?.running?.startedAt ?? '')
    return at === undefined ? [] : [at]
  })
  if (starts.length === 0) return undefined
  const from = Math.max(...starts) + after
  const time = parseGoDuration(annotations?.[HANG_FOR] ?? '')
  return { from, until: time === undefined ? Number.POSITIVE_INFINITY : from + time }
}

/** What comes of it next for a pod whose containers run; undefined = nothing. */
export function nextHangStep(pod: Pod): HangStep | undefined {
  const hang = hangOf(pod)
  if (!hang) return undefined
  const ready = findCondition(pod.status?.conditions, 'Ready')
  const since = fromTimestamp(ready?.lastTransitionTime ?? '') ?? 0
  const isReady = ready?.status === 'True'
  // It answers again, and has been found to; or it has never been ready in this life.
  if (isReady ? since >= hang.until : since < hang.from) return undefined
  const steps = (pod.spec?.containers ?? []).flatMap((container): HangStep[] => {
    const { livenessProbe: liveness, readinessProbe: readiness } = container
    const killed = liveness && lastFailure(liveness, hang.from)
    const lost = isReady && readiness ? lastFailure(readiness, hang.from) : undefined
    const back = !isReady && readiness ? success(readiness, hang) : undefined
    return [
      ...step('probe-failed', killed, container, liveness),
      ...step('probe-lost', lost, container, readiness),
      ...step('probe', back, container),
    ]
  })
  return steps
    .filter(({ stage, at }) => stage === 'probe' || at < hang.until)
    .reduce<HangStep | undefined>(
      (first, each) => (first && first.at <= each.at ? first : each),
      undefined,
    )
}

function step(
  stage: HangStep['stage'],
  at: Millis | undefined,
  container: Container,
  failing?: Probe,
): HangStep[] {
  if (at === undefined) return []
  const times = failing ? (failing.failureThreshold ?? 3) - 1 : 0
  const before = Array.from({ length: times }, (_, i) => at - (times - i) * period(failing!))
  return [{ stage, at, container, before }]
}

const period = ({ periodSeconds = 10 }: Probe): Millis => periodSeconds * SECOND

/** When a probe that looks every so often has failed as often as it may. */
function lastFailure(probe: Probe, from: Millis): Millis {
  return from + (probe.failureThreshold ?? 3) * period(probe)
}

function success(probe: Probe, { until }: Hang): Millis | undefined {
  if (until === Number.POSITIVE_INFINITY) return undefined
  return until + (probe.successThreshold ?? 1) * period(probe)
}

/** What a probe reports of a container that does not answer in time. */
export function timeoutFailure(pod: Pod, { stage, container }: HangStep): string {
  const liveness = stage === 'probe-failed'
  const { httpGet, tcpSocket } =
    (liveness ? container.livenessProbe : container.readinessProbe) ?? {}
  const name = liveness ? 'Liveness' : 'Readiness'
  const port = httpGet?.port ?? tcpSocket?.port
  const number = container.ports?.find((each) => each.name === port)?.containerPort ?? port ?? ''
  const address = `${httpGet?.host ?? pod.status?.podIP ?? ''}:${number}`
  if (tcpSocket) return `${name} probe failed: dial tcp ${address}: i/o timeout`
  if (!httpGet) return `${name} probe failed: command timed out`
  const url = `${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${address}${httpGet.path ?? '/'}`
  const why = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
  return `${name} probe failed: Get "${url}": ${why}`
}
