import type { Millis } from '../../engine/api/units.ts'
import type { InFlight, Marker, RunInfo } from '../../engine/protocol.ts'

/** Speeds a person can choose; simulated seconds per second. */
export const SPEEDS = [0.5, 1, 2, 8] as const
export type Speed = (typeof SPEEDS)[number]

/** A gap without any event is fast-forwarded when it is longer than this. */
const LONG_WAIT: Millis = 2_000
/** The same while requests are sent: people watch them for a while. */
export const LONG_WAIT_OF_REQUESTS: Millis = 15_000
/** Wall time of a fast-forwarded minute; 5 min 50 s then pass in about 1.5 s. */
const WALL_PER_MINUTE = 257
const SHORTEST_FORWARD = 350
const LONGEST_FORWARD = 2_500
/** Simulated time left for looking at the picture after the last thing that was waited for. */
const AFTERMATH: Millis = 5_000
/** Work of containers is waited for when it ends so soon after the latest command. */
const LONGEST_WORK: Millis = 10 * 60_000
/** What goes on for longer than this is taken to go round in circles. */
const LONGEST_CONSEQUENCE: Millis = 24 * 3_600_000

/** A stretch of simulated time in which nothing happens and that is passed quickly. */
export interface Wait {
  readonly from: Millis
  readonly to: Millis
  /** Wall milliseconds at 1x. */
  readonly wall: number
}

/** The wait that begins at `now`, or undefined when the next event is near or there is none. */
export function waitFrom(
  now: Millis,
  next: Millis | undefined,
  end: Millis,
  long: Millis = LONG_WAIT,
): Wait | undefined {
  const to = Math.min(next ?? end, end)
  const gap = to - now
  if (gap <= long) return undefined
  const wall = (gap / 60_000) * WALL_PER_MINUTE
  return { from: now, to, wall: Math.min(LONGEST_FORWARD, Math.max(SHORTEST_FORWARD, wall)) }
}

/**
 * When something happens next but that requests are counted, as they are every second: the next
 * arrival or command, or what follows from those before.
 */
export function nextButRequests(
  info: RunInfo,
  now: Millis,
  { consequence, work }: InFlight,
  commandTimes: readonly Millis[],
): Millis | undefined {
  const times = [nextArrivalAt(info, now), commandTimes.find((at) => at > now), consequence, work]
  const next = Math.min(...times.map((at) => at ?? Infinity))
  return next === Infinity ? undefined : next
}

/** Arrivals that follow each other faster than this are not looked at one by one. */
const LOOK_GAP: Millis = 900
/** Above this speed the scheduler's look is not played. */
const LOOK_SPEED = 1

/** Whether playing shows how the scheduler looks at the wells for the arrivals around `now`. */
export function showsLook(info: RunInfo, now: Millis, speed: number): boolean {
  const gap = arrivalGap(info, now)
  return speed <= LOOK_SPEED && (gap === undefined || gap >= LOOK_GAP)
}

/** Arrivals that follow each other faster than this share of their motions' time come as a wave. */
const WAVE = 0.5

/**
 * Simulated milliseconds per wall millisecond: the speed, or less where the motions of an arrival
 * (`room`, wall ms) need longer than the time until the next one. Nobody waits for the pieces of a
 * wave one by one.
 */
export function pace(info: RunInfo, now: Millis, speed: number, room: number): number {
  const gap = arrivalGap(info, now)
  if (gap === undefined || room <= 0) return speed
  const share = gap / speed / room
  return share >= 1 || share < WAVE ? speed : gap / room
}

/** From the arrival that was last to the one that is next; undefined before, after and for bursts. */
function arrivalGap(info: RunInfo, now: Millis): Millis | undefined {
  const next = arrivalsUpTo(info, now)
  const before = info.arrivals[next - 1]?.at
  const after = info.arrivals[next]?.at
  return before === undefined || after === undefined ? undefined : after - before
}

/**
 * Where the play head stands `wall` milliseconds later. It never passes `next` by more than the
 * frame's own share and never `end`; inside a wait it runs at the wait's pace.
 */
