import { matchesLabelSelector } from '../src/engine/api/selectors.ts'
import type { Node, Pod } from '../src/engine/api/types.gen.ts'
import {
  type ClusterFacts,
  readableEngine,
  type SchedulingEngine,
} from '../src/engine/scheduler/engine.ts'
import { type FastEngine, fastEngine } from '../src/engine/scheduler/fast/fastEngine.ts'
import { podInfo } from '../src/engine/scheduler/nodeView.ts'
import { createNominations } from '../src/engine/scheduler/nominations.ts'
import { kubernetesDefault } from '../src/engine/scheduler/policies/kubernetesDefault.ts'
import { runnable } from '../src/engine/scheduler/profile.ts'
import type { CycleStart } from '../src/engine/scheduler/schedulingCycle.ts'
import { createRandom } from '../src/engine/sim/seededRandom.ts'
import { FAMILIES, type Family } from './families.ts'
import { type BenchOptions, meant } from './options.ts'
import { collectGarbage, median, type Row, rounded, stopwatch } from './row.ts'

/** The readable engine is stopped after this many milliseconds of a round. */
const REFERENCE_TIME = 3_000

/** The nodes that upstream's thresholds are for, but where a family has a number of its own. */
const THRESHOLD_NODES = 5_000

const factsOf = ({ group }: Family): ClusterFacts => ({
  kubernetesMinor: 35,
  namespaceLabels: () => ({}),
  groupSelectors: (pod) =>
    group && matchesLabelSelector(group, pod.metadata?.labels) ? [group] : [],
  disruptionBudgets: [],
})

/** Decisions alone: filters, scores, choice, and the pod counted on its node; nothing is written. */
export function* scheduleRows(options: BenchOptions): Generator<Row> {
  const names = meant(
    FAMILIES.map(({ name }) => name),
    options.only,
  )
  let told = false
  for (const family of FAMILIES.filter(({ name }) => names.includes(name))) {
    const nodes = family.nodes?.(options.nodes) ?? options.nodes
    const placed = placeFirst(family, nodes)
    const measured = family.measured(options.pods)
    const rounds: Round[] = []
    // The engine of the round before is kept: V8 forgets what it has compiled for kinds of objects of which none
    // is left when garbage is collected, and in a warm process there is an engine at work.
    const engines: FastEngine[] = []
    for (let round = 0; round <= options.rounds; round++) {
      const engine = standing(fastEngine(factsOf(family)), family, nodes, placed)
      rounds.push(play(engine, family, measured, placed))
      engines[round % 2] = engine
    }
    const { fastDecisions, readableDecisions } = engines[0]!
    const fastShare = fastDecisions / (fastDecisions + readableDecisions)
    const readable = () => standing(readableEngine(factsOf(family)), family, nodes, placed)
    const reference = options.reference
      ? play(readable(), family, measured, placed, REFERENCE_TIME)
      : undefined
    const [cold, ...warm] = rounds
    const speed = median(warm.map((round) => round.speed))
    const processor = median(warm.map((round) => round.processor))
    const compares = family.nodes !== undefined || nodes === THRESHOLD_NODES
    const threshold = compares ? family.threshold : undefined
    if (!compares && family.threshold !== undefined && !told) {
      console.error(`No ratio to upstream's thresholds: they are for ${THRESHOLD_NODES} nodes.`)
      told = true
    }
    yield {
      name: family.name,
      nodes,
      pods: measured.length,
      podsPerSecond: rounded(speed),
      microsecondsPerPod: rounded(1e6 / speed),
      processorMicrosecondsPerPod: rounded(processor),
      coldPodsPerSecond: rounded(cold!.speed),
      coldProcessorMicrosecondsPerPod: rounded(cold!.processor),
      referencePodsPerSecond: reference && rounded(reference.speed),
      ratioToReference: reference && rounded(speed / reference.speed),
      ...(threshold !== undefined && {
        ratioToUpstreamThreshold: rounded(speed / threshold),
        processorRatioToUpstreamThreshold: rounded(1e6 / processor / threshold),
      }),
      placed: cold!.placed,
      fastShare: rounded(fastShare),
      rounds: options.rounds,
    }
  }
}

type Placed = readonly Pod[]

