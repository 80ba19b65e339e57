import type { Plugin, QueuePlace } from '../framework.ts'

/** True when `a` is scheduled before `b`: higher priority first, then the one that waits longer. */
export function prioritySort(a: QueuePlace, b: QueuePlace): boolean {
  return a.priority === b.priority ? a.timestamp < b.timestamp : a.priority > b.priority
}

/** The order of the active queue. */
export const PrioritySort: Plugin = {
  name: 'PrioritySort',
  less: prioritySort,
  begin: () => ({}),
}
