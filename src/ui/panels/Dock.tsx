import { lazy, type ReactNode, useRef, useState } from 'react'
import { useLesson } from '../state/lessonStore.ts'
import { changeSettings, useSettings } from '../state/settings.ts'
import { usePanels, useRun } from '../state/stores.ts'
import { Coming } from '../widgets/Coming.tsx'
import { Tabs } from '../widgets/Tabs.tsx'
import { type Breakpoint, useMedia } from '../widgets/useMedia.ts'
import { words } from '../words/words.ts'
import { useControlTabs } from './controlTabs.tsx'
import { EventFilter, Events } from './EventFilter.tsx'
import { Why, WhyLine } from './Why.tsx'
import { YamlPanel } from './YamlPanel.tsx'

const ComparePanel = lazy(() =>
  import('./ComparePanel.tsx').then((module) => ({ default: module.ComparePanel })),
)
const compare = () => (
  <Coming>
    <ComparePanel />
  </Coming>
)

const LEAST = 120
/** In a window this low a lesson's stage gets the room of the panels. */
const LOW = '(max-height: 799px)'
const STEP = 24

/** YAML, Why and Events side by side, or under tabs where there is less room. */
export function Dock({ breakpoint }: { readonly breakpoint: Breakpoint }) {
  const height = useSettings((settings) => settings.dockHeight)
  const inLesson = useLesson((state) => state.lesson !== undefined)
  const low = useMedia(LOW)
  const gives = inLesson && low
  // What somebody has opened during a lesson stays open for that lesson alone.
  const [opened, setOpened] = useState(false)
  const kept = useSettings((settings) => settings.dockCollapsed)
  const collapsed = gives ? !opened : kept
  const fold = (closed: boolean) =>
    gives ? setOpened(!closed) : changeSettings({ dockCollapsed: closed })
  const dock = useRef<HTMLElement>(null)
  return (
    <section
      ref={dock}
      className={collapsed ? 'dock collapsed' : 'dock'}
      aria-label={words.dock.label}
      style={height === undefined || collapsed ? undefined : { height }}
    >
      <DockEdge
        measure={() => dock.current?.offsetHeight ?? LEAST}
        collapsed={collapsed}
        height={height}
        fold={fold}
      />
      {!collapsed && <Panels breakpoint={breakpoint} />}
    </section>
  )
}

function Panels({ breakpoint }: { readonly breakpoint: Breakpoint }) {
  const side = usePanels((panels) => panels.side)
  const tab = usePanels((panels) => panels.tab)
  const control = useControlTabs()
  // One side alone has nothing to be compared with.
  const both = useRun((run) => run.lanes.length !== 1)
  const log = { value: 'events', label: words.dock.events, content: () => <Events /> } as const
  const figures = { value: 'compare', label: words.dock.compare, content: compare } as const
  const lists = [log, ...(both ? [figures] : []), ...control]
  if (breakpoint === 'desktop') {
    return (
      <div className="panels">
        <Panel label={words.dock.yaml}>
          <YamlPanel />
        </Panel>
        <Panel label={words.dock.why}>
          <Why headed />
        </Panel>
        <div className="panel">
          <Tabs
            label={words.dock.label}
            value={side}
            onChange={(value) => usePanels.setState({ side: value })}
            extra={side === 'events' && <EventFilter />}
            tabs={lists}
          />
        </div>
      </div>
    )
  }
  const common = [
    { value: 'why', label: words.dock.why, content: () => <Why headed={false} /> },
    ...lists,
  ] as const
  const tablet = breakpoint === 'tablet'
  const shown = !tablet && tab === 'yaml' ? 'why' : tab
  return (
    <div className="panels">
      {!tablet && (
        <Panel label={words.dock.yaml}>
          <YamlPanel />
        </Panel>
      )}
      <div className="panel">
        <Tabs
          label={words.dock.label}
          value={shown}
          onChange={(value) => usePanels.setState({ tab: value })}
          extra={shown === 'events' ? <EventFilter /> : shown === 'why' && <WhyLine />}
          tabs={
            tablet
              ? [{ value: 'yaml', label: words.dock.yaml, content: () => <YamlPanel /> }, ...common]
              : common
          }
        />
      </div>
    </div>
  )
}

function Panel(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section className="panel" aria-label={props.label}>
      {props.children}
    </section>
  )
}

/** The dock's upper edge: drag it, or use the arrow keys; a double click collapses the dock. */
function DockEdge(props: {
  readonly measure: () => number
  readonly collapsed: boolean
  readonly height: number | undefined
  readonly fold: (closed: boolean) => void
}) {
  const { measure, collapsed, height, fold } = props
  const drag = useRef<{ readonly y: number; readonly height: number }>(undefined)
  const most = () => Math.max(LEAST, window.innerHeight * 0.6)
  const set = (value: number) => {
    fold(false)
    changeSettings({ dockHeight: Math.round(Math.min(most(), Math.max(LEAST, value))) })
  }
  const toggle = () => fold(!collapsed)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is a separator with a value.
    <div
      className="dock-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={words.dock.resize}
      aria-valuenow={collapsed ? 0 : (height ?? measure())}
      aria-valuemin={0}
      aria-valuemax={Math.round(most())}
      onDoubleClick={toggle}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { y: event.clientY, height: collapsed ? 0 : measure() }
      }}
      onPointerMove={(event) => {
        const start = drag.current
        if (start === undefined || Math.abs(event.clientY - start.y) < 3) return
        set(start.height + start.y - event.clientY)
      }}
      onPointerUp={() => {
        drag.current = undefined
      }}
      onPointerCancel={() => {
        const start = drag.current
        drag.current = undefined
        if (start === undefined) return
        if (start.height === 0) fold(true)
        else set(start.height)
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') set(measure() + STEP)
        else if (event.key === 'ArrowDown') set(measure() - STEP)
        else if (event.key === 'Enter') toggle()
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