/** Where the pods stand that are there before the clock starts. */
function placeFirst(family: Family, nodes: number): Placed {
  const placed: Pod[] = []
  const engine = standing(fastEngine(factsOf(family)), family, nodes, [])
  const setUp = { ...family, churn: undefined, preempts: undefined }
  play(engine, setUp, family.before(nodes), [], Number.POSITIVE_INFINITY, (pod) => placed.push(pod))
  return placed
}

function standing<T extends SchedulingEngine>(
  engine: T,
  family: Family,
  nodes: number,
  placed: Placed,
): T {
  for (let index = 0; index < nodes; index++) engine.putNode(family.node(index) satisfies Node)
  for (const [id, pod] of placed.entries()) engine.putPod(id, pod, pod.spec!.nodeName!)
  return engine
}

const uidOf = (pod: Pod): string => pod.metadata!.uid!

const bound = (pod: Pod, nodeName: string): Pod => ({ ...pod, spec: { ...pod.spec!, nodeName } })

const profile = runnable(kubernetesDefault.profile)

interface Round {
  /** Measured pods a second, by the clock. */
  readonly speed: number
  /** Microseconds of processor time per measured pod. */
  readonly processor: number
  readonly placed: number
}

/** Decides about the pods in turn until all are done or the time is up, with all that comes between. */
function play(
  engine: SchedulingEngine,
  { churn, preempts }: Family,
  pods: readonly Pod[],
  before: Placed,
  limit = Number.POSITIVE_INFINITY,
  onPlaced?: (pod: Pod) => void,
): Round {
  const rules = { profile, pick: kubernetesDefault.pick, random: createRandom(1) }
  const nominations = createNominations()
  let left = 0
  /** Pods' numbers count on from those that are there before. */
  let nextId = before.length
  /** Of pods that may be victims. */
  const ids = new Map<string, number>()
  if (preempts !== undefined) for (const [id, pod] of before.entries()) ids.set(uidOf(pod), id)
  /** Pods that wait for their victims to go, and when they are tried again. */
  const waiting: { readonly pod: Pod; readonly at: number; readonly victims: readonly Pod[] }[] = []
  let start: CycleStart = { index: 0, last: 0 }
  let placed = 0

  function attempt(pod: Pod, at: number): void {
    const info = podInfo(pod)
    const decision = engine.decide(info, rules, start, nominations.against(info))
    start = decision.next
    const { selected, refusal } = decision
    if (selected !== undefined) {
      // As the scheduler does before it writes anything.
      if (preempts !== undefined) ids.set(uidOf(pod), nextId)
      engine.putPod(nextId++, pod, selected)
      if (pod.status?.nominatedNodeName) nominations.remove(uidOf(pod))
      onPlaced?.(bound(pod, selected))
      placed += 1
    } else if (refusal?.nominated && preempts !== undefined) {
      const next = { ...pod, status: { ...pod.status, nominatedNodeName: refusal.nominated } }
      nominations.put(podInfo(next))
      waiting.push({ pod: next, at: at + preempts, victims: refusal.victims })
    }
  }

  function goOn(at: number): void {
    while (waiting.length > 0 && waiting[0]!.at <= at) {
      const { pod, victims } = waiting.shift()!
      for (const victim of victims) engine.removePod(ids.get(uidOf(victim))!)
      attempt(pod, at)
    }
  }

  const happenings = pods.map((_, index) => churn?.(index))
  collectGarbage()
  const time = stopwatch()
  const begun = performance.now()
  let done = 0
  for (const pod of pods) {
    const happens = happenings[done]
    if (happens?.add) engine.putNode(happens.add)
    if (happens?.remove !== undefined) engine.removeNode(happens.remove)
    for (let i = 0; i < (happens?.leave ?? 0); i++) engine.removePod(left++)
    if (happens?.tried) attempt(happens.tried, done)
    goOn(done)
    attempt(pod, done)
    done += 1
    if (limit < Number.POSITIVE_INFINITY && performance.now() - begun > limit) break
  }
  goOn(Number.POSITIVE_INFINITY)
  const { wall, processor } = time()
  return { speed: (done / wall) * 1_000, processor: (processor * 1_000) / done, placed }
}
