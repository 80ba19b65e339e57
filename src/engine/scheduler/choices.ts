import type { Attempt } from './attempt.ts'

/** As much of an attempt as tells what nobody chose. */
export type ChoiceFacts = Pick<Attempt, 'candidates'> &
  Partial<
    Pick<
      Attempt,
      'equals' | 'rule' | 'nodes' | 'verdicts' | 'examined' | 'nominated' | 'preemption'
    >
  >

/** More names than this are a number. */
const MOST_NAMES = 5

/**
 * What in a decision was nobody's choice, one sentence each: nodes that were equally good, the node
 * that preemption clears, nodes that were not looked at. None for most decisions.
 * @param seed of the run, which drew
 */
export function nobodysChoices(attempt: ChoiceFacts, seed: number): readonly string[] {
  const { candidates, equals, rule, nodes, verdicts, examined, nominated, preemption } = attempt
  const sentences: string[] = []
  const count = equals ?? candidates.length
  if (count > 1) {
    const why = rule === undefined ? 'equal scores' : 'all fit'
    sentences.push(`${oneOf(candidates, count)}: ${why}, drawn by seed ${seed}`)
  }
  const cleared = preemption?.candidates ?? []
  if (cleared.length > 1) {
    sentences.push(`${oneOf(cleared)}: equally good to clear, drawn by seed ${seed}`)
  }
  const looked = examined ?? verdicts?.length
  if (nominated !== undefined) sentences.push(triedAlone(nominated, nodes))
  else if (nodes !== undefined && looked !== undefined && looked < nodes) {
    sentences.push(`${looked} of ${nodes} nodes were looked at: enough of them fit`)
  }
  return sentences
}

/**
 * Why one node alone was looked at: an earlier attempt had it cleared (SCHEDULER.md section 3).
 * @param nodes of the cluster; with one there are no others to speak of
 */
export function triedAlone(node: string, nodes?: number): string {
  const others = nodes === 1 ? '' : '; the others were not looked at'
  return `${node} had been cleared for it (nominatedNodeName), so it was tried first, and it fits${others}.`
}

/** `node-1, node-2 or node-5`. */
function oneOf(names: readonly string[], count = names.length): string {
  if (count > Math.min(MOST_NAMES, names.length)) return `one of ${count} nodes`
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
