import type { Pod } from '../api/types.gen.ts'
import type { ControllerContext } from '../controllers/context.ts'
import { nameOf, namespaceOf } from '../store/identity.ts'

/** An event of a pod. */
export function tellPod(
  events: ControllerContext['events'],
  type: 'Normal' | 'Warning',
  reason: string,
  pod: Pod,
  message: string,
): void {
  const object = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
  events.record(type, reason, object, message)
}
