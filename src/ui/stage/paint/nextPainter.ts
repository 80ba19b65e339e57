import { homeOf } from '../../state/podFacts.ts'
import { stageWords } from '../../words/stage.ts'
import { count, laneLabel } from '../../words/units.ts'
import { amountText } from '../cells.ts'
import { moveEase, progress } from '../easing.ts'
import { letters } from '../letters.ts'
import { NAME_AIR, type NextBox } from '../nextLayout.ts'
import type { NextEntry } from '../queue.ts'
import type { Scene } from '../scene.ts'
import type { Rect } from '../stage.ts'
import { walkedEntry } from '../walked.ts'
import type { Measure, WellView } from './brush.ts'
import type { Label } from './labels.ts'
import { newPose, paintPiece, resetPose } from './piece.ts'
import { rgba, type ShapeList } from './shapeList.ts'
import { cutHeights, paintTear } from './tear.ts'

const pose = newPose()
/** Under narrower lanes (px) there is no room for their names. */
const LEAST_LANE = 18
/** Widths of a capital letter, and of the space between two names, in sizes of the font. */
const LETTER = 0.68
const SPACE = 0.5
/** Width of a letter of a text, in sizes of the font. */
const SMALL_LETTER = 0.56
/** Size (px) under which the count of what is not shown cannot be read. */
const LEAST_MORE = 12

/** NEXT: the current piece in its frame, then as many as fit; pieces move up when one leaves. */
export function paintNext(scene: Scene, list: ShapeList, labels: Label[], now: number): void {
  const { areas, brush } = scene
  const { view, before: left } = scene.next
  if (!view || !areas) return
  const time = scene.next.time()
  const t = left ? moveEase(progress(now, left.start, time)) : 1
  const before = new Map<string, NextBox>()
  left?.view.entries.forEach((entry, i) => {
    const box = left.view.layout.boxes[i]
    if (box) before.set(entry.key, box)
  })
  const { layout, entries, total } = view
  const column = areas.nextDirection === 'column'
  const walked = walkedEntry(scene)
  const frame = layout.boxes[0]?.frame
  const radius = areas.breakpoint === 'phone' ? 12 : 16
  if (frame) {
    // Another piece that is being looked at takes the strong frame.
    const edge = walked > 0 ? brush.colours.line : brush.colours.ink
    paintFrame(scene, list, frame, radius, edge, walked === 0 ? 3 : 2)
  }
  const box = walked > 0 ? layout.boxes[walked] : undefined
  if (box) {
    const inner = Math.min(12, layout.lane * 0.4)
    const around = {
      x: box.x - inner,
      y: box.floor - box.height - inner,
      width: box.width + 2 * inner,
      height: box.height + inner + (box.nameY === undefined ? inner : box.nameY - box.floor + 15),
    }
    paintFrame(scene, list, around, 10, brush.colours.ink, 3)
  }
  const measure: Measure = { ...layout, lod: 0, wall: 0, pad: 0 }
  layout.boxes.forEach((box, i) => {
    const entry = entries[i]!
    const old = before.get(entry.key)
    const arrives = left !== undefined && !old
    const x = old ? old.x + (box.x - old.x) * t : box.x
    const floor = old ? old.floor + (box.floor - old.floor) * t : box.floor
    const opacity = arrives ? t : 1
    const shifted: NextBox = { ...box, x, floor }
    paintEntry(scene, list, measure, entry, shifted, opacity)
    if (box.nameY !== undefined) {
      if (areas.big !== undefined) pushLanes(scene, labels, entry, shifted, areas.big, opacity)
      else {
        const text = nameOf(scene, entry, column)
        const size = column ? (areas.breakpoint === 'desktop' ? 16 : 15) : 12.5
        labels.push({
          key: `name:${entry.key}`,
          kind: 'name',
          text,
          x: x + box.width / 2,
          y: box.nameY + (floor - box.floor),
          opacity,
          size: column
            ? Math.min(size, (areas.next.width - 20) / (text.length * 0.58))
            : Math.min(size, ((box.frame?.width ?? 0) - NAME_AIR) / (letters(text) * 0.58)),
        })
      }
      const amounts = column ? cutAmounts(scene, entry) : undefined
      if (amounts) {
        labels.push({
          key: `amounts:${entry.key}`,
          kind: 'more',
          text: amounts,
          x: x + box.width / 2,
          y: box.nameY + 17 + (floor - box.floor),
          opacity,
          size: Math.min(13, (areas.next.width - 6) / (amounts.length * 0.56)),
        })
      }
    }
  })
  if (layout.more) {
    const rest = total - layout.boxes.length
    const most = areas.big === undefined ? (column ? 15 : 13) : Math.max(13, 24 * areas.big)
    const text = stageWords.more(rest)
    // Machines stand beside a narrow column: rather smaller than without its word.
    const fitting = column ? areas.next.width / (letters(text) * SMALL_LETTER) : most
    const fits = fitting >= LEAST_MORE
    const size = fits ? Math.min(most, fitting) : most
    labels.push({
      key: 'more',
      kind: 'more',
      text: fits ? text : `+ ${count(rest)}`,
      x: layout.more.x,
      y: layout.more.y,
      opacity: 1,
      size,
    })
  }
}

