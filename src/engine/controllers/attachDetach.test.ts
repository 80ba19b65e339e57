import { describe, expect, test } from 'vitest'
import { play } from '../testing/play.ts'

const STORAGE = `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: disk.example.com
volumeBindingMode: WaitForFirstConsumer
`
const claim = (mode = 'ReadWriteOnce') => `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [${mode}], storageClassName: fast, resources: { requests: { storage: 1Gi } } }
`
const app = (replicas = 1, strategy = 'Recreate') => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  replicas: ${replicas}
  strategy: { type: ${strategy} }
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers: [{ name: db, image: "db:1", resources: { requests: { cpu: 5 } } }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`
const VOLUME = /AttachVolume/
const told = (world: ReturnType<typeof play>) =>
  world
    .events(VOLUME)
    .replace(/db-[a-z0-9]{6,10}-[a-z0-9]{5}/g, 'db')
    .replace(/pvc-[-a-z0-9]{36}/g, 'pvc')
const start = (text = claim() + app(), machines = 3) => {
  const world = play(STORAGE + text, { machines })
  world.wait(10)
  return world
}
const machineOf = (world: ReturnType<typeof play>) =>
  Number(world.store.list('Pod')[0]!.spec!.nodeName!.replace('node-', ''))
const running = (world: ReturnType<typeof play>) =>
  world.store.list('Pod').filter(({ status }) => status?.phase === 'Running').length

describe('C14.1 disks follow pods', () => {
  test('to another machine, when the former one has let go of them', () => {
    const world = start()
    expect(told(world)).toMatchInlineSnapshot(`
      "
      2s pod/db SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "pvc"
      "
    `)
    const machine = machineOf(world)
    world.give({ type: 'drain', machine })
    world.wait(10)
    expect(told(world)).toMatchInlineSnapshot(`
      "
      10s pod/db FailedAttachVolume: Multi-Attach error for volume "pvc" Volume is already used by pod(s) db
      14s pod/db SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "pvc"
      "
    `)
    expect(running(world)).toBe(1)
    expect(world.store.list('VolumeAttachment')).toHaveLength(1)
  })

  test('a pod has no sandbox, and so no address, before its disk is there', () => {
    const world = play(STORAGE + claim() + app(), { machines: 1 })
    const seen = () => {
      const { podIP, conditions = [] } = world.store.list('Pod')[0]!.status!
      const ready = conditions.find(({ type }) => type === 'PodReadyToStartContainers')
      return [podIP, ready?.status]
    }
    world.wait(1.5)
    expect(running(world)).toBe(0)
    expect(seen()).toEqual([undefined, 'False'])
    world.wait(1)
    expect(seen()).toEqual(['10.244.0.2', 'True'])
    world.wait(1)
    expect(running(world)).toBe(1)
  })

  test('not while a pod on a dead machine still has them; 6 min after that is gone', () => {
    const world = start(claim() + app(1, 'RollingUpdate'))
    told(world)
    const machine = machineOf(world)
    world.give({ type: 'pullPlug', machine })
    world.wait(1_000)
    expect(told(world)).toMatchInlineSnapshot(`
      "
      360s pod/db FailedAttachVolume: Multi-Attach error for volume "pvc" Volume is already used by pod(s) db
      "
    `)
    expect(running(world)).toBe(1)
    world.give({ type: 'terminate', machine })
    world.wait(600)
    expect(told(world)).toMatchInlineSnapshot(`
      "
      1422s pod/db SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "pvc"
      "
    `)
    expect(running(world)).toBe(1)
    expect(world.run.inFlight.consequence).toBeUndefined()
  })

  test('a machine that is back in time lets go of them itself', () => {
    const world = start(claim() + app(1, 'RollingUpdate'))
    told(world)
    const machine = machineOf(world)
    world.give({ type: 'pullPlug', machine })
    world.wait(500)
    world.give({ type: 'plugIn', machine })
    world.wait(10)
    expect(told(world)).toMatchInlineSnapshot(`
      "
      360s pod/db FailedAttachVolume: Multi-Attach error for volume "pvc" Volume is already used by pod(s) db
      513s pod/db SuccessfulAttachVolume: AttachVolume.Attach succeeded for volume "pvc"
      "
    `)
  })

  test('what several machines may have is attached to each', () => {
    const world = start(claim('ReadWriteMany') + app(3))
    expect(running(world)).toBe(3)
    expect(world.store.list('VolumeAttachment')).toHaveLength(3)
  })

  test('a machine that is out of service is not waited for', () => {
    const world = start(claim() + app(1, 'RollingUpdate'))
    const machine = machineOf(world)
    world.give({ type: 'pullPlug', machine })
    world.wait(500)
    told(world)
    const node = world.store.get('Node', '', `node-${machine}`)!
    const taint = { key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }
    world.store.update('Node', {
      ...node,
      spec: { ...node.spec, taints: [...(node.spec?.taints ?? []), taint] },
    })
    world.wait(60)
    expect(running(world)).toBe(1)
    expect(told(world)).toContain('SuccessfulAttachVolume')
  })
})

describe('C14.2 a claim that is used', () => {
  const remove = {
    type: 'delete',
    kind: 'PersistentVolumeClaim',
    namespace: 'default',
    name: 'data',
  } as const

  test('stays until its last pod is gone', () => {
    const world = start()
    world.give(remove)
    world.wait(100)
    const found = world.store.get('PersistentVolumeClaim', 'default', 'data')!
    expect(found.metadata!.deletionTimestamp).toBeDefined()
    expect(running(world)).toBe(1)
    world.give({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'db', replicas: 0 })
    world.wait(60)
    expect(world.store.list('PersistentVolumeClaim')).toEqual([])
    expect(world.store.list('PersistentVolume')).toEqual([])
    expect(world.store.list('VolumeAttachment')).toEqual([])
  })

  test('goes at once when nobody uses it', () => {
    const world = start(claim())
    world.give(remove)
    expect(world.store.list('PersistentVolumeClaim')).toEqual([])
  })
})
