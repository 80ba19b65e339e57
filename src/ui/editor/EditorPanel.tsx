import { Component, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { editorWords as words } from '../words/editor.ts'
import type { EditorPanelProps } from './contract.ts'
import { visiblePart } from './documents.ts'
import './editor.css'

/** The editor is fetched at the latest this many ms after the page could have begun. */
const LATEST_START = 4000

/**
 * The editor's place on the page. It is light: the editor itself, more than a megabyte, is fetched
 * when the page has nothing else to do, or at once when somebody reaches for it.
 */
export function EditorPanel(props: EditorPanelProps) {
  const [Editor, setEditor] = useState<ReturnType<typeof fetchEditor>>()
  const { hold = false } = props
  const begin = () => setEditor((fetched) => fetched ?? fetchEditor())
  useEffect(() => {
    if (Editor || hold) return
    return whenIdle(() => setEditor((fetched) => fetched ?? fetchEditor()))
  }, [Editor, hold])

  const place = (sentence: ReactNode) => (
    <section
      className="editor"
      aria-label={words.panel}
      onPointerEnter={begin}
      onPointerDown={begin}
    >
      <header className="editor-head">
        <h2>{props.file.name}</h2>
        <p>{sentence}</p>
      </header>
      <div className="editor-body">
        <pre className="editor-waiting">{visiblePart(props.file.text)}</pre>
      </div>
      <footer className="editor-foot" />
    </section>
  )
  if (!Editor) return place(words.loading)
  return (
    <LoadFailure
      key={Editor.attempt}
      fallback={place(
        <>
          {words.notLoaded}{' '}
          <button type="button" className="link" onClick={() => setEditor(fetchEditor())}>
            {words.tryAgain}
          </button>
        </>,
      )}
    >
      <Suspense fallback={place(words.loading)}>
        <Editor.View {...props} />
      </Suspense>
    </LoadFailure>
  )
}

let attempts = 0

/** A lazy component remembers its failure, so every attempt gets one of its own. */
function fetchEditor() {
  return {
    attempt: attempts++,
    View: lazy(() => import('./Editor.tsx').then((module) => ({ default: module.Editor }))),
  }
}

/** Calls back once the browser is idle; returns a function that takes that back. */
function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(run, { timeout: LATEST_START })
    return () => cancelIdleCallback(handle)
  }
  const handle = setTimeout(run, LATEST_START / 4)
  return () => clearTimeout(handle)
}

class LoadFailure extends Component<{
  readonly fallback: ReactNode
  readonly children: ReactNode
}> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children
  }
}
