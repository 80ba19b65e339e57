import type { DomLook } from '../state/looks.ts'

/** An app's colour as a small square; its name stands beside it. */
export function PieceSwatch({ look }: { readonly look: DomLook | undefined }) {
  return (
    <span
      className={look?.dotted ? 'piece-swatch dotted' : 'piece-swatch'}
      aria-hidden="true"
      style={look && { backgroundColor: look.fill, borderColor: look.edge, color: look.ink }}
    />
  )
}
