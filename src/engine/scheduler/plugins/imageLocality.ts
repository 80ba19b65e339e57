import type { Plugin } from '../framework.ts'
import { MAX_NODE_SCORE } from '../normalizeScore.ts'

const MEBIBYTE = 1024 ** 2
/** Less than this on a node is not worth anything. */
const MIN_THRESHOLD = 23 * MEBIBYTE
/** More than this per container is not worth more. */
const MAX_CONTAINER_THRESHOLD = 1000 * MEBIBYTE

/** Nodes that already have much of what the pod's images weigh are better. */
export const ImageLocality: Plugin = {
  name: 'ImageLocality',
  begin({ pod }, cluster) {
    const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])]
    const wanted = containers.map(({ image = '' }) => normalizedImageName(image))
    const max = MAX_CONTAINER_THRESHOLD * containers.length
    /** Share of all nodes that have an image, so that a rare image does not draw every pod. */
    const spread = new Map<string, number>()

    return {
      preScore() {
        const names = new Set(wanted)
        for (const { node } of cluster.nodes) {
          for (const name of new Set(node.status?.images?.flatMap((image) => image.names ?? []))) {
            if (names.has(name)) spread.set(name, (spread.get(name) ?? 0) + 1)
          }
        }
        for (const [name, nodes] of spread) spread.set(name, nodes / cluster.nodes.length)
        return undefined
      },
      score({ node }) {
        let sum = 0
        for (const name of wanted) {
          const image = node.status?.images?.find(({ names }) => names?.includes(name))
          if (image) sum += Math.trunc((image.sizeBytes ?? 0) * (spread.get(name) ?? 0))
        }
        const clamped = Math.min(max, Math.max(MIN_THRESHOLD, sum))
        return Math.floor((MAX_NODE_SCORE * (clamped - MIN_THRESHOLD)) / (max - MIN_THRESHOLD))
      },
    }
  },
}

/** An image's name with `:latest` where neither a tag nor a digest follows the last slash. */
export function normalizedImageName(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name
}
