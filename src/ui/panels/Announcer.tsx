import { useEffect, useState } from 'react'
import { announcement, type Moment } from '../state/announce.ts'
import { arrivalsUpTo } from '../state/playback.ts'
import { useSettings } from '../state/settings.ts'
import { usePlayback, useRun } from '../state/stores.ts'
import { announceWords } from '../words/announce.ts'
import { laneTitle } from '../words/laneTitle.ts'
import { words } from '../words/words.ts'

/** So long (ms) one announcement stands at least: a voice takes its time. */
const REST: Readonly<Record<'all' | 'fewer', number>> = { all: 4_000, fewer: 6_000 }

/** Tells screen readers what the run does: politely, a digest at a time, as much as was chosen. */
export function Announcer() {
  const level = useSettings((settings) => settings.announce)
  const [text, setText] = useState('')
  useEffect(() => {
    setText('')
    if (level === 'off') return
    let told = momentNow()
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      timer = undefined
      const now = momentNow()
      const said = announcement(told, now, level, announceWords)
      told = now
      if (said === '') return
      setText(said)
      timer = setTimeout(tell, REST[level])
    }
    // The first of several changes waits a moment for those that come with it.
    const changed = () => {
      timer ??= setTimeout(tell, 250)
    }
    const stops = [
      useRun.subscribe(changed),
      usePlayback.subscribe((now, old) => {
        if (now.ended !== old.ended) changed()
      }),
    ]
    return () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [level])
  return (
    <p className="sr-only" aria-live="polite" data-announcer="">
      {text}
    </p>
  )
}

function momentNow(): Moment {
  const { info, lanes, markers, markersForgotten, now, run } = useRun.getState()
  return {
    epoch: run,
    arrived: info === undefined ? 0 : arrivalsUpTo(info, now),
    all: info?.arrivals.length ?? 0,
    lanes: lanes.map(({ title, metrics, recovery }) => ({
      title: laneTitle(title),
      machines: metrics.machines,
      pending: metrics.pending,
      down: metrics.down,
      back: recovery?.back ?? 0,
      lost: recovery?.lost ?? 0,
    })),
    marksForgotten: markersForgotten,
    marks: markers
      .filter(({ at }) => at <= now)
      .map(({ type, label, detail }) => ({
        type,
        text: announceWords.mark(words.playback.marker[type](label, undefined, detail)),
      })),
    ended: usePlayback.getState().ended,
  }
}
