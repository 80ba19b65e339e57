import { AdmissionError } from '../api/admission.ts'
import type { Job, JobCondition, OwnerReference, Pod } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import { inDeletionOrder } from '../rules/deletionOrder.ts'
import {
  failedIndexes,
  hasLimitPerIndex,
  indexRetryAt,
  metSuccessRule,
} from '../rules/jobIndexes.ts'
import {
  COMPLETION_INDEX,
  completionsOf,
  conditionTrue,
  formatIndexes,
  isAccomplished,
  isIndexed,
  isJobFinished,
  retryDelay,
  wantedActive,
} from '../rules/jobProgress.ts'
import { emptyRecord, type JobRecord, recordPod } from '../rules/jobRecord.ts'
import { hasFailurePolicy, judgeFailure } from '../rules/podFailurePolicy.ts'
import { isActive, isFinished, withCondition } from '../rules/podStatus.ts'
import { podFromTemplate } from '../rules/podTemplate.ts'
import { ADMITTING, admitsMore, createRefusals } from '../rules/refusals.ts'
import { fromTimestamp, toTimestamp } from '../sim/calendar.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { deletePod } from '../store/deletePod.ts'
import {
  controllerOf,
  keyOf,
  nameOf,
  namespaceOf,
  objectKey,
  splitKey,
  uidOf,
} from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** Runs pods until enough of them succeeded, with a growing delay after failures. */
export function startJobController({ store, clock, events }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'job', sync)
  const records = new Map<string, JobRecord>()
  const refusals = createRefusals()

  store.watch(
    (change) => {
      if (change.kind === 'Job') {
        const uid = uidOf(change.object)
        if (change.type === 'DELETED') {
          records.delete(uid)
          queue.drop(keyOf(change.object))
        } else {
          if (change.type === 'ADDED') records.set(uid, emptyRecord())
          queue.add(keyOf(change.object))
        }
      } else if (change.kind === 'Pod') {
        const { object, previous } = change
        const owner = controllerOf(object)
        const former = previous && controllerOf(previous)
        const after = change.type === 'DELETED' ? undefined : object
        if (former && former.uid !== owner?.uid) {
          // Let go, which is no failure.
          records.get(former.uid)?.givenUp.add(uidOf(object))
          note(former, previous, undefined)
        }
        if (owner) note(owner, former?.uid === owner.uid ? previous : undefined, after)
      } else if (admitsMore(change)) {
        for (const key of refusals.clear()) queue.add(key)
      }
    },
    ['Job', 'Pod', ...ADMITTING],
    { pods: ({ owner }) => owner === 'Job' || owner === 'several' },
  )

  function note(owner: OwnerReference, before: Pod | undefined, after: Pod | undefined): void {
    const record = owner.kind === 'Job' ? records.get(owner.uid) : undefined
    const namespace = namespaceOf(after ?? before ?? {})
    if (!record) return
    const job = store.get('Job', namespace, owner.name)
    const judge = job && hasFailurePolicy(job) ? (pod: Pod) => judgeFailure(job, pod) : undefined
    recordPod(record, before, after, clock.now, judge)
    queue.add(objectKey(namespace, owner.name))
  }

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const job = store.get('Job', namespace, name)
    const record = job && records.get(uidOf(job))
    queue.drop(key)
    if (!job?.spec || !record || isJobFinished(job)) return
    const verdict = verdictOn(job, record)
    if (verdict) conclude(job, record, verdict)
    else if (job.spec.suspend) suspend(job, record)
    else work(job, record)
  }

  /** The condition that decides the Job's end, or undefined as long as it goes on. */
  function verdictOn(job: Job, record: JobRecord): JobCondition | undefined {
    const decided = job.status?.conditions?.find(
      ({ type, status }) =>
        (type === 'SuccessCriteriaMet' || type === 'FailureTarget') && status === 'True',
    )
    if (decided) return decided
    const { succeeded, active, condemned } = record
    if (condemned !== undefined) return { ...BY_POLICY, message: condemned }
    if (record.failed > backoffLimit(job) || tooManyRestarts(job)) return BACKOFF_LIMIT_EXCEEDED
    const deadline = deadlineOf(job)
    if (deadline !== undefined && clock.now >= deadline) return DEADLINE_EXCEEDED
    const { maxFailedIndexes = Number.POSITIVE_INFINITY } = job.spec ?? {}
    const lost = failedIndexes(job, record).size
    if (lost > maxFailedIndexes) return MAX_FAILED_INDEXES_EXCEEDED
    if (job.spec?.suspend) return undefined
    const rule = metSuccessRule(job, record.doneIndexes)
    if (rule !== undefined)
      return { ...BY_SUCCESS_POLICY, message: `Matched rules at index ${rule}` }
    if (!isAccomplished(job, succeeded + lost, active)) return undefined
    return lost > 0 ? FAILED_INDEXES : COMPLETIONS_REACHED
  }

  /** With restartPolicy OnFailure containers are restarted in place; that counts as trying too. */
  function tooManyRestarts(job: Job): boolean {
    if (job.spec?.template.spec?.restartPolicy !== 'OnFailure') return false
    const statuses = store
      .ownedBy('Pod', uidOf(job))
      .filter((pod) => !isFinished(pod))
      .flatMap(({ status }) => [
        ...(status?.initContainerStatuses ?? []),
        ...(status?.containerStatuses ?? []),
      ])
    const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0)
    return restarts > 0 && restarts >= backoffLimit(job)
  }

  /** Pods that are still there are given up; when the last is gone, the Job is over. */
  function conclude(job: Job, record: JobRecord, verdict: JobCondition): void {
    giveUp(job, record, record.active)
    const decided = setCondition(job, verdict)
    if (record.active > 0 || record.terminating > 0) {
      report(decided, record)
      return
    }
    const { reason, message } = verdict
    if (verdict.type === 'FailureTarget') {
      report(setCondition(decided, { type: 'Failed', status: 'True', reason, message }), record)
      emit('Warning', reason!, job, message!)
    } else {
      const complete = setCondition(decided, { type: 'Complete', status: 'True', reason, message })
      const completionTime = toTimestamp(clock.now)
      report({ ...complete, status: { ...complete.status, completionTime } }, record)
      emit('Normal', 'Completed', job, 'Job completed')
    }
  }

  function suspend(job: Job, record: JobRecord): void {
    giveUp(job, record, record.active)
    const message = 'Job suspended'
    if (!conditionTrue(job, 'Suspended')) emit('Normal', 'Suspended', job, message)
    const { startTime: _, ...status } = job.status ?? {}
    const reason = 'JobSuspended'
    const suspended = { type: 'Suspended', status: 'True', reason, message }
    report(setCondition({ ...job, status }, suspended), record)
  }

  function work(given: Job, record: JobRecord): void {
    let job = given
    if (conditionTrue(job, 'Suspended')) {
      const message = 'Job resumed'
      const reason = 'JobResumed'
      job = setCondition(job, { type: 'Suspended', status: 'False', reason, message })
      emit('Normal', 'Resumed', job, message)
    }
    if (job.status?.startTime === undefined) {
      job = { ...job, status: { ...job.status, startTime: toTimestamp(clock.now) } }
    }
    const lost = failedIndexes(job, record).size
    const wanted = wantedActive(job, record.succeeded + lost, record.active)
    const busy = record.active + (replacesFailedOnly(job) ? record.terminating : 0)
    const retryAt =
      record.failuresSinceSuccess > 0 && !hasLimitPerIndex(job)
        ? record.lastFailureAt + retryDelay(record.failuresSinceSuccess)
        : clock.now
    const deadline = deadlineOf(job)
    if (deadline !== undefined) queue.addAt(keyOf(job), deadline, 'work')
    if (record.active > wanted) giveUp(job, record, record.active - wanted)
    else if (busy < wanted && retryAt > clock.now) queue.addAt(keyOf(job), retryAt)
    else if (busy < wanted) createPods(job, record, wanted - busy)
    report(job, record)
  }

  function createPods(job: Job, record: JobRecord, amount: number): void {
    if (refusals.has(keyOf(job), job.metadata?.generation)) return
    const indexes = isIndexed(job) ? freeIndexes(job, record, amount) : undefined
    for (let made = 0; made < (indexes?.length ?? amount); made++) {
      try {
        const pod = store.create('Pod', newPod(job, indexes?.[made]))
        emit('Normal', 'SuccessfulCreate', job, `Created pod: ${nameOf(pod)}`)
      } catch (refusal) {
        if (!(refusal instanceof AdmissionError)) throw refusal
        emit('Warning', 'FailedCreate', job, `Error creating: ${refusal.message}`)
        refusals.add(keyOf(job), job.metadata?.generation)
        return
      }
    }
  }

  function freeIndexes(job: Job, record: JobRecord, amount: number): readonly number[] {
    const taken = new Set([...record.doneIndexes, ...failedIndexes(job, record)])
    for (const pod of store.ownedBy('Pod', uidOf(job)).filter(isActive)) {
      taken.add(Number(pod.metadata?.annotations?.[COMPLETION_INDEX]))
    }
    const free: number[] = []
    for (let index = 0; free.length < amount && index < (completionsOf(job) ?? 0); index++) {
      if (taken.has(index)) continue
      const retryAt = hasLimitPerIndex(job) ? indexRetryAt(record, index) : 0
      if (retryAt <= clock.now) free.push(index)
      else queue.addAt(keyOf(job), retryAt)
    }
    return free
  }

  function giveUp(job: Job, record: JobRecord, amount: number): void {
    if (amount === 0) return
    const active = store.ownedBy('Pod', uidOf(job)).filter(isActive)
    for (const pod of inDeletionOrder(active, new Map(), clock.now).slice(0, amount)) {
      record.givenUp.add(uidOf(pod))
      deletePod(store, clock, namespaceOf(pod), nameOf(pod))
      emit('Normal', 'SuccessfulDelete', job, `Deleted pod: ${nameOf(pod)}`)
    }
  }

  function setCondition(job: Job, condition: JobCondition): Job {
    const stamped = { ...condition, lastProbeTime: toTimestamp(clock.now) }
    const conditions = withCondition(job.status?.conditions, stamped, clock.now)
    return { ...job, status: { ...job.status, conditions } }
  }

  function report(job: Job, record: JobRecord): void {
    store.update('Job', {
      ...job,
      status: {
        ...job.status,
        active: record.active,
        ready: record.ready,
        terminating: record.terminating,
        succeeded: record.succeeded,
        failed: record.failed,
        ...(isIndexed(job) ? { completedIndexes: formatIndexes(record.doneIndexes) } : {}),
        ...(hasLimitPerIndex(job) && {
          failedIndexes: formatIndexes(failedIndexes(job, record)),
        }),
      },
    })
  }

  function emit(type: 'Normal' | 'Warning', reason: string, job: Job, message: string): void {
    const object = { kind: 'Job', namespace: namespaceOf(job), name: nameOf(job) } as const
    events.record(type, reason, object, message)
  }
}

