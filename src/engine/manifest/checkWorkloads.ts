import { CronError, parseCronSchedule } from '../api/cronSchedule.ts'
import { isDnsLabel } from '../api/nameRules.ts'
import { matchesLabelSelector } from '../api/selectors.ts'
import { timeZoneOf } from '../api/timeZone.ts'
import type {
  CronJob,
  DaemonSet,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  JobSpec,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
  StatefulSet,
} from '../api/types.gen.ts'
import { parseIndexes } from '../rules/jobIndexes.ts'
import { checkPodAnnotations } from './checkAnnotations.ts'
import type { Check } from './checkContext.ts'
import { checkKeys, checkLabels, checkSelector } from './checkMetadata.ts'
import { checkPodSpec } from './checkPodSpec.ts'
import { checkQuantities } from './checkResources.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

/** More pods of one workload than a run is made for. */
const MOST_PODS = 150_000

/** A Deployment: pods, selector, and a rollout that can move. */
export function checkDeployment({ spec }: Deployment, check: Check): void {
  if (!spec) return
  checkPods(spec.replicas, ['spec', 'replicas'], check)
  checkTemplate(spec.template, ['Always'], check)
  checkOwnSelector(spec.selector, spec.template, check)
  const { minReadySeconds = 0, progressDeadlineSeconds = 600 } = spec
  if (progressDeadlineSeconds <= minReadySeconds) {
    const at = ['spec', 'progressDeadlineSeconds']
    check.invalid(at, progressDeadlineSeconds, 'must be greater than minReadySeconds')
  }
  const rolling = spec.strategy?.rollingUpdate
  const at = ['spec', 'strategy', 'rollingUpdate']
  if (rolling && spec.strategy?.type === 'Recreate') {
    check.error(at, 'leaveOutWithType', 'Recreate')
  }
  checkShare(rolling?.maxSurge, [...at, 'maxSurge'], check)
  checkPart(rolling?.maxUnavailable, [...at, 'maxUnavailable'], check)
  const none = (value: unknown) => value === 0 || value === '0%'
  if (none(rolling?.maxSurge) && none(rolling?.maxUnavailable)) {
    check.error([...at, 'maxUnavailable'], 'neitherSurge')
  }
}

/** A DaemonSet: pods, selector, and one way to roll. */
export function checkDaemonSet({ spec }: DaemonSet, check: Check): void {
  if (!spec) return
  checkTemplate(spec.template, ['Always'], check)
  checkOwnSelector(spec.selector, spec.template, check)
  const { type = 'RollingUpdate', rollingUpdate: rolling } = spec.updateStrategy ?? {}
  const at = ['spec', 'updateStrategy', 'rollingUpdate']
  if (!rolling) return
  if (type === 'OnDelete') check.error(at, 'leaveOutWithType', 'OnDelete')
  checkPart(rolling.maxSurge, [...at, 'maxSurge'], check)
  checkPart(rolling.maxUnavailable, [...at, 'maxUnavailable'], check)
  const { maxSurge = 0, maxUnavailable = 1 } = rolling
  const none = (value: unknown) => value === 0 || value === '0%'
  if (none(maxSurge) && none(maxUnavailable)) {
    check.error([...at, 'maxUnavailable'], 'neitherDaemonSurge')
  } else if (!none(maxSurge) && !none(maxUnavailable)) {
    check.error([...at, 'maxSurge'], 'bothSurge')
  }
}

