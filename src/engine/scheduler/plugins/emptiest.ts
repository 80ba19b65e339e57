import { keptByPods } from '../fastPath.ts'
import type { Plugin } from '../framework.ts'
import { fullnessWith, wholePercent } from '../fullness.ts'

/**
 * The score of worst fit: how much of the node would stay free with the pod on it, in whole percent
 * (1 less `fullnessWith`). Not a Kubernetes plugin.
 */
export const Emptiest: Plugin = {
  name: 'Emptiest',
  fast: () => keptByPods,
  begin: (pod) => ({ score: (node) => wholePercent(1 - fullnessWith(pod, node)) }),
}
