import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Node, Pod, PodDisruptionBudget, PodSpec, Service } from '../api/types.gen.ts'
import { kubernetesDefault } from '../scheduler/policies/kubernetesDefault.ts'
import { priorityOf } from '../scheduler/preemption/importance.ts'
import { type NodeOptions, testCluster, testNode, testPod } from '../scheduler/testing/cluster.ts'
import { explain } from './explain.ts'

/*
 * Small clusters in which every default plugin has something to say: zones, taints, selectors, host
 * ports, images, spread constraints, affinity between pods, priorities and disruption budgets.
 */

const parameters = { seed: 20_260_202, numRuns: 150 }
const HOST = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'
const APPS = ['web', 'db']

const labelsOf = (app: string) => ({ app })
const app = fc.constantFrom(...APPS)
const key = fc.constantFrom(HOST, ZONE, 'rack')

const nodeOptions: fc.Arbitrary<NodeOptions> = fc.record({
  cpu: fc.integer({ min: 0, max: 6 }).map(String),
  memory: fc.constantFrom('4Gi', '16Gi'),
  pods: fc.constantFrom('110', '2'),
  labels: fc.record(
    { [ZONE]: fc.constantFrom('z1', 'z2'), rack: fc.constantFrom('r1', 'r2') },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, string>>,
  taints: fc.constantFrom(
    [],
    [],
    [{ key: 'gpu', effect: 'NoSchedule' }],
    [{ key: 'slow', effect: 'PreferNoSchedule' }],
  ),
  unschedulable: fc.constantFrom(false, false, false, true),
})

const node = (options: NodeOptions, index: number): Node => {
  const name = `n${index}`
  return testNode(name, { ...options, labels: { ...options.labels, [HOST]: name } })
}

const term = fc.record({
  topologyKey: key,
  labelSelector: app.map((name) => ({ matchLabels: labelsOf(name) })),
})
const affinity = fc.record(
  {
    podAffinity: fc.record({
      preferredDuringSchedulingIgnoredDuringExecution: fc.array(
        fc.record({ weight: fc.integer({ min: 1, max: 100 }), podAffinityTerm: term }),
        { maxLength: 2 },
      ),
      requiredDuringSchedulingIgnoredDuringExecution: fc.array(term, { maxLength: 1 }),
    }),
    podAntiAffinity: fc.record({
      requiredDuringSchedulingIgnoredDuringExecution: fc.array(term, { maxLength: 1 }),
    }),
    nodeAffinity: fc.record({
      preferredDuringSchedulingIgnoredDuringExecution: fc.array(
        fc.record({
          weight: fc.integer({ min: 1, max: 100 }),
          preference: fc.constant({ matchExpressions: [{ key: 'rack', operator: 'Exists' }] }),
        }),
        { maxLength: 1 },
      ),
    }),
  },
  { requiredKeys: [] },
)
const spread = (actions: readonly string[]) =>
  fc.array(
    fc.record({
      maxSkew: fc.integer({ min: 1, max: 2 }),
      topologyKey: key,
      whenUnsatisfiable: fc.constantFrom(...actions),
      labelSelector: app.map((name) => ({ matchLabels: labelsOf(name) })),
    }),
    { maxLength: 2 },
  )

const podSpec = (actions: readonly string[]): fc.Arbitrary<Partial<PodSpec>> =>
  fc.record(
    {
      priority: fc.integer({ min: 0, max: 3 }),
      affinity,
      topologySpreadConstraints: spread(actions),
      tolerations: fc.constant([{ key: 'gpu', operator: 'Exists' }]),
    },
    { requiredKeys: [] },
  )
const pod = (actions = ['DoNotSchedule', 'ScheduleAnyway']) =>
  fc.record({
    cpu: fc.integer({ min: 0, max: 3 }).map(String),
    memory: fc.constantFrom('1Gi', '4Gi'),
    spec: podSpec(actions),
    app,
    port: fc.constantFrom(undefined, undefined, 80),
  })
type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never
type PodOptions = ValueOf<ReturnType<typeof pod>>

function makePod(name: string, options: PodOptions, nodeName?: string): Pod {
  const { cpu, memory, spec, port } = options
  const made = testPod(name, { cpu, memory }, { ...spec, nodeName }, labelsOf(options.app))
  const containers = made.spec!.containers.map((container) => ({
    ...container,
    ...(port && { ports: [{ containerPort: port, hostPort: port }] }),
  }))
  return {
    ...made,
    metadata: { ...made.metadata, uid: `uid-${name}` },
    spec: { ...made.spec!, containers },
  }
}

const budgets = fc.array(
  fc.record({ name: app, disruptionsAllowed: fc.integer({ min: 0, max: 1 }) }),
  { maxLength: 2 },
)
const cluster = (actions?: string[]) =>
  fc.record({
    nodes: fc.array(nodeOptions, { maxLength: 5 }).map((list) => list.map(node)),
    running: fc.array(fc.record({ options: pod(actions), at: fc.nat() }), { maxLength: 6 }),
    waiting: pod(actions),
    budgets,
    services: fc.subarray(APPS),
    seed: fc.integer({ min: 0, max: 1_000 }),
  })
type Given = ValueOf<ReturnType<typeof cluster>>

function objectsOf({ nodes, running, waiting, budgets: given, services }: Given) {
  const bound = running.flatMap(({ options, at }, index) => {
    const nodeName = nodes[at % nodes.length]?.metadata?.name
    return nodeName === undefined ? [] : [makePod(`r${index}`, options, nodeName)]
  })
  return {
    nodes,
    pods: [...bound, makePod('p', waiting)],
    budgets: given.map(({ name, disruptionsAllowed }, index) => ({
      kind: 'PodDisruptionBudget',
      metadata: { name: `b${index}`, namespace: 'default' },
      spec: { selector: { matchLabels: labelsOf(name) } },
      status: { disruptionsAllowed },
    })) as unknown as PodDisruptionBudget[],
    services: services.map((name) => ({
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { selector: labelsOf(name) },
    })) as Service[],
  }
}

const ask = (given: Given, more: readonly Node[] = []) => {
  const { nodes, pods, budgets: limits, services } = objectsOf(given)
  const kinds = pods.map((each) => ({ ...each, kind: 'Pod' }))
  const objects = [...nodes, ...more, ...kinds, ...limits, ...services]
  return explain(objects, { pod: { namespace: 'default', name: 'p' }, seed: given.seed })
}

describe('K15 properties of a decision', () => {
  test('explain agrees with what the simulation then does', () => {
    let placed = 0
    let preempted = 0
    let refused = 0
    fc.assert(
      fc.property(cluster(), (given) => {
        const answer = ask(given)
        const { nodes, pods, budgets: limits, services } = objectsOf(given)
        const run = testCluster(kubernetesDefault, given.seed)
        for (const limit of limits) run.store.create('PodDisruptionBudget', limit)
        for (const service of services) run.store.create('Service', service)
        for (const each of nodes) run.addNode(each)
        for (const each of pods) run.addPod(each)
        run.run()
        const attempt = run.attempts.find((each) => each.pod === 'p')!
        expect(attempt.candidates).toEqual(answer.candidates)
        expect(attempt.selected === undefined).toBe(answer.selectedNode === null)
        if (attempt.selected) expect(answer.candidates).toContain(attempt.selected)
        expect(attempt.message ?? '').toBe(answer.message)
        for (const verdict of attempt.verdicts) {
          expect(answer.filterStatus[verdict.node]).toEqual({
            plugin: verdict.rejectedBy ?? null,
            code: verdict.code ?? 'Success',
            reasons: verdict.reasons ?? [],
          })
          expect(answer.totalScore[verdict.node]).toBe(verdict.total)
        }
        expect(attempt.preemption === undefined).toBe(answer.preemption === undefined)
        if (answer.preemption) preempted += 1
        else if (answer.selectedNode) placed += 1
        else refused += 1
      }),
      parameters,
    )
    // A property that never meets the interesting case says nothing about it.
    expect(Math.min(placed, preempted, refused)).toBeGreaterThan(5)
  })

  test('preemption evicts lower priority only, and then the pod fits', () => {
    fc.assert(
      fc.property(cluster(), (given) => {
        const { preemption } = ask(given)
        if (!preemption) return
        const { pods, nodes, budgets: limits, services } = objectsOf(given)
        const waiting = pods.at(-1)!
        const { nominatedNode, victims } = preemption
        expect(victims.length).toBeGreaterThan(0)
        for (const name of victims) {
          const victim = pods.find(({ metadata }) => metadata?.name === name)!
          expect(victim.spec?.nodeName).toBe(nominatedNode)
          expect(priorityOf(victim)).toBeLessThan(priorityOf(waiting))
        }
        const left = pods.filter(({ metadata }) => !victims.includes(metadata!.name!))
        const objects = [...nodes, ...left.map((each) => ({ ...each, kind: 'Pod' }))]
        const answer = explain([...objects, ...limits, ...services], {
          pod: { namespace: 'default', name: 'p' },
        })
        expect(answer.filterStatus[nominatedNode]?.code).toBe('Success')
      }),
      parameters,
    )
  })

  test('one more node never makes a schedulable pod unschedulable, hard spreading aside', () => {
    fc.assert(
      fc.property(cluster(['ScheduleAnyway']), nodeOptions, (given, added) => {
        if (ask(given).selectedNode === null) return
        expect(ask(given, [node(added, 99)]).selectedNode).not.toBe(null)
      }),
      parameters,
    )
  })

  test('scores are whole numbers, final ones from 0 to 100 times the weight', () => {
    const weights: Record<string, number> = {
      TaintToleration: 3,
      NodeAffinity: 2,
      PodTopologySpread: 2,
      InterPodAffinity: 2,
    }
    fc.assert(
      fc.property(cluster(), (given) => {
        const answer = ask(given)
        const best = Math.max(...Object.values(answer.totalScore))
        for (const [name, scores] of Object.entries(answer.finalScoreResult)) {
          let total = 0
          for (const [plugin, score] of Object.entries(scores)) {
            const share = score / (weights[plugin] ?? 1)
            expect(Number.isInteger(share) && share >= 0 && share <= 100).toBe(true)
            expect(Number.isInteger(answer.scoreResult[name]?.[plugin])).toBe(true)
            total += score
          }
          expect(answer.totalScore[name]).toBe(total)
          expect(answer.candidates.includes(name)).toBe(total === best)
        }
      }),
      parameters,
    )
  })

  test('asking twice gives the same answer, and asking changes nothing', () => {
    fc.assert(
      fc.property(cluster(), (given) => {
        const before = JSON.stringify(objectsOf(given))
        expect(ask(given)).toEqual(ask(given))
        expect(JSON.stringify(objectsOf(given))).toBe(before)
      }),
      { ...parameters, numRuns: 40 },
    )
  })
})
