import { type ComponentProps, useMemo } from 'react'
import { EditorPanel } from '../editor/EditorPanel.tsx'
import { EXAMPLES } from '../state/examples.ts'
import { during } from '../state/idle.ts'
import { useLanguage } from '../state/language.ts'
import { inReadersWords, type Reply } from '../words/diagnostics.ts'

type Props = Omit<ComponentProps<typeof EditorPanel>, 'examples' | 'language'>

/** What the engine answers to the editor, in the language of its reader. */
const told =
  <T extends Reply>(ask: (text: string) => Promise<T>) =>
  (text: string): Promise<T> =>
    during('language', ask(text).then(inReadersWords))

/** The editor and the files to start from: neither is needed for the first picture. */
export function EditorWithExamples({ check, apply, load, ...props }: Props) {
  const language = useLanguage()
  const checkTold = useMemo(() => told(check), [check])
  return (
    <EditorPanel
      {...props}
      check={checkTold}
      apply={told(apply)}
      load={told(load)}
      language={language}
      examples={EXAMPLES}
    />
  )
}
