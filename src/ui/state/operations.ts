import { EngineError } from '../client/engineClient.ts'
import { setBusy } from './idle.ts'
import { usePage } from './stores.ts'

/** The order of things that are asked of the engine, and what is said when one fails. */
export interface Operations {
  /** One thing after the other; playback rests meanwhile. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Whether one is under way or waits. */
  readonly busy: boolean
  complain(error: unknown): void
  /** Resolves in any case: what goes wrong is told on the page. */
  quietly(work: Promise<unknown>): Promise<void>
}

export function createOperations(): Operations {
  let latest: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function complain(error: unknown): void {
    // A dead worker is told by the engine's status; a refusal is told here.
    if (error instanceof EngineError && error.died) return
    const text = error instanceof Error ? error.message : String(error)
    usePage.setState({ notice: { tone: 'alarm', text } })
  }

  return {
    exclusive<T>(work: () => Promise<T>): Promise<T> {
      setBusy('operations', ++waiting)
      const result = latest.then(work)
      latest = result
        .catch(() => undefined)
        .then(() => {
          setBusy('operations', --waiting)
        })
      return result
    },
    get busy() {
      return waiting > 0
    },
    complain,
    async quietly(work) {
      try {
        await work
      } catch (error) {
        complain(error)
      }
    },
  }
}
