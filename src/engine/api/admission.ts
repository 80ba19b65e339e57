import { copySpec } from './copies.ts'
import { withDefaults } from './defaults.ts'
import type {
  LabelSelector,
  LabelSelectorRequirement,
  PersistentVolumeClaim,
  Pod,
  PodAffinityTerm,
  PodSpec,
  PriorityClass,
  StorageClass,
  Toleration,
} from './types.gen.ts'

/** A pod that the API server's admission refuses; the message is upstream's. */
export class AdmissionError extends Error {
  override readonly name = 'AdmissionError'
}

/** Why an update of a pod that is there is refused (ValidatePodUpdate). */
export const POD_UPDATE_FORBIDDEN =
  'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`'

/** Built-in classes that no manifest has to bring. */
const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
}

/** How long a pod stays on a node that is not ready or unreachable (DefaultTolerationSeconds). */
export const DEFAULT_TOLERATION_SECONDS = 300
const NODE_TROUBLE = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']

/**
 * A pod as it comes out of the API server when it is created: defaults, priority from its class,
 * the 300 s tolerations, selectors completed by matchLabelKeys.
 * @param priorityClasses all that exist
 * @param kubernetesMinor of the API server: 35 is 1.35
 * @throws AdmissionError when the pod's class does not exist
 */
export function admitPod(
  pod: Pod,
  priorityClasses: readonly PriorityClass[],
  kubernetesMinor = Number.POSITIVE_INFINITY,
): Pod {
  const known = kubernetesMinor < POD_LEVEL_RESOURCES_SINCE ? withoutPodLevelResources(pod) : pod
  const defaulted = withDefaults('Pod', known)
  const { spec } = defaulted
  if (!spec) return defaulted
  const labels = pod.metadata?.labels
  if (
    latest?.spec !== spec ||
    latest.labels !== labels ||
    latest.priorityClasses !== priorityClasses
  ) {
    const admitted = copySpec({
      ...spec,
      ...priorityOf(pod, spec, priorityClasses),
      tolerations: withNodeTrouble(spec.tolerations),
      ...selectorsByLabelKeys(spec, labels ?? {}),
      // In its place already, so that a pod that is bound keeps the form of its spec.
      nodeName: spec.nodeName,
    })
    latest = { spec, labels, priorityClasses, admitted }
  }
  return { ...defaulted, spec: latest.admitted }
}

/** The pods of one template come one after the other: they share what their spec becomes. */
let latest:
  | {
      readonly spec: PodSpec
      readonly labels: Readonly<Record<string, string>> | undefined
      readonly priorityClasses: readonly PriorityClass[]
      readonly admitted: PodSpec
    }
  | undefined

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class'

/** A claim that says nothing of its class gets the default one, the newest if there are several. */
export function withDefaultClass(
  claim: PersistentVolumeClaim,
  classes: readonly StorageClass[],
): PersistentVolumeClaim {
  if (!claim.spec || claim.spec.storageClassName !== undefined) return claim
  const standard = classes.findLast(
    ({ metadata }) => metadata?.annotations?.[DEFAULT_CLASS] === 'true',
  )
  const storageClassName = standard?.metadata?.name
  return storageClassName === undefined
    ? claim
    : { ...claim, spec: { ...claim.spec, storageClassName } }
}

/** Before, the API server drops spec.resources without a word. */
const POD_LEVEL_RESOURCES_SINCE = 34

function withoutPodLevelResources(pod: Pod): Pod {
  if (!pod.spec?.resources) return pod
  const { resources: _, ...spec } = pod.spec
  return { ...pod, spec }
}

function priorityOf(pod: Pod, spec: PodSpec, classes: readonly PriorityClass[]): Partial<PodSpec> {
  const name = spec.priorityClassName
  if (!name) {
    // A number without a class is refused upstream; here it is taken at its word.
    const standard = classes.filter((c) => c.globalDefault)
    const lowest = standard.sort((a, b) => (a.value ?? 0) - (b.value ?? 0))[0]
    const className = lowest?.metadata?.name
    return {
      ...(className && spec.priority === undefined ? { priorityClassName: className } : {}),
      priority: spec.priority ?? lowest?.value ?? 0,
      preemptionPolicy: spec.preemptionPolicy ?? lowest?.preemptionPolicy ?? 'PreemptLowerPriority',
    }
  }
  const found = classes.find((c) => c.metadata?.name === name)
  const system = Object.hasOwn(SYSTEM_PRIORITIES, name) ? SYSTEM_PRIORITIES[name] : undefined
  const value = found?.value ?? system
  if (value === undefined) {
    const podName = pod.metadata?.name ?? pod.metadata?.generateName ?? ''
    throw new AdmissionError(
      `pods "${podName}" is forbidden: no PriorityClass with name ${name} was found`,
    )
  }
  return {
    priority: value,
    preemptionPolicy: spec.preemptionPolicy ?? found?.preemptionPolicy ?? 'PreemptLowerPriority',
  }
}

