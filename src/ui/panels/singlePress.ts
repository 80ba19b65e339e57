import { setBusy } from '../state/idle.ts'

/** A second press within this time (ms) zooms instead of opening a sheet. */
const TWICE = 260

/**
 * Lets a press on `host` open something only when no second one follows. A press that begins, and two that
 * are one double click, take back at once what is to be opened: the picture that shows the zoom may come
 * later than the time is over.
 */
export class SinglePress {
  private timer: ReturnType<typeof setTimeout> | undefined

  /** @param signal its end is the end of listening; `stop` then ends what is under way. */
  constructor(host: EventTarget, signal: AbortSignal) {
    for (const type of ['pointerdown', 'dblclick']) {
      host.addEventListener(type, this.stop, { signal, capture: true })
    }
    signal.addEventListener('abort', this.stop)
  }

  /** Opens it when nothing has taken it back in time. */
  open(act: () => void): void {
    this.stop()
    setBusy('pressing', 1)
    this.timer = setTimeout(() => {
      this.stop()
      act()
    }, TWICE)
  }

  /** Takes back what is to be opened. */
  readonly stop = (): void => {
    clearTimeout(this.timer)
    this.timer = undefined
    setBusy('pressing', 0)
  }
}
