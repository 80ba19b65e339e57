import type { Kind } from '../api/objects.ts'
import type { Clock } from '../sim/clock.ts'
import type { Random } from '../sim/random.ts'
import type { Store } from '../store/store.ts'

/** The object an event is about. */
export interface ObjectReference {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
}

export interface EventRecorder {
  /** `reason` and `message` are the component's own upstream words. */
  record(type: 'Normal' | 'Warning', reason: string, object: ObjectReference, message: string): void
}

/** What every controller of one cluster is started with. */
export interface ControllerContext {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly events: EventRecorder
}

/** Whether a machine has power right now: the physical truth, which the API server does not know. */
export type HasPower = (nodeName: string) => boolean
