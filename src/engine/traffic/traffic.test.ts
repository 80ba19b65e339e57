import { describe, expect, test } from 'vitest'
import { readLogs } from '../logs/readLogs.ts'
import { play } from '../testing/play.ts'

interface Shape {
  readonly version?: string
  readonly replicas?: number
  /** Fields of the container and of the pod, as YAML. */
  readonly container?: string
  readonly spec?: string
  readonly annotations?: string
}

const app = (shape: Shape = {}) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${shape.replicas ?? 3}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: { ${shape.annotations ?? ''} } }
    spec:
      ${shape.spec ?? ''}
      containers:
        - name: web
          image: "shop:${shape.version ?? '1.0'}"
          ports: [{ containerPort: 8080, name: http }]
          ${shape.container ?? ''}
`
const SERVICE = `
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
`
const curl = (to = 'http://web', perSecond = 10, more = '') => `
---
apiVersion: podfall.dev/v1
kind: Traffic
metadata: { name: curl, labels: { app: curl } }
spec: { to: "${to}", requestsPerSecond: ${perSecond}${more} }
`
const READY = 'readinessProbe: { httpGet: { port: 8080 }, periodSeconds: 1 }'
const DRAIN = 'lifecycle: { preStop: { sleep: { seconds: 5 } } }'
const SLOW_START = 'podfall.dev/startup-time: 5s'

type Played = ReturnType<typeof play>

/** What became of the requests, in one line. */
function told(world: Played): string {
  const [state] = world.run.clusters[0]!.services.traffic()
  const { answered = 0, failed = 0, versions = [], failures = [] } = state ?? {}
  return [
    `${answered} answered`,
    ...versions.map((each) => `${each.version} x${each.answered}`),
    `${failed} failed`,
    ...failures.map(({ reason, count }) => `${reason} x${count}`),
  ].join(', ')
}

const rate = (world: Played, requestsPerSecond: number) =>
  world.give({ type: 'setTraffic', namespace: 'default', name: 'curl', requestsPerSecond })

/** Plays until a rollout to 2.0 is over, and says what became of the requests meanwhile. */
function rollOut(shape: Shape, perSecond = 100): string {
  const world = play(app(shape) + SERVICE + curl('http://web', 0), { machines: 3 })
  world.wait(20)
  rate(world, perSecond)
  world.wait(1)
  world.give({ type: 'apply', text: app({ ...shape, version: '2.0' }) })
  world.wait(120)
  rate(world, 0)
  world.wait(10)
  return told(world)
}

describe('N1 requests', () => {
  test('go to ready pods in turn, a second after the endpoints have changed', () => {
    const world = play(app() + SERVICE + curl())
    world.wait(10)
    expect(told(world)).toBe('80 answered, 1.0 x80, 20 failed, no endpoints x20')
    const [web] = world.run.clusters[0]!.services.list()
    expect(web).toMatchObject({
      answered: 80,
      failed: 20,
      requestsPerSecond: 10,
      latencyMillis: { p50: 10, p99: 10 },
      dns: 'web.default.svc.cluster.local',
    })
  })

  test('are sent at another rate from the moment on at which it is set', () => {
    const world = play(app() + SERVICE + curl('http://web', 0))
    world.wait(5)
    rate(world, 100)
    world.wait(2)
    rate(world, 0)
    world.wait(5)
    expect(told(world)).toBe('200 answered, 1.0 x200, 0 failed')
    expect(world.run.nextAt).toBeUndefined()
    expect(
      world.ask({ type: 'setTraffic', namespace: 'default', name: 'x', requestsPerSecond: 1 })
        .error,
    ).toBe('There is no Traffic "x" in the namespace "default".')
    expect(
      world.ask({ type: 'setTraffic', namespace: 'default', name: 'curl', requestsPerSecond: -1 })
        .error,
    ).toContain('whole number from 0 to 1000000')
  })

  test('a stream that ends is over, and one that goes away counts what it has sent', () => {
    const world = play(app() + SERVICE + curl())
    world.wait(10.5)
    world.give({ type: 'delete', kind: 'Traffic', namespace: 'default', name: 'curl' })
    world.wait(5)
    const [web] = world.run.clusters[0]!.services.list()
    expect(web!.answered + web!.failed).toBe(105)
    expect(told(world)).toBe('0 answered, 0 failed')
  })
})

describe('N7 where the requests of the last second went', () => {
  /** By pod row, as `answered/failed version`. */
  const flows = (world: Played) =>
    world.run.clusters[0]!.services.traffic()[0]!.flows.map(({ row, answered, failed, version }) =>
      `${row}: ${answered}/${failed} ${version}`.trim(),
    )

  test('nowhere, then to each pod in turn, then nowhere again', () => {
    const world = play(app() + SERVICE + curl('http://web', 30), { machines: 3 })
    world.wait(1)
    expect(flows(world)).toEqual(['-1: 0/30'])
    world.wait(9)
    expect(flows(world)).toEqual(['0: 10/0 1.0', '1: 10/0 1.0', '2: 10/0 1.0'])
    world.give({ type: 'pullPlug', machine: 1 })
    world.wait(2)
    expect(flows(world).sort()).toEqual(['0: 10/0 1.0', '1: 10/0 1.0', '2: 0/10'])
    rate(world, 0)
    world.wait(2)
    expect(flows(world)).toEqual([])
  })

  test('add up to all that was counted, whatever changes within a second', () => {
    const world = play(app({ annotations: SLOW_START }) + SERVICE + curl('http://web', 0))
    world.wait(20)
    rate(world, 90)
    const change = app({ annotations: SLOW_START, version: '2.0' })
    let answered = 0
    let failed = 0
    for (let second = 0; second < 40; second++) {
      if (second === 3) world.give({ type: 'apply', text: change })
      world.wait(1)
      for (const flow of world.run.clusters[0]!.services.traffic()[0]!.flows) {
        answered += flow.answered
        failed += flow.failed
      }
    }
    const [curl1] = world.run.clusters[0]!.services.traffic()
    expect(curl1!.failed).toBeGreaterThan(100)
    expect([answered, failed]).toEqual([curl1!.answered, curl1!.failed])
  })
})

describe('N5 a rollout', () => {
  test('loses nothing with readiness and a preStop hook', () => {
    const shape = { container: `${READY}\n          ${DRAIN}`, annotations: SLOW_START }
    expect(rollOut(shape)).toMatchInlineSnapshot(
      `"12100 answered, 1.0 x1400, 2.0 x10700, 0 failed"`,
    )
  })

  test('loses what comes before the pods answer without readiness', () => {
    expect(rollOut({ container: DRAIN, annotations: SLOW_START })).toMatchInlineSnapshot(
      `"11699 answered, 1.0 x400, 2.0 x11299, 401 failed, connection refused x401"`,
    )
  })

  test('loses what comes before the endpoints are known without a preStop hook', () => {
    expect(rollOut({ container: READY, annotations: SLOW_START })).toMatchInlineSnapshot(
      `"12000 answered, 1.0 x1300, 2.0 x10700, 100 failed, connection refused x100"`,
    )
  })

  test('Recreate loses all that comes meanwhile', () => {
    const world = play(
      app({ container: READY }).replace(
        '  selector',
        '  strategy: { type: Recreate }\n  selector',
      ) +
        SERVICE +
        curl(),
    )
    world.wait(10)
    const recreate = app({ container: READY, version: '2.0' })
    world.give({
      type: 'apply',
      text: recreate.replace('  selector', '  strategy: { type: Recreate }\n  selector'),
    })
    world.wait(10)
    expect(told(world)).toMatchInlineSnapshot(
      `"150 answered, 1.0 x80, 2.0 x70, 50 failed, no endpoints x30, connection refused x20"`,
    )
  })
})

describe('N5 what takes pods away', () => {
  const steady = (shape: Shape = {}, perSecond = 100) => {
    const world = play(app({ container: READY, ...shape }) + SERVICE + curl('http://web', 0), {
      machines: 3,
    })
    world.wait(20)
    rate(world, perSecond)
    return world
  }

  test('a machine without power: timeouts until the control plane has noticed', () => {
    const world = steady()
    world.wait(1)
    world.give({ type: 'pullPlug', machine: 1 })
    world.wait(100)
    expect(told(world)).toMatchInlineSnapshot(
      `"8400 answered, 1.0 x8400, 1700 failed, timeout x1700"`,
    )
  })

  test('a machine that is taken away: nobody is there to refuse, also when its pods are collected', () => {
    const world = steady()
    world.wait(1)
    world.give({ type: 'terminate', machine: 1 })
    world.wait(100)
    expect(told(world)).toMatchInlineSnapshot(
      `"8100 answered, 1.0 x8100, 2000 failed, timeout x2000"`,
    )
  })

  test('a container that runs out of memory: whoever waited for its answer', () => {
    const world = steady({
      annotations:
        '"kwok.x-k8s.io/usage-memory": 2Gi, "podfall.dev/response-time": 200ms, "pod-complete.stage.kwok.x-k8s.io/delay": 1h, "oom-killed.stage.kwok.x-k8s.io/delay": 25s',
      container: `${READY}\n          resources: { limits: { memory: 1Gi } }`,
    })
    world.wait(10)
    expect(told(world)).toMatchInlineSnapshot(
      `"982 answered, 1.0 x982, 18 failed, connection reset x18"`,
    )
  })

  test('a preStop hook that takes longer than the grace period loses what is open at its end', () => {
    const world = steady(
      {
        replicas: 1,
        spec: 'terminationGracePeriodSeconds: 2',
        annotations: 'podfall.dev/response-time: 500ms',
        container: `${READY}\n          lifecycle: { preStop: { exec: { command: [sleep, "60"] } } }`,
      },
      100,
    )
    world.wait(1)
    world.give({
      type: 'scale',
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
      replicas: 0,
    })
    world.wait(2.5)
    expect(told(world)).toMatchInlineSnapshot(
      `"250 answered, 1.0 x250, 50 failed, connection reset x50"`,
    )
  })
})

describe('N2 N3 where requests lead', () => {
  const INGRESS = `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
          - { path: /old, pathType: Prefix, backend: { service: { name: gone, port: { number: 80 } } } }
