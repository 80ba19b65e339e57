import { lazy } from 'react'
import { usePage, useRun } from '../state/stores.ts'
import { Coming } from '../widgets/Coming.tsx'
import { words } from '../words/words.ts'
import { PanelHead } from './PanelHead.tsx'

const panel = () => import('./WhyPanel.tsx')
const WhyPanel = lazy(() => panel().then((module) => ({ default: module.WhyPanel })))
const Line = lazy(() => panel().then((module) => ({ default: module.WhyLine })))

/** The reasons, fetched when the stage has had its turn: before that there is nothing to ask about. */
export function Why({ headed }: { readonly headed: boolean }) {
  // Later it may well be that pods have been placed, and reasons are on their way.
  const begins = useRun(({ now }) => now === 0)
  const nothing = (
    <>
      {headed && <PanelHead title={words.dock.why} />}
      {begins && <p className="panel-empty">{words.dock.whyEmpty}</p>}
    </>
  )
  if (!useStageSettled()) return nothing
  return (
    <Coming room={nothing}>
      <WhyPanel headed={headed} />
    </Coming>
  )
}

/** Their question in one line, for the right end of a tab bar. */
export function WhyLine() {
  if (!useStageSettled()) return null
  return (
    <Coming>
      <Line />
    </Coming>
  )
}

/** True once the stage runs, or cannot. */
function useStageSettled(): boolean {
  return usePage((page) => page.stage) !== 'loading'
}
