import { aggregateRequests, isPodLevelResource } from '../api/podRequests.ts'
import {
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
} from '../api/quantity.ts'
import type { PodSpec } from '../api/types.gen.ts'
import { english } from '../sentences/sentences.ts'
import type { Check } from './checkContext.ts'
import { type Path, pathText } from './tree.ts'

/**
 * Whether what a pod asks for as a whole has room for what its containers ask for, in the API
 * server's words (pkg/apis/core/validation validatePodResourceConsistency, and
 * validateResourceRequirements for limits whose request is the containers' sum). Of a template the
 * API server says it only when it gets the pods; here it is said at once.
 */
export function checkPodResources(spec: PodSpec, path: Path, check: Check): void {
  if (!spec.resources) return
  const { requests = {}, limits = {} } = spec.resources
  const at = [...path, 'resources']
  for (const [resource, sum] of aggregateRequests(spec)) {
    if (!isPodLevelResource(resource)) continue
    const own = quantityOf(requests, resource)
    const limit = quantityOf(limits, resource)
    if (own !== undefined && sum.nanos > parseQuantity(own).nanos) {
      const detail = `must be greater than or equal to aggregate container requests of ${formatQuantity(sum)}`
      check.invalid([...at, 'requests', resource], canonicalQuantity(own), detail, {
        as: `${written([...at, 'requests'])}[${resource}]`,
      })
    } else if (own === undefined && limit !== undefined && sum.nanos > parseQuantity(limit).nanos) {
      const detail = `must be less than or equal to ${resource} limit of ${canonicalQuantity(limit)}`
      check.invalid([...at, 'limits', resource], formatQuantity(sum), detail, {
        as: written([...at, 'requests']),
      })
    }
  }
  spec.containers.forEach(({ resources }, index) => {
    for (const [resource, text] of Object.entries(resources?.limits ?? {})) {
      const most = quantityOf(limits, resource)
      if (most === undefined || compareQuantities(text, most) <= 0) continue
      const place = [...path, 'containers', index, 'resources', 'limits', resource]
      const detail = `must be less than or equal to pod limits of ${canonicalQuantity(most)}`
      // Upstream names the container below the pod's own resources.
      check.invalid(place, canonicalQuantity(text), detail, {
        as: `${written([...at, 'containers', index])}[${resource}].limits`,
      })
    }
  })
}

const written = (path: Path): string => english(pathText(path))

type Texts = Readonly<Record<string, string>>

const quantityOf = (texts: Texts, resource: string): string | undefined =>
  Object.hasOwn(texts, resource) ? texts[resource] : undefined