const COMPLETIONS_REACHED: JobCondition = {
  type: 'SuccessCriteriaMet',
  status: 'True',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
}

/** The message names the rule. */
const BY_SUCCESS_POLICY: JobCondition = {
  type: 'SuccessCriteriaMet',
  status: 'True',
  reason: 'SuccessPolicy',
}

const FAILED_INDEXES: JobCondition = {
  type: 'FailureTarget',
  status: 'True',
  reason: 'FailedIndexes',
  message: 'Job has failed indexes',
}

const MAX_FAILED_INDEXES_EXCEEDED: JobCondition = {
  type: 'FailureTarget',
  status: 'True',
  reason: 'MaxFailedIndexesExceeded',
  message: 'Job has exceeded the specified maximal number of failed indexes',
}

const BACKOFF_LIMIT_EXCEEDED: JobCondition = {
  type: 'FailureTarget',
  status: 'True',
  reason: 'BackoffLimitExceeded',
  message: 'Job has reached the specified backoff limit',
}

/** The message is the rule's. */
const BY_POLICY: JobCondition = {
  type: 'FailureTarget',
  status: 'True',
  reason: 'PodFailurePolicy',
}

const DEADLINE_EXCEEDED: JobCondition = {
  type: 'FailureTarget',
  status: 'True',
  reason: 'DeadlineExceeded',
  message: 'Job was active longer than specified deadline',
}

