import { describe, expect, it } from 'vitest'
import { DELETION_CANDIDATE } from '../rules/autoscalerTaints.ts'
import { nameOf } from '../store/identity.ts'
import { play } from '../testing/play.ts'

const SPEC = `
  lanes: [kubernetes-default]
  machineTypes:
    - { name: small, allocatable: { cpu: 4, memory: 16Gi }, price: 0.2, bootTime: 60s }
    - { name: large, allocatable: { cpu: 8, memory: 32Gi }, price: 0.4, bootTime: 60s }
`
const POOL = `${SPEC}  nodeGroups: [{ name: pool, type: small, min: 1, max: 5 }]\n`
const TWO = (more = '') => `${SPEC}  nodeGroups:
    - { name: little, type: small, max: 5 }
    - { name: big, type: large, max: 5 }
${more}`

interface App {
  readonly name?: string
  readonly replicas: number
  readonly cpu?: string
  readonly annotations?: string
  readonly spec?: string
}

const app = ({ name = 'web', replicas, cpu = '1', annotations = '{}', spec = '' }: App) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} }, annotations: ${annotations} }
    spec:
      containers:
        - { name: main, image: example/app:1, resources: { requests: { cpu: "${cpu}", memory: 1Gi } } }
      ${spec}
`
const budget = (name: string, minAvailable: number) => `
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name} }
spec: { minAvailable: ${minAvailable}, selector: { matchLabels: { app: ${name} } } }
`
const scale = (replicas: number, name = 'web') =>
  ({ type: 'scale', kind: 'Deployment', namespace: 'default', name, replicas }) as const

const LOG = /ScaleUp|ScaleDown|ScaledUp/

function machines({ run }: ReturnType<typeof play>) {
  return run.clusters[0]!.cloud.machines().map(({ name, group }) => `${name} ${group}`)
}

function softTainted({ store }: ReturnType<typeof play>) {
  return store
    .list('Node')
    .filter(({ spec }) => spec?.taints?.some(({ key }) => key === DELETION_CANDIDATE))
    .map(nameOf)
}

describe('growing', () => {
  it('A6: one group grows at a beat of 10 s by what the pods need, packed on paper', () => {
    const cluster = play(app({ replicas: 10 }), { spec: POOL })
    cluster.wait(9.999)
    expect(machines(cluster)).toEqual(['node-1 pool'])
    cluster.wait(0.001)
    expect(cluster.events(LOG)).toMatchInlineSnapshot(`
      "
      10s configmap/cluster-autoscaler-status ScaledUpGroup: Scale-up: setting group pool size to 3 instead of 1 (max: 5)
      10s configmap/cluster-autoscaler-status ScaledUpGroup: Scale-up: group pool size set to 3 instead of 1 (max: 5)
      10s pod/web-6b5f9c79cf-l6z6v TriggeredScaleUp: pod triggered scale-up: [{pool 1->3 (max: 5)}]
      10s pod/web-6b5f9c79cf-k5kpm TriggeredScaleUp: pod triggered scale-up: [{pool 1->3 (max: 5)}]
      10s pod/web-6b5f9c79cf-qnfr2 TriggeredScaleUp: pod triggered scale-up: [{pool 1->3 (max: 5)}]
      10s pod/web-6b5f9c79cf-bmmdm TriggeredScaleUp: pod triggered scale-up: [{pool 1->3 (max: 5)}]
      10s pod/web-6b5f9c79cf-lxcff TriggeredScaleUp: pod triggered scale-up: [{pool 1->3 (max: 5)}]
      10s pod/web-6b5f9c79cf-s4n5k TriggeredScaleUp: pod triggered scale-up: [{pool 1->3 (max: 5)}]
      "
    `)
    expect(machines(cluster)).toHaveLength(3)
    cluster.wait(200)
    expect(cluster.events(LOG)).toBe('\n\n')
    expect(cluster.pods()).not.toContain('nowhere')
  })

  it('A6: what fits on machines that are booting adds nothing; what does not, more', () => {
    const cluster = play(app({ replicas: 10 }), { spec: POOL })
    cluster.wait(15)
    cluster.give(scale(12))
    cluster.wait(20)
    expect(machines(cluster)).toHaveLength(3)
    cluster.give(scale(13))
    cluster.wait(10)
    expect(machines(cluster)).toHaveLength(4)
  })

  it('A6: pods that were only just made are waited for, as more of them may follow', () => {
    const cluster = play(app({ replicas: 4 }), { spec: POOL })
    cluster.wait(19)
    cluster.give(scale(6))
    cluster.wait(1)
    expect(machines(cluster)).toHaveLength(1)
    cluster.wait(10)
    expect(machines(cluster)).toHaveLength(2)
  })

  it('A16: a machine that has not joined after 15 min is given up, and its group left alone', () => {
    const cluster = play(app({ replicas: 5 }), {
      spec: TWO().replace('max: 5 }', 'max: 5, count: 1 }'),
    })
    cluster.wait(12)
    expect(machines(cluster)).toEqual(['node-1 little', 'node-2 little'])
    cluster.give({ type: 'pullPlug', machine: 2 })
    cluster.wait(890)
    expect(machines(cluster)).toHaveLength(2)
    cluster.wait(70)
    expect(cluster.events(/DeleteUnregistered/)).toContain('Removed unregistered node node-2')
    expect(machines(cluster)).toEqual(['node-1 little', 'node-3 big'])
    cluster.wait(60)
    expect(cluster.pods()).not.toContain('nowhere')
  })

  it('A7: the maximum of a group is kept, and said', () => {
    const cluster = play(app({ replicas: 30 }), { spec: POOL })
    cluster.wait(600)
    expect(machines(cluster)).toHaveLength(5)
    const said = cluster
      .events(/NotTriggerScaleUp/)
      .trim()
      .split('\n')
    expect(said).toHaveLength(10)
    expect(said[0]).toContain(
      "NotTriggerScaleUp: pod didn't trigger scale-up: 1 max node group size reached",
    )
  })

  it('A7: reasons are those of the filters on a machine that is not there yet', () => {
    const spec = `${SPEC}  nodeGroups:
    - { name: pool, type: small, max: 5 }
    - { name: gpu, type: large, max: 5, taints: [{ key: gpu, value: "yes", effect: NoSchedule }] }
    - { name: full, type: large, count: 1, min: 1, max: 1 }
