import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import type { Command } from '../protocol.ts'
import { isReady, isTerminating } from '../rules/podStatus.ts'
import { play } from '../testing/play.ts'

const web = (replicas: number, container = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }], ${container} }] }
---`
const service = (spec = '', name = 'web') => `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }], ${spec} }
---`

function running(text: string) {
  const cluster = play(text, { machines: 3 })
  /** `10.244.0.2 ready serving`, by slice. */
  const endpoints = () =>
    cluster.store.list('EndpointSlice').map(({ endpoints: list = [] }) =>
      list.map(({ addresses, conditions = {} }) => {
        const on = Object.entries(conditions).filter(([, value]) => value)
        return [addresses[0], ...on.map(([name]) => name)].join(' ')
      }),
    )
  return { ...cluster, endpoints }
}

test('C18 a Service has an address that stays, and a slice of endpoints', () => {
  const cluster = running(web(2) + service() + service('type: NodePort', 'open'))
  cluster.wait(10)
  const { spec } = cluster.store.get('Service', 'default', 'web')!
  expect([spec?.clusterIP, spec?.type, spec?.ports?.[0]?.protocol]).toEqual([
    '10.96.0.11',
    'ClusterIP',
    'TCP',
  ])
  expect(cluster.store.get('Service', 'default', 'open')?.spec).toMatchObject({
    clusterIP: '10.96.0.12',
    ports: [{ nodePort: 30_000 }],
  })
  const [slice] = cluster.store.list('EndpointSlice')
  const { uid: _, ...reference } = slice!.endpoints![0]!.targetRef!
  expect({
    ...slice,
    metadata: slice?.metadata?.labels,
    endpoints: reference,
  }).toMatchInlineSnapshot(`
    {
      "addressType": "IPv4",
      "apiVersion": "discovery.k8s.io/v1",
      "endpoints": {
        "kind": "Pod",
        "name": "web-5c54b9f7fc-xpwph",
        "namespace": "default",
      },
      "kind": "EndpointSlice",
      "metadata": {
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
        "kubernetes.io/service-name": "web",
      },
      "ports": [
        {
          "name": "",
          "port": 8080,
          "protocol": "TCP",
        },
      ],
    }
  `)
  cluster.give({
    type: 'apply',
    text: service('publishNotReadyAddresses: true').replace('---', ''),
  })
  expect(cluster.store.get('Service', 'default', 'web')?.spec?.clusterIP).toBe('10.96.0.11')
})

test('C18.1 endpoints follow readiness, and leave before their pods do', () => {
  const hook = 'lifecycle: { preStop: { sleep: { seconds: 5 } } }'
  const cluster = running(
    web(1, `readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 3 }, ${hook}`) +
      service(),
  )
  cluster.wait(0.5)
  expect(cluster.endpoints()).toEqual([['10.244.0.2']])
  cluster.wait(4)
  expect(cluster.endpoints()).toEqual([['10.244.0.2 ready serving']])
  cluster.give({
    type: 'scale',
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
    replicas: 0,
  })
  expect(cluster.endpoints()).toEqual([['10.244.0.2 serving terminating']])
  cluster.wait(10)
  expect(cluster.endpoints()).toEqual([[]])
})

test('C18.1 who publishes addresses that are not ready gets them', () => {
  const slow = 'readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 60 }'
  const cluster = running(web(1, slow) + service('publishNotReadyAddresses: true'))
  cluster.wait(5)
  expect(cluster.endpoints()).toEqual([['10.244.0.2 ready']])
})

test('C18 a machine without power takes its pods out of the slice', () => {
  const cluster = running(web(3) + service())
  cluster.wait(10)
  cluster.give({ type: 'pullPlug', machine: 1 })
  const ready = () =>
    cluster
      .endpoints()
      .flat()
      .filter((each) => each.includes('ready')).length
  expect(ready()).toBe(3)
  cluster.wait(60)
  expect(ready()).toBeLessThan(3)
})

test('C18 a hundred endpoints a slice; each keeps its place', () => {
  const cluster = running(web(230) + service())
  cluster.wait(10)
  expect(cluster.endpoints().map((slice) => slice.length)).toEqual([100, 100, 30])
  const untouched = cluster.store.list('EndpointSlice')[1]!
  const doomed = cluster.store.list('EndpointSlice')[0]!.endpoints![7]!.targetRef!.name!
  cluster.give({ type: 'delete', kind: 'Pod', namespace: 'default', name: doomed })
  cluster.wait(10)
  expect(cluster.endpoints().map((slice) => slice.length)).toEqual([99, 100, 31])
  expect(cluster.store.list('EndpointSlice')[1]).toBe(untouched)
})

test('C18 no selector, no slice; a Service that goes takes its slices along', () => {
  const cluster = running(
    `${web(1)}${service()}${service('', 'own').replace('selector: { app: web },', '')}`,
  )
  cluster.wait(10)
  expect(cluster.store.list('EndpointSlice')).toHaveLength(1)
  cluster.give({ type: 'delete', kind: 'Service', namespace: 'default', name: 'web' })
  cluster.wait(1)
  expect(cluster.store.list('EndpointSlice')).toEqual([])
})

const machine = fc.integer({ min: 1, max: 3 })
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constantFrom(
      'pullPlug' as const,
      'plugIn' as const,
      'drain' as const,
      'uncordon' as const,
    ),
    machine,
  }),
  fc.record({
    type: fc.constant('scale' as const),
    kind: fc.constant('Deployment'),
    namespace: fc.constant('default'),
    name: fc.constant('web'),
    replicas: fc.integer({ min: 0, max: 9 }),
  }),
)

test('C18.1 once things are quiet the ready endpoints are exactly the ready pods', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), command)), (steps) => {
      const cluster = running(web(4) + service())
      for (const [seconds, given] of steps) {
        cluster.wait(seconds)
        cluster.ask(given)
      }
      cluster.wait(900)
      const ready = cluster.store
        .list('EndpointSlice')
        .flatMap(({ endpoints = [] }) => endpoints)
        .filter(({ conditions }) => conditions?.ready)
        .map(({ targetRef }) => targetRef?.uid)
      const pods = cluster.store.list('Pod').filter((pod) => isReady(pod) && !isTerminating(pod))
      expect(ready.sort()).toEqual(pods.map(({ metadata }) => metadata?.uid).sort())
    }),
    { seed: 18, numRuns: 30 },
  )
})

test('M2 M4 what a Service cannot be is said', () => {
  const problems = (text: string) =>
    parseScenarioFile(text.replace('---', '')).diagnostics.map(({ message }) => message)
  expect([
    problems(service('type: Balancer')),
    problems(service().replace('ports: [{ port: 80, targetPort: http }],', '')),
    problems(service().replace('[{ port: 80, targetPort: http }]', '[{ port: 80 }, { port: 81 }]')),
    problems(service('', 'Web')),
    problems(service().replace('port: 80', 'port: 99999')),
  ]).toMatchInlineSnapshot(`
    [
      [
        "spec.type must be one of ClusterIP, NodePort, LoadBalancer, ExternalName, not "Balancer".",
      ],
      [
        "spec.ports is missing; a Service has at least one port.",
      ],
      [
        "spec.ports[0].name is missing; several ports have names.",
        "spec.ports[1].name is missing; several ports have names.",
      ],
      [
        "metadata.name cannot be "Web"; use lower-case letters, digits and -, beginning and ending with a letter or digit.",
        "metadata.name is also its DNS name; write at most 63 letters, digits and -.",
      ],
      [
        "spec.ports[0].port must be between 1 and 65535.",
      ],
    ]
  `)
  const cluster = running(service())
  const moved = service('clusterIP: 10.96.7.7').replace('---', '')
  expect(cluster.ask({ type: 'apply', text: moved }).diagnostics[0]?.message).toBe(
    'service/web: spec.clusterIPs[0]: Invalid value: may not change once set',
  )
})
