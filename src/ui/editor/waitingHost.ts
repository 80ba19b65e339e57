import type { TextHost, TextHostEvents } from './host.ts'
import { withEdits } from './textPositions.ts'

/** The text's place while nothing shows it. */
export interface WaitingHost extends TextHost {
  /** The text before the edits that were made here. */
  readonly start: string
  /** Carries out on `next`, which shows `start`, what was asked for here, in the same order. */
  handOver(next: TextHost): void
}

/**
 * Keeps the text until Monaco or the plain field is there, and while the panel is put away. Edits are
 * made at once, so that nobody has to ask whether an editor is there; whoever shows the text then
 * makes them again, and so can undo them.
 * @param cursorLine from 1
 */
export function createWaitingHost(
  text: string,
  cursorLine: number,
  events: Pick<TextHostEvents, 'change' | 'cursor'>,
): WaitingHost {
  let start = text
  let now = text
  let version = 1
  let line = cursorLine
  let asked: ((host: TextHost) => void)[] = []
  /** Where everything is asked for from then on. */
  let successor: TextHost | undefined

  const ask = (what: (host: TextHost) => void) => {
    if (successor) what(successor)
    else asked.push(what)
  }
  const changed = () => {
    version++
    events.change()
  }
  const moveTo = (target: number) => {
    if (line === target) return
    line = target
    events.cursor(line)
  }

  return {
    rich: false,
    get start() {
      return start
    },
    handOver(next) {
      successor = next
      for (const what of asked) what(next)
      asked = []
    },
    getText: () => now,
    getLength: () => now.length,
    getSelectedLength: () => 0,
    getVersion: () => version,
    open(opened) {
      start = opened
      now = opened
      line = 1
      asked = []
      changed()
    },
    edit(edits) {
      now = withEdits(now, edits)
      ask((host) => host.edit(edits))
      changed()
    },
    beginGesture() {
      let end = () => {}
      ask((host) => {
        end = host.beginGesture()
      })
      return () => ask(() => end())
    },
    getCursorLine: () => line,
    getVisibleLines: () => 1,
    reveal(topLine, cursorLine) {
      ask((host) => host.reveal(topLine, cursorLine))
      moveTo(cursorLine)
    },
    goTo(target, column) {
      ask((host) => host.goTo(target, column))
      moveTo(target)
    },
    isTyping: () => false,
    showDiagnostics: () => undefined,
    tint: () => undefined,
    setTheme: () => undefined,
    dispose: () => undefined,
  }
}
