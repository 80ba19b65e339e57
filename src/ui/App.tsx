import { lazy, Suspense } from 'react'
import { Dialogs } from './panels/Dialogs.tsx'
import { Dock } from './panels/Dock.tsx'
import { Notices } from './panels/Notices.tsx'
import { PhoneSheet, PhoneTabs } from './panels/PhoneTabs.tsx'
import { StageRow } from './panels/StageRow.tsx'
import { TopBar } from './panels/TopBar.tsx'
import { useSettings } from './state/settings.ts'
import { useHotkeys } from './state/useHotkeys.ts'
import { TimelineBar } from './timeline/TimelineBar.tsx'
import { useScreen } from './widgets/useMedia.ts'
import { useDocumentTheme } from './widgets/useTheme.ts'

const WalkBar = lazy(() =>
  import('./panels/WalkBar.tsx').then((module) => ({ default: module.WalkBar })),
)

/** The page: top bar, stage, timeline, and the panels as the screen has room for them. */
export function App() {
  const screen = useScreen()
  const theme = useDocumentTheme()
  const explain = useSettings((settings) => settings.explain)
  useHotkeys(theme)
  const { breakpoint, landscape } = screen
  const phone = breakpoint === 'phone'
  /** Too narrow for a sentence in the top bar. */
  const upright = phone && !landscape
  return (
    <div className="app" data-breakpoint={breakpoint} data-landscape={landscape}>
      <TopBar breakpoint={breakpoint}>{!upright && <Notices />}</TopBar>
      <StageRow screen={screen} />
      {phone && <PhoneSheet />}
      {upright && <Notices />}
      <div className="controls">
        {explain && (
          <Suspense fallback={<div className="walk-room" />}>
            <WalkBar />
          </Suspense>
        )}
        <TimelineBar breakpoint={breakpoint} />
      </div>
      {phone ? <PhoneTabs /> : <Dock breakpoint={breakpoint} />}
      <Dialogs />
    </div>
  )
}
