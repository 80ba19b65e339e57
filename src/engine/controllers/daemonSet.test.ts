import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { PodFlag } from '../protocol.ts'
import { play } from '../testing/play.ts'

const agent = (image: string, spec = '', pod = '') => `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  ${spec}
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      ${pod}
      containers: [{ name: agent, image: "${image}", resources: { requests: { cpu: 500m } } }]
`
const NOISE = /Pulled|Created:|Started|NodeReady/

function running(machines = 3, spec = '', pod = '') {
  const cluster = play(agent('agent:1', spec, pod), { machines, maxMachines: 8 })
  cluster.wait(30)
  cluster.events()
  const images = () =>
    cluster.store
      .list('Pod')
      .map((one) => `${one.spec?.nodeName} ${one.spec?.containers[0]?.image}`)
      .sort()
      .join(', ')
  const status = () => cluster.store.get('DaemonSet', 'default', 'agent')?.status
  const ask = (command: object) =>
    cluster.ask({ kind: 'DaemonSet', namespace: 'default', name: 'agent', ...command } as never)
  return { ...cluster, images, status, ask, all: cluster.events }
}

test('C15 every machine has its pod, also a new one and a cordoned one', () => {
  const cluster = play(agent('agent:1'), { machines: 2, maxMachines: 8 })
  cluster.give({ type: 'cordon', machine: 2 })
  cluster.wait(10)
  cluster.give({ type: 'addMachine' })
  cluster.wait(10)
  expect(cluster.events(/./, NOISE)).toMatchInlineSnapshot(`
    "
    0s daemonset/agent SuccessfulCreate: Created pod: agent-8zgqr
    0s daemonset/agent SuccessfulCreate: Created pod: agent-vkcwl
    0s pod/agent-8zgqr Scheduled: Successfully assigned default/agent-8zgqr to node-1
    0s pod/agent-vkcwl Scheduled: Successfully assigned default/agent-vkcwl to node-2
    10s daemonset/agent SuccessfulCreate: Created pod: agent-pvxqt
    10s pod/agent-pvxqt Scheduled: Successfully assigned default/agent-pvxqt to node-3
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    agent-8zgqr 1/1 Running ready node-1
    agent-vkcwl 1/1 Running ready node-2
    agent-pvxqt 1/1 Running ready node-3
    "
  `)
  expect(cluster.store.get('DaemonSet', 'default', 'agent')?.status).toMatchInlineSnapshot(`
    {
      "currentNumberScheduled": 3,
      "desiredNumberScheduled": 3,
      "numberAvailable": 3,
      "numberMisscheduled": 0,
      "numberReady": 3,
      "numberUnavailable": 0,
      "observedGeneration": 1,
      "updatedNumberScheduled": 3,
    }
  `)
  const [pod] = [...cluster.run.clusters[0]!.ledger.pods.values()]
  expect(pod!.flags & PodFlag.Daemon).toBe(PodFlag.Daemon)
})

test('C15.2 a new template rolls over the machines, one after the other', () => {
  const cluster = running()
  cluster.give({ type: 'apply', text: agent('agent:2') })
  cluster.wait(20)
  expect(cluster.events(/daemonset/)).toMatchInlineSnapshot(`
    "
    30s daemonset/agent SuccessfulDelete: Deleted pod: agent-8zgqr
    31s daemonset/agent SuccessfulCreate: Created pod: agent-cw865
    32s daemonset/agent SuccessfulDelete: Deleted pod: agent-vkcwl
    33s daemonset/agent SuccessfulCreate: Created pod: agent-g2vr2
    34s daemonset/agent SuccessfulDelete: Deleted pod: agent-pvxqt
    35s daemonset/agent SuccessfulCreate: Created pod: agent-gc7sw
    "
  `)
  expect(cluster.images()).toBe('node-1 agent:2, node-2 agent:2, node-3 agent:2')
  expect(cluster.ask({ type: 'rollout', action: 'undo' }).error).toBeUndefined()
  cluster.wait(20)
  expect(cluster.images()).toBe('node-1 agent:1, node-2 agent:1, node-3 agent:1')
  const history = cluster.store.list('ControllerRevision').map(({ revision }) => revision)
  expect(history).toEqual([3, 2])
})

test('C15.2 with maxSurge no machine is ever without', () => {
  const strategy = 'updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }'
  const cluster = running(2, strategy)
  const available: number[] = []
  cluster.store.watch(({ kind, object }) => {
    if (kind === 'DaemonSet') available.push(object.status?.numberAvailable ?? 0)
  })
  cluster.give({ type: 'apply', text: agent('agent:2', strategy) })
  cluster.wait(20)
  expect(cluster.images()).toBe('node-1 agent:2, node-2 agent:2')
  expect(Math.min(...available)).toBe(2)
})

test('C15.2 OnDelete waits for a person; the history keeps what pods still have', () => {
  const strategy = 'updateStrategy: { type: OnDelete }\n  revisionHistoryLimit: 0'
  const cluster = running(2, strategy)
  cluster.give({ type: 'apply', text: agent('agent:2', strategy) })
  cluster.wait(20)
  expect(cluster.images()).toBe('node-1 agent:1, node-2 agent:1')
  const [first, second] = cluster.store.list('Pod').map(({ metadata }) => metadata!.name!)
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: first! })
  cluster.wait(20)
  expect(cluster.images()).toBe('node-1 agent:2, node-2 agent:1')
  expect(cluster.store.list('ControllerRevision')).toHaveLength(2)
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: second! })
  cluster.wait(20)
  expect(cluster.store.list('ControllerRevision')).toHaveLength(1)
})

