import { describe, expect, it } from 'vitest'
import { type ChoiceFacts, nobodysChoices } from './choices.ts'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { random } from './policies/random.ts'
import type { SchedulerPolicy } from './policy.ts'
import { testCluster, testNode, testPod } from './testing/cluster.ts'

const names = (count: number) => Array.from({ length: count }, (_, i) => `node-${i + 1}`)
const verdicts = (count: number) => names(count).map((node) => ({ node, passed: [], scores: [] }))

describe('K17 what nobody chose', () => {
  it.each<[string, ChoiceFacts, string[]]>([
    ['one best node', { candidates: ['node-2'] }, []],
    ['no node', { candidates: [] }, []],
    [
      'two best nodes',
      { candidates: ['node-2', 'node-5'] },
      ['node-2 or node-5: equal scores, drawn by seed 7'],
    ],
    [
      'three best nodes',
      { candidates: names(3) },
      ['node-1, node-2 or node-3: equal scores, drawn by seed 7'],
    ],
    [
      'many best nodes',
      { candidates: names(40) },
      ['one of 40 nodes: equal scores, drawn by seed 7'],
    ],
    [
      'a policy without scores',
      { candidates: names(2), rule: 'Any node that fits.' },
      ['node-1 or node-2: all fit, drawn by seed 7'],
    ],
    [
      'equal nodes to clear',
      {
        candidates: [],
        preemption: { nominatedNode: 'node-1', victims: ['a'], candidates: names(2) },
      },
      ['node-1 or node-2: equally good to clear, drawn by seed 7'],
    ],
    [
      'nodes that were not looked at',
      { candidates: ['node-1'], nodes: 300, verdicts: verdicts(120) },
      ['120 of 300 nodes were looked at: enough of them fit'],
    ],
    ['all looked at', { candidates: ['node-1'], nodes: 2, verdicts: verdicts(2) }, []],
  ])('%s', (_, attempt, sentences) => {
    expect(nobodysChoices(attempt, 7)).toEqual(sentences)
  })

  function attemptOf(policy: SchedulerPolicy, count: number, priority?: number) {
    const cluster = testCluster(policy)
    for (const name of names(count)) cluster.addNode(testNode(name))
    if (priority !== undefined) {
      for (const name of names(count)) {
        cluster.addPod(testPod(`on-${name}`, { cpu: '8' }, { nodeName: name }))
      }
    }
    cluster.addPod(testPod('p', { cpu: '1' }, { priority }))
    cluster.run()
    return cluster.attempts.find(({ pod }) => pod === 'p')!
  }

  it.each<[string, ReturnType<typeof attemptOf>, string[]]>([
    [
      'kubernetes-default',
      attemptOf(kubernetesDefault, 2),
      ['node-1 or node-2: equal scores, drawn by seed 1'],
    ],
    ['random', attemptOf(random, 2), ['node-1 or node-2: all fit, drawn by seed 1']],
    [
      'preemption',
      attemptOf(kubernetesDefault, 3, 5),
      ['node-1, node-2 or node-3: equally good to clear, drawn by seed 1'],
    ],
    [
      'a large cluster',
      attemptOf(kubernetesDefault, 250),
      [
        'one of 120 nodes: equal scores, drawn by seed 1',
        '120 of 250 nodes were looked at: enough of them fit',
      ],
    ],
  ])('is in the attempt itself: %s', (_, attempt, sentences) => {
    expect(nobodysChoices(attempt, 1)).toEqual(sentences)
  })
})
