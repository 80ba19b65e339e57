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

export function isIdle(): boolean {
  return busy.size === 0
}

function show(): void {
  if (typeof document === 'undefined') return
  document.documentElement.dataset.idle = busy.size === 0 ? 'true' : 'false'
}
