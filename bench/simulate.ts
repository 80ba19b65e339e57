import { createParseMemo, parseScenarioFile } from '../src/engine/index.ts'
import { createRun, type Run } from '../src/engine/lanes.ts'
import { median, type Row, rounded, timed } from './row.ts'
import type { BenchOptions } from './schedule.ts'

/** Whole runs: control plane, kubelets, events and books, with one Kubernetes lane. */
export function* simulateRows({ only, nodes, pods, rounds }: BenchOptions): Generator<Row> {
  const cases = [
    { name: 'Burst', text: burst(nodes, pods), until: 60_000 },
    { name: 'ZoneFails', text: burst(nodes, pods, 'zone'), until: 900_000 },
  ]
  for (const { name, text, until } of cases.filter((each) => each.name.includes(only))) {
    const times: number[] = []
    let last: Run | undefined
    for (let round = 0; round <= rounds; round++) {
      last = undefined
      const run = start(text)
      times.push(timed(() => run.runUntil(until)))
      last = run
    }
    const ready = last!.clusters[0]!.store.list('Pod').filter(
      (pod) => pod.status?.phase === 'Running',
    ).length
    const [cold, ...warm] = times
    const time = warm.length > 0 ? median(warm) : cold!
    yield {
      name,
      nodes,
      pods,
      podsPerSecond: rounded((pods / time) * 1_000),
      microsecondsPerPod: rounded((time * 1_000) / pods),
      seconds: rounded(time / 1_000),
      coldSeconds: rounded(cold! / 1_000),
      running: ready,
      heapMegabytes: Math.round(process.memoryUsage().heapUsed / 2 ** 20),
      rounds,
    }
  }
}

function start(text: string): Run {
  const { scenario, objects, diagnostics } = parseScenarioFile(text)
  if (scenario === undefined) throw new Error(diagnostics[0]?.message ?? 'no scenario')
  return createRun({
    scenario,
    objects: objects.map(({ object }) => object),
    seed: scenario.seed,
    shuffle: undefined,
    policies: {},
    parse: createParseMemo(),
  })
}

/** Deployments of 500 replicas in six shapes on equal machines in three zones. */
function burst(nodes: number, pods: number, fails?: 'zone'): string {
  const deployments = Math.ceil(pods / 500)
  const app = (index: number) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: app-${index} }
spec:
  replicas: ${Math.min(500, pods - 500 * index)}
  selector: { matchLabels: { app: app-${index} } }
  template:
    metadata: { labels: { app: app-${index} } }
    spec:
      containers:
        - name: main
          image: registry.k8s.io/pause:3.10
          resources: { requests: { cpu: ${100 + 50 * (index % 6)}m, memory: ${256 * (1 + (index % 4))}Mi } }
`
  const node = (index: number) => `---
apiVersion: v1
kind: Node
metadata:
  name: node-${index}
  labels: { kubernetes.io/hostname: node-${index}, topology.kubernetes.io/zone: zone-${index % 3} }
status: { allocatable: { cpu: "16", memory: 64Gi, pods: "110" } }
`
  // Pulling plugs of a third of the machines at once is what a zone that fails looks like.
  const machines = Array.from({ length: nodes }, (_, index) => index + 1)
  const actions = machines
    .filter((machine) => machine % 3 === 1)
    .map((machine) => `    - { at: 60s, pullPlug: { machine: ${machine} } }`)
  const scenario = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: { name: bench }
spec:
  lanes: [kubernetes-default]
${fails ? `  actions:\n${actions.join('\n')}\n` : ''}`
  return [
    scenario,
    ...machines.map((machine) => node(machine - 1)),
    ...Array.from({ length: deployments }, (_, index) => app(index)),
  ].join('')
}
