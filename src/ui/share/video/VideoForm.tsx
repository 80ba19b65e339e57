import { useEffect, useRef, useState } from 'react'
import { downloadBlob, downloadName } from '../../editor/files.ts'
import { SPEEDS, type Speed } from '../../state/playback.ts'
import { useSession } from '../../state/SessionContext.ts'
import { usePlayback, useRun } from '../../state/stores.ts'
import { useTheme } from '../../widgets/useTheme.ts'
import { shareWords as words } from '../../words/share.ts'

/** A stretch of the run as a film: from, to, how fast; how far it is, and the way out of it. */
export function VideoForm({ say }: { readonly say: (text: string) => void }) {
  const session = useSession()
  const theme = useTheme()
  const name = useRun((run) => run.info?.name ?? '')
  const end = useRun((run) => run.end)
  const playhead = usePlayback((playback) => playback.playhead)
  const last = Math.max(1, Math.round(Math.max(end, playhead) / 1_000))
  const [from, setFrom] = useState(0)
  const [to, setTo] = useState(playhead > 0 ? Math.max(1, Math.round(playhead / 1_000)) : last)
  const [speed, setSpeed] = useState<Speed>(1)
  const [share, setShare] = useState<number>()
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])

  const make = async () => {
    const run = session.kept()?.load
    if (run === undefined) return
    const abort = new AbortController()
    stop.current = abort
    setShare(0)
    say('')
    try {
      const { recordRun } = await import('./recordRun.ts')
      const choice = { from: from * 1_000, to: to * 1_000, speed, theme }
      const film = await recordRun(run, choice, setShare, abort.signal)
      downloadBlob(downloadName(name, 'webm'), film)
      say(words.video.done(film.size))
    } catch (error) {
      const reason = (error as { readonly reason?: unknown }).reason
      if (abort.signal.aborted) say(words.video.cancelled)
      else if (reason === 'unable' || reason === 'tooLong' || reason === 'refused')
        say(words.video.problems[reason])
      else say(words.video.problems.failed)
    } finally {
      setShare(undefined)
    }
  }

  const seconds = (value: string) => Math.max(0, Math.min(last, Number(value) || 0))
  const busy = share !== undefined
  return (
    <details className="share-embed">
      <summary>{words.video.title}</summary>
      <form
        className="share-video"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) void make()
        }}
      >
        <label>
          {words.video.from}
          <input
            type="number"
            className="select"
            min={0}
            max={last - 1}
            value={from}
            disabled={busy}
            onChange={({ currentTarget }) => setFrom(seconds(currentTarget.value))}
          />
        </label>
        <label>
          {words.video.to}
          <input
            type="number"
            className="select"
            min={1}
            max={last}
            value={to}
            disabled={busy}
            onChange={({ currentTarget }) => setTo(seconds(currentTarget.value))}
          />
        </label>
        <label>
          {words.embedSpeed}
          <select
            className="select"
            value={speed}
            disabled={busy}
            onChange={({ currentTarget }) =>
              setSpeed(SPEEDS.find((one) => one === Number(currentTarget.value)) ?? 1)
            }
          >
            {SPEEDS.map((value) => (
              <option key={value} value={value}>
                {value}×
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button" disabled={busy || to <= from}>
          {words.video.make}
        </button>
        {busy && (
          <>
            <progress value={share} max={1} aria-label={words.video.progress} />
            <button type="button" className="button" onClick={() => stop.current?.abort()}>
              {words.video.cancel}
            </button>
          </>
        )}
      </form>
    </details>
  )
}
