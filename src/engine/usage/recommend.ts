import { toAmount } from '../api/quantity.ts'
import type { UsageRow } from '../protocol.ts'
import { uidOf } from '../store/identity.ts'
import { type ContainerUse, containerUse, type Resource, type UseSource } from './containerUse.ts'
import { createHistogram, type Histogram } from './histogram.ts'

/** --target-cpu-percentile and --target-memory-percentile. */
const PERCENTILE = 0.9
/** --recommendation-margin-fraction. */
const MARGIN = 1.15
/** Widths of the first buckets: a hundredth of a core, 10 MB. */
const FIRST_BUCKET: Readonly<Record<Resource, number>> = { cpu: 10, memory: 1e7 }
/** --pod-recommendation-min-cpu-millicores and -memory-mb, shared by the containers of a pod. */
const LEAST: Readonly<Record<Resource, number>> = { cpu: 25, memory: 250 * 2 ** 20 }
/** Cores: what a container that asks for less weighs. */
const LEAST_WEIGHT = 0.1

/** What the containers of one name of an app have used so far. */
interface Samples {
  latest: ContainerUse
  readonly cpu: Histogram
  /** Of each pod the most that was seen. */
  readonly peaks: Map<string, number>
  /** At the latest sample, by resource: sum and count. */
  now: Partial<Record<Resource, { sum: number; count: number }>>
}

/** Takes samples of a run and says what its containers should ask for. */
export interface Recommender {
  sample(source: UseSource): void
  /** By namespace, app and container. */
  rows(): readonly UsageRow[]
}

/**
 * The VerticalPodAutoscaler's recommender (vertical-pod-autoscaler/pkg/recommender), as far as a run of
 * minutes or hours needs it: cpu is the 90th percentile of what was used, each sample weighted by the
 * container's request, memory that of the pods' peaks; 15 % on top, and not less than 25m and 250Mi
 * for a pod. Upstream lets samples fade by half in 24 h, takes peaks by days, and adds to the memory
 * of what was OOM-killed; none of that is here.
 */
export function createRecommender(): Recommender {
  const records = new Map<string, Samples>()

  function recordOf(use: ContainerUse): Samples {
    const { kind, namespace, name } = use.app
    const key = `${namespace}/${name}/${use.container.name}/${kind}`
    let record = records.get(key)
    if (!record) {
      record = { latest: use, cpu: createHistogram(FIRST_BUCKET.cpu), peaks: new Map(), now: {} }
      records.set(key, record)
    }
    record.latest = use
    return record
  }

  return {
    sample(source) {
      for (const record of records.values()) record.now = {}
      for (const use of containerUse(source)) {
        const record = recordOf(use)
        const { cpu, memory } = use.used
        if (cpu !== undefined) {
          const weight = Math.max(LEAST_WEIGHT, (requestOf(use, 'cpu') ?? 0) / 1_000)
          record.cpu.add(cpu, weight)
        }
        if (memory !== undefined) {
          const uid = uidOf(use.pod)
          record.peaks.set(uid, Math.max(memory, record.peaks.get(uid) ?? 0))
        }
        for (const resource of ['cpu', 'memory'] as const) {
          const used = use.used[resource]
          if (used === undefined) continue
          const { sum = 0, count = 0 } = record.now[resource] ?? {}
          record.now[resource] = { sum: sum + used, count: count + 1 }
        }
      }
    },
    rows: () =>
      [...records].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, samples]) => rowOf(samples)),
  }
}

function rowOf({ latest, cpu, peaks, now }: Samples): UsageRow {
  const memory = createHistogram(FIRST_BUCKET.memory)
  for (const peak of peaks.values()) memory.add(peak, 1)
  const containers = latest.pod.spec?.containers.length ?? 1
  const requests: Record<string, number> = {}
  const usage: Record<string, number> = {}
  const recommended: Record<string, number> = {}
  for (const resource of ['cpu', 'memory'] as const) {
    const requested = requestOf(latest, resource)
    if (requested !== undefined) requests[resource] = requested
    const used = now[resource]
    if (used) usage[resource] = Math.round(used.sum / used.count)
    const percentile = (resource === 'cpu' ? cpu : memory).percentile(PERCENTILE)
    if (percentile === undefined) continue
    const least = LEAST[resource] / containers
    recommended[resource] = Math.ceil(Math.max(percentile * MARGIN, least) - 1e-6)
  }
  const { namespace, name } = latest.app
  return { namespace, app: name, container: latest.container.name, requests, usage, recommended }
}

function requestOf({ container }: ContainerUse, resource: Resource): number | undefined {
  const text = container.resources?.requests?.[resource]
  return text === undefined ? undefined : toAmount(resource, text)
}
