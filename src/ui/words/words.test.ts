import { expect, test } from 'vitest'
import { POLICIES } from '../../engine/scheduler/policies/menu.ts'
import { policyName } from './policyNames.ts'
import { words } from './words.ts'

test('every policy of the engine has its words, in the order of the menu', () => {
  const ids = POLICIES.map((policy) => policy.id)
  expect(Object.keys(words.policy.names)).toEqual(ids)
  expect(Object.keys(words.policy.hints)).toEqual(ids)
})

test('a policy without words is called by its ID', () => {
  expect(policyName('mine', false)).toBe('mine')
})

test.each([
  [1, '1 app down'],
  [5, '5 apps down'],
])('%i', (n, text) => {
  expect(words.recovery.appsDown(n)).toBe(text)
})

test('the text twin of a well reads like a sentence', () => {
  expect(words.machine.text('node-3', ['6 of 8 vCPU', '28 of 32 GiB'], 7, [])).toBe(
    'node-3, 6 of 8 vCPU, 28 of 32 GiB, 7 pods',
  )
  expect(words.machine.text('vm-1', ['0 of 8 vCPU'], 1, ['dead'])).toBe(
    'vm-1, 0 of 8 vCPU, 1 pod, dead',
  )
})

test.each([
  [[], ''],
  [['1 vCPU'], '1 vCPU'],
  [['1 vCPU', '2 GiB'], '1 vCPU and 2 GiB'],
  [['1 vCPU', '2 GiB', '1 GPU'], '1 vCPU, 2 GiB and 1 GPU'],
])('%j', (list, text) => {
  expect(words.pod.and(list)).toBe(text)
})
