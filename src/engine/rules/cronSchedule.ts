import type { CronSchedule } from '../api/cronSchedule.ts'
import type { CronJob, Job, JobTemplateSpec } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import { epochMinutes, fromTimestamp, toTimestamp } from '../sim/calendar.ts'
import { controllerReference, nameOf, namespaceOf } from '../store/identity.ts'

/*
 * When a CronJob makes its next Job (pkg/controller/cronjob/utils.go of Kubernetes). All times are
 * simulated; `schedule` has been moved to them.
 */

/** A schedule by a clock on the wall that shows `startOfDay` minutes after midnight at time 0. */
export function byClock(schedule: CronSchedule, startOfDay: number): CronSchedule {
  const offset = startOfDay * MINUTE
  return {
    ...schedule,
    next(after) {
      const at = schedule.next(after + offset)
      return at === undefined ? undefined : at - offset
    },
  }
}

/** More missed starts than this are worth a warning. */
const MANY = 100

export interface Due {
  /** The latest start that has not been made; undefined = there is none. */
  readonly at: Millis | undefined
  readonly tooMany: boolean
}

/** The latest start that is due and was not made, not older than startingDeadlineSeconds. */
export function dueStart(cronJob: CronJob, schedule: CronSchedule, now: Millis): Due {
  const seconds = cronJob.spec?.startingDeadlineSeconds
  const deadline = seconds === undefined ? Number.NEGATIVE_INFINITY : now - seconds * SECOND
  const from = Math.max(lastStart(cronJob), deadline)
  let at: Millis | undefined
  let missed = 0
  for (let next = schedule.next(from); next !== undefined && next <= now; ) {
    at = next
    missed += 1
    next = schedule.next(next)
  }
  return { at, tooMany: missed > MANY }
}

/** When the next start after now will be due; `@every` counts from the last one. */
export function nextStart(
  cronJob: CronJob,
  schedule: CronSchedule,
  now: Millis,
): Millis | undefined {
  if (schedule.every === undefined) return schedule.next(now)
  const last = lastStart(cronJob)
  return last + (Math.floor((now - last) / schedule.every) + 1) * schedule.every
}

function lastStart({ metadata, status }: CronJob): Millis {
  const text = status?.lastScheduleTime ?? metadata?.creationTimestamp ?? ''
  return fromTimestamp(text) ?? 0
}

/** Whether it is too late for a start that was due then. */
export function isTooLate({ spec }: CronJob, at: Millis, now: Millis): boolean {
  const seconds = spec?.startingDeadlineSeconds
  return seconds !== undefined && at + seconds * SECOND < now
}

const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp'

/**
 * The Job of a start: named after its minute, so that no start makes two.
 * @param startOfDay minutes after midnight that the clock on the wall shows at time 0; name and
 *   annotation go by that clock, as the schedule does
 */
export function jobOf(cronJob: CronJob, at: Millis, startOfDay: number): Job {
  const template: JobTemplateSpec | undefined = cronJob.spec?.jobTemplate
  const shown = at + startOfDay * MINUTE
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${nameOf(cronJob)}-${epochMinutes(shown)}`,
      namespace: namespaceOf(cronJob),
      labels: template?.metadata?.labels,
      annotations: { ...template?.metadata?.annotations, [SCHEDULED_AT]: toTimestamp(shown) },
      ownerReferences: [controllerReference('CronJob', cronJob)],
    },
    spec: template?.spec,
  }
}
