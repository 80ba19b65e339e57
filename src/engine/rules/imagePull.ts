import { QuantityError, toAmount } from '../api/quantity.ts'
import type { Node, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'

/*
 * Images on machines. Where nothing says how large a pod's images are they are on every machine
 * already. Otherwise a machine pulls an image once, one after the other as kubelets do by default
 * (serializeImagePulls), and has it from then on.
 */

/** How large each image of the pod is: a quantity of bytes. */
export const IMAGE_SIZE = 'podfall.dev/image-size'
/** An assumption: what a machine gets from a registry in a cloud, in bytes a second. */
const BYTES_PER_SECOND = 100 * 2 ** 20

/** Bytes; undefined = the pod's images are there. */
export function imageSize(pod: Pod): number | undefined {
  const text = pod.metadata?.annotations?.[IMAGE_SIZE]
  if (text === undefined) return undefined
  try {
    return toAmount('memory', text)
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error
    return undefined
  }
}

/** An image on its way to a machine, or there. */
export interface Pull {
  readonly askedAt: Millis
  readonly startedAt: Millis
  readonly doneAt: Millis
  readonly bytes: number
}

/** What machines have pulled and are pulling. */
export interface ImageCache {
  /** Whether it is there or on its way. */
  has(node: string, image: string): boolean
  /** The pull that brings or brought an image to a machine; begins one where needed. */
  pull(node: string, image: string, bytes: number, now: Millis): Pull
  /** The machine is gone. */
  forget(node: string): void
}

export function createImageCache(): ImageCache {
  const byNode = new Map<string, { readonly pulls: Map<string, Pull>; freeAt: Millis }>()
  return {
    has: (node, image) => byNode.get(node)?.pulls.has(image) === true,
    pull(node, image, bytes, now) {
      const cache = byNode.get(node) ?? { pulls: new Map<string, Pull>(), freeAt: 0 }
      byNode.set(node, cache)
      const known = cache.pulls.get(image)
      if (known) return known
      const startedAt = Math.max(now, cache.freeAt)
      const doneAt = startedAt + Math.ceil((bytes / BYTES_PER_SECOND) * 1_000)
      const pull = { askedAt: now, startedAt, doneAt, bytes }
      cache.pulls.set(image, pull)
      cache.freeAt = doneAt
      return pull
    },
    forget: (node) => void byNode.delete(node),
  }
}

/** The node reports an image, for which ImageLocality then has a reason to come back. */
export function withImage(node: Node, image: string, bytes: number): Node {
  const images = node.status?.images ?? []
  if (images.some(({ names }) => names?.includes(image))) return node
  const added = { names: [image], sizeBytes: bytes }
  return { ...node, status: { ...node.status, images: [...images, added] } }
}

/** What the kubelet says when an image has come. */
export function pulledMessage(image: string, { askedAt, startedAt, doneAt, bytes }: Pull): string {
  const took = `${(doneAt - startedAt) / 1_000}s (${(doneAt - askedAt) / 1_000}s including waiting)`
  return `Successfully pulled image "${image}" in ${took}. Image size: ${bytes} bytes.`
}
