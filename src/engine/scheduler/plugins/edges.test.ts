import { describe, expect, it } from 'vitest'
import type { Pod, PodSpec } from '../../api/types.gen.ts'
import { explain } from '../../explain/explain.ts'
import { testNode, testPod } from '../testing/cluster.ts'

/* Rules that the conformance suites do not reach, one row a rule. */

const ZONE = 'topology.kubernetes.io/zone'
const HOST = 'kubernetes.io/hostname'
const on = (nodeName: string, pod: Pod): Pod => ({ ...pod, spec: { ...pod.spec!, nodeName } })
const labelled = (name: string, spec: Partial<PodSpec> = {}, app = 'web') =>
  testPod(name, {}, spec, { app })
const node = (name: string, labels: Record<string, string> = {}) => testNode(name, { labels })
const web = { matchLabels: { app: 'web' } }

const ask = (objects: readonly object[], config?: object) =>
  explain(objects, { pod: { name: 'p' }, config })
const codes = (objects: readonly object[]) =>
  Object.fromEntries(
    Object.entries(ask(objects).filterStatus).map(([name, { code }]) => [name, code]),
  )
const configOf = (profile: object) => ({
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  profiles: [profile],
})
const only = (plugin: string, args?: object) =>
  configOf({
    plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: plugin }] } },
    ...(args && { pluginConfig: [{ name: plugin, args }] }),
  })

const OK = 'Success'
const U = 'Unschedulable'
const UAU = 'UnschedulableAndUnresolvable'

describe('K3.7 hard topology spread', () => {
  const spread = (more: object = {}, key = ZONE) => ({
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: key,
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: web,
        ...more,
      },
    ],
  })
  const zones = [node('a', { [ZONE]: 'a' }), node('b', { [ZONE]: 'b' })]
  const there = [on('a', labelled('x'))]

  it.each<[string, object[], Pod, object]>([
    ['the fuller zone is refused', [...zones, ...there], labelled('p', spread()), { a: U, b: OK }],
    [
      'a node without the key is unresolvable',
      [...zones, node('n')],
      labelled('p', spread()),
      { a: OK, b: OK, n: UAU },
    ],
    [
      'fewer domains than minDomains: the minimum is 0',
      [...zones, ...there, on('b', labelled('y'))],
      labelled('p', spread({ minDomains: 3 })),
      { a: U, b: U },
    ],
    [
      'a terminating pod does not count',
      [
        ...zones,
        on('a', {
          ...labelled('x'),
          metadata: { ...labelled('x').metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
        }),
      ],
      labelled('p', spread()),
      { a: OK, b: OK },
    ],
    [
      'a pod of another namespace does not count',
      [...zones, { ...there[0]!, metadata: { ...there[0]!.metadata, namespace: 'other' } }],
      labelled('p', spread()),
      { a: OK, b: OK },
    ],
    [
      'matchLabelKeys narrows the group',
      [...zones, on('a', testPod('x', {}, {}, { app: 'web', rev: '1' }))],
      testPod('p', {}, spread({ matchLabelKeys: ['rev'] }), { app: 'web', rev: '2' }),
      { a: OK, b: OK },
    ],
    [
      'a key of matchLabelKeys that the pod lacks is passed over',
      [...zones, ...there],
      labelled('p', spread({ matchLabelKeys: ['rev'] })),
      { a: U, b: OK },
    ],
    [
      'zones that the pod cannot go to do not count by default',
      [...zones, ...there],
      labelled('p', { ...spread(), nodeSelector: { [ZONE]: 'a' } }),
      { a: OK, b: UAU },
    ],
    [
      'they do with nodeAffinityPolicy Ignore',
      [...zones, ...there],
      labelled('p', {
        ...spread({ nodeAffinityPolicy: 'Ignore' }),
        nodeSelector: { [ZONE]: 'a' },
      }),
      { a: U, b: UAU },
    ],
    [
      'tainted zones count by default',
      [
        zones[0]!,
        testNode('b', { labels: { [ZONE]: 'b' }, taints: [{ key: 't', effect: 'NoSchedule' }] }),
        ...there,
      ],
      labelled('p', spread()),
      { a: U, b: UAU },
    ],
    [
      'they do not with nodeTaintsPolicy Honor',
      [
        zones[0]!,
        testNode('b', { labels: { [ZONE]: 'b' }, taints: [{ key: 't', effect: 'NoSchedule' }] }),
        ...there,
      ],
      labelled('p', spread({ nodeTaintsPolicy: 'Honor' })),
      { a: OK, b: UAU },
    ],
    [
      'two constraints on one key count by themselves (since 1.33)',
      [...zones, on('a', labelled('x', {}, 'db'))],
      labelled('p', {
        topologySpreadConstraints: [
          spread().topologySpreadConstraints[0]!,
          spread({ labelSelector: { matchLabels: { app: 'db' } } }).topologySpreadConstraints[0]!,
        ],
      }),
      { a: OK, b: OK },
    ],
    [
      'a selector of nothing selects everybody for itself alone',
      [...zones, ...there],
      labelled('p', spread({ labelSelector: {} })),
      { a: OK, b: OK },
    ],
  ])('%s', (_, objects, pod, expected) => {
    expect(codes([...objects, pod])).toEqual(expected)
  })

  it('hard default constraints refuse, too', () => {
    const config = configOf({
      pluginConfig: [
        {
          name: 'PodTopologySpread',
          args: {
            defaultingType: 'List',
            defaultConstraints: [
              { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule' },
            ],
          },
        },
      ],
    })
    const service = {
      kind: 'Service',
      metadata: { name: 's' },
      spec: { selector: { app: 'web' } },
    }
    const objects = [...zones, ...there, labelled('p')]
    expect(ask([...objects, service], config).filterStatus.a?.plugin).toBe('PodTopologySpread')
    expect(ask(objects, config).filterStatus.a?.code).toBe(OK)
  })
})

