import { keptByNode } from '../fastPath.ts'
import type { Plugin } from '../framework.ts'
import { nodeChange } from '../hints.ts'

/** A pod that names its node fits only there. */
export const NodeName: Plugin = {
  name: 'NodeName',
  wakeOn: [{ kind: 'Node', hint: (_, change) => change.type === 'ADDED' && !!nodeChange(change) }],
  fast: ({ pod }) => keptByNode(pod.spec?.nodeName),
  begin({ pod }) {
    const wanted = pod.spec?.nodeName
    return {
      filter(node) {
        if (!wanted || wanted === node.name) return undefined
        return {
          code: 'UnschedulableAndUnresolvable',
          reasons: ["node(s) didn't match the requested node name"],
        }
      },
    }
  },
}
