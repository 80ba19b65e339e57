import type { ReactNode, Ref } from 'react'

/** A part of a panel that scrolls and can be reached by key. */
export function Scroller(props: {
  readonly label: string
  readonly className: string
  readonly scroller?: Ref<HTMLElement>
  readonly children: ReactNode
}) {
  const { label, className, scroller, children } = props
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by key.
    <section ref={scroller} className={`panel-scroll ${className}`} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
