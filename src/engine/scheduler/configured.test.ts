import { describe, expect, it } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { parseScenarioFile } from '../manifest/scenarioFile.ts'
import type { BackoffRules } from './backoff.ts'
import { configuredPolicy } from './config/configuredPolicy.ts'
import { readConfiguration } from './config/readConfiguration.ts'
import { podInfo } from './nodeView.ts'
import { firstFit } from './policies/firstFit.ts'
import { kubernetesDefault } from './policies/kubernetesDefault.ts'
import { createQueue } from './queue.ts'
import { testCluster, testNode, testPod } from './testing/cluster.ts'

const HEAD = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' }
const PACK = {
  schedulerName: 'pack',
  plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeResourcesFit' }] } },
  pluginConfig: [
    { name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated' } } },
  ],
}
const configured = (more: object) =>
  configuredPolicy(kubernetesDefault, readConfiguration({ ...HEAD, ...more }))

function twoNodes(more: object) {
  const cluster = testCluster(configured(more))
  cluster.addNode(testNode('full'))
  cluster.addNode(testNode('empty'))
  cluster.addPod(testPod('there', { cpu: '4', memory: '16Gi' }, { nodeName: 'full' }))
  return cluster
}
const waiting = (name: string, schedulerName?: string): Pod =>
  testPod(name, { cpu: '1', memory: '4Gi' }, { schedulerName })

describe('K12 a run by a configuration', () => {
  it('several schedulers work side by side, each for the pods that name it', () => {
    const cluster = twoNodes({ profiles: [{}, PACK] })
    cluster.addPod(waiting('a'))
    cluster.addPod(waiting('b', 'pack'))
    cluster.addPod(waiting('c', 'nobody'))
    cluster.run()
    expect(['a', 'b', 'c'].map(cluster.nodeOf)).toEqual(['empty', 'full', undefined])
    expect(cluster.attempts).toHaveLength(2)
  })

  it('an attempt says how the profile that decided scores room', () => {
    const shape = [{ utilization: 0, score: 0 }]
    const args = {
      scoringStrategy: { type: 'RequestedToCapacityRatio', requestedToCapacityRatio: { shape } },
    }
    const ratio = { schedulerName: 'ratio', pluginConfig: [{ name: 'NodeResourcesFit', args }] }
    const none = { schedulerName: 'none', plugins: { score: { disabled: [{ name: '*' }] } } }
    const cluster = twoNodes({ profiles: [{}, PACK, ratio, none] })
    const names = ['default-scheduler', 'pack', 'ratio', 'none']
    for (const name of names) cluster.addPod(waiting(name, name))
    cluster.run()
    expect(cluster.attempts.map(({ pod, strategy }) => [pod, strategy])).toEqual([
      ['default-scheduler', 'LeastAllocated'],
      ['pack', 'MostAllocated'],
      ['ratio', 'RequestedToCapacityRatio'],
      ['none', undefined],
    ])
  })

  it('a policy that knows a pod’s scheduler takes the pod over, and back', () => {
    const cluster = twoNodes({ profiles: [{}] })
    cluster.addPod(waiting('b', 'pack'))
    cluster.run()
    expect(cluster.nodeOf('b')).toBe(undefined)
    cluster.scheduler.setPolicy(configured({ profiles: [{}, PACK] }))
    cluster.run()
    expect(cluster.nodeOf('b')).toBe('full')
  })

  it.each<[string, BackoffRules, number[]]>([
    ['the default', {}, [2_000, 3_000, 5_000, 9_000, 11_000]],
    ['a longer one', { initial: 4_000, max: 6_000 }, [5_000, 7_000, 7_000, 7_000, 7_000]],
  ])('sets the back-off: %s', (_, backoff, expected) => {
    let now = 0
    const queue = createQueue(() => now, {
      less: () => false,
      preEnqueue: () => undefined,
      wakeEvents: () => [],
      backoff,
    })
    queue.put(0, podInfo({ ...testPod('p'), metadata: { uid: 'p' } }))
    const waits = expected.map(() => {
      queue.failed(queue.pop()!, new Set())
      const started = now
      now = queue.nextFlushAt(true)!
      queue.flush()
      return now - started
    })
    expect(waits).toEqual(expected)
  })

  it.each([
    [false, 2_000],
    [true, 3_000],
  ])('K16 up to 1.33 every attempt counts: %s', (countsAttempts, wait) => {
    const queue = createQueue(() => 0, {
      less: () => false,
      preEnqueue: () => undefined,
      wakeEvents: () => [{ kind: 'Node' }],
      backoff: { countsAttempts },
    })
    const change = { type: 'ADDED', kind: 'Node', object: testNode('n') } as const
    queue.put(0, podInfo({ ...testPod('p'), metadata: { uid: 'p' } }))
    queue.failed(queue.pop()!, new Set(['NodeName']))
    queue.wake(change, 0)
    // An error after a refusal: the first error, but the second attempt.
    queue.failed(queue.pop()!, new Set())
    expect(queue.nextFlushAt(true)).toBe(wait)
  })

  it('gates can be taken away', () => {
    const plugins = { preEnqueue: { disabled: [{ name: 'SchedulingGates' }] } }
    const gated = testPod('p', {}, { schedulingGates: [{ name: 'g' }] })
    const placed = [{}, { plugins }].map((profile) => {
      const cluster = testCluster(configured({ profiles: [profile] }))
      cluster.addNode(testNode('n'))
      cluster.addPod(gated)
      cluster.run()
      return cluster.nodeOf('p')
    })
    expect(placed).toEqual([undefined, 'n'])
  })

  it('victims are told which scheduler it was', () => {
    const cluster = testCluster(configured({ profiles: [{}, PACK] }))
    cluster.addNode(testNode('n', { cpu: '1' }))
    cluster.addPod(testPod('v', { cpu: '1' }, { nodeName: 'n' }))
    cluster.addPod(testPod('p', { cpu: '1' }, { schedulerName: 'pack', priority: 9 }))
    cluster.run()
    const victim = cluster.store.get('Pod', 'default', 'v')
    expect(victim?.status?.conditions?.map(({ message }) => message)).toEqual([
      'pack: preempting to accommodate a higher priority pod',
    ])
  })

  it('textbook policies keep their own rule', () => {
    const configuration = readConfiguration({ ...HEAD, profiles: [PACK] })
    expect(configuredPolicy(firstFit, configuration)).toBe(firstFit)
    expect(configuredPolicy(kubernetesDefault, undefined)).toBe(kubernetesDefault)
  })
})

describe('K12 in the manifests', () => {
  const SCENARIO =
    'apiVersion: podfall.dev/v1\nkind: Scenario\nmetadata: {name: s}\nspec: {kubernetesVersion: 1.34}\n'
  const CONFIG = (profiles: string) =>
    `---\napiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles: ${profiles}\n`

  it('is part of the scenario', () => {
    const { scenario, diagnostics } = parseScenarioFile(
      `${SCENARIO}${CONFIG('[{percentageOfNodesToScore: 70}]')}`,
    )
    expect(diagnostics).toEqual([])
    expect(scenario).toMatchObject({
      kubernetesVersion: '1.34',
      scheduler: { profiles: [{ percentageOfNodesToScore: 70 }] },
    })
  })

  it.each([
    [
      'K13 a wrong value, where it is written',
      CONFIG('\n  - percentageOfNodesToScore: 170'),
      '9:31 error profiles[0].percentageOfNodesToScore: Invalid value: 170: not in valid range [0-100]',
    ],
    [
      'K13 a plugin that there is not',
      CONFIG('[{plugins: {filter: {enabled: [{name: Toaster}]}}}]'),
      '8:23 error creating profile for scheduler name default-scheduler: FilterPlugin "Toaster" does not exist',
    ],
    [
      'two of them',
      `${CONFIG('[]')}${CONFIG('[]')}`,
      '10:1 error A file has one KubeSchedulerConfiguration; move this one to a file of its own.',
    ],
  ])('%s', (_, text, message) => {
    const { diagnostics } = parseScenarioFile(`${SCENARIO}${text}`)
    expect(diagnostics.map((d) => `${d.line}:${d.column} ${d.severity} ${d.message}`)).toEqual([
      message,
    ])
  })

  it('K13 nothing runs with a configuration that is broken', () => {
    const { scenario } = parseScenarioFile(
      `${SCENARIO}${CONFIG('[{percentageOfNodesToScore: -1}]')}`,
    )
    expect(scenario).toBe(undefined)
  })
})
