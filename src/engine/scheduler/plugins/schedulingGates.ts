import type { Pod } from '../../api/types.gen.ts'
import type { Plugin } from '../framework.ts'

/** Keeps a pod out of the queue until the last of its `spec.schedulingGates` is removed. */
export const SchedulingGates: Plugin = {
  name: 'SchedulingGates',
  preEnqueue: waitingForGates,
  begin: () => ({}),
}

/** Upstream's words about the gates that keep a pod; undefined = it has none. */
export function waitingForGates(pod: Pod): string | undefined {
  const gates = pod.spec?.schedulingGates
  if (!gates || gates.length === 0) return undefined
  return `waiting for scheduling gates: [${gates.map((gate) => gate.name).join(' ')}]`
}
