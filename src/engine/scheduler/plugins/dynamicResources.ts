import { LATEST_MINOR, type Plugin } from '../framework.ts'

/** Part of the default profile since 1.34. */
const SINCE = 34

/**
 * Devices that pods claim are not modelled: no pod has a claim. What is left of this plugin is what it
 * says when no node is feasible (SCHEDULER.md section 10).
 */
export const DynamicResources: Plugin = {
  name: 'DynamicResources',
  begin: () => ({}),
  postFilter(_pod, cluster, failed) {
    if ((cluster.kubernetesMinor ?? LATEST_MINOR) < SINCE) return { keepNomination: true }
    // A PreFilter that ended the cycle before this plugin's left it without its state: an error.
    if (failed.preFilterRejected && failed.absent?.code === 'UnschedulableAndUnresolvable') {
      return { message: 'not found', keepNomination: true, failed: true }
    }
    return { message: 'no new claims to deallocate', keepNomination: true }
  },
}
