import { expect, test } from 'vitest'
import { policyChoices, policyHint, policyName } from './policyNames.ts'

test('a configuration speaks for both policies that are kube-scheduler', () => {
  expect(policyName('kubernetes-default', false)).toBe('Score: spread out')
  for (const id of ['kubernetes-default', 'kubernetes-bin-packing']) {
    expect(policyName(id, true)).toBe('Score: configured')
    expect(policyHint(id, true)).toMatch(/KubeSchedulerConfiguration/)
  }
  expect(policyName('first-fit', true)).toBe('First fit')
  expect(policyName('mine', true)).toBe('mine')
})

test.each([
  ['kubernetes-default', false, ['kubernetes-default', 'kubernetes-bin-packing']],
  ['kubernetes-default', true, ['kubernetes-default']],
  ['kubernetes-bin-packing', true, ['kubernetes-bin-packing']],
  ['first-fit', true, ['kubernetes-default']],
])('from %s, configured %s', (current, configured, expected) => {
  const ids = policyChoices(current, configured)
  expect(ids.filter((id) => id.startsWith('kubernetes'))).toEqual(expected)
  expect(ids).toContain(current)
})
