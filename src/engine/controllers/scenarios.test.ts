import { expect, test } from 'vitest'
import { MINUTE, SECOND } from '../api/units.ts'
import { createTestCluster, template } from './harness.ts'

/*
 * Whole stories, told by the events that the controllers write. What a line must say is decided by
 * SCHEDULER.md sections 11 and 12; a changed line is a changed rule.
 */

/** Two nodes and a Deployment `web` whose pods are ready; its events are already taken. */
function runningWeb(replicas: number, nodes = 2, spec = {}) {
  const cluster = createTestCluster()
  for (let n = 1; n <= nodes; n++) cluster.addNode(`n${n}`)
  cluster.deploy('web', replicas, spec)
  cluster.settle()
  cluster.takeEvents()
  return cluster
}

const NOISE = /^(?!.*(Pulled|Created:|Started|Scheduled))/

test('C1 C5 a Deployment is scaled up: ReplicaSet, pods, containers', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.addNode('n2')
  cluster.deploy('web', 0)
  cluster.settle()
  cluster.scale('web', 2)
  cluster.settle()
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    0.0s node/n1 NodeReady: Node n1 status is now: NodeReady
    0.0s node/n2 NodeReady: Node n2 status is now: NodeReady
    0.0s deployment/web ScalingReplicaSet: Scaled up replica set web-d776d8f84 from 0 to 2
    0.0s replicaset/web-d776d8f84 SuccessfulCreate: Created pod: web-d776d8f84-7l4m4
    0.0s replicaset/web-d776d8f84 SuccessfulCreate: Created pod: web-d776d8f84-7f8n7
    0.0s pod/web-d776d8f84-7l4m4 Scheduled: Successfully assigned default/web-d776d8f84-7l4m4 to n1
    0.0s pod/web-d776d8f84-7f8n7 Scheduled: Successfully assigned default/web-d776d8f84-7f8n7 to n2
    1.0s pod/web-d776d8f84-7l4m4 Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    1.0s pod/web-d776d8f84-7l4m4 Created: Container created
    1.0s pod/web-d776d8f84-7l4m4 Started: Container started
    1.0s pod/web-d776d8f84-7f8n7 Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    1.0s pod/web-d776d8f84-7f8n7 Created: Container created
    1.0s pod/web-d776d8f84-7f8n7 Started: Container started
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Running ready n1 10.244.0.2
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    "
  `)
})

test('L1 C4 the same arrivals give the same names, whatever else happens in between', () => {
  const calm = runningWeb(0)
  const busy = runningWeb(0, 3)
  busy.deploy('other', 3)
  for (const cluster of [calm, busy]) {
    for (const replicas of [1, 2, 3]) {
      cluster.scale('web', replicas)
      cluster.run(3 * SECOND)
    }
  }
  const created = /replicaset.web-.*SuccessfulCreate: /
  const names = (text: string) => text.match(/Created pod: \S+/g)
  expect(names(busy.takeEvents(created))).toEqual(names(calm.takeEvents(created)))
})

test('C1 C2 a Deployment is scaled down: the youngest of equals goes, gracefully', () => {
  const cluster = runningWeb(2)
  cluster.run(10 * MINUTE)
  cluster.scale('web', 3)
  cluster.run(5 * SECOND)
  cluster.takeEvents()
  cluster.scale('web', 2)
  cluster.run(500)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Running ready n1 10.244.0.2
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    web-d776d8f84-tf8nf Terminating ready n1 10.244.0.3
    "
  `)
  cluster.settle()
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    606.0s deployment/web ScalingReplicaSet: Scaled down replica set web-d776d8f84 from 3 to 2
    606.0s replicaset/web-d776d8f84 SuccessfulDelete: Deleted pod: web-d776d8f84-tf8nf
    606.0s pod/web-d776d8f84-tf8nf Killing: Stopping container web
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Running ready n1 10.244.0.2
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    "
  `)
})

test('C1 a rolling update replaces pod by pod and never has too few', () => {
  const cluster = runningWeb(4)
  const available: number[] = []
  cluster.store.watch(({ kind, object }) => {
    if (kind === 'Deployment') available.push(object.status?.availableReplicas ?? 0)
  })
  cluster.upgrade('web', 'web:2')
  cluster.settle()
  expect(cluster.takeEvents(/deployment|replicaset/)).toMatchInlineSnapshot(`
    "
    1.0s deployment/web ScalingReplicaSet: Scaled up replica set web-7cb9d7c6fc from 0 to 1
    1.0s deployment/web ScalingReplicaSet: Scaled down replica set web-d776d8f84 from 4 to 3
    1.0s deployment/web ScalingReplicaSet: Scaled up replica set web-7cb9d7c6fc from 1 to 2
    1.0s replicaset/web-7cb9d7c6fc SuccessfulCreate: Created pod: web-7cb9d7c6fc-mt4pw
    1.0s replicaset/web-7cb9d7c6fc SuccessfulCreate: Created pod: web-7cb9d7c6fc-69j52
    1.0s replicaset/web-d776d8f84 SuccessfulDelete: Deleted pod: web-d776d8f84-7l4m4
    2.0s deployment/web ScalingReplicaSet: Scaled down replica set web-d776d8f84 from 3 to 1
    2.0s replicaset/web-d776d8f84 SuccessfulDelete: Deleted pod: web-d776d8f84-7f8n7
    2.0s replicaset/web-d776d8f84 SuccessfulDelete: Deleted pod: web-d776d8f84-db4cq
    2.0s deployment/web ScalingReplicaSet: Scaled up replica set web-7cb9d7c6fc from 2 to 4
    2.0s replicaset/web-7cb9d7c6fc SuccessfulCreate: Created pod: web-7cb9d7c6fc-vlfv4
    2.0s replicaset/web-7cb9d7c6fc SuccessfulCreate: Created pod: web-7cb9d7c6fc-rpj8l
    3.0s deployment/web ScalingReplicaSet: Scaled down replica set web-d776d8f84 from 1 to 0
    3.0s replicaset/web-d776d8f84 SuccessfulDelete: Deleted pod: web-d776d8f84-tf8nf
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-7cb9d7c6fc-mt4pw Running ready n1 10.244.0.4
    web-7cb9d7c6fc-69j52 Running ready n2 10.244.1.4
    web-7cb9d7c6fc-vlfv4 Running ready n1 10.244.0.5
    web-7cb9d7c6fc-rpj8l Running ready n1 10.244.0.6
    "
  `)
  expect(Math.min(...available)).toBe(3)
  cluster.upgrade('web', 'web:1')
  cluster.settle()
  expect(cluster.takeEvents(/deployment/)).toMatchInlineSnapshot(`
    "
    4.0s deployment/web ScalingReplicaSet: Scaled up replica set web-d776d8f84 from 0 to 1
    4.0s deployment/web ScalingReplicaSet: Scaled down replica set web-7cb9d7c6fc from 4 to 3
    4.0s deployment/web ScalingReplicaSet: Scaled up replica set web-d776d8f84 from 1 to 2
    5.0s deployment/web ScalingReplicaSet: Scaled down replica set web-7cb9d7c6fc from 3 to 1
    5.0s deployment/web ScalingReplicaSet: Scaled up replica set web-d776d8f84 from 2 to 4
    6.0s deployment/web ScalingReplicaSet: Scaled down replica set web-7cb9d7c6fc from 1 to 0
    "
  `)
  const sets = cluster.store.list('ReplicaSet')
  expect(
    sets.map(({ spec, metadata }) => [
      spec?.replicas,
      metadata?.annotations?.['deployment.kubernetes.io/revision'],
    ]),
  ).toEqual([
    [4, '3'],
    [0, '2'],
  ])
})

test('C1 Recreate removes everything old first', () => {
  const cluster = runningWeb(2, 2, { strategy: { type: 'Recreate' } })
  cluster.upgrade('web', 'web:2')
  cluster.settle()
  expect(cluster.takeEvents(NOISE)).toMatchInlineSnapshot(`
    "
    1.0s deployment/web ScalingReplicaSet: Scaled down replica set web-d776d8f84 from 2 to 0
    1.0s replicaset/web-d776d8f84 SuccessfulDelete: Deleted pod: web-d776d8f84-7l4m4
    1.0s replicaset/web-d776d8f84 SuccessfulDelete: Deleted pod: web-d776d8f84-7f8n7
    1.0s pod/web-d776d8f84-7l4m4 Killing: Stopping container web
    1.0s pod/web-d776d8f84-7f8n7 Killing: Stopping container web
    2.0s deployment/web ScalingReplicaSet: Scaled up replica set web-7cb9d7c6fc from 0 to 2
    2.0s replicaset/web-7cb9d7c6fc SuccessfulCreate: Created pod: web-7cb9d7c6fc-mt4pw
    2.0s replicaset/web-7cb9d7c6fc SuccessfulCreate: Created pod: web-7cb9d7c6fc-69j52
    "
  `)
})

test('C1 scaling in the middle of a rollout shares the change', () => {
  const cluster = runningWeb(10)
  cluster.upgrade('web', 'web:2')
  cluster.run(500)
  cluster.takeEvents()
  cluster.scale('web', 20)
  cluster.run(100)
  expect(cluster.takeEvents(/deployment/)).toMatchInlineSnapshot(`
    "
    1.5s deployment/web ScalingReplicaSet: Scaled up replica set web-d776d8f84 from 8 to 15
    1.5s deployment/web ScalingReplicaSet: Scaled up replica set web-7cb9d7c6fc from 5 to 10
    "
  `)
  cluster.settle()
  const deployment = cluster.store.get('Deployment', 'default', 'web')
  expect(deployment?.status).toMatchObject({ replicas: 20, updatedReplicas: 20 })
})

test('C1 a rollout that cannot go on is given up after its deadline', () => {
  const cluster = createTestCluster()
  cluster.deploy('web', 1, { progressDeadlineSeconds: 60 })
  cluster.run(60 * SECOND)
  const progress = () =>
    cluster.store
      .get('Deployment', 'default', 'web')
      ?.status?.conditions?.find(({ type }) => type === 'Progressing')
  expect(progress()).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' })
  cluster.settle()
  expect(progress()).toMatchObject({
    status: 'False',
    reason: 'ProgressDeadlineExceeded',
    lastTransitionTime: '2026-01-01T00:01:01Z',
  })
  cluster.addNode('n1')
  cluster.settle()
  expect(progress()).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' })
})

test('C1 a paused Deployment scales but does not roll', () => {
  const cluster = runningWeb(2, 2, { paused: true })
  expect(cluster.pods()).toBe('\n\n')
  const paused = cluster.store.get('Deployment', 'default', 'web')!
  expect(paused.status?.conditions?.[1]).toMatchObject({ reason: 'DeploymentPaused' })
  cluster.store.update('Deployment', { ...paused, spec: { ...paused.spec!, paused: false } })
  cluster.settle()
  expect(cluster.store.list('Pod')).toHaveLength(2)
})

test('C1 deleting a Deployment takes everything along', () => {
  const cluster = runningWeb(2)
  cluster.store.remove('Deployment', 'default', 'web')
  cluster.settle()
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    1.0s pod/web-d776d8f84-7l4m4 Killing: Stopping container web
    1.0s pod/web-d776d8f84-7f8n7 Killing: Stopping container web
    "
  `)
  expect([cluster.store.list('ReplicaSet'), cluster.store.list('Pod')]).toEqual([[], []])
})

