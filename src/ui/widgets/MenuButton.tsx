import { type ButtonHTMLAttributes, lazy, type ReactNode, useRef, useState } from 'react'
import { Coming } from './Coming.tsx'
import type { MenuItem } from './menuItems.ts'

const loadMenu = () => import('./MenuPopup.tsx')
const MenuPopup = lazy(() => loadMenu().then((module) => ({ default: module.MenuPopup })))

/**
 * A button that opens a menu. The menu's code is fetched when somebody comes near the button: it
 * is a fifth of the page's size and the first picture does not need it.
 */
export function MenuButton(
  props: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick'> & {
    readonly items: readonly MenuItem[]
    readonly label?: string
    readonly children: ReactNode
    readonly side?: 'bottom' | 'top'
    readonly align?: 'start' | 'center' | 'end'
  },
) {
  const { items, label, children, side = 'bottom', align = 'end', ...rest } = props
  const [open, setOpen] = useState(false)
  const ref = useRef<HTMLButtonElement>(null)
  const near = () => void loadMenu()
  return (
    <>
      <button
        type="button"
        {...rest}
        title={open ? undefined : rest.title}
        ref={ref}
        aria-label={label ?? rest['aria-label']}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={near}
        onFocus={(event) => {
          near()
          rest.onFocus?.(event)
        }}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          rest.onKeyDown?.(event)
          if (event.key === 'ArrowDown' && !event.defaultPrevented) {
            event.preventDefault()
            setOpen(true)
          }
        }}
      >
        {children}
      </button>
      {open && (
        <Coming>
          <MenuPopup
            anchor={ref}
            items={items}
            side={side}
            align={align}
            close={() => setOpen(false)}
          />
        </Coming>
      )}
    </>
  )
}
