import { amount, unitOf } from '../words/units.ts'
import { words } from '../words/words.ts'

/** `6 of 8 vCPU`, one entry per resource that the machine has. */
export function amountText(
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