/** What the API server fills in for spec.backoffLimit. */
const DEFAULT_BACKOFF_LIMIT = 6

function backoffLimit(job: Job): number {
  return job.spec?.backoffLimit ?? DEFAULT_BACKOFF_LIMIT
}

function deadlineOf(job: Job): Millis | undefined {
  const seconds = job.spec?.activeDeadlineSeconds
  const start = job.status?.startTime
  if (seconds === undefined || start === undefined || job.spec?.suspend) return undefined
  return (fromTimestamp(start) ?? 0) + seconds * SECOND
}

function replacesFailedOnly(job: Job): boolean {
  return job.spec?.podReplacementPolicy === 'Failed' || hasFailurePolicy(job)
}

function newPod(job: Job, index: number | undefined): Pod {
  const pod = podFromTemplate('Job', job, job.spec?.template)
  const uid = uidOf(job)
  const indexed: Readonly<Record<string, string>> =
    index === undefined ? {} : { [COMPLETION_INDEX]: String(index) }
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      generateName: `${nameOf(job)}-${index === undefined ? '' : `${index}-`}`,
      labels: {
        ...pod.metadata?.labels,
        'batch.kubernetes.io/controller-uid': uid,
        'batch.kubernetes.io/job-name': nameOf(job),
        'controller-uid': uid,
        'job-name': nameOf(job),
        ...indexed,
      },
      annotations: { ...pod.metadata?.annotations, ...indexed },
    },
  }
}
