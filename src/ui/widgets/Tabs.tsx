import { type ReactNode, useId } from 'react'

export interface Tab<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly content: () => ReactNode
}

/** Tabs over one panel; arrow keys go from tab to tab. */
export function Tabs<Value extends string>(props: {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly tabs: readonly Tab<Value>[]
  /** Stands at the right end of the tabs' line. */
  readonly extra?: ReactNode
}) {
  const { label, value, onChange, tabs, extra } = props
  const id = useId()
  const current = tabs.find((tab) => tab.value === value) ?? tabs[0]
  if (current === undefined) return null
  const walk = (event: React.KeyboardEvent<HTMLElement>) => {
    const at = tabs.indexOf(current)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (to === undefined) return
    const next = tabs[(to + tabs.length) % tabs.length]!
    onChange(next.value)
    document.getElementById(`${id}-${next.value}`)?.focus()
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <div className="panel-head tabs">
        <div className="tab-list" role="tablist" aria-label={label} onKeyDown={walk}>
          {tabs.map((tab) => (
            <button
              key={tab.value}
              id={`${id}-${tab.value}`}
              type="button"
              role="tab"
              aria-selected={tab === current}
              aria-controls={`${id}-panel`}
              tabIndex={tab === current ? 0 : -1}
              onClick={() => onChange(tab.value)}
            >
              {tab.label}
            </button>
          ))}
        </div>
        {extra}
      </div>
      <div
        id={`${id}-panel`}
        className="tab-panel"
        role="tabpanel"
        aria-labelledby={`${id}-${current.value}`}
      >
        {current.content()}
      </div>
    </>
  )
}
