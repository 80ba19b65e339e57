import { useEffect, useState } from 'react'
import { changeBusy } from '../../state/idle.ts'
import { useRun } from '../../state/stores.ts'

/** Wall milliseconds between two questions while the run goes on. */
const PAUSE = 200

/**
 * The answer to a question about the present moment: asked again whenever the run has moved on, one
 * at a time and not too often. The last answer stays until the next one is there.
 * @param key asked at once when it changes
 */
export function useAsked<T>(
  ask: () => Promise<T>,
  key: string,
): { readonly answer: T | undefined; readonly error: string | undefined } {
  const [state, setState] = useState<{ readonly key: string; answer?: T; error?: string }>({ key })
  useEffect(() => {
    let gone = false
    let busy = false
    let again = false
    /** What stands there is older than the run. */
    const isBehind = (behind: boolean) => {
      if (behind !== again) changeBusy('asking', behind ? 1 : -1)
      again = behind
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const question = () => {
      if (busy) {
        isBehind(true)
        return
      }
      busy = true
      isBehind(false)
      ask()
        .then((answer) => !gone && setState({ key, answer }))
        .catch((error: unknown) => {
          const text = error instanceof Error ? error.message : String(error)
          if (!gone) setState((before) => ({ ...before, key, error: text }))
        })
        .finally(() => {
          timer = setTimeout(() => {
            busy = false
            if (again && !gone) question()
          }, PAUSE)
        })
    }
    question()
    const stop = useRun.subscribe(question)
    return () => {
      gone = true
      isBehind(false)
      clearTimeout(timer)
      stop()
    }
  }, [key])
  return { answer: state.answer, error: state.key === key ? state.error : undefined }
}
