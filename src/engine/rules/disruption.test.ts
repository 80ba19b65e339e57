import { describe, expect, it } from 'vitest'
import type { Pod, PodDisruptionBudget } from '../api/types.gen.ts'
import { countBudget, isProtected } from './disruption.ts'

const pod = (name: string, ready: boolean, owner?: string, leaving = false): Pod => ({
  metadata: {
    name,
    namespace: 'default',
    labels: { app: 'db' },
    annotations: { owner: owner ?? '' },
    ...(leaving && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
  },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
})
const scaleOf = (scale: number) => (one: Pod) => {
  const uid = one.metadata?.annotations?.owner
  return uid ? { uid, replicas: scale } : undefined
}
const ready = (count: number, owner?: string) =>
  Array.from({ length: count }, (_, index) => pod(`p${index}`, true, owner))
const budget = (spec: object, status?: object): PodDisruptionBudget =>
  ({ metadata: { name: 'db', namespace: 'default' }, spec, status }) as PodDisruptionBudget

describe('C13 disruption budgets', () => {
  it.each<[string, object, readonly Pod[], number, [allowed: number, desired: number]]>([
    ['minAvailable as a number', { minAvailable: 2 }, ready(3), 0, [1, 2]],
    ['minAvailable 100 %', { minAvailable: '100%' }, ready(3, 'rs'), 3, [0, 3]],
    ['minAvailable in percent is rounded up', { minAvailable: '50%' }, ready(3, 'rs'), 3, [1, 2]],
    ['maxUnavailable as a number', { maxUnavailable: 1 }, ready(3, 'rs'), 3, [1, 2]],
    [
      'maxUnavailable in percent is rounded up',
      { maxUnavailable: '30%' },
      ready(4, 'rs'),
      4,
      [2, 2],
    ],
    [
      'what the workload wants counts, not what is there',
      { maxUnavailable: 1 },
      ready(2, 'rs'),
      3,
      [0, 2],
    ],
    ['neither: none may go', {}, ready(3, 'rs'), 3, [0, 0]],
    ['no pods', { minAvailable: 0 }, [], 0, [0, 0]],
    ['more unavailable than pods', { maxUnavailable: 9 }, ready(2, 'rs'), 2, [2, 0]],
    ['pods of nobody are not counted', { maxUnavailable: 1 }, ready(3), 0, [0, 0]],
    ['nor in a share', { minAvailable: '50%' }, [...ready(2, 'rs'), ...ready(2)], 2, [3, 1]],
    ['but in a number', { minAvailable: 2 }, [...ready(2, 'rs'), ...ready(2)], 2, [2, 2]],
    [
      'pods that are not ready or leave are not healthy',
      { minAvailable: 1 },
      [...ready(2), pod('x', false), pod('y', true, undefined, true)],
      0,
      [1, 1],
    ],
  ])('%s', (_, spec, pods, scale, [allowed, desired]) => {
    const { status } = countBudget(budget(spec), pods, scaleOf(scale), 0)
    expect([status.disruptionsAllowed, status.desiredHealthy]).toEqual([allowed, desired])
  })

  it('does not count a pod twice that is being disrupted', () => {
    const given = budget({ minAvailable: 1 }, { disruptedPods: { p0: '2026-01-01T00:00:00Z' } })
    expect(countBudget(given, ready(2), scaleOf(0), 0).status).toMatchObject({
      currentHealthy: 1,
      disruptionsAllowed: 0,
    })
  })

  it('lets nothing go while a workload cannot be asked, and says why', () => {
    const before = { currentHealthy: 2, desiredHealthy: 1, expectedPods: 2, disruptionsAllowed: 1 }
    const given = budget({ maxUnavailable: 1 }, before)
    const lost = () => 'jobs.batch does not implement the scale subresource'
    expect(countBudget(given, ready(2, 'job'), lost, 5_000)).toEqual({
      unmanaged: false,
      failure: lost(),
      status: {
        ...before,
        disruptionsAllowed: 0,
        conditions: [
          {
            type: 'DisruptionAllowed',
            status: 'False',
            reason: 'SyncFailed',
            message: lost(),
            lastTransitionTime: '2026-01-01T00:00:05Z',
          },
        ],
      },
    })
  })

  it.each([
    ['no selector protects nobody', undefined, false],
    ['an empty one the whole namespace', {}, true],
    ['labels', { matchLabels: { app: 'db' } }, true],
    ['other labels', { matchLabels: { app: 'web' } }, false],
  ])('%s', (_, selector, expected) => {
    expect(isProtected(budget({ selector }), pod('p', true))).toBe(expected)
  })

  it('protects nobody in another namespace', () => {
    const other = { ...budget({ selector: {} }), metadata: { name: 'db', namespace: 'other' } }
    expect(isProtected(other, pod('p', true))).toBe(false)
  })
})
