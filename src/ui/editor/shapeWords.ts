import { editorWords as words } from '../words/editor.ts'

const GIB = 1024 ** 3

/** Resources in the order of the lanes: cpu, memory, then the others by name. */
export function laneOrder(resources: readonly string[]): string[] {
  const rank = (resource: string) => (resource === 'cpu' ? 0 : resource === 'memory' ? 1 : 2)
  return [...resources].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** An amount with its unit: `1.5 vCPU`, `2 GiB`, `1 GPU`. */
export function describeAmount(resource: string, amount: number): string {
  if (resource === 'cpu') return words.vcpu(decimal(amount / 1000, 3))
  if (resource === 'memory') {
    const inGib = amount / GIB
    return inGib * 4 === Math.round(inGib * 4) || inGib >= 10
      ? words.gib(decimal(inGib, 2))
      : words.mib(decimal(amount / 1024 ** 2, 0))
  }
  if (/gpu$/.test(resource)) return words.gpu(decimal(amount, 0))
  return words.otherResource(decimal(amount, 3), resource)
}

/** A pod's shape in a line: `1 vCPU · 2 GiB`. */
export function describeShape(requests: Readonly<Record<string, number>>): string {
  const asked = laneOrder(Object.keys(requests)).filter((resource) => requests[resource]! > 0)
  if (asked.length === 0) return words.noRequests
  return asked.map((resource) => describeAmount(resource, requests[resource]!)).join(' · ')
}

function decimal(value: number, digits: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}
