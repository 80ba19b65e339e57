import { Fragment } from 'react'
import { editorWords as words } from '../words/editor.ts'
import { problemAfter } from './markers.ts'
import type { EditorSession, EditorState } from './session.ts'

/** Where the path of a field may go on in the next line. */
const STEP = /(?<=[a-z\]]\.)(?=[a-z])/

/** One sentence under the editor: what is wrong with the text, or what the last step did. */
export function StatusLine(props: {
  readonly session: EditorSession
  readonly state: EditorState
  readonly note: string | undefined
}) {
  const { session, state, note } = props
  const { problem, status, diagnostics, restartFor } = state
  const busy = status.type === 'busy'
  const others = diagnostics.filter((said) => said.severity === problem?.severity).length - 1
  // A warning stays when the text has been applied: what it is about was left out, say.
  const showProblem = problem !== undefined && !busy

  return (
    <div className="editor-foot" role="status">
      {status.type !== 'none' && (
        <p
          className={
            status.type === 'failed' || status.type === 'refused'
              ? 'editor-sentence alarm'
              : status.type === 'done'
                ? 'editor-sentence good'
                : 'editor-sentence'
          }
        >
          {status.text}
          {status.type === 'refused' && (
            <>
              {' '}
              <button type="button" className="link" onClick={status.openAnyway}>
                {words.openAnyway}
              </button>
            </>
          )}
        </p>
      )}
      {showProblem && (
        <p className={problem.severity === 'error' ? 'editor-sentence alarm' : 'editor-sentence'}>
          <button type="button" className="link" onClick={() => session.goTo(problem)}>
            {words.problemAt(problem.line)}
          </button>{' '}
          {others > 0 && (
            <>
              <button
                type="button"
                className="link"
                title={words.nextProblem}
                onClick={() => session.goTo(problemAfter(diagnostics, problem))}
              >
                {words.moreProblems(others)}
              </button>{' '}
            </>
          )}
          {problem.message.split(STEP).map((part, i) => (
            <Fragment key={i}>
              {i > 0 && <wbr />}
              {part}
            </Fragment>
          ))}
        </p>
      )}
      {restartFor !== undefined && !(showProblem && problem.severity === 'error') && (
        <p className="editor-sentence">
          {words.restartFor(restartFor)}{' '}
          <button
            type="button"
            className="link"
            disabled={busy}
            onClick={() => void session.restart()}
          >
            {words.restart}
          </button>
        </p>
      )}
      {state.draftLost && <p className="editor-sentence">{words.draftNotSaved}</p>}
      {note !== undefined && status.type === 'none' && !showProblem && (
        <p className="editor-sentence">{note}</p>
      )}
    </div>
  )
}
