import type { Pod } from '../api/types.gen.ts'
import { waitingForGates } from './plugins/schedulingGates.ts'
import type { Policy } from './policy.ts'
import { DEFAULT_SCHEDULER, schedulerNameOf } from './profile.ts'

/**
 * Why a pod waits although nobody tries to place it: it is gated, or it names a scheduler that is
 * not here (SCHEDULER.md section 2). undefined = it is bound, or it is (or will be) tried.
 */
export function untriedReason(pod: Pod, policy: Policy): string | undefined {
  if (policy.world === 'runbook' || pod.spec?.nodeName) return undefined
  const wanted = schedulerNameOf(pod)
  const here = [policy.profile, ...(policy.moreProfiles ?? [])].map(
    ({ schedulerName = DEFAULT_SCHEDULER }) => schedulerName,
  )
  if (!here.includes(wanted)) {
    return `no scheduler named ${wanted} is here: ${here.length === 1 ? `there is ${here[0]}` : `there are ${here.join(', ')}`}`
  }
  return waitingForGates(pod)
}