`
    const cluster = play(app({ replicas: 1, cpu: '9' }), { spec })
    cluster.wait(30)
    expect(cluster.events(LOG)).toMatchInlineSnapshot(`
      "
      10s pod/web-86555c68d7-4glhv NotTriggerScaleUp: pod didn't trigger scale-up: 1 Insufficient cpu, 1 max node group size reached, 1 node(s) had untolerated taint(s)
      "
    `)
  })

  it('A7: all machines together stay within maxMachines', () => {
    const cluster = play(app({ replicas: 30 }), { spec: `${POOL}  maxMachines: 3\n` })
    cluster.wait(600)
    expect(machines(cluster)).toHaveLength(3)
    expect(cluster.events(/NotTriggerScaleUp/)).toContain('max total nodes in cluster reached')
  })

  it('A8: pods of a priority below -10 add no machines', () => {
    const low = `
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: filler }
value: -11
---
`
    const text = low + app({ replicas: 10, spec: 'priorityClassName: filler' })
    const cluster = play(text, { spec: POOL })
    cluster.wait(60)
    expect(machines(cluster)).toHaveLength(1)
  })

  it('A8: the share of DaemonSets is left free on machines to come', () => {
    const agent = app({ name: 'agent', replicas: 0, cpu: '2' })
      .replace('kind: Deployment', 'kind: DaemonSet')
      .replace('  replicas: 0\n', '')
    const cluster = play(`${app({ replicas: 6 })}---${agent}`, { spec: POOL })
    cluster.wait(300)
    expect(machines(cluster)).toHaveLength(3)
    expect(cluster.pods()).not.toContain('nowhere')
  })
})

describe('expanders', () => {
  it.each([
    // One large machine takes all, with 3 of 8 cores idle; two small ones also, with 3 of 8.
    ['least-nodes', ['node-1 big']],
    ['least-nodes, least-waste', ['node-1 big']],
    ['priority', ['node-1 little', 'node-2 little']],
    ['most-pods,priority', ['node-1 little', 'node-2 little']],
    ['price', ['node-1 little', 'node-2 little']],
  ])('A9: %s', (expander, expected) => {
    const more = `  clusterAutoscaler: { expander: "${expander}" }\n`
    const spec = TWO(more).replace('max: 5 }', 'max: 5, priority: 7 }')
    const cluster = play(app({ replicas: 5 }), { spec })
    cluster.wait(20)
    expect(machines(cluster)).toEqual(expected)
  })

  it('A9: least-waste is the default', () => {
    const cluster = play(app({ replicas: 4 }), { spec: TWO() })
    cluster.wait(20)
    expect(machines(cluster)).toEqual(['node-1 little'])
    const other = play(app({ replicas: 8 }), { spec: TWO() })
    other.wait(20)
    // Two small or one large: nothing is wasted either way, so that the seed decides.
    expect([['node-1 big'], ['node-1 little', 'node-2 little']]).toContainEqual(machines(other))
  })

  it('A9: random is by the seed, and does not always choose the same', () => {
    const more = '  clusterAutoscaler: { expander: random }\n'
    const first = (seed: number) => {
      const cluster = play(app({ replicas: 1 }), { spec: TWO(more), seed })
      cluster.wait(20)
      return machines(cluster)[0]
    }
    const choices = [1, 2, 3, 4, 5, 6, 7, 8].map(first)
    expect(new Set(choices)).toEqual(new Set(['node-1 little', 'node-1 big']))
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(first)).toEqual(choices)
  })

  it('A10: groups that differ in their zone alone grow alike when they should', () => {
    const spec = `${SPEC}  nodeGroups:
    - { name: a, type: small, max: 5, zone: a }
    - { name: b, type: small, max: 5, zone: b }
    - { name: c, type: small, max: 1, zone: c }
  clusterAutoscaler: { balanceSimilarNodeGroups: true, expander: most-pods }
