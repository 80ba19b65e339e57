import { stageWords } from '../../words/stage.ts'
import { amountText, laneLabel, unitsPerCell } from '../cells.ts'
import type { EvaluatedWell, Evaluation, LookedAt } from '../motion/evaluation.ts'
import type { Scene } from '../scene.ts'
import type { Measure, WellView } from './brush.ts'
import { paintExcess } from './effects.ts'
import type { Label } from './labels.ts'
import { newPose, paintPiece, resetPose } from './piece.ts'
import type { ShapeList } from './shapeList.ts'
import type { Standing } from './views.ts'

const pose = newPose()

/** Ghosts, what stands over the rims, pills and scores of the scheduler's look. */
export function paintEvaluated(
  scene: Scene,
  evaluation: Evaluation,
  wells: readonly EvaluatedWell[],
  stand: Standing,
  side: number,
  list: ShapeList,
  labels: Label[],
  now: number,
): void {
  const { measure } = stand
  const look = scene.brush.look(evaluation.app)
  const falling = now >= evaluation.fallAt
  for (const well of wells) {
    const { looked } = well
    const view = stand.wells[side]?.get(looked.node)
    if (!view || well.shown <= 0) continue
    const refused = looked.verdict.rejectedBy !== undefined
    const over = looked.excess.some((cells) => cells > 0)
    if ((!refused || over) && !(falling && looked.winner)) {
      resetPose(pose)
      pose.lows = looked.lows
      pose.heights = evaluation.heights
      pose.opacity = well.shown
      pose.dress = looked.winner && well.framed > 0.5 ? 'winner' : 'ghost'
      paintPiece(list, scene.brush, view, measure, look, pose)
    }
    if (over) {
      view.lanes.forEach((resource, lane) => {
        const cells = looked.excess[resource]!
        if (cells > 0) paintExcess(list, scene.brush, view, measure, lane, cells, well.shown)
      })
    }
    if (measure.lod === 0) label(scene, side, looked, well, view, measure, labels)
  }
}

function label(
  scene: Scene,
  side: number,
  looked: LookedAt,
  well: EvaluatedWell,
  view: WellView,
  measure: Measure,
  labels: Label[],
): void {
  const rim = view.floor - Math.max(...view.heights) * measure.cell
  const middle = view.x + view.width / 2
  const { verdict, winner } = looked
  const key = `${side}:${looked.node}`
  if (verdict.rejectedBy !== undefined) {
    const over = looked.excess.some((cells) => cells > 0)
    const pills = over
      ? excessPills(scene, looked, view.width > 76)
      : [ruleWord(verdict.rejectedBy)]
    const up = over ? Math.max(...looked.excess) * measure.cell : 0
    pills.forEach((text, i) => {
      labels.push({
        key: `pill:${key}:${i}`,
        kind: 'pill',
        text,
        x: middle,
        y: rim - up - 20 - (pills.length - 1 - i) * 28,
        opacity: well.shown,
      })
    })
    return
  }
  const total = verdict.total
  if (well.counted <= 0) return
  const text = total === undefined ? stageWords.onlyFit : String(Math.round(total * well.counted))
  const won = winner && well.framed > 0
  labels.push({
    key: `score:${key}`,
    kind: won ? 'winner' : 'score',
    text,
    x: middle,
    y: rim - (won ? 27 : 24),
    opacity: 1,
    size:
      total === undefined
        ? Math.min(15, view.width * 0.24)
        : Math.min(won ? 34 : 26, view.width * (won ? 0.46 : 0.36)),
  })
}

/** One pill per lane that is too full; on narrow screens the lane is named by where the block is. */
function excessPills(scene: Scene, looked: LookedAt, wide: boolean): string[] {
  const resources = scene.mirror?.info?.resources ?? []
  const named = wide && scene.areas?.breakpoint === 'desktop'
  return resources.flatMap((name, r) => {
    const cells = looked.excess[r]!
    if (cells <= 0) return []
    const amount = amountText(name, cells * unitsPerCell(name), false)
    return [stageWords.over(named ? laneLabel(name) : '', amount)]
  })
}

function ruleWord(plugin: string): string {
  return stageWords.rules[plugin] ?? stageWords.rule
}
