import type { Policy } from '../policy.ts'
import type { SchedulerConfiguration } from './readConfiguration.ts'

/** Policies that are kube-scheduler, which a configuration is for; the others have rules of their own. */
const CONFIGURABLE: readonly string[] = ['kubernetes-default', 'kubernetes-bin-packing']

/** The policy as a lane runs it: with the configuration's profiles where it is kube-scheduler. */
export function configuredPolicy<P extends Policy>(
  policy: P,
  configuration: SchedulerConfiguration | undefined,
): P {
  if (!configuration || policy.world !== 'kubernetes' || !CONFIGURABLE.includes(policy.id)) {
    return policy
  }
  const [profile, ...moreProfiles] = configuration.profiles
  const { initialBackoff: initial, maxBackoff: max } = configuration
  return { ...policy, profile, moreProfiles, backoff: { initial, max } }
}
