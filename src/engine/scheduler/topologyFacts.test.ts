import { describe, expect, it } from 'vitest'
import type { PodSpec } from '../api/types.gen.ts'
import type { TopologyFact } from './attempt.ts'
import { countedSentences } from './countedSentence.ts'
import { kubernetesBinPacking } from './policies/kubernetesBinPacking.ts'
import { testCluster, testNode, testPod } from './testing/cluster.ts'

const ZONE = 'topology.kubernetes.io/zone'
const node = (name: string, zone: string) => {
  const made = testNode(name)
  const labels = { ...made.metadata?.labels, [ZONE]: zone, 'kubernetes.io/hostname': name }
  return { ...made, metadata: { ...made.metadata, labels } }
}
const pod = (name: string, app: string, spec: Partial<PodSpec> = {}, nodeName?: string) => {
  const made = testPod(name, {}, { ...spec, ...(nodeName && { nodeName }) })
  return { ...made, metadata: { ...made.metadata, labels: { app } } }
}
const web = { labelSelector: { matchLabels: { app: 'web' } } }

/** Two nodes in zone a, one in b; web pods on n1 (2), n2 and n3, a db on n3. */
function attempt(spec: Partial<PodSpec>, running: ReturnType<typeof pod>[] = []) {
  const cluster = testCluster(kubernetesBinPacking)
  for (const [name, zone] of ['n1/a', 'n2/a', 'n3/b'].map((entry) => entry.split('/'))) {
    cluster.addNode(node(name!, zone!))
  }
  const hosts = ['n1', 'n1', 'n2', 'n3']
  for (const [index, host] of hosts.entries()) {
    cluster.addPod(pod(`web-${index}`, 'web', undefined, host))
  }
  cluster.addPod(pod('db-0', 'db', undefined, 'n3'))
  for (const other of running) cluster.addPod(other)
  cluster.store.drain()
  cluster.addPod(pod('new', 'web', spec))
  cluster.run()
  return cluster.attempts.find((attempt) => attempt.pod === 'new')!
}

const facts = (...given: Parameters<typeof attempt>) => attempt(...given).counted ?? []

const counts = (list: ReturnType<typeof facts>) =>
  list.map(({ rule, hard, key, domains }) => [
    rule,
    hard,
    key,
    ...domains.map(({ name, pods }) => `${name} ${pods}`),
  ])

