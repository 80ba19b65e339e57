import type { KubernetesObject } from '../src/engine/api/objects.ts'
import { createParseMemo, createSimulation, parseScenarioFile } from '../src/engine/index.ts'
import type { BenchOptions } from './options.ts'
import { median, type Row, rounded, stopwatch } from './row.ts'

/** Simulated length of the run, s. */
const LENGTH = 600
/** Moments of a drag from the end to the beginning. */
const DRAGGED = 60
/** Jumps per round. */
const JUMPS = 60

const APPS = [7, 112]
const nameOf = (apps: number) => `Seek${apps}Apps`

/** Rows of the suite. */
export const SEEKS: readonly string[] = APPS.map(nameOf)

/**
 * Going anywhere in a run of two lanes with some 10,000 events: first cold (right after it has been
 * played), then with what was prepared while nobody asked for anything; and a drag of the knob back to
 * the beginning (processor time). Times in milliseconds.
 */
export function* seekRows({ only, rounds }: BenchOptions): Generator<Row> {
  for (const apps of APPS) {
    const name = nameOf(apps)
    if (!name.includes(only)) continue
    const { scenario, objects } = parseScenarioFile(story(apps))
    const simulation = createSimulation({
      scenario: scenario!,
      objects: objects.map(({ object }) => object as KubernetesObject),
      seed: 1,
      shuffle: undefined,
      policies: {},
      parse: createParseMemo(),
    })
    const played = stopwatch()
    simulation.runUntil(LENGTH * 1_000)
    const play = played()
    const events = simulation.run.clusters.reduce(
      (sum, { log }) => sum + (log.after(0).at(-1)?.id ?? 0),
      0,
    )
    const pods = simulation.run.clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
    const nodes = simulation.run.clusters.reduce((sum, { ledger }) => sum + ledger.machines.size, 0)
    const jump = (to: number) => {
      const time = stopwatch()
      simulation.seek(to)
      return time()
    }
    const cold = jump((LENGTH * 1_000) / 2)
    const walls: number[] = []
    const processors: number[] = []
    let place = 1
    for (let round = 0; round < Math.max(1, rounds); round++) {
      for (let n = 0; n < JUMPS; n++) {
        for (const slices = simulation.slices.prepare(); !slices.next().done; );
        // A simple sequence of places that comes near all of them.
        place = (place * 75 + 74) % 65_537
        const { wall, processor } = jump(Math.floor((place / 65_537) * LENGTH * 1_000))
        walls.push(wall)
        processors.push(processor)
      }
    }
    simulation.seek(LENGTH * 1_000)
    for (const slices = simulation.slices.prepare(); !slices.next().done; );
    const drag = Array.from({ length: DRAGGED }, (_, n) => {
      const time = stopwatch()
      const to = LENGTH * 1_000 * (1 - (n + 1) / DRAGGED)
      for (const slices = simulation.slices.glance(to); !slices.next().done; );
      return time().processor
    })
    yield {
      name,
      nodes,
      pods,
      events,
      playMs: rounded(play.wall),
      backToTheMiddleColdMs: rounded(cold.wall),
      seekMs: rounded(median(walls)),
      seekMostMs: rounded(Math.max(...walls)),
      seekProcessorMs: rounded(median(processors)),
      seekMostProcessorMs: rounded(Math.max(...processors)),
      jumps: walls.length,
      dragMs: rounded(median(drag)),
      dragMostMs: rounded(Math.max(...drag)),
    }
  }
}

/** Deployments that grow over ten minutes while machines die and come back. */
function story(apps: number): string {
  const names = Array.from({ length: apps }, (_, index) => `app-${index}`)
  const machines = 4 * Math.ceil(apps / 7)
  const actions = Array.from({ length: 8 }, (_, index) => {
    const machine = 1 + ((index * 3) % machines)
    return `  - {at: ${60 * (index + 1)}s, pullPlug: {machine: ${machine}}}
  - {at: ${60 * (index + 1) + 400}s, plugIn: {machine: ${machine}}}`
  })
  const app = (name: string, index: number) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: 0
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
      - name: main
        image: main
        resources: {requests: {cpu: ${100 + 50 * (index % 5)}m, memory: ${128 * (1 + (index % 3))}Mi}}
`
  return `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: seek}
spec:
  lanes: [one-click, kubernetes-default]
  machineTypes: [{name: standard, allocatable: {cpu: 16, memory: 64Gi}}]
  machines: [{type: standard, count: ${machines}}]
  maxMachines: ${4 * machines}
  arrivals:
${names.map((name) => `  - {at: 1s, app: ${name}, count: 12, over: 500s}`).join('\n')}
  actions:
${actions.join('\n')}
  until: ${LENGTH}s
${names.map(app).join('')}`
}
