import type { Millis } from '../api/units.ts'
import { type GameRules, POINTS_PER_POD, WAITING_PER_POINT } from './round.ts'

/** What has been counted of a game so far; all of it whole numbers. */
export interface Tally {
  /** Pods that got a place; one that is made again after its machine died counts once. */
  readonly placed: number
  /** Jobs that have finished. */
  readonly finished: number
  /** Pods that were on machines when these died. */
  readonly lost: number
  /** Machines x milliseconds. */
  readonly machineTime: Millis
  /** Pods that wait for their first place x milliseconds. */
  readonly waitTime: Millis
  /** Lost pods that wait x milliseconds. */
  readonly downTime: Millis
  /** Requested and allocatable x milliseconds: millicores, and MiB. */
  readonly cpu: { readonly requested: number; readonly allocatable: number }
  readonly memory: { readonly requested: number; readonly allocatable: number }
  /** The most machines that there have been at once. */
  readonly peak: number
}

/** The score, and what it is made of; `total` is their sum. */
export interface Score {
  readonly pods: number
  /** These are 0 or less. */
  readonly machines: number
  readonly waiting: number
  readonly down: number
  readonly total: number
}

/**
 * +10 for each pod that gets a place; a machine costs a point every 3 seconds, and so does a pod that
 * waits (a lost one every second in the one-click world). Waiting never costs less than a machine: no
 * point can be gained by leaving a pod outside.
 */
export function scoreOf(tally: Tally, rules: GameRules): Score {
  const pods = tally.placed * POINTS_PER_POD
  const machines = -Math.floor(tally.machineTime / rules.machinePerPoint)
  const waiting = -Math.floor(tally.waitTime / WAITING_PER_POINT)
  const down = -Math.floor(tally.downTime / rules.lostPerPoint)
  // Nothing is -0.
  return {
    pods,
    machines: machines || 0,
    waiting: waiting || 0,
    down: down || 0,
    total: pods + machines + waiting + down,
  }
}

/** Share of what the machines offered that was requested, over the time they stood: 0..1. */
export function useOf({ requested, allocatable }: Tally['cpu']): number {
  return allocatable === 0 ? 0 : requested / allocatable
}
