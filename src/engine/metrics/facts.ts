import type { Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { Machine } from '../machine.ts'
import type { PodState } from '../protocol.ts'
import type { ResourceAmounts } from '../scheduler/framework.ts'
import type { Store } from '../store/store.ts'

/** What the picture knows about one pod. Written by the ledger alone. */
export interface PodFact {
  /** Identity for the page; given once, never reused. */
  readonly row: number
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly app: number
  /** The 11 of web-11: counts per app. */
  readonly ordinal: number
  readonly requests: ResourceAmounts
  readonly createdAt: Millis
  readonly daemon: boolean
  readonly ofJob: boolean
  /** Its object's, see `Watcher`. */
  readonly slot: number
  /** The row of the machine that its object named when it was last looked at; -1 = none that is known. */
  home: number
  /** -1 = not bound. */
  boundAt: Millis
  /** Stacking order, given at binding. */
  order: number
  machine: MachineFact | undefined
  state: PodState
  /** Bits of PodFlag. */
  flags: number
  /** Row of the dead machine whose pod this one stands for, or -1. */
  replaces: number
  /** Holds its requests on its machine. */
  occupies: boolean
  /**
   * It is being taken away: by its owner's wish, or against it (eviction, a person, lost machine);
   * 'missed' = against it, and nothing makes another one.
   */
  leaving: 'wished' | 'taken' | 'missed' | undefined
  /** The pod that was created in its stead. */
  replacedBy: PodFact | undefined
  /** It has been Ready, and users noticed if it no longer were. */
  hasServed: boolean
  /** It has changed since changes were taken last. */
  changed: boolean
  /** Its object is gone. */
  gone: boolean
  /** Its object as it was in the end; undefined = it is there. */
  lastObject: Pod | undefined
}

/** The pod's object, as it is or as it was in the end. */
export function objectOf({ slot, lastObject }: PodFact, store: Store): Pod {
  return lastObject ?? store.at('Pod', slot)!
}

/** What the picture knows about one machine. Written by the ledger alone. */
export interface MachineFact {
  readonly row: number
  readonly machine: Machine
  allocatable: ResourceAmounts
  /** Sum of its pods' requests; `pods` counts them. */
  readonly requested: Record<string, number>
  /** Pods that hold something and belong to no DaemonSet. */
  used: number
  /** It holds such a pod and has power. */
  inUse: boolean
  cordoned: boolean
  /** Index of its label topology.kubernetes.io/zone among the run's zones; undefined = no label. */
  zone: number | undefined
  /** The cluster autoscaler is taking it away. */
  scalingDown: boolean
  /** A drain waits for a disruption budget. */
  drainWaits: boolean
  notReady: boolean
  /** The kubelet's condition. */
  memoryPressure: boolean
  /** It has changed since changes were taken last. */
  changed: boolean
  /** Terminated: no longer among the lane's machines. */
  gone: boolean
  /** Its free amounts changed since stranded capacity was last worked out. */
  stale: boolean
}

/** A machine that has power and has booted: only such a machine offers what it has. */
export function isUp({ machine }: MachineFact): boolean {
  return machine.power && !machine.booting
}

/** Allocatable minus requested; `pods` is how many more pods it takes. */
export function freeOn(fact: MachineFact): ResourceAmounts {
  const free: Record<string, number> = {}
  for (const resource in fact.allocatable) {
    free[resource] = fact.allocatable[resource]! - (fact.requested[resource] ?? 0)
  }
  return free
}
