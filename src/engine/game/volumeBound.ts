import type { Millis } from '../api/units.ts'
import { nodeView } from '../scheduler/nodeView.ts'
import { createPodMaker, nodeOf } from './pods.ts'
import { POINTS_PER_POD, type Round, rulesOf } from './round.ts'
import { streamOf } from './stream.ts'

/** What nobody can do better. */
export interface VolumeBound {
  readonly score: number
  /** Machines x milliseconds. */
  readonly machineTime: Millis
  /** The most machines that are needed at once. */
  readonly peak: number
  readonly placed: number
}

/**
 * The volume bound of a round: every pod gets its place the moment it comes, no machine dies, and at
 * each moment there are as many machines as the sum of the requests fills, in the scarcer resource,
 * as if pods could be cut. Whoever lets a pod wait saves at most one machine by it, and pays as much
 * for the waiting; so no game of this round has a higher score.
 */
export function volumeBound(round: Round): VolumeBound {
  const { running, deals } = streamOf(round)
  const { length, machinePerPoint } = rulesOf(round)
  const { allocatable } = nodeView(nodeOf('any'), [])
  const pods = createPodMaker()
  const steps = [...running, ...deals].flatMap((deal) => {
    const { requests } = pods.dealt(deal).info
    const cpu = requests.cpu ?? 0
    const memory = requests.memory ?? 0
    const ends = Math.min(length, deal.at + (deal.runs ?? length))
    return [
      { at: deal.at, cpu, memory },
      { at: ends, cpu: -cpu, memory: -memory },
    ]
  })
  steps.sort((a, b) => a.at - b.at)
  let cpu = 0
  let memory = 0
  let at = 0
  let machineTime = 0
  let peak = 0
  for (const step of steps) {
    const machines = Math.ceil(Math.max(cpu / allocatable.cpu!, memory / allocatable.memory!))
    if (step.at > at) peak = Math.max(peak, machines)
    machineTime += machines * (step.at - at)
    at = step.at
    cpu += step.cpu
    memory += step.memory
  }
  const score = deals.length * POINTS_PER_POD - Math.floor(machineTime / machinePerPoint)
  return { score, machineTime, peak, placed: deals.length }
}