export function advanced(
  playhead: Millis,
  wall: number,
  speed: number,
  rateWithoutWait: number,
  wait: Wait | undefined,
  end: Millis,
): Millis {
  const rate =
    wait === undefined ? rateWithoutWait : ((wait.to - wait.from) / wait.wall) * Math.max(1, speed)
  const target = playhead + wall * rate
  const limit = wait === undefined ? end : Math.min(wait.to, end)
  return Math.min(limit, target)
}

/** Time of the next arrival after `now`, or undefined. `arrivals` are in order. */
export function nextArrivalAt(info: RunInfo, now: Millis): Millis | undefined {
  const index = arrivalsUpTo(info, now)
  return info.arrivals[index]?.at
}

/** How many arrivals have happened up to and including `now`. */
export function arrivalsUpTo(info: RunInfo, now: Millis): number {
  let low = 0
  let high = info.arrivals.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (info.arrivals[middle]!.at <= now) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Where a step leads: just after the next arrival or logged command; when there is none, to the
 * next thing that happens at all, or to the end.
 */
export function stepTarget(
  info: RunInfo,
  now: Millis,
  nextEventAt: Millis | undefined,
  commandTimes: readonly Millis[],
  end: Millis,
): Millis {
  const arrival = nextArrivalAt(info, now)
  const command = commandTimes.find((at) => at > now)
  const soonest = Math.min(arrival ?? Infinity, command ?? Infinity)
  if (soonest !== Infinity) return soonest
  return Math.min(Math.max(nextEventAt ?? end, now), Math.max(end, now))
}

/**
 * Where a step back leads: just after the arrival or command before the present one, or to 0. Where
 * steps forward go from one thing that happens to the next, steps back do, too.
 * @param latest time of the last event before `now`, if something was done that events follow from
 */
export function stepBackTarget(
  info: RunInfo,
  now: Millis,
  commandTimes: readonly Millis[],
  latest: Millis = 0,
): Millis {
  let index = arrivalsUpTo(info, now)
  while (index > 0 && info.arrivals[index - 1]!.at >= now) index--
  const arrival = index > 0 ? info.arrivals[index - 1]!.at : 0
  const command = commandTimes.filter((at) => at < now).at(-1) ?? 0
  const isAftermath =
    latest >= (info.arrivals.at(-1)?.at ?? 0) && commandTimes.every((at) => at <= now)
  return Math.max(arrival, command, isAftermath ? latest : 0)
}

/**
 * The time at which playback stops: the scenario's own end, or later for as long as something
 * follows from what was done (a dead machine's pods are evicted after `evictionWait`, a bought
 * machine boots, the person on call wakes up). After a command the containers' own work is waited
 * for, too, when it ends soon: a Job of a minute is, one of a day is not.
 */
export function endOfRun(
  info: RunInfo,
  markers: readonly Marker[],
  { consequence, work }: InFlight,
): Millis {
  let end = info.until
  let lastAction: Millis | undefined
  const { detection, wakeUp } = info.onCall
  // Said before it is in flight, so that the timeline grows once and not with every timeout.
  const disaster = Math.max(info.evictionWait, detection + wakeUp) + AFTERMATH
  for (const { at, type } of markers) {
    if (type === 'plug') end = Math.max(end, at + disaster)
    else if (type === 'command' || type === 'plugIn') end = Math.max(end, at + AFTERMATH)
    else continue
    lastAction = Math.max(lastAction ?? 0, at)
  }
  const limit = Math.max(lastAction ?? 0, info.until) + LONGEST_CONSEQUENCE
  // The scenario's own end leaves time enough for what its arrivals cause before it.
  const isLater = consequence !== undefined && (lastAction !== undefined || consequence > end)
  if (isLater && consequence <= limit) end = Math.max(end, consequence + AFTERMATH)
  if (work !== undefined && lastAction !== undefined && work <= lastAction + LONGEST_WORK) {
    end = Math.max(end, work + AFTERMATH)
  }
  return end
}
