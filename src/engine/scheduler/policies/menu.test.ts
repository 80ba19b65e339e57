import { describe, expect, test } from 'vitest'
import { runnable } from '../profile.ts'
import { kubernetesBinPacking } from './kubernetesBinPacking.ts'
import { kubernetesDefault } from './kubernetesDefault.ts'
import { POLICIES, policyById } from './menu.ts'

describe('the menu', () => {
  test('lists every policy once', () => {
    expect(POLICIES.map(({ id }) => id)).toEqual([
      'one-click',
      'drop-in-line',
      'first-fit',
      'best-fit',
      'worst-fit',
      'random',
      'kubernetes-default',
      'kubernetes-bin-packing',
    ])
    expect(policyById('best-fit')?.title).toBe('Best fit')
    expect(policyById('nothing')).toBeUndefined()
  })

  test('O6 every scheduler uses the same filters and may preempt', () => {
    for (const policy of POLICIES) {
      if (policy.world !== 'kubernetes') continue
      const { filters, postFilters } = runnable(policy.profile)
      expect(filters.map(({ name }) => name)).toEqual([
        'NodeUnschedulable',
        'NodeName',
        'TaintToleration',
        'NodeAffinity',
        'NodePorts',
        'NodeResourcesFit',
        'VolumeRestrictions',
        'NodeVolumeLimits',
        'VolumeBinding',
        'VolumeZone',
        'PodTopologySpread',
        'InterPodAffinity',
      ])
      expect(postFilters.map(({ name }) => name)).toEqual(['DynamicResources', 'DefaultPreemption'])
    }
  })

  const weights = (policy: typeof kubernetesDefault) =>
    runnable(policy.profile).scores.map(({ plugin, weight }) => [plugin.name, weight])

  test('O4 the default profile has the default weights', () => {
    expect(weights(kubernetesDefault)).toEqual([
      ['TaintToleration', 3],
      ['NodeAffinity', 2],
      ['NodeResourcesFit', 1],
      ['PodTopologySpread', 2],
      ['InterPodAffinity', 2],
      ['NodeResourcesBalancedAllocation', 1],
      ['ImageLocality', 1],
    ])
  })

  test('O5 bin packing changes three things', () => {
    expect(weights(kubernetesBinPacking)).toEqual([
      ['TaintToleration', 3],
      ['NodeAffinity', 2],
      ['NodeResourcesFit', 1],
      ['InterPodAffinity', 2],
      ['NodeResourcesBalancedAllocation', 2],
      ['ImageLocality', 1],
    ])
    const { scoringStrategy } = kubernetesBinPacking.profile.args?.NodeResourcesFit ?? {}
    expect(scoringStrategy?.type).toBe('MostAllocated')
  })
})