`
    const cluster = play(app({ replicas: 20 }), { spec })
    cluster.wait(20)
    const counts = { a: 0, b: 0, c: 0 }
    for (const name of machines(cluster)) counts[name.split(' ')[1] as 'a'] += 1
    expect(counts).toEqual({ a: 2, b: 2, c: 1 })
  })
})

describe('shrinking', () => {
  /** Three machines; then the app shrinks so that each has little to do. */
  function shrunk(text: string, replicas: number) {
    const cluster = play(text, { spec: POOL })
    cluster.wait(120)
    expect(machines(cluster)).toHaveLength(3)
    cluster.give(scale(replicas))
    cluster.events()
    return cluster
  }

  it('A11: an empty machine that was unneeded for 10 min is given back', () => {
    const cluster = shrunk(app({ replicas: 10 }), 4)
    cluster.wait(619)
    expect(machines(cluster)).toHaveLength(3)
    cluster.wait(1_200)
    expect(cluster.events(LOG)).toMatchInlineSnapshot(`
      "
      740s node/node-1 ScaleDown: marked the node as toBeDeleted/unschedulable
      740s configmap/cluster-autoscaler-status ScaleDownEmpty: Scale-down: removing empty node "node-1"
      745s node/node-1 ScaleDown: nodes removed by cluster autoscaler
      745s configmap/cluster-autoscaler-status ScaleDownEmpty: Scale-down: empty node node-1 removed
      "
    `)
    expect(machines(cluster)).toHaveLength(2)
  })

  it('A12: one that uses less than half is drained when its pods fit elsewhere', () => {
    const cluster = shrunk(app({ replicas: 10 }), 2)
    cluster.wait(3_000)
    expect(cluster.events(LOG)).toMatchInlineSnapshot(`
      "
      740s node/node-1 ScaleDown: marked the node as toBeDeleted/unschedulable
      740s configmap/cluster-autoscaler-status ScaleDownEmpty: Scale-down: removing empty node "node-1"
      740s node/node-2 ScaleDown: marked the node as toBeDeleted/unschedulable
      740s configmap/cluster-autoscaler-status ScaleDown: Scale-down: removing node node-2, utilization: {0.25 0.0625 0 0 cpu 0.25}, pods to reschedule: web-6b5f9c79cf-lxcff
      745s node/node-1 ScaleDown: nodes removed by cluster autoscaler
      745s configmap/cluster-autoscaler-status ScaleDownEmpty: Scale-down: empty node node-1 removed
      745s pod/web-6b5f9c79cf-lxcff ScaleDown: deleting pod for node scale down
      750s node/node-2 ScaleDown: nodes removed by cluster autoscaler
      750s configmap/cluster-autoscaler-status ScaleDown: Scale-down: node node-2 removed with drain
      "
    `)
    expect(machines(cluster)).toHaveLength(1)
    expect(cluster.pods()).not.toContain('nowhere')
  })

  const agent = (annotations = '{}') =>
    `---${app({ name: 'agent', replicas: 0, cpu: '0', annotations })
      .replace('kind: Deployment', 'kind: DaemonSet')
      .replace('  replicas: 0\n', '')}`
  const EVICTED = 'cluster-autoscaler.kubernetes.io/enable-ds-eviction'
  it.each([
    ['nothing', '{}', { drained: true, empty: false }],
    ['false', `{ ${EVICTED}: "false" }`, { drained: false, empty: false }],
    ['true', `{ ${EVICTED}: "true" }`, { drained: true, empty: true }],
  ])(
    'A12: DaemonSets’ pods are evicted, by an annotation that says %s',
    (_, annotations, expected) => {
      const cluster = shrunk(app({ replicas: 10 }) + agent(annotations), 2)
      cluster.wait(3_000)
      expect(machines(cluster)).toHaveLength(1)
      const told = cluster.events(LOG)
      const drained = /removing node (node-\d)/.exec(told)![1]!
      const empty = /removing empty node "(node-\d)"/.exec(told)![1]!
      const evicted = [...told.matchAll(/pod\/(agent-\S+) ScaleDown: deleting pod/g)]
      // One agent on each machine: as many are told to go as machines of the kinds that are emptied.
      expect(evicted).toHaveLength(Number(expected.drained) + Number(expected.empty))
      expect(drained).not.toBe(empty)
      // None comes back to a machine that is on its way out.
      expect(cluster.pods().match(/agent/g)).toHaveLength(1)
    },
  )

  it('A12: a DaemonSet’s pod that a budget keeps delays the end, and does not stop it', () => {
    const cluster = shrunk(app({ replicas: 10 }) + agent() + budget('agent', 3), 2)
    cluster.wait(3_000)
    const told = cluster.events(LOG)
    const at = (what: RegExp) => Number(new RegExp(`(\\d+)s \\S+ ${what.source}`).exec(told)![1])
    const drained = /removing node (node-\d)/.exec(told)![1]!
    const begun = at(new RegExp(`ScaleDown: Scale-down: removing node ${drained}`))
    const over = at(new RegExp(`ScaleDown: Scale-down: node ${drained} removed`))
    expect(over - begun).toBe(5 + 120)
    expect(told).not.toContain('ScaleDownFailed')
  })

  it('A11: the minimum of a group is kept', () => {
    const cluster = shrunk(app({ replicas: 10 }), 0)
    cluster.wait(3_000)
    expect(machines(cluster)).toHaveLength(1)
  })

  it.each([
    ['at its minimum', 2, 0, []],
    ['one above its minimum', 1, 0, ['node-1', 'node-2']],
    ['below its minimum', 3, 0, []],
    ['at its minimum, and all in use', 2, 16, []],
  ])('A12: soft taints on machines of a group that is %s', (_, min, replicas, expected) => {
    const pool = POOL.replace('min: 1, max', `min: ${min}, count: 2, max`)
    const cluster = play(app({ replicas, cpu: '0.5' }), { spec: pool })
    cluster.wait(60)
    expect(softTainted(cluster)).toEqual(expected)
  })

  it('A12: soft taints are taken off again when the group has come down to its minimum', () => {
    const pool = POOL.replace('min: 1, max', 'min: 1, count: 3, max')
    const cluster = play(app({ replicas: 0 }), { spec: pool })
    cluster.wait(60)
    expect(softTainted(cluster)).toEqual(['node-1', 'node-2', 'node-3'])
    cluster.wait(600)
    expect(machines(cluster)).toHaveLength(1)
    expect(softTainted(cluster)).toEqual([])
  })

  it('A12: a machine of a group at its minimum counts as free as any other', () => {
    const pool = POOL.replace('min: 1, max: 5', 'min: 2, max: 2')
    const cluster = play(
      `${app({ name: 'big', replicas: 1, cpu: '2' })}---${app({ name: 'small', replicas: 0 })}`,
      { spec: pool },
    )
    cluster.wait(21)
    cluster.give(scale(1, 'small'))
    cluster.wait(5)
    expect(new Set(cluster.pods().match(/node-\d/g)).size).toBe(2)
  })

  it.each([
    [
      'not safe to evict',
      { annotations: '{ cluster-autoscaler.kubernetes.io/safe-to-evict: "false" }' },
    ],
    ['with local storage', { spec: 'volumes: [{ name: tmp, emptyDir: {} }]' }],
  ])('A13: a machine with a pod that is %s stays', (_, more) => {
    const cluster = shrunk(app({ replicas: 10, ...more }), 2)
    cluster.wait(60)
    const used = new Set(cluster.pods().match(/node-\d/g))
    cluster.wait(3_000)
    for (const node of used) expect(machines(cluster)).toContain(`${node} pool`)
    expect(cluster.events(/deleting pod/)).toBe('\n\n')
  })

  it('A13: a machine whose pods a budget keeps stays, until the budget lets them go', () => {
    const cluster = shrunk(app({ replicas: 10 }) + budget('web', 2), 2)
    cluster.wait(60)
    const used = new Set(cluster.pods().match(/node-\d/g))
    expect(used.size).toBe(2)
    cluster.wait(3_000)
    for (const node of used) expect(machines(cluster)).toContain(`${node} pool`)
    cluster.give({
      type: 'delete',
      kind: 'PodDisruptionBudget',
      namespace: 'default',
      name: 'web',
    })
    cluster.wait(3_000)
    expect(machines(cluster)).toHaveLength(1)
  })

  it('A11: nothing is given back for 10 min after machines were added', () => {
    const cluster = shrunk(
      app({ replicas: 10 }) + app({ name: 'api', replicas: 0, cpu: '4' }).replace(/^/, '---'),
      4,
    )
    cluster.wait(590)
    cluster.give(scale(3, 'api'))
    cluster.wait(40)
    expect(machines(cluster).length).toBeGreaterThan(3)
    const before = machines(cluster).length
    cluster.wait(590)
    expect(machines(cluster)).toHaveLength(before)
  })

  it('A14: a machine that could not be drained stays in service', () => {
    const cluster = shrunk(app({ replicas: 10 }) + budget('web', 0), 2)
    // The budget tightens when the node is already on its way.
    while (!cluster.events(/toBeDeleted/).includes('toBeDeleted')) cluster.wait(1)
    const text = budget('web', 2).replace('\n---', '')
    cluster.give({ type: 'apply', text })
    const taints = () =>
      cluster.store.list('Node').flatMap(({ spec }) => spec?.taints?.map(({ key }) => key) ?? [])
    expect(taints()).toContain('ToBeDeletedByClusterAutoscaler')
    cluster.wait(200)
    expect(cluster.events(/ScaleDownFailed/)).toContain(
      'failed to drain and delete node: Failed to drain',
    )
    expect(taints()).not.toContain('ToBeDeletedByClusterAutoscaler')
    cluster.wait(600)
    expect(taints()).toEqual([])
    expect(machines(cluster)).toHaveLength(2)
  })
})
