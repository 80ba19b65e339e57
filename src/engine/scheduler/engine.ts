import type { Change } from '../store/store.ts'
import { createCache, type SchedulerCache } from './cache.ts'
import { type Decision, decide } from './decide.ts'
import type { Nominated } from './fitCheck.ts'
import type { ClusterView, PodInfo } from './framework.ts'
import type { CycleRules, CycleStart } from './schedulingCycle.ts'

/** The part of a scheduler that decides: a picture of the cluster, and one answer per pod. */
export interface SchedulingEngine extends SchedulerCache {
  /** Nodes and the pods on them as they are known at this moment. */
  cluster(): ClusterView
  /** A change of anything that is neither a node nor a pod. */
  note(change: Change): void
  /**
   * What becomes of a pod (see `decide`). Changes nothing but the random stream.
   * @param explained true = with a verdict for every node that is looked at
   */
  decide(
    pod: PodInfo,
    rules: CycleRules,
    start: CycleStart,
    nominated: Nominated,
    explained?: boolean,
  ): Decision
}

/** What an engine knows beside nodes and pods. */
export type ClusterFacts = Omit<ClusterView, 'nodes'>

/** The readable engine: asks every plugin about every node, one at a time. The reference. */
export function readableEngine(facts: ClusterFacts): SchedulingEngine {
  const cache = createCache()
  const cluster = (): ClusterView => ({ ...facts, nodes: cache.nodes() })
  return {
    ...cache,
    get nodeCount() {
      return cache.nodeCount
    },
    cluster,
    note: () => undefined,
    decide: (pod, rules, start, nominated) => decide(pod, cluster(), rules, start, nominated),
  }
}
