import { lazy, Suspense } from 'react'
import { usePage, useRun } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { words } from '../words/words.ts'
import { OnCallList } from './OnCallNote.tsx'

const Gallery = lazy(() => import('./Gallery.tsx').then((module) => ({ default: module.Gallery })))
const MachineSheet = lazy(() =>
  import('./MachineSheet.tsx').then((module) => ({ default: module.MachineSheet })),
)
const FindDialog = lazy(() =>
  import('../find/FindDialog.tsx').then((module) => ({ default: module.FindDialog })),
)
const ShareDialog = lazy(() =>
  import('../share/ShareDialog.tsx').then((module) => ({ default: module.ShareDialog })),
)

const GameDialog = lazy(() =>
  import('../game/GameDialog.tsx').then((module) => ({ default: module.GameDialog })),
)
const SettingsDialog = lazy(() =>
  import('../storage/SettingsDialog.tsx').then((module) => ({ default: module.SettingsDialog })),
)

/** Whichever dialog is open. */
export function Dialogs() {
  const dialog = usePage((page) => page.dialog)
  const onCall = useRun((run) => run.info?.onCall)
  if (dialog === undefined) return null
  const close = () => usePage.setState({ dialog: undefined })
  switch (dialog.type) {
    case 'gallery':
      return (
        <Suspense fallback={null}>
          <Gallery />
        </Suspense>
      )
    case 'game':
      return (
        <Suspense fallback={null}>
          <GameDialog />
        </Suspense>
      )
    case 'find':
      return (
        <Suspense fallback={null}>
          <FindDialog />
        </Suspense>
      )
    case 'share':
      return (
        <Suspense fallback={null}>
          <ShareDialog />
        </Suspense>
      )
    case 'settings':
      return (
        <Suspense fallback={null}>
          <SettingsDialog />
        </Suspense>
      )
    case 'keys':
      return (
        <Dialog title={words.keys.title} onClose={close}>
          <dl className="keys">
            {words.keys.rows.map(([key, meaning]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )
    case 'describe':
      return (
        <Dialog title={dialog.title} onClose={close}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls can be reached by key. */}
          <pre className="describe mono" tabIndex={0}>
            {dialog.text}
          </pre>
        </Dialog>
      )
    case 'onCall':
      return onCall === undefined ? null : (
        <Dialog title={words.onCall.title} shape="sheet" onClose={close}>
          <OnCallList onCall={onCall} />
        </Dialog>
      )
    case 'machine':
      return (
        <Suspense fallback={null}>
          <MachineSheet lane={dialog.lane} row={dialog.row} />
        </Suspense>
      )
  }
}
