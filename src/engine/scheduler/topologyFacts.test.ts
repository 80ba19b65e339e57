import { describe, expect, it } from 'vitest'
import type { PodSpec } from '../api/types.gen.ts'
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
function facts(spec: Partial<PodSpec>, running: ReturnType<typeof pod>[] = []) {
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
  cluster.store.drain()
  return cluster.scheduler.nextFacts()
}

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
})