test('C3 a Job runs as many pods as it may until enough have succeeded', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.startJob('train', { parallelism: 2, completions: 3 })
  cluster.settle()
  expect(cluster.takeEvents(NOISE)).toMatchInlineSnapshot(`
    "
    0.0s node/n1 NodeReady: Node n1 status is now: NodeReady
    0.0s job/train SuccessfulCreate: Created pod: train-82dss
    0.0s job/train SuccessfulCreate: Created pod: train-6t87d
    31.0s job/train SuccessfulCreate: Created pod: train-tc2mb
    62.0s job/train Completed: Job completed
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    train-82dss Succeeded not ready n1 10.244.0.2
    train-6t87d Succeeded not ready n1 10.244.0.3
    train-tc2mb Succeeded not ready n1 10.244.0.4
    "
  `)
  expect(cluster.store.get('Job', 'default', 'train')?.status).toMatchInlineSnapshot(`
    {
      "active": 0,
      "completionTime": "2026-01-01T00:01:02Z",
      "conditions": [
        {
          "lastProbeTime": "2026-01-01T00:01:02Z",
          "lastTransitionTime": "2026-01-01T00:01:02Z",
          "message": "Reached expected number of succeeded pods",
          "reason": "CompletionsReached",
          "status": "True",
          "type": "SuccessCriteriaMet",
        },
        {
          "lastProbeTime": "2026-01-01T00:01:02Z",
          "lastTransitionTime": "2026-01-01T00:01:02Z",
          "message": "Reached expected number of succeeded pods",
          "reason": "CompletionsReached",
          "status": "True",
          "type": "Complete",
        },
      ],
      "failed": 0,
      "ready": 0,
      "startTime": "2026-01-01T00:00:00Z",
      "succeeded": 3,
      "terminating": 0,
    }
  `)
})

