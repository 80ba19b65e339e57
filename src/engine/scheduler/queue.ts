import type { Pod } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import type { Change } from '../store/store.ts'
import { areAlike } from './alikePods.ts'
import { type BackoffRules, backoffLeavesAt, isBackingOff } from './backoff.ts'
import type { PodInfo, QueuePlace, WakeEvent } from './framework.ts'
import { Heap, type HeapItem, NOWHERE } from './heap.ts'

/** Where a waiting pod stands. `error` is the back-off queue of pods that no plugin refused. */
type QueueName = 'active' | 'backoff' | 'error' | 'unschedulable' | 'gated' | 'inFlight'

export interface QueuedPod extends QueuePlace {
  readonly uid: string
  /** The pod's number in the store (see `Watcher`). */
  readonly slot: number
  readonly info: PodInfo
  readonly queue: QueueName
  readonly timestamp: Millis
  readonly attempts: number
  readonly unschedulableCount: number
  readonly consecutiveErrors: number
  /** Plugins that refused it in its last attempt; their hints are asked. */
  readonly rejectedBy: ReadonlySet<string>
  /** Why it is gated. */
  readonly gate?: string
}

/** Unschedulable pods of one template that the same plugins refused: what helps one helps all. */
type Group = Set<Entry>

type Entry = { -readonly [Key in keyof QueuedPod]: QueuedPod[Key] } & HeapItem & {
    sequence: number
    /** While it is unschedulable. */
    group: Group | undefined
    /** The entries that came just before and just after it, of those that are there. */
    earlier: Entry | undefined
    later: Entry | undefined
  }

/** What the queue asks of the profile in use; looked up at every use, since the profile may change. */
export interface QueuePlugins {
  less(a: QueuePlace, b: QueuePlace): boolean
  preEnqueue(pod: Pod): string | undefined
  wakeEvents(plugin: string): readonly WakeEvent[]
  /** Absent = the defaults of the latest release. */
  readonly backoff?: BackoffRules
}

/** Pods that wait to be scheduled (SCHEDULER.md section 2). */
export interface SchedulingQueue {
  /** A new pod, or the changed form of a known one. `change` is what happened to it. */
  put(slot: number, info: PodInfo, change?: Change): void
  remove(slot: number): void
  /** The next pod to try, which is in flight until `done` or `failed`. */
  pop(): QueuedPod | undefined
  done(pod: QueuedPod): void
  /** A failed attempt; no plugin to blame means an error. */
  failed(pod: QueuedPod, rejectedBy: ReadonlySet<string>): void
  /**
   * Asks the hints of every unschedulable pod (that `concerns` names) whether this could help it.
   * @param slot of the changed object
   */
  wake(change: Change, slot: number, concerns?: (pod: PodInfo) => boolean): void
  /** Moves pods whose back-off or longest stay is over. */
  flush(): void
  /** True when `pop` would return a pod. */
  readonly ready: boolean
  /** When `flush` next has something to do. `errors` false leaves out pods that wait after an error. */
  nextFlushAt(errors: boolean): Millis | undefined
  /** Lets the retries pass that pods after an error would have made in vain until now. */
  skipErrorRetries(): void
  /** Forgets all failures and tries every pod again, as a restarted scheduler does. */
  restart(): void
  /** What `pop` would return if nothing came between, at most so many. */
  next(limit: number): readonly QueuedPod[]
  /** How many that would be without a limit. */
  readonly nextCount: number
  /** Every waiting pod, in order of arrival. */
  pods(): readonly QueuedPod[]
}

/** Longest stay in unschedulablePods, and how often that is looked at. */
const LONGEST_STAY: Millis = 5 * MINUTE
const LEFTOVER_PERIOD: Millis = 30 * SECOND

