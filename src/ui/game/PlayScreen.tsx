import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { GAME_APPS } from '../../engine/game/apps.ts'
import { isMachine, type Slot } from '../../engine/game/game.ts'
import type { GamePod } from '../../engine/game/pods.ts'
import { Icon } from '../widgets/Icon.tsx'
import { useTheme } from '../widgets/useTheme.ts'
import { gameWords as words } from '../words/game.ts'
import { amount, clock, count, percent } from '../words/units.ts'
import { nameOf } from './board.ts'
import type { GameRun } from './gameRun.ts'
import { NightPager, usePager } from './NightPager.tsx'
import { boundLine, paceOf } from './results.ts'
import { shapeOf } from './shapeText.ts'
import { useAnnouncements } from './useAnnouncements.ts'

/** Room under the wells for the machines' names (px). */
const FOOT = 24
/** From this width (px) on a place has room for the names of its lanes. */
const WIDE = 120

/** A round that is being played. */
export function PlayScreen(props: { readonly run: GameRun; readonly end: (run: GameRun) => void }) {
  const { run, end } = props
  useSyncExternalStore(run.subscribe, () => run.version)
  const theme = useTheme()
  const host = useRef<HTMLElement>(null)
  const [unable, setUnable] = useState(false)
  const pager = usePager(run)
  const said = useAnnouncements(run)
  const { game } = run
  const asleep = pager.asleep

  useLayoutEffect(() => {
    const element = host.current
    if (element === null) return
    const size = () => run.resize(element.clientWidth, element.clientHeight, FOOT)
    let unmount: () => void
    try {
      unmount = run.mount(element, theme)
    } catch {
      setUnable(true)
      return
    }
    size()
    const observer = new ResizeObserver(size)
    observer.observe(element)
    element.focus()
    run.resume()
    return () => {
      observer.disconnect()
      unmount()
    }
    // The theme is followed below; it is no reason for another canvas.
  }, [run])
  useEffect(() => run.setTheme(theme), [run, theme])

  // Nobody plays what nobody sees.
  useLayoutEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') run.pause()
    }
    document.addEventListener('visibilitychange', hidden)
    return () => document.removeEventListener('visibilitychange', hidden)
  }, [run])

  const over = game.over !== undefined
  const covered = asleep || (run.paused && game.now > 0)
  useLayoutEffect(() => {
    if (over) end(run)
  }, [over, run, end])

  const drop = (slot?: number) => {
    if (!asleep) run.drop(slot)
  }
  useGameKeys(run, asleep)

  return (
    <div className="game-play" data-mode={run.round.mode}>
      <Hud run={run} />
      <Race run={run} />
      <InHand run={run} asleep={asleep} />
      <Board run={run} host={host} drop={drop} unable={unable} covered={covered} />
      <div className="game-controls" inert={covered}>
        <button
          type="button"
          className="button"
          onClick={() => run.step(-1)}
          aria-label={words.left}
        >
          ←
        </button>
        <button type="button" className="button" onClick={() => run.hold()}>
          {words.hold}
        </button>
        <button type="button" className="button solid" onClick={() => drop()}>
          {words.drop}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => run.step(1)}
          aria-label={words.right}
        >
          →
        </button>
        <button type="button" className="button" onClick={() => run.pause()}>
          <Icon name="pause" />
          {words.pause}
        </button>
      </div>
      {run.paused && game.now > 0 && !over && <Paused resume={run.resume} />}
      <NightPager run={run} pager={pager} />
      <p className="sr-only" role="status">
        {said}
      </p>
    </div>
  )
}

/** Keys of the game, wherever in it the focus is. */
function useGameKeys(run: GameRun, asleep: boolean): void {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || asleep) return
      const { key, repeat } = event
      const inButton = event.target instanceof Element && event.target.closest('button') !== null
      if (key === 'ArrowLeft') run.step(-1)
      else if (key === 'ArrowRight') run.step(1)
      else if (key === 'ArrowDown' || key === ' ' || key === 'Enter') {
        // A button that has the focus is what the key presses.
        if (inButton && key !== 'ArrowDown') return
        if (!repeat) run.drop()
      } else if (/^[1-8]$/.test(key)) run.choose(Number(key) - 1)
      else if (key === 'h' || key === 'H') run.hold()
      else if (key === 'p' || key === 'P') {
        if (run.paused) run.resume()
        else run.pause()
      } else return
      event.preventDefault()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [run, asleep])
}

