import type * as Monaco from 'monaco-editor/editor'
import type { Diagnostic } from '../../../engine/protocol.ts'
import { editorWords as words } from '../../words/editor.ts'
import { documentAt, splitDocuments } from '../documents.ts'
import { RICH_LIMIT, type TextHost, type TextHostEvents } from '../host.ts'
import { withoutRepeats } from '../markers.ts'
import { leaveWithEscape } from './leaveWithEscape.ts'
import { divertYamlMarkers, ENGINE_OWNER, setUpMonaco, toRange, YAML_OWNER } from './setUp.ts'
import { themeName } from './theme.ts'

const LINE_HEIGHT = 21.5

const OPTIONS: Monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  bracketPairColorization: { enabled: false },
  contextmenu: true,
  detectIndentation: false,
  // The panel itself takes dropped files.
  dropIntoEditor: { enabled: false },
  fixedOverflowWidgets: true,
  folding: true,
  fontFamily:
    "'Atkinson Hyperlegible Mono Variable', ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  fontSize: 15,
  fontWeight: '450',
  glyphMargin: false,
  guides: { indentation: false },
  insertSpaces: true,
  lineDecorationsWidth: 4,
  lineHeight: LINE_HEIGHT,
  lineNumbersMinChars: 3,
  links: false,
  minimap: { enabled: false },
  // Dimmed, the number of an empty last line is too faint to read.
  renderFinalNewline: 'on',
  occurrencesHighlight: 'off',
  overviewRulerBorder: false,
  overviewRulerLanes: 0,
  padding: { top: 6, bottom: 6 },
  quickSuggestions: { other: true, comments: false, strings: true },
  renderLineHighlight: 'none',
  scrollBeyondLastLine: false,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  showFoldingControls: 'mouseover',
  stickyScroll: { enabled: false },
  tabSize: 2,
  wordBasedSuggestions: 'off',
}

let nextModel = 1

const languageFor = (length: number) => (length > RICH_LIMIT ? 'plaintext' : 'yaml')

/**
 * The text in Monaco, inside `element`.
 * @throws when Monaco cannot start here.
 */
export function createMonacoHost(
  element: HTMLElement,
  options: {
    readonly text: string
    readonly name: string
    readonly theme: 'light' | 'dark'
    readonly events: TextHostEvents
  },
): TextHost {
  const monaco = setUpMonaco()
  const overflow = document.createElement('div')
  overflow.className = 'monaco-editor editor-overflow'
  document.body.append(overflow)

  let diagnostics: readonly Diagnostic[] = []
  let findings: Monaco.editor.IMarkerData[] = []
  let model = createModel(options.text)
  const editor = monaco.editor.create(element, {
    ...OPTIONS,
    model,
    overflowWidgetsDomNode: overflow,
    theme: themeName(options.theme),
    ariaLabel: words.ariaLabel(options.name),
  })
  const tinted = editor.createDecorationsCollection()
  /** Monaco's version numbers begin again with each model; ours only grow. */
  let earlierVersions = 0

  editor.onDidChangeModelContent(() => options.events.change())
  editor.onDidChangeCursorPosition((event) => options.events.cursor(event.position.lineNumber))
  editor.addAction({
    id: 'podfall.apply',
    label: words.apply,
    keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
    run: () => options.events.apply(),
  })
  leaveWithEscape(editor)
  // A sentence that appears under the editor takes room; the line being typed stays in sight.
  editor.onDidLayoutChange(() => {
    const position = editor.getPosition()
    if (position && editor.hasTextFocus()) editor.revealPosition(position)
  })
  // Monaco has measured the fallback font when the real one comes late.
  void document.fonts?.load(`15px ${OPTIONS.fontFamily}`).then(
    () => monaco.editor.remeasureFonts(),
    () => undefined,
  )

  function createModel(text: string): Monaco.editor.ITextModel {
    const language = languageFor(text.length)
    const uri = monaco.Uri.parse(`file:///podfall-${nextModel++}.yaml`)
    const created = monaco.editor.createModel(text, language, uri)
    created.updateOptions({ tabSize: 2, insertSpaces: true })
    created.onDidChangeContent(() => {
      const fitting = languageFor(created.getValueLength())
      if (fitting !== created.getLanguageId()) monaco.editor.setModelLanguage(created, fitting)
    })
    divertYamlMarkers(created, {
      onChange(markers) {
        if (created !== model || created.isDisposed()) return
        findings = markers
        mark()
      },
    })
    return created
  }

  function mark(): void {
    const text = model.getValue()
    const documents = diagnostics.length > 0 ? splitDocuments(text) : []
    // A document without a good shape and with an error at parsing: its remains say nothing.
    const broken = diagnostics
      .filter((said) => said.severity === 'error')
      .map((said) => documentAt(documents, said.line))
    monaco.editor.setModelMarkers(
      model,
      YAML_OWNER,
      withoutRepeats(findings, diagnostics, broken).map((marker) => ({
        ...marker,
        severity: Math.min(marker.severity, monaco.MarkerSeverity.Warning),
        source: undefined,
      })),
    )
    monaco.editor.setModelMarkers(
      model,
      ENGINE_OWNER,
      diagnostics.map((said) => ({
        ...toRange(said),
        message: said.message,
        severity:
          said.severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
      })),
    )
  }

  return {
    rich: true,
    getText: () => model.getValue(),
    getLength: () => model.getValueLength(),
    getSelectedLength: () =>
      (editor.getSelections() ?? []).reduce(
        (sum, selection) => sum + model.getValueLengthInRange(selection),
        0,
      ),
    getVersion: () => earlierVersions + model.getVersionId(),
    open(text) {
      const old = model
      earlierVersions += old.getVersionId()
      findings = []
      diagnostics = []
      model = createModel(text)
      editor.setModel(model)
      old.dispose()
      options.events.change()
    },
    edit(edits) {
      editor.executeEdits(
        'podfall',
        edits.map(({ range, text }) => ({ range: toRange(range), text, forceMoveMarkers: true })),
      )
    },
    beginGesture() {
      editor.pushUndoStop()
      return () => void editor.pushUndoStop()
    },
    getCursorLine: () => editor.getPosition()?.lineNumber ?? 1,
    getVisibleLines: () => Math.max(1, Math.floor(editor.getLayoutInfo().height / LINE_HEIGHT)),
    reveal(topLine, cursorLine) {
      const column = model.getLineMaxColumn(Math.min(cursorLine, model.getLineCount()))
      editor.setPosition({ lineNumber: cursorLine, column })
      editor.setScrollPosition({ scrollTop: editor.getTopForLineNumber(topLine), scrollLeft: 0 })
    },
    goTo(line, column) {
      editor.setPosition({ lineNumber: line, column })
      editor.revealLineInCenterIfOutsideViewport(line)
      editor.focus()
    },
    isTyping: () => editor.hasTextFocus(),
    showDiagnostics(said) {
      diagnostics = said
      mark()
    },
    tint(lines) {
      tinted.set(
        lines.map((line) => ({
          range: new monaco.Range(line, 1, line, 1),
          options: {
            isWholeLine: true,
            className: 'editor-requests',
            marginClassName: 'editor-requests',
          },
        })),
      )
    },
    setTheme: (theme) => monaco.editor.setTheme(themeName(theme)),
    dispose() {
      editor.dispose()
      model.dispose()
      overflow.remove()
    },
  }
}
