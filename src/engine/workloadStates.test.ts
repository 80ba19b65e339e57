import { describe, expect, it } from 'vitest'
import { play } from './testing/play.ts'
import { budgetStates, workloadStates } from './workloadStates.ts'

const WEB = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 4
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "${image}" }] }
`
const BUDGET = `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 3, selector: { matchLabels: { app: web } } }
`

const said = (cluster: ReturnType<typeof play>) => workloadStates(cluster.store)[0]!

describe('workloads, as kubectl tells them', () => {
  it('a rollout is told step by step, and which revisions there are', () => {
    const cluster = play(`${WEB('web:1')}---${BUDGET}`)
    cluster.wait(5)
    expect(said(cluster)).toMatchObject({
      kind: 'Deployment',
      wanted: 4,
      ready: 4,
      updated: 4,
      done: true,
      revision: 1,
      former: [],
      rollout: 'deployment "web" successfully rolled out',
    })
    expect(budgetStates(cluster.store)).toEqual([
      { namespace: 'default', name: 'web', allowed: 1, healthy: 4, desired: 3, expected: 4 },
    ])
    cluster.give({ type: 'apply', text: WEB('web:2') })
    expect(said(cluster)).toMatchObject({
      done: false,
      updated: 1,
      revision: 2,
      former: [1],
      rollout:
        'Waiting for deployment "web" rollout to finish: 1 out of 4 new replicas have been updated...',
    })
    cluster.wait(3.5)
    expect(said(cluster).rollout).toContain('1 old replicas are pending termination')
    cluster.wait(10)
    expect(said(cluster)).toMatchObject({ done: true, updated: 4 })
    cluster.give({
      type: 'rollout',
      action: 'pause',
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
    })
    expect(said(cluster).paused).toBe(true)
  })

  it('what a quota refuses is said in the words of the API server', () => {
    const cluster = play(`
apiVersion: v1
kind: ResourceQuota
metadata: { name: share }
spec: { hard: { pods: 2 } }
---${WEB('web:1')}`)
    cluster.wait(5)
    expect(said(cluster)).toMatchObject({ wanted: 4, ready: 2, done: false })
    expect(said(cluster).refusal).toMatch(/exceeded quota: share, requested: pods=1/)
  })

  it('goes on saying it however many pods are missing', () => {
    const cluster = play(`
apiVersion: v1
kind: ResourceQuota
metadata: { name: share }
spec: { hard: { pods: 6 } }
---${WEB('web:1')}`)
    cluster.wait(5)
    cluster.give({
      type: 'scale',
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
      replicas: 12,
    })
    cluster.wait(5)
    expect(said(cluster)).toMatchObject({ wanted: 12, ready: 6 })
    expect(said(cluster).refusal).toMatch(/exceeded quota: share/)
  })

  it('Jobs count completions, CronJobs their active Jobs', () => {
    const cluster = play(
      `
apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  schedule: "* * * * *"
  jobTemplate:
    spec:
      completions: 2
      template:
        spec: { restartPolicy: Never, containers: [{ name: report, image: report }] }
`,
      { clock: '00:00' },
    )
    cluster.wait(70)
    expect(workloadStates(cluster.store)).toMatchObject([
      { kind: 'CronJob', ready: 1, schedule: '* * * * *' },
      { kind: 'Job', wanted: 2, ready: 1, updated: 0, done: false },
    ])
    cluster.wait(45)
    expect(workloadStates(cluster.store)[1]).toMatchObject({ updated: 1, done: false })
  })

  it('StatefulSets and DaemonSets have their own sentences', () => {
    const template = `template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: db }] }`
    const cluster = play(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  replicas: 2
  selector: { matchLabels: { app: db } }
  ${template}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: db } }
  ${template}
`)
    expect(workloadStates(cluster.store).map(({ rollout }) => rollout)).toEqual([
      'Waiting for 2 pods to be ready...',
      'Waiting for daemon set "agent" rollout to finish: 0 of 2 updated pods are available...',
    ])
    cluster.wait(10)
    expect(workloadStates(cluster.store)).toMatchObject([
      { kind: 'StatefulSet', ready: 2, done: true, revision: 1 },
      {
        kind: 'DaemonSet',
        ready: 2,
        done: true,
        rollout: 'daemon set "agent" successfully rolled out',
      },
    ])
  })
})
