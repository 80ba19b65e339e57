import { GAME_APPS } from '../../engine/game/apps.ts'
import { type Game, type GameEvent, isMachine } from '../../engine/game/game.ts'
import { type GamePod, requestsOf } from '../../engine/game/pods.ts'
import { unitsPerCell } from '../stage/cells.ts'
import { mix, moveEase, progress } from '../stage/easing.ts'
import { LANDING, TIMES } from '../stage/motion/timings.ts'

/** Resources of the game's lanes, in their order. */
const RESOURCES = ['cpu', 'memory'] as const
/** Lost pods are seen where they were for so long (ms). */
const LOST = 900

/** Heights of the halves of each app's pods in cells, by its index. */
const CELLS = GAME_APPS.map((_, app): readonly [number, number] => {
  const requests = requestsOf(app)
  const [cpu, memory] = RESOURCES.map((name) => (requests[name] ?? 0) / unitsPerCell(name))
  return [cpu!, memory!]
})

/** Heights of a pod's halves in cells. */
export function cellsOf({ app }: Pick<GamePod, 'app'>): readonly [number, number] {
  return CELLS[app]!
}

/** A piece in a well, and how it moves. Times are of the picture's clock, ms. */
export interface ShownPiece {
  readonly pod: GamePod
  readonly heights: readonly [number, number]
  /** Lower ends at rest, cells. */
  lows: readonly [number, number]
  from: readonly [number, number]
  movedAt: number
  /** The fall began. */
  landedAt: number
  /** Its Job has finished, or its machine has died. */
  leftAt: number | undefined
  lost: boolean
}

export interface ShownWell {
  readonly name: string
  readonly boughtAt: number
  dead: boolean
  readonly pieces: Map<number, ShownPiece>
}

/** What the wells show: follows the game, and knows what is on its way. */
export interface Board {
  readonly wells: readonly (ShownWell | undefined)[]
  /** To be called for every event of the game. */
  note(event: GameEvent, now: number): void
  /** Takes over how the game stands. */
  sync(game: Game, now: number): void
  /** Whether anything moves at this moment. */
  moves(now: number): boolean
}

/** @param still nothing moves: what changes is there at once */
export function createBoard(slots: number, still: () => boolean): Board {
  const wells: (ShownWell | undefined)[] = Array.from({ length: slots }, () => undefined)
  let busyUntil = 0
  const busy = (until: number) => {
    if (!still()) busyUntil = Math.max(busyUntil, until)
  }

  function note(event: GameEvent, now: number): void {
    if (event.type === 'finished') {
      const piece = wells[event.slot]?.pieces.get(event.pod.id)
      if (piece) piece.leftAt = now
      busy(now + TIMES.sweep + TIMES.thin + TIMES.drop)
    } else if (event.type === 'died') {
      const well = wells[event.slot]
      if (!well) return
      well.dead = true
      for (const piece of well.pieces.values()) {
        piece.leftAt = now
        piece.lost = true
      }
      busy(now + LOST)
    } else if (event.type === 'bought') busy(now + TIMES.rise)
    else if (event.type === 'placed') busy(now + LANDING + TIMES.placedEdge)
  }

  function sync(game: Game, now: number): void {
    game.slots.forEach((slot, index) => {
      let well = wells[index]
      if (slot === undefined) {
        wells[index] = undefined
        return
      }
      if (!isMachine(slot)) return
      if (well?.name !== slot.name) {
        well = {
          name: slot.name,
          boughtAt: now === 0 ? -TIMES.rise : now,
          dead: false,
          pieces: new Map(),
        }
        wells[index] = well
      }
      stack(
        well,
        slot.pods.map(({ pod }) => pod),
        now,
      )
    })
  }

  /** Pods stand in the order of their placing; what is above one that leaves drops when it has gone. */
  function stack(well: ShownWell, pods: readonly GamePod[], now: number): void {
    const tops: [number, number] = [0, 0]
    for (const pod of pods) {
      const heights = cellsOf(pod)
      const lows: [number, number] = [...tops]
      tops[0] += heights[0]
      tops[1] += heights[1]
      const piece = well.pieces.get(pod.id)
      if (!piece) {
        const landedAt = now === 0 ? -LANDING : now
        const moved = { from: lows, movedAt: -TIMES.drop, leftAt: undefined, lost: false }
        well.pieces.set(pod.id, { pod, heights, lows, landedAt, ...moved })
      } else if (piece.lows[0] !== lows[0] || piece.lows[1] !== lows[1]) {
        piece.from = lowsAt(piece, now)
        piece.lows = lows
        piece.movedAt = now + TIMES.sweep + TIMES.thin
        busy(piece.movedAt + TIMES.drop)
      }
    }
    const gone = still() ? 0 : TIMES.sweep + TIMES.thin
    for (const [id, { leftAt, lost }] of well.pieces) {
      if (leftAt !== undefined && leftAt + (lost ? LOST : gone) <= now) well.pieces.delete(id)
    }
  }

  return {
    wells,
    note,
    sync,
    moves: (now) => now < busyUntil,
  }
}

/** Where a piece's halves stand at this moment. */
export function lowsAt(piece: ShownPiece, now: number): readonly [number, number] {
  const t = moveEase(progress(now, piece.movedAt, TIMES.drop))
  const [cpu, memory] = piece.lows
  return [mix(piece.from[0], cpu, t), mix(piece.from[1], memory, t)]
}

/** Whether a piece looks different from one moment to the next. */
export function isMoving(piece: ShownPiece, now: number): boolean {
  return (
    piece.leftAt !== undefined ||
    now < piece.landedAt + LANDING + TIMES.placedEdge ||
    now < piece.movedAt + TIMES.drop
  )
}

/** What moves at this moment, as a text that differs when something begins to move, or rests. */
export function movingAt(board: Board, now: number): string {
  const moving: string[] = []
  for (const well of board.wells) {
    if (!well) continue
    // A rising well is another one in every picture.
    if (now < well.boughtAt + TIMES.rise) moving.push(`${well.name} ${now}`)
    for (const piece of well.pieces.values()) {
      if (isMoving(piece, now)) moving.push(String(piece.pod.id))
    }
  }
  return moving.join()
}

/** How far a lost piece has faded: 0..1. */
export function lostAt(piece: ShownPiece, now: number): number {
  return progress(now, piece.leftAt ?? now, LOST)
}

/** `web-3` */
export function nameOf(pod: GamePod): string {
  return `${GAME_APPS[pod.app]!.name}-${pod.ordinal}`
}
