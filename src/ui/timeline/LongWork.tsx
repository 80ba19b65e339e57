import './longWork.css'
import { useEffect, useState } from 'react'
import { useProgress } from '../state/stores.ts'
import { SaidOnce } from '../widgets/SaidOnce.tsx'
import { words } from '../words/words.ts'

/** Work is told of when it has taken so long (ms); the engine's first word comes after 100. */
const PATIENCE = 200

/** Over the timeline while the engine works for long: how far it is, and a way to end it. */
export function LongWork() {
  const progress = useProgress((state) => state.progress)
  const cancel = useProgress((state) => state.cancel)
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), PATIENCE)
    return () => window.clearTimeout(timer)
  }, [])
  if (progress === undefined || !late) return null
  const { share, pods } = progress
  return (
    <div className="long-work">
      {/* The figure changes ten times a second: it is for the eyes. */}
      <p aria-hidden="true">{words.playback.working(pods)}</p>
      <SaidOnce text={words.playback.working(pods)} />
      {share !== undefined && (
        <progress max={1} value={share} aria-label={words.playback.workingOn} />
      )}
      <button type="button" className="button small" onClick={cancel}>
        {words.playback.cancel}
      </button>
    </div>
  )
}
