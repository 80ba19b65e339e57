import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
import { configureMonacoYaml } from 'monaco-yaml'
import type { TextRange } from '../../../engine/protocol.ts'
import { editorWords as words } from '../../words/editor.ts'
import schema from '../schema.gen.json'
import { completeOneDocument } from './completion.ts'
import EditorWorker from './editor.worker.ts?worker'
import { defineThemes } from './theme.ts'
import YamlWorker from './yaml.worker.ts?worker'
import { registerYaml } from './yamlLanguage.ts'

type Markers = monaco.editor.IMarkerData[]

/** What the YAML language finds in a model, before anybody has filtered it. */
export interface YamlFindings {
  /** Called whenever the language has looked at the model again. */
  onChange: (markers: Markers) => void
}

const listeners = new WeakMap<monaco.editor.ITextModel, YamlFindings>()

/** Who sets the markers of the YAML language; the engine's have an owner of their own. */
export const YAML_OWNER = 'yaml'
export const ENGINE_OWNER = 'podfall'

let done = false

/** Prepares Monaco once for the whole page: workers, languages, themes. */
export function setUpMonaco(): typeof monaco {
  if (done) return monaco
  done = true
  globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() }
  defineThemes()
  registerYaml()
  configureMonacoYaml(forMonacoYaml() as unknown as Parameters<typeof configureMonacoYaml>[0], {
    enableSchemaRequest: false,
    hoverSchemaSource: false,
    // Prettier would rewrite more than a person expects; Kubernetes people keep their layout.
    format: { enable: false },
    schemas: [{ uri: 'podfall://schema', fileMatch: ['**/*.yaml'], schema: translated() }],
  })
  return monaco
}

/** The schema with what a hover says of its notations in the reader's language. */
function translated(): object {
  const { Quantity, Duration } = schema.definitions
  return {
    ...schema,
    definitions: {
      ...schema.definitions,
      Quantity: { ...Quantity, ...words.notations.Quantity },
      Duration: { ...Duration, ...words.notations.Duration },
    },
  }
}

/** Sends what the YAML language finds in this model to `findings` instead of marking it. */
export function divertYamlMarkers(model: monaco.editor.ITextModel, findings: YamlFindings): void {
  listeners.set(model, findings)
}

/**
 * Monaco as monaco-yaml 5.5 expects it: it asks for workers in the way of Monaco before 0.53, by
 * name and with data to start from; it marks models itself, and completes a whole file at a time.
 */
function forMonacoYaml(): object {
  return {
    ...monaco,
    languages: {
      ...monaco.languages,
      registerCompletionItemProvider: (
        language: string,
        provider: monaco.languages.CompletionItemProvider,
      ) =>
        monaco.languages.registerCompletionItemProvider(
          language,
          completeOneDocument(monaco, provider),
        ),
    },
    editor: {
      ...monaco.editor,
      createWebWorker({ createData }: { createData: unknown }) {
        const worker = new YamlWorker()
        // The first message only wakes the worker up; the second is what it is made from.
        worker.postMessage('ignore')
        worker.postMessage(createData)
        return monaco.editor.createWebWorker({ worker })
      },
      setModelMarkers(model: monaco.editor.ITextModel, owner: string, markers: Markers) {
        const findings = listeners.get(model)
        if (findings) findings.onChange(markers)
        else monaco.editor.setModelMarkers(model, owner, markers)
      },
    },
  }
}

/** A range as Monaco names it. */
export function toRange(range: TextRange): monaco.IRange {
  return {
    startLineNumber: range.line,
    startColumn: range.column,
    endLineNumber: range.endLine,
    endColumn: range.endColumn,
  }
}
