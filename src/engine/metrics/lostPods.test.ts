import { describe, expect, test } from 'vitest'
import { PodFlag } from '../protocol.ts'
import { play } from '../testing/play.ts'

const WEB = `
apiVersion: v1
kind: ResourceQuota
metadata: { name: few, namespace: default }
spec: { hard: { pods: 3 } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: a, image: a, resources: { requests: { cpu: 1 } } }] }
`
const AGENT = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: a, image: a }] }
`

/** Pods that are said to stand for others, oldest first. */
function recreated({ run }: ReturnType<typeof play>): readonly string[] {
  const facts = [...run.clusters[0]!.ledger.pods.values()]
  return facts.filter(({ flags }) => (flags & PodFlag.Recreated) !== 0).map(({ name }) => name)
}

describe('who stands for whom', () => {
  const scale = (replicas: number) =>
    ({ type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas }) as const

  function withOneDeleted() {
    const played = play(WEB)
    played.wait(30)
    const [first] = played.store.list('Pod')
    const name = first!.metadata!.name!
    played.give({ type: 'delete', kind: 'Pod', namespace: 'default', name })
    // Until the old one is gone there is no room in the quota for the next.
    expect(played.store.list('Pod').length).toBe(3)
    return played
  }

  test('the next pod of an owner that wants as many as before stands for the one that was deleted', () => {
    const played = withOneDeleted()
    played.wait(120)
    expect(recreated(played).length).toBe(1)
  })

  test('a pod that is made later, when more are wanted again, stands for nobody', () => {
    const played = withOneDeleted()
    played.give(scale(2))
    played.wait(120)
    expect(played.store.list('Pod').length).toBe(2)
    played.give(scale(3))
    played.wait(60)
    expect(played.store.list('Pod').length).toBe(3)
    expect(recreated(played)).toEqual([])
  })

  test("a DaemonSet's pod stands for one of its own machine alone", () => {
    const played = play(AGENT, { machines: 2, maxMachines: 4 })
    played.wait(30)
    played.give({ type: 'terminate', machine: 2 })
    played.wait(600)
    played.give({ type: 'addMachine' })
    played.wait(300)
    expect(played.store.list('Pod').length).toBe(2)
    expect(recreated(played)).toEqual([])
    const { name = '' } = played.store.list('Pod')[0]!.metadata!
    played.give({ type: 'delete', kind: 'Pod', namespace: 'default', name })
    played.wait(120)
    expect(recreated(played).length).toBe(1)
  })
})
