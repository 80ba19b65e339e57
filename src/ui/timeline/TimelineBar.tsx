import { lazy, Suspense } from 'react'
import { useBookmarks } from '../state/bookmarks.ts'
import { heldArrivals } from '../state/heldArrivals.ts'
import { SPEEDS, type Speed } from '../state/playback.ts'
import { useSession } from '../state/SessionContext.ts'
import { useSettings } from '../state/settings.ts'
import { usePage, usePlayback, useProgress, useRun } from '../state/stores.ts'
import { Coming } from '../widgets/Coming.tsx'
import { Icon } from '../widgets/Icon.tsx'
import type { Breakpoint } from '../widgets/useMedia.ts'
import { words } from '../words/words.ts'
import { stepsOf, stepsUpTo } from './storySteps.ts'
import { Track } from './Track.tsx'

const LongWork = lazy(() =>
  import('./LongWork.tsx').then((module) => ({ default: module.LongWork })),
)

const Branches = lazy(() =>
  import('../branches/Branches.tsx').then((module) => ({ default: module.Branches })),
)

/** Playback: buttons, how many pods have arrived, the timeline, the speed. */
export function TimelineBar({ breakpoint }: { readonly breakpoint: Breakpoint }) {
  const session = useSession()
  const playing = usePlayback((playback) => playback.playing)
  const loaded = useRun((run) => run.info !== undefined)
  const explain = useSettings((settings) => settings.explain)
  const phone = breakpoint === 'phone'
  const text = usePage((page) => page.file?.text)
  const marked = useBookmarks((all) => (all.get(text ?? '')?.length ?? 0) > 0)
  const kept = useRun((run) => run.branches.length > 0) || marked
  // Before there is a pod there is nothing to tell of.
  const working = useProgress(({ progress }) => (progress?.pods ?? 0) > 0)
  const explainable = useRun(
    ({ info, lanes }) => info?.comparison === undefined && lanes.some(({ runbook }) => !runbook),
  )
  return (
    <section className="timeline" aria-label={words.playback.controls}>
      <div className="transport">
        {!phone && (
          <button
            type="button"
            className="button icon"
            aria-label={words.playback.stepBack}
            title={words.playback.stepBack}
            disabled={!loaded}
            onClick={() => void session.stepBack()}
          >
            <Icon name="back" />
          </button>
        )}
        <button
          type="button"
          className="button icon solid play"
          aria-label={playing ? words.playback.pause : words.playback.play}
          title={playing ? words.playback.pause : words.playback.play}
          disabled={!loaded}
          onClick={session.toggle}
        >
          <Icon name={playing ? 'pause' : 'play'} />
        </button>
        <button
          type="button"
          className="button icon"
          aria-label={words.playback.step}
          title={words.playback.step}
          disabled={!loaded}
          onClick={() => void session.step()}
        >
          <Icon name="step" />
        </button>
        <button
          type="button"
          className="button icon explain"
          aria-label={words.playback.explain}
          title={words.playback.explain}
          aria-pressed={explain}
          disabled={!loaded || !explainable}
          onClick={() => void session.setExplain(!explain)}
        >
          <Icon name="funnel" />
        </button>
      </div>
      {!phone && <Counter />}
      <Track />
      {phone ? <SpeedButton /> : <SpeedChoice />}
      {kept && (
        <Coming>
          <Branches />
        </Coming>
      )}
      {working && (
        <Suspense fallback={null}>
          <LongWork />
        </Suspense>
      )}
    </section>
  )
}

function Counter() {
  const info = useRun((run) => run.info)
  const held = useRun((run) => heldArrivals(run.lanes))
  // By the engine's moment, as the picture and NEXT are: the play head may be some frames ahead of it.
  const done = useRun((run) => (info === undefined ? 0 : stepsUpTo(info, run.now, held)))
  const all = info === undefined ? 0 : stepsOf(info).length
  return <p className="counter">{all === 0 ? '' : words.playback.counter(done, all)}</p>
}

function SpeedChoice() {
  const session = useSession()
  const chosen = useSettings((settings) => settings.speed)
  return (
    <fieldset className="segmented" aria-label={words.playback.speed}>
      {SPEEDS.map((speed) => (
        <button
          key={speed}
          type="button"
          aria-pressed={speed === chosen}
          aria-label={words.playback.speedLong(speed)}
          onClick={() => session.setSpeed(speed)}
        >
          {words.playback.speeds[speed]}
        </button>
      ))}
    </fieldset>
  )
}

/** Where there is little room: each press takes the next speed. */
function SpeedButton() {
  const session = useSession()
  const chosen = useSettings((settings) => settings.speed)
  const next: Speed = SPEEDS[(SPEEDS.indexOf(chosen) + 1) % SPEEDS.length]!
  return (
    <button
      type="button"
      className="speed-button"
      aria-label={`${words.playback.speed}: ${words.playback.speedLong(chosen)}`}
      onClick={() => session.setSpeed(next)}
    >
      {words.playback.speeds[chosen]}
    </button>
  )
}
