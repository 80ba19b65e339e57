import { describe, expect, test } from 'vitest'
import type { LaneUpdate } from '../protocol.ts'
import { createRequestHandler } from '../requests.ts'
import { answerTo } from '../testing/answerTo.ts'
import { play } from '../testing/play.ts'
import { createEncoder } from './encoder.ts'

const SHOP = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "shop:1.0", ports: [{ containerPort: 8080 }] }
        - { name: log, image: "log:3" }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "db:1" }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], storageClassName: fast, resources: { requests: { storage: 1Gi } } }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: example.com/disk
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: team }
spec: { hard: { pods: "4" } }
`

/** Everything a page would be told of the only lane, from the start. */
function pageOf(world: ReturnType<typeof play>) {
  const { run } = world
  const summary = { nextEventAt: run.nextAt, commands: { done: 0, all: 0 }, dropped: 0 }
  const update = createEncoder().update(run, summary, true)
  const [lane] = update.lanes
  const { pods } = lane as LaneUpdate
  return {
    lane: lane!,
    pods: pods.names
      .split('\n')
      .map((name, i) =>
        [
          name.replace(/-[a-z0-9]{8,10}-[a-z0-9]{5}$/, '-x'),
          `${pods.ready[i]}/${pods.containers[i]}`,
          update.statuses![pods.status[i]!],
          `state ${pods.state[i]}`,
          `v${pods.version[i]}`,
          `${pods.volumes[i]} volumes`,
        ].join(' '),
      ),
  }
}

describe('pods and Services as the page is told of them', () => {
  test('pods have containers, a status, a version and volumes', () => {
    const world = play(SHOP)
    expect(pageOf(world).pods).toMatchInlineSnapshot(`
      [
        "db-0 0/1 ContainerCreating state 1 v1 1 volumes",
        "web-x 0/2 ContainerCreating state 1 v1 0 volumes",
        "web-x 0/2 ContainerCreating state 1 v1 0 volumes",
      ]
    `)
    world.wait(5)
    expect(pageOf(world).pods).toMatchInlineSnapshot(`
      [
        "db-0 1/1 Running state 2 v1 1 volumes",
        "web-x 2/2 Running state 2 v1 0 volumes",
        "web-x 2/2 Running state 2 v1 0 volumes",
      ]
    `)
  })

  test('an old template that is the newest again has a new number', () => {
    const world = play(SHOP)
    world.wait(5)
    const rollout = { kind: 'Deployment', namespace: 'default', name: 'web' }
    world.give({ type: 'rollout', action: 'pause', ...rollout })
    world.give({ type: 'rollout', action: 'resume', ...rollout })
    expect(world.run.marks.after(0).filter(({ type }) => type === 'rollout')).toEqual([])
    world.give({ type: 'rollout', action: 'restart', ...rollout })
    world.wait(1)
    expect(pageOf(world).pods.filter((line) => line.startsWith('web'))).toMatchInlineSnapshot(`
      [
        "web-x 2/2 Running state 2 v1 0 volumes",
        "web-x 2/2 Terminating state 5 v1 0 volumes",
        "web-x 2/2 Running state 2 v2 0 volumes",
      ]
    `)
    world.give({ type: 'rollout', action: 'undo', ...rollout })
    world.wait(5)
    expect(pageOf(world).pods.filter((line) => line.startsWith('web'))).toMatchInlineSnapshot(`
      [
        "web-x 2/2 Running state 2 v3 0 volumes",
        "web-x 2/2 Running state 2 v3 0 volumes",
      ]
    `)
    expect(world.run.marks.after(0).filter(({ type }) => type === 'rollout')).toMatchObject([
      { at: 5_000, label: 'web' },
      { at: 6_000, label: 'web' },
    ])
  })

  test('a Service is told with who is behind it, and quotas with what is used', () => {
    const world = play(SHOP)
    world.wait(0.5)
    const before = pageOf(world).lane.services
    expect(before).toMatchObject([{ endpoints: [], notReady: 2 }])
    world.wait(1)
    expect(pageOf(world).lane.services).toMatchInlineSnapshot(`
      [
        {
          "answered": 0,
          "clusterIP": "10.96.0.11",
          "dns": "web.default.svc.cluster.local",
          "endpoints": [
            1,
            2,
          ],
          "failed": 0,
          "failures": [],
          "latencyMillis": {
            "p50": 0,
            "p99": 0,
          },
          "name": "web",
          "namespace": "default",
          "notReady": 0,
          "ports": "80:30000/TCP",
          "requestsPerSecond": 0,
          "type": "NodePort",
          "versions": [],
        },
      ]
    `)
    expect(pageOf(world).lane.quotas).toEqual([
      { namespace: 'default', name: 'team', resource: 'pods', used: 3, hard: 4 },
    ])
  })

  test('what a quota refuses is marked and counted', () => {
    const world = play(SHOP.replace('"4"', '"2"'))
    world.wait(1)
    const refused = world.run.marks.after(0).filter(({ type }) => type === 'refused')
    expect(refused.map(({ label }) => label.replace(/-.*/, ''))).toEqual(['web'])
    expect(refused[0]!.detail).toMatch(/exceeded quota: team, requested: pods=1/)
    const told = pageOf(world).lane.refused
    expect(told?.pods).toBe(1)
    expect(told?.message).toMatch(/exceeded quota: team,/)
    expect(pageOf(play(SHOP)).lane.refused).toBeUndefined()
  })

  test('Services travel only when one of them has changed', () => {
    const world = play(SHOP)
    const encoder = createEncoder()
    const told = () => {
      const summary = { nextEventAt: undefined, commands: { done: 0, all: 0 }, dropped: 0 }
      const [lane] = encoder.update(world.run, summary).lanes
      return [lane!.services !== undefined, lane!.quotas !== undefined]
    }
    expect(told()).toEqual([true, true])
    expect(told()).toEqual([false, false])
    world.wait(3)
    expect(told()).toEqual([true, false])
  })
})

describe('logs', () => {
  function ask(request: { selector?: string; row?: number; tail: number }) {
    const handler = createRequestHandler()
    answerTo(handler, {
      type: 'load',
      text: `apiVersion: podfall.dev/v1