test('C3 a Job whose pods fail tries again, ever later, and gives up', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  const annotations = { 'pod-container-failed.stage.kwok.x-k8s.io/name': 'train' }
  cluster.startJob('train', {
    backoffLimit: 3,
    template: template('train', { restartPolicy: 'Never', annotations }),
  })
  cluster.settle()
  expect(cluster.takeEvents(/job/)).toMatchInlineSnapshot(`
    "
    0.0s job/train SuccessfulCreate: Created pod: train-82dss
    13.0s job/train SuccessfulCreate: Created pod: train-6t87d
    36.0s job/train SuccessfulCreate: Created pod: train-tc2mb
    79.0s job/train SuccessfulCreate: Created pod: train-7p5b5
    82.0s job/train BackoffLimitExceeded: Job has reached the specified backoff limit
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    train-82dss Failed not ready n1 10.244.0.2
    train-6t87d Failed not ready n1 10.244.0.3
    train-tc2mb Failed not ready n1 10.244.0.4
    train-7p5b5 Failed not ready n1 10.244.0.5
    "
  `)
})

test('C3 a suspended Job makes no pods; suspending takes them away without blame', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.startJob('train', { suspend: true, backoffLimit: 0 })
  const suspend = (value: boolean) => {
    cluster.run(5 * SECOND)
    const job = cluster.store.get('Job', 'default', 'train')!
    cluster.store.update('Job', { ...job, spec: { ...job.spec!, suspend: value } })
  }
  suspend(false)
  suspend(true)
  suspend(false)
  cluster.settle()
  expect(cluster.takeEvents(/job/)).toMatchInlineSnapshot(`
    "
    0.0s job/train Suspended: Job suspended
    5.0s job/train Resumed: Job resumed
    5.0s job/train SuccessfulCreate: Created pod: train-82dss
    10.0s job/train SuccessfulDelete: Deleted pod: train-82dss
    10.0s job/train Suspended: Job suspended
    15.0s job/train Resumed: Job resumed
    15.0s job/train SuccessfulCreate: Created pod: train-6t87d
    46.0s job/train Completed: Job completed
    "
  `)
})

