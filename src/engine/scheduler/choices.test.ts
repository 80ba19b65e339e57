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
      'equals that are only counted',
      { candidates: [], equals: 312 },
      ['one of 312 nodes: equal scores, drawn by seed 7'],
    ],
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
    [
      'a node that had been cleared for it',
      { candidates: ['node-1'], nominated: 'node-1', nodes: 4, verdicts: verdicts(1) },
      [
        'node-1 had been cleared for it (nominatedNodeName), so it was tried first, and it fits; the others were not looked at.',
      ],
    ],
    [
      'the only node, cleared',
      { candidates: ['node-1'], nominated: 'node-1', nodes: 1, verdicts: verdicts(1) },
      ['node-1 had been cleared for it (nominatedNodeName), so it was tried first, and it fits.'],
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

  // More nodes than every attempt is explained for: the fast engine passes such a pod on.
  it.each([4, 150])('an attempt of the nominated node alone says so: %i nodes', (count) => {
    const cluster = testCluster(kubernetesDefault)
    for (const name of names(count)) {
      cluster.addNode(testNode(name))
      cluster.addPod(testPod(`on-${name}`, { cpu: '8' }, { nodeName: name, priority: 0 }))
    }
    cluster.addPod(testPod('p', { cpu: '1' }, { priority: 5 }))
    cluster.run()
    for (const victim of cluster.attempts[0]!.preemption!.victims) cluster.removePod(victim)
    cluster.run(60_000)
    const [first, last] = cluster.attempts.filter(({ pod }) => pod === 'p')
    const node = first!.preemption!.nominatedNode
    expect(first!.nominated).toBeUndefined()
    expect(last).toMatchObject({ selected: node, nominated: node, nodes: count })
    // Many nodes: what was said about each is made again when somebody asks.
    expect(last!.verdicts.map((verdict) => verdict.node)).toEqual(count > 100 ? [] : [node])
    expect(last!.examined ?? 1).toBe(1)
    expect(nobodysChoices(last!, 1)).toEqual([
      `${node} had been cleared for it (nominatedNodeName), so it was tried first, and it fits; the others were not looked at.`,
    ])
  })

  it('a nominated node that no longer fits is no reason to be silent about the others', () => {
    const cluster = testCluster(kubernetesDefault)
    for (const name of names(3)) cluster.addNode(testNode(name))
    cluster.addPod(testPod('full', { cpu: '8' }, { nodeName: 'node-1', priority: 9 }))
    const pod = testPod('p', { cpu: '1' }, { priority: 5 })
    cluster.addPod({ ...pod, status: { nominatedNodeName: 'node-1' } })
    cluster.run()
    const attempt = cluster.attempts.find(({ pod: name }) => name === 'p')!
    expect(attempt.nominated).toBeUndefined()
    expect(attempt.verdicts).toHaveLength(3)
  })
})
