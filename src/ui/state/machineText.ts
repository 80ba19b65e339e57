import { amount, unitOf } from '../words/units.ts'
import { words } from '../words/words.ts'
import type { MachineSummary } from './summaries.ts'

/** `6 of 8 vCPU`, one entry per resource that the machine has. */
function amountText(
  resources: readonly string[],
  requested: readonly number[],
  allocatable: readonly number[],
): string[] {
  return resources.flatMap((resource, r) =>
    allocatable[r]
      ? [
          words.machine.of(
            amount(resource, requested[r] ?? 0),
            amount(resource, allocatable[r]),
            unitOf(resource),
          ),
        ]
      : [],
  )
}

/**
 * The text twin of a well: `node-3, 6 of 8 vCPU, 28 of 32 GiB, 7 pods, cordoned`. On a machine
 * without power nothing counts as running: `node-3, 0 of 8 vCPU, 0 of 32 GiB, 0 pods, dead, no
 * power, 7 pods lost, 5 of them re-created elsewhere`.
 * @param runbook a world in which a person puts back what is down
 */
export function machineText(
  resources: readonly string[],
  machine: MachineSummary,
  runbook: boolean,
): string {
  const { dead, requested, allocatable } = machine
  return words.machine.text(
    machine.name,
    amountText(resources, dead ? [] : requested, allocatable),
    dead ? 0 : machine.pods,
    dead ? lossOf(machine, runbook) : statesOf(machine),
  )
}

/** What a machine without power says of itself: its pods do not run, and are not gone either. */
export function lossOf(machine: MachineSummary, runbook: boolean): string[] {
  const states: string[] = [words.machine.dead, words.machine.noPower]
  if (machine.pods > 0) {
    states.push(runbook ? words.machine.down(machine.pods) : words.machine.lost(machine.pods))
  }
  if (!runbook && machine.replaced > 0) states.push(words.machine.replaced(machine.replaced))
  if (machine.cordoned) states.push(words.machine.cordoned)
  return states
}

function statesOf(machine: MachineSummary): string[] {
  const states: string[] = []
  if (machine.zone !== undefined) states.push(words.machine.zone(machine.zone))
  if (machine.terminating > 0) states.push(words.machine.terminating(machine.terminating))
  if (machine.shapeless > 0) states.push(words.machine.shapeless(machine.shapeless))
  if (machine.starting > 0) states.push(words.machine.starting(machine.starting))
  if (machine.trouble !== '') states.push(machine.trouble)
  if (machine.unready > 0) states.push(words.machine.unready(machine.unready))
  if (machine.booting) states.push(words.machine.booting)
  else if (machine.notReady) states.push(words.machine.notReady)
  if (machine.cordoned) states.push(words.machine.cordoned)
  if (machine.memoryPressure) states.push(words.machine.memoryPressure)
  if (machine.drainWaits) states.push(words.machine.drainWaits)
  if (machine.reclaiming) states.push(words.machine.reclaiming)
  else if (machine.spot) states.push(words.machine.spot)
  if (machine.scalingDown) states.push(words.machine.scalingDown)
  return states
}
