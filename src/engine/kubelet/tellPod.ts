import type { Pod } from '../api/types.gen.ts'
import type { ControllerContext, ObjectReference } from '../controllers/context.ts'
import { nameOf, namespaceOf } from '../store/identity.ts'

/** An event of a pod. */
export function tellPod(
  events: ControllerContext['events'],
  type: 'Normal' | 'Warning',
  reason: string,
  pod: Pod,
  message: string,
): void {
  // Of a pod that starts three things are told, one after the other.
  if (latest?.pod !== pod) {
    latest = { pod, object: { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } }
  }
  events.record(type, reason, latest.object, message)
}

let latest: { readonly pod: Pod; readonly object: ObjectReference } | undefined
