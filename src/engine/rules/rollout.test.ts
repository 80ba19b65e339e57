import { describe, expect, test } from 'vitest'
import type { Deployment, DeploymentSpec } from '../api/types.gen.ts'
import {
  deploymentComplete,
  maxUnavailable,
  newReplicaSetReplicas,
  resolveFenceposts,
  scaleProportionally,
  shrinkOld,
} from './rollout.ts'

function deployment(
  replicas: number,
  surge: number | string,
  unavailable: number | string,
  type = 'RollingUpdate',
): Deployment {
  const strategy: DeploymentSpec['strategy'] = {
    type,
    rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable },
  }
  return { spec: { replicas, strategy, selector: {}, template: {} } }
}

test.each([
  ['25%', '25%', 4, 1, 1],
  ['25%', '25%', 10, 3, 2],
  ['1%', '1%', 1, 1, 0],
  [0, 0, 5, 0, 1],
  ['0%', undefined, 5, 0, 1],
  [undefined, '39%', 10, 0, 3],
  [2, 3, 1, 2, 3],
  ['200%', '100%', 3, 6, 3],
  ['many', 'few', 3, 0, 1],
])(
  'C1 surge %s and unavailable %s of %d pods are %d and %d',
  (surge, unavailable, desired, up, down) => {
    expect(resolveFenceposts(surge, unavailable, desired)).toEqual({ surge: up, unavailable: down })
  },
)

test.each([
  [10, 1, 10, 'RollingUpdate', 10],
  [5, 1, 10, 'RollingUpdate', 5],
  [0, 1, 10, 'RollingUpdate', 0],
  [10, 0, '50%', 'RollingUpdate', 5],
  [10, 1, 5, 'Recreate', 0],
])(
  'C1 of %d pods (surge %s, unavailable %s, %s) %d may be missing',
  (replicas, surge, unavailable, type, missing) => {
    expect(maxUnavailable(deployment(replicas, surge, unavailable, type))).toBe(missing)
  },
)

test.each([
  ['at the surge limit it stays', 10, 2, 5, 12, 5],
  ['it takes what room there is', 10, 2, 2, 10, 4],
  ['never more than wanted', 6, 10, 2, 6, 6],
  ['above the limit it stays', 1, 1, 5, 5, 5],
])('C1 growing the newest: %s', (_name, replicas, surge, newReplicas, all, size) => {
  expect(newReplicaSetReplicas(deployment(replicas, surge, 0), newReplicas, all)).toBe(size)
})

test('C1 Recreate goes straight to the full size', () => {
  expect(newReplicaSetReplicas(deployment(3, 1, 0, 'Recreate'), 1, 5)).toBe(3)
})

test.each([
  [5, 5, 5, 5, true],
  [5, 5, 5, 4, false],
  [5, 5, 4, 5, false],
  [5, 6, 5, 5, false],
])(
  'C1 desired %d, replicas %d, updated %d, available %d: complete %s',
  (desired, replicas, updated, available, complete) => {
    expect(deploymentComplete({ desired, replicas, updated, available })).toBe(complete)
  },
)

const size = (name: string, replicas: number, available = replicas, maxReplicas?: number) => ({
  name,
  replicas,
  available,
  maxReplicas,
})

describe('C1 shrinking the old ReplicaSets', () => {
  test.each([
    ['as far as availability allows', 10, 0, 2, [size('old', 10)], size('new', 0), { old: 8 }],
    [
      'not while the new ones are not available',
      10,
      2,
      0,
      [size('old', 10)],
      size('new', 2, 0),
      {},
    ],
    ['one for one once they are', 10, 2, 0, [size('old', 10)], size('new', 2), { old: 8 }],
    [
      'pods that do not work first',
      10,
      2,
      2,
      [size('a', 5, 3), size('b', 5)],
      size('new', 2, 0),
      { a: 3 },
    ],
    ['oldest first', 4, 0, 2, [size('a', 1), size('b', 3)], size('new', 0), { a: 0, b: 2 }],
    ['to nothing in the end', 3, 1, 0, [size('a', 1)], size('new', 3), { a: 0 }],
  ])('%s', (_name, replicas, surge, unavailable, old, newest, sizes) => {
    const resize = shrinkOld(deployment(replicas, surge, unavailable), old, newest)
    expect(Object.fromEntries(resize)).toEqual(sizes)
  })
})

describe('C1 scaling in the middle of a rollout', () => {
  test.each([
    ['up, by shares', 20, 5, [size('old', 8, 8, 13), size('new', 5, 0, 13)], { old: 15, new: 10 }],
    [
      'down, by shares; the older of equals gives what rounding leaves',
      5,
      0,
      [size('old', 5, 5, 10), size('new', 5, 5, 10)],
      { old: 2, new: 3 },
    ],
    [
      'what rounding leaves goes to the largest',
      7,
      0,
      [size('old', 6, 6, 10), size('new', 4, 4, 10)],
      { old: 4, new: 3 },
    ],
    ['to nothing', 0, 3, [size('old', 5, 5, 10), size('new', 4, 4, 10)], { old: 0, new: 0 }],
  ])('%s', (_name, replicas, surge, active, sizes) => {
    const resize = scaleProportionally(deployment(replicas, surge, 0), active)
    expect(Object.fromEntries(resize)).toEqual(sizes)
  })
})
