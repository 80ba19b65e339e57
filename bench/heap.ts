// How much memory a run takes, and whether that stays: `heap.ts [--minutes N] [--nodes N] [--pods N]`.
// Wants `node --expose-gc`. Prints one JSON object per sample, then a summary; status 1 when it grows, or
// when there are too few samples to tell.
import type { KubernetesObject } from '../src/engine/api/objects.ts'
import { createEncoder } from '../src/engine/encode/encoder.ts'
import { createParseMemo, parseScenarioFile } from '../src/engine/index.ts'
import { createRun, type Run } from '../src/engine/lanes.ts'
import { parsed, positive, withUsage } from './options.ts'
import { median, rounded } from './row.ts'

const { minutes, nodes, pods } = withUsage(() => {
  const values = parsed(process.argv.slice(2), {
    minutes: { type: 'string', default: '30' },
    nodes: { type: 'string', default: '120' },
    pods: { type: 'string', default: '1200' },
  })
  return {
    minutes: positive('minutes', values.minutes),
    nodes: positive('nodes', values.nodes),
    pods: positive('pods', values.pods),
  }
})
const HOUR = 3_600_000
/** Pods until logs with a limit are full: what comes before says nothing. */
const WARM_UP = 130_000
/** Looks at the run, with something done to it each time, per simulated hour. */
const STEPS = 60

const before = heap()
const run = start()
const encoder = createEncoder()

const show = (): void => {
  const log = { nextEventAt: run.nextAt, commands: { done: 0, all: 0 }, dropped: 0 }
  encoder.update(run, log)
}
run.runUntil(60_000)
show()
const standing = heap()
const facts = run.clusters[0]!.ledger
console.log(
  JSON.stringify({
    name: 'Standing',
    nodes: facts.machines.size,
    pods: facts.pods.size,
    megabytes: megabytes(standing - before),
    kilobytesPerPod: rounded((standing - before) / 1_024 / Math.max(1, facts.pods.size)),
  }),
)

const end = performance.now() + minutes * 60_000
const settled: number[] = []
let hours = 0
let churned = 0
for (let hour = 1; performance.now() < end; hour++) {
  churn(hour)
  show()
  const now = heap()
  hours = hour
  if (churned > WARM_UP) settled.push(now)
  const sample = { hour, megabytes: megabytes(now - before), pods: facts.pods.size }
  console.log(JSON.stringify({ name: 'Churn', nodes: facts.machines.size, ...sample }))
}
const half = Math.floor(settled.length / 2)
const early = median(settled.slice(0, half))
const late = median(settled.slice(half))
const grows = late > early * 1.05 + 2 ** 20
const megabytesOf = { early: megabytes(early - before), late: megabytes(late - before) }
console.log(
  JSON.stringify({
    name: 'Flat',
    hours,
    samples: settled.length,
    podsMade: churned,
    ...megabytesOf,
    grows,
  }),
)
if (settled.length < 4) {
  console.error('too few samples to say anything: give it more minutes')
  process.exit(1)
}
if (grows) process.exit(1)

/** An hour: every workload is rolled over, machines come and go, Jobs run and are cleaned up. */
function churn(hour: number): void {
  const from = run.now
  for (let step = 0; step < STEPS; step++) {
    run.runUntil(from + (step * HOUR) / STEPS)
    const app = (hour * STEPS + step) % apps()
    const at = { kind: 'Deployment', namespace: 'default', name: `app-${app}` }
    run.perform({ type: 'rollout', action: 'restart', ...at })
    churned += Math.ceil(pods / apps())
    const machine = 1 + ((hour * STEPS + step) % nodes)
    run.perform({ type: step % 2 === 0 ? 'pullPlug' : 'plugIn', machine: machine - (step % 2) })
    show()
  }
  run.runUntil(from + HOUR)
}

function apps(): number {
  return Math.max(1, Math.ceil(pods / 60))
}

function heap(): number {
  const collect = (globalThis as { gc?: () => void }).gc
  if (!collect) throw new Error('run it with node --expose-gc')
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

function megabytes(bytes: number): number {
  return rounded(bytes / 2 ** 20)
}

function start(): Run {
  const app = (index: number) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: app-${index}}
spec:
  replicas: ${Math.min(60, pods - 60 * index)}
  selector: {matchLabels: {app: app-${index}}}
  template:
    metadata: {labels: {app: app-${index}}}
    spec:
      containers: [{name: main, image: main, resources: {requests: {cpu: 200m, memory: 256Mi}}}]
`
  const { scenario, objects } = parseScenarioFile(`apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: soak}
spec:
  lanes: [kubernetes-default]
  machineTypes: [{name: standard, allocatable: {cpu: 16, memory: 64Gi}}]
  machines: [{type: standard, count: ${nodes}}]
  maxMachines: ${nodes}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec:
  schedule: "*/5 * * * *"
  jobTemplate:
    spec:
      ttlSecondsAfterFinished: 600
      template:
        spec:
          restartPolicy: Never
          containers: [{name: report, image: report, resources: {requests: {cpu: 100m}}}]
${Array.from({ length: apps() }, (_, index) => app(index)).join('')}`)
  return createRun({
    scenario: scenario!,
    objects: objects.map(({ object }) => object as KubernetesObject),
    seed: 1,
    shuffle: undefined,
    policies: {},
    parse: createParseMemo(),
  })
}
