/**
 * Cells: the picture's unit. 1 cell = 1 vCPU = 4 GiB = 1/4 of any other resource (a GPU is four
 * cells high). Never rounded: rule 2 of LOOK.md.
 */

import { laneLabel as laneText } from '../words/units.ts'

const GIB = 1024 ** 3

/** How much of a resource is one cell: millicores for cpu, base units otherwise. */
export function unitsPerCell(resource: string): number {
  if (resource === 'cpu') return 1000
  if (resource === 'memory') return 4 * GIB
  if (resource.startsWith('hugepages-') || resource === 'ephemeral-storage') return 4 * GIB
  return 0.25
}

/** Name of a lane as the picture writes it. */
export function laneLabel(resource: string): string {
  if (resource === 'cpu') return 'CPU'
  if (resource === 'memory') return laneText(resource)
  const name = resource.slice(resource.lastIndexOf('/') + 1)
  return name.toUpperCase().slice(0, 5)
}

/** An amount as pills and gains write it: `1`, `0.5`, `8G`, `8 GiB`. */
export function amountText(resource: string, amount: number, long: boolean): string {
  if (resource === 'cpu') return `${trim(amount / 1000)}${long ? ' vCPU' : ''}`
  if (resource === 'memory' || unitsPerCell(resource) > 1000) {
    const gib = amount / GIB
    if (Math.abs(gib) < 1) return `${trim(amount / 1024 ** 2)}${long ? ' MiB' : 'M'}`
    return `${trim(gib)}${long ? ' GiB' : 'G'}`
  }
  return long ? `${trim(amount)} ${laneLabel(resource)}` : trim(amount)
}

function trim(value: number): string {
  const rounded = Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1))
  return rounded.toLocaleString('en-US')
}
