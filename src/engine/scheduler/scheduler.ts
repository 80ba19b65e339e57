import type { Node, Pod } from '../api/types.gen.ts'
import type { ControllerContext } from '../controllers/context.ts'
import { toTimestamp } from '../sim/calendar.ts'
import type { Change } from '../store/store.ts'
import type { Attempt } from './attempt.ts'
import { createAttemptLog } from './attemptLog.ts'
import { createCache } from './cache.ts'
import { clusterFacts } from './clusterFacts.ts'
import { fitErrorMessage, truncateEventMessage } from './fitError.ts'
import type { ClusterView } from './framework.ts'
import { podInfo } from './nodeView.ts'
import { isTerminated, withPodScheduled } from './podStatus.ts'
import type { SchedulerPolicy } from './policy.ts'
import { postFilterMessage } from './preemption.ts'
import { runnable } from './profile.ts'
import { createQueue, type QueuedPod } from './queue.ts'
import { type CycleResult, type CycleStart, schedulingCycle } from './schedulingCycle.ts'
import { ScoreError } from './scoreNodes.ts'

/** kube-scheduler for one cluster. */
export interface Scheduler {
  readonly policy: SchedulerPolicy
  /** From now on schedules by this policy; every waiting pod is tried again, as after a restart. */
  setPolicy(policy: SchedulerPolicy): void
  /** Attempts to schedule a pod, oldest first; the oldest are forgotten when there are very many. */
  attemptsOf(uid: string): readonly Attempt[]
  /** Calls the listener with every attempt from now on. */
  onAttempt(listener: (attempt: Attempt) => void): void
  /** Every pod that waits to be scheduled, in order of arrival. */
  pendingPods(): readonly QueuedPod[]
  /** Nodes and the pods on them as the scheduler sees them at this moment. */
  cluster(): ClusterView
}

const OWNER = 'scheduler'
const SCHEDULER_NAME = 'default-scheduler'

