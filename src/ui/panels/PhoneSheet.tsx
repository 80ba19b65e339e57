import { usePage, usePanels } from '../state/stores.ts'
import { Tabs } from '../widgets/Tabs.tsx'
import { words } from '../words/words.ts'
import { useControlTabs } from './controlTabs.tsx'
import { EventFilter, Events } from './EventFilter.tsx'
import { Why } from './Why.tsx'
import { YamlPanel } from './YamlPanel.tsx'

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
