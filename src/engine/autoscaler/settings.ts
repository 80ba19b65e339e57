import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import type { AutoscalerSettings } from '../scenario.ts'

/** Upstream's defaults (cluster-autoscaler/FAQ.md, config/flags). */
export const DEFAULT_SETTINGS: AutoscalerSettings = {
  expander: ['least-waste'],
  scanInterval: 10 * SECOND,
  balanceSimilarNodeGroups: false,
  scaleDownEnabled: true,
  scaleDownUtilizationThreshold: 0.5,
  scaleDownUnneededTime: 10 * MINUTE,
  scaleDownDelayAfterAdd: 10 * MINUTE,
}

/** --scale-down-unready-time. */
export const UNREADY_TIME: Millis = 20 * MINUTE
/** --max-node-provision-time. */
export const PROVISION_TIME: Millis = 15 * MINUTE
/** --unremovable-node-recheck-timeout. */
export const RECHECK_TIME: Millis = 5 * MINUTE
/** --scale-down-delay-after-failure. */
export const DELAY_AFTER_FAILURE: Millis = 3 * MINUTE
/** --max-scale-down-parallelism and --max-drain-parallelism. */
export const MOST_DELETIONS = 10
export const MOST_DRAINS = 1
/** --node-delete-delay-after-taint. */
export const DELAY_AFTER_TAINT: Millis = 5 * SECOND
/** An eviction that was refused is tried again, for so long (--max-pod-eviction-time). */
export const EVICTION_RETRY: Millis = 10 * SECOND
export const EVICTION_TIME: Millis = 2 * MINUTE
/** Evicted pods have --max-graceful-termination-sec and 30 s to be gone; looked at every 5 s. */
export const TERMINATION_TIME: Millis = 10 * MINUTE + 30 * SECOND
export const TERMINATION_CHECK: Millis = 5 * SECOND
/** --max-bulk-soft-taint-count: nodes that get or lose the soft taint in one loop. */
export const MOST_SOFT_TAINTS = 10
/** --expendable-pods-priority-cutoff: pods below it add no machines. */
export const EXPENDABLE_BELOW = -10
/** Pods that are younger are likely to be followed by others, which one more loop waits for. */
export const YOUNG: Millis = 2 * SECOND
/** --max-nodes-per-scaleup. */
export const MOST_NEW_NODES = 1_000
/** --initial-node-group-backoff-duration and --max-node-group-backoff-duration. */
export const FIRST_BACKOFF: Millis = 5 * MINUTE
export const LONGEST_BACKOFF: Millis = 30 * MINUTE
/** --node-group-backoff-reset-timeout. */
export const BACKOFF_RESET: Millis = 3 * 60 * MINUTE
