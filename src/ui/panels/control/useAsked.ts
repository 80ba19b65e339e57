import { useEffect, useState } from 'react'
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
    let timer: ReturnType<typeof setTimeout> | undefined
    const question = () => {
      if (busy) {
        again = true
        return
      }
      busy = true
      again = false
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
      clearTimeout(timer)
      stop()
    }
  }, [key])
  return { answer: state.answer, error: state.key === key ? state.error : undefined }
}
