import { words } from './words.ts'

/** The policies that are kube-scheduler, whose rules a configuration replaces. */
const CONFIGURABLE: readonly string[] = ['kubernetes-default', 'kubernetes-bin-packing']

/**
 * What a policy is called on the page; its own ID when it has no friendlier name.
 * @param configured the run has a KubeSchedulerConfiguration, which then says how it scores
 */
export function policyName(id: string, configured: boolean): string {
  if (configured && CONFIGURABLE.includes(id)) return words.policy.configured
  return words.policy.names[id] ?? id
}

/** One line about a policy, where there is one. */
export function policyHint(id: string, configured: boolean): string | undefined {
  if (configured && CONFIGURABLE.includes(id)) return words.policy.configuredHint
  return words.policy.hints[id]
}

/** The policies to choose from: what a configuration makes the same thing is there once. */
export function policyChoices(current: string, configured: boolean): readonly string[] {
  const known = Object.keys(words.policy.names)
  const all = known.includes(current) ? known : [current, ...known]
  if (!configured) return all
  const one = CONFIGURABLE.includes(current) ? current : CONFIGURABLE[0]
  return all.filter((id) => id === one || !CONFIGURABLE.includes(id))
}
