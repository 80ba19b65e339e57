import { usePage } from '../state/stores.ts'
import { Icon, type IconName } from '../widgets/Icon.tsx'
import { words } from '../words/words.ts'
import { EventFilter, EventsPanel } from './EventsPanel.tsx'
import { PanelHead } from './PanelHead.tsx'
import { WhyPanel } from './WhyPanel.tsx'
import { YamlPanel } from './YamlPanel.tsx'

type Sheet = 'why' | 'events' | 'yaml'

const TABS: readonly (readonly [Sheet | undefined, IconName, string])[] = [
  [undefined, 'wells', words.dock.play],
  ['why', 'funnel', words.dock.why],
  ['events', 'list', words.dock.events],
  ['yaml', 'code', words.dock.yaml],
]

/** The phone's lower edge: the stage, or one panel over it. */
export function PhoneTabs() {
  const sheet = usePage((page) => page.sheet)
  return (
    <nav className="tabs-bar" aria-label={words.dock.label}>
      {TABS.map(([value, icon, label]) => (
        <button
          key={label}
          type="button"
          aria-label={value === undefined ? words.dock.playView : undefined}
          aria-pressed={sheet === value}
          onClick={() => usePage.setState({ sheet: value })}
        >
          <span className="tab-icon">
            <Icon name={icon} size={20} />
          </span>
          {label}
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

/** The panel that lies over the phone's stage; playback goes on under it. */
export function PhoneSheet() {
  const sheet = usePage((page) => page.sheet)
  if (sheet === undefined) return null
  return (
    <section className="phone-sheet panel" aria-label={words.dock[sheet]}>
      {sheet === 'why' && <WhyPanel headed />}
      {sheet === 'events' && (
        <>
          <PanelHead title={words.dock.events}>
            <EventFilter />
          </PanelHead>
          <EventsPanel narrow />
        </>
      )}
      {sheet === 'yaml' && <YamlPanel />}
    </section>
  )
}
