import { LogsPanel } from './LogsPanel.tsx'
import { ServicesPanel } from './ServicesPanel.tsx'
import { WorkloadsPanel } from './WorkloadsPanel.tsx'

/** What a Kubernetes cluster runs, from its control plane's side. */
export function ControlPanel({ show }: { readonly show: 'workloads' | 'services' | 'logs' }) {
  if (show === 'workloads') return <WorkloadsPanel />
  return show === 'services' ? <ServicesPanel /> : <LogsPanel />
}
