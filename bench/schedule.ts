import type { Node, Pod } from '../src/engine/api/types.gen.ts'
import { readableEngine, type SchedulingEngine } from '../src/engine/scheduler/engine.ts'
import { fastEngine } from '../src/engine/scheduler/fast/fastEngine.ts'
import { podInfo } from '../src/engine/scheduler/nodeView.ts'
import { kubernetesDefault } from '../src/engine/scheduler/policies/kubernetesDefault.ts'
import { runnable } from '../src/engine/scheduler/profile.ts'
import type { CycleStart } from '../src/engine/scheduler/schedulingCycle.ts'
import { createRandom } from '../src/engine/sim/seededRandom.ts'
import { FAMILIES, type Family } from './families.ts'
import { median, type Row, rounded, stopwatch } from './row.ts'

/** What a suite may be asked for. */
export interface BenchOptions {
  /** Only rows whose name contains this. */
  readonly only: string
  readonly nodes: number
  readonly rounds: number
  /** Pods that are measured per round. */
  readonly pods: number
}

/** The readable engine is stopped after this many milliseconds of a round. */
const REFERENCE_TIME = 3_000
const FACTS = { kubernetesMinor: 35, namespaceLabels: () => ({}), groupSelectors: () => [] }
const FAST = fastEngine

/** Decisions alone: filters, scores, choice, and the pod counted on its node; nothing is written. */
export function* scheduleRows({ only, nodes, rounds, pods }: BenchOptions): Generator<Row> {
  for (const family of FAMILIES.filter(({ name }) => name.includes(only))) {
    const placed = placeFirst(family, nodes)
    const measured = family.measured(pods)
    const fast = Array.from({ length: rounds + 1 }, () =>
      decisions(standing(FAST(FACTS), family, nodes, placed), measured),
    )
    const reference = decisions(
      standing(readableEngine(FACTS), family, nodes, placed),
      measured,
      REFERENCE_TIME,
    )
    const [cold, ...warm] = fast.map(({ speed }) => speed)
    const speed = median(warm)
    const processor = median(fast.slice(1).map((round) => round.processor))
    const { threshold } = family
    yield {
      name: family.name,
      nodes,
      pods: measured.length,
      podsPerSecond: rounded(speed),
      microsecondsPerPod: rounded(1e6 / speed),
      processorMicrosecondsPerPod: rounded(processor),
      coldPodsPerSecond: rounded(cold!),
      referencePodsPerSecond: rounded(reference.speed),
      ratioToReference: rounded(speed / reference.speed),
      ...(threshold !== undefined && { ratioToUpstreamThreshold: rounded(speed / threshold) }),
      placed: fast[0]!.placed,
      rounds,
    }
  }
}

type Placed = readonly (readonly [Pod, string])[]

/** Where the pods stand that are there before the clock starts. */
function placeFirst(family: Family, nodes: number): Placed {
  const engine = standing(FAST(FACTS), family, nodes, [])
  const placed: [Pod, string][] = []
  decisions(engine, family.before(nodes), Number.POSITIVE_INFINITY, (pod, node) =>
    placed.push([pod, node]),
  )
  return placed
}

function standing(engine: SchedulingEngine, family: Family, nodes: number, placed: Placed) {
  for (let index = 0; index < nodes; index++) engine.putNode(family.node(index) satisfies Node)
  for (const [pod, node] of placed) engine.putPod(bound(pod, node), node)
  return engine
}

const bound = (pod: Pod, nodeName: string): Pod => ({ ...pod, spec: { ...pod.spec!, nodeName } })

const profile = runnable(kubernetesDefault.profile)

/** Decides about the pods in turn until all are done or the time is up. */
function decisions(
  engine: SchedulingEngine,
  pods: readonly Pod[],
  limit = Number.POSITIVE_INFINITY,
  onPlaced: (pod: Pod, node: string) => void = () => undefined,
): { readonly speed: number; readonly processor: number; readonly placed: number } {
  const rules = { profile, pick: kubernetesDefault.pick, random: createRandom(1) }
  let start: CycleStart = { index: 0, last: 0 }
  let done = 0
  let placed = 0
  const time = stopwatch()
  const begun = performance.now()
  for (const pod of pods) {
    const decision = engine.decide(podInfo(pod), rules, start, new Map())
    start = decision.next
    if (decision.selected !== undefined) {
      engine.putPod(bound(pod, decision.selected), decision.selected)
      onPlaced(pod, decision.selected)
      placed += 1
    }
    done += 1
    if (limit < Number.POSITIVE_INFINITY && performance.now() - begun > limit) break
  }
  const { wall, processor } = time()
  return { speed: (done / wall) * 1_000, processor: (processor * 1_000) / done, placed }
}
