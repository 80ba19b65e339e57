import { expect, test } from 'vitest'
import { autoscalerStates } from './autoscalerStates.ts'
import { play } from './testing/play.ts'

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations: { kwok.x-k8s.io/usage-cpu: 400m, kwok.x-k8s.io/usage-memory: 100Mi }
    spec:
      containers: [{ name: web, image: "a:1", resources: { requests: { cpu: 500m, memory: 1Gi } } }]
---
`
const scaler = (metrics: string, max = 3) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: ${max}
${metrics}`

test.each([
  ['cpu at 80 % when it names none', '', 'cpu: 80%/80%', 2],
  [
    'two are written out',
    `  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }
    - { type: Resource, resource: { name: memory, target: { type: AverageValue, averageValue: 200Mi } } }
    - { type: External, external: { metric: { name: queue }, target: { type: AverageValue, averageValue: "30" } } }
`,
    'cpu: 80%/70%, memory: 104857600/200Mi + 1 more...',
    3,
  ],
  [
    'what is not known',
    `  metrics:
    - { type: External, external: { metric: { name: queue }, target: { type: AverageValue, averageValue: "30" } } }
`,
    '<unknown>/30 (avg)',
    2,
  ],
])('an autoscaler as kubectl tells it: %s', (_, metrics, targets, replicas) => {
  const cluster = play(WEB + scaler(metrics))
  expect(autoscalerStates(cluster.store)[0]?.targets).toMatch(/<unknown>/)
  cluster.wait(60)
  const [state] = autoscalerStates(cluster.store)
  expect(state).toMatchObject({ namespace: 'default', name: 'web', min: 2, max: 3 })
  expect(state).toMatchObject({ reference: 'Deployment/web', targets, replicas })
})

test("bounds that hold it back are told in their condition's words", () => {
  const half = `  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 20 } } }
`
  const cluster = play(WEB + scaler(half))
  cluster.wait(60)
  expect(autoscalerStates(cluster.store)[0]?.held).toBe(
    'the desired replica count is more than the maximum replica count',
  )
})
