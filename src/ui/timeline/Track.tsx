import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useLooks } from '../state/looks.ts'
import { arrivalsUpTo } from '../state/playback.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePlayback, useRun } from '../state/stores.ts'
import { words } from '../words/words.ts'
import { Markers } from './Markers.tsx'
import { Ticks } from './Ticks.tsx'
import { createTimeScale, type TimeScale } from './timeScale.ts'

/** The timeline itself: ticks, markers, and the knob that shows and chooses the moment. */
export function Track() {
  const session = useSession()
  const info = useRun((run) => run.info)
  const markers = useRun((run) => run.markers)
  const end = useRun((run) => run.end)
  const looks = useLooks()
  const track = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)

  useLayoutEffect(() => {
    const element = track.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])

  const scale = useMemo(
    () =>
      createTimeScale(
        info?.arrivals.map((arrival) => arrival.at) ?? [],
        markers
          .filter((mark) => mark.type === 'plug' || mark.type === 'pager')
          .map((mark) => mark.at),
        end,
      ),
    [info, markers, end],
  )

  const timeAt = (clientX: number) => {
    const box = track.current?.getBoundingClientRect()
    if (box === undefined || box.width === 0) return 0
    return scale.toTime(Math.min(1, Math.max(0, (clientX - box.left) / box.width)))
  }

  return (
    <div className="track-room">
      <div
        ref={track}
        className="track"
        onPointerDown={(event) => {
          if (event.button !== 0 || info === undefined) return
          event.currentTarget.setPointerCapture(event.pointerId)
          session.scrub(timeAt(event.clientX), true)
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) {
            session.scrub(timeAt(event.clientX), true)
          }
        }}
        onPointerUp={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) {
            session.scrub(timeAt(event.clientX), false)
          }
        }}
        onPointerCancel={(event) => session.scrub(timeAt(event.clientX), false)}
      >
        {info !== undefined && <Ticks info={info} scale={scale} looks={looks} width={width} />}
        <Markers markers={markers} scale={scale} />
        <Knob scale={scale} end={end} />
      </div>
    </div>
  )
}

/** The moment that is shown, as a slider. */
function Knob({ scale, end }: { readonly scale: TimeScale; readonly end: number }) {
  const session = useSession()
  const info = useRun((run) => run.info)
  const playhead = usePlayback((playback) => playback.playhead)
  if (info === undefined) return null
  const done = arrivalsUpTo(info, playhead)
  return (
    <div
      className="knob"
      role="slider"
      tabIndex={0}
      aria-label={words.playback.timeline}
      aria-valuemin={0}
      aria-valuemax={Math.round(end / 1_000)}
      aria-valuenow={Math.round(playhead / 1_000)}
      aria-valuetext={words.playback.position(done, info.arrivals.length, playhead)}
      style={{ left: `${scale.toFraction(playhead) * 100}%` }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight' || event.key === 'ArrowUp') void session.step()
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