describe('K3.8 affinity between pods', () => {
  const term = (more: object = {}) => ({ topologyKey: ZONE, labelSelector: web, ...more })
  const affinity = (kind: 'podAffinity' | 'podAntiAffinity', ...terms: object[]) => ({
    affinity: { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
  })
  const zones = [node('a', { [ZONE]: 'a' }), node('b', { [ZONE]: 'b' })]
  const there = on('a', labelled('x'))

  it.each<[string, object[], Pod, object]>([
    [
      'near a pod',
      [...zones, there],
      testPod('p', {}, affinity('podAffinity', term())),
      { a: OK, b: UAU },
    ],
    [
      'the first of a group that wants its own kind may go anywhere',
      zones,
      labelled('p', affinity('podAffinity', term())),
      { a: OK, b: OK },
    ],
    [
      'but not where the key is missing',
      [...zones, node('n')],
      labelled('p', affinity('podAffinity', term())),
      { a: OK, b: OK, n: UAU },
    ],
    [
      'nor when it does not match all its own terms',
      zones,
      labelled(
        'p',
        affinity('podAffinity', term(), term({ labelSelector: { matchLabels: { app: 'db' } } })),
      ),
      { a: UAU, b: UAU },
    ],
    [
      'away from a pod is resolvable',
      [...zones, there],
      testPod('p', {}, affinity('podAntiAffinity', term())),
      { a: U, b: OK },
    ],
    [
      'a node without the key of an anti-affinity is never excluded',
      [...zones, node('n'), on('n', labelled('y'))],
      testPod('p', {}, affinity('podAntiAffinity', term())),
      { a: OK, b: OK, n: OK },
    ],
    [
      'a running pod keeps others away',
      [...zones, on('a', testPod('x', {}, affinity('podAntiAffinity', term())))],
      labelled('p'),
      { a: U, b: OK },
    ],
    [
      'no selector matches nothing',
      [...zones, there],
      testPod('p', {}, affinity('podAntiAffinity', { topologyKey: ZONE })),
      { a: OK, b: OK },
    ],
    [
      'matchLabelKeys: only pods of the same revision are refused',
      [
        ...zones,
        on('a', testPod('x', {}, {}, { app: 'web', rev: '1' })),
        on('b', testPod('y', {}, {}, { app: 'web', rev: '2' })),
      ],
      testPod('p', {}, affinity('podAntiAffinity', term({ matchLabelKeys: ['rev'] })), {
        app: 'web',
        rev: '2',
      }),
      { a: OK, b: U },
    ],
    [
      'mismatchLabelKeys: only pods of another revision are',
      [
        ...zones,
        on('a', testPod('x', {}, {}, { app: 'web', rev: '1' })),
        on('b', testPod('y', {}, {}, { app: 'web', rev: '2' })),
      ],
      testPod('p', {}, affinity('podAntiAffinity', term({ mismatchLabelKeys: ['rev'] })), {
        app: 'web',
        rev: '2',
      }),
      { a: U, b: OK },
    ],
    [
      'a terminating pod still counts',
      [
        ...zones,
        {
          ...there,
          metadata: { ...there.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
        },
      ],
      testPod('p', {}, affinity('podAntiAffinity', term())),
      { a: U, b: OK },
    ],
    [
      'listed and selected namespaces are alternatives',
      [
        ...zones,
        { kind: 'Namespace', metadata: { name: 'team', labels: { tier: '1' } } },
        { ...there, metadata: { ...there.metadata, namespace: 'team' } },
      ],
      testPod(
        'p',
        {},
        affinity(
          'podAntiAffinity',
          term({ namespaces: ['other'], namespaceSelector: { matchLabels: { tier: '1' } } }),
        ),
      ),
      { a: U, b: OK },
    ],
  ])('%s', (_, objects, pod, expected) => {
    expect(codes([...objects, pod])).toEqual(expected)
  })
})

describe('K3.4 and K3.6: what a search may look at', () => {
  const named = (...names: string[]) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: names.map((name) => ({
            matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }],
          })),
        },
      },
    },
  })

  it('nodes that no term names count with the common reason', () => {
    const answer = ask([
      node('a'),
      node('b'),
      testNode('c', { cpu: '0' }),
      testPod('p', { cpu: '1' }, named('c')),
    ])
    expect(answer.message).toMatch(
      /^0\/3 nodes are available: 1 Insufficient cpu, 2 node\(s\) didn't satisfy plugin\(s\) \[NodeAffinity\]\./,
    )
  })

  it('names that no node has leave nothing to look at', () => {
    const answer = ask([node('a'), testPod('p', {}, named('z'))])
    expect(answer.message).toMatch(
      /^0\/1 nodes are available: 1 node\(s\) didn't satisfy plugin\(s\) \[NodeAffinity\]\./,
    )
  })

  it.each<[string, object, string]>([
    ['an unknown extended resource', { 'example.com/x': '1' }, 'Insufficient example.com/x'],
    ['hugepages', { 'hugepages-2Mi': '2Mi' }, 'Insufficient hugepages-2Mi'],
    ['ephemeral storage', { 'ephemeral-storage': '1' }, 'Insufficient ephemeral-storage'],
  ])('%s', (_, requests, reason) => {
    const answer = ask([node('a'), testPod('p', requests as Record<string, string>)])
    expect(answer.filterStatus.a).toMatchObject({ code: UAU, reasons: [reason] })
  })

  it('ignored resources are extended ones alone', () => {
    const config = configOf({
      pluginConfig: [
        {
          name: 'NodeResourcesFit',
          args: { ignoredResources: ['cpu', 'example.com/x'], ignoredResourceGroups: ['b.com'] },
        },
      ],
    })
    const pod = testPod('p', { cpu: '99', 'example.com/x': '1', 'b.com/y': '1' })
    expect(ask([node('a'), pod], config).filterStatus.a?.reasons).toEqual(['Insufficient cpu'])
  })
})

