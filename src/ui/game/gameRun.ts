import type { DropResult, Game, GameEvent } from '../../engine/game/game.ts'
import { GRAIN, type Move, recordGame } from '../../engine/game/moves.ts'
import type { Round } from '../../engine/game/round.ts'
import type { Theme } from '../stage/tokens.ts'
import { setBusy } from '../state/idle.ts'
import { prefersReducedMotion } from '../widgets/useMedia.ts'
import { createBoard } from './board.ts'
import { type GameLayout, gameLayout } from './gameLayout.ts'
import { GamePainter, type Hand, SHAKE, STEP } from './gamePainter.ts'

/** Longer frames than this (ms) do not count in full: nobody loses by a stutter. */
const LONGEST_FRAME = 250
/** How often the clock, and the bars of Jobs, are shown anew (ms). */
const TICK = 250
/** Places that the queue shows where nothing limits it. */
const QUEUE = 12

/** A round that is being played on the page: time, moves and picture. */
export interface GameRun {
  readonly round: Round
  readonly game: Game
  readonly moves: readonly Move[]
  readonly paused: boolean
  /** The place that is chosen. */
  readonly slot: number
  readonly layout: GameLayout | undefined
  /** Grows whenever what the page says may have changed. */
  readonly version: number
  subscribe(listener: () => void): () => void
  /** Called for what happens; of moves too. */
  onEvent: ((event: GameEvent) => void) | undefined
  /** Called when a drop was refused. */
  onRefused: ((refusal: Extract<DropResult, { readonly done: 'refused' }>) => void) | undefined
  mount(host: HTMLElement, theme: Theme): () => void
  resize(width: number, height: number, foot: number): void
  setTheme(theme: Theme): void
  pause(): void
  resume(): void
  choose(slot: number): void
  /** To the left (-1) or to the right. */
  step(by: number): void
  drop(slot?: number): DropResult
  hold(): void
}

export function createGameRun(round: Round): GameRun {
  const still = prefersReducedMotion
  const listeners = new Set<() => void>()
  const recording = recordGame(round, happened)
  const { game } = recording
  const board = createBoard(game.rules.slots, still)
  let painter: GamePainter | undefined
  let layout: GameLayout | undefined
  let frame: number | undefined
  let last = 0
  /** The picture's clock: stands while the game does. */
  let shown = 0
  /** Of the game, with fractions of its grain. */
  let played = 0
  let paused = true
  let ticked = 0
  let dirty = true
  /** The game, the canvas or its colours have changed. */
  let fresh = true
  /** In the last frame. */
  let moved = false
  let version = 0
  let hand: Hand = { slot: 0, from: 0, movedAt: -STEP, refusedAt: -SHAKE }
  board.sync(game, 0)

  function happened(event: GameEvent): void {
    board.note(event, shown)
    dirty = true
    fresh = true
    run.onEvent?.(event)
  }

  function tell(): void {
    version += 1
    for (const listener of listeners) listener()
  }

  function turn(now: number): void {
    frame = undefined
    const by = Math.min(LONGEST_FRAME, Math.max(0, now - last))
    last = now
    shown += by
    if (!paused && game.over === undefined) {
      played += by
      game.advance(Math.floor(played / GRAIN) * GRAIN)
    }
    const moving =
      board.moves(shown) || shown - hand.movedAt < STEP || shown - hand.refusedAt < SHAKE
    const tick = shown - ticked >= TICK
    // What has just stopped moving is drawn once more, at rest.
    if (dirty || moving || moved || tick) {
      board.sync(game, shown)
      painter?.paint(game, board, hand, shown, fresh || tick, still())
    }
    const said = dirty || tick
    if (tick) ticked = shown
    moved = moving
    dirty = false
    fresh = false
    if (said) tell()
    if ((!paused && game.over === undefined) || moving || dirty) ask()
    else setBusy('game', 0)
  }

  function ask(): void {
    if (frame !== undefined) return
    setBusy('game', 1)
    frame = requestAnimationFrame(turn)
  }

  /** Something has changed that is not the game's time. */
  function changed(): void {
    fresh = true
    redraw()
  }

  /** Something has changed that is not what rests in the wells. */
  function redraw(): void {
    dirty = true
    if (frame === undefined) last = performance.now()
    ask()
  }

  function choose(slot: number): void {
    if (slot === hand.slot || slot < 0 || slot >= game.rules.slots) return
    hand = { ...hand, slot, from: layout?.wells[hand.slot]?.x ?? 0, movedAt: shown }
    redraw()
  }

  const run: GameRun = {
    round,
    game,
    moves: recording.moves,
    onEvent: undefined,
    onRefused: undefined,
    get paused() {
      return paused
    },
    get slot() {
      return hand.slot
    },
    get layout() {
      return layout
    },
    get version() {
      return version
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    mount(host, theme) {
      painter = new GamePainter(host, theme)
      const fonts = new AbortController()
      document.fonts.addEventListener('loadingdone', changed, { signal: fonts.signal })
      changed()
      return () => {
        fonts.abort()
        if (frame !== undefined) cancelAnimationFrame(frame)
        frame = undefined
        setBusy('game', 0)
        painter?.destroy()
        painter = undefined
      }
    },
    resize(width, height, foot) {
      layout = gameLayout(
        width,
        height,
        game.rules.slots,
        (game.rules.queueLimit ?? QUEUE) + 2,
        foot,
      )
      painter?.resize(width, height, layout)
      changed()
    },
    setTheme(theme) {
      painter?.setTheme(theme)
      changed()
    },
    pause() {
      if (paused) return
      paused = true
      changed()
    },
    resume() {
      if (!paused) return
      paused = false
      last = performance.now()
      changed()
    },
    choose,
    step(by) {
      choose(hand.slot + by)
    },
    drop(slot = hand.slot) {
      if (paused) return { done: 'nothing' }
      choose(slot)
      const result = recording.drop(slot)
      if (result.done !== 'placed') hand = { ...hand, refusedAt: shown }
      if (result.done === 'refused') run.onRefused?.(result)
      redraw()
      return result
    },
    hold() {
      if (!paused && recording.hold()) changed()
    },
  }
  return run
}
