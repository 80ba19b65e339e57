import type { EmbedView } from '../state/embedView.ts'
import type { Session } from '../state/session.ts'
import { useSettings } from '../state/settings.ts'
import { usePlayback } from '../state/stores.ts'

/** Plays as the address asks, and rests while nobody can see it. */
export async function startEmbed(session: Session, view: EmbedView): Promise<void> {
  // For this page only: it is not the reader's choice.
  if (view.speed !== undefined) useSettings.setState({ speed: view.speed })
  if (view.start !== undefined) session.scrub(view.start, false)
  if (view.end !== undefined) stopAt(session, view.end)
  let wanted = view.autoplay
  const observer = new IntersectionObserver(([entry]) => {
    if (entry?.isIntersecting) {
      if (wanted) session.play()
      wanted = false
    } else {
      wanted = usePlayback.getState().playing
      session.pause()
    }
  })
  observer.observe(document.documentElement)
}

/** Once: whoever plays on from there wants to see more. */
function stopAt(session: Session, end: number): void {
  const stop = usePlayback.subscribe(({ playing, playhead }) => {
    if (!playing || playhead < end) return
    stop()
    session.pause()
  })
}
