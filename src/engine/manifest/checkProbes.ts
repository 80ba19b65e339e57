import type { Container, LifecycleHandler, PodSpec, Probe } from '../api/types.gen.ts'
import type { Check } from './checkContext.ts'
import type { Path } from './tree.ts'

/** In the order in which the API server asks for them. */
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const
const SECONDS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const
/** terminationGracePeriodSeconds, unless the pod says otherwise. */
const DEFAULT_GRACE = 30

/**
 * Probes and hooks of a container, in the API server's words (pkg/apis/core/validation: validateProbe,
 * validateHandler, validateSleepAction).
 */
export function checkProbes(container: Container, pod: PodSpec, path: Path, check: Check): void {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container
  const grace = pod.terminationGracePeriodSeconds ?? DEFAULT_GRACE
  checkProbe(livenessProbe, [...path, 'livenessProbe'], check)
  checkProbe(readinessProbe, [...path, 'readinessProbe'], check)
  checkProbe(startupProbe, [...path, 'startupProbe'], check)
  for (const name of ['livenessProbe', 'startupProbe'] as const) {
    const { successThreshold = 1 } = container[name] ?? {}
    if (successThreshold !== 1) {
      check.invalid([...path, name, 'successThreshold'], successThreshold, 'must be 1')
    }
  }
  const own = readinessProbe?.terminationGracePeriodSeconds
  if (own !== undefined) {
    const at = [...path, 'readinessProbe', 'terminationGracePeriodSeconds']
    check.invalid(at, own, 'must not be set for readinessProbes')
  }
  for (const name of ['postStart', 'preStop'] as const) {
    const hook = lifecycle?.[name]
    if (!hook) continue
    const at = [...path, 'lifecycle', name]
    checkHandler(hook, at, check)
    const seconds = hook.sleep?.seconds
    if (seconds !== undefined && (seconds < 0 || seconds > grace)) {
      const most = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`
      check.invalid([...at, 'sleep'], seconds, most)
    }
  }
}

function checkProbe(probe: Probe | undefined, path: Path, check: Check): void {
  if (!probe) return
  checkHandler(probe, path, check)
  for (const field of SECONDS) {
    const value = probe[field]
    if (value !== undefined && value < 0) {
      check.invalid([...path, field], value, 'must be greater than or equal to 0')
    }
  }
  const grace = probe.terminationGracePeriodSeconds
  if (grace !== undefined && grace <= 0) {
    check.invalid([...path, 'terminationGracePeriodSeconds'], grace, 'must be greater than 0')
  }
}

function checkHandler(handler: Probe & LifecycleHandler, path: Path, check: Check): void {
  const [first, ...more] = HANDLERS.filter((name) => handler[name] !== undefined)
  if (!first) check.refused(path, 'Required value: must specify a handler type')
  for (const name of more) {
    check.refused([...path, name], 'Forbidden: may not specify more than 1 handler type')
  }
}
