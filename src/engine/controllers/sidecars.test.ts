import { describe, expect, test } from 'vitest'
import { printPod } from '../rules/podPrint.ts'
import { play } from '../testing/play.ts'

/* Pods of several containers (C5.11) and their sidecars (C5.12), as their events tell of them. */

const pod = (containers: string, init = '', annotations = '', spec = '') => `
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web }, annotations: { ${annotations} } }
spec:
  ${spec}
  initContainers: [${init}]
  containers: [${containers}]
`
const APP = '{ name: app, image: "app:1" }'
const proxy = (more = '', name = 'proxy') =>
  `{ name: ${name}, image: "envoy:1", restartPolicy: Always, ${more} }`
const two = (one: string, other: string) =>
  `{ name: a, image: a, ${one} }, { name: b, image: b, ${other} }`
const EVENTS = /pod\/web (Started|Pulled|Failed|Killing|BackOff|Unhealthy)/

function start(seconds: number, ...given: Parameters<typeof pod>) {
  const world = play(pod(...given), { machines: 1 })
  world.wait(seconds)
  return world
}
type World = ReturnType<typeof play>
const found = (world: World) => world.store.get('Pod', 'default', 'web')
/** As kubectl prints it. */
function printed(world: World): string {
  const { ready, containers, status, restarts } = printPod(found(world)!)
  return `${ready}/${containers} ${status} ${restarts}`
}
/** `app running ready`, container by container. */
function containers(world: World): string {
  const { containerStatuses = [], initContainerStatuses = [] } = found(world)!.status!
  return [...initContainerStatuses, ...containerStatuses]
    .map(({ name, state, ready, restartCount }) => {
      const what = state?.running ? 'running' : (state?.waiting ?? state?.terminated)!.reason
      return `${name} ${what}${ready ? ' ready' : ''}${restartCount > 0 ? ` ${restartCount}` : ''}`
    })
    .join(', ')
}
const told = (name: string) => `pod-container-failed.stage.kwok.x-k8s.io/name: ${name}`

