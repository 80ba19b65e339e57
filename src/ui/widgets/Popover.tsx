import { type ReactNode, useCallback, useId, useLayoutEffect, useRef, useState } from 'react'

/** A button with a small note that opens beside it; Escape and a press elsewhere close it. */
export function Popover(props: {
  readonly label: string
  readonly className: string
  readonly icon: ReactNode
  /** What is in the note; a function gets what closes it. */
  readonly children: ReactNode | ((close: () => void) => ReactNode)
}) {
  const { label, className, icon, children } = props
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()

  const close = useCallback(() => {
    setOpen(false)
    button.current?.focus()
  }, [])

  useLayoutEffect(() => {
    if (!open) return
    const pressed = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || !root.current?.contains(event.target)) setOpen(false)
    }
    const keyed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      close()
    }
    document.addEventListener('pointerdown', pressed)
    document.addEventListener('keydown', keyed)
    return () => {
      document.removeEventListener('pointerdown', pressed)
      document.removeEventListener('keydown', keyed)
    }
  }, [open, close])

  return (
    <div ref={root} className="popover-root">
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={open ? undefined : label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {icon}
      </button>
      {open && (
        <section id={id} className="popover" aria-label={label}>
          {typeof children === 'function' ? children(close) : children}
        </section>
      )}
    </div>
  )
}
