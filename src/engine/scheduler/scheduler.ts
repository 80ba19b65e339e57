import type { Pod } from '../api/types.gen.ts'
import type { ControllerContext } from '../controllers/context.ts'
import type { Change } from '../store/store.ts'
import type { Attempt, TopologyFact } from './attempt.ts'
import { clusterFacts } from './clusterFacts.ts'
import type { Decision } from './decide.ts'
import { fastEngine } from './fast/fastEngine.ts'
import { type ClusterView, LATEST_MINOR } from './framework.ts'
import { podInfo } from './nodeView.ts'
import { createNominations } from './nominations.ts'
import { isTerminated } from './podStatus.ts'
import { createPodWriter } from './podWriter.ts'
import type { SchedulerPolicy } from './policy.ts'
import { priorityOf } from './preemption/importance.ts'
import { type RunnableProfile, runnableProfiles, schedulerNameOf } from './profile.ts'
import { createQueue, type QueuedPod } from './queue.ts'
import type { CycleStart } from './schedulingCycle.ts'
import { topologyFacts } from './topologyFacts.ts'
import { wholeLater } from './wholeLater.ts'

type AttemptListener = (attempt: Attempt, whole: (() => Attempt) | undefined) => void

/** kube-scheduler for one cluster. */
export interface Scheduler {
  readonly policy: SchedulerPolicy
  /** From now on schedules by this policy; every waiting pod is tried again, as after a restart. */
  setPolicy(policy: SchedulerPolicy): void
  /**
   * Calls the listener with every attempt from now on.
   * @param listener `whole` is the attempt with the verdicts that it lacks, worked out at the first call; absent =
   * it lacks none, or they are not known
   */
  onAttempt(listener: AttemptListener): void
  /**
   * From now on attempts of the pod of this uid, or all, carry verdicts however many nodes there are.
   * Changes no decision.
   */
  explain(uid: string | 'all' | undefined): void
  /** Every pod that waits to be scheduled, in order of arrival. */
  pendingPods(): readonly QueuedPod[]
  /** The pods that will be tried next, in that order, at most so many. */
  nextPods(limit: number): readonly QueuedPod[]
  /** How many that would be without a limit. */
  nextCount(): number
  /** Nodes and the pods on them as the scheduler sees them at this moment. */
  cluster(): ClusterView
}

/**
 * Nodes up to which it is recorded what every attempt saw, so that its verdicts are at hand when somebody asks. Up
 * to this number all nodes are looked at anyway; with more, the run is played again (see `explain`).
 */
const VERDICTS_UP_TO = 100

const OWNER = 'scheduler'

/**
 * Starts a scheduler on the context's store; objects that are there already count.
 * @param kubernetesMinor the release to behave like: 35 is 1.35
 * @throws ProfileError when the policy has arguments that kube-scheduler would refuse
 */
