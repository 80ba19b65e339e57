import { findUntoleratedTaint } from '../../api/tolerations.ts'
import type { Node, Pod, Taint } from '../../api/types.gen.ts'
import { keptByNode } from '../fastPath.ts'
import type { Plugin } from '../framework.ts'
import { nodeChange, ownChange } from '../hints.ts'

/** What cordoning amounts to; the node need not carry the taint for the toleration to count. */
const CORDONED: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

/** Cordoned nodes take no pods, except those that tolerate it. */
export const NodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  wakeOn: [
    {
      kind: 'Node',
      hint(_, change) {
        const node = nodeChange(change)
        if (!node || cordoned(node.after)) return false
        return !node.before || cordoned(node.before)
      },
    },
    {
      kind: 'Pod',
      hint(pod, change) {
        const own = ownChange(pod, change)
        return own !== undefined && toleratesCordon(own.after) && !toleratesCordon(own.before)
      },
    },
  ],
  fast: ({ pod }) => keptByNode(toleratesCordon(pod)),
  begin: ({ pod }) => ({
    filter({ node }) {
      if (!cordoned(node) || toleratesCordon(pod)) return undefined
      return {
        code: 'UnschedulableAndUnresolvable',
        reasons: ['node(s) were unschedulable'],
      }
    },
  }),
}

const cordoned = (node: Node) => node.spec?.unschedulable === true

const toleratesCordon = (pod: Pod) => !findUntoleratedTaint([CORDONED], pod.spec?.tolerations)
