import { describe, expect, it } from 'vitest'
import { admission } from './admit.ts'
import type { KubernetesObject } from './api/objects.ts'
import type { Deployment } from './api/types.gen.ts'
import { createApplier } from './apply.ts'
import { createClock } from './sim/eventQueue.ts'
import { createRandom } from './sim/seededRandom.ts'
import { createStore } from './store/memoryStore.ts'

function start(scaled: readonly string[] = []) {
  const store = createStore({ clock: createClock(), random: createRandom(1), admit: admission(35) })
  return { store, applier: createApplier(store, (name) => scaled.includes(name)) }
}

const web = (spec: object = {}, labels?: Record<string, string>): KubernetesObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default', ...(labels && { labels }) },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'main', image: 'a' }] },
      },
      ...spec,
    },
  }) as Deployment

const pod = (image: string, cpu: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default' },
  spec: { containers: [{ name: 'main', image, resources: { requests: { cpu } } }] },
})

const job = (suspend: boolean, image: string): KubernetesObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j', namespace: 'default' },
  spec: {
    suspend,
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image }] } },
  },
})

describe('apply', () => {
  it('fills in what the API server fills in, so that a new template settles', () => {
    const { applier, store } = start()
    applier.apply(web())
    const container = { name: 'main', image: 'b', ports: [{ containerPort: 80 }] }
    const labels = { app: 'web' }
    applier.apply(web({ template: { metadata: { labels }, spec: { containers: [container] } } }))
    const template = store.get('Deployment', 'default', 'web')!.spec!.template
    const selector = { matchLabels: labels }
    const set = store.create('ReplicaSet', {
      metadata: { name: 'web-1', namespace: 'default' },
      spec: { selector, template },
    })
    expect(template.spec?.containers[0]?.ports).toEqual([{ containerPort: 80, protocol: 'TCP' }])
    expect(set.spec?.template).toEqual(template)
  })

  it('creates, leaves alone, configures', () => {
    const { applier, store } = start()
    const results = [web(), web(), web({ replicas: 3 }), web({ replicas: 3 })].map(
      (object) => applier.apply(object).result,
    )
    expect(results).toEqual(['created', 'unchanged', 'configured', 'unchanged'])
    expect(store.get('Deployment', 'default', 'web')?.spec?.replicas).toBe(3)
  })

  it('removes what the manifest said before and says no longer, and nothing else', () => {
    const { applier, store } = start()
    applier.apply(web({}, { team: 'a', tier: 'b' }))
    const live = store.get('Deployment', 'default', 'web')!
    const labels = { ...live.metadata!.labels, added: 'by hand' }
    store.update('Deployment', { ...live, metadata: { ...live.metadata, labels } })
    applier.apply(web({}, { team: 'a' }))
    const after = store.get('Deployment', 'default', 'web')!
    expect(after.metadata!.labels).toEqual({ team: 'a', added: 'by hand' })
    // What the API server had filled in is still there.
    expect(after.spec!.strategy?.type).toBe('RollingUpdate')
  })

  it('sets replicas as kubectl does: scaled by hand, the manifest wins', () => {
    const { applier, store } = start()
    applier.apply(web({ replicas: 2 }))
    const live = store.get('Deployment', 'default', 'web')!
    store.update('Deployment', { ...live, spec: { ...live.spec!, replicas: 9 } })
    expect(applier.apply(web({ replicas: 2 })).result).toBe('configured')
    expect(store.get('Deployment', 'default', 'web')!.spec!.replicas).toBe(2)
  })

  it.each([
    [2, 9],
    [4, 4],
  ])('scaled by arrivals to 9, a manifest that says %i afterwards means %i', (said, expected) => {
    const { applier, store } = start(['web'])
    applier.apply(web({ replicas: 2 }))
    const live = store.get('Deployment', 'default', 'web')!
    store.update('Deployment', { ...live, spec: { ...live.spec!, replicas: 9 } })
    applier.apply(web({ replicas: said }))
    expect(store.get('Deployment', 'default', 'web')!.spec!.replicas).toBe(expected)
  })

  it.each([
    ['a pod may get another image', pod('a', '1'), pod('b', '1'), undefined],
    [
      'a pod may not get other requests',
      pod('a', '1'),
      pod('a', '2'),
      /pod updates may not change/,
    ],
    ['a suspended Job may change', job(true, 'a'), job(true, 'b'), undefined],
    ['a Job that runs may not', job(false, 'a'), job(false, 'b'), /field is immutable/],
    [
      'a selector may not change',
      web(),
      web({ selector: { matchLabels: { app: 'other' } } }),
      /field is immutable/,
    ],
    [
      'a priority class must exist',
      web(),
      { ...pod('a', '1'), spec: { priorityClassName: 'no', containers: [] } } as KubernetesObject,
      /no PriorityClass with name no was found/,
    ],
  ])('%s', (_, first, second, reason) => {
    const { applier } = start()
    applier.apply(first)
    const applied = applier.apply(second)
    if (!reason) expect(applied.result).toBe('configured')
    else expect(applied).toMatchObject({ result: 'failed', reason: expect.stringMatching(reason) })
  })
})
