import { previewOf, type ShownPreview } from '../motion/preview.ts'
import type { Scene } from '../scene.ts'
import type { Label } from './labels.ts'
import { paintPreview } from './previewPainter.ts'
import type { ShapeList } from './shapeList.ts'
import { paintAside } from './trayPainter.ts'
import type { Standing } from './views.ts'

/**
 * What is painted only once somebody asks: what a death would do, and the pod of a walk that NEXT
 * does not show. Fetched then.
 */

/** What a death would do to a side. */
export function previewOn(scene: Scene, side: number): ShownPreview | undefined {
  const { model } = scene.sides[side]!
  const preview = scene.previews.find(({ lane }) => lane === model.id)
  const info = scene.mirror?.info
  if (!preview || !info || !model.nodes.includes(preview.dead)) return undefined
  const slots = scene.layout?.wells.filter((well) => well.side === side && well.row < 0) ?? []
  return previewOf(preview, model, scene.mirror!.apps, info.resources, slots)
}

export function paintOutlook(
  scene: Scene,
  preview: ShownPreview,
  stand: Standing,
  side: number,
  list: ShapeList,
  labels: Label[],
): void {
  paintPreview(scene, preview, stand, side, list, labels)
}

export function paintWaiting(scene: Scene, list: ShapeList, labels: Label[]): void {
  paintAside(scene, list, labels)
}