`
  const DB = `
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db, version: "16" } }
    spec: { containers: [{ name: db, image: "db:1" }] }
---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Service
metadata: { name: alias }
spec: { type: ExternalName, externalName: web.default.svc.cluster.local }
---
apiVersion: v1
kind: Service
metadata: { name: nobody }
spec: { selector: { app: nobody }, ports: [{ port: 80 }] }
`
  test.each([
    ['http://web', '10 answered, 1.0 x10, 0 failed'],
    ['web.default', '10 answered, 1.0 x10, 0 failed'],
    ['http://web.default.svc.cluster.local:80', '10 answered, 1.0 x10, 0 failed'],
    ['http://10.96.0.11', '10 answered, 1.0 x10, 0 failed'],
    ['http://web:81', '0 answered, 10 failed, timeout x10'],
    ['http://web.other', '0 answered, 10 failed, name not found x10'],
    ['http://example.com', '0 answered, 10 failed, name not found x10'],
    ['http://nobody', '0 answered, 10 failed, no endpoints x10'],
    ['http://alias', '10 answered, 1.0 x10, 0 failed'],
    ['http://shop.example.com/cart', '10 answered, 1.0 x10, 0 failed'],
    ['http://shop.example.com/old', '0 answered, 10 failed, no endpoints x10'],
    ['http://db:5432', '10 answered, 16 x10, 0 failed'],
    ['http://db-1.db:5432', '10 answered, 16 x10, 0 failed'],
    ['http://db-7.db:5432', '0 answered, 10 failed, name not found x10'],
    ['http://db-0.web', '0 answered, 10 failed, name not found x10'],
  ])('%s', (to, outcome) => {
    const world = play(app() + SERVICE + INGRESS + DB + curl(to, 0))
    world.wait(10)
    rate(world, 10)
    world.wait(1)
    rate(world, 0)
    world.wait(1)
    expect(told(world)).toBe(outcome)
  })

  test('a Service knows its path, and a port that no container has refuses', () => {
    const world = play(app() + SERVICE.replace('http', '9090') + INGRESS + curl('http://web', 0))
    world.wait(10)
    rate(world, 10)
    world.wait(1)
    expect(told(world)).toBe('0 answered, 10 failed, connection refused x10')
    expect(world.run.clusters[0]!.services.list()[0]!.path).toBe('shop.example.com/')
  })
})

describe('N4 network policies', () => {
  const DENY = `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny }
