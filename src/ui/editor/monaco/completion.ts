import type * as Monaco from 'monaco-editor/editor'
import { editorWords as words } from '../../words/editor.ts'
import { documentAt, splitDocuments } from '../documents.ts'
import { type NewObject, newDocument } from '../newDocument.ts'

type Provider = Monaco.languages.CompletionItemProvider
type Item = Monaco.languages.CompletionItem

/** Skeletons of this name would be of the schema as a whole, not of a kind. */
const SCHEMA_TITLE = 'Podfall'

const SKELETONS: readonly NewObject[] = [
  { kind: 'Deployment', name: 'my-app', cpu: 1, memory: 2, gpu: 0, replicas: 3 },
  { kind: 'Job', name: 'my-job', cpu: 2, memory: 8, gpu: 0, runTime: 60 },
  { kind: 'Node', name: 'my-machine', cpu: 8, memory: 32, gpu: 0, price: 0.384 },
]

/**
 * Completion that looks at the document under the cursor alone. The YAML language service offers
 * nothing below an empty key in any document but a file's first one
 * (https://github.com/redhat-developer/yaml-language-server/issues/869), so it is shown a copy in
 * which every other document is blank lines. In an empty document, whole objects are offered.
 */
export function completeOneDocument(monaco: typeof Monaco, provider: Provider): Provider {
  let copy: Monaco.editor.ITextModel | undefined
  return {
    ...provider,
    async provideCompletionItems(model, position, context, token) {
      const { text, content } = onlyDocument(model.getValue(), position.lineNumber)
      // Not YAML as far as Monaco knows, so that nobody validates it; its name has the schema.
      copy ??= monaco.editor.createModel('', 'plaintext', monaco.Uri.parse('file:///document.yaml'))
      copy.setValue(text)
      const list = await provider.provideCompletionItems(copy, position, context, token)
      const suggestions = withoutTwins(list?.suggestions ?? [])
      const word = model.getWordUntilPosition(position)
      if (content.trim() === word.word && position.column <= word.endColumn) {
        const range = {
          startLineNumber: position.lineNumber,
          endLineNumber: position.lineNumber,
          startColumn: word.startColumn,
          endColumn: word.endColumn,
        }
        suggestions.push(...SKELETONS.map((object) => skeleton(monaco, object, range)))
      }
      return { ...list, suggestions }
    },
  }
}

/** The text with everything blanked but the document of a line; lines keep their numbers. */
export function onlyDocument(text: string, line: number): { text: string; content: string } {
  const lines = text.split('\n')
  const { startLine, endLine } = documentAt(splitDocuments(text), line)
  const content = lines.slice(startLine - 1, endLine).join('\n')
  return { text: '\n'.repeat(startLine - 1) + content, content }
}

function withoutTwins(items: readonly Item[]): Item[] {
  const seen = new Set([SCHEMA_TITLE])
  return items.filter(({ label }) => {
    const name = typeof label === 'string' ? label : label.label
    if (seen.has(name)) return false
    seen.add(name)
    return true
  })
}

function skeleton(monaco: typeof Monaco, object: NewObject, range: Monaco.IRange): Item {
  const { title, text } = words.kinds[object.kind]
  return {
    label: { label: object.kind, description: title },
    documentation: text,
    kind: monaco.languages.CompletionItemKind.Snippet,
    insertText: newDocument(object).replaceAll(object.name, `\${1:${object.name}}`),
    insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
    sortText: `~${object.kind}`,
    range,
  }
}
