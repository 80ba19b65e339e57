/** Durations at 1x in ms: the table of LOOK.md, "Motion". */
export const TIMES = {
  /** One well is looked at. */
  lookAt: 70,
  ghostIn: 90,
  scores: 200,
  winner: 180,
  /** Rest between the winner's frame and the fall. */
  beforeFall: 60,
  /** An evaluation never takes longer than this, whatever the number of machines. */
  evaluateMost: 1200,
  evaluateOut: 140,
  /** Pods that have to leave are put on top of those that stay. */
  clear: 240,
  beforeClear: 500,
  fall: 260,
  touch: 60,
  shear: 80,
  settle: 120,
  rise: 420,
  sweep: 180,
  thin: 120,
  drop: 180,
  squash: 80,
  gain: 1040,
  flash: 120,
  drain: 300,
  flight: 640,
  /** Between pieces that set out together. */
  stagger: 90,
  /** The thick edge of a piece that was just placed, and of one that was re-created. */
  placedEdge: 700,
  recreatedEdge: 2000,
  fade: 120,
  layout: 300,
  /** To a machine that was pressed twice, and back. */
  camera: 400,
  /** A key's step of the camera. */
  key: 140,
  next: 240,
  /** How long a static arc stays when motion is reduced. */
  staticArc: 1600,
} as const

/** Time per well when `wells` of them are looked at. */
export function lookTime(wells: number): number {
  const rest = TIMES.scores + TIMES.winner + TIMES.beforeFall
  return Math.min(TIMES.lookAt, (TIMES.evaluateMost - rest) / Math.max(1, wells))
}

/** From the first ghost to the beginning of the fall. */
export function evaluateTime(wells: number): number {
  return lookTime(wells) * wells + TIMES.scores + TIMES.winner + TIMES.beforeFall
}

/** From the drop zone to rest. */
export const LANDING = TIMES.fall + TIMES.shear + TIMES.settle

/**
 * How fast motion runs at a playback speed. At 8x and more everything is cut.
 * @returns factor on elapsed time, or undefined for "cut"
 */
export function motionRate(speed: number): number | undefined {
  return speed >= 8 ? undefined : Math.max(0.1, speed)
}
