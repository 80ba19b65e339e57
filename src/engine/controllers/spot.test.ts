import { describe, expect, it } from 'vitest'
import { play } from '../testing/play.ts'

const spec = (group: string, more = '') => `
  lanes: [kubernetes-default]
  machineTypes: [{ name: small, allocatable: { cpu: 4, memory: 16Gi }, price: 0.2, bootTime: 60s }]
  nodeGroups:
    - { name: spot, type: small, min: 2, max: 4, spot: true, priority: 10${group} }
    - { name: reserve, type: small, max: 4, priority: 1 }
  clusterAutoscaler: { expander: priority }
${more}`

const APP = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 6
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: example/web:1, resources: { requests: { cpu: "1", memory: 1Gi } } }]
`

describe('spot machines', () => {
  it('A15: after a notice of 2 min the machine is gone; its pods have moved before', () => {
    const lane = play(APP, { spec: spec('') })
    lane.wait(60)
    lane.events()
    lane.give({ type: 'reclaim', machine: 1 })
    const node = lane.store.get('Node', '', 'node-1')
    expect(node?.spec?.taints?.map(({ key }) => key)).toContain(
      'aws-node-termination-handler/spot-itn',
    )
    expect(node?.spec?.unschedulable).toBe(true)
    lane.wait(119)
    expect(lane.store.get('Node', '', 'node-1')).toBeDefined()
    expect(lane.store.podsOnNode('node-1')).toEqual([])
    lane.wait(1)
    expect(lane.store.get('Node', '', 'node-1')).toBeUndefined()
    expect(lane.events(/Spot|ScaledUpGroup|Killing/)).toMatchInlineSnapshot(`
      "
      60s node/node-1 SpotInterruption: Spot ITN received. Instance will be interrupted at 2026-01-01T00:03:00Z
      60s pod/web-795587f5-2pq9b Killing: Stopping container web
      60s pod/web-795587f5-cwgr8 Killing: Stopping container web
      60s pod/web-795587f5-l5nbl Killing: Stopping container web
      70s configmap/cluster-autoscaler-status ScaledUpGroup: Scale-up: setting group spot size to 3 instead of 2 (max: 4)
      80s configmap/cluster-autoscaler-status ScaledUpGroup: Scale-up: setting group reserve size to 1 instead of 0 (max: 4)
      80s configmap/cluster-autoscaler-status ScaledUpGroup: Scale-up: group reserve size set to 1 instead of 0 (max: 4)
      "
    `)
    lane.wait(120)
    expect(lane.pods()).not.toContain('nowhere')
    expect(lane.run.marks.after(0).filter(({ type }) => type === 'reclaim')).toMatchObject([
      { at: 60_000, label: 'node-1' },
    ])
  })

  it('A16: for a while there are no others to be had, and the next tier helps', () => {
    const lane = play(APP, { spec: spec(', notice: 10s, shortage: 20m') })
    lane.wait(60)
    lane.give({ type: 'reclaim', machine: 1 })
    lane.give({ type: 'reclaim', machine: 2 })
    lane.wait(300)
    const said = lane.events(/FailedToScaleUpGroup|TriggeredScaleUp|group reserve size/)
    expect(said).toContain(
      'FailedToScaleUpGroup: Scale-up failed for group spot: there are no spot machines to be had',
    )
    const groups = lane.run.clusters[0]!.cloud.machines().map(({ group }) => group)
    expect(groups.filter((group) => group === 'reserve').length).toBeGreaterThan(0)
    expect(lane.pods()).not.toContain('nowhere')
  })

  it('A15: with a lifetime the seed takes them, each at its own time', () => {
    const times = (seed: number) => {
      const lane = play(APP, { spec: spec(', lifetime: 10m'), seed })
      lane.wait(3_600)
      return lane.run.marks
        .after(0)
        .filter(({ type }) => type === 'reclaim')
        .map(({ at }) => at)
    }
    expect(times(1).length).toBeGreaterThan(1)
    expect(times(1)).toEqual(times(1))
    expect(times(1)).not.toEqual(times(2))
  })

  it('A15: only spot machines can be taken back, and only once', () => {
    const lane = play(APP, {
      spec: spec('', '  machines: [{ type: small }]\n'),
    })
    expect(lane.ask({ type: 'reclaim', machine: 1 }).error).toBe('node-1 is no spot machine.')
    lane.give({ type: 'reclaim', machine: 2 })
    expect(lane.ask({ type: 'reclaim', machine: 2 }).error).toBe('node-2 is taken back already.')
  })
})
