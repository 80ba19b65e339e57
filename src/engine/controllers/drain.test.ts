import { describe, expect, test } from 'vitest'
import { play } from '../testing/play.ts'

const app = (budget: string, replicas = 3) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: web, resources: { requests: { cpu: 500m, memory: 1Gi } } }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { ${budget}, selector: { matchLabels: { app: web } } }
`

function running(budget: string, machines: number) {
  const cluster = play(app(budget), { machines, maxMachines: machines })
  cluster.wait(30)
  cluster.events()
  const on = (node: string) => cluster.store.podsOnNode(node).length
  const ready = () =>
    cluster.store
      .list('Pod')
      .filter(
        ({ metadata, status }) =>
          metadata?.deletionTimestamp === undefined &&
          status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'),
      ).length
  return { ...cluster, on, ready }
}

describe('C12: drain', () => {
  test('takes one pod at a time when the budget allows one, every 5 s', () => {
    const cluster = running('maxUnavailable: 1', 2)
    const node = [1, 2].find((n) => cluster.on(`node-${n}`) > 1) ?? 1
    const before = cluster.on(`node-${node}`)
    cluster.give({ type: 'drain', machine: node })
    let fewest = 3
    for (let second = 0; second < 30; second++) {
      cluster.wait(1)
      fewest = Math.min(fewest, cluster.ready())
    }
    expect(before).toBeGreaterThan(1)
    expect(cluster.on(`node-${node}`)).toBe(0)
    expect(fewest).toBeGreaterThanOrEqual(2)
    expect(cluster.ready()).toBe(3)
    expect(
      cluster
        .events(/DrainWaits/)
        .trim()
        .split('\n').length,
    ).toBe(before - 1)
  })

  test('waits for as long as the budget allows nothing, says so once, and goes on when it may', () => {
    const cluster = running('minAvailable: 3', 1)
    cluster.give({ type: 'drain', machine: 1 })
    cluster.wait(300)
    expect(cluster.on('node-1')).toBe(3)
    const said = cluster
      .events(/DrainWaits/)
      .trim()
      .split('\n')
    expect(said).toHaveLength(3)
    expect(said[0]).toContain("Cannot evict pod as it would violate the pod's disruption budget.")
    cluster.give({ type: 'delete', kind: 'PodDisruptionBudget', namespace: 'default', name: 'web' })
    cluster.wait(10)
    expect(cluster.on('node-1')).toBe(0)
  })

  test('fails at a pod with two budgets, and goes on with the others', () => {
    const cluster = running('minAvailable: 0', 1)
    const budget = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: second }
spec: { minAvailable: 0, selector: { matchLabels: { second: "true" } } }
`
    const pod = `---
apiVersion: v1
kind: Pod
metadata: { name: two, labels: { app: web, second: "true" } }
spec: { containers: [{ name: web, image: web }] }
`
    cluster.give({ type: 'apply', text: budget + pod })
    cluster.wait(10)
    cluster.give({ type: 'drain', machine: 1 })
    expect(cluster.events(/Drain/)).toContain(
      'pod/two DrainFailed: error when evicting pods/"two" -n "default": This pod has more than one PodDisruptionBudget',
    )
    cluster.wait(60)
    expect(cluster.events(/DrainFailed/)).toBe('\n\n')
    expect(cluster.on('node-1')).toBe(1)
    expect(cluster.run.clusters[0]!.ledger.machines.get('node-1')!.drainWaits).toBe(false)
    // Who asks again gets the same answer, and another one when there is one budget.
    cluster.give({ type: 'drain', machine: 1 })
    expect(cluster.events(/DrainFailed/)).toContain('pod/two')
    const namespace = 'default'
    cluster.give({ type: 'delete', kind: 'PodDisruptionBudget', namespace, name: 'second' })
    cluster.give({ type: 'drain', machine: 1 })
    cluster.wait(30)
    expect(cluster.on('node-1')).toBe(0)
  })

  test('ends when the node is in service again', () => {
    const cluster = running('minAvailable: 3', 1)
    const waits = () => cluster.run.clusters[0]!.ledger.machines.get('node-1')!.drainWaits
    expect(waits()).toBe(false)
    cluster.give({ type: 'drain', machine: 1 })
    expect(waits()).toBe(true)
    cluster.wait(10)
    cluster.give({ type: 'uncordon', machine: 1 })
    cluster.wait(5)
    expect(waits()).toBe(false)
    cluster.give({ type: 'delete', kind: 'PodDisruptionBudget', namespace: 'default', name: 'web' })
    cluster.wait(60)
    expect(cluster.on('node-1')).toBe(3)
  })
})

