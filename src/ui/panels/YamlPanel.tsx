import { Component, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { lookByName } from '../state/looks.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun } from '../state/stores.ts'
import { useTheme } from '../widgets/useTheme.ts'
import { words } from '../words/words.ts'
import { PanelHead } from './PanelHead.tsx'

const EditorPanel = lazy(() =>
  import('./EditorWithExamples.tsx').then((module) => ({ default: module.EditorWithExamples })),
)

/** The scenario's text. The editor comes when the stage has had its turn; until then it is read. */
export function YamlPanel() {
  const session = useSession()
  const file = usePage((page) => page.file)
  const reveal = usePage((page) => page.reveal)
  const apps = useRun((run) => run.apps)
  const commandsDone = useRun((run) => run.commands.done)
  const theme = useTheme()
  const wanted = useEditorTurn()
  const [attempt, setAttempt] = useState(0)
  if (file === undefined) return <Plain name={words.dock.yaml} text="" />
  const plain = <Plain name={`${file.name}.yaml`} text={file.text} />
  if (!wanted) return plain
  return (
    <EditorBoundary
      key={attempt}
      fallback={
        <>
          {plain}
          <p className="panel-foot">
            {words.dock.editorFailed}{' '}
            <button type="button" className="link" onClick={() => setAttempt(attempt + 1)}>
              {words.dock.retry}
            </button>
          </p>
        </>
      }
    >
      <Suspense fallback={plain}>
        <EditorPanel
          file={file}
          theme={theme}
          look={(app) => lookByName(apps, app, theme)}
          check={session.check}
          apply={(text) => session.command({ type: 'apply', text }, 'elsewhere')}
          load={(text) => session.load(text)}
          reveal={reveal}
          commandsDone={commandsDone}
        />
      </Suspense>
    </EditorBoundary>
  )
}

/** True once the stage runs (or cannot) and the browser has nothing better to do. */
function useEditorTurn(): boolean {
  const stage = usePage((page) => page.stage)
  const [turn, setTurn] = useState(false)
  const settled = stage !== 'loading'
  useEffect(() => {
    if (!settled || turn) return
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(() => setTurn(true), 800)
      return () => clearTimeout(timer)
    }
    const handle = requestIdleCallback(() => setTurn(true), { timeout: 2_500 })
    return () => cancelIdleCallback(handle)
  }, [settled, turn])
  return turn
}

function Plain({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <PanelHead title={name} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls can be reached by key. */}
      <pre className="panel-scroll plain mono" tabIndex={0}>
        {text}
      </pre>
    </>
  )
}

class EditorBoundary extends Component<
  { readonly fallback: ReactNode; readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    return this.state.failed ? this.props.fallback : this.props.children
  }
}
