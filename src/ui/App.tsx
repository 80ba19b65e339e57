import { lazy, Suspense } from 'react'
import { Dialogs } from './panels/Dialogs.tsx'
import { Dock } from './panels/Dock.tsx'
import { Notices } from './panels/Notices.tsx'
import { PhoneTabs } from './panels/PhoneTabs.tsx'
import { StageRow } from './panels/StageRow.tsx'
import { TopBar } from './panels/TopBar.tsx'
import { EMBED } from './state/embedView.ts'
import { useLanguage } from './state/language.ts'
import { useLesson } from './state/lessonStore.ts'
import { useSettings } from './state/settings.ts'
import { usePage, usePlayback, useRun } from './state/stores.ts'
import { useHotkeys } from './state/useHotkeys.ts'
import { TimelineBar } from './timeline/TimelineBar.tsx'
import { Coming } from './widgets/Coming.tsx'
import { useScreen } from './widgets/useMedia.ts'
import { useDocumentTheme } from './widgets/useTheme.ts'

const WalkBar = lazy(() =>
  import('./panels/WalkBar.tsx').then((module) => ({ default: module.WalkBar })),
)
const LessonBar = lazy(() =>
  import('./lessons/LessonBar.tsx').then((module) => ({ default: module.LessonBar })),
)
const Present = lazy(() =>
  import('./present/Present.tsx').then((module) => ({ default: module.Present })),
)
const Announcer = lazy(() =>
  import('./panels/Announcer.tsx').then((module) => ({ default: module.Announcer })),
)
const PhoneSheet = lazy(() =>
  import('./panels/PhoneSheet.tsx').then((module) => ({ default: module.PhoneSheet })),
)
const CompareBar = lazy(() =>
  import('./branches/CompareBar.tsx').then((module) => ({ default: module.CompareBar })),
)
const EmbedBar = lazy(() =>
  import('./embed/EmbedBar.tsx').then((module) => ({ default: module.EmbedBar })),
)

/** The page: top bar, stage, timeline, and the panels as the screen has room for them. */
export function App() {
  const screen = useScreen()
  useDocumentTheme()
  // Whatever shows texts is drawn anew with the page.
  useLanguage()
  const explain = useSettings((settings) => settings.explain)
  const presenting = useLesson((state) => state.presenting)
  const inLesson = useLesson((state) => state.lesson !== undefined)
  // A run has to move before there is anything to say.
  const started = usePlayback(({ playhead }) => playhead > 0)
  const sheetOpen = usePage(({ sheet }) => sheet !== undefined)
  const comparing = useRun((run) => run.info?.comparison !== undefined)
  useHotkeys()
  const { breakpoint, landscape } = screen
  const phone = breakpoint === 'phone' && !presenting
  /** Too narrow for a sentence in the top bar. */
  const upright = phone && !landscape
  return (
    <div
      className={presenting ? 'app presenting' : EMBED ? 'app embedded' : 'app'}
      data-breakpoint={presenting ? 'desktop' : breakpoint}
      data-landscape={landscape}
    >
      {!presenting && !EMBED && <TopBar breakpoint={breakpoint}>{!upright && <Notices />}</TopBar>}
      <StageRow screen={screen} presenting={presenting} />
      {phone && sheetOpen && (
        <Coming>
          <PhoneSheet />
        </Coming>
      )}
      {(upright || EMBED) && <Notices />}
      {!presenting && EMBED?.controls !== false && (
        <div className="controls">
          {(inLesson || explain) && (
            <Coming room={<div className="walk-room" />}>
              {inLesson ? <LessonBar /> : <WalkBar />}
            </Coming>
          )}
          {comparing && (
            <Coming>
              <CompareBar />
            </Coming>
          )}
          <TimelineBar breakpoint={breakpoint} />
        </div>
      )}
      {presenting ? (
        <Coming>
          <Present />
        </Coming>
      ) : EMBED ? (
        <Coming>
          <EmbedBar />
        </Coming>
      ) : phone ? (
        <PhoneTabs />
      ) : (
        <Dock breakpoint={breakpoint} />
      )}
      <Dialogs />
      {started && (
        <Suspense>
          <Announcer />
        </Suspense>
      )}
    </div>
  )
}
