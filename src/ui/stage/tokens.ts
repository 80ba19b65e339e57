/**
 * The stage's colours and sizes: LOOK.md section 2. Colours are 0xRRGGBB numbers, because the canvas
 * does not read CSS; the page's style sheet holds the same values for the DOM.
 */

export type Theme = 'light' | 'dark'

/** Colours that are the same role in both themes. */
export interface StageColours {
  /** The page behind the cards. */
  readonly page: number
  readonly panel: number
  readonly sunk: number
  readonly well: number
  readonly grid: number
  readonly line: number
  readonly rim: number
  readonly ink: number
  readonly ink2: number
  readonly ink3: number
  readonly bar: number
  readonly tile: number
  readonly alarm: number
  readonly onAlarm: number
  readonly alarmInk: number
  readonly alarmBg: number
  readonly hatchBg: number
  readonly good: number
  readonly goodBg: number
  readonly focus: number
  readonly hinge: number
  readonly hingeAlpha: number
  readonly deadFill: number
  readonly deadEdge: number
  readonly deadInk: number
}

export const COLOURS: Readonly<Record<Theme, StageColours>> = {
  light: {
    page: 0xfaf9f6,
    panel: 0xffffff,
    sunk: 0xf1f0eb,
    well: 0xecebe5,
    grid: 0xdddbd3,
    line: 0xd9d7cf,
    rim: 0x7f838e,
    ink: 0x151b29,
    ink2: 0x4a5163,
    ink3: 0x666d7e,
    bar: 0x3b4457,
    tile: 0xdedcd3,
    alarm: 0xc22f1e,
    onAlarm: 0xffffff,
    alarmInk: 0x9c2213,
    alarmBg: 0xfcebe7,
    hatchBg: 0xfbe9e4,
    good: 0x0b6b57,
    goodBg: 0xe2f3ee,
    focus: 0x1c66cf,
    hinge: 0xffffff,
    hingeAlpha: 0.34,
    deadFill: 0xb9bcc3,
    deadEdge: 0x7a808c,
    deadInk: 0x3c4250,
  },
  dark: {
    page: 0x0d121c,
    panel: 0x141b28,
    sunk: 0x101622,
    well: 0x1a2231,
    grid: 0x273143,
    line: 0x2b3648,
    rim: 0x7c879b,
    ink: 0xf3f1ea,
    ink2: 0xb9c1d0,
    ink3: 0x98a2b5,
    bar: 0xc9d1df,
    tile: 0x2a3447,
    alarm: 0xff6b54,
    onAlarm: 0x2a0b06,
    alarmInk: 0xff9c8b,
    alarmBg: 0x3a1813,
    hatchBg: 0x2c1b1e,
    good: 0x5bd3b4,
    goodBg: 0x0f2c28,
    focus: 0x74cbf3,
    hinge: 0x0a0e18,
    hingeAlpha: 0.3,
    deadFill: 0x3a4354,
    deadEdge: 0x6c7688,
    deadInk: 0xc5ccd8,
  },
}

/** Gutter between lanes as a share of the lane's width. */
export const GUTTER = 0.36
/** Half of a piece is this far from its lane's and its neighbours' borders (px). */
export const INSET = 0.9
/** A lane is never wider than this many cells, so that cells stay near square. */
export const MAX_LANE_PER_CELL = 1.15
/** ... and a cell never taller than a lane divided by this. */
export const MIN_LANE_PER_CELL = 0.52

/** Wall thickness of a well whose lanes are `lane` px wide. */
export function wallWidth(lane: number): number {
  return Math.min(4, Math.max(2, 0.08 * lane))
}

/** Space between a wall and the first lane, and between the last cell and the floor (px). */
export function wellPadding(lane: number): number {
  return Math.min(4.5, Math.max(1, 0.05 * lane))
}

/** Corner radius of a piece when a cell is `cell` px high. */
export function pieceRadius(cell: number): number {
  return Math.min(6, 0.16 * cell)
}

/** Edge of a resting piece (px). */
export function edgeWidth(cell: number): number {
  return cell < 16 ? 1 : 1.5
}

/** Size of the letter on a half, or 0 when it would be too small to read. */
export function letterSize(half: number, lane: number): number {
  const size = Math.min(0.74 * half, 0.62 * lane, 30)
  return size < 9 ? 0 : size
}
