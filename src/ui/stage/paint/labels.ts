/** A text over the canvas; the DOM draws it (see renderer/labels.ts). */
export interface Label {
  /** Stays the same while the text means the same thing. */
  readonly key: string
  readonly kind:
    | 'score'
    | 'winner'
    | 'tied'
    | 'chip'
    | 'good-chip'
    | 'pill'
    | 'waiting'
    | 'guess'
    | 'dead'
    | 'gain'
    | 'name'
    | 'lane'
    | 'more'
    | 'lost'
  readonly text: string
  /** Middle of the text, CSS px. */
  readonly x: number
  readonly y: number
  readonly opacity: number
  /** Font size in px where the kind alone does not say it. */
  readonly size?: number
}