function Hud({ run }: { readonly run: GameRun }) {
  const { game } = run
  const { rules, tally } = game
  const left = Math.max(0, rules.length - game.now)
  const night = run.round.mode === 'pager'
  const { cpu, memory } = inUse(game.slots)
  const limit = rules.queueLimit
  const crowded = limit !== undefined && game.queue.length > limit
  return (
    <dl className="game-hud">
      <Figure name={words.hud.time} value={clock(Math.ceil(left / 1_000) * 1_000)} />
      <Figure name={words.hud.score} value={count(game.score.total)} strong />
      {night ? (
        <Figure
          name={words.hud.down}
          value={count(Math.floor(tally.downTime / 1_000))}
          alarm={game.queue.some(({ lost }) => lost)}
        />
      ) : (
        <Figure name={words.hud.machines} value={count(game.machines)} />
      )}
      <Figure name={words.hud.cpu} value={percent(cpu)} />
      <Figure name={words.hud.memory} value={percent(memory)} />
      <Figure
        name={words.hud.pending}
        value={limit === undefined ? count(game.queue.length) : `${game.queue.length}/${limit}`}
        alarm={crowded}
      />
    </dl>
  )
}

/** Hides the wells: thinking takes time. */
function Paused({ resume }: { readonly resume: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => button.current?.focus(), [])
  return (
    <div className="game-paused">
      <p>{words.paused}</p>
      <button ref={button} type="button" className="button solid" onClick={resume}>
        <Icon name="play" />
        {words.resume}
      </button>
    </div>
  )
}

/** The player's score beside that of the best policy at the same moment of the same round. */
function Race({ run }: { readonly run: GameRun }) {
  // Before the round begins: it takes some milliseconds.
  const [pace] = useState(() => paceOf(run.round))
  const [whole] = useState(() => Math.max(1, boundLine(run.round).score))
  const theirs = pace.at(run.game.now)
  const share = (score: number) => `${Math.min(100, Math.max(0, (100 * score) / whole))}%`
  return (
    <p className="game-race">
      <span aria-hidden="true">
        <i style={{ width: share(run.game.score.total) }} />
        <b style={{ left: share(theirs) }} />
      </span>
      {words.race(pace.name, theirs)}
    </p>
  )
}

function Figure(props: {
  readonly name: string
  readonly value: string
  readonly strong?: boolean
  readonly alarm?: boolean
}) {
  return (
    <div data-strong={props.strong} data-alarm={props.alarm}>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  )
}

/** Shares of what the machines offer that are requested now. */
function inUse(slots: readonly Slot[]): { readonly cpu: number; readonly memory: number } {
  const up = slots.filter(isMachine)
  const share = (resource: string) =>
    up.reduce((sum, { view }) => sum + (view.requested[resource] ?? 0), 0) /
    Math.max(
      1,
      up.reduce((sum, { view }) => sum + (view.allocatable[resource] ?? 0), 0),
    )
  return { cpu: share('cpu'), memory: share('memory') }
}

/** The pod in hand in words; in red, why it does not fit where it hangs, or that too many wait. */
function InHand({ run, asleep }: { readonly run: GameRun; readonly asleep: boolean }) {
  const { game } = run
  const pod = game.queue[0]
  const slot = game.slots[run.slot]
  const misfit = game.misfit(run.slot)
  const machine = slot === undefined ? '' : slot.name
  const warning =
    game.endsAt !== undefined
      ? words.overLimit(Math.ceil((game.endsAt - game.now) / 1_000))
      : misfit
        ? words.refused(machine, misfit.reasons.join(', '))
        : slot !== undefined && !isMachine(slot)
          ? words.rubble(machine)
          : undefined
  return (
    <p className="game-hand">
      <b>{words.next}</b>
      <span>{pod === undefined || asleep ? words.nothing : describe(pod)}</span>
      {warning !== undefined && !asleep && <em>{warning}</em>}
    </p>
  )
}

