import type { ReactNode } from 'react'

const shapes = {
  play: <path d="M5 3.2v9.6L13 8z" fill="currentColor" />,
  pause: (
    <>
      <rect x="3.6" y="3" width="3.2" height="10" rx="0.8" fill="currentColor" />
      <rect x="9.2" y="3" width="3.2" height="10" rx="0.8" fill="currentColor" />
    </>
  ),
  step: (
    <>
      <path d="M3.4 3.2v9.6L11 8z" fill="currentColor" />
      <rect x="11.2" y="3" width="2" height="10" rx="0.6" fill="currentColor" />
    </>
  ),
  back: (
    <>
      <path d="M12.6 3.2v9.6L5 8z" fill="currentColor" />
      <rect x="2.8" y="3" width="2" height="10" rx="0.6" fill="currentColor" />
    </>
  ),
  plug: (
    <path
      d="M5.5 1.8v3M10.5 1.8v3M3.6 5h8.8v2.2a4.4 4.4 0 0 1-8.8 0zM8 11.6v2.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  grid: (
    <>
      <rect x="2" y="2" width="5" height="5" rx="1.2" fill="currentColor" />
      <rect x="9" y="2" width="5" height="5" rx="1.2" fill="currentColor" />
      <rect x="2" y="9" width="5" height="5" rx="1.2" fill="currentColor" />
      <rect x="9" y="9" width="5" height="5" rx="1.2" fill="currentColor" />
    </>
  ),
  groups: (
    <path
      d="M2 2.8h5M9 2.8h5M2.6 5.6h3.8v7.6H2.6zM9.6 5.6h3.8v7.6H9.6z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  find: (
    <path
      d="M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M10.6 10.6l3.4 3.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
    />
  ),
  shuffle: (
    <path
      d="M2 4.5h2.6c3.2 0 3.6 7 6.8 7H14M2 11.5h2.6c1.1 0 1.9-.9 2.5-2M8.8 6.5c.6-1.1 1.4-2 2.6-2H14M12 2.5l2 2-2 2M12 9.5l2 2-2 2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  share: (
    <path
      d="M8 9.6V2.2M5.2 4.8 8 2l2.8 2.8M3 8.4v4.4a.8.8 0 0 0 .8.8h8.4a.8.8 0 0 0 .8-.8V8.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  screen: (
    <path
      d="M2.6 2.8h10.8a.8.8 0 0 1 .8.8v6.2a.8.8 0 0 1-.8.8H2.6a.8.8 0 0 1-.8-.8V3.6a.8.8 0 0 1 .8-.8zM8 10.6v2.8M5.2 13.6h5.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  link: (
    <path
      d="M6.6 9.4 9.4 6.6M7.2 4.6l1.6-1.6a2.9 2.9 0 0 1 4.2 4.2l-1.6 1.6M8.8 11.4l-1.6 1.6A2.9 2.9 0 0 1 3 8.8l1.6-1.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  download: (
    <path
      d="M8 2v8M4.8 7 8 10.2 11.2 7M2.6 13.4h10.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  undo: (
    <path
      d="M5.5 3 2.5 6l3 3M2.8 6h6.4a3.8 3.8 0 0 1 0 7.6H6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  sun: (
    <g fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round">
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
    </g>
  ),
  moon: (
    <path
      d="M13.2 9.6A5.7 5.7 0 0 1 6.4 2.8a5.7 5.7 0 1 0 6.8 6.8z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
    />
  ),
  close: (
    <path d="M4 4l8 8M12 4l-8 8" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
  ),
  check: (
    <path
      d="M3 8.6 6.4 12 13 4.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  cross: (
    <path d="M4 4l8 8M12 4l-8 8" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
  ),
  down: <path d="M4.5 6.2h7L8 10.8z" fill="currentColor" />,
  more: (
    <g fill="currentColor">
      <circle cx="3.2" cy="8" r="1.4" />
      <circle cx="8" cy="8" r="1.4" />
      <circle cx="12.8" cy="8" r="1.4" />
    </g>
  ),
  clock: (
    <g fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round">
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 4.8V8l2.2 1.6" />
    </g>
  ),
  wells: (
    <path
      d="M2.5 3v10h4V6.5M9.5 9v4h4V8"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  funnel: (
    <path
      d="M2 4h12M4.2 8h7.6M6.4 12h3.2"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
    />
  ),
  list: (
    <path
      d="M6 4h8M6 8h8M6 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
    />
  ),
  code: (
    <path
      d="M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** A picture beside or instead of a word; never the only name of a control. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  )
}
