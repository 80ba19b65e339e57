import { describe, expect, it } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { testNode, testPod } from '../scheduler/testing/cluster.ts'
import { explain } from './explain.ts'
import { ExplainError } from './explainError.ts'
import { parseObjects } from './parseObjects.ts'

const on = (pod: Pod, nodeName: string): Pod => ({ ...pod, spec: { ...pod.spec!, nodeName } })
const ask = (objects: readonly unknown[], more: object = {}) =>
  explain(objects, { pod: { namespace: 'default', name: 'p' }, ...more })
const kind = <T extends object>(name: string, object: T) => ({ kind: name, ...object })

const CONFIG = {
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
}

describe('K15 explain', () => {
  it('says for every node and plugin what it said', () => {
    const answer = ask([
      testNode('small', { cpu: '1' }),
      testNode('tainted', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] }),
      testNode('free'),
      testNode('busy'),
      on(testPod('other', { cpu: '4' }), 'busy'),
      testPod('p', { cpu: '2' }),
    ])
    expect(answer).toMatchObject({
      selectedNode: 'free',
      candidates: ['free'],
      message: '',
      filterResult: {
        small: { NodeName: 'passed', NodeResourcesFit: 'Insufficient cpu' },
        tainted: { NodeName: 'passed', TaintToleration: 'node(s) had untolerated taint(s)' },
        free: { NodeResourcesFit: 'passed' },
      },
      filterStatus: {
        small: {
          plugin: 'NodeResourcesFit',
          code: 'UnschedulableAndUnresolvable',
          reasons: ['Insufficient cpu'],
        },
        free: { plugin: null, code: 'Success', reasons: [] },
      },
    })
    expect(Object.keys(answer.scoreResult)).toEqual(['free', 'busy'])
    // TaintToleration x3, Fit: (100 - 25 + 100 - 0) / 2 with 200Mi counted for memory, Balanced.
    expect(answer.finalScoreResult.free).toEqual({
      TaintToleration: 300,
      NodeResourcesFit: 87,
      NodeResourcesBalancedAllocation: 87,
      ImageLocality: 0,
    })
    expect(answer.scoreResult.free?.TaintToleration).toBe(0)
    expect(answer.totalScore.free).toBe(474)
  })

  it('names every node with the best total and draws one by the seed', () => {
    const objects = [testNode('a'), testNode('b'), testNode('c'), testPod('p')]
    const drawn = new Set<string | null>()
    for (let seed = 0; seed < 30; seed++) {
      const { candidates, selectedNode } = ask(objects, { seed })
      expect(candidates).toEqual(['a', 'b', 'c'])
      expect(ask(objects, { seed }).selectedNode).toBe(selectedNode)
      drawn.add(selectedNode)
    }
    expect([...drawn].sort()).toEqual(['a', 'b', 'c'])
  })

  it('has no scores where one node is feasible', () => {
    const answer = ask([testNode('a'), testPod('p')])
    expect(answer).toMatchObject({ selectedNode: 'a', scoreResult: {}, totalScore: {} })
  })

  it('gives the whole text of a failure', () => {
    const answer = ask([testNode('a', { cpu: '1' }), testPod('p', { cpu: '2' })])
    expect(answer).toMatchObject({ selectedNode: null, candidates: [] })
    expect(answer.message).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    )
    expect(answer).not.toHaveProperty('preemption')
  })

  it('says who has to go, the priority coming from the class', () => {
    const high = { kind: 'PriorityClass', metadata: { name: 'high' }, value: 100 }
    const answer = ask([
      high,
      testNode('a', { cpu: '2' }),
      on(testPod('victim', { cpu: '2' }), 'a'),
      testPod('p', { cpu: '1' }, { priorityClassName: 'high' }),
    ])
    expect(answer.preemption).toEqual({ nominatedNode: 'a', victims: ['victim'] })
    expect(answer.message).toBe('0/1 nodes are available: 1 Insufficient cpu.')
  })

  it('takes the priority of another pod to be 0 when its class is not among the objects', () => {
    const answer = ask([
      testNode('a', { cpu: '2' }),
      on(testPod('victim', { cpu: '2' }, { priorityClassName: 'gone' }), 'a'),
      testPod('p', { cpu: '1' }, { priority: 1 }),
    ])
    expect(answer.preemption?.victims).toEqual(['victim'])
  })

  it('says what was nobody’s choice: ties, nodes that were not looked at', () => {
    const tie = ask([testNode('a', { cpu: '2' }), testNode('b', { cpu: '2' }), testPod('p')])
    expect(tie.nobodysChoice).toEqual(['a or b: equal scores, drawn by seed 1'])
    const cleared = ask([
      ...['a', 'b'].flatMap((node) => [
        testNode(node, { cpu: '2' }),
        on(testPod(`on-${node}`, { cpu: '2' }), node),
      ]),
      testPod('p', { cpu: '1' }, { priority: 1 }),
    ])
    expect(cleared.nobodysChoice).toEqual(['a or b: equally good to clear, drawn by seed 1'])
    const many = Array.from({ length: 300 }, (_, n) => testNode(`node-${n}`, { cpu: '2' }))
    expect(ask([...many, testPod('p')]).nobodysChoice).toContain(
      '144 of 300 nodes were looked at: enough of them fit',
    )
    expect(ask([testNode('a', { cpu: '2' }), testPod('p')])).not.toHaveProperty('nobodysChoice')
  })

  it('sees disruption budgets', () => {
    const labels = { app: 'db' }
    const budget = kind('PodDisruptionBudget', {
      metadata: { name: 'db', namespace: 'default' },
      spec: { selector: { matchLabels: labels } },
      status: { disruptionsAllowed: 0 },
    })
    const answer = ask([
      budget,
      testNode('a', { cpu: '2' }),
      testNode('b', { cpu: '2' }),
      on(testPod('db', { cpu: '2' }, {}, labels), 'a'),
      on(testPod('web', { cpu: '2' }), 'b'),
      testPod('p', { cpu: '1' }, { priority: 1 }),
    ])
    expect(answer.preemption?.nominatedNode).toBe('b')
  })

  it.each(['Service', 'ReplicaSet', 'StatefulSet', 'ReplicationController'])(
    'spreads by default what a %s groups',
    (what) => {
      const labels = { app: 'web' }
      const owner = what !== 'Service'
      const apiVersion = what === 'ReplicationController' || what === 'Service' ? 'v1' : 'apps/v1'
      const selector =
        what === 'Service' || what === 'ReplicationController' ? labels : { matchLabels: labels }
      const group = {
        apiVersion,
        kind: what,
        metadata: { name: 'web', namespace: 'default' },
        spec: { selector },
      }
      const reference = { apiVersion, kind: what, name: 'web', uid: 'u', controller: true }
      const waiting = testPod('p', {}, {}, labels)
      const metadata = {
        ...waiting.metadata,
        ...(owner && { ownerReferences: [reference] }),
      }
      const hosts = (name: string) => testNode(name, { labels: { 'kubernetes.io/hostname': name } })
      const objects = [
        hosts('a'),
        hosts('b'),
        on(testPod('w', {}, {}, labels), 'a'),
        { ...waiting, metadata },
      ]
      expect(ask(objects).finalScoreResult.b).not.toHaveProperty('PodTopologySpread')
      const answer = ask([...objects, group])
      expect(answer.finalScoreResult.b?.PodTopologySpread).toBe(200)
      expect(answer.selectedNode).toBe('b')
    },
  )

  it('matches namespaces by their labels, and by their names without any object', () => {
    const affinity = (matchLabels: Record<string, string>) => ({
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'host', labelSelector: {}, namespaceSelector: { matchLabels } },
          ],
        },
      },
    })
    const foreign = { ...on(testPod('f'), 'a'), metadata: { name: 'f', namespace: 'team' } }
    const node = testNode('a', { labels: { host: 'a' } })
    const namespace = kind('Namespace', { metadata: { name: 'team', labels: { tier: '1' } } })
    const refused = (matchLabels: Record<string, string>, ...more: object[]) =>
      ask([node, foreign, testPod('p', {}, affinity(matchLabels)), ...more]).selectedNode === null
    expect(refused({ tier: '1' })).toBe(false)
    expect(refused({ tier: '1' }, namespace)).toBe(true)
    expect(refused({ 'kubernetes.io/metadata.name': 'team' })).toBe(true)
  })

  it('leaves room for pods that were promised a place', () => {
    const promised: Pod = {
      ...testPod('promised', { cpu: '6' }, { priority: 5 }),
      status: { nominatedNodeName: 'a' },
    }
    const objects = [testNode('a'), promised, testPod('p', { cpu: '4' })]
    expect(ask(objects).selectedNode).toBe(null)
    expect(ask(objects.toSpliced(1, 1)).selectedNode).toBe('a')
  })

  it('says when the nominated node was tried alone', () => {
    const pod: Pod = { ...testPod('p', { cpu: '4' }), status: { nominatedNodeName: 'b' } }
    const answer = ask([testNode('a'), testNode('b'), pod])
    expect([answer.selectedNode, answer.nominatedNode]).toEqual(['b', 'b'])
    expect(Object.keys(answer.filterStatus)).toEqual(['b'])
    expect(ask([testNode('a'), testNode('b'), testPod('p')])).not.toHaveProperty('nominatedNode')
  })

  it('does not count pods that ended, and counts terminating ones', () => {
    const ended: Pod = { ...on(testPod('e', { cpu: '8' }), 'a'), status: { phase: 'Succeeded' } }
    expect(ask([testNode('a'), ended, testPod('p', { cpu: '8' })]).selectedNode).toBe('a')
    const leaving = on(testPod('l', { cpu: '8' }), 'a')
    const metadata = { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' }
    const answer = ask([testNode('a'), { ...leaving, metadata }, testPod('p', { cpu: '8' })])
    expect(answer.selectedNode).toBe(null)
  })

  it('counts limits as requests and host network ports as host ports', () => {
    const limits = { name: 'c', image: 'i', resources: { limits: { cpu: '9' } } }
    const greedy = { ...testPod('p'), spec: { containers: [limits] } }
    expect(ask([testNode('a'), greedy]).filterStatus.a?.reasons).toEqual(['Insufficient cpu'])
    const port = { hostNetwork: true, containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] }
    const [first, second] = ['q', 'p'].map((name) => ({ ...testPod(name), spec: port }))
    const answer = ask([testNode('a'), on(first as Pod, 'a'), second])
    expect(answer.filterStatus.a?.plugin).toBe('NodePorts')
  })

  it('a pod with scheduling gates is not tried', () => {
    const answer = ask([testNode('a'), testPod('p', {}, { schedulingGates: [{ name: 'g' }] })])
    expect(answer).toMatchObject({
      selectedNode: null,
      message: 'waiting for scheduling gates: [g]',
      filterStatus: {},
    })
  })

  it('a pod on a node is asked about as if it were not there, and fits only there', () => {
    const answer = ask([testNode('a'), testNode('b'), on(testPod('p', { cpu: '8' }), 'b')])
    expect(answer.selectedNode).toBe('b')
    expect(answer.filterStatus.a?.plugin).toBe('NodeName')
  })

  it('reads Lists, null values, foreign kinds and foreign groups', () => {
    const node = { ...testNode('a'), metadata: { name: 'a', labels: null } }
    const list = { kind: 'List', items: [{ kind: 'ConfigMap' }, node] }
    const foreign = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: 5 }
    const pods = { kind: 'PodList', items: [{ ...testPod('p'), kind: undefined }] }
    expect(ask([list, foreign, pods]).selectedNode).toBe('a')
  })

  it('a node without a number of pods has room for 110', () => {
    const node = { kind: 'Node', metadata: { name: 'a' }, status: { capacity: { cpu: '1' } } }
    expect(ask([node, testPod('p', { cpu: '1' })]).selectedNode).toBe('a')
  })
})

