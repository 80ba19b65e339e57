import { expect, test } from 'vitest'
import type { DaemonSet, Node, PodSpec, Taint } from '../api/types.gen.ts'
import { claimOn, daemonPodSpec, daemonPodsOn, targetNode } from './daemonPod.ts'

const set = (spec: Partial<PodSpec> = {}): DaemonSet => ({
  metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: {}, template: { spec: { containers: [{ name: 'agent' }], ...spec } } },
})
const node = (taints: Taint[] = [], labels = {}): Node => ({
  metadata: { name: 'n1', labels },
  spec: { taints },
})
const taint = (key: string, effect: string): Taint => ({ key, effect })
const trouble = (name: string, effect: string) => taint(`node.kubernetes.io/${name}`, effect)

test.each<[string, Partial<PodSpec>, Node, boolean, boolean]>([
  ['a plain node', {}, node(), true, true],
  ['a cordoned node', {}, node([trouble('unschedulable', 'NoSchedule')]), true, true],
  ['an unreachable node', {}, node([trouble('unreachable', 'NoExecute')]), true, true],
  ['memory pressure', {}, node([trouble('memory-pressure', 'NoSchedule')]), true, true],
  ['no network', {}, node([trouble('network-unavailable', 'NoSchedule')]), false, true],
  [
    'no network, its own',
    { hostNetwork: true },
    node([trouble('network-unavailable', 'NoSchedule')]),
    true,
    true,
  ],
  ['a taint that came later', {}, node([taint('gpu', 'NoSchedule')]), false, true],
  ['a taint that drives away', {}, node([taint('gpu', 'NoExecute')]), false, false],
  ['a taint that only puts off', {}, node([taint('gpu', 'PreferNoSchedule')]), true, true],
  [
    'a tolerated taint',
    { tolerations: [{ key: 'gpu', operator: 'Exists' }] },
    node([taint('gpu', 'NoExecute')]),
    true,
    true,
  ],
  ['another label', { nodeSelector: { disk: 'ssd' } }, node([], { disk: 'hdd' }), false, false],
  ['the label', { nodeSelector: { disk: 'ssd' } }, node([], { disk: 'ssd' }), true, true],
  ['another node by name', { nodeName: 'n2' }, node(), false, false],
])('C15 C15.1 %s', (_name, spec, on, run, stay) => {
  expect(claimOn(on, set(spec))).toEqual({ run, stay })
})

test('C15 a pod is tied to its node, whatever else its template wants of nodes', () => {
  const term = { matchExpressions: [{ key: 'disk', operator: 'Exists' }] }
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } }
  const own = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', tolerationSeconds: 5 }
  const spec = daemonPodSpec(
    { containers: [], affinity: { nodeAffinity: required }, tolerations: [own] },
    'n7',
  )
  expect(targetNode({ spec })).toBe('n7')
  expect(spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution).toEqual({
    nodeSelectorTerms: [
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n7'] }] },
    ],
  })
  expect(spec.tolerations).toHaveLength(6)
  expect(spec.tolerations?.some(({ tolerationSeconds }) => tolerationSeconds)).toBe(false)
})

test('A5 a machine that is yet to come will have the pods of the sets that suit it', () => {
  const sets = [set(), set({ nodeSelector: { disk: 'ssd' } })]
  expect(daemonPodsOn(node(), sets).map(({ spec }) => spec?.nodeName)).toEqual(['n1'])
})
