import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CheckResult, Diagnostic, Replies } from '../../engine/protocol.ts'
import { editorWords as words } from '../words/editor.ts'
import { describeResults } from './applyWords.ts'
import { type Checker, startChecker } from './checker.ts'
import type { EditorPanelProps, ScenarioFile } from './contract.ts'
import {
  documentAt,
  needsRestart,
  requestLines,
  type StartKind,
  splitDocuments,
  topLineFor,
} from './documents.ts'
import { type DraftOffer, keepDrafts } from './draftKeeper.ts'
import type { Draft, Drafts } from './drafts.ts'
import { appendDocument } from './files.ts'
import { LARGEST_TEXT, RICH_LIMIT, type TextHost, type TextHostEvents } from './host.ts'
import { mostUrgent } from './markers.ts'
import { requestEdits } from './requestEdits.ts'
import { type KnownShape, rememberShapes } from './shapeMemory.ts'
import { createWaitingHost, type WaitingHost } from './waitingHost.ts'

/** The line under the editor, when the text itself has no mistake to tell. */
export type Status =
  | { readonly type: 'none' }
  | { readonly type: 'busy' | 'done' | 'failed'; readonly text: string }
  /** A file with a mistake was not opened; it can be looked at all the same. */
  | { readonly type: 'refused'; readonly text: string; readonly openAnyway: () => void }

export interface EditorState {
  readonly file: ScenarioFile
  readonly ready: boolean
  /** The workload under the cursor. */
  readonly shape: KnownShape | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly problem: Diagnostic | undefined
  readonly status: Status
  /** The document that differs from the one that the run was started with, and needs a restart. */
  readonly restartFor: StartKind | undefined
  readonly offer: DraftOffer | undefined
  /** Too long for completion. */
  readonly tooLong: boolean
  /** The browser refuses to keep drafts. */
  readonly draftLost: boolean
}

export interface EditorSession {
  readonly state: StoreApi<EditorState>
  readonly events: TextHostEvents
  /**
   * The text has a place on the page: `create` makes it with the text that it gets, and what was asked
   * for before is carried out there.
   */
  attach(create: (text: string) => TextHost): void
  /** The place is gone; the text is kept, and takes edits all the same. */
  detach(): void
  setFile(file: ScenarioFile): void
  getText(): string
  /** Puts the cursor on the app's document and scrolls to it, unless somebody is typing. */
  reveal(app: string): void
  goTo(said: Diagnostic): void
  apply(): Promise<void>
  /** Starts the run again with the text as it is. */
  restart(): Promise<void>
  /** Starts a run with another text, such as an example, a file or a draft. */
  open(text: string, name: string): Promise<void>
  /** Looks at a text without starting it: it replaces the old one, which can be undone. */
  replaceText(text: string): void
  /** The text as it would be with another document at its end, and that document's first line. */
  withDocument(document: string): { text: string; line: number }
  /** Adds documents at the end of the text, as one step that can be undone; shows them. */
  append(documents: string): void
  /** Appends a document and applies. */
  add(document: string): Promise<void>
  /** Writes what the workload under the cursor asks for into its YAML. */
  setRequest(resource: string, amount: number): void
  /** Everything until the returned function is called is undone as one step. */
  beginGesture(): () => void
  /** Resolves when what is known about the text is up to date. */
  settled(): Promise<void>
  /** Says anew what there is to say about the text, in another language; resolves when that is done. */
  checkAgain(): Promise<void>
  say(status: Status): void
  /** Whether a text that is pasted may go in; says why when not. */
  takesPaste(pasted: string): boolean
  /** How many commands of the run have been carried out; fewer than before: some were taken back. */
  commandsAre(done: number): void
  decideDraft(restore: boolean): void
  drafts(): Draft[]
  flush(): void
}

