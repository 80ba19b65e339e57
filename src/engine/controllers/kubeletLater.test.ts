import { describe, expect, test } from 'vitest'
import { printPod } from '../rules/podPrint.ts'
import { play } from '../testing/play.ts'

/* What goes wrong only later: containers that stop answering, and init containers that fail. */

const pod = (container: string, annotations: string, spec = '') => `
apiVersion: v1
kind: Pod
metadata: { name: web, annotations: { ${annotations} } }
spec:
  ${spec}
  containers: [{ name: web, image: "web:1", ports: [{ containerPort: 80 }], ${container} }]
`
const status = (world: ReturnType<typeof play>) => {
  const found = world.store.get('Pod', 'default', 'web')!
  const { ready, containers, status: word, restarts } = printPod(found)
  return `${ready}/${containers} ${word} ${restarts}`
}
const READINESS = 'readinessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 2 }'
const LIVENESS = 'livenessProbe: { httpGet: { path: /, port: 80 }, periodSeconds: 5 }'
const hang = (after: string, time = '') =>
  `podfall.dev/hang-after: ${after}${time && `, podfall.dev/hang-for: ${time}`}`
const POD = /pod\//
const NOISE = /Scheduled|Pulled|Created/

describe('C5.8 a container that stops answering', () => {
  test('is not ready any more, and ready again when it answers again', () => {
    const world = play(pod(READINESS, hang('20s', '10s')), { machines: 1 })
    world.wait(26)
    expect(status(world)).toBe('1/1 Running 0')
    world.wait(2)
    expect(status(world)).toBe('0/1 Running 0')
    world.wait(10)
    expect(status(world)).toBe('1/1 Running 0')
    world.wait(300)
    expect(world.events(POD, NOISE)).toMatchInlineSnapshot(`
      "
      1s pod/web Started: Container started
      23s pod/web Unhealthy: Readiness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      25s pod/web Unhealthy: Readiness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      27s pod/web Unhealthy: Readiness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      "
    `)
  })

  test('is restarted by its liveness probe, and hangs again', () => {
    const world = play(pod(LIVENESS, hang('20s')), { machines: 1 })
    world.wait(90)
    expect(world.events(POD, NOISE)).toMatchInlineSnapshot(`
      "
      1s pod/web Started: Container started
      26s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      31s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      36s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      36s pod/web Killing: Container web failed liveness probe, will be restarted
      36s pod/web Started: Container started
      61s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      66s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      71s pod/web Unhealthy: Liveness probe failed: Get "http://10.244.0.2:80/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)
      71s pod/web Killing: Container web failed liveness probe, will be restarted
      71s pod/web BackOff: Back-off restarting failed container web in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
      81s pod/web Started: Container started
      "
    `)
  })

  test('loses its requests where there is no probe', () => {
    const service = `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: podfall.dev/v1
kind: Traffic
metadata: { name: curl }
spec: { to: http://web, requestsPerSecond: 10 }
`
    const told = (container: string) => {
      const labelled = pod(container, hang('10s', '20s')).replace(
        'name: web,',
        'name: web, labels: { app: web },',
      )
      const world = play(labelled + service, { machines: 1 })
      world.wait(60)
      return world.run.clusters[0]!.services.traffic()[0]!.failures
    }
    expect(told('')).toEqual([
      { reason: 'timeout', count: 200 },
      { reason: 'no endpoints', count: 20 },
    ])
    expect(
      told('readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1, failureThreshold: 1 }'),
    ).toEqual([
      { reason: 'no endpoints', count: 220 },
      { reason: 'timeout', count: 20 },
    ])
  })
})

describe('C5.9 an init container that fails', () => {
  const INIT = 'initContainers: [{ name: first, image: i }, { name: migrate, image: m }]'
  const fails = (more = '') =>
    `pod-init-container-failed.stage.kwok.x-k8s.io/name: migrate${more && `, pod-init-container-failed.stage.kwok.x-k8s.io/${more}`}`

  test('is tried again with growing delays until it succeeds', () => {
    const world = play(pod('', fails('times: "3"'), INIT), { machines: 1 })
    world.wait(0.5)
    expect(status(world)).toBe('0/1 Init:0/2 0')
    world.wait(3)
    expect(status(world)).toBe('0/1 Init:CrashLoopBackOff 1')
    world.wait(60)
    expect(status(world)).toBe('1/1 Running 0')
    expect(world.events(POD, NOISE)).toMatchInlineSnapshot(`
      "
      0s pod/web Started: Container started
      1s pod/web Started: Container started
      2s pod/web Started: Container started
      3s pod/web BackOff: Back-off restarting failed container migrate in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
      13s pod/web Started: Container started
      14s pod/web BackOff: Back-off restarting failed container migrate in pod web_default(24c8e00c-0a60-4108-b15a-dfebca697ab7)
      34s pod/web Started: Container started
      36s pod/web Started: Container started
      "
    `)
    const [, migrate] = world.store.get('Pod', 'default', 'web')!.status!.initContainerStatuses!
    expect(migrate!.restartCount).toBe(3)
  })

  test('ends a pod that is not restarted', () => {
    const world = play(pod('', fails('exit-code: "3"'), `restartPolicy: Never\n  ${INIT}`), {
      machines: 1,
    })
    world.wait(10)
    expect(status(world)).toBe('0/1 Init:Error 0')
    expect(world.store.get('Pod', 'default', 'web')!.status!.phase).toBe('Failed')
  })
})
