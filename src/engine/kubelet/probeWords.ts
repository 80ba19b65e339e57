import { isSidecar } from '../api/podRequests.ts'
import type { Container, Pod } from '../api/types.gen.ts'
import { statusOf } from '../rules/podContainers.ts'
import { timeoutFailure } from '../rules/podHang.ts'
import { probeFailure, unhealthy } from '../rules/podHealth.ts'
import { isRestarted } from '../rules/restartPolicy.ts'

/** What is said of a container that does not answer the probe that may end it. */
export interface ProbeEnd {
  /** Of each time that it does not. */
  readonly message: string
  /** When it is ended for that. */
  readonly killing: string
}

/** The exit code that counts when it is asked whether the container comes back: SIGKILL. */
const KILLED = 137

export function probeEnd(pod: Pod, container: Container): ProbeEnd {
  const past = container.startupProbe && statusOf(pod, container.name)?.started
  const slow = past ? undefined : unhealthy(pod, container)
  const message = slow
    ? probeFailure(pod, slow)
    : timeoutFailure(pod, { stage: 'probe-failed', container })
  const probe = slow?.probe.toLowerCase() ?? 'liveness'
  // Upstream says it differently of sidecars (computeInitContainerActions).
  if (isSidecar(container)) {
    return { message, killing: `Init container ${container.name} failed ${probe} probe` }
  }
  const restarts = isRestarted(pod, container, KILLED) ? ', will be restarted' : ''
  return { message, killing: `Container ${container.name} failed ${probe} probe${restarts}` }
}

/** What its readiness probe says of a container that has stopped answering. */
export function lostMessage(pod: Pod, container: Container): string {
  return timeoutFailure(pod, { stage: 'probe-lost', container })
}
