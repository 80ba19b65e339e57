import { GAME_APPS } from '../../engine/game/apps.ts'
import { type Game, isMachine } from '../../engine/game/game.ts'
import type { GamePod } from '../../engine/game/pods.ts'
import { mix, moveEase, progress } from '../stage/easing.ts'
import { landing, newLanding } from '../stage/motion/landing.ts'
import { LANDING, TIMES } from '../stage/motion/timings.ts'
import { Brush, type WellView } from '../stage/paint/brush.ts'
import { paintDashedFrame, paintExcess, paintRefusal } from '../stage/paint/effects.ts'
import { Layers } from '../stage/paint/layers.ts'
import { newPose, paintPiece, resetPose } from '../stage/paint/piece.ts'
import { rgba, type ShapeList } from '../stage/paint/shapeList.ts'
import { paintSlot, paintWell } from '../stage/paint/well.ts'
import { appLooks } from '../stage/palette.ts'
import { createCanvasSurface } from '../stage/renderer/canvasSurface.ts'
import type { Theme } from '../stage/tokens.ts'
import {
  type Board,
  cellsOf,
  isMoving,
  lostAt,
  lowsAt,
  movingAt,
  type ShownPiece,
} from './board.ts'
import type { GameLayout } from './gameLayout.ts'

/** What the pod in hand does. Times are of the picture's clock, ms. */
export interface Hand {
  readonly slot: number
  /** Where it comes from, and when it set out. */
  readonly from: number
  readonly movedAt: number
  /** When a drop was last refused. */
  readonly refusedAt: number
}

/** How long the pod in hand needs to the next well, and how long it shakes its head. */
export const STEP = 90
export const SHAKE = 240
/** Jobs show how much of their run is left by a bar of this height. */
const FUSE = 3

const pose = newPose()
const fall = newLanding(2)
const NOWHERE = [0, 0]

/** Draws the game on a canvas of its own with the stage's own painters. */
export class GamePainter {
  private readonly layers = new Layers()
  private readonly surface
  private readonly brush: Brush
  private layout: GameLayout | undefined
  /** What moved in the last picture. */
  private moving = ''

  /** @throws when the browser has no 2D canvas */
  constructor(host: HTMLElement, theme: Theme) {
    const family = getComputedStyle(document.documentElement).getPropertyValue('--font')
    this.surface = createCanvasSurface(this.layers.all(), family)
    this.surface.canvas.setAttribute('aria-hidden', 'true')
    host.prepend(this.surface.canvas)
    this.brush = new Brush((text) => this.surface.glyphs.index(text))
    this.brush.looks = appLooks(GAME_APPS)
    this.brush.setTheme(theme)
  }

  setTheme(theme: Theme): void {
    this.brush.setTheme(theme)
  }

  resize(width: number, height: number, layout: GameLayout): void {
    this.layout = layout
    this.surface.resize(width, height, Math.min(2, devicePixelRatio))
  }

  destroy(): void {
    this.surface.destroy()
  }

  /**
   * @param fresh the game has changed, or its clock is to be shown anew: what rests is painted, too
   * @param still nothing moves: what changes is there at once
   */
  paint(game: Game, board: Board, hand: Hand, now: number, fresh: boolean, still: boolean): void {
    if (!this.layout) return
    const moving = still ? '' : movingAt(board, now)
    const rest = fresh || moving !== this.moving
    this.moving = moving
    if (rest) this.layers.clearResting()
    this.layers.moving.clear()
    for (const [slot, view] of this.layout.wells.entries()) {
      if (rest) this.paintPlace(board, view, slot, now, still)
      for (const piece of board.wells[slot]?.pieces.values() ?? []) {
        const moves = !still && isMoving(piece, now)
        if (moves) this.paintShown(this.layers.moving, game, view, piece, now, still)
        else if (rest) this.paintShown(this.layers.resting, game, view, piece, now, still)
      }
    }
    this.paintQueue(game)
    if (game.over === undefined) this.paintHand(game, board, hand, now, still)
    this.surface.render()
  }

  private paintPlace(
    board: Board,
    view: WellView,
    slot: number,
    now: number,
    still: boolean,
  ): void {
    const { layers, brush, layout } = this
    const { measure } = layout!
    const well = board.wells[slot]
    if (!well) {
      paintSlot(layers.marks, brush, view, measure)
      this.paintPlus(view)
      return
    }
    const risen = still ? 1 : progress(now, well.boughtAt, TIMES.rise)
    const state = { dead: well.dead, cordoned: false, risen, opacity: 1 }
    paintWell(layers.wells, layers.marks, brush, view, measure, state)
  }

