// The editor panel alone, for working on it: ?theme=dark&w=400&h=306. Not part of the build.
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { lookByName } from '../../state/looks.ts'
import '../../styles/fonts.css'
import '../../styles/tokens.css'
import '../../styles/base.css'
import '../../styles/overlays.css'
import { EditorPanel } from '../EditorPanel.tsx'
import { fakeCheck } from './fakeCheck.ts'
import { sample } from './sample.ts'

const query = new URLSearchParams(location.search)
const theme = query.get('theme') === 'dark' ? 'dark' : 'light'
document.documentElement.dataset.theme = theme
document.body.style.setProperty('--w', `${query.get('w') ?? 560}px`)
document.body.style.setProperty('--h', `${query.get('h') ?? 306}px`)

const examples = [
  { name: 'opening', title: 'Same apps, two ways to place them', text: sample('opening') },
  { name: 'plug', title: 'A plug is pulled at night', text: sample('plug') },
]
const apps = ['api', 'web', 'video', 'db', 'cache', 'queue', 'report'].map((name) => ({
  name,
  kind: 'Deployment',
}))
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function Harness() {
  const [file, setFile] = useState(examples[0]!)
  const [reveal, setReveal] = useState<{ app: string }>()
  Object.assign(window, { reveal: (app: string) => setReveal({ app }) })
  return (
    <EditorPanel
      file={file}
      examples={examples}
      theme={theme}
      look={(app) => lookByName(apps, app, theme)}
      reveal={reveal}
      check={async (text) => {
        await wait(5)
        return fakeCheck(text)
      }}
      apply={async (text) => {
        await wait(30)
        const { shapes, diagnostics } = fakeCheck(text)
        return {
          diagnostics,
          results: shapes.map(({ app }) => ({
            object: `deployment.apps/${app}`,
            result: app === 'web' ? 'configured' : 'unchanged',
          })),
        }
      }}
      load={async (text) => {
        await wait(30)
        const { diagnostics } = fakeCheck(text)
        const loaded = diagnostics.length === 0
        const name = /^kind: Scenario[\s\S]*?^ {2}name: (.*)$/m.exec(text)?.[1] ?? 'scenario'
        if (loaded) setFile({ name, text, title: name })
        return { loaded, diagnostics }
      }}
    />
  )
}

createRoot(document.getElementById('root')!).render(<Harness />)
