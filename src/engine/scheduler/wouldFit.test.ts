import { describe, expect, test } from 'vitest'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { oneClick } from './policies/oneClick.ts'
import { testNode, testPod } from './testing/cluster.ts'
import { fitsEmptyNode, wouldFit } from './wouldFit.ts'

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
    expect(fitsEmptyNode(testPod('p', { cpu: '4' }), template, kubernetesDefault)).toBe(true)
    expect(fitsEmptyNode(testPod('p', { cpu: '4001m' }), template, kubernetesDefault)).toBe(false)
  })
})
