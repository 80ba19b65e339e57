import { usePanels, useRun } from '../state/stores.ts'

/** Which side's log is shown: a lane, or '' for both. */
export function useEventLane(): string {
  const chosen = usePanels((panels) => panels.eventLane)
  const lanes = useRun((run) => run.lanes)
  if (chosen === '' || lanes.some((lane) => lane.id === chosen)) return chosen ?? ''
  return (lanes.find((lane) => !lane.runbook) ?? lanes[0])?.id ?? ''
}