/** Its app, with the namespace where that says something and has room. */
function nameOf({ mirror }: Scene, { app }: NextEntry, column: boolean): string {
  const found = mirror?.apps[app]
  if (!mirror || !found) return ''
  return `${column ? homeOf(mirror, found.namespace) : ''}${found.name}`
}

/** `CPU` and `MEM` under the lanes of the current piece: what an audience has to learn first. */
function pushLanes(
  scene: Scene,
  labels: Label[],
  entry: NextEntry,
  box: NextBox,
  big: number,
  opacity: number,
): void {
  const { lane, gutter } = scene.next.view!.layout
  // On a phone they would run into each other.
  if (lane < LEAST_LANE) return
  const moved = box.floor - (scene.next.view!.layout.boxes[0]?.floor ?? box.floor)
  const resources = scene.mirror?.info?.resources ?? []
  resources.slice(0, scene.facts.cellsOf(entry).length).forEach((name, i) => {
    const text = laneLabel(name)
    const fitting = (lane + gutter) / (text.length * LETTER + SPACE)
    labels.push({
      key: `lane:${name}`,
      kind: 'lane',
      text,
      x: box.x + i * (lane + gutter) + lane / 2,
      y: box.nameY! + moved,
      opacity,
      size: Math.max(8, Math.min(23 * big, fitting)),
    })
  })
}

/** What a piece asks for, when it is taller than it is drawn. */
function cutAmounts(scene: Scene, entry: NextEntry): string | undefined {
  const most = scene.next.view?.layout.most ?? Number.POSITIVE_INFINITY
  if (scene.facts.cellsOf(entry).every((height) => height <= most)) return undefined
  const resources = scene.mirror?.info?.resources ?? []
  return resources
    .flatMap((name, r) => {
      const amount = entry.requests[r] ?? 0
      return amount > 0 ? [amountText(name, amount, false)] : []
    })
    .join(' · ')
}

function paintFrame(
  scene: Scene,
  list: ShapeList,
  frame: Rect,
  radius: number,
  edge: number,
  width: number,
): void {
  const { brush } = scene
  brush.frame(
    list,
    frame.x + width / 2,
    frame.y + width / 2,
    frame.width - width,
    frame.height - width,
    radius,
    rgba(edge),
    width,
    rgba(brush.colours.panel),
  )
}

function paintEntry(
  scene: Scene,
  list: ShapeList,
  measure: Measure,
  entry: NextEntry,
  box: NextBox,
  opacity: number,
): void {
  const { brush } = scene
  const asked = scene.facts.cellsOf(entry)
  const most = scene.next.view?.layout.most ?? Number.POSITIVE_INFINITY
  const cells = cutHeights(asked, most)
  const view: WellView = {
    row: -1,
    side: 0,
    x: box.x,
    floor: box.floor,
    width: box.width,
    heights: cells,
    lanes: cells.map((_, i) => i),
    laneX: cells.map((_, i) => box.x + i * (measure.lane + measure.gutter)),
  }
  resetPose(pose)
  pose.heights = cells
  pose.lows = cells.map(() => 0)
  pose.opacity = opacity
  const look = brush.look(entry.app)
  paintPiece(list, brush, view, measure, look, pose)
  const top = box.floor - box.height
  asked.forEach((height, lane) => {
    if (height <= most) return
    const { panel, page } = brush.colours
    const behind = box.frame ? panel : page
    const edge = look.hue.edge[brush.theme]
    paintTear(list, brush, view.laneX[lane]!, top, measure.lane, box.height, edge, behind, opacity)
  })
  if (entry.recreated) {
    const size = Math.max(7, measure.lane * 0.3)
    brush.frame(
      list,
      box.x + box.width - size * 0.65,
      top - size * 0.35,
      size,
      size,
      size / 2,
      rgba(brush.colours.panel, opacity),
      1.5,
      rgba(brush.colours.alarm, opacity),
    )
  }
  if (entry.side !== undefined) paintMark(scene, list, entry.side, box, opacity)
}

/** An arrow to the only side that gets the piece. */
function paintMark(
  scene: Scene,
  list: ShapeList,
  side: number,
  box: NextBox,
  opacity: number,
): void {
  const { brush, areas } = scene
  const colour = rgba(brush.colours.ink2, opacity)
  const column = areas?.nextDirection === 'column'
  const first = side === 0
  const y = box.floor - Math.min(box.height, 24) / 2
  if (column) {
    const x = first ? box.x - 10 : box.x + box.width + 10
    const dx = first ? 5 : -5
    brush.line(list, x, y, x + dx, y - 5, 2, colour)
    brush.line(list, x, y, x + dx, y + 5, 2, colour)
    return
  }
  const x = box.x + box.width / 2
  const tip = first ? box.floor - box.height - 8 : box.floor + 8
  const dy = first ? 4 : -4
  brush.line(list, x, tip, x - 4, tip + dy, 2, colour)
  brush.line(list, x, tip, x + 4, tip + dy, 2, colour)
}
