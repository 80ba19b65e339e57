import type { Command, LaneFuture, LaneId } from '../../engine/protocol.ts'
import type { EngineClient } from '../client/engineClient.ts'
import type { Preview, Stage } from '../stage/stage.ts'
import { setBusy } from './idle.ts'
import { useRun } from './stores.ts'
import { usePlugPreview } from './walkStore.ts'

/** So long the pointer rests on a plug before the picture says what would come of it. */
const DWELL = 250

/** The machine whose plug it is, and what pressing it would do. */
export interface PlugQuestion {
  readonly lane: LaneId
  readonly row: number
  readonly command: Command
}

/** Answers "what if I pull this plug?" before it is pulled. */
export interface PlugPreviewer {
  /** `dwell`: wait until the pointer has rested. undefined ends the preview at once. */
  ask(question: PlugQuestion | undefined, dwell?: boolean): void
  /** The run has moved on: what was said may no longer be true. */
  runChanged(): void
}

export function createPlugPreviewer(tools: {
  readonly client: Pick<EngineClient, 'request' | 'cancel'>
  readonly stage: () => Stage | undefined
}): PlugPreviewer {
  let asked: PlugQuestion | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false
  let outdated = false

  function clear(): void {
    clearTimeout(timer)
    setBusy('dwell', 0)
    // Nobody waits for it any more; what is asked next is asked when that has been told.
    if (running) tools.client.cancel(['whatIf'])
    if (usePlugPreview.getState().shown === undefined) return
    usePlugPreview.setState({ shown: undefined })
    tools.stage()?.setPreview([])
  }

  /** One question at a time; what came in meanwhile is asked afterwards. */
  async function answer(question: PlugQuestion): Promise<void> {
    if (running) {
      outdated = true
      return
    }
    running = true
    outdated = false
    const { command } = question
    const reply = await tools.client
      .request<'whatIf'>({ type: 'whatIf', command })
      .catch(() => undefined)
    running = false
    const now = asked
    if (now === undefined) return
    if (now !== question) return void answer(now)
    // It was cancelled, or cannot be answered.
    if (reply === undefined) {
      asked = undefined
      clear()
      return
    }
    if (reply.error === undefined) show(question, reply.lanes)
    if (outdated) void answer(now)
  }

  function show(question: PlugQuestion, futures: readonly LaneFuture[]): void {
    usePlugPreview.setState({ shown: { lane: question.lane, row: question.row, futures } })
    tools.stage()?.setPreview(previewsOf(question, futures))
  }

  return {
    ask(question, dwell = false) {
      clear()
      asked = question
      if (question === undefined) return
      if (!dwell) return void answer(question)
      setBusy('dwell', 1)
      timer = setTimeout(() => {
        setBusy('dwell', 0)
        if (asked === question) void answer(question)
      }, DWELL)
    },
    runChanged() {
      if (asked !== undefined && usePlugPreview.getState().shown !== undefined) void answer(asked)
    },
  }
}

/** Per lane that has this machine: which one would die, and what becomes of its pods. */
function previewsOf({ lane, row }: PlugQuestion, futures: readonly LaneFuture[]): Preview[] {
  const { lanes } = useRun.getState()
  const ordinal = lanes
    .find(({ id }) => id === lane)
    ?.machines.find((machine) => machine.row === row)?.ordinal
  return futures.flatMap((future) => {
    const twin = lanes
      .find(({ id }) => id === future.lane)
      ?.machines.find((machine) => machine.ordinal === ordinal)
    if (twin === undefined || (future.pods.length === 0 && future.lane !== lane)) return []
    return [{ lane: future.lane, dead: twin.row, pods: future.pods }]
  })
}
