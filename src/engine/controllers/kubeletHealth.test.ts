import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { play } from '../testing/play.ts'

const pod = (container = '', annotations = '', spec = '', name = 'web') => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, annotations: { ${annotations} } }
spec:
  ${spec}
  containers: [{ name: web, image: "web:1", ${container} }]
---`
const SCHEDULED = /Scheduled|NodeReady/

function life(seconds: number, ...given: Parameters<typeof pod>) {
  const cluster = play(pod(...given), { machines: 1 })
  cluster.wait(seconds)
  return cluster
}
/** `ready at 21 s`, as the pod's condition says. */
function readyAt(...given: Parameters<typeof pod>): string | undefined {
  const cluster = life(120, ...given)
  const conditions = cluster.store.get('Pod', 'default', 'web')?.status?.conditions
  const ready = conditions?.find(({ type }) => type === 'Ready')
  return ready?.status === 'True' ? ready.lastTransitionTime?.slice(14, 19) : ready?.reason
}
const slow = (time: string) => `podfall.dev/startup-time: ${time}`

test.each([
  ['without a probe it is ready at once, whether it answers or not', '', slow('30s'), '00:01'],
  [
    'the readiness probe waits until it answers',
    'readinessProbe: { httpGet: { port: 80 } }',
    slow('15s'),
    '00:21',
  ],
  [
    'and looks as often as it should',
    'readinessProbe: { httpGet: { port: 80 }, periodSeconds: 2 }',
    slow('15s'),
    '00:17',
  ],
  [
    'successes are counted',
    'readinessProbe: { httpGet: { port: 80 }, periodSeconds: 5, successThreshold: 3 }',
    slow('5s'),
    '00:16',
  ],
  [
    'a startup probe alone holds it back',
    'startupProbe: { httpGet: { port: 80 } }',
    slow('15s'),
    '00:21',
  ],
  [
    'the readiness probe comes after the startup probe',
    'startupProbe: { httpGet: { port: 80 }, periodSeconds: 3 }, readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 30 }',
    slow('5s'),
    '00:31',
  ],
])('C5.3 %s', (_name, container, annotations, at) => {
  expect(readyAt(container, annotations)).toBe(at)
})

test('C5.1 C5.3 an impatient liveness probe never lets a slow app start', () => {
  const probe = 'livenessProbe: { httpGet: { path: /health, port: http } }'
  const port = 'ports: [{ name: http, containerPort: 8080 }]'
  const cluster = life(120, `${probe}, ${port}`, slow('40s'))
  expect(cluster.events(/pod\//, /Scheduled|Pulled|Created/)).toMatchInlineSnapshot(`
    "
    1s pod/web Started: Container started
    1s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    11s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    21s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    21s pod/web Killing: Container web failed liveness probe, will be restarted
    21s pod/web Started: Container started
    21s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    31s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    41s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    41s pod/web Killing: Container web failed liveness probe, will be restarted
    41s pod/web BackOff: Back-off restarting failed container web in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    51s pod/web Started: Container started
    51s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    61s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    71s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    71s pod/web Killing: Container web failed liveness probe, will be restarted
    71s pod/web BackOff: Back-off restarting failed container web in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    91s pod/web Started: Container started
    91s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    101s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    111s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:8080/health": dial tcp 10.244.0.2:8080: connect: connection refused
    111s pod/web Killing: Container web failed liveness probe, will be restarted
    111s pod/web BackOff: Back-off restarting failed container web in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web 0/1 CrashLoopBackOff not ready node-1 3 restarts
    "
  `)
})

test('C5.3 a startup probe that has patience does', () => {
  const liveness = 'livenessProbe: { httpGet: { port: 80 } }'
  const startup = 'startupProbe: { failureThreshold: 10, tcpSocket: { port: 80 } }'
  expect(readyAt(`${liveness}, ${startup}`, slow('40s'))).toBe('00:41')
  const cluster = life(60, 'startupProbe: { tcpSocket: { port: 80 } }', slow('40s'))
  expect(cluster.events(/Unhealthy/)).toContain('Startup probe failed: dial tcp 10.244.0.2:80')
})

test.each([
  ['sleep: { seconds: 5 }', 30, 6],
  ['exec: { command: [sleep, "8"] }', 30, 9],
  ['exec: { command: [/bin/sh, -c, "nginx -s quit; sleep 12"] }', 30, 13],
  ['exec: { command: [/bin/flush] }', 30, 1],
  ['exec: { command: [sleep, "60"] }', 10, 10],
])('C5.4 preStop %s within a grace period of %d s: gone after %d s', (hook, grace, seconds) => {
  const spec = `terminationGracePeriodSeconds: ${grace}`
  const cluster = life(5, `lifecycle: { preStop: { ${hook} } }`, '', spec)
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'web' })
  cluster.wait(seconds - 0.001)
  expect(cluster.store.list('Pod')).toHaveLength(1)
  cluster.wait(0.001)
  expect(cluster.store.list('Pod')).toHaveLength(0)
})

test('C5.1 C5.5 a container that uses more memory than it may is ended, again and again', () => {
  const limit = 'resources: { limits: { memory: 256Mi } }'
  const cluster = life(60, limit, 'kwok.x-k8s.io/usage-memory: 300Mi')
  expect(cluster.events(/BackOff/)).toMatchInlineSnapshot(`
    "
    5s pod/web BackOff: Back-off restarting failed container web in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    17s pod/web BackOff: Back-off restarting failed container web in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    39s pod/web BackOff: Back-off restarting failed container web in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
    "
  `)
  const [status] = cluster.store.get('Pod', 'default', 'web')!.status!.containerStatuses!
  expect(status!.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
  expect(status!.state).toEqual({ waiting: { reason: 'CrashLoopBackOff' } })
})

test('C5.5 as much as it may is no harm', () => {
  const limit = 'resources: { limits: { memory: 256Mi } }'
  const cluster = life(60, limit, 'kwok.x-k8s.io/usage-memory: 256Mi')
  expect(cluster.pods()).toBe('\nweb 1/1 Running ready node-1\n')
})

test('C5.2 an image is pulled once by each machine, one after the other', () => {
  const size = 'podfall.dev/image-size: 400Mi'
  const cluster = play(pod('', size) + pod('', size, '', 'second'), { machines: 1 })
  cluster.wait(2)
  cluster.give({ type: 'apply', text: pod('', size, '', 'other').replace('web:1', 'nginx') })
  cluster.wait(20)
  cluster.give({ type: 'apply', text: pod('', size, '', 'later') })
  cluster.wait(5)
  expect(cluster.events(/pod\//, SCHEDULED)).toMatchInlineSnapshot(`
    "
    0s pod/web Pulling: Pulling image "web:1"
    2s pod/other Pulling: Pulling image "nginx"
    5s pod/web Pulled: Successfully pulled image "web:1" in 4s (4s including waiting). Image size: 419430400 bytes.
    5s pod/web Created: Container created
    5s pod/web Started: Container started
    5s pod/second Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    5s pod/second Created: Container created
    5s pod/second Started: Container started
    9s pod/other Pulled: Successfully pulled image "nginx" in 4s (6s including waiting). Image size: 419430400 bytes.
    9s pod/other Created: Container created
    9s pod/other Started: Container started
    23s pod/later Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    23s pod/later Created: Container created
    23s pod/later Started: Container started
    "
  `)
  expect(cluster.store.get('Node', '', 'node-1')?.status?.images).toEqual([
    { names: ['web:1'], sizeBytes: 419_430_400 },
    { names: ['nginx'], sizeBytes: 419_430_400 },
  ])
})

test('C5.2 an init container starts when its own image has come, after those asked for before', () => {
  const init = `initContainers: [{ name: i, image: "i:1" }]`
  const size = (amount: string) => `podfall.dev/image-size: ${amount}`
  const cluster = play(pod('', size('2000Mi')) + pod('', size('500Mi'), init, 'second'), {
    machines: 1,
  })
  cluster.wait(40)
  expect(cluster.events(/pod\/second/, SCHEDULED)).toMatchInlineSnapshot(`
    "
    0s pod/second Pulling: Pulling image "i:1"
    25s pod/second Pulled: Successfully pulled image "i:1" in 5s (25s including waiting). Image size: 524288000 bytes.
    25s pod/second Created: Container created
    25s pod/second Started: Container started
    27s pod/second Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    27s pod/second Created: Container created
    27s pod/second Started: Container started
    "
  `)
})

test('M2 annotations that cannot be read are said', () => {
  const problems = (annotation: string) =>
    parseScenarioFile(pod('', annotation)).diagnostics.map(({ message }) => message)
  expect([
    problems('kwok.x-k8s.io/usage-memory: lots'),
    problems('podfall.dev/image-size: 1GB'),
    problems('podfall.dev/startup-time: soon'),
    problems('example.com/whatever: "1"'),
  ]).toMatchInlineSnapshot(`
    [
      [
        "metadata.annotations["kwok.x-k8s.io/usage-memory"] must be a quantity such as 500m or 2Gi, not "lots".",
      ],
      [
        "metadata.annotations["podfall.dev/image-size"] must be a quantity such as 500m or 2Gi, not "1GB".",
      ],
      [
        "metadata.annotations["podfall.dev/startup-time"] must be a time span such as 10s or 1m, not "soon".",
      ],
      [],
    ]
  `)
})

test('C5.3 each look that finds nobody is told, also before the first that does', () => {
  const http = 'httpGet: { path: /ready, port: 80 }'
  const probes = `readinessProbe: { ${http}, periodSeconds: 5 }, livenessProbe: { tcpSocket: { port: 80 }, periodSeconds: 7 }`
  const cluster = life(60, probes, slow('12s'))
  expect(cluster.events(/Unhealthy|Killing/)).toMatchInlineSnapshot(`
    "
    1s pod/web Unhealthy: Readiness probe failed: Get "http://10.244.0.2:80/ready": dial tcp 10.244.0.2:80: connect: connection refused
    1s pod/web Unhealthy: Liveness probe failed: dial tcp 10.244.0.2:80: connect: connection refused
    6s pod/web Unhealthy: Readiness probe failed: Get "http://10.244.0.2:80/ready": dial tcp 10.244.0.2:80: connect: connection refused
    8s pod/web Unhealthy: Liveness probe failed: dial tcp 10.244.0.2:80: connect: connection refused
    11s pod/web Unhealthy: Readiness probe failed: Get "http://10.244.0.2:80/ready": dial tcp 10.244.0.2:80: connect: connection refused
    "
  `)
  const started = life(60, `startupProbe: { ${http} }, ${probes}`, slow('12s'))
  expect(started.events(/Unhealthy|Killing/)).toMatchInlineSnapshot(`
    "
    1s pod/web Unhealthy: Startup probe failed: Get "http://10.244.0.2:80/ready": dial tcp 10.244.0.2:80: connect: connection refused
    11s pod/web Unhealthy: Startup probe failed: Get "http://10.244.0.2:80/ready": dial tcp 10.244.0.2:80: connect: connection refused
    "
  `)
})

test('C5.3 of one pod at most 25 such events get through', () => {
  const cluster = life(
    60,
    'readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 }',
    slow('40s'),
  )
  expect(
    cluster
      .events(/Unhealthy/)
      .trim()
      .split('\n'),
  ).toHaveLength(25)
  expect(cluster.pods()).toContain('Running ready')
})

test('C5 init containers take as long as each of them says', () => {
  const init = 'initContainers: [{ name: fetch, image: f }, { name: migrate, image: m }]'
  const cluster = play(pod('', 'init-time.podfall.dev/migrate: 20s', init), { machines: 1 })
  cluster.wait(60)
  expect(cluster.events(/Started/)).toMatchInlineSnapshot(`
    "
    0s pod/web Started: Container started
    1s pod/web Started: Container started
    22s pod/web Started: Container started
    "
  `)
})
