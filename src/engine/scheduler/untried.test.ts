import { expect, test } from 'vitest'
import type { PodSpec } from '../api/types.gen.ts'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { untriedReason } from './untried.ts'

test.each<[string, Partial<PodSpec>, string | undefined]>([
  ['nothing keeps it', {}, undefined],
  [
    'it is gated',
    { schedulingGates: [{ name: 'a' }, { name: 'b' }] },
    'waiting for scheduling gates: [a b]',
  ],
  [
    'another scheduler’s',
    { schedulerName: 'mine' },
    'no scheduler named mine is here: there is default-scheduler',
  ],
  ['it is bound', { schedulerName: 'mine', nodeName: 'node-1' }, undefined],
])('K1: why a pod is not tried: %s', (_, spec, reason) => {
  const pod = { spec: { containers: [], ...spec } }
  expect(untriedReason(pod, kubernetesDefault)).toBe(reason)
  const more = {
    ...kubernetesDefault,
    moreProfiles: [{ ...kubernetesDefault.profile, schedulerName: 'mine' }],
  }
  if (spec.schedulerName === 'mine') expect(untriedReason(pod, more)).toBeUndefined()
})
