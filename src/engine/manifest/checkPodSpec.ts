import { isSidecar } from '../api/podRequests.ts'
import type { Affinity, Container, NodeSelectorTerm, PodSpec } from '../api/types.gen.ts'
import type { Check } from './checkContext.ts'
import {
  checkContainerName,
  checkKeys,
  checkLabels,
  checkOperatorValues,
  checkSelector,
} from './checkMetadata.ts'
import { checkPodResources } from './checkPodResources.ts'
import { checkProbes } from './checkProbes.ts'
import { checkQuantities, checkRequirements } from './checkResources.ts'
import type { Path } from './tree.ts'

/** The rules of a pod's spec that types alone do not tell (upstream pkg/apis/core/validation). */
export function checkPodSpec(spec: PodSpec, path: Path, check: Check): void {
  if (spec.containers.length === 0) {
    check.error([...path, 'containers'], 'noContainer')
  }
  const names = new Set<string>()
  spec.containers.forEach((container, index) => {
    checkContainer(container, [...path, 'containers', index], names, check)
    checkProbes(container, spec, [...path, 'containers', index], check)
  })
  spec.initContainers?.forEach((container, index) => {
    checkContainer(container, [...path, 'initContainers', index], names, check)
    if (isSidecar(container)) {
      checkProbes(container, spec, [...path, 'initContainers', index], check)
    } else checkNoProbes(container, [...path, 'initContainers', index], check)
  })
  checkRequirements(spec.resources, [...path, 'resources'], check)
  checkPodResources(spec, path, check)
  checkQuantities(spec.overhead, [...path, 'overhead'], check)
  checkLabels(spec.nodeSelector, [...path, 'nodeSelector'], check)
  checkTolerations(spec, path, check)
  checkAffinity(spec.affinity, [...path, 'affinity'], check)
  spec.topologySpreadConstraints?.forEach(({ labelSelector }, index) => {
    checkSelector(
      labelSelector,
      [...path, 'topologySpreadConstraints', index, 'labelSelector'],
      check,
    )
  })
}

function checkContainer(container: Container, path: Path, names: Set<string>, check: Check): void {
  checkContainerName(container.name, [...path, 'name'], check)
  if (names.has(container.name)) {
    check.error([...path, 'name'], 'sameContainerName')
  }
  names.add(container.name)
  if (!container.image) {
    check.warning([...path, 'image'], 'noImage')
  }
  checkRequirements(container.resources, [...path, 'resources'], check)
}

/** Init containers end by themselves: nobody asks how they are. */
function checkNoProbes(container: Container, path: Path, check: Check): void {
  for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (container[name]) {
      const text = 'Forbidden: may not be set for init containers without restartPolicy=Always'
      check.refused([...path, name], text)
    }
  }
}

function checkTolerations(spec: PodSpec, path: Path, check: Check): void {
  spec.tolerations?.forEach(({ key, operator, value, effect, tolerationSeconds }, index) => {
    const at = [...path, 'tolerations', index]
    if (key) checkKeys({ [key]: '' }, at, check)
    else if (operator !== 'Exists') {
      check.error([...at, 'operator'], 'existsWithoutKey')
    }
    if (operator === 'Exists' && value) {
      check.error([...at, 'value'], 'leaveOutWith', 'Exists')
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      check.error([...at, 'effect'], 'noExecuteWithSeconds')
    }
  })
}

function checkAffinity(affinity: Affinity | undefined, path: Path, check: Check): void {
  const node = affinity?.nodeAffinity
  const atNode = [...path, 'nodeAffinity']
  node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms.forEach((term, index) => {
    checkNodeTerm(
      term,
      [...atNode, 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms', index],
      check,
    )
  })
  node?.preferredDuringSchedulingIgnoredDuringExecution?.forEach(({ preference }, index) => {
    checkNodeTerm(
      preference,
      [...atNode, 'preferredDuringSchedulingIgnoredDuringExecution', index, 'preference'],
      check,
    )
  })
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const terms = affinity?.[kind]
    terms?.requiredDuringSchedulingIgnoredDuringExecution?.forEach(({ labelSelector }, index) => {
      const at = [...path, kind, 'requiredDuringSchedulingIgnoredDuringExecution', index]
      checkSelector(labelSelector, [...at, 'labelSelector'], check)
    })
    terms?.preferredDuringSchedulingIgnoredDuringExecution?.forEach(
      ({ podAffinityTerm }, index) => {
        const at = [...path, kind, 'preferredDuringSchedulingIgnoredDuringExecution', index]
        checkSelector(
          podAffinityTerm.labelSelector,
          [...at, 'podAffinityTerm', 'labelSelector'],
          check,
        )
      },
    )
  }
}

function checkNodeTerm(term: NodeSelectorTerm, path: Path, check: Check): void {
  term.matchExpressions?.forEach(({ key, operator, values = [] }, index) => {
    const at = [...path, 'matchExpressions', index]
    checkKeys({ [key]: '' }, at, check)
    checkOperatorValues(operator, values, at, check)
    if (
      (operator === 'Gt' || operator === 'Lt') &&
      !(values.length === 1 && /^-?\d+$/.test(values[0]!))
    ) {
      check.error([...at, 'values'], 'oneNumberWith', operator)
    }
  })
  term.matchFields?.forEach(({ key, operator, values = [] }, index) => {
    const at = [...path, 'matchFields', index]
    if (key !== 'metadata.name') check.error([...at, 'key'], 'onlyMetadataName')
    if ((operator !== 'In' && operator !== 'NotIn') || values.length !== 1) {
      check.error(at, 'oneNameInOrNotIn')
    }
  })
}