export function createQueue(now: () => Millis, plugins: QueuePlugins): SchedulingQueue {
  const bySlot: (Entry | undefined)[] = []
  /** The ends of the list of all entries, in order of arrival. */
  let earliest: Entry | undefined
  let latest: Entry | undefined
  let sequence = 0

  const before = (a: Entry, b: Entry) =>
    plugins.less(a, b) || (!plugins.less(b, a) && a.sequence < b.sequence)
  const sooner = (a: Entry, b: Entry) =>
    leavesAt(a) === leavesAt(b) ? before(a, b) : leavesAt(a) < leavesAt(b)

  const active = new Heap<Entry>(before)
  const backoff = new Heap<Entry>(sooner)
  const error = new Heap<Entry>(sooner)
  const unschedulable = new Heap<Entry>((a, b) => a.sequence < b.sequence)
  const heaps: Record<QueueName, Heap<Entry> | undefined> = {
    active,
    backoff,
    error,
    unschedulable,
    gated: undefined,
    inFlight: undefined,
  }

  const groups = new Map<string, Group>()
  /** The template that pods with this list of containers were last known to have. */
  const templates = new WeakMap<object, { readonly sample: Pod; readonly id: number }>()
  let templateIds = 0

  function templateOf(pod: Pod): number {
    const containers = pod.spec?.containers ?? NO_CONTAINERS
    const known = templates.get(containers)
    if (known && areAlike(known.sample, pod)) return known.id
    templateIds += 1
    templates.set(containers, { sample: pod, id: templateIds })
    return templateIds
  }

  function joinGroup(entry: Entry): void {
    const key = `${templateOf(entry.info.pod)} ${[...entry.rejectedBy].sort().join(' ')}`
    const group: Group = groups.get(key) ?? new Set()
    groups.set(key, group.add(entry))
    entry.group = group
  }

  function leaveGroup(entry: Entry): void {
    entry.group?.delete(entry)
    entry.group = undefined
  }

  /** Puts it at the end of the list. */
  function enter(entry: Entry): void {
    bySlot[entry.slot] = entry
    entry.earlier = latest
    if (latest) latest.later = entry
    else earliest = entry
    latest = entry
  }

  function leave(entry: Entry): void {
    const { slot, earlier, later } = entry
    bySlot[slot] = undefined
    if (earlier) earlier.later = later
    else earliest = later
    if (later) later.earlier = earlier
    else latest = earlier
  }

  function listAll(): Entry[] {
    const all: Entry[] = []
    for (let entry = earliest; entry; entry = entry.later) all.push(entry)
    return all
  }

  function failures(entry: QueuedPod): number {
    if (plugins.backoff?.countsAttempts) return entry.attempts
    return entry.consecutiveErrors > 0 ? entry.consecutiveErrors : entry.unschedulableCount
  }

  function leavesAt(entry: QueuedPod): Millis {
    return backoffLeavesAt(entry.timestamp, failures(entry), plugins.backoff)
  }

  function move(entry: Entry, queue: QueueName): void {
    heaps[entry.queue]?.remove(entry)
    leaveGroup(entry)
    entry.queue = queue
    heaps[queue]?.put(entry)
    if (queue === 'unschedulable') joinGroup(entry)
  }

  function enterQueue(entry: Entry, queue: 'active' | 'backoff' | 'error'): void {
    const gate = plugins.preEnqueue(entry.info.pod)
    entry.gate = gate
    move(entry, gate === undefined ? queue : 'gated')
  }

  function queueAfterBackoff(entry: Entry): void {
    const rules = plugins.backoff
    if (!isBackingOff(now(), entry.timestamp, failures(entry), rules)) enterQueue(entry, 'active')
    else enterQueue(entry, entry.consecutiveErrors > 0 ? 'error' : 'backoff')
  }

  function touch(entry: Entry): void {
    entry.timestamp = now()
    entry.sequence = sequence++
  }

  function couldHelp(entry: Entry, change: Change): boolean {
    for (const plugin of entry.rejectedBy) {
      for (const event of plugins.wakeEvents(plugin)) {
        if (event.kind !== change.kind) continue
        if (!event.hint || event.hint(entry.info, change)) return true
      }
    }
    return false
  }

  function update(entry: Entry, info: PodInfo, change: Change | undefined): void {
    entry.info = info
    if (entry.queue === 'unschedulable') {
      leaveGroup(entry)
      joinGroup(entry)
    }
    if (entry.queue === 'gated') {
      entry.gate = plugins.preEnqueue(info.pod)
      if (entry.gate === undefined) queueAfterBackoff(entry)
    } else if (entry.queue === 'unschedulable' && change && couldHelp(entry, change)) {
      queueAfterBackoff(entry)
    }
  }

  function leftoverAt(entry: Entry): Millis {
    return (Math.floor((entry.timestamp + LONGEST_STAY) / LEFTOVER_PERIOD) + 1) * LEFTOVER_PERIOD
  }

  return {
    put(slot, info, change) {
      const known = bySlot[slot]
      if (known) return update(known, info, change)
      const entry: Entry = {
        uid: info.pod.metadata?.uid ?? '',
        slot,
        info,
        queue: 'inFlight',
        priority: info.pod.spec?.priority ?? 0,
        timestamp: now(),
        sequence: sequence++,
        attempts: 0,
        unschedulableCount: 0,
        consecutiveErrors: 0,
        rejectedBy: NOBODY,
        gate: undefined,
        group: undefined,
        place: NOWHERE,
        earlier: undefined,
        later: undefined,
      }
      enter(entry)
      enterQueue(entry, 'active')
    },
    remove(slot) {
      const entry = bySlot[slot]
      if (!entry) return
      heaps[entry.queue]?.remove(entry)
      leaveGroup(entry)
      leave(entry)
    },
    pop() {
      // Since 1.33 an idle scheduler does not wait for back-offs, except those after an error.
      const entry = active.peek() ?? backoff.peek()
      if (!entry) return undefined
      move(entry, 'inFlight')
      entry.attempts += 1
      entry.rejectedBy = NOBODY
      return entry
    },
    done({ slot }) {
      const entry = bySlot[slot]
      if (entry?.queue === 'inFlight') leave(entry)
    },
    failed({ slot }, rejectedBy) {
      const entry = bySlot[slot]
      if (entry?.queue !== 'inFlight') return
      touch(entry)
      entry.rejectedBy = rejectedBy
      if (rejectedBy.size === 0) {
        entry.consecutiveErrors += 1
        queueAfterBackoff(entry)
      } else {
        entry.unschedulableCount += 1
        entry.consecutiveErrors = 0
        move(entry, 'unschedulable')
      }
    },
    wake(change, slot, concerns = everyPod) {
      if (groups.size === 0) return
      // Of all pods of a group only the one that has changed itself may get another answer.
      const own = change.kind === 'Pod' ? bySlot[slot] : undefined
      const ownAnswer = own?.group && concerns(own.info) && couldHelp(own, change)
      for (const [key, group] of groups) {
        const sample = firstOther(group, own)
        if (sample && concerns(sample.info) && couldHelp(sample, change)) {
          for (const entry of [...group]) if (entry !== own) queueAfterBackoff(entry)
        }
        if (group.size === 0) groups.delete(key)
      }
      if (own && ownAnswer) queueAfterBackoff(own)
    },
    flush() {
      for (const heap of [backoff, error]) {
        for (let first = heap.peek(); first && leavesAt(first) <= now(); first = heap.peek()) {
          enterQueue(first, 'active')
        }
      }
      for (;;) {
        const oldest = unschedulable.peek()
        if (!oldest || leftoverAt(oldest) > now()) break
        queueAfterBackoff(oldest)
      }
    },
    get ready() {
      return active.size > 0 || backoff.size > 0
    },
    nextFlushAt(withErrors) {
      const failed = withErrors ? error.peek() : undefined
      const oldest = unschedulable.peek()
      if (failed && oldest) return Math.min(leavesAt(failed), leftoverAt(oldest))
      if (failed) return leavesAt(failed)
      return oldest ? leftoverAt(oldest) : undefined
    },
    skipErrorRetries() {
      for (const entry of [...error.items()]) {
        move(entry, 'inFlight')
        while (leavesAt(entry) < now()) {
          entry.timestamp = leavesAt(entry)
          entry.consecutiveErrors += 1
          entry.attempts += 1
        }
        queueAfterBackoff(entry)
      }
    },
    restart() {
      for (const entry of listAll()) {
        if (entry.queue === 'gated') continue
        move(entry, 'inFlight')
        touch(entry)
        entry.attempts = 0
        entry.unschedulableCount = 0
        entry.consecutiveErrors = 0
        entry.rejectedBy = new Set()
        enterQueue(entry, 'active')
      }
    },
    next: (limit) =>
      [
        ...[...active.items()].sort(order(before)),
        ...[...backoff.items()].sort(order(sooner)),
      ].slice(0, limit),
    get nextCount() {
      return active.size + backoff.size
    },
    pods: listAll,
  }
}

const NO_CONTAINERS = {}
const NOBODY: ReadonlySet<string> = new Set()
const everyPod = () => true

function firstOther(group: Group, but: Entry | undefined): Entry | undefined {
  for (const entry of group) if (entry !== but) return entry
  return undefined
}

/** A comparison for `sort`; no two entries are equal. */
function order<T>(before: (a: T, b: T) => boolean) {
  return (a: T, b: T) => (before(a, b) ? -1 : before(b, a) ? 1 : 0)
}
