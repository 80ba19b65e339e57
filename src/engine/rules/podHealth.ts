import { parseGoDuration } from '../api/goDuration.ts'
import type { Container, Pod, Probe } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'

/*
 * What a kubelet's probes find (pkg/kubelet/prober). A container answers from its start on, or as
 * long after it as the pod's annotation says; probes see that only when they look.
 */

/** How long a container takes until it answers: a Go duration. */
export const STARTUP_TIME = 'podfall.dev/startup-time'

/** A probe that finds that its container does not answer. */
export interface FailedLook {
  readonly container: Container
  readonly probe: 'Startup' | 'Readiness' | 'Liveness'
  /** Since the container's start. */
  readonly after: Millis
}

/** A container that is ended because it does not answer, again and again. */
export interface Unhealthy extends FailedLook {
  readonly probe: 'Startup' | 'Liveness'
}

/** From the start of a container until it answers. */
export function startupTime(pod: Pod): Millis {
  return parseGoDuration(pod.metadata?.annotations?.[STARTUP_TIME] ?? '') ?? 0
}

const initialDelay = (probe: Probe): Millis => (probe.initialDelaySeconds ?? 0) * SECOND
const period = (probe: Probe): Millis => (probe.periodSeconds ?? 10) * SECOND

/** When a probe first finds that a container answers which does so from `from` on. */
function firstSuccess(probe: Probe, from: Millis): Millis {
  const begin = initialDelay(probe)
  return begin + Math.ceil(Math.max(0, from - begin) / period(probe)) * period(probe)
}

/** When a probe has failed as often as it may. */
function lastFailure(probe: Probe): Millis {
  return initialDelay(probe) + ((probe.failureThreshold ?? 3) - 1) * period(probe)
}

/** So many events of one pod get through at once (client-go/tools/record, EventSourceObjectSpamFilter). */
const MOST_TOLD = 25

/** The looks that find nobody before the container answers, or is ended for that, in order. */
export function failedLooks(pod: Pod, container: Container): readonly FailedLook[] {
  const end = Math.min(
    unhealthy(pod, container)?.after ?? Number.POSITIVE_INFINITY,
    startupTime(pod),
  )
  const { startupProbe, readinessProbe, livenessProbe } = container
  if (end === 0) return NO_LOOKS
  // Until a startup probe has succeeded no other one looks.
  if (startupProbe) return looksOf({ container, probe: 'Startup' }, startupProbe, end)
  return [
    ...looksOf({ container, probe: 'Readiness' }, readinessProbe, end),
    ...looksOf({ container, probe: 'Liveness' }, livenessProbe, end),
  ]
    .sort((a, b) => a.after - b.after)
    .slice(0, MOST_TOLD)
}

const NO_LOOKS: readonly FailedLook[] = []

function looksOf(
  who: Pick<FailedLook, 'container' | 'probe'>,
  probe: Probe | undefined,
  end: Millis,
): FailedLook[] {
  const looks: FailedLook[] = []
  if (!probe) return looks
  for (let after = initialDelay(probe); after < end && looks.length < MOST_TOLD; ) {
    looks.push({ ...who, after })
    after += period(probe)
  }
  return looks
}

/** Whether and when a container is ended because it takes too long to answer; undefined = it does not. */
export function unhealthy(pod: Pod, container: Container): Unhealthy | undefined {
  const { startupProbe, livenessProbe } = container
  // Until a startup probe has succeeded no other one looks.
  const probe = startupProbe ?? livenessProbe
  if (!probe) return undefined
  const after = lastFailure(probe)
  if (after >= startupTime(pod)) return undefined
  return { container, probe: startupProbe ? 'Startup' : 'Liveness', after }
}

/** Until a container counts as started, from its start on: its startup probe has succeeded. */
export function startedDelay(pod: Pod, { startupProbe }: Container): Millis {
  return startupProbe ? firstSuccess(startupProbe, startupTime(pod)) : 0
}

/** Until a container counts as ready, from its start on. */
export function readinessDelay(pod: Pod, container: Container): Millis {
  const { startupProbe, readinessProbe } = container
  const started = startedDelay(pod, container)
  if (!readinessProbe) return started
  const first = startupProbe
    ? Math.max(started, initialDelay(readinessProbe))
    : firstSuccess(readinessProbe, startupTime(pod))
  return first + ((readinessProbe.successThreshold ?? 1) - 1) * period(readinessProbe)
}

/** What the probe reports of a container that does not answer. */
export function probeFailure(pod: Pod, { container, probe }: FailedLook): string {
  const { startupProbe, readinessProbe, livenessProbe } = container
  const probes = { Startup: startupProbe, Readiness: readinessProbe, Liveness: livenessProbe }
  const { httpGet, tcpSocket } = probes[probe] ?? {}
  const port = httpGet?.port ?? tcpSocket?.port
  const named = container.ports?.find(({ name }) => name === port)?.containerPort
  const address = `${httpGet?.host ?? pod.status?.podIP ?? ''}:${named ?? port ?? ''}`
  const refused = `dial tcp ${address}: connect: connection refused`
  if (tcpSocket) return `${probe} probe failed: ${refused}`
  if (!httpGet) return `${probe} probe failed: `
  const scheme = (httpGet.scheme ?? 'HTTP').toLowerCase()
  return `${probe} probe failed: Get "${scheme}://${address}${httpGet.path ?? '/'}": ${refused}`
}

const SLEEP = /(?:^|\s)sleep\s+(\d+(?:\.\d+)?)s?\s*$/

/** How long the container's preStop hook takes; one that runs something else takes no time. */
export function preStopTime({ lifecycle }: Container): Millis {
  const { sleep, exec } = lifecycle?.preStop ?? {}
  const seconds = sleep?.seconds ?? Number(SLEEP.exec((exec?.command ?? []).join(' '))?.[1] ?? 0)
  return seconds * SECOND
}
