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

/** The looks before `until` (since the start) that find containers which have not answered yet, in order. */
export function failedLooks(pod: Pod, until: Millis): readonly FailedLook[] {
  const end = Math.min(until, startupTime(pod))
  if (end === 0) return []
  const looks = (pod.spec?.containers ?? []).flatMap((container) => {
    const { startupProbe, readinessProbe, livenessProbe } = container
    // Until a startup probe has succeeded no other one looks.
    return startupProbe
      ? looksOf({ container, probe: 'Startup' }, startupProbe, end)
      : [
          ...looksOf({ container, probe: 'Readiness' }, readinessProbe, end),
          ...looksOf({ container, probe: 'Liveness' }, livenessProbe, end),
        ]
  })
  return looks.sort((a, b) => a.after - b.after).slice(0, MOST_TOLD)
}

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

/** What is known of pods with these containers and annotations; those of a template share both. */
interface Health {
  readonly containers: readonly Container[] | undefined
  readonly annotations: Readonly<Record<string, string>> | undefined
  readonly unhealthy: Unhealthy | undefined
  readonly readinessDelay: Millis
}

let latest: Health | undefined

/** The pods of one template mostly come one after the other. */
function healthOf(pod: Pod): Health {
  const containers = pod.spec?.containers
  const annotations = pod.metadata?.annotations
  if (latest && latest.containers === containers && latest.annotations === annotations) {
    return latest
  }
  const unhealthy = firstUnhealthy(pod)
  latest = { containers, annotations, unhealthy, readinessDelay: longestReadinessDelay(pod) }
  return latest
}

/** Which container is ended first because it takes too long to answer; undefined = none. */
export function unhealthyContainer(pod: Pod): Unhealthy | undefined {
  return healthOf(pod).unhealthy
}

/** Until every container counts as ready, from their start. */
export function readinessDelay(pod: Pod): Millis {
  return healthOf(pod).readinessDelay
}

function firstUnhealthy(pod: Pod): Unhealthy | undefined {
  const answers = startupTime(pod)
  const found = (pod.spec?.containers ?? []).flatMap((container): Unhealthy[] => {
    const { startupProbe, livenessProbe } = container
    // Until a startup probe has succeeded no other one looks.
    const probe = startupProbe ?? livenessProbe
    if (!probe) return []
    const after = lastFailure(probe)
    if (after >= answers) return []
    return [{ container, probe: startupProbe ? 'Startup' : 'Liveness', after }]
  })
  return found.sort((a, b) => a.after - b.after)[0]
}

function longestReadinessDelay(pod: Pod): Millis {
  const answers = startupTime(pod)
  const delays = (pod.spec?.containers ?? []).map(({ startupProbe, readinessProbe }) => {
    const started = startupProbe && firstSuccess(startupProbe, answers)
    if (!readinessProbe) return started ?? 0
    const first =
      started === undefined
        ? firstSuccess(readinessProbe, answers)
        : Math.max(started, initialDelay(readinessProbe))
    return first + ((readinessProbe.successThreshold ?? 1) - 1) * period(readinessProbe)
  })
  return Math.max(0, ...delays)
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

/** How long the containers' preStop hooks take; a hook that runs something else takes no time. */
export function preStopTime(pod: Pod): Millis {
  const times = (pod.spec?.containers ?? []).map(({ lifecycle }) => {
    const { sleep, exec } = lifecycle?.preStop ?? {}
    if (sleep) return sleep.seconds
    return Number(SLEEP.exec((exec?.command ?? []).join(' '))?.[1] ?? 0)
  })
  return Math.max(0, ...times) * SECOND
}
