import { expect, test } from 'vitest'
import type { HorizontalPodAutoscalerBehavior } from '../api/types.gen.ts'
import { decideSize, remember, type ScalingMemory } from './scalingBehavior.ts'

const NOW = 1_000_000
const hpa = (behavior?: HorizontalPodAutoscalerBehavior) => ({
  spec: {
    minReplicas: 2,
    maxReplicas: 50,
    scaleTargetRef: { kind: 'Deployment', name: 'web' },
    ...(behavior && { behavior }),
  },
})
/** `recommended 8 100 s ago; grew by 4 10 s ago` as pairs of seconds and numbers. */
const memory = (
  recommendations: [number, number][] = [],
  changes: [number, number][] = [],
): ScalingMemory => ({
  recommendations: recommendations.map(([ago, replicas]) => ({ at: NOW - ago * 1_000, replicas })),
  changes: changes.map(([ago, by]) => ({ at: NOW - ago * 1_000, by })),
})
const policy = (type: string, value: number, periodSeconds = 60) => ({ type, value, periodSeconds })
const up = (...policies: ReturnType<typeof policy>[]) => ({ scaleUp: { policies } })
const down = (...policies: ReturnType<typeof policy>[]) => ({
  scaleDown: { policies, stabilizationWindowSeconds: 0 },
})

test.each<
  [
    string,
    HorizontalPodAutoscalerBehavior | undefined,
    number,
    number,
    ScalingMemory,
    number,
    string,
  ]
>([
  ['up at once', undefined, 5, 8, memory(), 8, 'DesiredWithinRange'],
  ['at most doubled', undefined, 5, 30, memory(), 10, 'ScaleUpLimit'],
  ['four in any case', undefined, 1, 30, memory(), 4, 'ScaleUpLimit'],
  ['not above the maximum', undefined, 40, 90, memory(), 50, 'TooManyReplicas'],
  ['not below the minimum', undefined, 5, 1, memory(), 2, 'TooFewReplicas'],
  ['down to the highest of 300 s', undefined, 9, 3, memory([[200, 7]]), 7, 'DesiredWithinRange'],
  ['what is older is forgotten', undefined, 9, 3, memory([[301, 7]]), 3, 'DesiredWithinRange'],
  ['behavior: 4 pods or twice as many in 15 s', {}, 10, 90, memory(), 20, 'ScaleUpLimit'],
  ['what has come counts', {}, 20, 90, memory([], [[10, 10]]), 20, 'ScaleUpLimit'],
  ['until 15 s are over', {}, 20, 90, memory([], [[15, 10]]), 40, 'ScaleUpLimit'],
  [
    'so many pods a minute',
    up(policy('Pods', 3)),
    10,
    20,
    memory([], [[30, 2]]),
    11,
    'ScaleUpLimit',
  ],
  ['a share, rounded up', up(policy('Percent', 10)), 11, 20, memory(), 13, 'ScaleUpLimit'],
  [
    'the slower of two policies',
    { scaleUp: { selectPolicy: 'Min', policies: [policy('Pods', 1), policy('Percent', 100)] } },
    10,
    20,
    memory(),
    11,
    'ScaleUpLimit',
  ],
  ['never', { scaleUp: { selectPolicy: 'Disabled' } }, 10, 20, memory(), 10, 'ScaleUpLimit'],
  [
    'upwards stabilized',
    { scaleUp: { stabilizationWindowSeconds: 60 } },
    4,
    8,
    memory([[30, 5]]),
    5,
    'DesiredWithinRange',
  ],
  ['so few at a time', down(policy('Pods', 2)), 10, 3, memory(), 8, 'ScaleDownLimit'],
  ['a share, rounded down', down(policy('Percent', 15)), 10, 3, memory(), 8, 'ScaleDownLimit'],
  [
    'what has gone counts',
    down(policy('Pods', 2)),
    9,
    3,
    memory([], [[9, -1]]),
    8,
    'ScaleDownLimit',
  ],
  ['never down', { scaleDown: { selectPolicy: 'Disabled' } }, 9, 3, memory(), 9, 'ScaleDownLimit'],
])('C17.2 %s', (_name, behavior, current, wanted, before, replicas, reason) => {
  const decision = decideSize(hpa(behavior), current, wanted, before, NOW)
  expect([decision.replicas, decision.limit.reason]).toEqual([replicas, reason])
})

test('C17.2 nothing older than an hour is kept', () => {
  const before = memory(
    [
      [3_600, 3],
      [3_599, 4],
    ],
    [[4_000, 1]],
  )
  expect(remember(before, NOW, { recommendation: 5, change: 2 })).toEqual(
    memory(
      [
        [3_599, 4],
        [0, 5],
      ],
      [[0, 2]],
    ),
  )
})

/** Upstream's table TestStabilizeRecommendationWithBehaviors (horizontal_test.go), under its names. */
test.each<[string, [number, number][], number, number, number, number, number]>([
  // Recommendations as pairs of seconds ago and number; now, called for; windows up, down; stays at.
  [
    'simple scale down stabilization',
    [
      [120, 4],
      [60, 5],
    ],
    100,
    3,
    0,
    300,
    5,
  ],
  [
    'simple scale up stabilization',
    [
      [120, 4],
      [60, 5],
    ],
    1,
    7,
    300,
    0,
    4,
  ],
  [
    'no scale down stabilization',
    [
      [120, 1],
      [60, 2],
    ],
    100,
    3,
    300,
    0,
    3,
  ],
  [
    'no scale up stabilization',
    [
      [120, 4],
      [60, 5],
    ],
    1,
    3,
    0,
    300,
    3,
  ],
  [
    'no scale down stabilization, reuse recommendation element',
    [
      [600, 10],
      [540, 9],
    ],
    100,
    3,
    0,
    0,
    3,
  ],
  [
    'no scale up stabilization, reuse recommendation element',
    [
      [600, 10],
      [540, 9],
    ],
    1,
    100,
    0,
    0,
    100,
  ],
  [
    'scale down stabilization, reuse one of obsolete recommendation element',
    [
      [600, 10],
      [60, 4],
      [120, 5],
      [540, 9],
    ],
    100,
    3,
    0,
    180,
    5,
  ],
  [
    'scale up stabilization, reuse one of obsolete recommendation element',
    [
      [6_000, 10],
      [60, 6],
      [120, 5],
      [180, 9],
    ],
    1,
    100,
    300,
    0,
    5,
  ],
  [
    'scale up and down stabilization, do not scale up when prenormalized rec goes down',
    [
      [6_000, 2],
      [180, 3],
    ],
    2,
    1,
    300,
    300,
    2,
  ],
  [
    'scale up and down stabilization, do not scale down when prenormalized rec goes up',
    [
      [6_000, 2],
      [180, 1],
    ],
    2,
    3,
    300,
    300,
    2,
  ],
])('C17.2 %s', (_name, before, current, wanted, upWindow, downWindow, stable) => {
  const fast = { policies: [policy('Pods', 1_000)] }
  const behavior = {
    scaleUp: { ...fast, stabilizationWindowSeconds: upWindow },
    scaleDown: { ...fast, stabilizationWindowSeconds: downWindow },
  }
  const wide = hpa(behavior)
  const spec = { ...wide.spec, minReplicas: 0, maxReplicas: 1_000 }
  expect(decideSize({ spec }, current, wanted, memory(before), NOW).replicas).toBe(stable)
})
