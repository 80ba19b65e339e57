import { usePage } from '../state/stores.ts'
import { Icon, type IconName } from '../widgets/Icon.tsx'
import { words } from '../words/words.ts'

type Sheet = 'why' | 'events' | 'yaml'

const TABS: readonly (readonly [Sheet | undefined, IconName])[] = [
  [undefined, 'wells'],
  ['why', 'funnel'],
  ['events', 'list'],
  ['yaml', 'code'],
]

/** The phone's lower edge: the stage, or one panel over it. */
export function PhoneTabs() {
  const sheet = usePage((page) => page.sheet)
  return (
    <nav className="tabs-bar" aria-label={words.dock.label}>
      {TABS.map(([value, icon]) => (
        <button
          key={icon}
          type="button"
          aria-label={value === undefined ? words.dock.playView : undefined}
          aria-pressed={sheet === value}
          onClick={() => usePage.setState({ sheet: value })}
        >
          <span className="tab-icon">
            <Icon name={icon} size={20} />
          </span>
          {words.dock[value ?? 'play']}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={false}
        onClick={() => usePage.setState({ dialog: { type: 'gallery' } })}
      >
        <span className="tab-icon">
          <Icon name="grid" size={20} />
        </span>
        {words.actions.examples}
      </button>
    </nav>
  )
}