function describe(pod: GamePod): string {
  const app = GAME_APPS[pod.app]!
  const stays = pod.runs === undefined ? words.service : words.jobFor(Math.round(pod.runs / 1_000))
  const parts = [nameOf(pod), shapeOf(pod), stays]
  if (app.affinity) parts.push(words.apart)
  if (pod.lost) parts.push(words.again)
  return parts.join(' · ')
}

/** The canvas, and over it a button for each place: what pointers and screen readers use. */
function Board(props: {
  readonly run: GameRun
  readonly host: React.RefObject<HTMLElement | null>
  readonly drop: (slot: number) => void
  readonly unable: boolean
  /** Something lies over it. */
  readonly covered: boolean
}) {
  const { run, host, drop, covered } = props
  const { layout, game } = run
  useLayoutEffect(() => {
    if (!covered) host.current?.focus()
  }, [covered, host])
  const pressed = useRef(false)
  const slotAt = (event: React.PointerEvent): number | undefined => {
    const box = host.current?.getBoundingClientRect()
    if (box === undefined || layout === undefined) return undefined
    const x = event.clientX - box.left
    const found = layout.columns.findIndex((column) => x >= column.x && x < column.x + column.width)
    return found < 0 ? undefined : found
  }
  return (
    <section
      className="game-board"
      inert={covered}
      ref={host}
      aria-label={words.board}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it has the focus while one plays by key
      tabIndex={0}
      onPointerMove={(event) => {
        const slot = slotAt(event)
        if (slot !== undefined && (event.pointerType === 'mouse' || pressed.current))
          run.choose(slot)
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        // The focus stays where the keys are.
        event.preventDefault()
        host.current?.focus({ preventScroll: true })
        pressed.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
        const slot = slotAt(event)
        if (slot !== undefined) run.choose(slot)
      }}
      onPointerUp={(event) => {
        if (!pressed.current) return
        pressed.current = false
        const slot = slotAt(event)
        if (slot !== undefined) drop(slot)
      }}
      onPointerCancel={() => {
        pressed.current = false
      }}
    >
      {props.unable && <p className="notice">{words.failed}</p>}
      {layout?.columns.map(({ x, width }, index) => {
        const slot = game.slots[index]
        return (
          <button
            key={index}
            type="button"
            className="game-place"
            style={{ left: x, width, top: layout.rim }}
            aria-label={placeText(run, index)}
            data-dead={slot !== undefined && !isMachine(slot)}
            // Pointers have dropped it already.
            onClick={(event) => {
              if (event.detail === 0) drop(index)
            }}
            onFocus={() => run.choose(index)}
          >
            {width >= WIDE && <i>{words.hud.cpu}</i>}
            <span>{slot === undefined ? words.buy : shortName(slot.name, width)}</span>
            {width >= WIDE && <i>{words.hud.memory}</i>}
          </button>
        )
      })}
    </section>
  )
}

/** `node-3`, or `3` where there is little room. */
function shortName(name: string, width: number): string {
  return width < 64 ? (name.split('-')[1] ?? name) : name
}

function placeText(run: GameRun, index: number): string {
  const { game } = run
  const slot = game.slots[index]
  if (slot === undefined) return words.emptySlot(index + 1)
  if (!isMachine(slot)) return words.rubble(slot.name)
  const { requested } = slot.view
  const text = words.machine(
    slot.name,
    amount('cpu', requested.cpu ?? 0),
    amount('memory', requested.memory ?? 0),
    slot.pods.length,
  )
  if (game.queue.length === 0) return text
  const misfit = game.misfit(index)
  return `${text}, ${misfit ? words.refuses(misfit.reasons.join(', ')) : words.fits}`
}
