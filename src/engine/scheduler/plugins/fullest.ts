import { keptByPods } from '../fastPath.ts'
import type { Plugin } from '../framework.ts'
import { fullnessWith, wholePercent } from '../fullness.ts'

/**
 * The score of best fit: how full the node would be with the pod on it, in whole percent (see
 * `fullnessWith`). Not a Kubernetes plugin.
 */
export const Fullest: Plugin = {
  name: 'Fullest',
  fast: () => keptByPods,
  begin: (pod) => ({ score: (node) => wholePercent(fullnessWith(pod, node)) }),
}