test('C15.1 a machine without power keeps its pod and misses nothing; drain leaves it', () => {
  const cluster = running(3)
  cluster.give({ type: 'drain', machine: 1 })
  cluster.give({ type: 'pullPlug', machine: 2 })
  cluster.wait(3_600)
  expect(cluster.images()).toBe('node-1 agent:1, node-2 agent:1, node-3 agent:1')
  const { ledger } = cluster.run.clusters[0]!
  expect([ledger.availability.down, ledger.machinesUsed]).toEqual([0, 0])
  cluster.give({ type: 'terminate', machine: 2 })
  cluster.wait(120)
  expect(cluster.images()).toBe('node-1 agent:1, node-3 agent:1')
})

test('C15.1 deleting the set takes pods and history along', () => {
  const cluster = running(2)
  expect(cluster.ask({ type: 'delete' }).error).toBeUndefined()
  cluster.wait(40)
  expect([cluster.store.list('Pod'), cluster.store.list('ControllerRevision')]).toEqual([[], []])
})

test('C15.3 a pod that fails is made anew, ever later', () => {
  const failing = agent('agent:1').replace(
    'metadata: { labels: { app: agent } }',
    'metadata: { labels: { app: agent }, annotations: { pod-container-failed.stage.kwok.x-k8s.io/name: agent } }',
  )
  const cluster = play(failing, { machines: 1 })
  cluster.wait(20)
  // restartPolicy is Always: its kubelet starts it again, the set has nothing to do.
  expect(cluster.events(/FailedDaemonPod/)).toBe('\n\n')
  const [pod] = cluster.store.list('Pod')
  cluster.store.update('Pod', { ...pod!, status: { ...pod!.status, phase: 'Failed' } })
  cluster.wait(0.5)
  const [next] = cluster.store.list('Pod')
  cluster.store.update('Pod', { ...next!, status: { ...next!.status, phase: 'Failed' } })
  cluster.wait(5)
  expect(cluster.events(/daemonset/)).toMatchInlineSnapshot(`
    "
    20s daemonset/agent FailedDaemonPod: Found failed daemon pod default/agent-8zgqr on node node-1, will try to kill it
    20s daemonset/agent SuccessfulDelete: Deleted pod: agent-8zgqr
    20s daemonset/agent SuccessfulCreate: Created pod: agent-vkcwl
    21s daemonset/agent FailedDaemonPod: Found failed daemon pod default/agent-vkcwl on node node-1, will try to kill it
    21s daemonset/agent SuccessfulDelete: Deleted pod: agent-vkcwl
    21s daemonset/agent SuccessfulCreate: Created pod: agent-pvxqt
    "
  `)
})

test('A5 a machine is bought with the share of daemon pods in mind', () => {
  const web = (cpu: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web-${cpu} }
spec: { containers: [{ name: web, image: web, resources: { requests: { cpu: "${cpu}" } } }] }
`
  const cluster = play(agent('agent:1'), { machines: 1, maxMachines: 4 })
  cluster.wait(10)
  cluster.give({ type: 'apply', text: ['8', '7', '6'].map(web).join('---') })
  cluster.wait(60)
  expect(cluster.events(/ScaleUp/)).toMatchInlineSnapshot(`
    "
    10s pod/web-8 NotTriggerScaleUp: pod didn't trigger scale-up: 1 Insufficient cpu
    10s pod/web-6 TriggeredScaleUp: pod triggered scale-up: [{standard 1->2 (max: 4)}]
    "
  `)
})

test('M2 what a DaemonSet cannot be is said', () => {
  const problems = (spec: string, pod = '') =>
    parseScenarioFile(agent('agent:1', spec, pod)).diagnostics.map(({ message }) => message)
  expect([
    problems('updateStrategy: { rollingUpdate: { maxUnavailable: 0 } }'),
    problems('updateStrategy: { rollingUpdate: { maxSurge: 1 } }'),
    problems('updateStrategy: { rollingUpdate: { maxUnavailable: lots } }'),
    problems('updateStrategy: { type: Recreate }'),
    problems('updateStrategy: { type: OnDelete, rollingUpdate: { maxUnavailable: 1 } }'),
    problems('replicas: 3'),
    problems('', 'restartPolicy: Never'),
  ]).toMatchInlineSnapshot(`
    [
      [
        "spec.updateStrategy.rollingUpdate.maxUnavailable cannot be 0 when maxSurge is 0.",
      ],
      [
        "spec.updateStrategy.rollingUpdate.maxSurge may not be set when maxUnavailable is not 0; write 0 there.",
      ],
      [
        "spec.updateStrategy.rollingUpdate.maxUnavailable must be a whole number or a percentage such as 25%, not "lots".",
      ],
      [
        "spec.updateStrategy.type must be one of RollingUpdate, OnDelete, not "Recreate".",
      ],
      [
        "spec.updateStrategy.rollingUpdate must be left out with type: OnDelete.",
      ],
      [
        ""replicas" is not a field that Kubernetes knows in spec; it is left out.",
      ],
      [
        "spec.template.spec.restartPolicy must be Always here; not "Never".",
      ],
    ]
  `)
})
