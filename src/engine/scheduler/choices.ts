import type { Attempt } from './attempt.ts'

/** As much of an attempt as tells what nobody chose. */
export type ChoiceFacts = Pick<Attempt, 'candidates'> &
  Partial<
    Pick<
      Attempt,
      'equals' | 'rule' | 'nodes' | 'verdicts' | 'examined' | 'nominated' | 'preemption'
    >
  >

/** How these sentences are put; another language is another object of this type. */
export interface ChoiceWords {
  /** `node-1, node-2 or node-5` */
  readonly or: (names: readonly string[]) => string
  readonly oneOf: (nodes: number) => string
  /** `who`: nodes of which one was drawn. */
  readonly equalScores: (who: string, seed: number) => string
  readonly allFit: (who: string, seed: number) => string
  readonly cleared: (who: string, seed: number) => string
  readonly lookedAt: (looked: number, nodes: number) => string
  /** `others`: there are some, which were not looked at (SCHEDULER.md section 3). */
  readonly triedAlone: (node: string, others: boolean) => string
}

export const CHOICE_WORDS: ChoiceWords = {
  or: (names) => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
  oneOf: (nodes) => `one of ${nodes} nodes`,
  equalScores: (who, seed) => `${who}: equal scores, drawn by seed ${seed}`,
  allFit: (who, seed) => `${who}: all fit, drawn by seed ${seed}`,
  cleared: (who, seed) => `${who}: equally good to clear, drawn by seed ${seed}`,
  lookedAt: (looked, nodes) => `${looked} of ${nodes} nodes were looked at: enough of them fit`,
  triedAlone: (node, others) =>
    `${node} had been cleared for it (nominatedNodeName), so it was tried first, and it fits${
      others ? '; the others were not looked at' : ''
    }.`,
}

/** More names than this are a number. */
const MOST_NAMES = 5

/**
 * What in a decision was nobody's choice, one sentence each: nodes that were equally good, the node
 * that preemption clears, nodes that were not looked at. None for most decisions.
 * @param seed of the run, which drew
 */
export function nobodysChoices(
  attempt: ChoiceFacts,
  seed: number,
  words: ChoiceWords = CHOICE_WORDS,
): readonly string[] {
  const { candidates, equals, rule, nodes, verdicts, examined, nominated, preemption } = attempt
  const sentences: string[] = []
  const count = equals ?? candidates.length
  if (count > 1) {
    const drawn = rule === undefined ? words.equalScores : words.allFit
    sentences.push(drawn(oneOf(words, candidates, count), seed))
  }
  const cleared = preemption?.candidates ?? []
  if (cleared.length > 1) {
    sentences.push(words.cleared(oneOf(words, cleared), seed))
  }
  const looked = examined ?? verdicts?.length
  if (nominated !== undefined) sentences.push(words.triedAlone(nominated, nodes !== 1))
  else if (nodes !== undefined && looked !== undefined && looked < nodes) {
    sentences.push(words.lookedAt(looked, nodes))
  }
  return sentences
}

function oneOf(words: ChoiceWords, names: readonly string[], count = names.length): string {
  return count > Math.min(MOST_NAMES, names.length) ? words.oneOf(count) : words.or(names)
}
