import { expect, test } from 'vitest'
import type { PodTemplateSpec } from '../api/types.gen.ts'
import { sameTemplate, templateHash } from './podTemplate.ts'

const template = (labels: Readonly<Record<string, string>>, image = 'web:1'): PodTemplateSpec => ({
  metadata: { labels },
  spec: { containers: [{ name: 'web', image }] },
})

test('the hash stands for what the template says, in the alphabet of names', () => {
  const hash = templateHash(template({ a: '1', b: '2' }), undefined)
  expect(hash).toMatch(/^[456789bcdf]{1,10}$/)
  expect(templateHash(template({ b: '2', a: '1' }), undefined)).toBe(hash)
  expect(templateHash(template({ a: '1', b: '2' }, 'web:2'), undefined)).not.toBe(hash)
  expect(templateHash(template({ a: '1', b: '2' }), 1)).not.toBe(hash)
})

test.each([
  [template({ a: '1' }), template({ a: '1' }), true],
  [template({ a: '1' }), template({ a: '1', 'pod-template-hash': 'x' }), true],
  [template({ a: '1' }), template({ a: '2' }), false],
  [template({ a: '1' }), template({ a: '1' }, 'web:2'), false],
  [undefined, template({}), false],
])('templates %#: the same %s', (a, b, same) => {
  expect(sameTemplate(a, b)).toBe(same)
  expect(sameTemplate(b, a)).toBe(same)
})