describe('K4 scores', () => {
  const nodes = [node('a', { [HOST]: 'a' }), node('b', { [HOST]: 'b' })]
  const soft = {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: HOST,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: web,
      },
    ],
  }

  it('a node that lacks a key of a soft constraint scores 0', () => {
    const answer = ask([...nodes, node('n'), labelled('p', soft)], only('PodTopologySpread'))
    expect(answer.totalScore).toEqual({ a: 100, b: 100, n: 0 })
  })

  it('images count in proportion to the nodes that have them', () => {
    const image = { names: ['big:latest'], sizeBytes: 500 * 1024 ** 2 }
    const having = { ...node('a'), status: { ...node('a').status, images: [image] } }
    const pod = { ...testPod('p'), spec: { containers: [{ name: 'c', image: 'big' }] } }
    // (500 MiB / 2 - 23 MiB) of (1000 - 23) MiB
    expect(ask([having, node('b'), pod], only('ImageLocality')).totalScore).toEqual({
      a: 23,
      b: 0,
    })
  })

  it('existing pods’ preferences can be ignored', () => {
    const fond = {
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 5, podAffinityTerm: { topologyKey: HOST, labelSelector: web } },
          ],
        },
      },
    }
    const objects = [...nodes, on('a', testPod('x', {}, fond)), labelled('p')]
    expect(ask(objects, only('InterPodAffinity')).totalScore).toEqual({ a: 100, b: 0 })
    const ignoring = only('InterPodAffinity', { ignorePreferredTermsOfExistingPods: true })
    expect(ask(objects, ignoring).finalScoreResult).toEqual({ a: {}, b: {} })
  })

  it('a required affinity of a running pod counts with hardPodAffinityWeight', () => {
    const needs = {
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: HOST, labelSelector: web },
          ],
        },
      },
    }
    const objects = [...nodes, on('a', testPod('x', {}, needs)), labelled('p')]
    expect(ask(objects, only('InterPodAffinity')).scoreResult.a).toEqual({ InterPodAffinity: 1 })
    const none = only('InterPodAffinity', { hardPodAffinityWeight: 0 })
    expect(ask(objects, none).scoreResult.a).toEqual({})
  })

  it('pod-level requests do not reach the Fit score of the incoming pod', () => {
    const levelled = { ...testPod('p', { cpu: '1', memory: '4Gi' }) }
    const spec = { ...levelled.spec!, resources: { requests: { cpu: '4', memory: '16Gi' } } }
    const plain = ask([...nodes, levelled], only('NodeResourcesFit')).totalScore
    expect(ask([...nodes, { ...levelled, spec }], only('NodeResourcesFit')).totalScore).toEqual(
      plain,
    )
  })

  it('addedAffinity prefers for every pod of the profile', () => {
    const args = {
      addedAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 3,
            preference: { matchExpressions: [{ key: HOST, operator: 'In', values: ['b'] }] },
          },
        ],
      },
    }
    expect(ask([...nodes, testPod('p')], only('NodeAffinity', args)).totalScore).toEqual({
      a: 0,
      b: 100,
    })
  })
})

