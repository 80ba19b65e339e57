import type { Catalogue } from '../catalogue.ts'
import { unitsEn } from '../units.ts'
import { branchesEs } from './branches.ts'
import { controlEs, usesEs } from './control.ts'
import { editorEs } from './editor.ts'
import { gameEs } from './game.ts'
import { pageEs } from './page.ts'
import { panelsEs } from './panels.ts'
import { reasonsEs, walkEs } from './reasons.ts'
import { runbookEs } from './runbook.ts'
import { scenariosEs } from './scenarios.ts'
import { shareEs } from './share.ts'
import { announceEs, settingsEs, soundEs, upcomingEs } from './small.ts'
import { stageEs } from './stage.ts'

export const catalogueEs: Catalogue = {
  language: 'es',
  locale: 'es-419',
  units: unitsEn,
  page: pageEs,
  panels: panelsEs,
  stage: stageEs,
  announce: announceEs,
  upcoming: upcomingEs,
  settings: settingsEs,
  sound: soundEs,
  share: shareEs,
  branches: branchesEs,
  walk: walkEs,
  reasons: reasonsEs,
  control: controlEs,
  uses: usesEs,
  editor: editorEs,
  game: gameEs,
  scenarios: scenariosEs,
  runbook: runbookEs,
}