/** A StatefulSet: names that its pods can have, and claims with names. */
export function checkStatefulSet({ metadata, spec }: StatefulSet, check: Check): void {
  if (metadata?.name && !isDnsLabel(metadata.name)) {
    check.error(['metadata', 'name'], 'namesPods')
  }
  if (!spec) return
  checkPods(spec.replicas, ['spec', 'replicas'], check)
  checkTemplate(spec.template, ['Always'], check)
  checkOwnSelector(spec.selector, spec.template, check)
  const { type, rollingUpdate: rolling } = spec.updateStrategy ?? {}
  const at = ['spec', 'updateStrategy', 'rollingUpdate']
  if (rolling && type === 'OnDelete') check.error(at, 'leaveOutWithType', 'OnDelete')
  checkPart(rolling?.maxUnavailable, [...at, 'maxUnavailable'], check)
  if (rolling?.maxUnavailable === 0 || rolling?.maxUnavailable === '0%') {
    check.error([...at, 'maxUnavailable'], 'nothingReplaced')
  }
  const names = new Set<string>()
  spec.volumeClaimTemplates?.forEach((claim, index) => {
    const path = ['spec', 'volumeClaimTemplates', index]
    const name = claim.metadata?.name
    if (!name) check.error([...path, 'metadata', 'name'], 'noClaimName')
    else if (names.has(name)) {
      check.error([...path, 'metadata', 'name'], 'sameClaimName')
    }
    names.add(name ?? '')
    const requests = claim.spec?.resources?.requests
    checkQuantities(requests, [...path, 'spec', 'resources', 'requests'], check)
  })
}

/** A ReplicaSet: pods and selector. */
export function checkReplicaSet({ spec }: ReplicaSet, check: Check): void {
  if (!spec) return
  checkPods(spec.replicas, ['spec', 'replicas'], check)
  if (!spec.template) return
  checkTemplate(spec.template, ['Always'], check)
  checkOwnSelector(spec.selector, spec.template, check)
}

/** A Job: a name that its pods can have, and pods that end. */
export function checkJob({ metadata, spec }: Job, check: Check): void {
  if (metadata?.name && metadata.name.length > 63) {
    check.error(['metadata', 'name'], 'jobNameTooLong')
  }
  if (!spec) return
  checkPods(spec.parallelism, ['spec', 'parallelism'], check)
  checkPods(spec.completions, ['spec', 'completions'], check)
  if (spec.podFailurePolicy && spec.template.spec?.restartPolicy === 'OnFailure') {
    check.error(['spec', 'podFailurePolicy'], 'wantsRestartNever')
  }
  checkIndexes(spec, check)
  checkTemplate(spec.template, ['OnFailure', 'Never'], check)
}

/** What only Jobs with indexes can have. */
function checkIndexes(spec: JobSpec, check: Check): void {
  const { backoffLimitPerIndex, maxFailedIndexes, successPolicy, podFailurePolicy } = spec
  const indexed = spec.completionMode === 'Indexed'
  if (backoffLimitPerIndex !== undefined) {
    const at = ['spec', 'backoffLimitPerIndex']
    if (!indexed) check.error(at, 'wantsIndexed')
    if (spec.template.spec?.restartPolicy !== 'Never') {
      check.error(at, 'wantsRestartNever')
    }
  } else {
    if (maxFailedIndexes !== undefined) {
      check.error(['spec', 'maxFailedIndexes'], 'wantsBackoffPerIndex')
    }
    podFailurePolicy?.rules.forEach(({ action }, index) => {
      if (action !== 'FailIndex') return
      const at = ['spec', 'podFailurePolicy', 'rules', index, 'action']
      check.error(at, 'failIndexAlone')
    })
  }
  if (successPolicy && !indexed) {
    check.error(['spec', 'successPolicy'], 'wantsIndexed')
  }
  successPolicy?.rules.forEach(({ succeededIndexes, succeededCount }, index) => {
    const at = ['spec', 'successPolicy', 'rules', index]
    if (succeededIndexes === undefined && succeededCount === undefined) {
      check.error(at, 'emptySuccessRule')
    }
    if (succeededIndexes !== undefined && !parseIndexes(succeededIndexes)) {
      check.error([...at, 'succeededIndexes'], 'badIndexes', quoted(succeededIndexes))
    }
  })
}

/** A CronJob: a schedule that can be read, and pods that end. */
export function checkCronJob({ metadata, spec }: CronJob, check: Check): void {
  if (metadata?.name && metadata.name.length > 52) {
    check.error(['metadata', 'name'], 'cronNameTooLong')
  }
  if (!spec) return
  try {
    parseCronSchedule(spec.schedule)
  } catch (error) {
    if (!(error instanceof CronError)) throw error
    check.error(['spec', 'schedule'], 'noSchedule', error.said)
  }
  if (spec.timeZone !== undefined && !timeZoneOf(spec.timeZone)) {
    check.error(['spec', 'timeZone'], 'noTimeZone', quoted(spec.timeZone))
  }
  const path = ['spec', 'jobTemplate', 'spec']
  const job = spec.jobTemplate.spec
  if (!job) return
  checkPods(job.parallelism, [...path, 'parallelism'], check)
  checkPods(job.completions, [...path, 'completions'], check)
  checkTemplate(job.template, ['OnFailure', 'Never'], check, [...path, 'template'])
}