/** Starts a scheduler on the context's store; objects that are there already count. */
export function createScheduler(ctx: ControllerContext, initial: SchedulerPolicy): Scheduler {
  const { store, clock, events } = ctx
  const random = ctx.random.fork('scheduler')
  const cache = createCache()
  const facts = clusterFacts(store)
  const clusterView = (): ClusterView => ({ ...facts, nodes: cache.nodes() })
  const log = createAttemptLog()
  const listeners: ((attempt: Attempt) => void)[] = []
  let policy = initial
  let profile = runnable(policy.profile)
  let start: CycleStart = { index: 0, last: 0 }
  let attempts = 0
  const queue = createQueue(() => clock.now, {
    less: (a, b) => profile.less(a, b),
    preEnqueue: (pod) => profile.preEnqueue(pod),
    wakeEvents: (plugin) => profile.wakeEvents(plugin),
  })

  function onChange(change: Change): void {
    if (change.kind === 'Node') onNode(change)
    else if (change.kind === 'Pod') onPod(change)
    else queue.wake(change)
    arm()
  }

  function onNode(change: Change & { kind: 'Node' }): void {
    if (change.type === 'DELETED') {
      cache.removeNode(change.object.metadata?.name ?? '')
    } else {
      if (cache.nodeCount === 0) queue.skipErrorRetries()
      cache.putNode(change.object)
    }
    queue.wake(change)
  }

  function onPod(change: Change & { kind: 'Pod' }): void {
    const pod = change.object
    const uid = pod.metadata?.uid ?? ''
    const earlier = change.type === 'DELETED' ? pod : change.previous
    const before = earlier && placeOf(earlier)
    const after = change.type === 'DELETED' ? 'gone' : placeOf(pod)
    if (after === 'waiting') {
      queue.put(podInfo(pod), before === 'waiting' ? change : undefined)
      gate(pod)
      return
    }
    queue.remove(uid)
    if (after === 'bound') cache.putPod(pod, pod.spec?.nodeName ?? '')
    else cache.removePod(uid)
    // A pod that ended is gone for the scheduler, although its object is still there.
    if (after === 'bound') queue.wake(change)
    else if (before === 'bound') queue.wake({ ...change, type: 'DELETED' })
  }

  /** Sets the next timers; a timer exists only while there is something to do then. */
  function arm(): void {
    if (queue.ready && clock.dueAt(OWNER, 'cycle') === undefined) {
      clock.schedule(OWNER, 'cycle', clock.now)
    }
    // Without nodes a retry after an error is known to fail in the same way.
    const flushAt = queue.nextFlushAt(cache.nodeCount > 0)
    if (flushAt === undefined) clock.cancel(OWNER, 'flush')
    else if (clock.dueAt(OWNER, 'flush') !== flushAt) clock.schedule(OWNER, 'flush', flushAt)
  }

  function onTimer(key: string): void {
    if (key === 'flush') queue.flush()
    else scheduleOne()
    arm()
  }

  function scheduleOne(): void {
    const queued = queue.pop()
    if (!queued) return
    const { name = '', namespace = '' } = queued.info.pod.metadata ?? {}
    const pod = store.get('Pod', namespace, name)
    if (!pod || pod.metadata?.uid !== queued.uid || placeOf(pod) !== 'waiting') {
      queue.done(queued.uid)
    } else if (pod.metadata.deletionTimestamp !== undefined) {
      queue.done(queued.uid)
      report(pod, 'Warning', 'FailedScheduling', `skip schedule deleting pod: ${namespace}/${name}`)
    } else if (cache.nodeCount === 0) {
      fail(queued, pod, NO_NODES, 'Unschedulable', new Set())
      record(queued, nothing(), NO_NODES)
    } else {
      tryToSchedule(queued, pod)
    }
  }

  function tryToSchedule(queued: QueuedPod, pod: Pod): void {
    const cluster = clusterView()
    let result: CycleResult
    try {
      const rules = { profile, pick: policy.pick, random }
      result = schedulingCycle(queued.info, cluster, rules, start)
    } catch (error) {
      if (!(error instanceof ScoreError)) throw error
      fail(queued, pod, error.message, 'SchedulerError', new Set())
      record(queued, nothing(), error.message)
      return
    }
    start = result.next
    if (result.selected !== undefined) {
      bind(queued, pod, result.selected)
      record(queued, result)
      return
    }
    const message = failureMessage(queued, cluster, result)
    fail(queued, pod, message, 'Unschedulable', result.filtered.rejectedBy)
    record(queued, result, message)
  }

  const nothing = () => ({ verdicts: [], candidates: [], maxTotal: profile.maxTotal })

  function failureMessage(queued: QueuedPod, cluster: ClusterView, result: CycleResult): string {
    const { rejections, absent, preFilterRejected } = result.filtered
    const count = cluster.nodes.length - rejections.size
    return fitErrorMessage({
      numAllNodes: cluster.nodes.length,
      nodeReasons: [...rejections.values()].map(({ reasons }) => reasons),
      absent: absent && { count, reasons: absent.reasons },
      preFilterMessage: preFilterRejected ? absent?.reasons.join(', ') : undefined,
      postFilterMessage: postFilterMessage(queued.info, cluster, profile.filters, result.filtered),
    })
  }

  function bind(queued: QueuedPod, pod: Pod, nodeName: string): void {
    cache.putPod(pod, nodeName)
    queue.done(queued.uid)
    const bound: Pod = { ...pod, spec: { ...pod.spec!, nodeName } }
    store.update('Pod', withPodScheduled(bound, { status: 'True' }, toTimestamp(clock.now)))
    const { namespace = '', name = '' } = pod.metadata ?? {}
    report(pod, 'Normal', 'Scheduled', `Successfully assigned ${namespace}/${name} to ${nodeName}`)
  }

  function fail(
    queued: QueuedPod,
    pod: Pod,
    message: string,
    reason: 'Unschedulable' | 'SchedulerError',
    rejectedBy: ReadonlySet<string>,
  ): void {
    queue.failed(queued.uid, rejectedBy)
    const condition = { status: 'False', reason, message }
    store.update('Pod', withPodScheduled(pod, condition, toTimestamp(clock.now)))
    report(pod, 'Warning', 'FailedScheduling', truncateEventMessage(message))
  }

  /** A gated pod is told why nobody tries it; no attempt is made and no event is written. */
  function gate(pod: Pod): void {
    const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
    if (profile.preEnqueue(pod) === undefined || condition?.reason === 'SchedulingGated') return
    const gated = {
      status: 'False',
      reason: 'SchedulingGated',
      message: 'Scheduling is blocked due to non-empty scheduling gates',
    }
    store.update('Pod', withPodScheduled(pod, gated, toTimestamp(clock.now)))
  }

  function report(pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { namespace = '', name = '' } = pod.metadata ?? {}
    events.record(type, reason, { kind: 'Pod', namespace, name }, message)
  }

  function record(
    queued: QueuedPod,
    result: Pick<CycleResult, 'verdicts' | 'selected' | 'candidates' | 'maxTotal'>,
    message?: string,
  ): void {
    const { name = '', namespace = '' } = queued.info.pod.metadata ?? {}
    const attempt: Attempt = {
      id: ++attempts,
      at: clock.now,
      namespace,
      pod: name,
      uid: queued.uid,
      verdicts: result.verdicts,
      selected: result.selected,
      candidates: result.candidates,
      message,
      maxTotal: result.maxTotal,
      rule: policy.profile.scores.length === 0 ? policy.rule : undefined,
    }
    log.add(attempt)
    for (const listener of listeners) listener(attempt)
  }

  clock.handle(OWNER, onTimer)
  for (const node of store.list('Node')) onChange(added('Node', node))
  for (const pod of store.list('Pod')) onChange(added('Pod', pod))
  store.watch(onChange)

  return {
    get policy() {
      return policy
    },
    setPolicy(next) {
      profile = runnable(next.profile)
      policy = next
      queue.restart()
      arm()
    },
    attemptsOf: (uid) => log.of(uid),
    onAttempt: (listener) => {
      listeners.push(listener)
    },
    pendingPods: () => queue.pods(),
    cluster: clusterView,
  }
}

const NO_NODES = 'no nodes available to schedule pods'

/** Where a pod stands for the scheduler: its own business, on a node, or not to be seen. */
function placeOf(pod: Pod): 'waiting' | 'bound' | 'gone' {
  if (isTerminated(pod)) return 'gone'
  if (pod.spec?.nodeName) return 'bound'
  return (pod.spec?.schedulerName ?? SCHEDULER_NAME) === SCHEDULER_NAME ? 'waiting' : 'gone'
}

function added(kind: 'Node', object: Node): Change
function added(kind: 'Pod', object: Pod): Change
function added(kind: 'Node' | 'Pod', object: Node | Pod): Change {
  return { type: 'ADDED', kind, object } as Change
}
