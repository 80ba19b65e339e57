import { stringify } from 'yaml'
import type { KubernetesObject } from './api/objects.ts'

/** An object as `kubectl get -o yaml` prints it: keys in alphabetical order, no empty values. */
export function describeObject(object: KubernetesObject): string {
  return stringify(sorted(object), { lineWidth: 0, aliasDuplicateObjects: false })
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  )
}
