import { lazy } from 'react'
import { DIALOG } from '../state/idle.ts'
import { type PageState, usePage } from '../state/stores.ts'
import { Coming } from '../widgets/Coming.tsx'

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

const small = () => import('./SmallDialogs.tsx')
const KeysDialog = lazy(() => small().then((module) => ({ default: module.KeysDialog })))
const DescribeDialog = lazy(() => small().then((module) => ({ default: module.DescribeDialog })))
const OnCallDialog = lazy(() => small().then((module) => ({ default: module.OnCallDialog })))

/** Whichever dialog is open. */
export function Dialogs() {
  const dialog = usePage((page) => page.dialog)
  return dialog === undefined ? null : <Coming sort={DIALOG}>{contentOf(dialog)}</Coming>
}

function contentOf(dialog: NonNullable<PageState['dialog']>) {
  switch (dialog.type) {
    case 'gallery':
      return <Gallery />
    case 'game':
      return <GameDialog />
    case 'find':
      return <FindDialog />
    case 'share':
      return <ShareDialog />
    case 'settings':
      return <SettingsDialog />
    case 'keys':
      return <KeysDialog />
    case 'describe':
      return <DescribeDialog title={dialog.title} text={dialog.text} />
    case 'onCall':
      return <OnCallDialog />
    case 'machine':
      return <MachineSheet lane={dialog.lane} row={dialog.row} />
  }
}
