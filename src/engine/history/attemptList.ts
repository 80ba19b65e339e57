import type { Attempt } from '../scheduler/attempt.ts'

/** Attempts in order of age, each at a place of its own, from 0. */
export interface AttemptList {
  /** How many places are taken, by forgotten attempts too. */
  readonly length: number
  /** @param whole makes the attempt with the verdicts that it lacks; absent = it lacks none, or they are not known */
  push(attempt: Attempt, whole?: () => Attempt): void
  /** Undefined = forgotten. It says the same as what was put there, made whole, and may be another object. */
  at(place: number): Attempt | undefined
  /** The same without making it whole. */
  outcomeAt(place: number): Attempt | undefined
  /** Undefined = forgotten. */
  uidAt(place: number): string | undefined
  /** See `weightOf`: of what it is when it is whole. There must be an attempt. */
  weightAt(place: number): number
  replace(place: number, attempt: Attempt): void
  forget(place: number): void
  /** Takes the places of what is forgotten out; the others move up. */
  tidy(): void
}

/** So many names of candidates weigh as much as one verdict. */
const NAMES_PER_VERDICT = 64

/** What an attempt takes of the room that all share. */
const weightOf = ({ verdicts, candidates }: Attempt): number =>
  verdicts.length + Math.floor(candidates.length / NAMES_PER_VERDICT)

/** What it will take with the verdicts that it lacks. */
const wholeWeightOf = ({ examined = 0, candidates, equals = candidates.length }: Attempt): number =>
  examined + Math.floor(equals / NAMES_PER_VERDICT)

/** Where an attempt does not stand for itself. */
interface Alike {
  /** It agrees with this one in all that has no column. */
  readonly like: Attempt
}

/** An attempt whose verdicts nobody has asked for yet. */
interface Unasked {
  readonly attempt: Attempt
  readonly whole: () => Attempt
}

/**
 * With very many pods most attempts are placements without verdicts, which nobody ever asks about and which
 * hardly differ: these stand in columns, and are put together for whoever does.
 */
export function createAttemptList(): AttemptList {
  let entries: (Attempt | Alike | Unasked | undefined)[] = []
  let ids: number[] = []
  let pods: string[] = []
  let uids: string[] = []
  let nodes: (string | undefined)[] = []
  /** Undefined = the selected node alone. */
  let candidates: (Attempt['candidates'] | undefined)[] = []
  let equals: (number | undefined)[] = []
  let examined: (number | undefined)[] = []
  let latest: Alike | undefined

  function alikeFor(attempt: Attempt): Alike | undefined {
    if (!isPlain(attempt)) return undefined
    if (!latest || !areAlike(latest.like, attempt)) latest = { like: attempt }
    return latest
  }

  function put(place: number, attempt: Attempt, whole?: () => Attempt): void {
    const { selected, candidates: named } = attempt
    entries[place] = whole ? { attempt, whole } : (alikeFor(attempt) ?? attempt)
    ids[place] = attempt.id
    pods[place] = attempt.pod
    uids[place] = attempt.uid
    nodes[place] = selected
    candidates[place] = named.length === 1 && named[0] === selected ? undefined : named
    equals[place] = attempt.equals
    examined[place] = attempt.examined
  }

  function restored(entry: Alike, place: number): Attempt {
    const selected = nodes[place]!
    return {
      ...entry.like,
      id: ids[place]!,
      pod: pods[place]!,
      uid: uids[place]!,
      selected,
      candidates: candidates[place] ?? [selected],
      equals: equals[place],
      examined: examined[place],
    }
  }

  return {
    get length() {
      return entries.length
    },
    push: (attempt, whole) => put(entries.length, attempt, whole),
    at(place) {
      const entry = entries[place]
      if (entry !== undefined && 'whole' in entry) put(place, entry.whole())
      return this.outcomeAt(place)
    },
    outcomeAt(place) {
      const entry = entries[place]
      if (entry === undefined) return undefined
      if ('like' in entry) return restored(entry, place)
      return 'whole' in entry ? entry.attempt : entry
    },
    uidAt: (place) => (entries[place] === undefined ? undefined : uids[place]),
    weightAt(place) {
      const entry = entries[place]!
      if ('whole' in entry) return wholeWeightOf(entry.attempt)
      if (!('like' in entry)) return weightOf(entry)
      return Math.floor((candidates[place]?.length ?? 1) / NAMES_PER_VERDICT)
    },
    replace: (place, attempt) => put(place, attempt),
    forget(place) {
      entries[place] = undefined
      pods[place] = ''
      uids[place] = ''
      nodes[place] = undefined
      candidates[place] = undefined
    },
    tidy() {
      const kept = <T>(column: T[]) => column.filter((_, place) => entries[place] !== undefined)
      ids = kept(ids)
      pods = kept(pods)
      uids = kept(uids)
      nodes = kept(nodes)
      candidates = kept(candidates)
      equals = kept(equals)
      examined = kept(examined)
      entries = kept(entries)
    },
  }
}

/** A pod was placed, and there is nothing to say about it beyond where. */
function isPlain(attempt: Attempt): boolean {
  return (
    attempt.selected !== undefined &&
    attempt.verdicts.length === 0 &&
    attempt.message === undefined &&
    attempt.nominated === undefined &&
    attempt.preemption === undefined &&
    attempt.counted === undefined
  )
}

function areAlike(a: Attempt, b: Attempt): boolean {
  return (
    a.at === b.at &&
    a.namespace === b.namespace &&
    a.nodes === b.nodes &&
    a.maxTotal === b.maxTotal &&
    a.strategy === b.strategy &&
    a.rule === b.rule
  )
}
