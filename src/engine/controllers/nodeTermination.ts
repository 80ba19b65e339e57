import { type Cloud, type Machine, terminationNotice } from '../machine.ts'
import type { ControllerContext } from './context.ts'

const TAINT = 'aws-node-termination-handler/spot-itn'

export interface NodeTerminationOptions {
  readonly cloud: Cloud
  /** At once, or when the control plane is back. */
  readonly whenUp: (action: () => void) => void
  readonly drain: (nodeName: string) => void
}

/**
 * What runs on spot machines to hear the cloud's notice: the node is tainted, cordoned and drained,
 * so that its pods are elsewhere when the machine goes (aws/aws-node-termination-handler).
 */
export function startNodeTerminationHandler(
  { store, events }: ControllerContext,
  { cloud, whenUp, drain }: NodeTerminationOptions,
): void {
  cloud.watch((machine, change) => {
    if (change === 'reclaimed') whenUp(() => empty(machine))
  })

  function empty(machine: Machine): void {
    const node = store.get('Node', '', machine.name)
    if (!node || cloud.byName(machine.name) !== machine) return
    const about = { kind: 'Node', namespace: '', name: machine.name } as const
    events.record('Warning', 'SpotInterruption', about, terminationNotice(machine))
    const taints = [...(node.spec?.taints ?? []), { key: TAINT, effect: 'NoSchedule' }]
    store.update('Node', { ...node, spec: { ...node.spec, taints, unschedulable: true } })
    drain(machine.name)
  }
}
