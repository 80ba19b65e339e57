import { useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { changeBusy } from '../state/idle.ts'
import { prefersReducedMotion } from './useMedia.ts'

const LENGTH = 240

/**
 * A number that counts to its new value in 240 ms; one that comes before it has arrived is shown at
 * once. `epoch`: a change of it (a seek, a new run)
 * shows the new value at once.
 */
export function CountingNumber(props: {
  readonly value: number
  readonly format: (value: number) => string
  readonly epoch: number
}) {
  const { value, format, epoch } = props
  const [shown, setShown] = useState(value)
  const from = useRef({ value, epoch })
  /** A count was cut short by the next value. */
  const counting = useRef(false)

  useLayoutEffect(() => {
    const start = from.current
    if (start.value === value) return
    // Values that come faster than counting takes would keep it from ever arriving.
    if (start.epoch !== epoch || counting.current || prefersReducedMotion()) {
      counting.current = false
      from.current = { value, epoch }
      setShown(value)
      return
    }
    const begun = performance.now()
    let frame = requestAnimationFrame(function count(now) {
      const share = Math.min(1, Math.max(0, (now - begun) / LENGTH))
      const eased = 1 - (1 - share) ** 3
      const between = share === 1 ? value : start.value + (value - start.value) * eased
      from.current = { value: between, epoch }
      if (share < 1) {
        setShown(between)
        frame = requestAnimationFrame(count)
        return
      }
      // It stands there when the page says that nothing moves.
      flushSync(() => setShown(value))
      counting.current = false
      done()
    })
    let running = true
    counting.current = true
    changeBusy('numbers', 1)
    const done = () => {
      if (running) changeBusy('numbers', -1)
      running = false
    }
    return () => {
      cancelAnimationFrame(frame)
      done()
    }
  }, [value, epoch])

  const settled = from.current.epoch === epoch ? shown : value
  return <>{format(settled)}</>
}
