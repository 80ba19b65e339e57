import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { EditorPanelProps } from './contract.ts'
import { browserStorage, openDrafts } from './drafts.ts'
import type { TextHost } from './host.ts'
import { createPlainHost } from './plainHost.ts'
import { createSession, type EditorSession, type EditorState } from './session.ts'

/**
 * A page has one editor. Its session outlives the panel, which is put away whenever another tab or
 * another layout takes its place.
 */
let kept: EditorSession | undefined
const latest: { current: EditorPanelProps | undefined } = { current: undefined }

/** The person gets a plain field and a sentence; whoever looks into it gets the reason. */
function failed(error: unknown): undefined {
  console.error(error)
}

const KEY_EVENTS = ['keydown', 'keyup', 'keypress'] as const

/** Binds a session to the panel's props and to the element in which the text is typed. */
export function useEditorSession(props: EditorPanelProps): {
  readonly session: EditorSession
  readonly state: EditorState
  readonly element: React.RefObject<HTMLDivElement | null>
  /** Monaco could not be loaded. */
  readonly plain: boolean
} {
  latest.current = props
  const element = useRef<HTMLDivElement>(null)
  const [plain, setPlain] = useState(false)
  const [session] = useState(() => {
    kept ??= createSession({
      file: props.file,
      page: () => latest.current!,
      drafts: openDrafts(browserStorage()),
      now: Date.now,
    })
    return kept
  })
  const state = useStore(session.state)
  const { file, reveal, theme } = props
  const host = useRef<TextHost | undefined>(undefined)

  useEffect(() => {
    const parent = element.current
    if (!parent) return
    let gone = false
    // While somebody types, keys are text: the page's shortcuts never see them.
    const keep = (event: KeyboardEvent) => event.stopPropagation()
    for (const type of KEY_EVENTS) parent.addEventListener(type, keep)
    // A text that nothing could be done with does not reach Monaco, which would be busy for seconds.
    const guard = (event: ClipboardEvent) => {
      if (session.takesPaste(event.clipboardData?.getData('text/plain') ?? '')) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    parent.addEventListener('paste', guard, { capture: true })
    const start = async () => {
      const monaco = await import('./monaco/monacoHost.ts').catch(failed)
      if (gone || latest.current === undefined) return
      const { theme, file } = latest.current
      session.setFile(file)
      session.attach((text) => {
        const options = { text, name: file.name, theme, events: session.events }
        try {
          host.current = monaco?.createMonacoHost(parent, options)
        } catch (error) {
          failed(error)
        }
        if (host.current !== undefined) return host.current
        parent.replaceChildren()
        setPlain(true)
        host.current = createPlainHost(parent, options)
        return host.current
      })
    }
    void start()
    return () => {
      gone = true
      for (const type of KEY_EVENTS) parent.removeEventListener(type, keep)
      parent.removeEventListener('paste', guard, { capture: true })
      session.detach()
      host.current?.dispose()
      host.current = undefined
    }
  }, [session])

  useEffect(() => void session.checkAgain(), [session, props.language])
  useEffect(() => session.setFile(file), [session, file])
  useEffect(() => host.current?.setTheme(theme), [theme])
  useEffect(() => session.commandsAre(props.commandsDone ?? 0), [session, props.commandsDone])
  useEffect(() => {
    if (reveal) session.reveal(reveal.app)
  }, [session, reveal])

  useEffect(() => {
    const flush = () => session.flush()
    const leaving = (event: BeforeUnloadEvent) => {
      session.flush()
      // Nothing else keeps these edits: ask before they are lost.
      if (session.state.getState().draftLost) event.preventDefault()
    }
    document.addEventListener('visibilitychange', flush)
    window.addEventListener('pagehide', flush)
    window.addEventListener('beforeunload', leaving)
    return () => {
      document.removeEventListener('visibilitychange', flush)
      window.removeEventListener('pagehide', flush)
      window.removeEventListener('beforeunload', leaving)
    }
  }, [session])

  return { session, state, element, plain }
}