function checkPods(number: number | undefined, path: Path, check: Check): void {
  if (number !== undefined && number > MOST_PODS) {
    check.error(path, 'tooManyPods', number, MOST_PODS)
  }
}

function checkTemplate(
  template: PodTemplateSpec,
  restarts: readonly string[],
  check: Check,
  path: Path = ['spec', 'template'],
): void {
  checkLabels(template.metadata?.labels, [...path, 'metadata', 'labels'], check)
  const annotations = [...path, 'metadata', 'annotations']
  checkKeys(template.metadata?.annotations, annotations, check)
  checkPodAnnotations(template.metadata?.annotations, annotations, check)
  if (!template.spec) return
  checkPodSpec(template.spec, [...path, 'spec'], check)
  const restart = template.spec.restartPolicy ?? 'Always'
  if (!restarts.includes(restart)) {
    const at = [...path, 'spec', 'restartPolicy']
    if (template.spec.restartPolicy) check.error(at, 'restartPolicy', restarts, quoted(restart))
    else check.error(at, 'restartPolicyAbsent', restarts)
  }
}

function checkOwnSelector(selector: LabelSelector, template: PodTemplateSpec, check: Check): void {
  const path = ['spec', 'selector']
  checkSelector(selector, path, check)
  const wanted = Object.keys(selector.matchLabels ?? {}).length
  if (wanted === 0 && (selector.matchExpressions ?? []).length === 0) {
    check.error(path, 'emptySelector')
  } else if (!matchesLabelSelector(selector, template.metadata?.labels)) {
    check.error(path, 'otherSelector')
  }
}

/** A whole number, or a percentage such as 25%. */
function checkShare(value: number | string | undefined, path: Path, check: Check): void {
  if (value === undefined) return
  const good = typeof value === 'number' ? value >= 0 : /^\d{1,3}%$/.test(value)
  if (!good) check.error(path, 'badShare', quoted(value))
}

/** Such a share of what can be unavailable at most. */
export function checkPart(value: number | string | undefined, path: Path, check: Check): void {
  checkShare(value, path, check)
  const percent = /^(\d{1,3})%$/.exec(String(value))?.[1]
  if (percent !== undefined && Number(percent) > 100) {
    check.invalid(path, String(value), 'must not be greater than 100%')
  }
}

/** A HorizontalPodAutoscaler: limits, and metrics with one target each. */
export function checkAutoscaler({ spec }: HorizontalPodAutoscaler, check: Check): void {
  if (!spec) return
  const { minReplicas = 1, maxReplicas, scaleTargetRef: target } = spec
  checkPods(maxReplicas, ['spec', 'maxReplicas'], check)
  if (maxReplicas < minReplicas) {
    check.error(['spec', 'maxReplicas'], 'maxBelowMin', minReplicas)
  }
  if (!['Deployment', 'ReplicaSet', 'StatefulSet'].includes(target.kind)) {
    check.warning(['spec', 'scaleTargetRef', 'kind'], 'notScalable')
  }
  spec.metrics?.forEach((metric, index) => {
    const path = ['spec', 'metrics', index]
    const field = (metric.type.charAt(0).toLowerCase() + metric.type.slice(1)) as 'resource'
    const source = metric[field]
    if (!source) {
      check.error([...path, field], 'noMetric', metric.type)
      return
    }
    const { averageUtilization, averageValue, value } = source.target
    const given = [averageUtilization, averageValue, value].filter((each) => each !== undefined)
    if (given.length !== 1) {
      check.error([...path, field, 'target'], 'oneTarget')
    }
    if (metric.type.endsWith('Resource') && !['cpu', 'memory'].includes(source.name)) {
      check.error([...path, field, 'name'], 'cpuOrMemory')
    }
  })
}
