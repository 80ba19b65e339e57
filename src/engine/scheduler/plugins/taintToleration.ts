import { findUntoleratedTaint, tolerates } from '../../api/tolerations.ts'
import type { Node, Pod } from '../../api/types.gen.ts'
import { keptByNode } from '../fastPath.ts'
import { LATEST_MINOR, type Plugin } from '../framework.ts'
import { nodeChange, ownChange } from '../hints.ts'
import { defaultNormalizeScore } from '../normalizeScore.ts'

const REFUSING = ['NoSchedule', 'NoExecute']

/** Tainted nodes take only pods that tolerate the taint; PreferNoSchedule only costs score. */
export const TaintToleration: Plugin = {
  name: 'TaintToleration',
  wakeOn: [
    {
      kind: 'Node',
      hint({ pod }, change) {
        const node = nodeChange(change)
        if (!node || refuses(node.after, pod)) return false
        return !node.before || refuses(node.before, pod)
      },
    },
    {
      kind: 'Pod',
      hint(pod, change) {
        const own = ownChange(pod, change)
        // Tolerations can only be added, so another number means another list.
        return own?.after.spec?.tolerations?.length !== own?.before.spec?.tolerations?.length
      },
    },
  ],
  fast: ({ pod }) => keptByNode(pod.spec?.tolerations, 'reversed'),
  begin({ pod }, cluster) {
    const preferring = (pod.spec?.tolerations ?? []).filter(
      ({ effect }) => !effect || effect === 'PreferNoSchedule',
    )
    // Up to the first patches of 1.34 the reason named the taint.
    const isNamed = (cluster.kubernetesMinor ?? LATEST_MINOR) < 34
    return {
      filter({ node }) {
        const taint = untolerated(node, pod)
        if (!taint) return undefined
        const { key, value = '' } = taint
        const reason = isNamed ? `taint {${key}: ${value}}` : 'taint(s)'
        return {
          code: 'UnschedulableAndUnresolvable',
          reasons: [`node(s) had untolerated ${reason}`],
          taint: key,
        }
      },
      score({ node }) {
        const taints = node.spec?.taints ?? []
        return taints.filter(
          (taint) =>
            taint.effect === 'PreferNoSchedule' &&
            !preferring.some((toleration) => tolerates(toleration, taint)),
        ).length
      },
      normalize: (scores) => defaultNormalizeScore(scores, true),
    }
  },
}

const untolerated = (node: Node, pod: Pod) =>
  findUntoleratedTaint(node.spec?.taints, pod.spec?.tolerations, REFUSING)

const refuses = (node: Node, pod: Pod): boolean => untolerated(node, pod) !== undefined
