import { SECOND } from '../api/units.ts'

/*
 * How long a pod takes for its answers. A request costs `cpuPerRequest` of cpu time; a pod with a cpu
 * limit works off that much a second and lets the rest wait. Up to its limit requests wait for each
 * other as in an M/D/1 queue, beyond it the queue grows; who would wait longer than clients do is
 * answered by nobody.
 */

/** Close to the limit the formula would grow without bounds; the queue that really grows says the rest. */
const BUSIEST = 0.95

/** After so long a client gives up. */
export const CLIENT_TIMEOUT = 5 * SECOND

export interface PodCapacity {
  /** Milliseconds of an answer without any waiting. */
  readonly responseTime: number
  /** Cpu time of one request, in thousandths of a core-second. */
  readonly cpuPerRequest: number
  /** Millicores; Infinity without a limit. */
  readonly limit: number
}

export interface Served {
  readonly answered: number
  readonly timedOut: number
  /** Whole milliseconds, of every answer of this stretch of time. */
  readonly latency: number
  /** Cpu time spent, in thousandths of a core-second. */
  readonly work: number
  /** Cpu time of those who wait at its end. */
  readonly backlog: number
}

/**
 * What becomes of requests that arrive evenly over a stretch of time.
 * @param backlog cpu time of those who wait at its beginning, in thousandths of a core-second
 * @param duration milliseconds
 * @param perSecond at which rate they arrive
 */
export function serve(
  { responseTime, cpuPerRequest, limit }: PodCapacity,
  arrived: number,
  backlog: number,
  duration: number,
  perSecond: number,
): Served {
  const wanted = backlog + arrived * cpuPerRequest
  if (cpuPerRequest === 0 || limit === Number.POSITIVE_INFINITY) {
    return { answered: arrived, timedOut: 0, latency: responseTime, work: wanted, backlog: 0 }
  }
  const able = (limit * duration) / SECOND
  const work = Math.min(wanted, able)
  const most = (limit * CLIENT_TIMEOUT) / SECOND
  const timedOut = Math.min(arrived, Math.max(0, Math.ceil((wanted - work - most) / cpuPerRequest)))
  const left = Math.max(0, wanted - work - timedOut * cpuPerRequest)
  const queued = (SECOND * (backlog + left)) / (2 * limit)
  const busy = Math.min(BUSIEST, (perSecond * cpuPerRequest) / limit)
  const turn = (SECOND * cpuPerRequest * busy) / (limit * 2 * (1 - busy))
  const waits = Math.min(CLIENT_TIMEOUT, queued + turn)
  return {
    answered: arrived - timedOut,
    timedOut,
    latency: Math.round(responseTime + waits),
    work,
    backlog: left,
  }
}
