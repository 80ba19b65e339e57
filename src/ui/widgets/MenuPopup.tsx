import { Menu } from '@base-ui/react/menu'
import type { RefObject } from 'react'
import { Icon } from './Icon.tsx'
import type { MenuItem } from './menuItems.ts'

/** The open menu of a MenuButton. */
export function MenuPopup(props: {
  readonly anchor: RefObject<HTMLButtonElement | null>
  readonly items: readonly MenuItem[]
  readonly side: 'bottom' | 'top'
  readonly align: 'start' | 'center' | 'end'
  readonly close: () => void
}) {
  const { anchor, items, side, align, close } = props
  return (
    <Menu.Root
      open
      modal={false}
      onOpenChange={(open, { event }) => {
        if (open) return
        // The button toggles by itself; a press on it must not close and open again.
        const pressed = event.type !== 'keydown' && event.target instanceof Node
        if (!(pressed && anchor.current?.contains(event.target))) close()
      }}
    >
      <Menu.Portal>
        <Menu.Positioner
          className="menu-place"
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          {/* In the tab order, as everything has to be that may scroll. */}
          <Menu.Popup className="menu" finalFocus={anchor} tabIndex={0}>
            {items.map((item) =>
              item.type === 'separator' ? (
                <Menu.Separator key={item.id} className="menu-line" />
              ) : item.type === 'action' ? (
                <Menu.Item
                  key={item.label}
                  className={item.danger ? 'menu-item danger' : 'menu-item'}
                  disabled={item.disabled ?? false}
                  onClick={() => {
                    close()
                    item.run()
                  }}
                >
                  {item.icon}
                  <span>{item.label}</span>
                  {item.hint !== undefined && <small>{item.hint}</small>}
                </Menu.Item>
              ) : (
                <Menu.RadioGroup
                  key={item.label}
                  aria-label={item.label}
                  value={item.value}
                  onValueChange={(value) => {
                    close()
                    item.choose(String(value))
                  }}
                >
                  {item.options.map((option) => (
                    <Menu.RadioItem key={option.value} className="menu-item" value={option.value}>
                      <span className="menu-tick">
                        {option.value === item.value && <Icon name="check" size={14} />}
                      </span>
                      <span>{option.label}</span>
                      {option.hint !== undefined && <small>{option.hint}</small>}
                    </Menu.RadioItem>
                  ))}
                </Menu.RadioGroup>
              ),
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
