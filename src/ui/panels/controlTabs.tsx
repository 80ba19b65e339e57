import { lazy } from 'react'
import { useRun } from '../state/stores.ts'
import { Coming } from '../widgets/Coming.tsx'
import { words } from '../words/words.ts'

const ControlPanel = lazy(() =>
  import('./control/ControlPanel.tsx').then((module) => ({ default: module.ControlPanel })),
)

const TABS = (['workloads', 'services', 'logs'] as const).map((value) => ({
  value,
  get label() {
    return words.dock[value]
  },
  content: () => (
    <Coming>
      <ControlPanel show={value} />
    </Coming>
  ),
}))

/** Tabs about what Kubernetes runs; none where there is no Kubernetes. */
export function useControlTabs(): typeof TABS {
  const kubernetes = useRun((run) => run.lanes.some(({ runbook }) => !runbook))
  return kubernetes ? TABS : []
}
