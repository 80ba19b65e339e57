import { editorWords as words } from '../words/editor.ts'
import { amountWithUnit } from '../words/units.ts'

/** Resources in the order of the lanes: cpu, memory, then the others by name. */
export function laneOrder(resources: readonly string[]): string[] {
  const rank = (resource: string) => (resource === 'cpu' ? 0 : resource === 'memory' ? 1 : 2)
  return [...resources].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** A pod's shape in a line: `1 vCPU · 2 GiB`. */
export function describeShape(requests: Readonly<Record<string, number>>): string {
  const asked = laneOrder(Object.keys(requests)).filter((resource) => requests[resource]! > 0)
  if (asked.length === 0) return words.noRequests
  return asked.map((resource) => amountWithUnit(resource, requests[resource]!)).join(' · ')
}
