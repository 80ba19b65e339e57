import { stageWords } from '../../words/stage.ts'
import { amountText } from '../cells.ts'
import { outEase, progress } from '../easing.ts'
import { letters } from '../letters.ts'
import { TIMES } from '../motion/timings.ts'
import type { Scene } from '../scene.ts'
import type { Label } from './labels.ts'
import { newPose, paintPiece, resetPose } from './piece.ts'
import type { ShapeList } from './shapeList.ts'
import type { Standing } from './views.ts'

const pose = newPose()

/** Pieces on their way out: the line clear of a finished Job, a thinning, a fading. */
export function paintLeavers(
  scene: Scene,
  side: number,
  stand: Standing,
  list: ShapeList,
  now: number,
): void {
  const { moves } = scene.sides[side]!
  for (const leaver of moves.leavers) {
    const view = stand.wells[side]?.get(leaver.node)
    if (!view) continue
    const elapsed = (now - leaver.start) * leaver.rate
    resetPose(pose)
    pose.lows = leaver.lows
    pose.heights = leaver.heights
    const thinning = leaver.cause === 'completed' ? elapsed - TIMES.sweep : elapsed
    if (leaver.cause === 'lost') {
      pose.opacity = 1 - progress(elapsed, 0, TIMES.fade)
      if (scene.facts.isDead(side, leaver.node)) pose.dress = 'lost'
    } else if (thinning < 0) {
      pose.sweep = Math.max(0.001, progress(elapsed, 0, TIMES.sweep))
    } else {
      pose.dress = 'outline'
      pose.tall = 1 - outEase(progress(thinning, 0, TIMES.thin))
    }
    const look = scene.brush.look(scene.facts.appOf(side, leaver.row))
    paintPiece(list, scene.brush, view, stand.measure, look, pose)
  }
}

/** `+2 vCPU +8 GiB` rises from the well and fades. */
export function paintGains(
  scene: Scene,
  side: number,
  stand: Standing,
  labels: Label[],
  now: number,
): void {
  const { moves } = scene.sides[side]!
  const resources = scene.mirror?.info?.resources ?? []
  const pods = scene.mirror?.lanes[side]?.pods
  if (!pods || stand.measure.lod > 0) return
  for (const gain of moves.gains) {
    const view = stand.wells[side]?.get(gain.node)
    const t = progress(now, gain.start, TIMES.gain / gain.rate)
    if (!view || now < gain.start) continue
    const amounts = resources.flatMap((name, r) => {
      const amount = pods.requests[gain.row * resources.length + r]!
      return amount > 0 ? [amountText(name, amount, true)] : []
    })
    const text = stageWords.gained(amounts)
    const area = scene.areas?.lanes[side]
    const half = letters(text) * 4.6
    const middle = view.x + view.width / 2
    const rim = view.floor - Math.max(...view.heights) * stand.measure.cell
    labels.push({
      key: `gain:${side}:${gain.row}`,
      kind: 'gain',
      text,
      x: area ? Math.max(area.x + half, Math.min(area.x + area.width - half, middle)) : middle,
      // It rises as far as there is room below the scoreboard.
      y: Math.max((area?.y ?? 0) + 10, rim - 14 - 24 * outEase(t)),
      opacity: t < 0.5 ? 1 : 1 - (t - 0.5) * 2,
    })
  }
}
