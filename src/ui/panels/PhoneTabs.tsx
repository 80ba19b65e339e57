import { usePage, usePanels } from '../state/stores.ts'
import { Icon, type IconName } from '../widgets/Icon.tsx'
import { Tabs } from '../widgets/Tabs.tsx'
import { words } from '../words/words.ts'
import { useControlTabs } from './controlTabs.tsx'
import { EventFilter, Events } from './EventFilter.tsx'
import { Why } from './Why.tsx'
import { YamlPanel } from './YamlPanel.tsx'

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

/** Events, and what Kubernetes runs. */
function PhoneLists() {
  const side = usePanels((panels) => panels.side)
  const control = useControlTabs()
  const events = () => (
    <>
      <div className="events-filter">
        <EventFilter />
      </div>
      <Events narrow />
    </>
  )
  return (
    <Tabs
      label={words.dock.label}
      value={side}
      onChange={(value) => usePanels.setState({ side: value })}
      tabs={[{ value: 'events', label: words.dock.events, content: events }, ...control]}
    />
  )
}

/** The panel that lies over the phone's stage; playback goes on under it. */
export function PhoneSheet() {
  const sheet = usePage((page) => page.sheet)
  if (sheet === undefined) return null
  return (
    <section className="phone-sheet panel" aria-label={words.dock[sheet]}>
      {sheet === 'why' && <Why headed />}
      {sheet === 'events' && <PhoneLists />}
      {sheet === 'yaml' && <YamlPanel />}
    </section>
  )
}
