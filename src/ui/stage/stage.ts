import type { FuturePod, LaneId, RunUpdate } from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { Mirror } from '../state/mirror.ts'

/** CSS pixels, relative to the stage element. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the page has left room for the canvas to draw. */
export interface StageAreas {
  readonly width: number
  readonly height: number
  /** Drop zone and wells of each lane (below the scoreboard, above the machine names). */
  readonly lanes: readonly Rect[]
  /** NEXT: below its heading. */
  readonly next: Rect
  readonly nextDirection: 'column' | 'row'
  readonly breakpoint: 'desktop' | 'laptop' | 'tablet' | 'phone'
  /** For an audience: how large everything is, 1 = as on a screen of 1920 x 1080; else absent. */
  readonly big?: number
}

/** Where a machine's well ended up, so that names, plugs, pills and the pager can be DOM beside it. */
export interface WellBox {
  readonly lane: LaneId
  /** Node row, or -1 for a not-bought slot. */
  readonly row: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Its lanes, left to right: where `CPU` and `MEM` stand and where each capacity line is. */
  readonly lanes: readonly WellLane[]
}

export interface WellLane {
  /** Index into the run's resources. */
  readonly resource: number
  readonly x: number
  readonly width: number
  /** y of the capacity line. */
  readonly top: number
}

export interface StageLayout {
  readonly lod: 0 | 1 | 2
  /** px per cell (1 vCPU = 4 GiB = 1/4 GPU). */
  readonly cell: number
  /** Rows of wells per side; names have room in one row, or under wells that one has zoomed to. */
  readonly rows: number
  /** Wells in view; none while they are tiles. */
  readonly wells: readonly WellBox[]
  /** How many NEXT entries found room. */
  readonly nextShown: number
  /** While a part of the wells is seen: how much room for a name is under each of them (px). */
  readonly zoomed?: { readonly below: number }
}

/**
 * Which part of the wells is seen. All lanes share one camera, so that a cell is equally high
 * everywhere and both sides show the same places.
 */
export interface Camera {
  /** 1 = all of it; more = closer. */
  readonly zoom: number
  /** Middle of what is seen, 0..1 of the lane's room. */
  readonly x: number
  readonly y: number
}

/** What machines are put together by, in blocks with headings. */
export type GroupBy = 'none' | 'zone' | 'nodeGroup' | { readonly label: string }

/** What the pointer is over, or the person has chosen. */
export type Target =
  | { readonly type: 'pod'; readonly lane: LaneId; readonly row: number }
  | { readonly type: 'node'; readonly lane: LaneId; readonly row: number }
  /** A piece in NEXT by app index. */
  | { readonly type: 'app'; readonly app: number }

export interface StageSettings {
  readonly theme: 'light' | 'dark'
  readonly reducedMotion: boolean
  /** Playback speed; motion times are divided by it; 8 and more cut. */
  readonly speed: number
  /** Cut everything: tests, scrubbing. */
  readonly instant: boolean
  /** Default: none. */
  readonly groupBy?: GroupBy
  /** The language that texts are in, as in `<html lang>`; another one: they are written anew. */
  readonly language?: string
  /** The run is played: requests are on their way; default false, and they rest. */
  readonly playing?: boolean
  /** Pods of other namespaces are pale; absent or empty: none is. */
  readonly namespace?: string
}

export interface StageEvents {
  hover(target: Target | undefined): void
  select(target: Target | undefined): void
  layout(layout: StageLayout): void
  /** True while a tween runs. */
  busy(busy: boolean): void
  /** The part that is seen has changed, by whatever; undefined = all of it. */
  camera?(camera: Camera | undefined): void
  /** A piece is on its way down. */
  touchdown?(touchdown: Touchdown): void
}

/** When and where a piece touches what it will lie on. */
export interface Touchdown {
  /** Index of its lane, and how many lanes there are. */
  readonly lane: number
  readonly lanes: number
  /** Height of its taller half. */
  readonly cells: number
  /** Wall ms from now; 0 where its motion is cut. */
  readonly wait: number
}

/** Where the way of one pod through one decision stands. */
export type WalkPhase = 'queue' | 'filter' | 'score' | 'bind'

/** One scheduling decision, shown step by step; nothing in the cluster changes meanwhile. */
export interface Walk {
  readonly lane: LaneId
  readonly attempt: Attempt
  /** Index into the run's apps. */
  readonly app: number
  /** What the pod asks for, in base units, in the order of the run's resources. */
  readonly requests: readonly number[]
  readonly phase: WalkPhase
  /** Row of the machine that the viewer expects. */
  readonly predicted?: number
}

/** What would become of a lane's pods if a machine lost its power. */
export interface Preview {
  readonly lane: LaneId
  /** Row of the machine that would die. */
  readonly dead: number
  readonly pods: readonly FuturePod[]
}

/** The canvas. The stage reads facts from the mirror and writes nothing back but selection. */
export interface Stage {
  /** After the mirror took an update. `evaluate`: play the scheduler's look at the wells in full. */
  update(update: RunUpdate, mirror: Mirror, options: { evaluate: boolean; cut: boolean }): void
  setAreas(areas: StageAreas): void
  setSettings(settings: StageSettings): void
  setTargets(targets: { hovered: Target | undefined; selected: Target | undefined }): void
  /**
   * Shows a phase of one decision: queue = the piece is framed where it waits; filter = ghosts, and
   * what is too much or which rule refuses; score = totals and the choice; bind = the same until the
   * update that binds the pod, which then falls without another look. undefined ends it; so does
   * that update.
   */
  setWalk(walk: Walk | undefined): void
  /** Shows where pods would land if machines died; nothing moves. [] ends it. */
  setPreview(previews: readonly Preview[]): void
  /** Shows this part; undefined = all of it. What lies beyond the wells or the closest look is clamped. */
  setCamera(camera: Camera | undefined): void
  /** Goes closer (above 0) or farther by so many presses of a key; undefined = back to all of it. */
  zoom(presses: number | undefined): void
  /**
   * Brings a machine, or a pod in its machine, into view, close enough to tell its pods apart. What
   * stands in no well changes nothing. Whoever finds it selects it.
   */
  find(target: Target): void
  /**
   * Wall time (ms) that the motions of one arrival need at the present speed, so that playback can
   * leave room; 0 when everything is cut.
   */
  arrivalTime(evaluate: boolean): number
  /** Takes listeners, canvas and labels away. */
  destroy(): void
}
