import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { LaneSummary } from '../state/summaries.ts'
import { PresentHead } from './PresentHead.tsx'

const METRICS = {
  machines: 9,
  machinesUp: 9,
  machinesUsed: 9,
  costPerHour: 295,
  pending: 0,
  down: 0,
  appMinutesLost: 0,
  resources: [],
}

/** What an audience reads over a cluster with these figures. */
function told(metrics: Partial<typeof METRICS>): string {
  const lane = {
    id: 'k',
    title: 'Kubernetes',
    runbook: false,
    machines: [],
    allLost: [],
    metrics: { ...METRICS, ...metrics },
  }
  const head = <PresentHead lane={lane as unknown as LaneSummary} resources={[]} epoch={0} />
  return renderToStaticMarkup(head)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

it.each([
  ['none waits', {}, 'Kubernetes 9 machines $295 /hour'],
  ['pods wait', { pending: 1_234 }, 'Kubernetes 1,234 pending 9 machines $295 /hour'],
  [
    'pods wait, and others are down',
    { pending: 9, down: 3 },
    'Kubernetes 9 pending 9 of 9 machines up 3 pods down',
  ],
])('an audience reads how many pods wait: %s', (_, metrics, expected) => {
  expect(told(metrics)).toBe(expected)
})
