import { useRun } from '../state/stores.ts'
import { upcomingWords as words } from '../words/upcoming.ts'

/** The next thing that the scenario does by itself, and when. */
export function Upcoming() {
  const next = useRun(({ info, now }) => info?.actions.find(({ at }) => at > now))
  if (next === undefined) return null
  return (
    <p className="nothing-waits upcoming">
      <span className="mono">{words.at(next.at)}</span> {words.what[next.type](next.label)}
    </p>
  )
}
