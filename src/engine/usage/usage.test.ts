import { describe, expect, it } from 'vitest'
import type { Replies } from '../protocol.ts'
import { createRequestHandler } from '../requests.ts'
import { answerTo } from '../testing/answerTo.ts'
import { createHistogram } from './histogram.ts'

describe('the histogram', () => {
  it.each([
    // Buckets of 10 begin at 0, 10, 20.5, 31.525 ...
    [[5], 0.9, 10],
    [[10], 0.9, 20.5],
    [[20.5], 0.9, 31.525],
    [[5, 5, 5, 5, 5, 5, 5, 5, 5, 15], 0.9, 10],
    [[5, 5, 5, 5, 5, 5, 5, 5, 15, 15], 0.9, 20.5],
  ])('%j: the end of the bucket of the percentile', (values, share, expected) => {
    const histogram = createHistogram(10)
    for (const value of values) histogram.add(value, 1)
    expect(histogram.percentile(share)).toBeCloseTo(expected, 6)
  })

  it('heavier samples count for more', () => {
    const histogram = createHistogram(10)
    histogram.add(5, 1)
    histogram.add(15, 0.05)
    expect(histogram.percentile(0.9)).toBeCloseTo(10)
    histogram.add(15, 0.2)
    expect(histogram.percentile(0.9)).toBeCloseTo(20.5)
  })

  it('says nothing of nothing', () => {
    expect(createHistogram(10).percentile(0.9)).toBeUndefined()
  })
})

const TEXT = `
apiVersion: podfall.dev/v1
kind: Scenario
metadata: { name: usage }
spec:
  lanes: [{ id: k, policy: kubernetes-default }]
  machineTypes: [{ name: standard, allocatable: { cpu: 8, memory: 32Gi } }]
  machines: [{ type: standard, count: 2 }]
  actions:
    - { at: 10m, annotate: { kind: Deployment, name: web, annotations: { podfall.dev/load-cpu: "1" } } }
  until: 30m
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, annotations: { podfall.dev/load-cpu: 200m } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: { kwok.x-k8s.io/usage-memory: 900Mi } }
    spec:
      containers: [{ name: main, image: example/web:1, resources: { requests: { cpu: "2", memory: 512Mi } } }]
---
apiVersion: v1
kind: Pod
metadata: { name: idle, annotations: { kwok.x-k8s.io/usage-cpu: 1m, kwok.x-k8s.io/usage-memory: 5Mi } }
spec:
  containers:
    - { name: a, image: example/a:1 }
    - { name: b, image: example/b:1 }
---
apiVersion: v1
kind: Pod
metadata: { name: silent }
spec:
  containers: [{ name: main, image: example/a:1 }]
`