kind: Scenario
metadata: { name: shop }
spec:
  lanes: [kubernetes-default]
  machineTypes: [{ name: standard, allocatable: { cpu: 8, memory: 32Gi } }]
  machines: [{ type: standard, count: 1 }]
---${SHOP}`,
    })
    answerTo(handler, { type: 'advance', to: 5_000 })
    const command = { type: 'delete', kind: 'Pod', namespace: 'default', name: 'db-0' } as const
    answerTo(handler, { type: 'command', command })
    const answer = answerTo(handler, { type: 'logs', lane: 'kubernetes-default', ...request })
    if (!('result' in answer)) throw new Error('no answer')
    const { lines } = answer.result as {
      lines: readonly { at: number; pod: string; container: string; text: string }[]
    }
    return lines.map(
      ({ at, pod, container, text }) => `${at / 1_000}s ${pod.slice(0, 3)} ${container}: ${text}`,
    )
  }

  test('of pods that a selector selects, merged by time', () => {
    expect(ask({ selector: 'app in (web,db)', tail: 100 })).toMatchInlineSnapshot(`
      [
        "1s web web: starting shop:1.0",
        "1s web web: listening on :8080",
        "1s web log: starting log:3",
        "1s web log: ready",
        "1s web web: starting shop:1.0",
        "1s web web: listening on :8080",
        "1s web log: starting log:3",
        "1s web log: ready",
        "3s db- db: starting db:1",
        "3s db- db: ready",
        "5s db- db: SIGTERM received, finishing what is open",
      ]
    `)
    expect(ask({ selector: 'app=web', tail: 2 })).toHaveLength(2)
  })

  test('of one pod', () => {
    expect(ask({ row: 0, tail: 10 }).every((line) => line.includes('db'))).toBe(true)
  })

  test.each([
    [{ tail: 0 }, 'from 1 to 10000'],
    [{ tail: 10, selector: 'a b c' }, 'no label selector'],
    [{ tail: 10, row: 99 }, 'is gone'],
  ])('%o is refused', (request, sentence) => {
    expect(() => ask(request)).toThrow(sentence)
  })
})
