import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import type { RolloutAction } from '../protocol.ts'
import { play } from '../testing/play.ts'

const web = (image: string, more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  ${more}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "${image}" }] }
`
const SIZES = /ScalingReplicaSet/

function running(more = '') {
  const cluster = play(web('web:1', more))
  cluster.wait(10)
  cluster.events()
  const rollout = (action: RolloutAction, toRevision?: number) =>
    cluster.ask({
      type: 'rollout',
      action,
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
      ...(toRevision !== undefined && { toRevision }),
    }).error
  const apply = (image: string) => {
    cluster.give({ type: 'apply', text: web(image, more) })
    cluster.wait(10)
  }
  const revisions = () =>
    cluster.store
      .list('ReplicaSet')
      .map(({ metadata, spec }) => {
        const { annotations } = metadata!
        const former = annotations?.['deployment.kubernetes.io/revision-history']
        const [image] = spec!.template!.spec!.containers.map((container) => container.image)
        const revision = annotations?.['deployment.kubernetes.io/revision']
        return `${revision} ${image} ${spec?.replicas}${former ? ` was ${former}` : ''}`
      })
      .join(', ')
  const image = () =>
    cluster.store.get('Deployment', 'default', 'web')!.spec!.template.spec!.containers[0]!.image
  return { ...cluster, rollout, apply, revisions, image }
}

test('C1.1 C1.2 a bad version is undone: the former ReplicaSet is the latest revision again', () => {
  const cluster = running()
  cluster.apply('web:2')
  expect(cluster.revisions()).toBe('1 web:1 0, 2 web:2 2')
  expect(cluster.rollout('undo')).toBeUndefined()
  cluster.wait(10)
  expect(cluster.events(SIZES)).toMatchInlineSnapshot(`
    "
    10s deployment/web ScalingReplicaSet: Scaled up replica set web-6bd7d7df77 from 0 to 1
    11s deployment/web ScalingReplicaSet: Scaled down replica set web-dddcdf76d from 2 to 1
    11s deployment/web ScalingReplicaSet: Scaled up replica set web-6bd7d7df77 from 1 to 2
    12s deployment/web ScalingReplicaSet: Scaled down replica set web-dddcdf76d from 1 to 0
    20s deployment/web ScalingReplicaSet: Scaled up replica set web-dddcdf76d from 0 to 1
    21s deployment/web ScalingReplicaSet: Scaled down replica set web-6bd7d7df77 from 2 to 1
    21s deployment/web ScalingReplicaSet: Scaled up replica set web-dddcdf76d from 1 to 2
    22s deployment/web ScalingReplicaSet: Scaled down replica set web-6bd7d7df77 from 1 to 0
    "
  `)
  expect(cluster.revisions()).toBe('3 web:1 2 was 1, 2 web:2 0')
  expect(cluster.image()).toBe('web:1')
})

test('C1.2 an undo may name its revision; the manifest that was undone can be applied again', () => {
  const cluster = running()
  cluster.apply('web:2')
  cluster.apply('web:3')
  expect(cluster.rollout('undo', 1)).toBeUndefined()
  cluster.wait(10)
  expect(cluster.revisions()).toBe('4 web:1 2 was 1, 2 web:2 0, 3 web:3 0')
  cluster.apply('web:3')
  expect(cluster.revisions()).toBe('4 web:1 0 was 1, 2 web:2 0, 5 web:3 2 was 3')
})

test('C1.1 revisions beyond the limit go when the rollout is over', () => {
  const cluster = running('revisionHistoryLimit: 1')
  cluster.apply('web:2')
  cluster.apply('web:3')
  cluster.apply('web:4')
  expect(cluster.revisions()).toBe('3 web:3 0, 4 web:4 2')
})

test('C1.2 paused, several changes roll out as one', () => {
  const cluster = running()
  expect(cluster.rollout('pause')).toBeUndefined()
  cluster.apply('web:2')
  cluster.apply('web:3')
  expect(cluster.events(SIZES)).toBe('\n\n')
  expect(cluster.rollout('resume')).toBeUndefined()
  cluster.wait(10)
  expect(cluster.revisions()).toBe('1 web:1 0, 2 web:3 2')
})

test('C1.2 a restart makes all pods anew', () => {
  const cluster = running()
  const before = cluster.pods()
  expect(cluster.rollout('restart')).toBeUndefined()
  cluster.wait(10)
  expect(cluster.pods()).not.toBe(before)
  expect(cluster.revisions()).toBe('1 web:1 0, 2 web:1 2')
})

test('M9 what cannot be rolled is refused with a sentence', () => {
  const cluster = running()
  expect([
    cluster.rollout('undo'),
    cluster.rollout('undo', 7),
    cluster.rollout('undo', 1),
    cluster.rollout('resume'),
    cluster.rollout('pause') ?? cluster.rollout('pause'),
    cluster.rollout('restart'),
    cluster.ask({
      type: 'rollout',
      action: 'undo',
      kind: 'Job',
      namespace: 'default',
      name: 'web',
    }).error,
  ]).toMatchInlineSnapshot(`
    [
      "The Deployment "web" has no earlier revision to go back to.",
      "The Deployment "web" has no revision 7 in its history.",
      "The Deployment "web" has the template of revision 1 already.",
      "The Deployment "web" is not paused.",
      "The Deployment "web" is paused already.",
      "The Deployment "web" is paused; resume it before restarting it.",
      "A Job has no rollout to undo: only Deployment, DaemonSet, StatefulSet have.",
    ]
  `)
})

test('C1.3 a rollout whose pods are refused says so, and misses its deadline', () => {
  const cluster = running('progressDeadlineSeconds: 60')
  const progress = () =>
    cluster.store
      .get('Deployment', 'default', 'web')!
      .status!.conditions!.map(({ type, status, reason }) => `${type} ${status} ${reason}`)
  expect(progress()).toEqual([
    'Available True MinimumReplicasAvailable',
    'Progressing True NewReplicaSetAvailable',
  ])
  const refused = web('web:2', 'progressDeadlineSeconds: 60').replace(
    'spec: { containers',
    'spec: { priorityClassName: gold, containers',
  )
  cluster.give({ type: 'apply', text: refused })
  cluster.wait(30)
  expect(progress()).toEqual([
    'Available True MinimumReplicasAvailable',
    'Progressing True NewReplicaSetCreated',
    'ReplicaFailure True FailedCreate',
  ])
  cluster.wait(40)
  expect(progress()[1]).toBe('Progressing False ProgressDeadlineExceeded')
  cluster.give({
    type: 'apply',
    text: 'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: gold }\nvalue: 7\n',
  })
  cluster.wait(30)
  expect(progress()).toEqual([
    'Available True MinimumReplicasAvailable',
    'Progressing True NewReplicaSetAvailable',
  ])
})

test('M2 the actions of a scenario can roll, and say what is wrong', () => {
  const script = (rollout: string) =>
    parseScenarioFile(`
apiVersion: podfall.dev/v1
kind: Scenario
metadata: { name: play }
spec: { actions: [{ at: 5s, rollout: ${rollout} }] }
`)
  const command = { type: 'rollout', action: 'undo', kind: 'Deployment', namespace: 'default' }
  expect(script('{ action: undo, name: web }').scenario?.actions).toEqual([
    { at: 5_000, command: { ...command, name: 'web' } },
  ])
  const wrong = ['{ action: redo, name: web }', '{ action: pause, name: web, toRevision: 2 }']
  expect(wrong.map((text) => script(text).diagnostics[0]?.message)).toEqual([
    'spec.actions[0].rollout.action must be one of undo, pause, resume, restart, not "redo".',
    'spec.actions[0].rollout.toRevision must be left out: only undo goes to a revision.',
  ])
})
