import type { Catalogue } from '../catalogue.ts'
import { branchesZh } from './branches.ts'
import { controlZh, usesZh } from './control.ts'
import { editorZh } from './editor.ts'
import { gameZh } from './game.ts'
import { pageZh } from './page.ts'
import { panelsZh } from './panels.ts'
import { reasonsZh, walkZh } from './reasons.ts'
import { runbookZh } from './runbook.ts'
import { scenariosZh } from './scenarios.ts'
import { shareZh } from './share.ts'
import { announceZh, settingsZh, soundZh, upcomingZh } from './small.ts'
import { stageZh } from './stage.ts'

export const catalogueZh: Catalogue = {
  language: 'zh',
  locale: 'zh-CN',
  units: {
    memory: '内存',
    hours: (n) => `${n} 小时`,
    minutes: (n) => `${n} 分`,
    seconds: (n) => `${n} 秒`,
  },
  page: pageZh,
  panels: panelsZh,
  stage: stageZh,
  announce: announceZh,
  upcoming: upcomingZh,
  settings: settingsZh,
  sound: soundZh,
  share: shareZh,
  branches: branchesZh,
  walk: walkZh,
  reasons: reasonsZh,
  control: controlZh,
  uses: usesZh,
  editor: editorZh,
  game: gameZh,
  scenarios: scenariosZh,
  runbook: runbookZh,
}
