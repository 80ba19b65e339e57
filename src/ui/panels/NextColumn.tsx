import { lazy, type Ref, Suspense } from 'react'
import { usePage, usePlayback, useRun } from '../state/stores.ts'
import { useMedia } from '../widgets/useMedia.ts'
import { words } from '../words/words.ts'

const Upcoming = lazy(() =>
  import('./Upcoming.tsx').then((module) => ({ default: module.Upcoming })),
)

/** Room for the pieces that come next, and the clock's haste under it. */
export function NextColumn({ room }: { readonly room: Ref<HTMLDivElement> }) {
  return (
    <section className="next-column" aria-label={words.next}>
      <h2 className="next-heading above-canvas">{words.next}</h2>
      <div className="next-room" ref={room} />
      <div className="next-foot above-canvas">
        <FastForward />
        <Caption />
        <Nothing />
      </div>
    </section>
  )
}

/** `fast-forward: 5 min 50 s` while a wait is passed quickly. */
function FastForward() {
  const told = usePlayback((playback) => playback.wait?.told)
  return (
    <p role="status">
      {told !== undefined && told >= 10_000 && (
        <span className="chip">{words.playback.fastForward(told)}</span>
      )}
    </p>
  )
}

/** Under an empty NEXT: what the story does next, or that nothing waits. */
function Nothing() {
  const waits = useRun(
    ({ info, now, lanes }) =>
      info === undefined ||
      (info.arrivals.at(-1)?.at ?? -1) > now ||
      lanes.some(({ metrics, arrivalsHeld }) => metrics.pending + arrivalsHeld > 0),
  )
  const more = useRun(({ info, now }) => (info?.actions.at(-1)?.at ?? -1) > now)
  const begun = usePlayback(({ playhead }) => playhead > 0)
  const wait = usePlayback((playback) => playback.wait)
  if (waits || !begun || wait !== undefined) return null
  if (!more) return <p className="nothing-waits">{words.nothingWaits}</p>
  return (
    <Suspense>
      <Upcoming />
    </Suspense>
  )
}

/** `Press Space` while nothing has happened and nothing moves. */
function Caption() {
  const waiting = usePlayback((playback) => !playback.playing && playback.playhead === 0)
  const loaded = useRun((run) => run.info !== undefined)
  const stage = usePage((page) => page.stage)
  const touch = useMedia('(pointer: coarse)')
  if (!waiting || !loaded || stage === 'loading') return null
  return <p className="stage-caption">{touch ? words.lanes.pressPlay : words.lanes.pressSpace}</p>
}
