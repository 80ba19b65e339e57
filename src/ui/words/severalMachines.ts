/**
 * Says what happens to the machines that an action is for: one (`3`), several in a row (`1–1667`, see
 * `RunInfo.actions`), or those of several actions together (`3, 14–15, 92`).
 * @param many says it of so many machines, in the place of a list of them
 */
export function byNumber(
  one: (label: string) => string,
  several: (label: string) => string,
  many?: (machines: number) => string,
): (label: string) => string {
  return (label) => {
    const labels = label.split(TOGETHER)
    if (labels.length > 1) {
      return many?.(labels.reduce((sum, part) => sum + machinesIn(part), 0)) ?? several(label)
    }
    return (RANGE.test(label) ? several : one)(label)
  }
}

/** Between the labels of actions that are told together. */
export const TOGETHER = ', '

const RANGE = /^(\d+)–(\d+)$/

function machinesIn(label: string): number {
  const [, first, last] = RANGE.exec(label) ?? []
  return first === undefined ? 1 : Number(last) - Number(first) + 1
}

/** Whether an action is for machines that have numbers. */
export function isNumbered(label: string): boolean {
  return /^\d+$/.test(label) || RANGE.test(label)
}