describe('what rules about other pods count', () => {
  it('V5: a hard spread counts its group per zone', () => {
    const spread = {
      topologySpreadConstraints: [
        { topologyKey: ZONE, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', ...web },
      ],
    }
    expect(counts(facts(spread))).toEqual([['spread', true, ZONE, 'a 3', 'b 1']])
    expect(facts(spread)[0]!.maxSkew).toBe(1)
  })

  it('V5: affinity counts what it wants, anti-affinity what it avoids', () => {
    const term = { topologyKey: 'kubernetes.io/hostname', ...web }
    const spec = {
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 5, podAffinityTerm: { ...term, topologyKey: ZONE } },
          ],
        },
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
      },
    }
    expect(counts(facts(spec))).toEqual([
      ['apart', true, 'kubernetes.io/hostname', 'n1 2', 'n2 1', 'n3 1'],
      ['near', false, ZONE, 'a 3', 'b 1'],
    ])
  })

  it('V5: running pods that keep the pod away are counted, too', () => {
    const shy = {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: ZONE, ...web }],
        },
      },
    }
    expect(counts(facts({}, [pod('shy', 'shy', shy, 'n3')]))).toEqual([
      ['refused', true, ZONE, 'a 0', 'b 1'],
    ])
  })

  it('V5: nothing where no such rule holds', () => {
    expect(facts({})).toEqual([])
  })

  const spread = (more: object = {}) => ({
    topologySpreadConstraints: [
      { topologyKey: ZONE, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', ...web, ...more },
    ],
  })
  const near = (...apps: string[]) => ({
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: apps.map((app) => ({
          topologyKey: ZONE,
          labelSelector: { matchLabels: { app } },
        })),
      },
    },
  })
  const wishing = (kind: 'podAffinity' | 'podAntiAffinity', weight: number) => ({
    affinity: {
      [kind]: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight, podAffinityTerm: { topologyKey: ZONE, ...web } },
        ],
      },
    },
  })

  it.each<[string, Partial<PodSpec>, ReturnType<typeof pod>[], string[]]>([
    [
      'a spread within its skew but for one zone',
      spread(),
      [],
      [
        'PodTopologySpread counts pods with app=web, by zone: a 3, b 1; the minimum is 1; zone a: 3 + this pod - minimum 1 = 3 > maxSkew 1.',
      ],
    ],
    [
      'fewer zones than minDomains',
      spread({ minDomains: 3 }),
      [],
      [
        'PodTopologySpread counts pods with app=web, by zone: a 3, b 1; the minimum is 0, because 2 zones are fewer than minDomains 3; zone a: 3 + this pod - minimum 0 = 4 > maxSkew 1; zone b: 1 + this pod - minimum 0 = 2 > maxSkew 1.',
      ],
    ],
    [
      'zones with the same count are told together',
      spread({ minDomains: 3 }),
      [pod('w1', 'web', {}, 'n3'), pod('w2', 'web', {}, 'n3')],
      [
        'PodTopologySpread counts pods with app=web, by zone: a 3, b 3; the minimum is 0, because 2 zones are fewer than minDomains 3; zones a and b: 3 + this pod - minimum 0 = 4 > maxSkew 1.',
      ],
    ],
    [
      'a pod that does not match its own selector',
      spread({ labelSelector: { matchLabels: { app: 'db' } }, minDomains: 3, maxSkew: 2 }),
      [],
      [
        'PodTopologySpread counts pods with app=db, by zone: a 0, b 1; the minimum is 0, because 2 zones are fewer than minDomains 3; this pod does not match, so it does not count itself; none would exceed maxSkew 2.',
      ],
    ],
    [
      'two terms are met by pods that meet both',
      near('web', 'db'),
      [],
      [
        'InterPodAffinity needs pods with app=web and app=db, by zone: a 0, b 0; zones a and b are refused.',
      ],
    ],
    [
      'the first of a group',
      {
        affinity: {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              {
                topologyKey: ZONE,
                labelSelector: {
                  matchExpressions: [
                    { key: 'app', operator: 'In', values: ['web'] },
                    { key: 'tier', operator: 'DoesNotExist' },
                  ],
                },
                namespaces: ['default', 'other'],
              },
            ],
          },
        },
      },
      [],
      [
        'InterPodAffinity needs pods with app in (web),!tier in default or other, by zone: a 3, b 1; none is refused.',
      ],
    ],
    [
      'what running pods prefer',
      {},
      [
        pod('fan', 'fan', wishing('podAffinity', 50), 'n1'),
        pod('foe', 'foe', wishing('podAntiAffinity', 10), 'n3'),
        pod('sure', 'sure', near('web'), 'n3'),
      ],
      ['InterPodAffinity adds what running pods want of this one, by zone: a +50, b -9.'],
    ],
    [
      'what running pods prefer everywhere alike',
      {},
      [
        pod('fan', 'fan', wishing('podAffinity', 50), 'n1'),
        pod('other', 'fan', wishing('podAffinity', 50), 'n3'),
      ],
      [],
    ],
    [
      'what it prefers, with its weight',
      wishing('podAffinity', 7),
      [],
      ['InterPodAffinity prefers pods with app=web (weight 7), by zone: a 3, b 1; more is better.'],
    ],
    [
      'a wish that is worth the same on every node that fits',
      { ...wishing('podAffinity', 7), nodeSelector: { [ZONE]: 'a' } },
      [],
      [],
    ],
    [
      'a wish where one node alone fits and nothing is scored',
      { ...wishing('podAffinity', 7), nodeSelector: { 'kubernetes.io/hostname': 'n1' } },
      [],
      [],
    ],
  ])('V5: in words: %s', (_, spec, running, sentences) => {
    expect(countedSentences(attempt(spec, running))).toEqual(sentences)
  })

  it('V5: the first of a group may go anywhere, but not where the label is missing', () => {
    const cluster = testCluster(kubernetesBinPacking)
    cluster.addNode(node('n1', 'a'))
    cluster.addNode(testNode('bare'))
    cluster.addPod(pod('first', 'web', near('web')))
    cluster.run()
    expect(cluster.nodeOf('first')).toBe('n1')
    expect(countedSentences(cluster.attempts[0]!)).toEqual([
      'InterPodAffinity needs pods with app=web, by zone: a 0; there is none yet and this pod is one itself, so it may go anywhere; 1 node without the label topology.kubernetes.io/zone is refused.',
    ])
  })

  it('V5: the domains that the sentence refuses are those that the plugin refused', () => {
    for (const spec of [spread(), spread({ minDomains: 3 }), near('web', 'db'), near('db')]) {
      const { verdicts, counted = [] } = attempt(spec)
      const [{ rule, domains, self, minimum = 0, maxSkew = 0 }] = counted as [TopologyFact]
      const refusedIn = (zone: string) => {
        const { pods } = domains.find(({ name }) => name === zone)!
        return rule === 'near' ? !self && pods === 0 : pods + Number(self) - minimum > maxSkew
      }
      const zones: Record<string, string> = { n1: 'a', n2: 'a', n3: 'b' }
      for (const verdict of verdicts) {
        expect(refusedIn(zones[verdict.node]!)).toBe(verdict.rejectedBy !== undefined)
      }
    }
  })

  it('V5: what a ReplicaSet’s pods count for is told once for all topologies, the zeros together', () => {
    const fact = (key: string, counts: readonly number[]): TopologyFact => ({
      plugin: 'PodTopologySpread',
      rule: 'spread',
      hard: false,
      key,
      selector: 'app=web,pod-template-hash=7c666995c8',
      unlabelled: 0,
      domains: counts.map((pods, n) => ({ name: `n${n}`, pods })),
    })
    const scored = (node: string, normalized: number) => ({
      node,
      passed: [],
      scores: [{ plugin: 'PodTopologySpread', raw: 0, normalized, weight: 2 }],
    })
    const counted = [
      fact('kubernetes.io/hostname', [0, 1, 0, 2, 0]),
      fact('topology.kubernetes.io/zone', [1, 2, 0]),
    ]
    expect(countedSentences({ counted, verdicts: [scored('a', 1), scored('b', 2)] })).toEqual([
      'PodTopologySpread counts pods of the same ReplicaSet, by node: n1 1, n3 2, the others 0; by zone: n0 1, n1 2, n2 0; fewer is better.',
    ])
  })

  it('V5: many domains are told by their extremes, and no sentence twice', () => {
    const domains = Array.from({ length: 20 }, (_, n) => ({ name: `n${n}`, pods: n % 4 }))
    const fact: TopologyFact = {
      plugin: 'InterPodAffinity',
      rule: 'apart',
      hard: true,
      key: 'kubernetes.io/hostname',
      selector: 'app=web',
      unlabelled: 0,
      domains,
    }
    expect(countedSentences({ counted: [fact, fact], verdicts: [] })).toEqual([
      'InterPodAffinity keeps away from pods with app=web, by node: from 0 to 3 in 20 nodes; 15 nodes are refused.',
    ])
  })
})
