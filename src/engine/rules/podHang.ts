import { parseGoDuration } from '../api/goDuration.ts'
import type { Container, Pod, Probe } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'

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

/**
 * When a container does not answer; undefined = it always does.
 * @param startedAt its start, as its status says it
 */
export function hangOf({ metadata }: Pod, startedAt: Millis): Hang | undefined {
  const text = metadata?.annotations?.[HANG_AFTER]
  const after = text === undefined ? undefined : parseGoDuration(text)
  if (after === undefined) return undefined
  const from = startedAt + after
  const time = parseGoDuration(metadata?.annotations?.[HANG_FOR] ?? '')
  return { from, until: time === undefined ? Number.POSITIVE_INFINITY : from + time }
}

/** What a container's readiness probe has found in this run. */
export interface Found {
  /** When it was last found ready; undefined = it is not ready. */
  readonly readyAt: Millis | undefined
  /** It was ready and is no more. */
  readonly lost: boolean
}

/** What comes of it next for a container that runs; undefined = nothing. */
export function nextHangStep(
  container: Container,
  hang: Hang,
  { readyAt, lost }: Found,
): HangStep | undefined {
  // It answers again, and has been found to; or it has never been ready in this run.
  if (readyAt === undefined ? !lost : readyAt >= hang.until) return undefined
  const { livenessProbe: liveness, readinessProbe: readiness } = container
  const killed = liveness && lastFailure(liveness, hang.from)
  const unready = !lost && readiness ? lastFailure(readiness, hang.from) : undefined
  const back = lost && readiness ? success(readiness, hang) : undefined
  return [
    ...step('probe-failed', killed, container, liveness),
    ...step('probe-lost', unready, container, readiness),
    ...step('probe', back, container),
  ]
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
export function timeoutFailure(
  pod: Pod,
  { stage, container }: Pick<HangStep, 'stage' | 'container'>,
): string {
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