spec: { podSelector: {} }
`
  const ALLOW = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: curl } } }], ports: [{ port: http }] }]
`
  test('close pods, and open them for some', () => {
    const world = play(app() + SERVICE + DENY + curl('http://web', 0))
    world.wait(5)
    rate(world, 10)
    world.wait(1)
    expect(told(world)).toBe('0 answered, 10 failed, denied by policy x10')
    world.give({ type: 'apply', text: ALLOW })
    world.wait(1)
    expect(told(world)).toBe('10 answered, 1.0 x10, 10 failed, denied by policy x10')
  })

  test('by address: pods of the cluster, and whoever is outside', () => {
    const block = (cidr: string) =>
      ALLOW.replace('podSelector: { matchLabels: { app: curl } }', `ipBlock: { cidr: ${cidr} }`)
    const lost = (cidr: string, from = '') => {
      const world = play(`${app() + SERVICE}---\n${block(cidr)}${curl('http://web', 0, from)}`)
      world.wait(5)
      rate(world, 10)
      world.wait(2)
      return world.run.clusters[0]!.services.traffic()[0]!.failed
    }
    expect(lost('10.244.0.0/16')).toBe(0)
    expect(lost('203.0.113.0/24')).toBe(20)
    expect(lost('203.0.113.0/24', ', from: { ip: 203.0.113.9 }')).toBe(0)
    expect(lost('10.244.0.0/16', ', from: { ip: 203.0.113.9 }')).toBe(20)
  })

  test('a sender may say what policies see of it', () => {
    const from = ', from: { podLabels: { app: other } }'
    const world = play(`${app() + SERVICE}---\n${ALLOW}${curl('http://web', 10, from)}`)
    world.wait(5)
    expect(told(world)).toBe('0 answered, 50 failed, denied by policy x30, no endpoints x20')
  })
})