describe('usage', () => {
  function rowsAt(minutes: number) {
    const handler = createRequestHandler()
    answerTo(handler, { type: 'load', text: TEXT })
    answerTo(handler, { type: 'advance', to: minutes * 60_000 })
    return (answerTo(handler, { type: 'usage', lane: 'k' }).result as Replies['usage']).rows
  }

  it('U1: requests, use now, and the 90th percentile with 15 % on top', () => {
    const [a, b, silent, web] = rowsAt(5)
    // 100m lies in the bucket that ends at 110.3m (times 1.15); 900Mi in that which ends at 982.9 MB.
    expect(web).toEqual({
      namespace: 'default',
      app: 'web',
      container: 'main',
      requests: { cpu: 2_000, memory: 512 * 2 ** 20 },
      usage: { cpu: 100, memory: 900 * 2 ** 20 },
      recommended: { cpu: 127, memory: web!.recommended.memory },
    })
    const margin = web!.recommended.memory! / (900 * 2 ** 20)
    expect(margin).toBeGreaterThan(1.15)
    expect(margin).toBeLessThan(1.15 * 1.06)
    // Nobody is told less than 25m and 250Mi for a pod, here of two containers.
    for (const row of [a, b]) {
      expect(row!.recommended).toEqual({ cpu: 13, memory: 125 * 2 ** 20 })
      expect(row!.requests).toEqual({})
    }
    expect(silent).toMatchObject({ app: 'silent', usage: {}, recommended: {} })
  })

  it('U1: the past counts by its length', () => {
    const cpu = (minutes: number) => rowsAt(minutes).at(-1)!.recommended.cpu!
    expect(cpu(9)).toBe(127)
    // One sample of eleven is less than a tenth.
    expect(cpu(10)).toBe(127)
    expect(cpu(30)).toBeGreaterThan(500 * 1.15)
    expect(cpu(30)).toBeLessThan(500 * 1.15 * 1.06)
  })

  it('U2: answering requests is use', () => {
    const handler = createRequestHandler()
    const served = TEXT.replace('{ podfall.dev/load-cpu: 200m }', '{}').replace(
      'kwok.x-k8s.io/usage-memory: 900Mi',
      'podfall.dev/cpu-per-request: 10m',
    )
    const more = `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: podfall.dev/v1
kind: Traffic
metadata: { name: curl }
spec: { to: http://web, requestsPerSecond: 20 }
`
    answerTo(handler, { type: 'load', text: served + more })
    answerTo(handler, { type: 'advance', to: 300_000 })
    const { rows } = answerTo(handler, { type: 'usage', lane: 'k' }).result as Replies['usage']
    // Each of two pods answers ten a second, 10 ms of cpu time each.
    expect(rows.at(-1)).toMatchObject({
      app: 'web',
      usage: { cpu: 100 },
      recommended: { cpu: 127 },
    })
  })

  it('U2: a lane that is not there cannot be asked', () => {
    const handler = createRequestHandler()
    answerTo(handler, { type: 'load', text: TEXT })
    expect(() => answerTo(handler, { type: 'usage', lane: 'x' })).toThrow('There is no lane "x".')
  })

  const MIB = 2 ** 20
  /** What the machines' pods use, by name of the app. */
  function useAt(text: string, seconds: number) {
    const handler = createRequestHandler()
    const { update } = answerTo(handler, { type: 'load', text })
    answerTo(handler, { type: 'advance', to: seconds * 1_000 })
    const nodes = [...update!.lanes[0]!.nodes.row]
    return nodes.map(
      (node) => answerTo(handler, { type: 'use', lane: 'k', node }).result as Replies['use'],
    )
  }

  it('U3: what the pods of a machine use now, beside requests and limits', () => {
    const limited = TEXT.replace(
      'requests: { cpu: "2", memory: 512Mi }',
      'requests: { cpu: "2", memory: 512Mi }, limits: { memory: 1Gi }',
    ).replace('count: 2', 'count: 1')
    const [machine] = useAt(limited, 60)
    expect(machine!.memory).toBe(32 * 1_024 * MIB)
    const web = machine!.pods.filter(({ qos }) => qos === 'Burstable')
    expect(web).toHaveLength(2)
    expect(web[0]).toMatchObject({
      limits: { memory: 1_024 * MIB },
      used: { cpu: 100, memory: 900 * MIB },
      containers: [
        {
          name: 'main',
          requests: { cpu: 2_000, memory: 512 * MIB },
          limits: { memory: 1_024 * MIB },
          used: { cpu: 100, memory: 900 * MIB },
        },
      ],
    })
    const [idle, silent] = machine!.pods.filter(({ qos }) => qos === 'BestEffort')
    expect(idle).toMatchObject({ limits: {}, used: { cpu: 2, memory: 10 * MIB } })
    expect(silent).toMatchObject({ limits: {}, used: {} })
    // Sums of those that say something.
    expect(machine!.used).toEqual({ cpu: 202, memory: 1_810 * MIB })
  })

  it('U3: nothing is said of pods that say nothing, and of those that do not run', () => {
    const quiet = TEXT.replace(/, annotations: \{[^{}]*\}/g, '').replace(
      /podfall.dev\/load-cpu: 200m/,
      '',
    )
    for (const { used } of useAt(quiet.replace(/ {2}actions:\n.*\n/, ''), 60))
      expect(used).toEqual({})
    for (const { used, pods } of useAt(TEXT, 0.5)) {
      expect(used).toEqual({})
      expect(pods.every(({ containers }) => containers.length === 0)).toBe(true)
    }
  })

  it('C5.5 U3: a leak grows, up to the limit', () => {
    const leak = TEXT.replace(
      'kwok.x-k8s.io/usage-memory: 900Mi',
      'kwok.x-k8s.io/usage-memory: 100Mi, podfall.dev/memory-growth: 10Mi',
    )
    const memory = (seconds: number) =>
      Math.max(
        ...useAt(leak, seconds).flatMap(({ pods }) => pods.map((pod) => pod.used.memory ?? 0)),
      )
    expect(memory(1)).toBe(100 * MIB)
    expect(memory(31)).toBe(400 * MIB)
  })

  it('U3: a machine that is not there cannot be asked', () => {
    const handler = createRequestHandler()
    answerTo(handler, { type: 'load', text: TEXT })
    expect(() => answerTo(handler, { type: 'use', lane: 'k', node: 99 })).toThrow('gone')
  })
})
