import { expect, test } from 'vitest'
import { play } from './testing/play.ts'

const QUOTA = `
apiVersion: v1
kind: ResourceQuota
metadata: { name: few }
spec: { hard: { count/deployments.apps: "0" } }
`

test('an apply of the scenario that is refused says so where it is marked', () => {
  const lane = play(QUOTA, {
    spec: `
  lanes: [kubernetes-default]
  machineTypes: [{ name: standard, allocatable: { cpu: 8, memory: 32Gi } }]
  machines: [{ type: standard, count: 1 }]
  actions:
    - at: 10s
      apply: |
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec: { containers: [{ name: web, image: example.com/web:1 }] }
    - at: 12s
      apply: |
        apiVersion: v1
        kind: Pod
        metadata: { name: lonely }
        spec: { priorityClassName: nope, containers: [{ name: main, image: example.com/a:1 }] }
    - at: 14s
      apply: |
        apiVersion: v1
        kind: Pod
        metadata: { name: fine }
        spec: { containers: [{ name: main, image: example.com/a:1 }] }
  until: 20s
`,
  })
  lane.wait(20)
  expect(lane.run.marks.after(0).map(({ at, type, error }) => [at, type, error])).toEqual([
    [
      10_000,
      'command',
      'deployment.apps/web: deployments.apps "web" is forbidden: exceeded quota: few, requested: count/deployments.apps=1, used: count/deployments.apps=0, limited: count/deployments.apps=0',
    ],
    [
      12_000,
      'command',
      'pod/lonely: pods "lonely" is forbidden: no PriorityClass with name nope was found',
    ],
    [14_000, 'command', undefined],
  ])
})