test('C3 a Job whose pods admission refuses says so once, and runs when it can', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  const { spec, ...rest } = template('train', { restartPolicy: 'Never' })
  cluster.startJob('train', {
    template: { ...rest, spec: { ...spec!, priorityClassName: 'gold' } },
  })
  cluster.settle()
  expect(cluster.takeEvents(/job/)).toMatchInlineSnapshot(`
    "
    0.0s job/train FailedCreate: Error creating: pods "train-" is forbidden: no PriorityClass with name gold was found
    "
  `)
  cluster.store.create('PriorityClass', { metadata: { name: 'gold' }, value: 7 })
  cluster.settle()
  expect(cluster.takeEvents(/job/)).toMatchInlineSnapshot(`
    "
    0.0s job/train SuccessfulCreate: Created pod: train-82dss
    31.0s job/train Completed: Job completed
    "
  `)
})

test('C3 an indexed Job fills every index once', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.startJob('train', { completionMode: 'Indexed', parallelism: 2, completions: 3 })
  cluster.settle()
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    train-0-87lxt Succeeded not ready n1 10.244.0.2
    train-1-6swx9 Succeeded not ready n1 10.244.0.3
    train-2-wr9rc Succeeded not ready n1 10.244.0.4
    "
  `)
  expect(cluster.store.get('Job', 'default', 'train')?.status?.completedIndexes).toBe('0-2')
})

test('C3 a Job has to be done by its deadline, and goes when its time is over', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.startJob('late', { activeDeadlineSeconds: 10, ttlSecondsAfterFinished: 100 })
  cluster.settle()
  expect(cluster.takeEvents(/job/)).toMatchInlineSnapshot(`
    "
    0.0s job/late SuccessfulCreate: Created pod: late-t5krb
    10.0s job/late SuccessfulDelete: Deleted pod: late-t5krb
    11.0s job/late DeadlineExceeded: Job was active longer than specified deadline
    "
  `)
  expect([cluster.store.list('Job'), cluster.store.list('Pod')]).toEqual([[], []])
  expect(cluster.clock.now).toBe(111 * SECOND)
})

test('C4 C6 C7 C8 a node dies: 50 s until it is noticed, 300 s of patience, then its pods come back elsewhere', () => {
  const cluster = runningWeb(4)
  cluster.runUntil(100 * SECOND)
  cluster.powerOff('n1')
  cluster.run(350 * SECOND)
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    150.0s node/n1 NodeNotReady: Node n1 status is now: NodeNotReady
    150.0s pod/web-d776d8f84-7l4m4 NodeNotReady: Node is not ready
    150.0s pod/web-d776d8f84-tf8nf NodeNotReady: Node is not ready
    450.0s pod/web-d776d8f84-7l4m4 TaintManagerEviction: Marking for deletion Pod default/web-d776d8f84-7l4m4
    450.0s pod/web-d776d8f84-tf8nf TaintManagerEviction: Marking for deletion Pod default/web-d776d8f84-tf8nf
    450.0s replicaset/web-d776d8f84 SuccessfulCreate: Created pod: web-d776d8f84-dtgvf
    450.0s replicaset/web-d776d8f84 SuccessfulCreate: Created pod: web-d776d8f84-gtbcl
    450.0s pod/web-d776d8f84-dtgvf Scheduled: Successfully assigned default/web-d776d8f84-dtgvf to n2
    450.0s pod/web-d776d8f84-gtbcl Scheduled: Successfully assigned default/web-d776d8f84-gtbcl to n2
    "
  `)
  cluster.settle()
  expect(cluster.takeEvents(/Started/)).toMatchInlineSnapshot(`
    "
    451.0s pod/web-d776d8f84-dtgvf Started: Container started
    451.0s pod/web-d776d8f84-gtbcl Started: Container started
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Terminating not ready n1 10.244.0.2
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    web-d776d8f84-tf8nf Terminating not ready n1 10.244.0.3
    web-d776d8f84-db4cq Running ready n2 10.244.1.3
    web-d776d8f84-dtgvf Running ready n2 10.244.1.4
    web-d776d8f84-gtbcl Running ready n2 10.244.1.5
    "
  `)
  expect(cluster.store.get('Node', '', 'n1')?.spec).toMatchInlineSnapshot(`
    {
      "taints": [
        {
          "effect": "NoSchedule",
          "key": "node.kubernetes.io/unreachable",
          "timeAdded": "2026-01-01T00:02:30Z",
        },
        {
          "effect": "NoExecute",
          "key": "node.kubernetes.io/unreachable",
          "timeAdded": "2026-01-01T00:02:30Z",
        },
      ],
    }
  `)
})

