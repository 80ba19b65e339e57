import type { Taint } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { MachineType } from '../scenario.ts'
import { say } from '../sentences/sentences.ts'
import type { Check } from './checkContext.ts'
import { checkKeys, checkLabels } from './checkMetadata.ts'
import { checkQuantities } from './checkResources.ts'
import { meant } from './didYouMean.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

/** One entry of `machineTypes`. */
export interface MachineTypeText {
  readonly name: string
  readonly allocatable: Readonly<Record<string, string>>
  readonly price?: number
  readonly bootTime?: Millis
  readonly buyable?: boolean
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
}

/** No lane is made for more machines than this. */
export const MOST_MACHINES = 10_000
export const MACHINES_IF_UNLIMITED = 1_000
/** The kubelet's default, which a machine type may replace. */
const MAX_PODS = '110'

/** The machine types, completed by defaults. */
export function readMachineTypes(texts: readonly MachineTypeText[], check: Check): MachineType[] {
  const names = new Set<string>()
  return texts.map((text, index) => {
    const path = ['spec', 'machineTypes', index]
    const { name, price = 0 } = text
    if (names.has(name)) check.error([...path, 'name'], 'sameMachineType')
    names.add(name)
    if (price < 0) check.error([...path, 'price'], 'atLeastZero')
    const allocatable = { pods: MAX_PODS, ...text.allocatable }
    checkQuantities(allocatable, [...path, 'allocatable'], check)
    for (const resource of ['cpu', 'memory']) checkPresent(allocatable, resource, path, check)
    checkLabels(text.labels, [...path, 'labels'], check)
    text.taints?.forEach(({ key }, i) => {
      checkKeys({ [key]: '' }, [...path, 'taints', i], check)
    })
    return {
      name,
      allocatable,
      labels: text.labels ?? {},
      taints: text.taints ?? [],
      pricePerHour: price,
      bootTime: text.bootTime ?? 0,
      buyable: text.buyable ?? true,
    }
  })
}

type Allocatable = Readonly<Record<string, string>>

function checkPresent(allocatable: Allocatable, resource: string, path: Path, check: Check): void {
  const text = allocatable[resource]
  if (text === undefined) {
    check.error([...path, 'allocatable', resource], 'noCapacity')
  } else if (resource === 'cpu' && /^0*(\.0*)?$/.test(text)) {
    check.error([...path, 'allocatable', resource], 'moreThanZero')
  }
}

/** The machines at the start. */
export function readMachines(
  texts: readonly { readonly type: string; readonly count?: number }[],
  types: readonly MachineType[],
  check: Check,
): { type: string; count: number }[] {
  return texts.map(({ type, count = 1 }, index) => {
    const path = ['spec', 'machines', index]
    checkMachineType(type, types, [...path, 'type'], check)
    if (count < 0 || count > MOST_MACHINES) {
      check.error([...path, 'count'], 'between', 0, MOST_MACHINES)
    }
    return { type, count }
  })
}

/** A machine type must be in the scenario. */
export function checkMachineType(
  type: string,
  types: readonly MachineType[],
  path: Path,
  check: Check,
): void {
  if (types.some(({ name }) => name === type)) return
  const names = types.map(({ name }) => name)
  const all = names.length === 0 ? say('writeMachineType') : say('thereAre', names)
  check.error(path, 'noMachineType', quoted(type), meant(type, names, all))
}

/** The limit of a lane; it must leave room for the machines at the start. */
export function readMaxMachines(written: number | undefined, given: number, check: Check): number {
  const most = written ?? Math.max(MACHINES_IF_UNLIMITED, given)
  const path = ['spec', 'maxMachines']
  if (most < 0 || most > MOST_MACHINES) check.error(path, 'between', 0, MOST_MACHINES)
  else if (most < given) {
    check.error(path, 'moreMachinesAtStart', most, given)
  }
  return most
}
