import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createParseMemo, createSimulation } from '../src/engine/index.ts'
import type { BenchOptions } from './options.ts'
import { median, type Row, rounded } from './row.ts'

const FOLDER = 'scenarios'
/** Runs of minutes, which are measured only if they are asked for by name (with few rounds). */
const LONG = ['openb.yaml', 'opening-night.yaml', 'the-limit.yaml']

interface Times {
  readonly read: number
  readonly run: number
  readonly back: number
  readonly pods: number
  readonly nodes: number
}

function once(text: string): Times {
  const timer = () => {
    const start = performance.now()
    return () => performance.now() - start
  }
  const parse = createParseMemo()
  const reading = timer()
  const { scenario, objects, diagnostics } = parse(text)
  const read = reading()
  if (scenario === undefined) throw new Error(diagnostics[0]?.message ?? 'no scenario')
  const simulation = createSimulation({
    scenario,
    objects: objects.map(({ object }) => object),
    seed: scenario.seed,
    shuffle: undefined,
    policies: {},
    parse,
  })
  const running = timer()
  simulation.seek(scenario.until)
  const run = running()
  const pods = simulation.run.clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
  const nodes = simulation.run.clusters.reduce((sum, { ledger }) => sum + ledger.machines.size, 0)
  const goingBack = timer()
  simulation.seek(Math.floor(scenario.until / 2))
  return { read, run, back: goingBack(), pods, nodes }
}

/** Files of the folder, in order: the rows that there are. */
export function scenarioNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
}

/** Every scenario: reading the file, the run of all its lanes, and back from the end to the middle. */
export function* scenarioRows({ only, rounds }: BenchOptions): Generator<Row> {
  const isMeant = (name: string) => (only === '' ? !LONG.includes(name) : name.includes(only))
  for (const name of scenarioNames().filter(isMeant)) {
    const text = readFileSync(join(FOLDER, name), 'utf8')
    const [cold, ...warm] = Array.from({ length: rounds + 1 }, () => once(text))
    const milliseconds = (key: 'read' | 'run' | 'back') => ({
      [key]: rounded(median(warm.map((times) => times[key]))),
      [`${key}Cold`]: rounded(cold![key]),
    })
    const { pods, nodes } = cold!
    const times = { ...milliseconds('read'), ...milliseconds('run'), ...milliseconds('back') }
    yield { name, nodes, pods, ...times, rounds }
  }
}
