import { usePage, useRun } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { panelWords } from '../words/panels.ts'
import { words } from '../words/words.ts'
import { OnCallList } from './OnCallNote.tsx'

const close = () => usePage.setState({ dialog: undefined })

/** Which key does what. */
export function KeysDialog() {
  return (
    <Dialog title={panelWords.keys.title} onClose={close}>
      <dl className="keys">
        {panelWords.keys.rows.map(([key, meaning]) => (
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
}

/** An object as YAML. */
export function DescribeDialog({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Dialog title={title} onClose={close}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls can be reached by key. */}
      <pre className="describe mono" tabIndex={0}>
        {text}
      </pre>
    </Dialog>
  )
}

/** What is assumed of the person on call, on a phone. */
export function OnCallDialog() {
  const onCall = useRun((run) => run.info?.onCall)
  return onCall === undefined ? null : (
    <Dialog title={words.onCall.title} shape="sheet" onClose={close}>
      <OnCallList onCall={onCall} />
    </Dialog>
  )
}
