import { expect, test } from 'vitest'
import { play } from '../testing/play.ts'

const pod = (container: string, spec = '') => `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  ${spec}
  containers: [{ name: web, image: web, ${container} }]
`
const map = (data: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: app }
data: { ${data} }
`
const SECRET = `
apiVersion: v1
kind: Secret
metadata: { name: app }
stringData: { password: hunter2 }
`
const CONFIG = /Failed|Started/
const KEY = 'env: [{ name: A, valueFrom: { configMapKeyRef: { name: app, key: mode } } }]'

function start(container: string, spec = '') {
  const cluster = play(pod(container, spec), { machines: 1 })
  cluster.wait(5)
  return cluster
}

test('C5.6 a container waits for its ConfigMap, and for the key in it', () => {
  const cluster = start(KEY)
  expect(cluster.pods()).toBe('\nweb 0/1 CreateContainerConfigError not ready node-1\n')
  cluster.give({ type: 'apply', text: map('other: x') })
  cluster.wait(5)
  cluster.give({ type: 'apply', text: map('other: x, mode: fast') })
  cluster.wait(5)
  expect(cluster.events(CONFIG)).toMatchInlineSnapshot(`
    "
    1s pod/web Failed: Error: configmap "app" not found
    6s pod/web Failed: Error: couldn't find key mode in ConfigMap default/app
    11s pod/web Started: Container started
    "
  `)
  expect(cluster.pods()).toBe('\nweb 1/1 Running ready node-1\n')
})

test('C5.6 a volume that cannot be filled', () => {
  const volumes = 'volumes: [{ name: keys, secret: { secretName: app } }]'
  const cluster = start('', volumes)
  expect(cluster.pods()).toBe('\nweb 0/1 ContainerCreating not ready node-1\n')
  const address = () => cluster.store.get('Pod', 'default', 'web')?.status?.podIP
  expect(address()).toBeUndefined()
  cluster.give({ type: 'apply', text: SECRET })
  cluster.wait(5)
  expect(address()).toBe('10.244.0.2')
  expect(cluster.events(CONFIG)).toMatchInlineSnapshot(`
    "
    0s pod/web FailedMount: MountVolume.SetUp failed for volume "keys" : secret "app" not found
    6s pod/web Started: Container started
    "
  `)
})

test.each([
  ['envFrom: [{ configMapRef: { name: app } }]', '', 'configmap "app" not found'],
  ['envFrom: [{ secretRef: { name: app } }]', '', 'secret "app" not found'],
  [
    'env: [{ name: P, valueFrom: { secretKeyRef: { name: app, key: password } } }]',
    '',
    'secret "app" not found',
  ],
  ['', 'volumes: [{ name: v, configMap: { name: app } }]', 'configmap "app" not found'],
  [
    '',
    'initContainers: [{ name: i, image: i, envFrom: [{ secretRef: { name: app } }] }]',
    'secret "app" not found',
  ],
])('C5.6 %s %s', (container, spec, message) => {
  const cluster = start(container, spec)
  expect(cluster.events(CONFIG)).toContain(message)
  cluster.give({ type: 'apply', text: map('mode: fast') })
  cluster.give({ type: 'apply', text: SECRET })
  cluster.wait(5)
  expect(cluster.pods()).toContain('1/1 Running ready')
})

test.each([
  ['envFrom: [{ configMapRef: { name: app, optional: true } }]', ''],
  [KEY.replace('key: mode', 'key: mode, optional: true'), ''],
  ['', 'volumes: [{ name: v, secret: { secretName: app, optional: true } }]'],
])('C5.6 what is optional is not waited for: %s %s', (container, spec) => {
  expect(start(container, spec).pods()).toContain('1/1 Running ready')
})

test('C5.6 a pod that waits can be deleted', () => {
  const cluster = start(KEY)
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'web' })
  cluster.give({ type: 'apply', text: map('mode: fast') })
  cluster.wait(5)
  expect(cluster.store.list('Pod')).toEqual([])
})
