import { DEFAULT_TOLERATION_SECONDS } from '../api/admission.ts'
import { SECOND } from '../api/units.ts'
import { NODE_MONITOR_GRACE_PERIOD } from '../controllers/nodeLifecycle.ts'

/** From power loss to the eviction of pods that tolerate no more than others do. */
export const EVICTION_WAIT = NODE_MONITOR_GRACE_PERIOD + DEFAULT_TOLERATION_SECONDS * SECOND
