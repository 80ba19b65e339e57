import { type DragEvent, lazy, Suspense, useRef, useState } from 'react'
import { editorWords as words } from '../words/editor.ts'
import type { EditorPanelProps } from './contract.ts'
import { DraftBar } from './DraftBar.tsx'
import { visiblePart } from './documents.ts'
import { FileMenu } from './FileMenu.tsx'
import { openFile } from './openFile.ts'
import { type PieceEdits, PiecePreview } from './PiecePreview.tsx'
import { StatusLine } from './StatusLine.tsx'
import type { EditorSession } from './session.ts'
import { describeShape } from './shapeWords.ts'
import { useEditorSession } from './useEditorSession.ts'
import './editor.css'

const AddForm = lazy(() => import('./AddForm.tsx').then((module) => ({ default: module.AddForm })))

/** The editor. The page fetches it once the stage is moving; Monaco comes after that again. */
export function EditorPanel(props: EditorPanelProps) {
  const { examples, look, check } = props
  const { session, state, element, plain } = useEditorSession(props)
  const { file, shape } = state
  const picker = useRef<HTMLInputElement>(null)
  const [adding, setAdding] = useState(false)
  const [dropping, setDropping] = useState(false)
  const edits = useRef(pieceEdits(session)).current

  const dropTarget = {
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setDropping(true)
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      const to = event.relatedTarget
      if (!(to instanceof Node && event.currentTarget.contains(to))) setDropping(false)
    },
    onDrop(event: DragEvent) {
      setDropping(false)
      const [dropped] = event.dataTransfer.files
      if (!dropped) return
      event.preventDefault()
      void openFile(session, dropped, check)
    },
  }

  return (
    <section className="editor" aria-label={words.panel} {...dropTarget}>
      <header className="editor-head">
        <h2>{shape?.app ?? file.name}</h2>
        <p>
          <span>
            {shape && <span className="editor-long">{words.podShape} </span>}
            {shape ? describeShape(shape.requests) : words.scenario}
          </span>
        </p>
        <div className="editor-tools">
          <button
            type="button"
            className="button small editor-tool"
            title={words.addTitle}
            aria-label={words.addTitle}
            disabled={!state.ready}
            onClick={() => setAdding(true)}
          >
            <span aria-hidden="true">+</span>
            <span className="editor-tool-name">{words.add}</span>
          </button>
          <FileMenu session={session} examples={examples} picker={picker} />
          <button
            type="button"
            className="button small solid"
            title={words.applyTitle(words.applyKeys(IS_MAC))}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            disabled={state.status.type === 'busy' || !state.ready}
            onClick={() => void session.apply()}
          >
            {words.apply} <kbd className="editor-keys">{words.applyKeys(IS_MAC)}</kbd>
          </button>
        </div>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".yaml,.yml,.json,application/yaml,application/json,text/plain"
          onChange={(event) => {
            const [chosen] = event.target.files ?? []
            event.target.value = ''
            if (chosen) void openFile(session, chosen, check)
          }}
        />
      </header>
      <DraftBar session={session} state={state} />
      <div className="editor-body" data-typing="">
        <div ref={element} className="editor-text" />
        {!state.ready && <pre className="editor-waiting">{visiblePart(session.getText())}</pre>}
        {shape && (
          <aside className="editor-side">
            <PiecePreview
              app={shape.app}
              requests={shape.requests}
              look={look(shape.app)}
              stale={shape.stale}
              writable={Object.keys(shape.writes ?? {})}
              edits={edits}
            />
          </aside>
        )}
      </div>
      <StatusLine
        session={session}
        state={state}
        note={plain ? words.plainEditor : state.tooLong ? words.tooBigForCompletion : undefined}
      />
      {dropping && <p className="editor-drop">{words.dropHere}</p>}
      {adding && (
        <Suspense fallback={null}>
          <AddForm
            look={look}
            check={(document) => check(session.withDocument(document).text)}
            lineOf={(document) => session.withDocument(document).line}
            onAdd={(document) => {
              setAdding(false)
              void session.add(document)
            }}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      )}
    </section>
  )
}

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform)

/** Writes what happens to the piece into the text. */
function pieceEdits(session: EditorSession): PieceEdits {
  let finish = () => {}
  return {
    async begin(resource) {
      // The text may have changed since it was last looked at, and the places with it.
      await session.settled()
      if (session.state.getState().shape?.writes?.[resource] === undefined) return false
      finish = session.beginGesture()
      return true
    },
    change: (resource, amount) => session.setRequest(resource, amount),
    end() {
      finish()
      finish = () => {}
    },
  }
}
