import type { Facts, LessonWords } from '../words/lessonTexts.ts'

/** One caption for both clusters, or one for each. */
export interface Caption {
  readonly text: string
  readonly right?: string
}

/** So many pods have to be there before anybody counts machines. */
const ENOUGH = 10

/**
 * What is said about a run that no lesson speaks of; undefined = nothing needs to be said.
 * @param idle nothing has happened yet, and nothing moves
 */
export function runCaption(
  { left, right, arrived, pagedAt }: Facts,
  idle: boolean,
  compared: boolean,
  words: LessonWords['present'],
): Caption | undefined {
  if (idle) return { text: words.press }
  const isDown = left.down > 0 || right.lost > 0
  if (isDown && compared) {
    const [number, noun] = words.appsDown(left.down)
    const text =
      left.down === 0 ? '' : pagedAt === undefined ? `${number} ${noun}.` : words.wakes(pagedAt)
    const well = right.lost === 0 && right.down === 0 && right.machinesUp === right.machines
    // No machine died: somebody deleted an app, or it was put where nothing starts.
    if (well && left.machinesUp === left.machines) return { text, right: '' }
    const told =
      !well && (right.lost === 0 || right.back === 0)
        ? words.waits
        : right.pending > 0 && right.back < right.lost
          ? words.stuck(right.pending)
          : words.nobody
    return { text, right: told }
  }
  const saved = left.machines - right.machines
  return compared && saved > 0 && arrived >= ENOUGH ? { text: words.fewer(saved) } : undefined
}

/** What has come of a run that a scenario drives: each cluster's figures, once it is over. */
export function closingCaption(
  { left, right }: Facts,
  compared: boolean,
  words: LessonWords['present'],
): Caption {
  const text = words.closing(left)
  return compared ? { text, right: words.closing(right) } : { text: words.closing(right) }
}
