import type { CheckResult } from '../../engine/protocol.ts'

/** Pause after the last key stroke before the text is checked. LOOK.md: the piece redraws after 140 ms. */
const CHECK_DELAY = 140
/** Copying and parsing megabytes for every pause in typing would be felt. */
const LARGE_TEXT = 500_000
const LARGE_CHECK_DELAY = 700

export interface Checker {
  /** The text has changed; it is checked when typing pauses. */
  changed(): void
  /** Checks at once; resolves when the result for the text of this moment is in. */
  now(): Promise<void>
  dispose(): void
}

/**
 * Keeps the check of a text up to date. At most one check is under way, and only the result for the
 * latest version is reported, so that a slow check never shows a diagnosis of older text.
 */
export function startChecker(options: {
  readonly getText: () => string
  readonly getLength: () => number
  readonly getVersion: () => number
  readonly check: (text: string) => Promise<CheckResult>
  readonly report: (result: CheckResult, version: number, text: string) => void
  /** The check itself failed, such as when the worker has died. */
  readonly failed: (error: unknown) => void
}): Checker {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let disposed = false

  async function run(): Promise<void> {
    for (;;) {
      const version = options.getVersion()
      const text = options.getText()
      try {
        const result = await options.check(text)
        if (disposed) return
        if (version === options.getVersion()) {
          options.report(result, version, text)
          return
        }
      } catch (error) {
        if (!disposed) options.failed(error)
        return
      }
      // Somebody went on typing: a waiting timer will check again when they pause.
      if (timer !== undefined) return
    }
  }

  function start(): Promise<void> {
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    changed() {
      clearTimeout(timer)
      const delay = options.getLength() > LARGE_TEXT ? LARGE_CHECK_DELAY : CHECK_DELAY
      timer = setTimeout(() => {
        timer = undefined
        void start()
      }, delay)
    },
    now() {
      clearTimeout(timer)
      timer = undefined
      return start()
    },
    dispose() {
      disposed = true
      clearTimeout(timer)
    },
  }
}
