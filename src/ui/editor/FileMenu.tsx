import { type RefObject, useState } from 'react'
import { Icon } from '../widgets/Icon.tsx'
import { MenuButton } from '../widgets/MenuButton.tsx'
import type { MenuItem } from '../widgets/menuItems.ts'
import { editorWords as words } from '../words/editor.ts'
import { scenarioTitle } from '../words/scenarios.ts'
import type { Example } from './contract.ts'
import { when } from './DraftBar.tsx'
import type { Draft } from './drafts.ts'
import { downloadText } from './files.ts'
import { newScenario } from './newFile.ts'
import type { EditorSession } from './session.ts'

const SHOWN_DRAFTS = 6

/** New, open, download, and everything to start from. */
export function FileMenu(props: {
  readonly session: EditorSession
  readonly examples: readonly Example[]
  readonly picker: RefObject<HTMLInputElement | null>
}) {
  const { session, examples, picker } = props
  const [drafts, setDrafts] = useState<readonly Draft[]>([])
  const { file } = session.state.getState()

  const items: MenuItem[] = [
    {
      type: 'action',
      label: words.newFile,
      run: () => {
        const taken = [...examples, ...session.drafts()].map(({ name }) => name)
        const { name, text } = newScenario(taken)
        void session.open(text, name)
      },
    },
    { type: 'action', label: words.openFile, run: () => picker.current?.click() },
    {
      type: 'action',
      label: words.download,
      run: () => downloadText(file.name, session.getText()),
    },
    { type: 'separator', id: 'examples' },
    ...examples.map(
      ({ name, title, text }): MenuItem => ({
        type: 'action',
        label: scenarioTitle(title),
        hint: words.example,
        run: () => void session.open(text, name),
      }),
    ),
  ]
  const others = drafts.filter((draft) => draft.name !== file.name).slice(0, SHOWN_DRAFTS)
  if (others.length > 0) items.push({ type: 'separator', id: 'drafts' })
  for (const draft of others) {
    items.push({
      type: 'action',
      label: draft.name,
      hint: words.draftFrom(when(draft.savedAt)),
      run: () => void session.open(draft.text, draft.name),
    })
  }
  const refresh = () => setDrafts(session.drafts())

  return (
    <MenuButton
      className="button small editor-tool"
      items={items}
      aria-label={words.file}
      title={words.file}
      onFocus={refresh}
      onMouseEnter={refresh}
      align="end"
    >
      <span className="editor-tool-name">
        {words.file} <Icon name="down" size={14} />
      </span>
      <span className="editor-tool-icon">
        <Icon name="more" />
      </span>
    </MenuButton>
  )
}
