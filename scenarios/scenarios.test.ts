import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Millis } from '../src/engine/api/units.ts'
import {
  createParseMemo,
  createSimulation,
  type HeadlessResult,
  type RunSettings,
  runHeadless,
} from '../src/engine/index.ts'
import { story } from './story.ts'

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

/** Too many events to be read: of these only how they stand, at a time before the end if all takes too long. */
const LARGE: Readonly<Record<string, Millis | undefined>> = {
  'at-scale.yaml': undefined,
  'openb.yaml': 80_000,
  'opening-night.yaml': 20_000,
  'roll-500.yaml': undefined,
  'the-limit.yaml': 1_500,
}

/** How many pods stand how, what was told how often, and the last line of the story. */
function sums(result: HeadlessResult, down: number): string {
  const count = (texts: readonly string[]) => {
    const counts = new Map<string, number>()
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
    const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
    return sorted.map(([text, times]) => `${text} x${times}`).join(', ')
  }
  const pods = result.pods.map(({ phase, nodeName }) => (nodeName ? phase : `${phase} unbound`))
  const told = result.events.map(({ reason }) => reason)
  const [before, , end] = story(result, down).trimEnd().split('\n').slice(-3)
  const requests = result.traffic ? [before!] : []
  const last = [`${result.time} s: ${count(pods)}`, count(told), ...requests, end!]
  return `${last.join('\n')}\n`
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
    const problems: unknown[] = []
    const large = Object.hasOwn(LARGE, file)
    const lanes = runHeadless(settings, LARGE[file] ?? settings.scenario.until, (problem) => {
      problems.push(problem)
    })
    expect(problems).toEqual([])
    const text = lanes
      .map(({ lane, result, down }) => {
        return `# ${lane}\n\n${large ? sums(result, down) : story(result, down)}`
      })
      .join('\n')
    await expect(text).toMatchFileSnapshot(file.replace('.yaml', '.snap'))
  })
})

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

  it('zones: the dark zone held all of the shop on the left, a third of it on the right', () => {
    for (const seed of SEEDS) {
      const [left, right] = run('zones.yaml', { seed }, 21_000)
      const shops = ({ nodes }: HeadlessResult) =>
        nodes.map(({ pods }) => pods.filter((pod) => pod.startsWith('shop')).length)
      expect(shops(left!)).toEqual([2, 1, 0, 0, 0, 0])
      const [a, A, b, B, c, C] = shops(right!)
      expect([a! + A!, b! + B!, c! + C!]).toEqual([1, 1, 1])
      const homes = right!.pods.filter(({ name }) => name.startsWith('db')).map((p) => p.nodeName)
      expect(new Set(homes).size).toBe(2)
      expect(['node-1', 'node-3', 'node-5']).toEqual(expect.arrayContaining(homes))
      expect(right!.nodes[5]!.pods.map((pod) => pod.split('-')[0])).toEqual([
        'training',
        'training',
      ])
      expect(left!.nodes[5]!.pods.some((pod) => pod.startsWith('web'))).toBe(true)

      const after = run('zones.yaml', { seed }, 400_000)[1]!
      expect(after.metrics.pending).toBe(0)
      expect(
        shops(after)
          .slice(2)
          .reduce((sum, pods) => sum + pods),
      ).toBe(3)
    }
  })

  it('priorities: checkout runs on the right at the expense of render alone', () => {
    const preempted = (result: HeadlessResult) =>
      new Set(
        result.events
          .filter(({ reason }) => reason === 'Preempted')
          .map(({ object }) => /^pod\/([a-z]+)/.exec(object)![1]),
      )
    const running = ({ pods }: HeadlessResult, app: string) =>
      pods.filter(({ name, phase }) => name.startsWith(app) && phase === 'Running').length
    for (const seed of SEEDS) {
      const [left, right] = run('priorities.yaml', { seed }, 49_000)
      expect([running(left!, 'checkout'), running(right!, 'checkout')]).toEqual([0, 3])
      expect(left!.metrics.pending).toBe(3)
      expect([...preempted(right!)]).toEqual(['render'])
      expect(running(right!, 'backup')).toBe(4)
      expect(right!.pods.filter(({ phase }) => phase === 'Pending')).toHaveLength(
        right!.metrics.pending,
      )
    }
  })

  it('priorities: without its budget backup would be the first to go', () => {
    const settings = load('priorities.yaml')
    const objects = settings.objects.filter(({ kind }) => kind !== 'PodDisruptionBudget')
    const [, right] = run('priorities.yaml', { objects }, 30_000)
    const victims = right!.events.filter(({ reason }) => reason === 'Preempted')
    expect(victims.length).toBeGreaterThan(0)
    for (const { object } of victims) expect(object).toMatch(/^pod\/backup/)
  })

  it('training: it runs on the reserved machine alone, and nobody else does', () => {
    for (const seed of SEEDS) {
      const [left, right] = run('training.yaml', { seed }, 30_000)
      const apps = right!.nodes[2]!.pods.map((pod) => pod.split('-')[0])
      expect(apps).toEqual(['training'])
      expect(left!.nodes[2]!.pods.some((pod) => pod.startsWith('web'))).toBe(true)
      const after = run('training.yaml', { seed })[1]!
      expect(after.pods.filter(({ phase }) => phase === 'Succeeded')).toHaveLength(2)
    }
  })

  it('premiere: machines come with the crowd and go after it', () => {
    for (const seed of SEEDS.slice(0, 3)) {
      const machines = (until: number) => run('premiere.yaml', { seed }, until)[0]!.metrics
      expect(machines(20_000).machines).toBe(2)
      expect(machines(150_000)).toMatchObject({ machines: 4, pending: 0 })
      expect(machines(1_320_000)).toMatchObject({ machines: 2, pending: 0 })
    }
  })

  it('three tiers: playback has a place at once, and no more machines are bought for encoding', () => {
    for (const seed of SEEDS.slice(0, 3)) {
      const [lane] = run('three-tiers.yaml', { seed })
      const running = (app: string) =>
        lane!.pods.filter(({ name, phase }) => name.startsWith(app) && phase === 'Running').length
      expect([running('login'), running('playback')]).toEqual([3, 11])
      expect(lane!.metrics.machines).toBe(4)
    }
  })

  it('control plane down: what is sent to the dead machine is lost until it is back, and no more', () => {
    for (const seed of SEEDS.slice(0, 3)) {
      const failed = (until: number) =>
        run('control-plane-down.yaml', { seed }, until)[0]!.traffic![0]!.failed
      expect(failed(35_000)).toBe(0)
      expect(failed(75_000)).toBeGreaterThan(50)
      // 50 s after it is back the machine is known to be silent.
      expect(failed(130_000)).toBe(failed(480_000))
    }
  })

  it('bigger machines: no customer waits in vain', () => {
    const [lane] = run('bigger-machines.yaml')
    expect(lane!.traffic![0]).toMatchObject({ failed: 0 })
    expect(lane!.traffic![0]!.answered).toBeGreaterThan(40_000)
  })

  it('bigger machines: the shop never has fewer copies than its budget says', () => {
    const simulation = createSimulation(load('bigger-machines.yaml'))
    const [cluster] = simulation.run.clusters
    for (let seconds = 10; seconds <= 120; seconds++) {
      simulation.runUntil(seconds * 1_000)
      const ready = cluster!.store
        .list('Pod')
        .filter(({ status }) =>
          status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'),
        )
      expect(ready.length).toBeGreaterThanOrEqual(6)
    }
    simulation.runUntil(1_080_000)
    expect(cluster!.cloud.machines().map(({ group }) => group)).toEqual(['new', 'new'])
  })

  it.each([
    ['roll-to-2.yaml', false],
    ['roll-to-2-lossy.yaml', true],
    ['blue-green.yaml', false],
    ['hello-world.yaml', false],
  ])('%s: requests are lost: %s', (file, lost) => {
    for (const seed of SEEDS) {
      const settings = { ...load(file), seed }
      const simulation = createSimulation(settings)
      simulation.seek(settings.scenario.until)
      const [service] = simulation.run.clusters.at(-1)!.services.list()
      expect(service!.answered).toBeGreaterThan(100)
      expect(service!.failed > 0).toBe(lost)
    }
  })

  it('mysql: the second one waits for word of its machine, then its disk follows it', () => {
    const settings = load('mysql.yaml')
    const simulation = createSimulation(settings)
    const { store } = simulation.run.clusters[0]!
    const claimed = () => store.list('PersistentVolumeClaim').map(({ spec }) => spec?.volumeName)
    simulation.seek(15_000)
    const before = claimed()
    expect(new Set(before).size).toBe(3)
    const where = () => simulation.run.clusters[0]!.store.get('Pod', 'default', 'mysql-1')
    const first = where()!.spec!.nodeName
    simulation.seek(470_000)
    expect(where()!.metadata!.deletionTimestamp).toBeDefined()
    simulation.seek(settings.scenario.until)
    expect(where()!.status!.phase).toBe('Running')
    expect(where()!.spec!.nodeName).not.toBe(first)
    expect(claimed()).toEqual(before)
  })

  it('maintenance: never more than one copy of the shop is away', () => {
    const settings = load('maintenance.yaml')
    const simulation = createSimulation(settings)
    for (let at = 14_000; at <= settings.scenario.until; at += 1_000) {
      simulation.seek(at)
      const [budget] = simulation.run.clusters.at(-1)!.store.list('PodDisruptionBudget')
      expect(budget!.status!.currentHealthy).toBeGreaterThanOrEqual(3)
    }
  })
})
