import { usePanels, useRun } from '../../state/stores.ts'
import type { LaneSummary } from '../../state/summaries.ts'
import { controlWords as words } from '../../words/control.ts'

/** The Kubernetes cluster that these panels are about, and the namespace that is shown ('' = all). */
export function useControlLane(): {
  readonly lane: LaneSummary | undefined
  readonly lanes: readonly LaneSummary[]
  readonly namespace: string
  readonly namespaces: readonly string[]
} {
  const lanes = useRun((run) => run.lanes).filter(({ runbook }) => !runbook)
  const chosen = usePanels((panels) => panels.controlLane)
  const wanted = usePanels((panels) => panels.namespace)
  const namespaces = [...new Set(useRun((run) => run.apps).map(({ namespace }) => namespace))]
  const lane = lanes.find(({ id }) => id === chosen) ?? lanes[0]
  return { lane, lanes, namespace: namespaces.includes(wanted) ? wanted : '', namespaces }
}

/** Chooses cluster and namespace where there are several. */
export function ControlFilter() {
  const { lane, lanes, namespace, namespaces } = useControlLane()
  if (lanes.length < 2 && namespaces.length < 2) return null
  return (
    <>
      {lanes.length > 1 && (
        <select
          className="select"
          aria-label={words.lane}
          value={lane?.id}
          onChange={(event) => usePanels.setState({ controlLane: event.currentTarget.value })}
        >
          {lanes.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      )}
      {namespaces.length > 1 && (
        <select
          className="select"
          aria-label={words.namespace}
          value={namespace}
          onChange={(event) => usePanels.setState({ namespace: event.currentTarget.value })}
        >
          <option value="">{words.allNamespaces}</option>
          {namespaces.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </>
  )
}
