import { expect, test } from 'vitest'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import { play } from '../testing/play.ts'

const web = (annotation = '', container = 'resources: { requests: { cpu: 500m } }') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, annotations: { ${annotation} } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web, ${container} }] }
---`
const hpa = (more = '', metrics = '') => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 12
  ${more}
  metrics:
    - ${metrics || 'type: Resource\n      resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } }'}
`
const CPU = (cpu: string) => `podfall.dev/load-cpu: ${cpu}`

function running(text: string) {
  const cluster = play(text, { machines: 4 })
  const load = (name: string, value: string) =>
    cluster.give({
      type: 'annotate',
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
      annotations: { [`podfall.dev/load-${name}`]: value },
    })
  const size = () => cluster.store.get('Deployment', 'default', 'web')!.spec!.replicas
  const status = () => cluster.store.get('HorizontalPodAutoscaler', 'default', 'web')!.status!
  return { ...cluster, load, size, status }
}

test('C17 C17.3 the premiere: load comes, load goes', () => {
  const cluster = running(web(CPU('400m')) + hpa())
  cluster.wait(60)
  expect(cluster.size()).toBe(2)
  cluster.load('cpu', '2500m')
  cluster.wait(240)
  expect(cluster.size()).toBe(10)
  cluster.load('cpu', '300m')
  cluster.wait(600)
  expect(cluster.size()).toBe(2)
  expect(cluster.events(/horizontal/)).toMatchInlineSnapshot(`
    "
    15s horizontalpodautoscaler/web FailedGetResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API
    15s horizontalpodautoscaler/web FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API
    75s horizontalpodautoscaler/web SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target
    90s horizontalpodautoscaler/web SuccessfulRescale: New size: 8; reason: cpu resource utilization (percentage of request) above target
    105s horizontalpodautoscaler/web SuccessfulRescale: New size: 10; reason: 
    600s horizontalpodautoscaler/web SuccessfulRescale: New size: 2; reason: All metrics below target
    "
  `)
  expect(cluster.status()).toMatchInlineSnapshot(`
    {
      "conditions": [
        {
          "lastTransitionTime": "2026-01-01T00:00:15Z",
          "message": "recommended size matches current size",
          "reason": "ReadyForNewScale",
          "status": "True",
          "type": "AbleToScale",
        },
        {
          "lastTransitionTime": "2026-01-01T00:00:30Z",
          "message": "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)",
          "reason": "ValidMetricFound",
          "status": "True",
          "type": "ScalingActive",
        },
        {
          "lastTransitionTime": "2026-01-01T00:01:45Z",
          "message": "the desired count is within the acceptable range",
          "reason": "DesiredWithinRange",
          "status": "False",
          "type": "ScalingLimited",
        },
      ],
      "currentMetrics": [
        {
          "resource": {
            "current": {
              "averageUtilization": 30,
              "averageValue": "150m",
            },
            "name": "cpu",
          },
          "type": "Resource",
        },
      ],
      "currentReplicas": 2,
      "desiredReplicas": 2,
      "lastScaleTime": "2026-01-01T00:10:00Z",
    }
  `)
})

