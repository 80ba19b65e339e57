import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../protocol.ts'
import { isActive, isReady } from '../rules/podStatus.ts'
import { play } from '../testing/play.ts'

const SPEC = `
  lanes: [kubernetes-default]
  machineTypes:
    - { name: small, allocatable: { cpu: 4, memory: 16Gi }, price: 0.2, bootTime: 45s }
    - { name: large, allocatable: { cpu: 8, memory: 32Gi }, price: 0.4, bootTime: 20s }
  nodeGroups:
    - { name: general, type: small, min: 1, max: 4, count: 2 }
    - { name: spot, type: small, max: 3, count: 1, spot: true, price: 0.07, notice: 30s }
    - { name: big, type: large, max: 2, taints: [{ key: big, effect: PreferNoSchedule }] }
  clusterAutoscaler: { expander: random, scaleDownUnneededTime: 2m, scaleDownDelayAfterAdd: 1m }
  maxMachines: 8
`
const LIMITS = { general: [1, 4], spot: [0, 3], big: [0, 2] } as const

const app = (name: string, replicas: number, cpu: string, annotations = '{}') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }, annotations: ${annotations} }
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - { name: main, image: example/app:1, resources: { requests: { cpu: ${cpu}, memory: 1Gi } } }
`
const APPS =
  `${app('web', 3, '1500m')}${app('api', 1, '500m')}${app('db', 4, '500m', '{ podfall.dev/startup-time: 8s }')}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: db }
spec: { minAvailable: 3, selector: { matchLabels: { app: db } } }
`.replace(/^\n---\n/, '')

const machine = fc.integer({ min: 1, max: 9 })
const scale: fc.Arbitrary<Command> = fc.record({
  type: fc.constant('scale' as const),
  kind: fc.constant('Deployment'),
  namespace: fc.constant('default'),
  name: fc.constantFrom('web', 'api'),
  replicas: fc.integer({ min: 0, max: 14 }),
})
const kind: fc.Arbitrary<Command> = fc.record({
  type: fc.constantFrom('cordon' as const, 'uncordon' as const, 'drain' as const),
  machine,
})
const rough: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constantFrom(
      'pullPlug' as const,
      'plugIn' as const,
      'terminate' as const,
      'reclaim' as const,
    ),
    machine,
  }),
  fc.record({ type: fc.constant('controlPlane' as const), up: fc.boolean() }),
)
/** What is done, and how many seconds after what was done before. */
const script = (command: fc.Arbitrary<Command>) =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: 240 }), command), { maxLength: 10 })

type Lane = ReturnType<typeof play>

function sizes({ run }: Lane): Record<string, number> {
  const counts: Record<string, number> = { general: 0, spot: 0, big: 0 }
  for (const { group } of run.clusters[0]!.cloud.machines()) counts[group!]! += 1
  return counts
}

const podsOf = ({ store }: Lane, name: string) =>
  store.list('Pod').filter(({ metadata }) => metadata?.labels?.app === name)

/** Every pod that should be is, once; none is on a machine that is not; machines and Nodes agree. */
function expectNothingLost(lane: Lane): void {
  const { store, run } = lane
  const { cloud } = run.clusters[0]!
  const nodes = new Set(store.list('Node').map(({ metadata }) => metadata!.name!))
  for (const { metadata, spec } of store.list('Deployment')) {
    const active = podsOf(lane, metadata!.name!).filter(isActive)
    expect(active).toHaveLength(spec!.replicas!)
  }
  for (const { spec } of store.list('Pod')) {
    if (spec?.nodeName !== undefined) expect(nodes).toContain(spec.nodeName)
  }
  const joined = cloud.machines().filter(({ booting }) => !booting)
  expect(new Set(joined.map(({ name }) => name))).toEqual(nodes)
}

describe('whatever is done', () => {
  it('A7 A11 A12: groups keep their bounds and evictions the budget, while machines only come and go', () => {
    fc.assert(
      fc.property(
        script(fc.oneof(scale, scale, kind)),
        fc.integer({ min: 1, max: 99 }),
        (steps, seed) => {
          const lane = play(APPS, { spec: SPEC, seed })
          lane.wait(120)
          const settle = (seconds: number) => {
            for (let second = 0; second < seconds; second++) {
              lane.wait(1)
              for (const [group, size] of Object.entries(sizes(lane))) {
                const [min, max] = LIMITS[group as keyof typeof LIMITS]
                expect(size).toBeGreaterThanOrEqual(min)
                expect(size).toBeLessThanOrEqual(max)
              }
              expect(
                podsOf(lane, 'db').filter(isReady).filter(isActive).length,
              ).toBeGreaterThanOrEqual(3)
            }
          }
          for (const [pause, command] of steps) {
            settle(pause)
            lane.ask(command)
          }
          settle(900)
          expectNothingLost(lane)
        },
      ),
      { numRuns: 15, seed: 20_261_121 },
    )
  })

  it('D7 A15: nothing is lost when machines die, are taken back, and nobody decides for a while', () => {
    fc.assert(
      fc.property(
        script(fc.oneof(scale, rough, rough)),
        fc.integer({ min: 1, max: 99 }),
        (steps, seed) => {
          const lane = play(APPS, { spec: SPEC, seed })
          lane.wait(120)
          for (const [pause, command] of steps) {
            lane.wait(pause)
            lane.ask(command)
            for (const [group, size] of Object.entries(sizes(lane))) {
              expect(size).toBeLessThanOrEqual(LIMITS[group as keyof typeof LIMITS][1])
            }
          }
          lane.ask({ type: 'controlPlane', up: true })
          for (let ordinal = 1; ordinal <= 40; ordinal++)
            lane.ask({ type: 'plugIn', machine: ordinal })
          lane.wait(1_800)
          expectNothingLost(lane)
          for (const [group, size] of Object.entries(sizes(lane))) {
            expect(size).toBeLessThanOrEqual(LIMITS[group as keyof typeof LIMITS][1])
          }
        },
      ),
      { numRuns: 30, seed: 20_261_121 },
    )
  })
})
