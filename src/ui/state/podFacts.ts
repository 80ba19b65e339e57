import { type LaneId, NodeFlag, PodFlag, PodState } from '../../engine/protocol.ts'
import type { Target } from '../stage/stage.ts'
import { amountWithUnit } from '../words/units.ts'
import { words } from '../words/words.ts'
import type { LaneMirror, Mirror } from './mirror.ts'
import { podIndexOf } from './podIndex.ts'

/** One pod's facts, read from the mirror for the DOM. */
export interface PodFacts {
  readonly row: number
  /** `web-11` */
  readonly label: string
  /** `web-6d4cf56db6-x7k2p` */
  readonly name: string
  readonly app: number
  readonly appName: string
  readonly namespace: string
  readonly state: number
  readonly node: number
  readonly nodeName: string | undefined
  /** Its machine has no power. */
  readonly powerless: boolean
  /** In the order of the run's resources. */
  readonly requests: readonly number[]
  readonly createdAt: number
  readonly boundAt: number
  /** Containers that are ready, and all of them. */
  readonly ready: number
  readonly containers: number
  readonly restarts: number
  /** Revision of its template; 0 = none. */
  readonly version: number
  /** Claims that it mounts. */
  readonly volumes: number
  /** The word that kubectl prints under STATUS; '' in a world without it. */
  readonly status: string
}

export function laneOf(mirror: Mirror, lane: LaneId): LaneMirror | undefined {
  return mirror.lanes.find((candidate) => candidate.id === lane)
}

/** Row of the machine that is pointed at, also by pointing at one of its pods; undefined = none. */
export function machineOf(mirror: Mirror, target: Target | undefined): number | undefined {
  if (target?.type === 'node') return target.row
  const node = target?.type === 'pod' && laneOf(mirror, target.lane)?.pods.node[target.row]
  return typeof node === 'number' && node >= 0 ? node : undefined
}

export function podFacts(mirror: Mirror, lane: LaneId, row: number): PodFacts | undefined {
  const found = laneOf(mirror, lane)
  if (found === undefined || found.pods.alive[row] !== 1) return undefined
  const { pods, nodes } = found
  const resources = mirror.info?.resources.length ?? 0
  const app = mirror.apps[pods.app[row]!]
  const node = pods.node[row]!
  return {
    row,
    label: labelOf(mirror, found, row),
    name: pods.names[row] ?? '',
    app: pods.app[row]!,
    appName: app?.name ?? '',
    namespace: app?.namespace ?? 'default',
    state: pods.state[row]!,
    node,
    nodeName: node >= 0 ? nodes.names[node] : undefined,
    powerless: node >= 0 && (nodes.flags[node]! & NodeFlag.Dead) !== 0,
    requests: Array.from(pods.requests.subarray(row * resources, (row + 1) * resources)),
    createdAt: pods.createdAt[row]!,
    boundAt: pods.boundAt[row]!,
    ready: pods.ready[row]!,
    containers: pods.containers[row]!,
    restarts: pods.restarts[row]!,
    version: pods.version[row]!,
    volumes: pods.volumes[row]!,
    status: mirror.statuses[pods.status[row]!] ?? '',
  }
}

/** What a pod is doing, in a word; of one without power, both what is believed and what is so. */
export function podStateText(pod: Pick<PodFacts, 'state' | 'powerless'>): string {
  const word = words.pod.state[pod.state] ?? ''
  return pod.powerless && pod.state !== PodState.Down ? words.pod.powerless(word) : word
}

/** What `kubectl get pods` would say of it: `2/2 ready`, `CrashLoopBackOff`, `3 restarts` ... */
export function podDetails(pod: PodFacts): readonly string[] {
  const { ready, containers, restarts, version, volumes, status } = pod
  return [
    words.pod.ready(ready, containers),
    ...(status === '' ? [] : [status]),
    ...(restarts > 0 ? [words.pod.restarts(restarts)] : []),
    ...(version > 0 ? [words.pod.revision(version)] : []),
    ...(volumes > 0 ? [words.pod.volumes(volumes)] : []),
  ]
}

/** The row of a pod by its real name; the newest first, because people ask about those. */
export function podRowByName(lane: LaneMirror, name: string): number | undefined {
  for (let row = lane.pods.count - 1; row >= 0; row--) {
    if (lane.pods.names[row] === name) return row
  }
  return undefined
}

/** `web-11` for a pod's real name, also when the pod is gone; undefined when there was none. */
export function labelByName(mirror: Mirror, lane: LaneMirror, name: string): string | undefined {
  const row = podRowByName(lane, name)
  if (row === undefined) return undefined
  return labelOf(mirror, lane, row)
}

/**
 * `web-11`, or `qa/web-11` where a run has pods in several namespaces and this one's is not the
 * default one. A StatefulSet's pod is called by its own name, which it keeps when it is made anew.
 */
export function labelOf(mirror: Mirror, { pods }: LaneMirror, row: number): string {
  const app = mirror.apps[pods.app[row]!]
  const own = app?.kind === 'StatefulSet' && pods.names[row]
  const name = own || words.pod.name(app?.name ?? '', pods.ordinal[row]!)
  return `${homeOf(mirror, app?.namespace ?? 'default')}${name}`
}

/** `qa/` before names of this namespace where the run has apps in several; '' of the default one. */
export function homeOf({ apps }: Pick<Mirror, 'apps'>, namespace: string): string {
  const alone = apps.every((app) => app.namespace === namespace)
  return alone || namespace === 'default' ? '' : `${namespace}/`
}

/** The pods of a machine from the floor up, finished ones left out. */
export function podsOfNode(lane: LaneMirror, node: number): readonly number[] {
  const { flags, order } = lane.pods
  const daemon = (row: number) => ((flags[row]! & PodFlag.Daemon) !== 0 ? 0 : 1)
  return [...podIndexOf(lane).on(node)].sort(
    (a, b) => daemon(a) - daemon(b) || order[a]! - order[b]! || a - b,
  )
}

/** `1 vCPU and 12 GiB`; resources that it does not ask for are left out. */
export function asksFor(resources: readonly string[], requests: readonly number[]): string {
  const list = asked(resources, requests)
  return list.length === 0 ? words.pod.nothing : words.pod.and(list)
}

/** `1 vCPU`, `12 GiB`, one entry per resource that is asked for. */
export function asked(resources: readonly string[], requests: readonly number[]): string[] {
  return resources.flatMap((resource, r) =>
    requests[r] ? [amountWithUnit(resource, requests[r])] : [],
  )
}
