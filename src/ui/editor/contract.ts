import type { CheckResult, Replies } from '../../engine/protocol.ts'

/** A scenario file: one Scenario document and ordinary manifests. `name` is the Scenario's metadata.name. */
export interface ScenarioFile {
  readonly name: string
  readonly text: string
}

/** A file to start from, shipped with the page. */
export interface Example extends ScenarioFile {
  readonly title: string
}

/** How an app looks everywhere on the page. */
export interface AppLook {
  readonly letter: string
  /** CSS colours of the theme in use. */
  readonly fill: string
  readonly ink: string
  readonly edge: string
  /** The hue is shared with another app; this one has the dot pattern. */
  readonly dotted: boolean
}

/**
 * What the page gives to the editor panel. The panel owns the text that is being typed and its
 * drafts; the page owns the run. The panel never waits for the page between two key strokes.
 */
export interface EditorPanelProps {
  /**
   * The file that the run was started with (not what was applied since). A new object with other
   * contents puts that text into the editor; text that was edited there is kept as a draft first.
   */
  readonly file: ScenarioFile
  readonly examples: readonly Example[]
  readonly theme: 'light' | 'dark'
  /** Must answer for names that the run does not know yet, too. */
  readonly look: (app: string) => AppLook
  /** The worker's `check`: parses without applying. Called at most every 140 ms while typing. */
  readonly check: (text: string) => Promise<CheckResult>
  /** kubectl apply of the whole text at the present moment of the run. */
  readonly apply: (text: string) => Promise<Replies['command']>
  /**
   * Starts a new run with this text. When `loaded`, the page afterwards gives the text back as
   * `file` (with the new Scenario's name); otherwise the old run and `file` stay.
   */
  readonly load: (text: string) => Promise<Replies['load']>
  /** How many commands of the run have been carried out up to the moment that is shown. */
  readonly commandsDone?: number
  /** The language of what `check` says; the text is checked again when it becomes another one. */
  readonly language?: string
  /**
   * The app of the piece that a person has just chosen on the stage: the editor scrolls to its
   * document unless somebody is typing. A new object per choice, so that choosing twice works.
   */
  readonly reveal?: { readonly app: string }
}
