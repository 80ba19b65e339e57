import type { ComponentProps } from 'react'
import { EditorPanel } from '../editor/EditorPanel.tsx'
import { EXAMPLES } from '../state/examples.ts'

/** The editor and the files to start from: neither is needed for the first picture. */
export function EditorWithExamples(props: Omit<ComponentProps<typeof EditorPanel>, 'examples'>) {
  return <EditorPanel {...props} examples={EXAMPLES} />
}
