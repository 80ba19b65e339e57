import type { KubernetesObject } from '../src/engine/api/objects.ts'
import type { Deployment, Node } from '../src/engine/api/types.gen.ts'
import { createParseMemo, parseScenarioFile } from '../src/engine/index.ts'
import { createRun, type Run } from '../src/engine/lanes.ts'
import { type BenchOptions, MEMORY_TOO_SMALL, meant, tellsMemory } from './options.ts'
import { collectGarbage, median, type Row, rounded, stopwatch, type Times } from './row.ts'
import { schedulerMemoryRow } from './schedulerMemory.ts'

/** Rows of the suite. */
const MEMORY: readonly string[] = ['Memory', 'SchedulerMemory']
export const RUNS: readonly string[] = ['Burst', 'ZoneFails', ...MEMORY]

/** The readable engine would take minutes for more pods than this on 5,000 nodes. */
const REFERENCE_PODS = 500
const REFERENCE_ROUNDS = 3

/** A cluster of which nobody records what attempts see. */
const SMALL = { nodes: 150, pods: 1_500 }

/** Whole runs: control plane, kubelets, events and books, with one Kubernetes lane. */
export function* simulateRows(options: BenchOptions): Generator<Row> {
  const { only, nodes, pods, rounds } = options
  const cases: readonly { name: string; fails?: 'zone'; until: number }[] = [
    { name: 'Burst', until: 60_000 },
    { name: 'ZoneFails', fails: 'zone', until: 900_000 },
  ]
  const names = meant(RUNS, only)
  for (const { name, fails, until } of cases.filter((each) => names.includes(each.name))) {
    const input = burst(nodes, pods, fails)
    const times: Times[] = []
    // V8 forgets what it has compiled for kinds of objects of which none is left. In a page a run is at work; here
    // a small one stays beside the rounds that are called warm.
    const small: Run[] = []
    let last: Run | undefined
    for (let round = 0; round <= rounds; round++) {
      if (round === 1) {
        small[0] = start(burst(SMALL.nodes, SMALL.pods, fails))
        small[0].runUntil(until)
      }
      last = undefined
      collectGarbage()
      const time = stopwatch()
      last = start(input)
      last.runUntil(until)
      times.push(time())
    }
    const ready = last!.clusters[0]!.store.list('Pod').filter(
      (pod) => pod.status?.phase === 'Running',
    ).length
    const [cold, ...warm] = times
    const measured = warm.length > 0 ? warm : [cold!]
    const heapMegabytes = Math.round(process.memoryUsage().heapUsed / 2 ** 20)
    // What they hold would only slow down what follows.
    last = undefined
    small.length = 0
    const few = Math.min(pods, REFERENCE_PODS)
    const ratio = options.reference && timesReference(burst(nodes, few, fails), until)
    const time = median(measured.map(({ wall }) => wall))
    const processor = median(measured.map((each) => each.processor))
    yield {
      name,
      nodes,
      pods,
      podsPerSecond: rounded((pods / time) * 1_000),
      microsecondsPerPod: rounded((time * 1_000) / pods),
      processorMicrosecondsPerPod: rounded((processor * 1_000) / pods),
      seconds: rounded(time / 1_000),
      processorSeconds: rounded(processor / 1_000),
      coldSeconds: rounded(cold!.wall / 1_000),
      coldProcessorSeconds: rounded(cold!.processor / 1_000),
      ...(ratio && { ratioToReference: rounded(ratio), referencePods: few }),
      running: ready,
      heapMegabytes,
      rounds,
    }
  }
  const memory = names.filter((name) => MEMORY.includes(name))
  if (memory.length > 0 && !tellsMemory(nodes, pods)) {
    console.error(`No ${memory.join(', no ')}: ${MEMORY_TOO_SMALL}`)
    return
  }
  if (memory.includes('Memory')) yield memoryRow(nodes, pods)
  if (memory.includes('SchedulerMemory')) yield schedulerMemoryRow(nodes, pods)
}

