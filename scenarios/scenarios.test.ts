import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  createParseMemo,
  createSimulation,
  type HeadlessResult,
  type RunSettings,
  runHeadless,
} from '../src/engine/index.ts'

const FOLDER = new URL('.', import.meta.url)
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'))

function load(file: string): RunSettings & { problems: readonly string[] } {
  const parse = createParseMemo()
  const { scenario, objects, diagnostics } = parse(readFileSync(new URL(file, FOLDER), 'utf8'))
  return {
    scenario: scenario!,
    objects: objects.map(({ object }) => object),
    seed: scenario!.seed,
    shuffle: undefined,
    policies: {},
    parse,
    problems: diagnostics.map(({ line, message }) => `${line}: ${message}`),
  }
}

const run = (file: string, change: Partial<RunSettings> = {}, until?: number) => {
  const settings = { ...load(file), ...change }
  return runHeadless(settings, until ?? settings.scenario.until).map(({ result }) => result)
}

describe.each(FILES)('%s', (file) => {
  it('has no mistakes and is named after its file', () => {
    const { problems, scenario } = load(file)
    expect(problems).toEqual([])
    expect(`${scenario.name}.yaml`).toBe(file)
    expect(scenario.summary).toMatch(/\.$/)
  })

  it('happens as it did', async () => {
    const settings = load(file)
    const lanes = runHeadless(settings, settings.scenario.until)
    const text = lanes.map(({ lane, result }) => `# ${lane}\n\n${story(result)}`).join('\n')
    await expect(text).toMatchFileSnapshot(file.replace('.yaml', '.snap'))
  })
})

/** Steps between creation and Running, and what is the same in every run. */
const OMITTED = new Set([
  'Created',
  'NodeReady',
  'Pulled',
  'ScalingReplicaSet',
  'Started',
  'Suspended',
])

/** Events as lines, then the machines; pods by app and number, as their random names say nothing. */
function story({ events, nodes, metrics }: HeadlessResult): string {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const { object } of events) {
    const [kind, name = ''] = object.split('/')
    if (kind !== 'pod' || names.has(name)) continue
    const app = /^[a-z]+/.exec(name)![0]
    counts.set(app, (counts.get(app) ?? 0) + 1)
    names.set(name, `${app}-${counts.get(app)}`)
  }
  const plain = (text: string) =>
    text.replace(/[a-z0-9]+(-[a-z0-9]+)+/g, (word) => names.get(word) ?? word)
  const lines = events
    .filter(({ reason, object }) => !OMITTED.has(reason) && !/^(replicaset|job)\//.test(object))
    .map(({ time, reason, object, message }) => {
      return `${time.toFixed(1).padStart(7)} s  ${reason}  ${plain(object)}  ${plain(message)}`
    })
  const machines = nodes.map(({ name, requested, allocatable, pods }) => {
    const amounts = Object.entries(requested).map(([resource, amount]) => {
      const [unit, word] =
        resource === 'cpu'
          ? [1_000, 'vCPU']
          : resource === 'memory'
            ? [2 ** 30, 'GiB']
            : [1, resource]
      return `${amount / unit}/${(allocatable[resource] ?? 0) / unit} ${word}`
    })
    return `${name.padEnd(8)} ${amounts.join(', ').padEnd(28)} ${pods.map(plain).join(' ')}`.trimEnd()
  })
  const { machines: bought, costPerHour, pending } = metrics
  const end = `${bought} machines, $${costPerHour.toFixed(2)} an hour, ${pending} pending`
  return `${[...lines, '', ...machines, '', end].join('\n')}\n`
}

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1)

describe('what the stories say, whatever the seed of the ties', () => {
  it('machine shapes: the scheduler keeps the GPU machine for what asks for GPUs', () => {
    for (const seed of SEEDS) {
      const [left, right] = run('machine-shapes.yaml', { seed })
      expect([left!.metrics.costPerHour, right!.metrics.costPerHour]).toEqual([10.772, 6.17])
      const gpuApps = right!.nodes[3]!.pods.map((pod) => /^[a-z]+/.exec(pod)![0])
      expect(gpuApps.sort()).toEqual(['inference', 'inference', 'training', 'training'])
      expect(left!.nodes[3]!.requested['nvidia.com/gpu'] ?? 0).toBe(0)
    }
  })

  it('jobs: room that is given back is used again', () => {
    for (const seed of SEEDS) {
      const [left, right] = run('jobs.yaml', { seed })
      expect(left!.metrics.machines).toBe(9)
      expect(right!.metrics.machines).toBeLessThanOrEqual(6)
      expect(right!.pods.filter(({ phase }) => phase === 'Succeeded')).toHaveLength(24)
    }
  })

  it('night: nobody wakes up on the right, and everything is back long before the left', () => {
    const simulation = createSimulation(load('night.yaml'))
    const down = (seconds: number) => {
      simulation.seek(seconds * 1_000)
      return simulation.run.clusters.map(({ ledger }) => ledger.availability.down)
    }
    expect(down(19)).toEqual([0, 0])
    expect(down(21)).toEqual([5, 5])
    expect(down(20 + 355)).toEqual([5, 0])
    expect(down(22 * 60)).toEqual([0, 0])
    const machine = run('night.yaml', {}, 19_000)[1]!.nodes[1]!
    expect(machine.pods.some((pod) => pod.startsWith('db'))).toBe(false)
  })
})