describe('C5.11 containers are independent', () => {
  test('one without a probe is ready at once, the other when its probe says so', () => {
    const world = start(
      5,
      two('readinessProbe: { httpGet: { port: 80 } }', ''),
      '',
      'podfall.dev/startup-time: 15s',
    )
    expect(printed(world)).toBe('1/2 Running 0')
    expect(containers(world)).toBe('a running, b running ready')
    world.wait(20)
    expect(printed(world)).toBe('2/2 Running 0')
  })

  test('who lacks a Secret waits alone, after its image has been pulled', () => {
    const lacking = 'envFrom: [{ secretRef: { name: keys } }]'
    const world = start(5, two(lacking, ''))
    expect(printed(world)).toBe('1/2 CreateContainerConfigError 0')
    expect(found(world)!.status!.phase).toBe('Pending')
    world.give({
      type: 'apply',
      text: 'apiVersion: v1\nkind: Secret\nmetadata: { name: keys }',
    })
    world.wait(5)
    expect(printed(world)).toBe('2/2 Running 0')
    expect(world.events(EVENTS)).toMatchInlineSnapshot(`
      "
      1s pod/web Pulled: Container image "a" already present on machine and can be accessed by the pod
      1s pod/web Failed: Error: secret "keys" not found
      1s pod/web Pulled: Container image "b" already present on machine and can be accessed by the pod
      1s pod/web Started: Container started
      6s pod/web Pulled: Container image "a" already present on machine and can be accessed by the pod
      6s pod/web Started: Container started
      "
    `)
  })

  test('init containers run before anybody is told of a Secret that is missing', () => {
    const lacking = '{ name: app, image: app, envFrom: [{ secretRef: { name: keys } }] }'
    const world = start(5, lacking, '{ name: setup, image: setup }')
    expect(containers(world)).toBe('setup Completed ready, app CreateContainerConfigError')
    expect(world.events(EVENTS)).toMatchInlineSnapshot(`
      "
      0s pod/web Pulled: Container image "setup" already present on machine and can be accessed by the pod
      0s pod/web Started: Container started
      2s pod/web Pulled: Container image "app" already present on machine and can be accessed by the pod
      2s pod/web Failed: Error: secret "keys" not found
      "
    `)
  })

  test('images are pulled one after the other, and nobody waits for those of others', () => {
    const world = start(20, two('', ''), '', 'podfall.dev/image-size: 400Mi')
    expect(world.events(EVENTS)).toMatchInlineSnapshot(`
      "
      5s pod/web Pulled: Successfully pulled image "a" in 4s (4s including waiting). Image size: 419430400 bytes.
      5s pod/web Started: Container started
      9s pod/web Pulled: Successfully pulled image "b" in 4s (4s including waiting). Image size: 419430400 bytes.
      9s pod/web Started: Container started
      "
    `)
  })

  test('without restarts the failure of one is its own; the last one decides', () => {
    const delay = 'pod-complete.stage.kwok.x-k8s.io/delay: 20s'
    const world = start(10, two('', ''), '', `${told('b')}, ${delay}`, 'restartPolicy: Never')
    expect(containers(world)).toBe('a running ready, b Error')
    expect(found(world)!.status!.phase).toBe('Running')
    world.wait(15)
    expect(containers(world)).toBe('a Completed, b Error')
    expect(found(world)!.status!.phase).toBe('Failed')
  })

  test('each has its own back-off', () => {
    const world = start(50, two('', ''), '', told('b'))
    expect(containers(world)).toBe('a running ready, b CrashLoopBackOff 3')
    expect(printed(world)).toBe('1/2 CrashLoopBackOff 3')
  })

  test('only who is beyond its limit is killed', () => {
    const limit = (amount: string) => `resources: { limits: { memory: ${amount} } }`
    const usage = 'kwok.x-k8s.io/usage-memory: 300Mi'
    const world = start(30, two(limit('200Mi'), limit('400Mi')), '', usage, 'restartPolicy: Never')
    expect(containers(world)).toBe('a OOMKilled, b running ready')
    expect(found(world)!.status!.phase).toBe('Running')
  })

  test.each([
    ['restartPolicy: Always', 'b CrashLoopBackOff 3'],
    [
      'restartPolicy: Never, restartPolicyRules: [{ action: Restart, exitCodes: { operator: In, values: [42] } }]',
      'b CrashLoopBackOff 3',
    ],
    [
      'restartPolicy: Never, restartPolicyRules: [{ action: Restart, exitCodes: { operator: NotIn, values: [42] } }]',
      'b Error',
    ],
  ])('a container with a policy of its own: %s', (policy, after) => {
    const code = 'pod-container-failed.stage.kwok.x-k8s.io/exit-code: "42"'
    const world = start(50, two('', policy), '', `${told('b')}, ${code}`, 'restartPolicy: Never')
    expect(containers(world)).toBe(`a running ready, ${after}`)
  })

  test('after a power loss all start again, init containers first', () => {
    const world = start(5, APP, `{ name: setup, image: setup }, ${proxy()}`)
    world.give({ type: 'pullPlug', machine: 1 })
    world.wait(5)
    world.events()
    world.give({ type: 'plugIn', machine: 1 })
    world.wait(120)
    expect(world.events(/pod\/web (Started|Sandbox)/)).toMatchInlineSnapshot(`
      "
      10s pod/web SandboxChanged: Pod sandbox changed, it will be killed and re-created.
      10s pod/web Started: Container started
      11s pod/web Started: Container started
      12s pod/web Started: Container started
      "
    `)
    expect(containers(world)).toBe(
      'setup Completed ready 1, proxy running ready 1, app running ready 1',
    )
  })
})

