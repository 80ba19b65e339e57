import { evaluationAt, type Look } from './motion/evaluation.ts'
import { walkAt } from './motion/walk.ts'
import { lanesOf, waitingEntry } from './queue.ts'
import type { Scene } from './scene.ts'
import type { Walk } from './stage.ts'

/** The look at a side's wells that is shown, step by step or played. */
export function lookAt(scene: Scene, side: number, now: number): Look | undefined {
  const { shown } = scene.walking
  const { model, evaluation } = scene.sides[side]!
  if (shown && shown.walk.lane === model.id) return walkAt(shown, now)
  if (!evaluation) return undefined
  const { app, heights, attempt } = evaluation
  return { app, heights, attempt, wells: evaluationAt(evaluation, now) }
}

/** The walk's pod where it waits: index in NEXT, or -1 when it is not among what NEXT shows. */
export function walkedEntry(scene: Scene): number {
  const { shown } = scene.walking
  if (!shown || shown.endedAt !== undefined || !scene.next.view) return -1
  const side = scene.sides.findIndex(({ model }) => model.id === shown.walk.lane)
  const { row } = shown.found
  if (side < 0 || (row >= 0 && scene.sides[side]!.model.where[row]! >= 0)) return -1
  const { entries, layout } = scene.next.view
  return waitingEntry(entries.slice(0, layout.boxes.length), side, row, shown.walk.app)
}

/** The walk's pod while it is shown to wait and NEXT does not show it. */
export function walkedAside(
  scene: Scene,
): { readonly side: number; readonly walk: Walk; readonly cells: number[] } | undefined {
  const { shown } = scene.walking
  if (!shown || shown.endedAt !== undefined || shown.walk.phase !== 'queue') return undefined
  const side = scene.sides.findIndex(({ model }) => model.id === shown.walk.lane)
  if (side < 0 || walkedEntry(scene) >= 0) return undefined
  return { side, walk: shown.walk, cells: lanesOf([...shown.found.heights]) }
}

/** The machine that the viewer expects to be taken on a side, or -1. */
export function guessOn(scene: Scene, side: number): number {
  const { shown } = scene.walking
  if (!shown || shown.endedAt !== undefined) return -1
  return shown.walk.lane === scene.sides[side]!.model.id ? (shown.walk.predicted ?? -1) : -1
}
