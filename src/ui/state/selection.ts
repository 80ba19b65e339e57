import type { LaneId, RunUpdate } from '../../engine/protocol.ts'
import type { EngineClient } from '../client/engineClient.ts'
import type { Stage, Target } from '../stage/stage.ts'
import type { Mirror } from './mirror.ts'
import type { Operations } from './operations.ts'
import { useAttempts, usePage, useSelection } from './stores.ts'

/** What choosing and pointing need of the session. */
export interface SelectionTools {
  readonly client: Pick<EngineClient, 'request' | 'cancel'>
  readonly mirror: Mirror
  readonly stage: () => Stage | undefined
  readonly quietly: Operations['quietly']
}

/** What a person has chosen or points at, and why the chosen pod is where it is. */
export interface Selector {
  select(target: Target | undefined): void
  hover(target: Target | undefined): void
  /** Selects it and brings it into view. */
  find(target: Target): void
  /**
   * After an update: what no longer exists is no longer selected, and what is said of the chosen pod is asked
   * anew if it has changed. What is on its way answers no questions: it is asked at the end.
   */
  runChanged(update: RunUpdate, onTheWay: boolean): void
}

export function createSelector({ client, mirror, stage, quietly }: SelectionTools): Selector {
  /** What is known of the selected pod's decisions may be old. */
  let chosenChanged = false
  /** How often a pod's decisions have been asked for: only the latest answer counts. */
  let asked = 0

  function select(target: Target | undefined): void {
    const selection = useSelection.getState()
    useSelection.setState({ selected: target })
    stage()?.setTargets({ hovered: selection.hovered, selected: target })
    const app = appOf(target)
    if (app !== undefined) usePage.setState({ reveal: { app } })
    if (target?.type === 'pod') void showWhy(target.lane, target.row)
    else {
      forgetWhy()
      useAttempts.setState({ chosen: undefined })
    }
  }

  function hover(target: Target | undefined): void {
    useSelection.setState({ hovered: target })
    stage()?.setTargets({ hovered: target, selected: useSelection.getState().selected })
  }

  function appOf(target: Target | undefined): string | undefined {
    if (target?.type === 'app') return mirror.apps[target.app]?.name
    if (target?.type !== 'pod') return undefined
    const lane = mirror.lanes.find((candidate) => candidate.id === target.lane)
    return mirror.apps[lane?.pods.app[target.row] ?? -1]?.name
  }

  function exists(target: Target | undefined): boolean {
    if (target === undefined) return true
    if (target.type === 'app') return mirror.apps[target.app] !== undefined
    const lane = mirror.lanes.find((candidate) => candidate.id === target.lane)
    const rows = target.type === 'pod' ? lane?.pods : lane?.nodes
    return rows?.alive[target.row] === 1
  }

  /** What is being worked out, for another pod or an earlier moment, is asked for no more. */
  function forgetWhy(): void {
    asked += 1
    client.cancel(['why'])
  }

  async function showWhy(lane: LaneId, row: number): Promise<void> {
    forgetWhy()
    const mine = asked
    await quietly(
      client.request<'why'>({ type: 'why', lane, row }).then(({ attempts, untried }) => {
        if (mine === asked) {
          useAttempts.setState({ chosen: { lane, row, attempts, untried } })
        }
      }),
    )
  }

  function refreshChosen(update: RunUpdate, onTheWay: boolean): void {
    const { selected } = useSelection.getState()
    const lane =
      selected?.type === 'pod' && update.lanes.find((each) => each.lane === selected.lane)
    if (lane && (update.reset || lane.pods.row.includes(selected.row))) chosenChanged = true
    if (onTheWay) return
    if (chosenChanged && selected?.type === 'pod') void showWhy(selected.lane, selected.row)
    chosenChanged = false
  }

  return {
    select,
    hover,
    find(target) {
      select(target)
      stage()?.find(target)
    },
    runChanged(update, onTheWay) {
      const { hovered, selected } = useSelection.getState()
      if (!exists(selected)) select(undefined)
      if (!exists(hovered)) hover(undefined)
      refreshChosen(update, onTheWay)
    },
  }
}
