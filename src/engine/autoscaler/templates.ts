import { allocatableOf } from '../api/amounts.ts'
import { newNode } from '../machine.ts'
import { daemonPodsOn } from '../rules/daemonPod.ts'
import { HEALTHY } from '../rules/nodeHealth.ts'
import type { NodeGroup } from '../scenario.ts'
import { podInfo } from '../scheduler/nodeView.ts'
import type { Store } from '../store/store.ts'
import type { Template } from './estimate.ts'

/** What the group's next machine will be, as far as the cluster can know before it is there. */
export function templateOf({ machine }: NodeGroup, store: Store): Template {
  const node = (name: string) => {
    const fresh = newNode({ name }, machine)
    return { ...fresh, status: { ...fresh.status, conditions: HEALTHY } }
  }
  return {
    node,
    allocatable: allocatableOf(node('template')),
    daemons: (fresh) => daemonPodsOn(fresh, store.list('DaemonSet')).map(podInfo),
  }
}
