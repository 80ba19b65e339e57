/** A pager: two lines of text, a lamp, and arcs around it that its ringing shows. */
export function PagerPicture(props: {
  readonly line1: string
  readonly line2: string
  readonly ringing: boolean
}) {
  return (
    <svg viewBox="0 0 196 92" aria-hidden="true" focusable="false">
      <g className="pager-arcs" fill="none" stroke="var(--alarm)" strokeLinecap="round">
        <path d="M-7 30q-10 16 0 34" strokeWidth="4" />
        <path d="M-18 22q-15 25 0 50" strokeWidth="4" opacity="0.6" />
        <path d="M203 30q10 16 0 34" strokeWidth="4" />
        <path d="M214 22q15 25 0 50" strokeWidth="4" opacity="0.6" />
      </g>
      <rect
        x="1"
        y="1"
        width="194"
        height="90"
        rx="13"
        fill="#1b212d"
        stroke="#4a5163"
        strokeWidth="2"
      />
      <rect x="13" y="11" width="170" height="50" rx="6" fill="#b7c98b" stroke="#8d9e66" />
      <text x="22" y="33" fontSize="18" fill="#1b212d">
        {props.line1}
      </text>
      <text x="22" y="53" fontSize="18" fill="#1b212d">
        {props.line2}
      </text>
      <circle cx="26" cy="76" r="9" fill="none" stroke="#7a2a20" strokeWidth="2" />
      <circle cx="26" cy="76" r="6" fill={props.ringing ? '#ff5a3c' : '#7a3328'} />
      <rect x="120" y="70" width="28" height="12" rx="6" fill="#323b4c" />
      <rect x="155" y="70" width="28" height="12" rx="6" fill="#323b4c" />
    </svg>
  )
}
