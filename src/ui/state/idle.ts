/** A dialog is being fetched: keys are meant for it. */
export const DIALOG = 'dialog'

/**
 * `document.documentElement.dataset.idle` is "true" exactly when nothing moves and nothing is under
 * way; tests wait for it instead of sleeping.
 */
const busy = new Map<string, number>()

/** Says how many of a sort of work are under way: `messages`, `stage`, `playing`, `numbers` ... */
export function setBusy(sort: string, count: number): void {
  if (count > 0) busy.set(sort, count)
  else busy.delete(sort)
  show()
}

export function changeBusy(sort: string, by: 1 | -1): void {
  setBusy(sort, (busy.get(sort) ?? 0) + by)
}

/** Counts this work as one of its sort until it is over. */
export function during<T>(sort: string, work: Promise<T>): Promise<T> {
  changeBusy(sort, 1)
  return work.finally(() => changeBusy(sort, -1))
}

export function isBusy(sort: string): boolean {
  return busy.has(sort)
}

export function isIdle(): boolean {
  return busy.size === 0
}

function show(): void {
  if (typeof document === 'undefined') return
  document.documentElement.dataset.idle = busy.size === 0 ? 'true' : 'false'
}
