import type { Scene } from './scene.ts'
import type { Camera, Target } from './stage.ts'

/** While a decision is gone through, ghosts and scores stand over the rims (px). */
const OVER_RIM = 53

/** The camera that looks at a machine, or at the machine of a pod, from close by. */
export function closeTo(scene: Scene, target: Target): Camera | undefined {
  if (target.type === 'app') return undefined
  const side = scene.sides.findIndex(({ model }) => model.id === target.lane)
  if (side < 0) return undefined
  const node = target.type === 'node' ? target.row : scene.sides[side]!.model.where[target.row]
  return node === undefined ? undefined : scene.ground.closeTo(side, node)
}

/** What lies under a point, CSS px relative to the stage. */
export function targetAt(scene: Scene, x: number, y: number): Target | undefined {
  const { ground } = scene
  const next = scene.next.view
  if (!ground.layout) return undefined
  // What stands over the rims belongs to the wells.
  const over = scene.walking.shown && ground.lod === 0 ? OVER_RIM : 0
  const well = ground.wellAt(x, y, over)
  if (well) {
    if (well.row < 0) return undefined
    const { model } = scene.sides[well.side]!
    const row = ground.podAt(well, x, y, model)
    return row === undefined
      ? { type: 'node', lane: model.id, row: well.row }
      : { type: 'pod', lane: model.id, row }
  }
  const at = next?.layout.boxes.findIndex(
    (box) =>
      x >= box.x - 4 &&
      x <= box.x + box.width + 4 &&
      y >= box.floor - box.height - 4 &&
      y <= box.floor + 20,
  )
  const entry = at === undefined || at < 0 ? undefined : next?.entries[at]
  if (entry?.pod === undefined) return entry && { type: 'app', app: entry.app }
  const { side, row } = entry.pod
  return { type: 'pod', lane: scene.sides[side]!.model.id, row }
}