/**
 * How many times the processor time the same run takes when the readable engine decides, everything
 * else being as it is: medians, the two engines in turn.
 */
function timesReference(input: Case, until: number): number {
  const fast: number[] = []
  const readable: number[] = []
  for (let round = 0; round < REFERENCE_ROUNDS; round++) {
    for (const [times, explain] of [
      [fast, undefined],
      [readable, 'all'],
    ] as const) {
      collectGarbage()
      const time = stopwatch()
      start(input, explain).runUntil(until)
      times.push(time().processor)
    }
  }
  return median(readable) / median(fast)
}

/** What a run holds after a full collection: first its nodes alone, then with pods that all run. */
function memoryRow(nodes: number, pods: number): Row {
  const nothing = heap()
  const empty = start(burst(nodes, 0))
  empty.runUntil(60_000)
  const ofNodes = heap() - nothing
  const full = start(burst(nodes, pods))
  full.runUntil(60_000)
  const both = heap() - nothing
  // Both runs are still there, and each has its nodes.
  const ofPods = both - 2 * ofNodes
  const running = full.clusters[0]!.ledger.pods.size
  return {
    name: 'Memory',
    nodes: empty.clusters[0]!.ledger.machines.size,
    pods: running,
    kilobytesPerNode: rounded(ofNodes / 1_024 / nodes),
    kilobytesPerPod: rounded(ofPods / 1_024 / running),
    megabytes: Math.round((both - ofNodes) / 2 ** 20),
  }
}

/** Bytes on the heap and in typed arrays that something still needs. */
function heap(): number {
  // What the rounds before left behind goes in several collections.
  for (let times = 0; times < 3; times++) collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

interface Case {
  readonly scenario: string
  readonly objects: readonly KubernetesObject[]
}

/** @param explain 'all' = every attempt carries its verdicts, which only the readable engine has */
function start({ scenario: text, objects }: Case, explain?: 'all'): Run {
  const { scenario, diagnostics } = parseScenarioFile(text)
  if (scenario === undefined) throw new Error(diagnostics[0]?.message ?? 'no scenario')
  const settings = { shuffle: undefined, policies: {}, parse: createParseMemo(), explain }
  return createRun({ scenario, objects, seed: scenario.seed, ...settings })
}

/** Deployments of 500 replicas in several shapes on equal machines in three zones. */
function burst(nodes: number, pods: number, fails?: 'zone'): Case {
  const app = (index: number): Deployment => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `app-${index}`, namespace: 'default' },
    spec: {
      replicas: Math.min(500, pods - 500 * index),
      selector: { matchLabels: { app: `app-${index}` } },
      template: {
        metadata: { labels: { app: `app-${index}` } },
        spec: {
          containers: [
            {
              name: 'main',
              image: 'registry.k8s.io/pause:3.10',
              resources: {
                requests: {
                  cpu: `${100 + 50 * (index % 6)}m`,
                  memory: `${256 * (1 + (index % 4))}Mi`,
                },
              },
            },
          ],
        },
      },
    },
  })
  const node = (index: number): Node => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${index}`,
      labels: {
        'kubernetes.io/hostname': `node-${index}`,
        'topology.kubernetes.io/zone': `zone-${index % 3}`,
      },
    },
    status: { allocatable: { cpu: '16', memory: '64Gi', pods: '110' } },
  })
  // Pulling the plugs of a third of the machines at once is what a zone that fails looks like.
  const actions = Array.from({ length: Math.floor(nodes / 3) }, (_, index) => 1 + 3 * index).map(
    (machine) => `    - { at: 60s, pullPlug: { machine: ${machine} } }\n`,
  )
  return {
    scenario: `apiVersion: podfall.dev/v1
kind: Scenario
metadata: { name: bench }
spec:
  lanes: [kubernetes-default]
${fails ? `  actions:\n${actions.join('')}` : ''}`,
    objects: [
      ...Array.from({ length: nodes }, (_, index) => node(index)),
      ...Array.from({ length: Math.ceil(pods / 500) }, (_, index) => app(index)),
    ] as KubernetesObject[],
  }
}