/** Pods of one template share their tolerations, before and after. */
const troubled = new WeakMap<readonly Toleration[], readonly Toleration[]>()
const NO_TOLERATIONS: readonly Toleration[] = []

function withNodeTrouble(
  tolerations: readonly Toleration[] = NO_TOLERATIONS,
): readonly Toleration[] {
  let known = troubled.get(tolerations)
  if (!known) {
    known = addNodeTrouble(tolerations)
    troubled.set(tolerations, known)
  }
  return known
}

function addNodeTrouble(tolerations: readonly Toleration[]): readonly Toleration[] {
  const added = NODE_TROUBLE.filter(
    (key) =>
      !tolerations.some(
        (toleration) =>
          (!toleration.key || toleration.key === key) &&
          (!toleration.effect || toleration.effect === 'NoExecute'),
      ),
  ).map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: DEFAULT_TOLERATION_SECONDS,
  }))
  return added.length === 0 ? tolerations : [...tolerations, ...added]
}

type Labels = Readonly<Record<string, string>>

/** matchLabelKeys and mismatchLabelKeys become part of their selectors when the pod is created. */
function selectorsByLabelKeys(spec: PodSpec, labels: Labels): Partial<PodSpec> {
  const { affinity, topologySpreadConstraints: spread } = spec
  const term = (value: PodAffinityTerm): PodAffinityTerm =>
    completed(value, [
      ...requirements(labels, value.matchLabelKeys, 'In'),
      ...requirements(labels, value.mismatchLabelKeys, 'NotIn'),
    ])
  const terms = <A extends NonNullable<typeof affinity>['podAffinity']>(value: A): A =>
    value && {
      ...value,
      requiredDuringSchedulingIgnoredDuringExecution:
        value.requiredDuringSchedulingIgnoredDuringExecution?.map(term),
      preferredDuringSchedulingIgnoredDuringExecution:
        value.preferredDuringSchedulingIgnoredDuringExecution?.map((weighted) => ({
          ...weighted,
          podAffinityTerm: term(weighted.podAffinityTerm),
        })),
    }
  return {
    ...(affinity && (usesLabelKeys(affinity.podAffinity) || usesLabelKeys(affinity.podAntiAffinity))
      ? {
          affinity: {
            ...affinity,
            podAffinity: terms(affinity.podAffinity),
            podAntiAffinity: terms(affinity.podAntiAffinity),
          },
        }
      : {}),
    ...(spread?.some((constraint) => constraint.matchLabelKeys)
      ? {
          topologySpreadConstraints: spread.map((constraint) =>
            completed(constraint, requirements(labels, constraint.matchLabelKeys, 'In')),
          ),
        }
      : {}),
  }
}

type PodTerms = NonNullable<PodSpec['affinity']>['podAffinity']

function usesLabelKeys(terms: PodTerms): boolean {
  const byKeys = ({ matchLabelKeys, mismatchLabelKeys }: PodAffinityTerm) =>
    matchLabelKeys !== undefined || mismatchLabelKeys !== undefined
  return (
    !!terms?.requiredDuringSchedulingIgnoredDuringExecution?.some(byKeys) ||
    !!terms?.preferredDuringSchedulingIgnoredDuringExecution?.some(({ podAffinityTerm }) =>
      byKeys(podAffinityTerm),
    )
  )
}

/** Keys that the pod lacks are skipped. */
const requirements = (
  labels: Labels,
  keys: readonly string[] | undefined,
  operator: string,
): LabelSelectorRequirement[] =>
  (keys ?? []).flatMap((key) =>
    Object.hasOwn(labels, key) ? [{ key, operator, values: [labels[key] as string] }] : [],
  )

function completed<T extends { readonly labelSelector?: LabelSelector }>(
  owner: T,
  more: readonly LabelSelectorRequirement[],
): T {
  const selector = owner.labelSelector
  if (!selector || more.length === 0) return owner
  const matchExpressions = [...(selector.matchExpressions ?? []), ...more]
  return { ...owner, labelSelector: { ...selector, matchExpressions } }
}