test('C10 power comes back after the eviction: the machine is empty and in use again', () => {
  const cluster = runningWeb(2)
  cluster.powerOff('n1')
  cluster.settle()
  cluster.takeEvents()
  cluster.powerOn('n1')
  cluster.settle()
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    352.0s node/n1 NodeReady: Node n1 status is now: NodeReady
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    web-d776d8f84-tf8nf Running ready n2 10.244.1.3
    "
  `)
  expect(cluster.store.get('Node', '', 'n1')?.spec?.taints).toBeUndefined()
})

test('C10 power comes back before the node is missed: containers restart in place', () => {
  const cluster = runningWeb(2)
  cluster.powerOff('n1')
  cluster.run(30 * SECOND)
  cluster.powerOn('n1')
  cluster.run(500)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Running not ready n1 10.244.0.3
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    "
  `)
  cluster.settle()
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    31.0s pod/web-d776d8f84-7l4m4 SandboxChanged: Pod sandbox changed, it will be killed and re-created.
    32.0s pod/web-d776d8f84-7l4m4 Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    32.0s pod/web-d776d8f84-7l4m4 Created: Container created
    32.0s pod/web-d776d8f84-7l4m4 Started: Container started
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Running ready n1 10.244.0.3 1 restarts
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    "
  `)
})

test('C10 power comes back before the eviction: it is called off', () => {
  const cluster = runningWeb(2)
  cluster.powerOff('n1')
  cluster.run(200 * SECOND)
  cluster.powerOn('n1')
  cluster.settle()
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    51.0s node/n1 NodeNotReady: Node n1 status is now: NodeNotReady
    51.0s pod/web-d776d8f84-7l4m4 NodeNotReady: Node is not ready
    201.0s node/n1 NodeReady: Node n1 status is now: NodeReady
    201.0s pod/web-d776d8f84-7l4m4 SandboxChanged: Pod sandbox changed, it will be killed and re-created.
    201.0s pod/web-d776d8f84-7l4m4 TaintManagerEviction: Cancelling deletion of Pod default/web-d776d8f84-7l4m4
    202.0s pod/web-d776d8f84-7l4m4 Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    202.0s pod/web-d776d8f84-7l4m4 Created: Container created
    202.0s pod/web-d776d8f84-7l4m4 Started: Container started
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Running ready n1 10.244.0.3 1 restarts
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    "
  `)
})

