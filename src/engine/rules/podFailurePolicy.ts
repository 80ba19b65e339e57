import type { Job, Pod, PodFailurePolicyRule } from '../api/types.gen.ts'
import { nameOf, namespaceOf } from '../store/identity.ts'

/*
 * What a Job makes of a pod that failed (pkg/controller/job/pod_failure_policy.go): the first rule that
 * matches decides.
 */

export interface FailureVerdict {
  readonly action: 'FailJob' | 'FailIndex' | 'Ignore' | 'Count'
  /** Why, in upstream's words; of `FailJob` it becomes the Job's condition. */
  readonly message: string
}

const ACTIONS = ['FailJob', 'FailIndex', 'Ignore'] as const
const COUNTED: FailureVerdict = { action: 'Count', message: '' }

export function hasFailurePolicy({ spec }: Job): boolean {
  return spec?.podFailurePolicy !== undefined
}

export function judgeFailure({ spec }: Job, pod: Pod): FailureVerdict {
  const rules = spec?.podFailurePolicy?.rules ?? []
  for (const [index, rule] of rules.entries()) {
    const why = matchOf(rule, pod)
    if (why === undefined) continue
    const { action } = rule
    const known = ACTIONS.find((each) => each === action) ?? 'Count'
    return { action: known, message: `${why} matching ${action} rule at index ${index}` }
  }
  return COUNTED
}

function matchOf(rule: PodFailurePolicyRule, pod: Pod): string | undefined {
  const { onExitCodes: codes, onPodConditions: conditions } = rule
  const who = `${namespaceOf(pod)}/${nameOf(pod)}`
  if (codes) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
    for (const { name, state } of [...containerStatuses, ...initContainerStatuses]) {
      const code = state?.terminated?.exitCode
      if (!code || (codes.containerName !== undefined && codes.containerName !== name)) continue
      if (codes.values.includes(code) === (codes.operator === 'In')) {
        return `Container ${name} for pod ${who} failed with exit code ${code}`
      }
    }
    return undefined
  }
  const found = conditions?.find(({ type, status = 'True' }) =>
    pod.status?.conditions?.some((each) => each.type === type && each.status === status),
  )
  return found && `Pod ${who} has condition ${found.type}`
}
