import { tolerates } from '../api/tolerations.ts'
import type { Node, Pod, Taint } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { sameTaints } from '../rules/nodeTaints.ts'
import { isActive, withPodConditions } from '../rules/podStatus.ts'
import { deletePod } from '../store/deletePod.ts'
import { keyOf, nameOf, namespaceOf, splitKey } from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

const OWNER = 'taintEviction'

export interface TaintEviction {
  /** The controller has just been started: the time that pods have left runs anew. */
  restarted(): void
}

/**
 * Evicts pods from nodes whose NoExecute taints they do not tolerate, or tolerate only for a time
 * (pkg/controller/tainteviction). The time runs from when the controller first saw the taint.
 */
export function startTaintEvictionController({
  store,
  clock,
  events,
}: ControllerContext): TaintEviction {
  /** NoExecute taints of the nodes that have any. */
  const tainted = new Map<string, readonly Taint[]>()
  /** Since when a pod's time runs. */
  const since = new Map<string, Millis>()

  clock.handle(OWNER, evict)

  store.watch(
    (change) => {
      if (change.kind === 'Node') {
        const { object: node, previous } = change
        if (change.type === 'MODIFIED' && sameTaints(previous, node)) return
        const taints = change.type === 'DELETED' ? [] : noExecuteTaints(node)
        if (taints.length === 0 && !tainted.has(nameOf(node))) return
        if (taints.length > 0) tainted.set(nameOf(node), taints)
        else tainted.delete(nameOf(node))
        for (const pod of store.podsOnNode(nameOf(node))) examine(pod)
      } else if (change.kind === 'Pod' && (tainted.size > 0 || since.size > 0)) {
        if (change.type === 'DELETED') forget(keyOf(change.object))
        else examine(change.object)
      }
    },
    ['Node', 'Pod'],
  )

  function examine(pod: Pod): void {
    const key = keyOf(pod)
    const taints = tainted.get(pod.spec?.nodeName ?? '')
    if (!taints || !isActive(pod)) {
      if (forget(key) && isActive(pod)) record(pod, `Cancelling deletion of Pod ${key}`)
      return
    }
    const patience = patienceOf(pod, taints)
    if (patience === undefined) {
      if (forget(key)) record(pod, `Cancelling deletion of Pod ${key}`)
      return
    }
    const start = since.get(key) ?? clock.now
    since.set(key, start)
    if (start + patience <= clock.now) {
      clock.cancel(OWNER, key)
      evict(key)
    } else if (clock.dueAt(OWNER, key) !== start + patience) {
      clock.schedule(OWNER, key, start + patience)
    }
  }

  /** Whether an eviction was on its way. */
  function forget(key: string): boolean {
    clock.cancel(OWNER, key)
    return since.delete(key)
  }

  function evict(key: string): void {
    since.delete(key)
    const { namespace, name } = splitKey(key)
    const pod = store.get('Pod', namespace, name)
    if (!pod || !isActive(pod)) return
    record(pod, `Marking for deletion Pod ${key}`)
    store.update('Pod', withPodConditions(pod, [DISRUPTION], clock.now))
    deletePod(store, clock, namespace, name)
  }

  function record(pod: Pod, message: string): void {
    const object = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
    events.record('Normal', 'TaintManagerEviction', object, message)
  }

  return {
    restarted() {
      for (const key of since.keys()) clock.cancel(OWNER, key)
      since.clear()
      for (const nodeName of tainted.keys()) {
        for (const pod of store.podsOnNode(nodeName)) examine(pod)
      }
    },
  }
}

const DISRUPTION = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByTaintManager',
  message: 'Taint manager: deleting due to NoExecute taint',
}

function noExecuteTaints(node: Node): readonly Taint[] {
  return (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute')
}

/** How long the pod puts up with all these taints; undefined = for ever. */
function patienceOf(pod: Pod, taints: readonly Taint[]): Millis | undefined {
  let patience: Millis | undefined
  for (const taint of taints) {
    const toleration = pod.spec?.tolerations?.find((each) => tolerates(each, taint))
    if (!toleration) return 0
    if (toleration.tolerationSeconds === undefined) continue
    const limit = Math.max(0, toleration.tolerationSeconds) * SECOND
    patience = patience === undefined ? limit : Math.min(patience, limit)
  }
  return patience
}
