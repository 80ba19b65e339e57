import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Marker } from '../../engine/protocol.ts'
import { useBookmarks } from '../state/bookmarks.ts'
import { heldArrivals } from '../state/heldArrivals.ts'
import { isIdle } from '../state/idle.ts'
import { useLooks } from '../state/looks.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, usePlayback, useRun } from '../state/stores.ts'
import { count } from '../words/units.ts'
import { words } from '../words/words.ts'
import { Markers } from './Markers.tsx'
import { stepsUpTo } from './storySteps.ts'
import { Ticks } from './Ticks.tsx'
import { createTimeScale, type TimeScale } from './timeScale.ts'

/** Marks that have room of their own after the last arrival. */
const STRETCHING: ReadonlySet<Marker['type']> = new Set(['plug', 'pager'])

/** The timeline itself: ticks, markers, and the knob that shows and chooses the moment. */
export function Track() {
  const session = useSession()
  const info = useRun((run) => run.info)
  const happened = useRun((run) => run.markers)
  const text = usePage((page) => page.file?.text)
  const bookmarks = useBookmarks((all) => (text === undefined ? undefined : all.get(text)))
  const forgotten = useRun((run) => run.markersForgotten)
  const markers = useMemo((): readonly Marker[] => {
    const marked = bookmarks?.map(({ at, name }): Marker => ({ at, type: 'bookmark', label: name }))
    const before: Marker = { at: happened[0]?.at ?? 0, type: 'forgotten', label: count(forgotten) }
    return [...(forgotten > 0 ? [before] : []), ...happened, ...(marked ?? [])]
  }, [happened, forgotten, bookmarks])
  const end = useRun((run) => run.end)
  const looks = useLooks()
  const track = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)

  useLayoutEffect(() => {
    const element = track.current
    if (element === null) return
    // In the same frame: the counter beside it grows, and ticks would lie under what is on the other side.
    const observer = new ResizeObserver(() => flushSync(() => setWidth(element.clientWidth)))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])

  /** As a text, so that marks of other kinds do not make another scale of a crowd's arrivals. */
  const spread = markers.flatMap(({ type, at }) => (STRETCHING.has(type) ? [at] : [])).join(' ')
  const scale = useMemo(
    () =>
      createTimeScale(
        info?.arrivals.map((arrival) => arrival.at) ?? [],
        spread === '' ? [] : spread.split(' ').map(Number),
        end,
      ),
    [info, spread, end],
  )

  /** Where the run was, and whether it played, before the drag that is under way. */
  const before = useRef<{ readonly playhead: number }>(undefined)
  const cancel = () => {
    if (before.current === undefined) return
    session.scrub(before.current.playhead, false)
    before.current = undefined
  }

  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || before.current === undefined) return
      event.preventDefault()
      event.stopPropagation()
      session.scrub(before.current.playhead, false)
      before.current = undefined
    }
    document.addEventListener('keydown', pressed, true)
    return () => document.removeEventListener('keydown', pressed, true)
  }, [session])

  const timeAt = (clientX: number) => {
    const box = track.current?.getBoundingClientRect()
    if (box === undefined || box.width === 0) return 0
    return scale.toTime(Math.min(1, Math.max(0, (clientX - box.left) / box.width)))
  }

  /** A press on a mark means the mark's moment, until the hand moves on from it. */
  const pressed = useRef<{ readonly x: number; at: number | undefined }>(undefined)
  const moved = (clientX: number) => {
    const from = pressed.current
    if (from?.at !== undefined && Math.abs(clientX - from.x) > 4) from.at = undefined
    return from?.at === undefined
  }

  return (
    <div className="track-room">
      <div
        ref={track}
        className="track"
        onPointerDown={(event) => {
          if (event.button !== 0 || info === undefined) return
          event.currentTarget.setPointerCapture(event.pointerId)
          const at = markedTime(event.target)
          before.current = { playhead: usePlayback.getState().playhead }
          pressed.current = { x: event.clientX, at }
          session.scrub(at ?? timeAt(event.clientX), true)
        }}
        onPointerMove={(event) => {
          if (before.current === undefined || !moved(event.clientX)) return
          session.scrub(timeAt(event.clientX), true)
        }}
        onPointerUp={(event) => {
          if (before.current === undefined) return
          before.current = undefined
          session.scrub(
            moved(event.clientX)
              ? timeAt(event.clientX)
              : (pressed.current?.at ?? timeAt(event.clientX)),
            false,
          )
        }}
        onPointerCancel={cancel}
      >
        {info !== undefined && <Ticks info={info} scale={scale} looks={looks} width={width} />}
        <Markers
          markers={markers}
          scale={scale}
          width={width}
          show={(at) => session.scrub(at, false)}
        />
        <Knob scale={scale} end={end} />
      </div>
    </div>
  )
}

/** The moment of the mark that was pressed, if one was. */
function markedTime(target: EventTarget): number | undefined {
  const mark = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null
  return mark === null ? undefined : Number(mark.dataset.at)
}

/** The moment that is shown, as a slider. */
function Knob({ scale, end }: { readonly scale: TimeScale; readonly end: number }) {
  const session = useSession()
  const info = useRun((run) => run.info)
  const held = useRun((run) => heldArrivals(run.lanes))
  const now = useRun((run) => run.now)
  const playhead = usePlayback((playback) => playback.playhead)
  if (info === undefined) return null
  const done = stepsUpTo(info, now, held)
  const position =
    info.arrivals.length > 0 || info.actions.length === 0
      ? words.playback.position(done, info.arrivals.length, playhead)
      : words.playback.positionInStory(done, info.actions.length, playhead)
  return (
    <div
      className="knob"
      role="slider"
      tabIndex={0}
      aria-label={words.playback.timeline}
      aria-valuemin={0}
      aria-valuemax={Math.round(end / 1_000)}
      aria-valuenow={Math.round(playhead / 1_000)}
      aria-valuetext={position}
      style={{ left: `${scale.toFraction(playhead) * 100}%` }}
      onKeyDown={(event) => {
        const steps = /^Arrow/.test(event.key)
        if (event.repeat && (!steps || !isIdle())) event.preventDefault()
        else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') void session.step()
        else if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') void session.stepBack()
        else if (event.key === 'Home') session.scrub(0, false)
        else if (event.key === 'End') session.scrub(end, false)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