  /** A place where a machine can be bought. */
  private paintPlus(view: WellView): void {
    const { layers, brush, layout } = this
    const arm = Math.min(9, layout!.measure.lane * 0.35)
    const x = view.x + view.width / 2
    const y = view.floor - 4 * layout!.measure.cell
    const colour = rgba(brush.colours.rim)
    brush.line(layers.marks, x - arm, y, x + arm, y, 2, colour)
    brush.line(layers.marks, x, y - arm, x, y + arm, 2, colour)
  }

  private paintShown(
    list: ShapeList,
    game: Game,
    view: WellView,
    piece: ShownPiece,
    now: number,
    still: boolean,
  ): void {
    const { brush, layout } = this
    const { measure } = layout!
    const look = brush.look(piece.pod.app)
    resetPose(pose)
    pose.heights = piece.heights
    pose.lows = still ? piece.lows : lowsAt(piece, now)
    if (piece.leftAt !== undefined) {
      if (still && !piece.lost) return
      const gone = now - piece.leftAt
      if (piece.lost) {
        pose.dress = 'lost'
        pose.opacity = still ? 1 : 1 - lostAt(piece, now) * 0.6
      } else {
        pose.sweep = Math.min(1, gone / TIMES.sweep)
        const thin = Math.min(1, Math.max(0, (gone - TIMES.sweep) / TIMES.thin))
        if (thin >= 1) return
        pose.tall = 1 - thin
      }
    } else if (!still && now - piece.landedAt < LANDING) {
      const from = (view.floor - layout!.hover) / measure.cell
      landing(now - piece.landedAt, from, pose.lows, 0, piece.heights, 0, fall)
      pose.lows = fall.lows
      pose.tall = fall.tall
      pose.wide = fall.wide
    }
    if (now - piece.landedAt < TIMES.placedEdge + LANDING && !still) pose.edge = 3
    paintPiece(list, brush, view, measure, look, pose)
    if (piece.leftAt === undefined) this.paintFuse(list, game, view, piece)
  }

  /** How much of a Job's run is left: a bar along the floor of its taller half. */
  private paintFuse(list: ShapeList, game: Game, view: WellView, piece: ShownPiece): void {
    const { runs } = piece.pod
    if (runs === undefined) return
    const slot = game.slots[view.row]
    if (!isMachine(slot)) return
    const placed = slot.pods.find(({ pod }) => pod.id === piece.pod.id)
    if (placed?.finishesAt === undefined) return
    const { brush, layout } = this
    const { measure } = layout!
    const left = Math.max(0, Math.min(1, (placed.finishesAt - game.now) / runs))
    const lane = piece.heights[0] >= piece.heights[1] ? 0 : 1
    const inset = measure.lane < 24 ? 2.5 : 3.5
    const width = (measure.lane - 2 * inset) * left
    const y = view.floor - (pose.lows[lane] ?? 0) * measure.cell - FUSE - inset
    const ink = brush.look(piece.pod.app).hue.ink
    list.box(view.laneX[lane]! + inset, y, width, FUSE, rgba(ink, 0.75))
  }

  private paintQueue(game: Game): void {
    const { layers, brush, layout } = this
    const { queue } = layout!
    const limit = game.rules.queueLimit
    const { colours } = brush
    const around = queue.measure.lane < 14 ? 3 : 5
    // The floor of the queue says how many may wait.
    queue.x.forEach((x, index) => {
      const colour = limit !== undefined && index >= limit ? colours.alarm : colours.line
      layers.moving.box(x, queue.floor + 4, queue.width, 2.5, rgba(colour))
    })
    game.queue.slice(0, queue.x.length).forEach((pod, index) => {
      const x = queue.x[index]!
      this.paintWaiting(pod, x, pod.lost ? 'again' : 'here')
      if (index === 0) {
        const high = Math.max(...cellsOf(pod)) * queue.measure.cell
        brush.frame(
          layers.moving,
          x - around,
          queue.floor - high - around,
          queue.width + 2 * around,
          high + 2 * around,
          6,
          rgba(colours.ink),
          2,
        )
      }
    })
    game.coming.forEach((deal, index) => {
      const x = queue.x[Math.max(1, game.queue.length) + index]
      if (x !== undefined) this.paintWaiting(deal, x, 'coming')
    })
  }

