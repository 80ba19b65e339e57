import type { KeptBranch, LoggedCommand } from '../../engine/protocol.ts'
import type { LaneMirror } from '../state/mirror.ts'

/** What was done in one log and not in the other: from the first command on that they do not share. */
export function ownCommands(
  log: readonly LoggedCommand[],
  other: readonly LoggedCommand[],
): readonly LoggedCommand[] {
  const shared = log.findIndex((entry, i) => JSON.stringify(entry) !== JSON.stringify(other[i]))
  return shared < 0 ? [] : log.slice(shared)
}

/** The branch that this one came from, or another one: whose log tells best what is its own here. */
export function nearestLog(
  log: readonly LoggedCommand[],
  others: readonly Pick<KeptBranch, 'log'>[],
): readonly LoggedCommand[] {
  let best: readonly LoggedCommand[] = []
  let least = Number.POSITIVE_INFINITY
  for (const other of others) {
    const own = ownCommands(log, other.log).length
    if (own < least) [best, least] = [other.log, own]
  }
  return best
}

export interface PodElsewhere {
  readonly pod: string
  /** Machine by lane; '' = waits for one; undefined = there is no such pod. */
  readonly places: readonly [string | undefined, string | undefined]
}

/** Pods, by name, that are on another machine in the one lane than in the other, or only in one. */
export function podsElsewhere(a: LaneMirror, b: LaneMirror): readonly PodElsewhere[] {
  const these = placesOf(a)
  const those = placesOf(b)
  const names = new Set([...these.keys(), ...those.keys()])
  return [...names]
    .filter((name) => these.get(name) !== those.get(name))
    .sort()
    .map((pod) => ({ pod, places: [these.get(pod), those.get(pod)] }))
}

function placesOf({ pods, nodes }: LaneMirror): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  for (let row = 0; row < pods.count; row++) {
    if (pods.alive[row] !== 1) continue
    const node = pods.node[row]!
    // Machines are numbered alike in both; names of one's own manifests are names.
    places.set(pods.names[row]!, node < 0 ? '' : nodes.names[node]!)
  }
  return places
}
