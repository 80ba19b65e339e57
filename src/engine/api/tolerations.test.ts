import { describe, expect, it } from 'vitest'
import { findUntoleratedTaint, tolerates } from './tolerations.ts'
import type { Toleration } from './types.gen.ts'

const taint = { key: 'gpu', value: 'yes', effect: 'NoSchedule' }

describe('tolerates', () => {
  it.each<[string, Toleration, boolean]>([
    ['Equal', { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }, true],
    ['no operator is Equal', { key: 'gpu', value: 'yes' }, true],
    ['other value', { key: 'gpu', value: 'no' }, false],
    ['Exists', { key: 'gpu', operator: 'Exists' }, true],
    ['Exists without a key tolerates everything', { operator: 'Exists' }, true],
    ['other key', { key: 'disk', operator: 'Exists' }, false],
    ['other effect', { key: 'gpu', operator: 'Exists', effect: 'NoExecute' }, false],
    ['unknown operator', { key: 'gpu', operator: 'Gt', value: 'yes' }, false],
  ])('%s', (_, toleration, expected) => {
    expect(tolerates(toleration, taint)).toBe(expected)
  })
  it('an absent value equals an empty one', () => {
    expect(tolerates({ key: 'a' }, { key: 'a', value: '', effect: 'NoSchedule' })).toBe(true)
  })
})

describe('findUntoleratedTaint', () => {
  const other = { key: 'disk', effect: 'NoExecute' }
  it('finds the first one in order', () => {
    expect(findUntoleratedTaint([taint, other], [])).toBe(taint)
    expect(findUntoleratedTaint([taint, other], [{ key: 'gpu', operator: 'Exists' }])).toBe(other)
  })
  it('looks at the given effects alone', () => {
    expect(findUntoleratedTaint([taint, other], [], ['NoExecute'])).toBe(other)
    expect(findUntoleratedTaint([taint], undefined, [])).toBeUndefined()
    expect(findUntoleratedTaint(undefined, undefined)).toBeUndefined()
  })
})