/** What the editor does, without React and without Monaco: both are bound to it from outside. */
export function createSession(options: {
  readonly file: ScenarioFile
  readonly page: () => Pick<EditorPanelProps, 'check' | 'apply' | 'load' | 'examples'>
  readonly drafts: Drafts
  readonly now: () => number
}): EditorSession {
  const { page } = options
  const events: TextHostEvents = {
    change() {
      if (opening) return
      const { status } = state.getState()
      if (status.type !== 'busy' && status.type !== 'none') say({ type: 'none' })
      keeper.changed()
      checker.changed()
    },
    cursor: lookAtCursor,
    apply: () => void session.apply(),
  }
  /** The text without a place on the page: before the first one, and when the panel is put away. */
  let waiting: WaitingHost | undefined = createWaitingHost(options.file.text, 1, events)
  let host: TextHost = waiting
  let checker = checkerOf(host)
  let shapes: readonly KnownShape[] = []
  let checkedVersion = -1
  let revealed = false
  let wanted: string | undefined
  /** The text is being put in by the page, not by a person. */
  let opening = false
  /** What applying said; void when it is undone. */
  let applied: Status | undefined
  let commandsDone = 0

  const state = createStore<EditorState>(() => ({
    file: options.file,
    ready: false,
    shape: undefined,
    diagnostics: [],
    problem: undefined,
    status: { type: 'none' },
    restartFor: undefined,
    offer: undefined,
    tooLong: false,
    draftLost: false,
  }))
  const getText = () => host.getText()
  const keeper = keepDrafts({
    drafts: options.drafts,
    getText,
    pristine: (name) => page().examples.find((example) => example.name === name)?.text,
    now: options.now,
    saved: (kept) => state.setState({ draftLost: !kept }),
  })
  state.setState({ offer: keeper.opened(options.file, undefined) })

  function checkerOf(text: TextHost): Checker {
    return startChecker({
      getText: () => text.getText(),
      getLength: () => text.getLength(),
      getVersion: () => text.getVersion(),
      check: (checked) => page().check(checked),
      report,
      failed: () => say({ type: 'failed', text: words.checkFailed }),
    })
  }

  /** The text has another place, whose versions are its own. */
  function moveTo(next: TextHost): void {
    checker.dispose()
    host = next
    checker = checkerOf(host)
    checkedVersion = -1
    split.version = -1
  }

  /** The cursor moves more often than the text changes. */
  let split = { version: -1, documents: splitDocuments('') }
  function documents() {
    const version = host.getVersion()
    if (split.version !== version) split = { version, documents: splitDocuments(getText()) }
    return split.documents
  }

  function lookAtCursor(line: number): void {
    const document = documentAt(documents(), line).index
    const shape = shapes.find((known) => known.document === document)
    const { diagnostics } = state.getState()
    state.setState({ shape, problem: mostUrgent(diagnostics, line) })
  }

  function report(result: CheckResult, version: number, text: string): void {
    checkedVersion = version
    shapes = rememberShapes(shapes, result, text)
    host.showDiagnostics(result.diagnostics)
    host.tint(shapes.flatMap((shape) => requestLines(shape)))
    state.setState({
      diagnostics: result.diagnostics,
      tooLong: host.rich && text.length > RICH_LIMIT,
      restartFor: needsRestart(text, state.getState().file.text),
    })
    lookAtCursor(host.getCursorLine())
    // What is shown first is decided where it can be seen.
    if (waiting) return
    if (wanted !== undefined) show(shapes.find((shape) => shape.app === wanted))
    else if (!revealed) show(shapes.find((shape) => requestLines(shape).length > 0) ?? shapes[0])
    revealed = true
  }

  function show(shape: KnownShape | undefined): void {
    if (!shape) return
    if (waiting) {
      wanted = shape.app
      return
    }
    wanted = undefined
    const cursorLine = requestLines(shape)[0] ?? shape.startLine
    host.reveal(topLineFor(shape, host.getVisibleLines()), cursorLine)
    lookAtCursor(cursorLine)
  }

  /** Puts a file that the page has started into the editor. */
  function takeOver(file: ScenarioFile): void {
    const text = getText()
    const edited = text !== file.text && text !== state.getState().file.text
    const offer = keeper.opened(file, edited ? text : undefined)
    state.setState({ file, offer, restartFor: undefined })
    if (text === file.text) {
      if (!waiting) checker.changed()
      return
    }
    revealed = false
    shapes = []
    opening = true
    host.open(file.text)
    opening = false
    // Before the text is shown there is nobody who would see what is found.
    if (!waiting) void checker.now()
  }

  /** Asks the page for a run with this text. True when it was started. */
  async function load(text: string): Promise<Replies['load'] | undefined> {
    keeper.flush()
    state.setState({ status: { type: 'busy', text: words.loadingRun } })
    try {
      const { file } = state.getState()
      const reply = await page().load(text)
      // The page gives the text back as its file, unless it is the file that it had anyway.
      if (reply.loaded && file.text === text) takeOver(file)
      return reply
    } catch (error) {
      say({ type: 'failed', text: words.applyFailed(sentence(error)) })
      return undefined
    }
  }

  function say(status: Status): void {
    state.setState({ status })
  }

  const session: EditorSession = {
    state,
    events,
    attach(create) {
      opening = true
      const next = create(waiting?.start ?? getText())
      waiting?.handOver(next)
      opening = false
      waiting = undefined
      moveTo(next)
      state.setState({ ready: true })
      void checker.now()
    },
    detach() {
      keeper.flush()
      if (waiting) return
      waiting = createWaitingHost(getText(), host.getCursorLine(), events)
      moveTo(waiting)
      // When the panel comes back, it shows the same app again.
      revealed = false
      wanted ??= state.getState().shape?.app
      state.setState({ ready: false })
    },
    setFile(file) {
      const old = state.getState().file
      if (file.name !== old.name || file.text !== old.text) takeOver(file)
    },
    getText,
    takesPaste(pasted) {
      const length = host.getLength() - host.getSelectedLength() + pasted.length
      if (length <= LARGEST_TEXT) return true
      const text =
        pasted.length > LARGEST_TEXT
          ? words.pasteTooBig(pasted.length, LARGEST_TEXT)
          : words.pasteMakesTooBig(length, LARGEST_TEXT)
      say({ type: 'failed', text })
      return false
    },
    commandsAre(done) {
      if (done < commandsDone && state.getState().status === applied) say({ type: 'none' })
      commandsDone = done
    },
    reveal(app) {
      if (host.isTyping()) return
      wanted = app
      if (checkedVersion === host.getVersion()) show(shapes.find((shape) => shape.app === app))
    },
    goTo(said) {
      wanted = undefined
      revealed = true
      host.goTo(said.line, said.column)
      // Of two on one line the cursor's line does not tell which is meant.
      state.setState({ problem: said })
    },
    async apply() {
      if (state.getState().status.type === 'busy') return
      say({ type: 'busy', text: words.applying })
      try {
        const [reply] = await Promise.all([page().apply(getText()), session.settled()])
        // The mistake in the text, which stands there anyway, says it better.
        if (reply.results.length === 0 && reply.diagnostics.some(isError)) say({ type: 'none' })
        else if (reply.error !== undefined)
          say({ type: 'failed', text: words.applyFailed(reply.error) })
        else {
          applied = { type: 'done', text: describeResults(reply.results) }
          say(applied)
        }
      } catch (error) {
        say({ type: 'failed', text: words.applyFailed(sentence(error)) })
      }
    },
    async restart() {
      const reply = await load(getText())
      if (!reply) return
      if (reply.loaded) say({ type: 'done', text: words.restarted })
      else say({ type: 'failed', text: words.notRestarted(mistake(reply.diagnostics)) })
    },
    async open(text, name) {
      const reply = await load(text)
      if (!reply) return
      if (reply.loaded) say({ type: 'done', text: words.fileLoaded(name) })
      else
        say({
          type: 'refused',
          text: words.fileNotLoaded(name, mistake(reply.diagnostics)),
          openAnyway: () => session.replaceText(text),
        })
    },
    replaceText(text) {
      const lines = getText().split('\n')
      const endColumn = (lines.at(-1)?.length ?? 0) + 1
      const end = session.beginGesture()
      host.edit([{ range: { line: 1, column: 1, endLine: lines.length, endColumn }, text }])
      end()
      revealed = false
      void checker.now()
    },
    withDocument: (document) => appendDocument(getText(), document),
    append(documents) {
      const before = getText()
      const { text, line } = appendDocument(before, documents)
      const kept = before.trimEnd()
      const lines = before.split('\n')
      const keptLines = kept.split('\n')
      const end = session.beginGesture()
      const range = {
        line: keptLines.length,
        column: (keptLines.at(-1)?.length ?? 0) + 1,
        endLine: lines.length,
        endColumn: (lines.at(-1)?.length ?? 0) + 1,
      }
      host.edit([{ range, text: text.slice(kept.length) }])
      end()
      wanted = undefined
      revealed = true
      host.reveal(line, line)
    },
    async add(document) {
      const { line } = session.withDocument(document)
      session.append(document)
      await session.apply()
      show(shapes.find((known) => known.startLine >= line))
    },
    setRequest(resource, amount) {
      const { shape } = state.getState()
      if (!shape || shape.requests[resource] === amount) return
      const rewritten = requestEdits(getText(), shape, resource, amount)
      if (!rewritten) return
      host.edit(rewritten.edits)
      const [request] = rewritten.writes
      // Until the text has been checked again, this is what is known about it.
      const changed: KnownShape = {
        ...shape,
        requests: { ...shape.requests, [resource]: amount },
        fields: request ? { ...shape.fields, [resource]: request.range } : shape.fields,
        writes: { ...shape.writes, [resource]: rewritten.writes },
      }
      shapes = shapes.map((known) => (known === shape ? changed : known))
      state.setState({ shape: changed })
    },
    beginGesture: () => host.beginGesture(),
    async settled() {
      if (checkedVersion !== host.getVersion()) await checker.now()
    },
    async checkAgain() {
      if (!waiting && state.getState().diagnostics.length > 0) await checker.now()
    },
    say,
    decideDraft(restore) {
      const { offer } = state.getState()
      state.setState({ offer: undefined })
      if (offer?.type !== 'restore') return
      if (restore) session.replaceText(offer.text)
      keeper.decided()
    },
    drafts: () => keeper.list(),
    flush: () => keeper.flush(),
  }
  return session
}

const isError = (said: Diagnostic) => said.severity === 'error'

/** The first mistake, with its place. */
export function mistake(diagnostics: readonly Diagnostic[]): string {
  const said = diagnostics.find(isError) ?? diagnostics[0]
  return said ? words.mistake(said.line, said.column, said.message) : ''
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
