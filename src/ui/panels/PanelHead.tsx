import type { ReactNode } from 'react'

/** A panel's title line. */
export function PanelHead(props: {
  readonly title: ReactNode
  readonly subtitle?: ReactNode
  readonly children?: ReactNode
}) {
  return (
    <header className="panel-head">
      <h2>{props.title}</h2>
      {props.subtitle !== undefined && <p>{props.subtitle}</p>}
      {props.children}
    </header>
  )
}
