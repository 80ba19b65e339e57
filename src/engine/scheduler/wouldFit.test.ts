import { describe, expect, test } from 'vitest'
import { nodeView, podInfo } from './nodeView.ts'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { oneClick } from './policies/oneClick.ts'
import { testNode, testPod } from './testing/cluster.ts'
import { wouldFit } from './wouldFit.ts'

describe('wouldFit', () => {
  const node = testNode('n', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] })
  const gpu = { tolerations: [{ key: 'gpu', operator: 'Exists' }] }

  test.each([oneClick, kubernetesDefault])('counts the pods that are there: $id', (policy) => {
    const big = testPod('big', { cpu: '5' }, gpu)
    expect(wouldFit(big, node, [], policy)).toBeUndefined()
    expect(wouldFit(big, node, [big], policy)).toMatchObject({
      plugin: 'NodeResourcesFit',
      code: 'Unschedulable',
      reasons: ['Insufficient cpu'],
      insufficient: [{ resource: 'cpu', requested: 5000, used: 5000, capacity: 8000 }],
    })
  })

  test('names the first plugin that refuses', () => {
    expect(wouldFit(testPod('p', { cpu: '50' }), node, [], kubernetesDefault)?.plugin).toBe(
      'TaintToleration',
    )
  })

  test('a pod that names other nodes does not fit', () => {
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['other'] }] }]
    const pinned = testPod(
      'p',
      {},
      {
        ...gpu,
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms },
          },
        },
      },
    )
    expect(wouldFit(pinned, node, [], kubernetesDefault)?.plugin).toBe('NodeAffinity')
  })

  test('an empty node of a type helps a pod that fits on it, and no other', () => {
    const template = testNode('new', { cpu: '4' })
    const refusal = (cpu: string) =>
      wouldFit(testPod('p', { cpu }), template, [], kubernetesDefault)
    expect(refusal('4')).toBeUndefined()
    expect(refusal('4001m')?.code).toBe('UnschedulableAndUnresolvable')
  })

  test('rules that look beyond the node see the rest of the cluster', () => {
    const away = testPod(
      'p',
      {},
      {
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'db' } } },
            ],
          },
        },
      },
    )
    const here = testNode('here', { labels: { zone: 'x' } })
    const there = nodeView(testNode('there', { labels: { zone: 'x' } }), [
      podInfo(testPod('db', {}, {}, { app: 'db' })),
    ])
    expect(wouldFit(away, here, [], kubernetesDefault)).toBeUndefined()
    expect(wouldFit(away, here, [], kubernetesDefault, { nodes: [there] })?.reasons).toEqual([
      "node(s) didn't match pod anti-affinity rules",
    ])
  })
})
