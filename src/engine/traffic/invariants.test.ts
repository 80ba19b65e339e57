import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command } from '../protocol.ts'
import { isReady, isTerminating } from '../rules/podStatus.ts'
import { play } from '../testing/play.ts'

/*
 * Whatever happens to a shop and its machines: every request is answered or failed, the page is told the
 * same numbers twice, and in the end the endpoints are the ready pods. What is planned loses nothing.
 */

const shop = (version: string, replicas: number) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations: { podfall.dev/startup-time: 3s, podfall.dev/cpu-per-request: 5m }
    spec:
      containers:
        - name: web
          image: "shop:${version}"
          ports: [{ containerPort: 80 }]
          readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 }
          lifecycle: { preStop: { sleep: { seconds: 3 } } }
          resources: { requests: { cpu: 1 }, limits: { cpu: 1 } }
`
const AROUND = `
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web-pods }
spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 2, selector: { matchLabels: { app: web } } }
---
apiVersion: podfall.dev/v1
kind: Traffic
metadata: { name: one }
spec: { to: http://web, requestsPerSecond: 0 }
---
apiVersion: podfall.dev/v1
kind: Traffic
metadata: { name: two }
spec: { to: http://web-pods, requestsPerSecond: 0 }
`
const start = () => {
  const world = play(shop('1', 3) + AROUND, { machines: 3 })
  world.wait(20)
  return world
}
type Played = ReturnType<typeof start>

const namespace = 'default'
const rate = (name: string, requestsPerSecond: number): Command => ({
  type: 'setTraffic',
  namespace,
  name,
  requestsPerSecond,
})
const deploy = fc
  .tuple(fc.constantFrom('1', '2', '3'), fc.integer({ min: 2, max: 5 }))
  .map(([version, replicas]): Command => ({ type: 'apply', text: shop(version, replicas) }))
const restart = fc.constant<Command>({
  type: 'rollout',
  action: 'restart',
  kind: 'Deployment',
  namespace,
  name: 'web',
})
const senders = fc
  .tuple(fc.constantFrom('one', 'two'), fc.integer({ min: 1, max: 120 }))
  .map(([name, perSecond]) => rate(name, perSecond))
const machine = fc.integer({ min: 1, max: 3 })
const script = (commands: fc.Arbitrary<Command>) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), commands), { maxLength: 10 })

/** Lets the script happen, then ends all traffic and waits until things are quiet. */
function follow(
  world: Played,
  steps: readonly (readonly [number, Command])[],
  quiet: number,
): void {
  for (const [wait, command] of steps) {
    world.wait(wait / 1_000)
    world.ask(command)
  }
  for (const name of ['one', 'two']) world.give(rate(name, 0))
  world.wait(quiet)
}

function checkCounts(world: Played, sent: ReadonlyMap<string, number>): void {
  const { services } = world.run.clusters[0]!
  const states = [...services.traffic(), ...services.list()]
  for (const { answered, failed, versions, failures } of states) {
    expect(versions.reduce((sum, each) => sum + each.answered, 0)).toBe(answered)
    expect(failures.reduce((sum, each) => sum + each.count, 0)).toBe(failed)
    expect(answered).toBeGreaterThanOrEqual(0)
  }
  for (const { name, answered, failed } of services.traffic()) {
    expect(answered + failed).toBe(sent.get(name))
  }
  const total = (list: readonly { answered: number; failed: number }[]) =>
    list.map(({ answered, failed }) => [answered, failed])
  // Each sender has a Service of its own here.
  expect(total(services.list())).toEqual(total(services.traffic()))
}

/** What was sent by the rates alone. */
function sentBy(steps: readonly (readonly [number, Command])[]): ReadonlyMap<string, number> {
  const streams = new Map(['one', 'two'].map((name) => [name, { sum: 0, since: 0, perSecond: 0 }]))
  let now = 0
  const close = (stream: { sum: number; since: number; perSecond: number }) => {
    stream.sum += Math.floor(((now - stream.since) * stream.perSecond) / 1_000)
    stream.since = now
  }
  for (const [wait, command] of steps) {
    now += wait
    if (command.type !== 'setTraffic') continue
    const stream = streams.get(command.name)!
    // The same rate again changes nothing, so it does not begin anew.
    if (stream.perSecond === command.requestsPerSecond) continue
    close(stream)
    stream.perSecond = command.requestsPerSecond
  }
  for (const stream of streams.values()) close(stream)
  return new Map([...streams].map(([name, { sum }]) => [name, sum]))
}

test('N1 C18 whatever happens, counts add up and the endpoints are the ready pods in the end', () => {
  const commands = fc.oneof(
    senders,
    deploy,
    restart,
    fc.record({
      type: fc.constantFrom(
        'pullPlug' as const,
        'plugIn' as const,
        'drain' as const,
        'uncordon' as const,
      ),
      machine,
    }),
    fc.constant<Command>({ type: 'delete', kind: 'Service', namespace, name: 'web-pods' }),
    fc.constant<Command>({
      type: 'scale',
      kind: 'Deployment',
      namespace,
      name: 'web',
      replicas: 0,
    }),
  )
  fc.assert(
    fc.property(script(commands), (steps) => {
      const world = start()
      const kept = steps.every(([, { type }]) => type !== 'delete')
      follow(world, steps, 2_000)
      const { services, store, ledger } = world.run.clusters[0]!
      if (kept) checkCounts(world, sentBy(steps))
      const ready = store
        .list('Pod')
        .filter((pod) => isReady(pod) && !isTerminating(pod))
        .map(({ metadata }) => ledger.pods.get(metadata!.uid!)!.row)
      for (const { endpoints } of services.list()) {
        expect([...endpoints].sort()).toEqual([...ready].sort())
      }
    }),
    { seed: 11, numRuns: 40 },
  )
}, 60_000)

test('N5 with readiness and a preStop hook nothing that is planned loses a request', () => {
  const commands = fc.oneof(
    senders,
    deploy,
    restart,
    fc.record({ type: fc.constantFrom('drain' as const, 'uncordon' as const), machine }),
  )
  fc.assert(
    fc.property(script(commands), (steps) => {
      const world = start()
      follow(world, steps, 300)
      const traffic = world.run.clusters[0]!.services.traffic()
      for (const { failures } of traffic) expect(failures).toEqual([])
      checkCounts(world, sentBy(steps))
    }),
    { seed: 12, numRuns: 40 },
  )
}, 60_000)
