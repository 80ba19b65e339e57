import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../api/nameRules.ts'
import type { Kind } from '../api/objects.ts'
import type { LabelSelector, ObjectMeta } from '../api/types.gen.ts'
import type { Check } from './checkContext.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

/** Names, namespaces, labels and annotations of an object. */
export function checkMetadata(kind: Kind, metadata: ObjectMeta | undefined, check: Check): void {
  const name = metadata?.name
  if (!name) {
    check.error(['metadata', 'name'], 'noName')
  } else if (kind === 'Namespace' ? !isDnsLabel(name) : !isDnsSubdomain(name)) {
    check.error(['metadata', 'name'], 'badName', quoted(name))
  }
  const namespace = metadata?.namespace
  if (namespace !== undefined && !isDnsLabel(namespace)) {
    check.error(['metadata', 'namespace'], 'badName', quoted(namespace))
  }
  checkLabels(metadata?.labels, ['metadata', 'labels'], check)
  checkKeys(metadata?.annotations, ['metadata', 'annotations'], check)
}

/** Keys and values of labels, or of a nodeSelector. */
export function checkLabels(
  labels: Readonly<Record<string, string>> | undefined,
  path: Path,
  check: Check,
): void {
  checkKeys(labels, path, check)
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (!isLabelValue(value)) {
      check.error([...path, key], 'badLabel', quoted(value))
    }
  }
}

/** Keys of labels, annotations or resources: `name` or `domain/name`. */
export function checkKeys(
  map: Readonly<Record<string, unknown>> | undefined,
  path: Path,
  check: Check,
): void {
  for (const key of Object.keys(map ?? {})) {
    if (!isQualifiedName(key)) {
      check.error([...path, key], 'badKey')
    }
  }
}

export function checkContainerName(name: string, path: Path, check: Check): void {
  if (!isDnsLabel(name)) check.error(path, 'badName', quoted(name))
}

/** Label selectors of workloads and of affinity terms. */
export function checkSelector(selector: LabelSelector | undefined, path: Path, check: Check): void {
  checkLabels(selector?.matchLabels, [...path, 'matchLabels'], check)
  selector?.matchExpressions?.forEach(({ key, operator, values = [] }, index) => {
    const at = [...path, 'matchExpressions', index]
    checkKeys({ [key]: '' }, at, check)
    checkOperatorValues(operator, values, at, check)
  })
}

/** Which operators want values and which want none. */
export function checkOperatorValues(
  operator: string,
  values: readonly string[],
  path: Path,
  check: Check,
): void {
  const wantsValues = operator === 'In' || operator === 'NotIn'
  const wantsNone = operator === 'Exists' || operator === 'DoesNotExist'
  if (wantsValues && values.length === 0) {
    check.error([...path, 'values'], 'valuesWanted', operator)
  }
  if (wantsNone && values.length > 0) {
    check.error([...path, 'values'], 'leaveOutWith', operator)
  }
}