describe('N6 load', () => {
  const BUSY = {
    replicas: 2,
    annotations: 'podfall.dev/cpu-per-request: 10m',
    container: `${READY}\n          resources: { requests: { cpu: 500m }, limits: { cpu: 500m } }`,
  }
  const HPA = `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { kind: Deployment, name: web, apiVersion: apps/v1 }
  minReplicas: 2
  maxReplicas: 10
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
`
  const web = (world: Played) => world.run.clusters[0]!.services.list()[0]!

  test('more than the pods can do makes clients wait, and then give up', () => {
    const world = play(app(BUSY) + SERVICE + curl('http://web', 0))
    world.wait(10)
    rate(world, 150)
    world.wait(5)
    expect(web(world)).toMatchObject({ failed: 0, answered: 750 })
    expect(web(world).latencyMillis.p99).toBeGreaterThan(1_000)
    world.wait(30)
    expect(web(world).failures[0]!.reason).toBe('timeout')
    rate(world, 20)
    world.wait(30)
    expect(web(world).latencyMillis.p99).toBeLessThan(30)
  })

  test('the autoscaler follows it', () => {
    const world = play(app(BUSY) + SERVICE + HPA + curl('http://web', 20), { machines: 3 })
    world.wait(60)
    expect(world.pods().match(/web/g)).toHaveLength(2)
    rate(world, 150)
    world.wait(120)
    // 150 requests of 10m are 1.5 cores, which is half of 6 pods; working off who waits makes it 7.
    expect(world.pods().match(/web/g)).toHaveLength(7)
    rate(world, 20)
    world.wait(600)
    expect(world.pods().match(/web/g)).toHaveLength(2)
  })
})

describe('W10 logs of requests', () => {
  const logs = (world: Played, selector: string) => {
    const { store, requestLog, clock } = world.run.clusters[0]!
    return readLogs(store, requestLog, { selector, tail: 8 }, clock.now).map(
      ({ at, pod, container, text }) => `${at / 1_000}s ${pod.slice(0, 4)} ${container}: ${text}`,
    )
  }

  test('pods tell what they answered, senders what they got, a line a second', () => {
    const world = play(app({ replicas: 2 }) + SERVICE + curl('http://web/cart', 5))
    world.wait(4)
    expect(logs(world, 'app=web')).toMatchInlineSnapshot(`
      [
        "1s web- web: starting shop:1.0",
        "1s web- web: listening on :8080",
        "1s web- web: starting shop:1.0",
        "1s web- web: listening on :8080",
        "3s web- web: GET /cart 200 x3, 10 ms",
        "3s web- web: GET /cart 200 x2, 10 ms",
        "4s web- web: GET /cart 200 x2, 10 ms",
        "4s web- web: GET /cart 200 x3, 10 ms",
      ]
    `)
    expect(logs(world, 'app=curl')).toMatchInlineSnapshot(`
      [
        "1s curl curl: no endpoints x5",
        "2s curl curl: no endpoints x5",
        "3s curl curl: 200 from 1.0 x5",
        "4s curl curl: 200 from 1.0 x5",
      ]
    `)
    expect(logs(world, 'app=other')).toEqual([])
  })

  test('are kept for a while', () => {
    const world = play(app() + SERVICE + curl())
    world.wait(8_000)
    const { store, requestLog, clock } = world.run.clusters[0]!
    const all = readLogs(store, requestLog, { tail: 50_000 }, clock.now)
    expect(all.length).toBeGreaterThan(10_000)
    expect(all.length).toBeLessThan(20_100)
  })
})
