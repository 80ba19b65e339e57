import type { Millis } from '../api/units.ts'
import type { Cluster, Waiting } from '../cluster.ts'
import type { Decision, LaneId, Replies } from '../protocol.ts'
import type { Simulation } from '../simulation.ts'
import type { Work } from '../work.ts'
import type { Copies } from './copies.ts'

const SLICE = 64

/**
 * The next decision that falls up to `to`, in the given lane or in any, and what the other lanes
 * decide until then. The simulation stays as it is. In slices that tell how far a copy is on the way to the
 * present; the next decision is mostly near.
 */
export function* peek(
  simulation: Simulation,
  copies: Copies,
  to: Millis,
  lane: LaneId | undefined,
): Work<Replies['peek']> {
  const { copy, told } = yield* copies.take()
  const { clusters, resources } = copy.run
  for (const cluster of clusters) cluster.explain('all')
  const seen = clusters.map(({ attempts }) => attempts.count)
  const asked = clusters.filter(({ id }) => lane === undefined || id === lane)
  const decided = () => asked.some((cluster) => news(cluster) > 0)
  const news = (cluster: Cluster) => cluster.attempts.count - seen[clusters.indexOf(cluster)]!
  let queues: (Waiting | undefined)[] = []
  let found = true
  for (let steps = 1; found && !decided(); steps++) {
    queues = clusters.map((cluster) => cluster.waiting())
    found = copy.step(to)
    if (steps % SLICE === 0) yield told()
  }
  for (const cluster of clusters) cluster.explain(undefined)
  copies.giveBack(copy)
  if (!found) return { at: undefined, lanes: [] }
  return {
    at: copy.run.now,
    lanes: clusters.map((cluster, index) => {
      const { ledger } = simulation.run.clusters[index]!
      const decisions = cluster.attempts.after(seen[index]!).flatMap((attempt): Decision[] => {
        const pod = cluster.ledger.pods.get(attempt.uid)
        if (!pod) return []
        const requests = resources.map((resource) => pod.requests[resource] ?? 0)
        const row = ledger.pods.has(pod.uid) ? pod.row : -1
        const queue = queues[index]
        const waits = queue?.first[0] === attempt.pod && {
          queue: queue.first,
          waiting: queue.count,
        }
        const tried = cluster.attempts
          .outcomesOf(pod.uid)
          .filter(({ id }) => id < attempt.id).length
        return [{ attempt, app: pod.app, requests, row, tried, ...waits }]
      })
      return { lane: cluster.id, decisions }
    }),
  }
}