export function createScheduler(
  ctx: ControllerContext,
  initial: SchedulerPolicy,
  kubernetesMinor: number = LATEST_MINOR,
): Scheduler {
  const { store, clock } = ctx
  const random = ctx.random.fork('scheduler')
  const writer = createPodWriter(ctx)
  const engine = fastEngine(clusterFacts(store, kubernetesMinor), VERDICTS_UP_TO)
  const nominations = createNominations()
  const listeners: AttemptListener[] = []
  let policy = initial
  let profiles = profilesOf(policy)
  let start: CycleStart = { index: 0, last: 0 }
  let attempts = 0
  /** Whether these timers are set. */
  let isCycleDue = false
  let isFlushDue = false
  let explained: string | undefined
  const queue = createQueue(() => clock.now, {
    // All profiles sort the queue in the same way.
    less: (a, b) => first(profiles.values()).less(a, b),
    preEnqueue: (pod) => profileOf(pod)?.preEnqueue(pod),
    wakeEvents: (plugin) =>
      firstFilled(profiles.values(), (profile) => profile.wakeEvents(plugin)) ?? [],
    get backoff() {
      return { ...policy.backoff, countsAttempts: kubernetesMinor < 34 }
    },
  })

  /** The profile that a pod asks for; undefined = the pod is another scheduler's business. */
  function profileOf(pod: Pod): RunnableProfile | undefined {
    return profiles.get(schedulerNameOf(pod))
  }

  /** Where a pod stands for the scheduler: its own business, on a node, or not to be seen. */
  function placeOf(pod: Pod): 'waiting' | 'bound' | 'gone' {
    if (isTerminated(pod)) return 'gone'
    if (pod.spec?.nodeName) return 'bound'
    return profileOf(pod) ? 'waiting' : 'gone'
  }

  function onChange(change: Change, slot: number): void {
    if (change.kind === 'Pod') onPod(change, slot)
    else if (change.kind === 'Node') onNode(change, slot)
    else {
      engine.note(change)
      queue.wake(change, slot)
    }
    arm()
  }

  function onNode(change: Change & { kind: 'Node' }, slot: number): void {
    if (change.type === 'DELETED') {
      engine.removeNode(change.object.metadata?.name ?? '')
    } else {
      if (engine.nodeCount === 0) queue.skipErrorRetries()
      engine.putNode(change.object)
    }
    queue.wake(change, slot)
  }

  function onPod(change: Change & { kind: 'Pod' }, slot: number): void {
    const pod = change.object
    const earlier = change.type === 'DELETED' ? pod : change.previous
    const before = earlier && placeOf(earlier)
    const after = change.type === 'DELETED' ? 'gone' : placeOf(pod)
    if (after === 'bound' && before === 'bound') {
      // Nobody waits here for a pod that has had its node for some time.
      engine.putPod(slot, pod, pod.spec?.nodeName ?? '')
    } else if (after === 'waiting') {
      const info = podInfo(pod)
      nominations.put(info)
      queue.put(slot, info, before === 'waiting' ? change : undefined)
      if (profileOf(pod)?.preEnqueue(pod) !== undefined) writer.gate(pod)
    } else {
      nominations.remove(pod.metadata?.uid ?? '')
      queue.remove(slot)
      if (after === 'bound') engine.putPod(slot, pod, pod.spec?.nodeName ?? '')
      else engine.removePod(slot)
    }
    if (after === 'bound') queue.wake(change, slot)
    // A pod that ended is gone for the scheduler, although its object is still there.
    else if (before === 'bound') queue.wake({ ...change, type: 'DELETED' }, slot)
    else if (before === 'waiting') {
      wakeAfterNomination(slot, earlier!, after === 'gone' ? undefined : pod)
    }
  }

  /** A promised place that is free again is as good as one that a pod has left. */
  function wakeAfterNomination(slot: number, before: Pod, after: Pod | undefined): void {
    const nominated = before.status?.nominatedNodeName
    if (!nominated || after?.status?.nominatedNodeName === nominated) return
    const released: Change = { type: 'DELETED', kind: 'Pod', object: before }
    queue.wake(released, slot, (info) => priorityOf(info.pod) <= priorityOf(before))
  }

  /** Sets the next timers; a timer exists only while there is something to do then. */
  function arm(): void {
    if (queue.ready && !isCycleDue) {
      isCycleDue = true
      clock.schedule(OWNER, 'cycle', clock.now)
    }
    // Without nodes a retry after an error is known to fail in the same way.
    const flushAt = queue.nextFlushAt(engine.nodeCount > 0)
    if (flushAt === undefined) {
      if (isFlushDue) clock.cancel(OWNER, 'flush')
    } else if (clock.dueAt(OWNER, 'flush') !== flushAt) {
      clock.schedule(OWNER, 'flush', flushAt, 'beat')
    }
    isFlushDue = flushAt !== undefined
  }

  function onTimer(key: string): void {
    if (key === 'flush') queue.flush()
    else {
      isCycleDue = false
      scheduleOne()
    }
    arm()
  }

  function scheduleOne(): void {
    const queued = queue.pop()
    if (!queued) return
    const pod = store.at('Pod', queued.slot)
    const profile = pod && profileOf(pod)
    if (!pod || !profile || pod.metadata?.uid !== queued.uid || placeOf(pod) !== 'waiting') {
      queue.done(queued)
    } else if (pod.metadata.deletionTimestamp !== undefined) {
      queue.done(queued)
      writer.skip(pod)
    } else {
      const rules = { profile, pick: policy.pick, random }
      const nominated = nominations.against(queued.info)
      const asked = explained === 'all' || explained === queued.uid
      const { info } = queued
      const decision = engine.decide(info, rules, start, nominated, asked)
      const cluster = decision.seen
      const sight = cluster && {
        info,
        cluster,
        rules: { profile, pick: policy.pick },
        start,
        nominated,
      }
      start = decision.next
      // Before anything is written: what was counted is what the decision saw.
      const explains = decision.record.verdicts.length > 0
      const counted = explains ? topologyFacts(pod, engine.cluster(), profile.source) : []
      const attempt = carryOut(decision, queued, pod, profile, counted)
      const whole = sight && wholeLater(attempt, sight)
      for (const listener of listeners) listener(attempt, whole)
    }
  }

  /** Another policy may know schedulers that this one does not. */
  function takeOrLeave(pod: Pod): void {
    const slot = store.slotOf('Pod', pod)
    if (placeOf(pod) === 'waiting') queue.put(slot, podInfo(pod))
    else queue.remove(slot)
  }

  function carryOut(
    decision: Decision,
    queued: QueuedPod,
    pod: Pod,
    { strategy }: RunnableProfile,
    counted: readonly TopologyFact[],
  ): Attempt {
    const { selected, refusal, record, bindings } = decision
    if (selected !== undefined) {
      // It counts on its node from now on, before anything is written.
      engine.putPod(queued.slot, pod, selected)
      nominations.remove(queued.uid)
      queue.done(queued)
      if (bindings) writer.bindVolumes(bindings, selected)
      writer.bind(pod, selected)
    } else if (refusal) {
      const { reason, message, nominated, victims } = refusal
      if (nominated) {
        for (const other of nominations.lowerThan(queued.info, nominated)) {
          writer.clearNomination(other.pod)
        }
        for (const victim of victims) writer.evict(victim, pod, nominated)
      }
      queue.failed(queued, refusal.rejectedBy)
      writer.refuse(pod, reason, message, nominated)
    }
    const { name = '', namespace = '' } = pod.metadata ?? {}
    attempts += 1
    // Written out, member by member: spreading the record takes longer than many a decision.
    const attempt: AllOf<Attempt> = {
      id: attempts,
      at: clock.now,
      namespace,
      pod: name,
      uid: queued.uid,
      verdicts: record.verdicts,
      selected: record.selected,
      candidates: record.candidates,
      equals: record.equals,
      message: record.message,
      examined: record.examined,
      nodes: record.nodes,
      nominated: record.nominated,
      preemption: record.preemption,
      counted: counted.length > 0 ? counted : undefined,
      maxTotal: record.maxTotal,
      strategy,
      rule: policy.profile.scores.length === 0 ? policy.rule : undefined,
    }
    return attempt
  }

  clock.handle(OWNER, onTimer)
  for (const kind of ['Node', 'Pod'] as const) {
    for (const object of store.list(kind)) {
      onChange({ type: 'ADDED', kind, object } as Change, store.slotOf(kind, object))
    }
  }
  store.watch(onChange)

  return {
    get policy() {
      return policy
    },
    setPolicy(next) {
      profiles = profilesOf(next)
      policy = next
      for (const pod of store.list('Pod')) takeOrLeave(pod)
      queue.restart()
      arm()
    },
    onAttempt: (listener) => {
      listeners.push(listener)
    },
    explain(uid) {
      explained = uid
    },
    pendingPods: () => queue.pods(),
    nextPods: (limit) => queue.next(limit),
    nextCount: () => queue.nextCount,
    cluster: engine.cluster,
  }
}

/** Every member has to be named, if only to say that it is not there. */
type AllOf<T> = { readonly [Key in keyof Required<T>]: T[Key] }

/** @throws ProfileError */
const profilesOf = ({ profile, moreProfiles = [] }: SchedulerPolicy) =>
  runnableProfiles([profile, ...moreProfiles])

function first<T>(items: Iterable<T>): T {
  for (const item of items) return item
  throw new RangeError('nothing to take the first of')
}

function firstFilled<T, R>(items: Iterable<T>, ask: (item: T) => readonly R[]) {
  for (const item of items) {
    const answer = ask(item)
    if (answer.length > 0) return answer
  }
  return undefined
}