  /** @param how it waits: again after its machine died, or as one that is yet to come */
  private paintWaiting(
    pod: Pick<GamePod, 'app'>,
    x: number,
    how: 'here' | 'again' | 'coming',
  ): void {
    const { layers, brush, layout } = this
    const { queue } = layout!
    const { measure } = queue
    const view: WellView = {
      row: 0,
      side: 0,
      x,
      floor: queue.floor,
      laneX: [x, x + measure.lane + measure.gutter],
      lanes: [0, 1],
      heights: [4, 4],
      width: queue.width,
    }
    resetPose(pose)
    pose.heights = cellsOf(pod)
    pose.lows = NOWHERE
    if (how === 'coming') pose.dress = 'lost'
    paintPiece(layers.moving, brush, view, measure, brush.look(pod.app), pose)
    if (how !== 'again') return
    const size = Math.max(6, measure.lane * 0.5)
    const colour = rgba(brush.colours.alarm)
    const top = queue.floor - Math.max(...cellsOf(pod)) * measure.cell
    brush.frame(
      layers.moving,
      x + queue.width - size * 0.7,
      top - size * 0.3,
      size,
      size,
      size / 2,
      0,
      0,
      colour,
    )
  }

  private paintHand(game: Game, board: Board, hand: Hand, now: number, still: boolean): void {
    const pod = game.queue[0]
    const { layers, brush, layout } = this
    const { measure, wells, hover } = layout!
    const target = wells[hand.slot]
    if (!pod || !target) return
    const look = brush.look(pod.app)
    const heights = cellsOf(pod)
    const slot = game.slots[hand.slot]
    const dead = slot !== undefined && !isMachine(slot)
    const misfit = dead ? undefined : game.misfit(hand.slot)
    const refused = dead || misfit !== undefined

    // The ghost: where it would stand, and what of it would be too much.
    const lows = topsOf(board, hand.slot)
    if (!dead) {
      resetPose(pose)
      pose.heights = heights.map((height, lane) => Math.max(0, Math.min(height, 8 - lows[lane]!)))
      pose.lows = lows
      pose.dress = 'ghost'
      paintPiece(layers.moving, brush, target, measure, look, pose)
    }
    if (misfit) {
      let over = false
      heights.forEach((height, lane) => {
        const excess = lows[lane]! + height - 8
        if (excess <= 1e-9) return
        over = true
        paintExcess(layers.moving, brush, target, measure, lane, excess, 0, 1)
      })
      if (!over) this.paintSign(target)
    } else if (dead) this.paintSign(target)
    const { good, alarm } = brush.colours
    paintDashedFrame(layers.moving, brush, target, measure, 3, 2, rgba(refused ? alarm : good))

    const t = still ? 1 : moveEase(progress(now, hand.movedAt, STEP))
    const shake = still ? 1 : progress(now, hand.refusedAt, SHAKE)
    const swing = shake < 1 ? Math.sin(shake * Math.PI * 5) * 6 * (1 - shake) : 0
    const excess = Math.max(0, ...heights.map((height, lane) => lows[lane]! + height - 8))
    resetPose(pose)
    pose.heights = heights
    pose.lows = NOWHERE
    pose.dx = mix(hand.from, target.x, t) - target.x + swing
    pose.dy = hover - target.floor - (misfit && excess > 0 ? excess * measure.cell : 0)
    pose.edge = 2.5
    // With a tall excess under it, the piece gives way upwards as far as there is room.
    const highest = layout!.queue.floor + 10 + Math.max(...heights) * measure.cell
    pose.dy = Math.max(pose.dy, highest - target.floor)
    paintPiece(layers.moving, brush, target, measure, look, pose)
  }

  private paintSign(view: WellView): void {
    const size = Math.min(26, view.width * 0.5)
    const y = view.floor - 8 * this.layout!.measure.cell + size
    paintRefusal(this.layers.moving, this.brush, view.x + view.width / 2, y, size, 1)
  }
}

/** How high each lane of a well is filled, cells. */
function topsOf(board: Board, slot: number): [number, number] {
  const tops: [number, number] = [0, 0]
  for (const piece of board.wells[slot]?.pieces.values() ?? []) {
    if (piece.leftAt !== undefined) continue
    for (const lane of [0, 1] as const) {
      tops[lane] = Math.max(tops[lane], piece.lows[lane] + piece.heights[lane])
    }
  }
  return tops
}
