import { parseGoDuration } from '../api/goDuration.ts'
import type { Container, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { sidecarsOf, statusOf } from './podContainers.ts'
import { preStopTime } from './podHealth.ts'

/*
 * How the containers of a pod come to their end (pkg/kubelet/kuberuntime, killContainer and
 * kuberuntime_termination_order.go): all preStop hooks begin at once. After its own each container is
 * told to stop; a sidecar not before the others and the sidecars behind it have ended.
 */

/** How long one answer takes, if nobody waits: a Go duration. */
export const RESPONSE_TIME = 'podfall.dev/response-time'
const DEFAULT_RESPONSE_TIME: Millis = 10
/** A process that heeds SIGTERM is gone long before its grace period is over. */
const CONTAINER_STOP = SECOND

export function responseTime({ metadata }: Pod): Millis {
  const text = metadata?.annotations?.[RESPONSE_TIME]
  return (text === undefined ? undefined : parseGoDuration(text)) ?? DEFAULT_RESPONSE_TIME
}

/** When the container is told to stop (SIGTERM), from the moment on at which the pod's end is asked for. */
export function stopSignal(pod: Pod, container: Container): Millis {
  const own = preStopTime(container)
  const sidecars = sidecarsOf(pod)
  const place = sidecars.indexOf(container)
  return place < 0 ? own : Math.max(own, endOf(pod, sidecars.slice(place + 1)))
}

/** Until all that runs has ended; grace periods are for who asks to mind. */
export function stopTime(pod: Pod): Millis {
  return endOf(pod, sidecarsOf(pod))
}

/** Until the pod's own containers and these sidecars, the last ones of the pod, have ended. */
function endOf(pod: Pod, sidecars: readonly Container[]): Millis {
  const runs = ({ name }: Container) => statusOf(pod, name)?.state?.running !== undefined
  // Who is still being answered is not cut off.
  const takes = Math.max(CONTAINER_STOP, responseTime(pod))
  const own = (pod.spec?.containers ?? []).filter(runs)
  const end = Math.max(0, ...own.map((each) => preStopTime(each) + takes))
  return sidecars
    .filter(runs)
    .reduceRight((at, sidecar) => Math.max(at, preStopTime(sidecar)) + takes, end)
}
