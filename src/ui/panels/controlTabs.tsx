import { lazy, Suspense } from 'react'
import { useRun } from '../state/stores.ts'
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
    <Suspense fallback={null}>
      <ControlPanel show={value} />
    </Suspense>
  ),
}))

/** Tabs about what Kubernetes runs; none where there is no Kubernetes. */
export function useControlTabs(): typeof TABS {
  const kubernetes = useRun((run) => run.lanes.some(({ runbook }) => !runbook))
  return kubernetes ? TABS : []
}
