import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { parseScenarioFile } from '../../engine/manifest/scenarioFile.ts'
import { mostUrgent } from './markers.ts'
import { StatusLine } from './StatusLine.tsx'
import type { EditorSession, EditorState, Status } from './session.ts'

const DONE: Status = { type: 'done', text: 'deployment.apps/tt created' }
const text = (spec: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: tt }
spec:
  ${spec}
  selector: { matchLabels: { app: tt } }
  template:
    metadata: { labels: { app: tt } }
    spec: { containers: [{ name: c, image: i }] }
`

/** What stands under the text, paragraph by paragraph. */
function sentences(written: string, status: Status): string[] {
  const { diagnostics } = parseScenarioFile(written)
  const state = {
    status,
    diagnostics,
    problem: mostUrgent(diagnostics, 1),
    restartFor: undefined,
    draftLost: false,
  } as Partial<EditorState> as EditorState
  const session = {} as EditorSession
  const markup = renderToStaticMarkup(
    <StatusLine session={session} state={state} note={undefined} />,
  )
  return [...markup.matchAll(/<p[^>]*>(.*?)<\/p>/g)].map(([, html]) =>
    html!
      .replace(/<[^>]+>/g, '')
      .replaceAll('&quot;', '"')
      .trim(),
  )
}

const UNKNOWN =
  'Line 5 "replicsa" is not a field that Kubernetes knows in spec; did you mean replicas?'

test.each<[string, string, Status, string[]]>([
  ['nothing of a good text', 'replicas: 2', { type: 'none' }, []],
  ['what was done', 'replicas: 2', DONE, [DONE.text]],
  ['a warning', 'replicsa: 2', { type: 'none' }, [UNKNOWN]],
  ['what was done, and the warning that remains', 'replicsa: 2', DONE, [DONE.text, UNKNOWN]],
  [
    'what was done, and the mistake that remains',
    'replicas: -2',
    DONE,
    [DONE.text, 'Line 5 spec.replicas must be 0 or more.'],
  ],
  [
    'while it is busy nothing else',
    'replicsa: 2',
    { type: 'busy', text: 'Applying...' },
    ['Applying...'],
  ],
])('E5, M5: under the text stands %s', (_, spec, status, expected) => {
  expect(sentences(text(spec), status)).toEqual(expected)
})
