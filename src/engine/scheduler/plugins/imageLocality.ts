import type { Node, Pod } from '../../api/types.gen.ts'
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
  fast({ pod }, columns) {
    const wanted = wantedImages(pod)
    const max = MAX_CONTAINER_THRESHOLD * wanted.length
    const sizes = wanted.map((name) => columns.imageSizes(name))
    return {
      by: 'cluster',
      preScore: () =>
        wanted.length > 0 && wanted.every((name) => columns.nodesWithImage(name) === 0)
          ? 'Zero'
          : undefined,
      scoreAll(slots, count, scores) {
        const shares = wanted.map((name) => columns.nodesWithImage(name) / columns.nodeCount)
        for (let i = 0; i < count; i++) {
          let sum = 0
          for (let k = 0; k < sizes.length; k++)
            sum += Math.trunc(sizes[k]![slots[i]!]! * shares[k]!)
          scores[i] = scaledScore(sum, max)
        }
      },
    }
  },
  begin({ pod }, cluster) {
    const wanted = wantedImages(pod)
    const max = MAX_CONTAINER_THRESHOLD * wanted.length
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
      score: ({ node }) => imageScore(wanted, node, (name) => spread.get(name) ?? 0, max),
    }
  },
}

function wantedImages({ spec }: Pod): string[] {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]
  return containers.map(({ image = '' }) => normalizedImageName(image))
}

/** @param shareOf of all nodes, that have the image */
function imageScore(
  wanted: readonly string[],
  node: Node,
  shareOf: (name: string) => number,
  max: number,
): number {
  const images = node.status?.images ?? []
  let sum = 0
  for (const name of images.length > 0 ? wanted : []) {
    const image = images.find(({ names }) => names?.includes(name))
    if (image) sum += Math.trunc((image.sizeBytes ?? 0) * shareOf(name))
  }
  return scaledScore(sum, max)
}

function scaledScore(sum: number, max: number): number {
  const clamped = Math.min(max, Math.max(MIN_THRESHOLD, sum))
  return Math.floor((MAX_NODE_SCORE * (clamped - MIN_THRESHOLD)) / (max - MIN_THRESHOLD))
}

/** An image's name with `:latest` where neither a tag nor a digest follows the last slash. */
export function normalizedImageName(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name
}
