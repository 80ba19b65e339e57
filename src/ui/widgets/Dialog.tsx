import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { words } from '../words/words.ts'
import { Icon } from './Icon.tsx'
import { Logo } from './Logo.tsx'
import { ThemeButton } from './ThemeButton.tsx'

/**
 * A modal dialog on the platform's own element: it keeps the focus inside, closes on Escape and
 * gives the focus back. `sheet` rises from the lower edge; `page` fills the window.
 */
export function Dialog(props: {
  readonly title: ReactNode
  readonly subtitle?: ReactNode
  readonly shape?: 'box' | 'sheet' | 'page'
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const { title, subtitle, shape = 'box', onClose, children } = props
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  // Before the element goes: closing it is what gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog !== null && !dialog.open) dialog.showModal()
    return () => dialog?.close()
  }, [])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it from the keyboard.
    <dialog
      ref={ref}
      className={`dialog ${shape}`}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="dialog-body">
        {shape === 'page' && (
          <div className="dialog-bar">
            <Logo size={27} />
            <span aria-hidden="true">{words.product}</span>
            <ThemeButton />
          </div>
        )}
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          {subtitle !== undefined && <p>{subtitle}</p>}
          <button
            type="button"
            className="button icon"
            aria-label={words.pod.close}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