test('N6 C17.3 the requests that pods get are a metric', () => {
  const traffic = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: podfall.dev/v1
kind: Traffic
metadata: { name: customers }
spec: { to: http://web, requestsPerSecond: 100 }
---`
  const source =
    'type: Pods\n      pods: { metric: { name: requests_per_second }, target: { type: AverageValue, averageValue: "25" } }'
  const cluster = running(web() + traffic + hpa('', source))
  cluster.wait(90)
  expect([cluster.size(), cluster.status().currentMetrics?.[0]?.pods?.current]).toEqual([
    4,
    { averageValue: '25' },
  ])
})

test('C17 nothing happens within the tolerance', () => {
  const cluster = running(web(CPU('540m')) + hpa())
  cluster.wait(300)
  expect([cluster.size(), cluster.events(/Rescale/)]).toEqual([2, '\n\n'])
})

test('C17.2 behavior: one pod a minute', () => {
  const slow = 'behavior: { scaleUp: { policies: [{ type: Pods, value: 1, periodSeconds: 60 }] } }'
  const cluster = running(web(CPU('2500m')) + hpa(slow))
  cluster.wait(200)
  expect(cluster.events(/Rescale/)).toMatchInlineSnapshot(`
    "
    30s horizontalpodautoscaler/web SuccessfulRescale: New size: 3; reason: cpu resource utilization (percentage of request) above target
    90s horizontalpodautoscaler/web SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target
    150s horizontalpodautoscaler/web SuccessfulRescale: New size: 5; reason: cpu resource utilization (percentage of request) above target
    "
  `)
})

test('C17.2 with windows for both ways the size never goes against what is called for', () => {
  const windows = `behavior: {
      scaleUp: { stabilizationWindowSeconds: 120 },
      scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: Pods, value: 1, periodSeconds: 30 }] } }`
  const cluster = running(web(CPU('2500m')).replace('replicas: 2', 'replicas: 10') + hpa(windows))
  cluster.wait(100)
  cluster.load('cpu', '500m')
  cluster.wait(40)
  expect(cluster.size()).toBe(8)
  cluster.load('cpu', '2800m')
  cluster.wait(110)
  expect(cluster.size()).toBe(8)
  cluster.wait(60)
  expect(cluster.events(/Rescale/)).toMatchInlineSnapshot(`
    "
    105s horizontalpodautoscaler/web SuccessfulRescale: New size: 9; reason: All metrics below target
    135s horizontalpodautoscaler/web SuccessfulRescale: New size: 8; reason: All metrics below target
    255s horizontalpodautoscaler/web SuccessfulRescale: New size: 12; reason: cpu resource utilization (percentage of request) above target
    "
  `)
})

test('C17.2 a size that was there before the autoscaler stays for 5 min', () => {
  const cluster = running(web(CPU('500m')).replace('replicas: 2', 'replicas: 10') + hpa())
  cluster.wait(600)
  expect(cluster.events(/Rescale/)).toMatchInlineSnapshot(`
    "
    315s horizontalpodautoscaler/web SuccessfulRescale: New size: 2; reason: All metrics below target
    "
  `)
})

test('C17.3 pods that say what they use; cpu up to their limit', () => {
  const kwok = web().replace(
    'metadata: { labels: { app: web } }',
    'metadata: { labels: { app: web }, annotations: { kwok.x-k8s.io/usage-cpu: 500m } }',
  )
  const own = running(kwok + hpa())
  own.wait(40)
  expect(own.size()).toBe(4)
  const limit = 'resources: { requests: { cpu: 500m }, limits: { cpu: 600m } }'
  const limited = running(web(CPU('9000m'), limit) + hpa())
  limited.wait(30)
  expect(limited.status().currentMetrics?.[0]?.resource?.current.averageUtilization).toBe(120)
})

test.each([
  ['Pods', 'pods: { metric: { name: rps }, target: { type: AverageValue, averageValue: "100" } }'],
  [
    'External',
    'external: { metric: { name: rps }, target: { type: AverageValue, averageValue: "100" } }',
  ],
  [
    'Object',
    'object: { describedObject: { kind: Service, name: web }, metric: { name: rps }, target: { type: AverageValue, averageValue: "100" } }',
  ],
  [
    'ContainerResource',
    'containerResource: { name: cpu, container: web, target: { type: Utilization, averageUtilization: 50 } }',
  ],
])('C17 C17.3 a metric of type %s', (type, source) => {
  const cluster = running(web(CPU('1500m')) + hpa('', `type: ${type}\n      ${source}`))
  cluster.load('rps', '600')
  cluster.wait(120)
  expect(cluster.size()).toBe(6)
  expect(cluster.events(/Rescale/)).toMatchSnapshot()
})

test('C17 C17.3 sidecars count as containers do, and can be looked at alone', () => {
  const proxied = web()
    .replace(
      'labels: { app: web } }',
      'labels: { app: web }, annotations: { kwok.x-k8s.io/usage-cpu: 250m } }',
    )
    .replace(
      'spec: { containers',
      'spec: { initContainers: [{ name: proxy, image: proxy, restartPolicy: Always, resources: { requests: { cpu: 250m } } }], containers',
    )
  const percent = (metric: string) => {
    const cluster = running(proxied + hpa('', metric))
    cluster.wait(60)
    const [current] = cluster.status().currentMetrics ?? []
    return (current?.resource ?? current?.containerResource)?.current.averageUtilization
  }
  const target = 'target: { type: Utilization, averageUtilization: 1000 }'
  const alone = (container: string) =>
    percent(
      `type: ContainerResource\n      containerResource: { name: cpu, container: ${container}, ${target} }`,
    )
  expect([
    percent(`type: Resource\n      resource: { name: cpu, ${target} }`),
    alone('web'),
    alone('proxy'),
  ]).toEqual([66, 50, 100])
})

test('C17.1 what cannot be measured is said once', () => {
  const none = running(web('', '') + hpa())
  none.wait(120)
  expect(none.events(/horizontal/)).toMatchInlineSnapshot(`
    "
    15s horizontalpodautoscaler/web FailedGetResourceMetric: failed to get cpu utilization: missing request for cpu in container web of Pod web-5c5485d4c7-2gvkc
    15s horizontalpodautoscaler/web FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: missing request for cpu in container web of Pod web-5c5485d4c7-2gvkc
    "
  `)
  const lost = running(hpa())
  lost.wait(120)
  expect(lost.events(/horizontal/)).toMatchInlineSnapshot(`
    "
    15s horizontalpodautoscaler/web FailedGetScale: deployments.apps "web" not found
    "
  `)
  const unknown = running(
    web('', 'resources: { requests: { cpu: 500m } }').replace(
      'labels: { app: web } }',
      'labels: { app: web }, annotations: { kwok.x-k8s.io/usage-cpu: 10m } }',
    ) +
      hpa(
        '',
        'type: ContainerResource\n      containerResource: { name: cpu, container: nosuch, target: { type: Utilization, averageUtilization: 50 } }',
      ),
  )
  unknown.wait(400)
  expect(unknown.events(/horizontal/)).toMatchInlineSnapshot(`
    "
    15s horizontalpodautoscaler/web FailedGetContainerResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: failed to get container metrics: container nosuch not present in metrics for pod default/web-cd544dd56-rsq9s
    15s horizontalpodautoscaler/web FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu container metric value: failed to get cpu utilization: unable to get metrics for resource cpu: failed to get container metrics: container nosuch not present in metrics for pod default/web-cd544dd56-rsq9s
    "
  `)
  const silent = running(web() + hpa())
  silent.wait(120)
  expect(silent.events(/horizontal/)).toMatchInlineSnapshot(`
    "
    15s horizontalpodautoscaler/web FailedGetResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API
    15s horizontalpodautoscaler/web FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API
    "
  `)
})

const AVERAGE = 'target: { type: AverageValue, averageValue: "100" }'
const SOURCES: Readonly<Record<string, string>> = {
  Pods: `pods: { metric: { name: rps }, ${AVERAGE} }`,
  External: `external: { metric: { name: rps, selector: { matchLabels: { queue: a } } }, ${AVERAGE} }`,
  Object: `object: { describedObject: { apiVersion: networking.k8s.io/v1, kind: Ingress, name: web }, metric: { name: rps }, ${AVERAGE} }`,
  ContainerResource:
    'containerResource: { name: cpu, container: web, target: { type: Utilization, averageUtilization: 50 } }',
}

test.each(Object.entries(SOURCES))(
  'C17.1 a metric of type %s that is not there',
  (type, source) => {
    const cluster = running(web('') + hpa('', `type: ${type}\n      ${source}`))
    cluster.wait(90)
    const conditions = cluster
      .status()
      .conditions?.map((one) => `${one.type} ${one.status} ${one.reason}: ${one.message}`)
    expect([cluster.events(/horizontal/), conditions]).toMatchSnapshot()
  },
)

test('C17.1 pods that start are not worth a sample, which is another thing than no sample', () => {
  const late = web(
    CPU('400m'),
    'resources: { requests: { cpu: 500m } }, readinessProbe: { initialDelaySeconds: 40, httpGet: { port: 80 } }',
  )
  const cluster = running(late + hpa())
  cluster.wait(70)
  expect(cluster.events(/horizontal/)).toMatchInlineSnapshot(`
    "
    15s horizontalpodautoscaler/web FailedGetResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API
    15s horizontalpodautoscaler/web FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API
    30s horizontalpodautoscaler/web FailedGetResourceMetric: failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)
    30s horizontalpodautoscaler/web FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)
    "
  `)
})

test('C17.1 one metric of two that is not there: it can grow, and not shrink', () => {
  const two = hpa(
    '',
    `type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } }
    - type: Pods
      pods: { metric: { name: rps }, ${AVERAGE} }`,
  )
  const cluster = running(web(CPU('2500m')) + two)
  cluster.wait(120)
  const grown = cluster.size()
  const active = () =>
    cluster.status().conditions?.find(({ type }) => type === 'ScalingActive')?.reason
  const before = active()
  cluster.load('cpu', '100m')
  cluster.wait(600)
  expect([grown, before, cluster.size(), active()]).toEqual([
    10,
    'ValidMetricFound',
    10,
    'FailedGetPodsMetric',
  ])
  expect(cluster.events(/Failed/)).toMatchInlineSnapshot(`
    "
    15s horizontalpodautoscaler/web FailedGetResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API
    15s horizontalpodautoscaler/web FailedGetPodsMetric: unable to get metric rps: no metrics returned from custom metrics API
    15s horizontalpodautoscaler/web FailedComputeMetricsReplicas: invalid metrics (2 invalid out of 2), first error is: failed to get cpu resource metric value: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API
    135s horizontalpodautoscaler/web FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 2), first error is: failed to get pods metric value: unable to get metric rps: no metrics returned from custom metrics API
    "
  `)
})

test('C17 a size outside of the limits is brought back, and none is left alone', () => {
  const cluster = running(web(CPU('500m')) + hpa())
  const scale = (replicas: number) =>
    cluster.give({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas })
  cluster.wait(1)
  scale(15)
  cluster.wait(15)
  expect(cluster.size()).toBe(12)
  scale(1)
  cluster.wait(15)
  expect(cluster.size()).toBe(2)
  scale(0)
  cluster.wait(60)
  expect(cluster.size()).toBe(0)
})

test('M2 what an autoscaler cannot be is said', () => {
  const problems = (text: string) =>
    parseScenarioFile(text).diagnostics.map(({ message }) => message)
  expect([
    problems(hpa().replace('maxReplicas: 12', 'maxReplicas: 1')),
    problems(hpa('', 'type: Pods')),
    problems(hpa('', 'type: Resource\n      resource: { name: cpu, target: { type: Value } }')),
    problems(hpa('behavior: { scaleDown: { stabilizationWindowSeconds: 9999 } }')),
    problems(hpa().replace('kind: Deployment', 'kind: DaemonSet')),
    problems(web('podfall.dev/load-cpu: lots').replace('---', '')),
  ]).toMatchInlineSnapshot(`
    [
      [
        "spec.maxReplicas must be at least minReplicas (2).",
      ],
      [
        "spec.metrics[0].pods is missing; a metric of type Pods has one.",
      ],
      [
        "spec.metrics[0].resource.target must have exactly one of averageUtilization, averageValue and value.",
      ],
      [
        "spec.behavior.scaleDown.stabilizationWindowSeconds must be between 0 and 3600.",
      ],
      [
        "spec.scaleTargetRef.kind cannot be scaled; Deployments, ReplicaSets and StatefulSets can.",
      ],
      [
        "metadata.annotations["podfall.dev/load-cpu"] must be a quantity such as 500m or 1k, not "lots".",
      ],
    ]
  `)
  const cluster = running(web())
  const annotate = (annotations: Record<string, string>, name = 'web') =>
    cluster.ask({ type: 'annotate', kind: 'Deployment', namespace: 'default', name, annotations })
  expect([annotate({ 'a b': '1' }).error, annotate({ a: '1' }, 'none').error]).toEqual([
    '"a b" cannot be the name of an annotation.',
    'There is no Deployment "none" in the namespace "default".',
  ])
})