describe('K12 explain by a configuration', () => {
  const packing = {
    ...CONFIG,
    profiles: [
      { schedulerName: 'spread' },
      {
        schedulerName: 'pack',
        pluginConfig: [
          { name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated' } } },
        ],
        plugins: {
          score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeResourcesFit', weight: 5 }] },
        },
      },
    ],
  }
  const objects = (schedulerName: string) => [
    testNode('a'),
    testNode('b'),
    on(testPod('w', { cpu: '4', memory: '16Gi' }), 'a'),
    testPod('p', { cpu: '2', memory: '8Gi' }, { schedulerName }),
  ]

  it('asks the profile that the pod names', () => {
    expect(ask(objects('spread'), { config: packing }).selectedNode).toBe('b')
    const answer = ask(objects('pack'), { config: packing })
    expect(answer.selectedNode).toBe('a')
    expect(answer.finalScoreResult).toEqual({
      a: { NodeResourcesFit: 375 },
      b: { NodeResourcesFit: 125 },
    })
  })

  it('a profile without filters refuses nothing', () => {
    const plugins = { filter: { disabled: [{ name: '*' }] } }
    const config = { ...CONFIG, profiles: [{ plugins }] }
    expect(
      ask([testNode('a', { cpu: '0' }), testPod('p', { cpu: '1' })], { config }),
    ).toMatchObject({
      selectedNode: 'a',
      filterResult: { a: {} },
    })
  })

  it('without scores the first feasible node wins', () => {
    const config = { ...CONFIG, profiles: [{ plugins: { score: { disabled: [{ name: '*' }] } } }] }
    const answer = ask([testNode('a'), testNode('b'), testPod('p')], { config })
    expect(answer).toMatchObject({ candidates: ['a'], selectedNode: 'a' })
    expect(Object.keys(answer.filterStatus)).toEqual(['a'])
  })
})

describe('K16 releases', () => {
  const tainted = testNode('a', { taints: [{ key: 'gpu', value: 'v', effect: 'NoSchedule' }] })
  const large = [testNode('a', { cpu: '1' }), testPod('p', { cpu: '2' })]
  const podLevel = testPod('p', {}, { resources: { requests: { cpu: '9' } } })

  it.each([
    ['1.33', 'node(s) had untolerated taint {gpu: v}'],
    ['1.34', 'node(s) had untolerated taint(s)'],
    ['1.35', 'node(s) had untolerated taint(s)'],
  ])('%s words a taint: %s', (kubernetesVersion, reason) => {
    const answer = ask([tainted, testPod('p')], { kubernetesVersion })
    expect(answer.filterStatus.a?.reasons).toEqual([reason])
  })

  it.each([
    [
      '1.33',
      'Unschedulable',
      '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    ],
    [
      '1.34',
      'UnschedulableAndUnresolvable',
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ],
  ])('%s: what is larger than the node is %s', (kubernetesVersion, code, message) => {
    const answer = ask(large, { kubernetesVersion })
    expect(answer.filterStatus.a?.code).toBe(code)
    expect(answer.message).toBe(message)
  })

  it.each([
    [
      '1.33',
      '0/1 nodes are available: pod affinity terms conflict. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ],
    ['1.34', '0/1 nodes are available: pod affinity terms conflict. not found'],
  ])('%s: a refusal before any node is looked at', (kubernetesVersion, message) => {
    const names = ['a', 'b'].map((name) => ({
      key: 'metadata.name',
      operator: 'In',
      values: [name],
    }))
    const pod = testPod(
      'p',
      {},
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchFields: names }],
            },
          },
        },
      },
    )
    expect(ask([testNode('a'), pod], { kubernetesVersion }).message).toBe(message)
  })

  it('pod-level resources and sidecars’ host ports count since 1.34', () => {
    const chosen = (version: string, ...objects: object[]) =>
      ask([testNode('a'), ...objects], { kubernetesVersion: version }).selectedNode
    expect([chosen('1.33', podLevel), chosen('1.34', podLevel)]).toEqual(['a', null])
    const sidecar = {
      name: 's',
      restartPolicy: 'Always',
      ports: [{ containerPort: 80, hostPort: 80 }],
    }
    const spec = { initContainers: [sidecar] }
    const other = on(testPod('q', {}, spec), 'a')
    expect(chosen('1.33', other, testPod('p', {}, spec))).toBe('a')
    expect(chosen('1.34', other, testPod('p', {}, spec))).toBe(null)
  })
})

