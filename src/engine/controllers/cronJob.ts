import { CronError, type CronSchedule, parseCronSchedule } from '../api/cronSchedule.ts'
import { inZone, timeZoneOf } from '../api/timeZone.ts'
import type { CronJob, CronJobStatus, Job } from '../api/types.gen.ts'
import { MINUTE, type Millis } from '../api/units.ts'
import { byClock, dueStart, isTooLate, jobOf, nextStart } from '../rules/cronSchedule.ts'
import { conditionTrue, isJobFinished } from '../rules/jobProgress.ts'
import { toLongTimestamp, toTimestamp } from '../sim/calendar.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
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

/** What the API server fills in for the two history limits. */
const KEPT_SUCCESSES = 3
const KEPT_FAILURES = 1

/**
 * Makes Jobs by the clock, and removes those that are over and past counting.
 * @param startOfDay minutes after midnight that the clock on the wall shows at time 0
 */
export function startCronJobController(
  { store, clock, events }: ControllerContext,
  startOfDay: number,
): void {
  const queue = createWorkQueue(clock, 'cronJob', sync)
  /** Schedules that have been read, by time zone and text. */
  const schedules = new Map<string, CronSchedule | undefined>()

  store.watch(
    (change) => {
      if (change.kind === 'CronJob') {
        if (change.type === 'DELETED') queue.drop(keyOf(change.object))
        else queue.add(keyOf(change.object))
      } else if (change.kind === 'Job') {
        const owner = controllerOf(change.object)
        if (owner?.kind !== 'CronJob') return
        // Only beginnings and ends matter here; what its pods do in between is the Job's affair.
        const ended = isJobFinished(change.object) || change.type === 'DELETED'
        if (ended) queue.add(objectKey(namespaceOf(change.object), owner.name))
      }
    },
    ['CronJob', 'Job'],
  )

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const cronJob = store.get('CronJob', namespace, name)
    queue.drop(key)
    if (!cronJob?.spec) return
    const jobs = store.ownedBy('Job', uidOf(cronJob))
    clean(cronJob, jobs)
    const status = withEnds(cronJob, jobs)
    const schedule = cronJob.spec.suspend ? undefined : scheduleOf(cronJob)
    const started = schedule ? start({ ...cronJob, status }, schedule) : status
    store.update('CronJob', { ...cronJob, status: started })
    const next = schedule && nextStart({ ...cronJob, status: started }, schedule, clock.now)
    if (next !== undefined) queue.addAt(key, next, 'beat')
  }

  function scheduleOf(cronJob: CronJob): CronSchedule | undefined {
    const { schedule: text = '', timeZone = '' } = cronJob.spec ?? {}
    const key = `${timeZone} ${text}`
    if (schedules.has(key)) return schedules.get(key)
    let schedule: CronSchedule | undefined
    try {
      const zone = timeZoneOf(timeZone)
      const parsed = parseCronSchedule(text)
      // With a zone the clock on the wall is taken for UTC.
      schedule = byClock(zone ? inZone(parsed, zone) : parsed, startOfDay)
    } catch (error) {
      if (!(error instanceof CronError)) throw error
      const message = `unparseable schedule: "${text}" : ${error.message}`
      record('Warning', 'UnparseableSchedule', cronJob, message)
    }
    schedules.set(key, schedule)
    return schedule
  }

  /** What has become of the Jobs that were under way. */
  function withEnds(cronJob: CronJob, jobs: readonly Job[]): CronJobStatus {
    const byUid = new Map(jobs.map((job) => [uidOf(job), job]))
    const active = (cronJob.status?.active ?? []).filter(({ uid, name }) => {
      const job = byUid.get(uid ?? '')
      if (!job) record('Normal', 'MissingJob', cronJob, `Active job went missing: ${name}`)
      else if (isJobFinished(job)) {
        const condition = conditionTrue(job, 'Complete') ? 'Complete' : 'Failed'
        const message = `Saw completed job: ${name}, condition: ${condition}`
        record('Normal', 'SawCompletedJob', cronJob, message)
      } else return true
      return false
    })
    const ends = jobs
      .filter((job) => conditionTrue(job, 'Complete'))
      .map(({ status }) => status?.completionTime ?? '')
    const last = [...ends, cronJob.status?.lastSuccessfulTime ?? ''].sort().at(-1)
    return { ...cronJob.status, active, ...(last ? { lastSuccessfulTime: last } : {}) }
  }

  /** Makes the Job that is due, if any may be made now. */
  function start(cronJob: CronJob, schedule: CronSchedule): CronJobStatus {
    const { status = {} } = cronJob
    const { at, tooMany } = dueStart(cronJob, schedule, clock.now)
    if (at === undefined) return status
    if (tooMany) {
      const message =
        'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew'
      record('Warning', 'TooManyMissedTimes', cronJob, message)
    }
    if (isTooLate(cronJob, at, clock.now)) {
      const missed = toLongTimestamp(at + startOfDay * MINUTE)
      const message = `Missed scheduled time to start a job: ${missed}`
      record('Warning', 'MissSchedule', cronJob, message)
      return status
    }
    const policy = cronJob.spec?.concurrencyPolicy ?? 'Allow'
    const { active = [] } = status
    if (policy === 'Forbid' && active.length > 0) {
      const message =
        'Not starting job because prior execution is running and concurrency policy is Forbid'
      record('Normal', 'JobAlreadyActive', cronJob, message)
      return status
    }
    if (policy === 'Replace') {
      for (const { name = '' } of active) remove(cronJob, name)
      return create(cronJob, { ...status, active: [] }, at)
    }
    return create(cronJob, status, at)
  }

  function create(cronJob: CronJob, status: CronJobStatus, at: Millis): CronJobStatus {
    const wanted = jobOf(cronJob, at, startOfDay)
    // A start that made its Job is over, also when somebody else's Job has its name.
    if (store.get('Job', namespaceOf(wanted), nameOf(wanted))) {
      return { ...status, lastScheduleTime: toTimestamp(at) }
    }
    const job = store.create('Job', wanted)
    record('Normal', 'SuccessfulCreate', cronJob, `Created job ${nameOf(job)}`)
    const { uid, resourceVersion, name, namespace } = job.metadata!
    const reference = { apiVersion: 'batch/v1', kind: 'Job', name, namespace, resourceVersion, uid }
    return {
      ...status,
      active: [...(status.active ?? []), reference],
      lastScheduleTime: toTimestamp(at),
    }
  }

  /** Finished Jobs beyond the limits go, oldest first. */
  function clean(cronJob: CronJob, jobs: readonly Job[]): void {
    const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec ?? {}
    const successes = jobs.filter((job) => conditionTrue(job, 'Complete'))
    const failures = jobs.filter((job) => conditionTrue(job, 'Failed'))
    const surplus = [
      ...successes.slice(0, -(successfulJobsHistoryLimit ?? KEPT_SUCCESSES) || undefined),
      ...failures.slice(0, -(failedJobsHistoryLimit ?? KEPT_FAILURES) || undefined),
    ]
    for (const job of surplus) {
      // Its end is told before it goes.
      if (cronJob.status?.active?.some(({ uid }) => uid === uidOf(job))) continue
      remove(cronJob, nameOf(job))
    }
  }

  function remove(cronJob: CronJob, job: string): void {
    if (!store.get('Job', namespaceOf(cronJob), job)) return
    store.remove('Job', namespaceOf(cronJob), job)
    record('Normal', 'SuccessfulDelete', cronJob, `Deleted job ${job}`)
  }

  function record(type: 'Normal' | 'Warning', reason: string, cronJob: CronJob, message: string) {
    const object = {
      kind: 'CronJob',
      namespace: namespaceOf(cronJob),
      name: nameOf(cronJob),
    } as const
    events.record(type, reason, object, message)
  }
}
