import type { Plugin } from '../framework.ts'

/** Keeps a pod out of the queue until the last of its `spec.schedulingGates` is removed. */
export const SchedulingGates: Plugin = {
  name: 'SchedulingGates',
  preEnqueue(pod) {
    const gates = pod.spec?.schedulingGates ?? []
    if (gates.length === 0) return undefined
    return `waiting for scheduling gates: [${gates.map((gate) => gate.name).join(' ')}]`
  },
  begin: () => ({}),
}
