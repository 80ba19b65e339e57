import { stageWords } from '../../words/stage.ts'
import { amountText, laneLabel, unitsPerCell } from '../cells.ts'
import type { EvaluatedWell } from '../motion/evaluation.ts'
import type { LookedAt } from '../motion/findings.ts'
import type { Scene } from '../scene.ts'
import type { Measure, WellView } from './brush.ts'
import { winnerHead } from './effects.ts'
import type { Label } from './labels.ts'
import { besideBlock, fitText, type OverRim, pillHeight } from './overRim.ts'

/** Smallest text on the canvas, px. */
const SMALLEST = 12.5
/** Texts may be wider than their well by this much: there are gaps between wells. */
const OVERHANG = 7
const GAP = 6
/** In a narrower well a pill would hide what it is about; the block says enough. */
const WIDE_ENOUGH = 46
/** Scores of small wells are smaller; below this they are left out. */
const LEAST_SCORE = 10.5

type Text = Pick<Label, 'kind' | 'text' | 'opacity'> & { readonly size: number }

/**
 * What is written over one well.
 * @param what how many machines fit, and whether the viewer expects this one
 * @returns false when something should have been written and there is no room for it
 */
export function labelWell(
  scene: Scene,
  side: number,
  well: EvaluatedWell,
  view: WellView,
  over: OverRim,
  measure: Measure,
  what: { readonly fits: number; readonly guessed: boolean },
  labels: Label[],
): boolean {
  const { looked, shown, framed } = well
  const middle = view.x + view.width / 2
  const key = `${side}:${looked.node}`
  const write = (text: Text, name: string, y: number) =>
    labels.push({ ...text, key: `${name}:${key}`, x: middle, y })
  /** y above which nothing has been written yet. */
  let top = well.cleared > 0 ? over.rim : Math.min(over.rim, blocksTop(looked, view, measure))
  let fitted = true
  if (looked.verdict?.rejectedBy !== undefined && shown > 0 && well.cleared === 0) {
    const pills = pillsOf(scene, looked, view, measure)
    fitted = pills.length > 0
    const heights = pills.map(({ size }) => pillHeight(size))
    const placed = besideBlock(over, top, heights, GAP)
    const hides = placed.inside && view.width < WIDE_ENOUGH
    if (!hides) {
      pills.forEach((pill, i) => {
        write({ kind: 'pill', ...pill, opacity: shown }, `pill${i}`, placed.middles[i]!)
      })
    }
    top = Math.min(top, placed.top)
  }
  const score = scoreOf(well, view, measure, what.fits)
  if (score && looked.winner && framed > 0 && measure.lod === 0) {
    // The winner's score stands in the middle of its frame's head.
    const head = winnerHead(measure, over)
    write(score, 'score', over.rim - head / 2)
    top = over.rim - head
  } else if (score) {
    const height = score.size * 1.08
    const gap = measure.lod === 0 ? 10 : 3
    // Between rows of wells there is no room: there it stands under the rim.
    const inside = measure.lod > 0 && top - gap - height < over.ceiling
    const y = inside
      ? over.rim + height * 0.75
      : Math.max(over.ceiling + height / 2, top - gap - height / 2)
    const chip = score.kind === 'score' ? 'chip' : 'good-chip'
    write(inside ? { ...score, kind: chip } : score, 'score', y)
    top = y - height / 2
  }
  if (measure.lod > 0) return fitted
  if (well.cleared > 0) {
    const found = fitText(stageWords.nominated, view.width + OVERHANG, 15, SMALLEST, false)
    const y = Math.max(over.ceiling + 8, top - 17)
    if (found) write({ kind: 'tied', ...found, opacity: well.cleared }, 'nominated', y)
    top = y - 8
  }
  if (what.guessed) {
    const found = fitText(stageWords.guess, view.width + OVERHANG, 14, SMALLEST, false)
    const half = (found?.size ?? 0) * 0.8
    const above = top - 9 - half
    // Where nothing else finds room over the rim, it lies on the floor.
    const y = above - half < over.ceiling ? view.floor - half - 2 : above
    if (found) write({ kind: 'guess', ...found, opacity: 1 }, 'guess', y)
  }
  return fitted
}

/** y of the highest end of what stands over the rims of too full lanes. */
function blocksTop(looked: LookedAt, view: WellView, measure: Measure): number {
  const ends = view.lanes.map((resource, lane) => {
    const cells = looked.excess[resource]!
    return cells > 0 ? view.heights[lane]! + cells : 0
  })
  return view.floor - Math.max(0, ...ends) * measure.cell
}

function scoreOf(
  well: EvaluatedWell,
  view: WellView,
  measure: Measure,
  fits: number,
): Text | undefined {
  const { looked, counted, framed } = well
  if (counted <= 0) return undefined
  const won = looked.winner && framed > 0
  const kind = won ? 'winner' : looked.tied && counted >= 1 ? 'tied' : 'score'
  const total = looked.verdict?.total
  if (total === undefined) {
    if (fits > 1 && !looked.winner) return undefined
    const wordings = fits > 1 ? [stageWords.chosen] : stageWords.onlyFit
    const found = fitText(wordings, view.width + OVERHANG, 15, SMALLEST, false)
    return found && { kind, ...found, opacity: 1 }
  }
  const fine = measure.lod === 0
  const share = won ? 0.46 : 0.36
  const size = fine
    ? Math.min(won ? 34 : 26, view.width * share)
    : Math.min(won ? 20 : 17, view.width * (won ? 0.38 : 0.32))
  if (size < LEAST_SCORE) return undefined
  const text = String(Math.round(total * counted))
  return { kind, text, size, opacity: 1 }
}

/** The pills of a machine that does not fit: one per lane that is too full, or the rule's word. */
function pillsOf(
  scene: Scene,
  looked: LookedAt,
  view: WellView,
  measure: Measure,
): { readonly text: string; readonly size: number }[] {
  if (measure.lod > 0) return []
  const width = view.width + OVERHANG
  const named = scene.areas?.breakpoint === 'desktop'
  return pillWordings(scene, looked, named).flatMap((wordings) => {
    const found = fitText(wordings, width, 15.5, SMALLEST, true)
    return found ? [found] : []
  })
}

function pillWordings(scene: Scene, looked: LookedAt, named: boolean): string[][] {
  const resources = scene.mirror?.info?.resources ?? []
  const over = resources.flatMap((name, r) => {
    const cells = looked.excess[r]!
    if (cells <= 0) return []
    const amount = amountText(name, cells * unitsPerCell(name), false)
    // On narrow screens the lane is named by where the block stands.
    const short = stageWords.over('', amount)
    return [named ? [stageWords.over(laneLabel(name), amount), short] : [short]]
  })
  if (over.length > 0) return over
  const { rejectedBy, insufficient } = looked.verdict!
  if (insufficient?.some(({ resource }) => resource === 'pods')) return [[stageWords.podsFull]]
  const lacking = insufficient?.[0]?.resource
  if (lacking !== undefined) return [[laneLabel(lacking)]]
  return [[stageWords.rules[rejectedBy ?? ''] ?? stageWords.rule]]
}
