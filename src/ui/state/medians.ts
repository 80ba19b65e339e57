import { createEngineClient, type EngineClientOptions } from '../client/engineClient.ts'
import { setBusy } from './idle.ts'
import { usePage } from './stores.ts'

/** What the median is a function of: the order that is on the stage is not among it. */
export interface CountedRun {
  readonly text: string
  readonly seed?: number | undefined
  readonly policies?: Readonly<Record<string, string>> | undefined
}

/** Counts machines over random orders, in a worker of its own, of which there is one at most. */
export interface MedianCounter {
  /** Does nothing when this run is being counted, or has been, with so many orders. */
  count(run: CountedRun, orders: number): Promise<void>
  /** Another run is on the stage: what was counted for a different one is void. */
  runIs(run: CountedRun): void
  dispose(): void
}

/** Whoever presses Shuffle many times in a row does not look at medians meanwhile. */
const PAUSE = 400

export function createMedianCounter(options: {
  readonly createWorker: EngineClientOptions['createWorker']
  readonly complain: (error: unknown) => void
}): MedianCounter {
  let job: { readonly key: string; readonly orders: number; readonly stop: () => void } | undefined

  function stop(): void {
    job?.stop()
    job = undefined
    setBusy('medians', 0)
    usePage.setState({ medians: undefined })
  }

  return {
    async count(run, orders) {
      const key = keyOf(run)
      if (job?.key === key && job.orders === orders) return
      stop()
      const asked = { key, orders, stop: () => abort.abort() }
      const abort = new AbortController()
      job = asked
      usePage.setState({ medians: 'computing' })
      setBusy('medians', 1)
      try {
        const lanes = await counted(run, orders, abort.signal, options.createWorker)
        if (job !== asked) return
        usePage.setState({ medians: { orders, lanes } })
        setBusy('medians', 0)
      } catch (error) {
        if (job !== asked) return
        stop()
        options.complain(error)
      }
    },
    runIs(run) {
      if (job !== undefined && job.key !== keyOf(run)) stop()
    },
    dispose: stop,
  }
}

function keyOf({ text, seed, policies }: CountedRun): string {
  return JSON.stringify([seed, Object.entries(policies ?? {}).sort(), text])
}

/** Hundreds of runs take a while: a worker of their own lets the stage go on. */
async function counted(
  run: CountedRun,
  orders: number,
  signal: AbortSignal,
  createWorker: EngineClientOptions['createWorker'],
) {
  await new Promise((resolve) => {
    setTimeout(resolve, PAUSE)
    signal.addEventListener('abort', resolve)
  })
  signal.throwIfAborted()
  const helper = createEngineClient({
    createWorker,
    onUpdate: () => {},
    onStatus: () => {},
    onInFlight: () => {},
  })
  signal.addEventListener('abort', helper.dispose)
  try {
    const { text, seed, policies } = run
    const request = { type: 'load', text, ...(seed !== undefined && { seed }) } as const
    await helper.request<'load'>({ ...request, ...(policies !== undefined && { policies }) })
    const { lanes } = await helper.request<'shuffles'>({ type: 'shuffles', orders })
    return lanes
  } finally {
    helper.dispose()
  }
}