describe('K11 preemption', () => {
  const small = testNode('a', { cpu: '2' })

  it.each<[string, object[], Pod, string[] | undefined]>([
    [
      'equal priority stays',
      [on('a', testPod('x', { cpu: '2' }, { priority: 5 }))],
      testPod('p', { cpu: '1' }, { priority: 5 }),
      undefined,
    ],
    [
      'the least important one goes, not both',
      [
        on('a', testPod('x', { cpu: '1' }, { priority: 2 })),
        on('a', testPod('y', { cpu: '1' }, { priority: 1 })),
      ],
      testPod('p', { cpu: '1' }, { priority: 5 }),
      ['y'],
    ],
    [
      'a pod that may not preempt waits',
      [on('a', testPod('x', { cpu: '2' }))],
      testPod('p', { cpu: '1' }, { priority: 5, preemptionPolicy: 'Never' }),
      undefined,
    ],
    [
      'a host port is reason enough',
      [
        on('a', {
          ...testPod('x'),
          spec: {
            containers: [{ name: 'c', ports: [{ containerPort: 1, hostPort: 80 }] }],
          },
        }),
      ],
      {
        ...testPod('p'),
        spec: {
          priority: 5,
          containers: [{ name: 'c', ports: [{ containerPort: 1, hostPort: 80 }] }],
        },
      },
      ['x'],
    ],
  ])('%s', (_, running, pod, victims) => {
    expect(ask([small, ...running, pod]).preemption?.victims).toEqual(victims)
  })

  it('says that the pod may not', () => {
    const pod = testPod('p', { cpu: '1' }, { priority: 5, preemptionPolicy: 'Never' })
    expect(ask([small, on('a', testPod('x', { cpu: '2' })), pod]).message).toBe(
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    )
  })
})
