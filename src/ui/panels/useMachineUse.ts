import type { LaneId, MachineUse } from '../../engine/protocol.ts'
import { useSession } from '../state/SessionContext.ts'
import { useAsked } from './control/useAsked.ts'

/** What the pods of a machine use now; undefined while nobody has said it, and for no machine (-1). */
export function useMachineUse(lane: LaneId, node: number): MachineUse | undefined {
  const session = useSession()
  const key = `${lane}/${node}`
  const { answer, error } = useAsked(
    () =>
      node < 0
        ? Promise.reject(new Error('no machine'))
        : session.ask<'use'>({ type: 'use', lane, node }).then((use) => ({ key, use })),
    key,
  )
  // What was said of another machine, or of one that is gone, is not said of this one.
  return error === undefined && answer?.key === key ? answer.use : undefined
}