describe('C5.12 sidecars', () => {
  test('start before the others and stay', () => {
    const world = start(5, APP, `${proxy()}, { name: setup, image: setup }`)
    expect(world.events(EVENTS, /Pulled/)).toMatchInlineSnapshot(`
      "
      0s pod/web Started: Container started
      0s pod/web Started: Container started
      2s pod/web Started: Container started
      "
    `)
    expect(printed(world)).toBe('2/2 Running 0')
  })

  test('hold the others back until their startup probe has succeeded, and count for readiness', () => {
    const probes =
      'startupProbe: { httpGet: { port: 80 }, periodSeconds: 5 }, readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 20 }'
    const world = start(5, APP, proxy(probes), 'podfall.dev/startup-time: 8s')
    expect(printed(world)).toBe('0/2 Init:0/1 0')
    world.wait(10)
    expect(printed(world)).toBe('1/2 Running 0')
    world.wait(10)
    expect(printed(world)).toBe('2/2 Running 0')
    expect(world.events(EVENTS, /Pulled/)).toMatchInlineSnapshot(`
      "
      0s pod/web Started: Container started
      0s pod/web Unhealthy: Startup probe failed: Get "http://10.244.0.2:80/": dial tcp 10.244.0.2:80: connect: connection refused
      5s pod/web Unhealthy: Startup probe failed: Get "http://10.244.0.2:80/": dial tcp 10.244.0.2:80: connect: connection refused
      11s pod/web Started: Container started
      "
    `)
  })

  test('are restarted whatever the policy, by themselves', () => {
    const world = start(30, APP, proxy(), told('proxy'), 'restartPolicy: Never')
    expect(containers(world)).toBe('proxy CrashLoopBackOff 2, app running ready')
    expect(world.events(/BackOff|Killing/)).toMatchInlineSnapshot(`
      "
      4s pod/web BackOff: Back-off restarting failed container proxy in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
      16s pod/web BackOff: Back-off restarting failed container proxy in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
      "
    `)
  })

  test('come back when what they lack does', () => {
    const keys = 'apiVersion: v1\nkind: Secret\nmetadata: { name: keys }'
    const lacking = proxy('envFrom: [{ secretRef: { name: keys } }]')
    const world = play(`${keys}\n---${pod(APP, lacking, told('proxy'))}`, { machines: 1 })
    world.wait(1.5)
    world.give({ type: 'delete', kind: 'Secret', namespace: 'default', name: 'keys' })
    world.wait(5)
    expect(containers(world)).toBe('proxy CreateContainerConfigError, app running ready')
    world.give({ type: 'apply', text: keys })
    world.wait(1)
    expect(containers(world)).toBe('proxy running ready 1, app running ready')
  })

  test('are killed for their own memory', () => {
    const limit = 'resources: { limits: { memory: 100Mi } }'
    const world = start(5, APP, proxy(limit), 'kwok.x-k8s.io/usage-memory: 200Mi')
    expect(found(world)!.status!.initContainerStatuses![0]!.lastState?.terminated).toMatchObject({
      exitCode: 137,
      reason: 'OOMKilled',
    })
  })

  test('are ended by their liveness probe, in the words that upstream has for them', () => {
    const probe = 'livenessProbe: { httpGet: { port: 80 }, periodSeconds: 5, failureThreshold: 2 }'
    const world = start(30, APP, proxy(probe), 'podfall.dev/hang-after: 10s')
    expect(world.events(/Unhealthy|Killing/)).toMatchInlineSnapshot(`
      "
      15s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      20s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      20s pod/web Killing: Init container proxy failed liveness probe
      "
    `)
  })

  test('end when the work is done, the last one first, and the pod succeeds', () => {
    const hook = 'lifecycle: { preStop: { sleep: { seconds: 2 } } }'
    const delay = 'pod-complete.stage.kwok.x-k8s.io/delay: 5s'
    const init = `${proxy(hook, 'first')}, ${proxy('', 'second')}`
    const world = start(7, APP, init, delay, 'restartPolicy: Never')
    expect(containers(world)).toBe('first running ready, second running ready, app Completed')
    expect(found(world)!.status!.phase).toBe('Running')
    // The second takes 1 s, the hook 2 s at the same time, then the first 1 s.
    world.wait(2)
    expect(containers(world)).toBe('first Completed, second Completed, app Completed')
    expect(printed(world)).toBe('0/3 Completed 0')
    expect(world.events(/Killing/)).toMatchInlineSnapshot(`
      "
      6s pod/web Killing: Stopping container first
      6s pod/web Killing: Stopping container second
      "
    `)
  })

  test('end when an init container has failed for good', () => {
    const failing = 'pod-init-container-failed.stage.kwok.x-k8s.io/name: setup'
    const init = `${proxy()}, { name: setup, image: setup }`
    const world = start(1.5, APP, init, failing, 'restartPolicy: Never')
    expect(found(world)!.status!.phase).toBe('Pending')
    world.wait(1)
    expect(found(world)!.status!.phase).toBe('Failed')
    expect(containers(world)).toBe('proxy Completed, setup Error, app PodInitializing')
    expect(printed(world)).toBe('0/2 Init:Error 0')
  })

  test('go on answering while the others are stopped', () => {
    const world = start(5, APP, proxy())
    world.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'web' })
    world.wait(1.5)
    expect(found(world)).toBeDefined()
    world.wait(0.5)
    expect(found(world)).toBeUndefined()
    expect(world.events(/Killing/)).toMatchInlineSnapshot(`
      "
      5s pod/web Killing: Stopping container app
      5s pod/web Killing: Stopping container proxy
      "
    `)
  })

  test('are found by the name of their port, and answer with the version of their image', () => {
    const service = `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: mesh }] }
---
apiVersion: podfall.dev/v1
kind: Traffic
metadata: { name: curl }
spec: { to: http://web, requestsPerSecond: 10 }
`
    const port = 'ports: [{ name: mesh, containerPort: 15001 }]'
    const world = play(pod(APP, proxy(port)) + service, { machines: 1 })
    world.wait(10)
    const [traffic] = world.run.clusters[0]!.services.traffic()
    expect(traffic!.versions).toEqual([{ version: '1', answered: 80 }])
  })
})
