// Times every scenario on the engine: reading, the whole run, and going back to its middle.
// Warm medians over ROUNDS rounds with the first, cold one beside them; milliseconds.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createParseMemo, createSimulation } from '../src/engine/index.ts'

const ROUNDS = 20
const FOLDER = 'scenarios'

interface Times {
  readonly read: number
  readonly run: number
  readonly back: number
  readonly pods: number
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
  const goingBack = timer()
  simulation.seek(Math.floor(scenario.until / 2))
  return { read, run, back: goingBack(), pods }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const rows = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8')
    const [cold, ...warm] = Array.from({ length: ROUNDS + 1 }, () => once(text))
    const show = (key: 'read' | 'run' | 'back') =>
      `${median(warm.map((times) => times[key])).toFixed(1)} (${cold![key].toFixed(1)})`
    return {
      scenario: name,
      'pods at the end': cold!.pods,
      'read (cold)': show('read'),
      'run (cold)': show('run'),
      'back to the middle (cold)': show('back'),
    }
  })
console.table(rows)
