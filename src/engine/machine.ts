import type { Node } from './api/types.gen.ts'
import type { Millis } from './api/units.ts'
import type { MachineType } from './scenario.ts'
import { toTimestamp } from './sim/calendar.ts'

/** A Node of one's own manifest may say what its machine costs, in US dollars. */
const PRICE_ANNOTATION = 'podfall.dev/price-per-hour'

/** A machine that is paid for, with power or without. */
export interface Machine {
  /** From 1 within the lane; never used again. */
  readonly ordinal: number
  /** Also the name of its Node object. */
  readonly name: string
  /** Name of the machine type; undefined = it came as a Node of one's own manifest. */
  readonly type: string | undefined
  /** Name of the node group that it belongs to. */
  readonly group: string | undefined
  readonly pricePerHour: number
  readonly bornAt: Millis
  /** When it has booted or will have; the last power-on for one that had lost power. */
  readonly readyAt: Millis
  readonly booting: boolean
  readonly power: boolean
  /** When the cloud takes it back; undefined = it has not said so. */
  readonly reclaimedAt: Millis | undefined
}

export type MachineChange = 'added' | 'ready' | 'powerOff' | 'powerOn' | 'reclaimed' | 'removed'

/**
 * The provider of one lane's machines: the physical truth under the Node objects. A machine's Node
 * appears when it has booted; the control plane learns of a loss of power only from its silence.
 */
export interface Cloud {
  /** By ordinal. */
  machines(): readonly Machine[]
  byOrdinal(ordinal: number): Machine | undefined
  byName(name: string): Machine | undefined
  type(name: string): MachineType | undefined
  /** What a machine is, which its group may have changed; undefined = a Node of one's own manifest. */
  kindOf(machine: Machine): MachineType | undefined
  /** Running and past its boot. */
  hasPower(name: string): boolean
  /** Whether the cloud has no machine of this group to give for now. */
  shortOf(group: string): boolean
  /** Whether one more machine may be had. */
  readonly full: boolean
  /** Adds a machine; its Node comes after the type's boot time (at once when that is 0). */
  add(type: MachineType, group?: string): Machine
  /** Takes a Node that came with a manifest for a machine; its object exists already. */
  adopt(node: Node): Machine
  powerOff(machine: Machine): void
  powerOn(machine: Machine): void
  isSpot(machine: Machine): boolean
  /** The cloud gives notice that it takes a spot machine back, and does so when that has passed. */
  reclaim(machine: Machine): void
  /** The instance is deleted, and its Node object with it. */
  terminate(machine: Machine): void
  /** Called at once on every change; listeners may write to the store. */
  watch(listener: (machine: Machine, change: MachineChange) => void): void
}

/** What the cloud says on a machine that it will take back. */
export function terminationNotice({ reclaimedAt }: Machine): string {
  return `Spot ITN received. Instance will be interrupted at ${toTimestamp(reclaimedAt ?? 0)}`
}

/** What a Node of one's own manifest says it costs; 0 when it says nothing sensible. */
export function priceOf(node: Node): number {
  const price = Number(node.metadata?.annotations?.[PRICE_ANNOTATION] ?? 0)
  return Number.isFinite(price) && price >= 0 ? price : 0
}

/** The Node object that a machine of this type registers. */
export function newNode(machine: { readonly name: string }, type: MachineType): Node {
  const amounts = { pods: '110', ...type.allocatable }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: machine.name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': machine.name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': type.name,
        ...type.labels,
      },
    },
    spec: type.taints.length > 0 ? { taints: type.taints } : {},
    status: {
      allocatable: amounts,
      capacity: amounts,
    },
  }
}
