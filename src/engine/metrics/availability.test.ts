import { describe, expect, it } from 'vitest'
import { play } from '../testing/play.ts'

const failing = (after: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations:
        pod-container-failed.stage.kwok.x-k8s.io/name: web
        pod-container-failed.stage.kwok.x-k8s.io/delay: ${after}
    spec: { containers: [{ name: web, image: "web:1" }] }
`
const JOB = `
apiVersion: batch/v1
kind: Job
metadata: { name: train }
spec:
  backoffLimit: 6
  template:
    metadata:
      labels: { app: train }
      annotations:
        pod-container-failed.stage.kwok.x-k8s.io/name: train
        pod-container-failed.stage.kwok.x-k8s.io/delay: 5s
    spec: { restartPolicy: OnFailure, containers: [{ name: train, image: "train:1" }] }
`

describe('W3 what does not serve', () => {
  it('is a pod that keeps failing, from the first failure until it runs again', () => {
    const world = play(failing('20s'))
    const { availability } = world.run.clusters[0]!.ledger
    const downAfter = (seconds: number) => {
      world.wait(seconds)
      return availability.down
    }
    // Nobody has missed it while it starts for the first time.
    expect(downAfter(0.5)).toBe(0)
    expect(downAfter(10)).toBe(0)
    // 21 s: both fail and are started again at once; 42 s: they wait for 10 s.
    expect(downAfter(31.8)).toBe(2)
    expect(downAfter(5)).toBe(2)
    expect(downAfter(6)).toBe(0)
    expect(availability.appMinutesLost).toBeGreaterThan(0.3)
  })

  it('is none that its owner no longer wants, and no Job', () => {
    const world = play(`${failing('20s')}---\n${JOB}`)
    const { availability } = world.run.clusters[0]!.ledger
    world.wait(44)
    expect(availability.down).toBe(2)
    world.give({
      type: 'scale',
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
      replicas: 0,
    })
    world.wait(1)
    expect(availability.down).toBe(0)
    world.wait(40)
    expect(availability.down).toBe(0)
  })
})
