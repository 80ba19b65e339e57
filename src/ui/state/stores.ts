import { create } from 'zustand'
import type { Millis } from '../../engine/api/units.ts'
import type {
  App,
  Diagnostic,
  KeptBranch,
  LaneId,
  LoggedEvent,
  Marker,
  Progress,
  RequestType,
  RunInfo,
} from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { EngineStatus } from '../client/engineClient.ts'
import type { StageLayout, Target } from '../stage/stage.ts'
import type { Wait } from './playback.ts'
import type { LaneSummary } from './summaries.ts'

/** Summaries of the run for the DOM. Columns stay in the mirror. */
export interface RunState {
  readonly info: RunInfo | undefined
  readonly apps: readonly App[]
  /** The engine's present moment. */
  readonly now: Millis
  readonly nextEventAt: Millis | undefined
  readonly lanes: readonly LaneSummary[]
  readonly markers: readonly Marker[]
  /** How many there were before these. */
  readonly markersForgotten: number
  readonly commands: { readonly done: number; readonly all: number }
  /** The id of the branch that the run is in ... */
  readonly branch: string
  /** ... of these, by their ids; none where there is no other. */
  readonly branches: readonly KeptBranch[]
  /** Where the timeline ends and playback stops. */
  readonly end: Millis
  /** Grows with every run that was started; animations of numbers are cut when it changes. */
  readonly run: number
}

export const useRun = create<RunState>()(() => ({
  info: undefined,
  apps: [],
  now: 0,
  nextEventAt: undefined,
  lanes: [],
  markers: [],
  markersForgotten: 0,
  commands: { done: 0, all: 0 },
  branch: 'A',
  branches: [],
  end: 0,
  run: 0,
}))

export interface PlaybackState {
  readonly playing: boolean
  /** Simulated time shown; at most a frame ahead of the last event that the engine has answered. */
  readonly playhead: Millis
  readonly ended: boolean
  /** The wait that is being fast-forwarded, and the length that the chip tells. */
  readonly wait: (Wait & { readonly told: Millis }) | undefined
}

export const usePlayback = create<PlaybackState>()(() => ({
  playing: false,
  playhead: 0,
  ended: false,
  wait: undefined,
}))

/** Work of the engine that somebody waits for. */
export interface ProgressState {
  /** Absent while there is none that takes longer than a moment. */
  readonly progress: Progress | undefined
  /** What was asked for; absent while there is none. */
  readonly of: RequestType | undefined
  /** Ends it where it has got to (what moves forward) or as if it had not been asked for. */
  readonly cancel: () => void
}

export const useProgress = create<ProgressState>()(() => ({
  progress: undefined,
  of: undefined,
  cancel: () => {},
}))

export interface LaneEvent extends LoggedEvent {
  readonly lane: LaneId
}

export interface EventsState {
  /** Oldest first, all lanes together. */
  readonly events: readonly LaneEvent[]
  /** How many earlier ones are not kept. */
  readonly forgotten: number
}

export const useEvents = create<EventsState>()(() => ({ events: [], forgotten: 0 }))

export interface LaneAttempt {
  readonly lane: LaneId
  readonly attempt: Attempt
}

export interface AttemptsState {
  /** The latest attempt of each lane. */
  readonly latest: readonly LaneAttempt[]
  /** Attempts of the pod that a person has chosen, oldest first. */
  readonly chosen:
    | {
        readonly lane: LaneId
        readonly row: number
        readonly attempts: readonly Attempt[]
        /** Why it waits without being tried. */
        readonly untried?: string | undefined
      }
    | undefined
}

export const useAttempts = create<AttemptsState>()(() => ({ latest: [], chosen: undefined }))

export interface SelectionState {
  readonly hovered: Target | undefined
  readonly selected: Target | undefined
  /** Pointer position of the hover, in CSS px of the window. */
  readonly pointer: { readonly x: number; readonly y: number } | undefined
}

export const useSelection = create<SelectionState>()(() => ({
  hovered: undefined,
  selected: undefined,
  pointer: undefined,
}))

/** A sentence in place about something that went wrong or needs to be known, with one way out. */
export interface Notice {
  /** Milliseconds after which it goes by itself; it stays if absent. */
  readonly lasts?: number
  readonly tone: 'info' | 'alarm'
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void }
  readonly diagnostics?: readonly Diagnostic[]
}

export interface PageState {
  /** The file that the run was started with; a new object with every run. */
  readonly file: { readonly name: string; readonly text: string } | undefined
  /** The app whose document the editor shall show. */
  readonly reveal: { readonly app: string } | undefined
  readonly engine: EngineStatus
  readonly notice: Notice | undefined
  /** Something was done that can be taken back, beside the commands of the log. */
  readonly undoable: boolean
  /** Starts the new version of the page that is there; undefined = this is the newest. */
  readonly update: (() => void) | undefined
  readonly stage: 'loading' | 'running' | { readonly error: string }
  readonly layout: StageLayout | undefined
  readonly dialog:
    | { readonly type: 'gallery' }
    /** The round is what the address says. */
    | { readonly type: 'game' }
    | { readonly type: 'share' }
    | { readonly type: 'settings' }
    | { readonly type: 'keys' }
    /** `typed`: keys that came before it did. */
    | { readonly type: 'find'; readonly typed?: string }
    | { readonly type: 'onCall' }
    | { readonly type: 'machine'; readonly lane: LaneId; readonly row: number }
    | { readonly type: 'describe'; readonly title: string; readonly text: string }
    | undefined
  /** What a phone shows over the stage. */
  readonly sheet: 'why' | 'events' | 'yaml' | undefined
  /** Median machines per lane over many random orders, once it was asked for. */
  readonly medians:
    | {
        readonly orders: number
        readonly lanes: readonly { readonly lane: LaneId; readonly median: number }[]
      }
    | 'computing'
    | undefined
}

export const usePage = create<PageState>()(() => ({
  file: undefined,
  reveal: undefined,
  engine: { state: 'ready' },
  notice: undefined,
  undoable: false,
  update: undefined,
  stage: 'loading',
  layout: undefined,
  dialog: undefined,
  sheet: undefined,
  medians: undefined,
}))

/** Panels about what a Kubernetes cluster runs. */
export type ControlTab = 'workloads' | 'services' | 'logs'

/** Which of several panels is open where they share a place. */
export interface PanelsState {
  /** Right panel of the wide dock, and which list a phone shows. */
  readonly side: 'events' | 'compare' | ControlTab
  /** Tab of the narrower docks. */
  readonly tab: 'why' | 'events' | 'compare' | 'yaml' | ControlTab
  /** Whose events are listed: a lane, '' for both, undefined for the usual one. */
  readonly eventLane: LaneId | '' | undefined
  /** Whether events about containers are listed too. */
  readonly containerEvents: boolean
  /** The Kubernetes lane that the panels about it show; undefined = the first. */
  readonly controlLane: LaneId | undefined
  /** Only what is in this namespace stands out; '' = all. */
  readonly namespace: string
}

export const usePanels = create<PanelsState>()(() => ({
  side: 'events',
  tab: 'why',
  eventLane: undefined,
  containerEvents: false,
  controlLane: undefined,
  namespace: '',
}))
