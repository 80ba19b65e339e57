import type { Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { fromTimestamp, toTimestamp } from '../sim/calendar.ts'
import type { Clock } from '../sim/clock.ts'
import type { Store } from './store.ts'

/** What the API server fills in for spec.terminationGracePeriodSeconds. */
const DEFAULT_GRACE_SECONDS = 30

export interface DeletePodOptions {
  /** Instead of the pod's own grace period; 0 removes the object at once, running or not. */
  readonly gracePeriodSeconds?: number
}

/**
 * Deletes a pod as the API server does (pod strategy, CheckGracefulDelete): a pod that is bound and
 * not finished only gets a deletion timestamp, now + grace period, and is removed by its kubelet;
 * any other pod goes at once. Asking again can only shorten the period. An unknown pod is no error.
 */
export function deletePod(
  store: Store,
  clock: Clock,
  namespace: string,
  name: string,
  options: DeletePodOptions = {},
): void {
  const pod = store.get('Pod', namespace, name)
  if (!pod) return
  const grace = gracePeriod(pod, options.gracePeriodSeconds)
  if (grace === 0) {
    store.remove('Pod', namespace, name)
    return
  }
  const earlier = pod.metadata?.deletionGracePeriodSeconds
  if (earlier !== undefined && earlier <= grace) return
  store.update('Pod', terminating(pod, firstAsked(pod) ?? clock.now, grace))
}

function gracePeriod(pod: Pod, asked: number | undefined): number {
  if (!pod.spec?.nodeName || isFinished(pod)) return 0
  const period = asked ?? pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS
  // A negative period is the API server's way to say "as fast as a graceful end can be".
  return period < 0 ? 1 : period
}

/** When the deletion that already runs was asked for; a shorter period counts from there too. */
function firstAsked(pod: Pod): Millis | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata ?? {}
  const end = deletionTimestamp === undefined ? undefined : fromTimestamp(deletionTimestamp)
  return end === undefined ? undefined : end - deletionGracePeriodSeconds * SECOND
}

function terminating(pod: Pod, asked: Millis, graceSeconds: number): Pod {
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      deletionTimestamp: toTimestamp(asked + graceSeconds * SECOND),
      deletionGracePeriodSeconds: graceSeconds,
    },
  }
}

function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}