describe('C12: what drain does with other pods', () => {
  const agent = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: agent, image: agent }] }
---`
  const job = `
apiVersion: batch/v1
kind: Job
metadata: { name: train }
spec:
  template:
    metadata: { annotations: { pod-complete.stage.kwok.x-k8s.io/delay: 5s } }
    spec: { restartPolicy: Never, containers: [{ name: train, image: train }] }
---`
  const bare = `
apiVersion: v1
kind: Pod
metadata: { name: bare }
spec:
  containers: [{ name: c, image: c }]
  volumes: [{ name: scratch, emptyDir: {} }]
---`
  const namesOf = (cluster: ReturnType<typeof play>) =>
    cluster.store.list('Pod').map(({ metadata }) => metadata?.name?.split('-')[0])

  test('warns of DaemonSets and bare pods as kubectl does, and takes away what is over', () => {
    const cluster = play(agent + job + bare, { machines: 1 })
    cluster.wait(30)
    expect(cluster.store.list('Pod').map((pod) => pod.status?.phase)).toContain('Succeeded')
    cluster.events()
    cluster.give({ type: 'drain', machine: 1 })
    cluster.wait(60)
    expect(namesOf(cluster)).toEqual(['agent'])
    // The Job has counted its pod and makes no other.
    expect(cluster.store.get('Job', 'default', 'train')?.status?.succeeded).toBe(1)
    expect(cluster.events(/Drain|job/)).toMatchInlineSnapshot(`
      "
      30s node/node-1 DrainWarning: deleting Pods that declare no controller: default/bare; ignoring DaemonSet-managed Pods: default/agent-8zgqr
      "
    `)
  })

  test('takes away who was there when it began, and finished in the meantime', () => {
    const protectedJob = job.replace(
      'metadata: { annotations',
      'metadata: { labels: { app: train }, annotations',
    )
    const budget = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: train }
spec: { minAvailable: 1, selector: { matchLabels: { app: train } } }
---`
    const cluster = play(protectedJob.replace('5s', '60s') + budget, { machines: 1 })
    cluster.wait(20)
    cluster.give({ type: 'drain', machine: 1 })
    // Somebody puts another pod there by hand: it came too late to be drained.
    const late = bare.replace('spec:', 'spec:\n  nodeName: node-1')
    cluster.give({ type: 'apply', text: late })
    cluster.wait(30)
    expect(namesOf(cluster)).toEqual(['train', 'bare'])
    cluster.wait(60)
    expect(namesOf(cluster)).toEqual(['bare'])
    expect(cluster.run.clusters[0]!.ledger.machines.get('node-1')!.drainWaits).toBe(false)
  })
})

describe('C13: a budget whose pods nobody wants a number of', () => {
  const budget = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }`
  const pod = `
apiVersion: v1
kind: Pod
metadata: { name: alone, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---${budget}`
  const job = `
apiVersion: batch/v1
kind: Job
metadata: { name: train }
spec:
  parallelism: 2
  completions: 2
  template:
    metadata: { labels: { app: web } }
    spec: { restartPolicy: Never, containers: [{ name: web, image: web }] }
---${budget}`

  test.each([
    ['a bare pod', pod],
    ['the pods of a Job', job],
  ])('%s', (_name, text) => {
    const cluster = play(text, { machines: 2 })
    cluster.wait(5)
    cluster.give({ type: 'drain', machine: 1 })
    cluster.give({ type: 'drain', machine: 2 })
    cluster.wait(10)
    expect(cluster.store.list('Pod').some((one) => one.metadata?.deletionTimestamp)).toBe(false)
    const { disruptionsAllowed, expectedPods, conditions } = cluster.store.get(
      'PodDisruptionBudget',
      'default',
      'web',
    )!.status!
    const { reason, message } = conditions![0]!
    const events = cluster.events(/disruptionbudget/)
    expect({ disruptionsAllowed, expectedPods, reason, message, events }).toMatchSnapshot()
  })
})
