import type { AnnounceWords } from '../state/announce.ts'
import type { BranchWords } from './branches.ts'
import type { ControlWords } from './control.ts'
import type { EditorWords } from './editor.ts'
import type { GameWords } from './game.ts'
import type { PanelWords } from './panels.ts'
import type { ReasonWords } from './reasons.ts'
import type { RunbookWords } from './runbook.ts'
import type { ScenarioWords } from './scenarios.ts'
import type { SettingsWords } from './settings.ts'
import type { ShareWords } from './share.ts'
import type { SoundWords } from './sound.ts'
import type { StageWords } from './stage.ts'
import type { unitsEn } from './units.ts'
import type { UpcomingWords } from './upcoming.ts'
import type { UseWords } from './uses.ts'
import type { WalkWords } from './walk.ts'
import type { Words } from './words.ts'

/** All that the page says in a language other than English, but for lessons, which are fetched apart. */
export interface Catalogue {
  /** As in `<html lang>`. */
  readonly language: string
  /** How numbers are written, as a BCP 47 tag. */
  readonly locale: string
  readonly units: typeof unitsEn
  readonly page: Words
  readonly panels: PanelWords
  readonly stage: StageWords
  readonly announce: AnnounceWords
  readonly upcoming: UpcomingWords
  readonly settings: SettingsWords
  readonly sound: SoundWords
  readonly share: ShareWords
  readonly branches: BranchWords
  readonly walk: WalkWords
  readonly reasons: ReasonWords
  readonly control: ControlWords
  readonly uses: UseWords
  readonly editor: EditorWords
  readonly game: GameWords
  readonly scenarios: ScenarioWords
  readonly runbook: RunbookWords
}
