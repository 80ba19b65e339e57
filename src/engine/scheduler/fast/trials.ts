import type { Nominated } from '../fitCheck.ts'
import type { Candidate, ClusterView, PodInfo, Rejection, Trials } from '../framework.ts'
import { dryRun } from '../preemption/dryRun.ts'
import type { Failure } from './failure.ts'
import type { NodeColumns } from './nodeColumns.ts'
import type { Nominees } from './nominees.ts'
import { createSlotMemo } from './slotMemo.ts'
import type { PlacedFilter, Template } from './template.ts'

/**
 * The refusal of a slot with the pods that are on it now, asked without what is kept; 0 = none. All
 * filters of the template but those that are begun anew.
 */
export function fullRefusal(template: Template, columns: NodeColumns, slot: number): number {
  const { nodeFacts, allFilters } = template
  if (nodeFacts.seen[slot] !== columns.nodeVersions[slot]) {
    nodeFacts.ask(slot)
    nodeFacts.seen[slot] = columns.nodeVersions[slot]!
  }
  const own = nodeFacts.refusals[slot]!
  const place = nodeFacts.positions[slot]!
  for (const { position, run } of allFilters) {
    if (own !== 0 && place < position) return own
    if (run.preFilter?.() === 'Skip') continue
    const refusal = run.filter(slot)
    if (refusal !== 0) return refusal
  }
  return own
}

/**
 * The dry runs of preemption on columns: pods are taken from a slot and put back, and the template's
 * filters are asked each time.
 * @param active filters whose `preFilter` has to be asked again afterwards
 */
export function trialsOf(
  info: PodInfo,
  template: Template,
  columns: NodeColumns,
  nominees: Nominees,
  nominated: Nominated,
  { slots, numbers, failed }: Failure,
  cluster: ClusterView,
  active: readonly PlacedFilter[],
): Trials {
  let potential: Int32Array | undefined
  const budgets = cluster.disruptionBudgets ?? []
  // What other nodes' pods and budgets decide may be different the next time.
  const isKept = template.wideFilters.length === 0 && budgets.length === 0

  function find(): Int32Array {
    if (!failed.groups?.some(({ rejection }) => isCurable(rejection))) return NO_SLOTS
    const curable = columns.refusals().map(({ rejection }) => (isCurable(rejection) ? 1 : 0))
    const found = new Int32Array(slots.length)
    let count = 0
    for (let i = 0; i < slots.length; i++)
      if (curable[numbers[slots[i]!]!] === 1) found[count++] = slots[i]!
    return found.subarray(0, count)
  }

  function tryOn(slot: number): Candidate | Rejection {
    const others = nominees.at(slot, nominated)
    const outcome = columns.experiment(slot, (bench) =>
      dryRun(
        info,
        {
          node: columns.nameOf(slot),
          pods: [...columns.podsOn(slot)],
          remove: bench.remove,
          add: bench.add,
          rejection() {
            let refusal = 0
            if (others.length > 0) {
              for (const other of others) bench.add(other)
              refusal = fullRefusal(template, columns, slot)
              for (const other of others) bench.remove(other)
            }
            refusal ||= fullRefusal(template, columns, slot)
            return refusal === 0 ? undefined : columns.refusals()[refusal]!.rejection
          },
        },
        budgets,
      ),
    )
    for (const { run } of active) run.preFilter?.()
    return outcome
  }

  return {
    get count() {
      potential ??= find()
      return potential.length
    },
    try(number) {
      potential ??= find()
      const slot = potential[number]!
      if (!isKept) return tryOn(slot)
      template.trials ??= createSlotMemo()
      const others = nominees.at(slot, nominated)
      return template.trials.get(slot, columns.contents[slot]!, others, () => tryOn(slot))
    },
  }
}

const NO_SLOTS = new Int32Array(0)
const isCurable = ({ code }: Rejection): boolean => code === 'Unschedulable'