test('C8 a pod deleted on a dead machine stays Terminating until the power is back', () => {
  const cluster = runningWeb(1, 1)
  cluster.powerOff('n1')
  cluster.scale('web', 0)
  cluster.run(10 * MINUTE)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Terminating not ready n1 10.244.0.2
    "
  `)
  cluster.powerOn('n1')
  cluster.settle()
  expect(cluster.pods()).toBe('\n\n')
})

test('C9 a machine is gone for good: its pods are given up after 40 s, in the next round', () => {
  const cluster = runningWeb(2)
  cluster.runUntil(105 * SECOND)
  cluster.removeNode('n1')
  cluster.settle()
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    160.0s replicaset/web-d776d8f84 SuccessfulCreate: Created pod: web-d776d8f84-tf8nf
    160.0s pod/web-d776d8f84-tf8nf Scheduled: Successfully assigned default/web-d776d8f84-tf8nf to n2
    161.0s pod/web-d776d8f84-tf8nf Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    161.0s pod/web-d776d8f84-tf8nf Created: Container created
    161.0s pod/web-d776d8f84-tf8nf Started: Container started
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    web-d776d8f84-tf8nf Running ready n2 10.244.1.3
    "
  `)
})

test('C7 nodes lose their pods one after the other, and none when all are silent', () => {
  const cluster = runningWeb(4, 4)
  const evictions = /Marking|Cancelling/
  cluster.powerOff('n1')
  cluster.powerOff('n2')
  cluster.settle()
  expect(cluster.takeEvents(evictions)).toMatchInlineSnapshot(`
    "
    351.0s pod/web-d776d8f84-7l4m4 TaintManagerEviction: Marking for deletion Pod default/web-d776d8f84-7l4m4
    361.0s pod/web-d776d8f84-7f8n7 TaintManagerEviction: Marking for deletion Pod default/web-d776d8f84-7f8n7
    "
  `)
  for (const name of ['n3', 'n4']) cluster.powerOff(name)
  cluster.settle()
  expect(cluster.takeEvents(evictions)).toBe('\n\n')
})
