import { describe, expect, it } from 'vitest'
import {
  type Labels,
  matchesLabelSelector,
  matchesNodeSelectorTerm,
  matchesRequiredNodeAffinity,
  preferredNodeScore,
} from './selectors.ts'
import type { LabelSelector, NodeSelectorTerm, Pod } from './types.gen.ts'

const labels: Labels = { app: 'web', tier: 'front', generation: '5' }

describe('label selectors', () => {
  const expression = (key: string, operator: string, values?: string[]): LabelSelector => ({
    matchExpressions: [{ key, operator, ...(values ? { values } : {}) }],
  })
  it.each<[string, LabelSelector | undefined, boolean]>([
    ['none selects nothing', undefined, false],
    ['empty selects everything', {}, true],
    ['equal', { matchLabels: { app: 'web' } }, true],
    ['other value', { matchLabels: { app: 'api' } }, false],
    ['all must hold', { matchLabels: { app: 'web', zone: 'a' } }, false],
    ['In', expression('app', 'In', ['api', 'web']), true],
    ['In, key missing', expression('zone', 'In', ['a']), false],
    ['NotIn, key missing', expression('zone', 'NotIn', ['a']), true],
    ['NotIn, listed', expression('app', 'NotIn', ['web']), false],
    ['Exists', expression('app', 'Exists'), true],
    ['DoesNotExist', expression('app', 'DoesNotExist'), false],
    ['In without values is refused', expression('app', 'In', []), false],
    ['Exists with values is refused', expression('app', 'Exists', ['web']), false],
    ['unknown operator', expression('app', 'Like', ['web']), false],
    ['Gt is for nodes', expression('generation', 'Gt', ['1']), false],
    ['a key of Object.prototype is no label', expression('constructor', 'Exists'), false],
  ])('%s', (_, selector, expected) => {
    expect(matchesLabelSelector(selector, labels)).toBe(expected)
  })
})

describe('node selector terms', () => {
  const node = { metadata: { name: 'node-1', labels: { ...labels, small: '-3', word: 'x' } } }
  const term = (key: string, operator: string, ...values: string[]): NodeSelectorTerm => ({
    matchExpressions: [{ key, operator, values }],
  })
  const field = (operator: string, ...values: string[]): NodeSelectorTerm => ({
    matchFields: [{ key: 'metadata.name', operator, values }],
  })
  it.each<[string, NodeSelectorTerm, boolean]>([
    ['empty matches nothing', {}, false],
    ['empty lists match nothing', { matchExpressions: [], matchFields: [] }, false],
    ['In', term('app', 'In', 'web'), true],
    ['illegal value', term('app', 'In', 'web', 'not a label!'), false],
    ['NotIn, illegal value', term('app', 'NotIn', 'not a label!'), false],
    ['Gt', term('generation', 'Gt', '4'), true],
    ['Gt, equal', term('generation', 'Gt', '5'), false],
    ['Lt', term('small', 'Lt', '0'), true],
    ['Lt, label is no number', term('word', 'Lt', '9'), false],
    ['Gt, two values', term('generation', 'Gt', '1', '2'), false],
    ['Gt, bound is no number', term('generation', 'Gt', 'x'), false],
    ['Lt, key missing', term('missing', 'Lt', '9'), false],
    ['field In', field('In', 'node-1'), true],
    ['field NotIn', field('NotIn', 'node-1'), false],
    ['field In, two names', field('In', 'node-1', 'node-2'), false],
    ['field Exists', field('Exists'), false],
    ['other field', { matchFields: [{ key: 'spec.x', operator: 'NotIn', values: ['a'] }] }, false],
    ['both must hold', { ...term('app', 'In', 'api'), ...field('In', 'node-1') }, false],
  ])('%s', (_, subject, expected) => {
    expect(matchesNodeSelectorTerm(subject, node)).toBe(expected)
  })

  const affine = (...nodeSelectorTerms: NodeSelectorTerm[]): Pod => ({
    spec: {
      containers: [],
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
      },
    },
  })
  it.each<[string, Pod, boolean]>([
    ['nothing required', { spec: { containers: [] } }, true],
    ['nodeSelector', { spec: { containers: [], nodeSelector: { app: 'web' } } }, true],
    ['nodeSelector, missing', { spec: { containers: [], nodeSelector: { gpu: '1' } } }, false],
    ['terms are alternatives', affine(term('app', 'In', 'api'), field('In', 'node-1')), true],
    [
      'an invalid term does not spoil the others',
      affine(term('app', 'In'), term('app', 'Exists')),
      true,
    ],
    ['no terms match nothing', affine(), false],
    [
      'affinity and nodeSelector',
      { spec: { ...affine(term('app', 'Exists')).spec!, nodeSelector: { app: 'api' } } },
      false,
    ],
  ])('required: %s', (_, pod, expected) => {
    expect(matchesRequiredNodeAffinity(pod, node)).toBe(expected)
  })

  it('preferred weights add up', () => {
    const terms = [
      { weight: 3, preference: term('app', 'In', 'web') },
      { weight: 4, preference: field('In', 'node-1') },
      { weight: 50, preference: term('app', 'In', 'api') },
      { weight: 0, preference: field('In', 'a', 'b') },
    ]
    expect(preferredNodeScore(terms, node)).toBe(7)
    expect(preferredNodeScore(undefined, node)).toBe(0)
  })
})