describe('K15 a question that cannot be answered', () => {
  const objects = [testNode('a'), testPod('p')]
  it.each<[string, unknown, object, string, RegExp]>([
    ['no list', {}, {}, 'objects', /^objects must be a list/],
    ['no object', [5], {}, 'objects', /^objects\[0\] is no Kubernetes object/],
    ['no kind', [{}], {}, 'objects', /^objects\[0\] has no kind/],
    ['no name', [{ kind: 'Node' }], {}, 'objects', /\(Node\): metadata.name is missing/],
    ['two of a name', [...objects, testNode('a')], {}, 'objects', /another Node a$/],
    [
      'a wrong type',
      [testNode('a'), { kind: 'Pod', metadata: { name: 'p' }, spec: { containers: {} } }],
      {},
      'objects',
      /^objects\[1\] \(Pod p\): spec.containers must be a list, not a map$/,
    ],
    [
      'a wrong quantity',
      [testNode('a', { cpu: '1x' }), testPod('p')],
      {},
      'objects',
      /status.allocatable\[cpu\] is no quantity: "1x"/,
    ],
    [
      'no such class',
      [testPod('p', {}, { priorityClassName: 'gold' })],
      {},
      'objects',
      /no PriorityClass with name gold was found/,
    ],
    ['no pod', objects, { pod: { name: 'q' } }, 'pod', /^there is no Pod default\/q among/],
    ['no question', objects, { pod: undefined }, 'pod', /^pod must be an object/],
    [
      'another scheduler',
      [testPod('p', {}, { schedulerName: 'mine' })],
      {},
      'pod',
      /asks for the scheduler "mine", and there is no such profile; there is default-scheduler$/,
    ],
    ['a wrong configuration', objects, { config: {} }, 'config', /^no kind ""/],
    [
      'arguments that are refused',
      objects,
      { config: { ...CONFIG, parallelism: -1 } },
      'config',
      /^parallelism: Invalid value: -1/,
    ],
    ['a broken seed', objects, { seed: 1.5 }, 'seed', /^seed must be a whole number, not 1.5$/],
    ['another release', objects, { kubernetesVersion: '1.29' }, 'kubernetesVersion', /1.33, 1.34/],
  ])('%s', (_, given, more, reason, message) => {
    const question = { pod: { namespace: 'default', name: 'p' }, ...more }
    let error: unknown
    try {
      explain(given, question as never)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(ExplainError)
    expect((error as ExplainError).reason).toBe(reason)
    expect((error as ExplainError).message).toMatch(message)
  })
})

describe('objects from text', () => {
  const node = (labels: string) => `kind: Node\nmetadata: {name: a, labels: {${labels}}}\n`

  it('leaves out the Scenario and gives the configuration apart', () => {
    const text = `${node('x: "1"')}---\nkind: Scenario\n---\nkind: KubeSchedulerConfiguration\n`
    const { objects, config } = parseObjects(text)
    expect(objects).toHaveLength(1)
    expect(config).toEqual({ kind: 'KubeSchedulerConfiguration' })
  })

  it('gives nodes the label of their kubelet when none of them has it', () => {
    const labelsOf = (text: string) =>
      parseObjects(text).objects.map((each) => (each as Pod).metadata?.labels)
    const host = 'kubernetes.io/hostname'
    expect(labelsOf(node('x: "1"'))).toEqual([{ [host]: 'a', x: '1' }])
    const registered = `${node('')}---\n${node(`${host}: h`).replace('name: a', 'name: b')}`
    expect(labelsOf(registered)).toEqual([{}, { [host]: 'h' }])
  })

  it.each([['a: ['], ['- 1'], ['text'], ['a: &a [*a]\n---\n*a']])('refuses %j', (text) => {
    expect(() => parseObjects(text)).toThrow(ExplainError)
  })
})
