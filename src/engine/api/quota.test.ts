import { expect, test } from 'vitest'
import { limitRefusal, withLimitDefaults } from './limitRange.ts'
import type { KubernetesObject } from './objects.ts'
import { type ListAll, quotaRefusal, quotaUsage } from './quota.ts'
import type { LimitRangeItem, Pod, ResourceQuotaSpec, ResourceRequirements } from './types.gen.ts'

const pod = (resources: ResourceRequirements = {}, more: object = {}, phase = 'Running'): Pod => ({
  metadata: { name: 'p', namespace: 'team' },
  spec: { containers: [{ name: 'web', resources }], ...more },
  status: { phase },
})
const asks = (cpu: string, memory?: string) => ({ requests: { cpu, ...(memory && { memory }) } })
const quota = (hard: Record<string, string>, more: Partial<ResourceQuotaSpec> = {}) => ({
  metadata: { name: 'q', namespace: 'team' },
  spec: { hard, ...more },
})
const listing = (objects: Record<string, KubernetesObject[]>): ListAll =>
  ((kind: string) => objects[kind] ?? []) as ListAll

test('C19 what is used: pods that are over count as objects only', () => {
  const hard = {
    cpu: '4',
    'requests.memory': '8Gi',
    'limits.cpu': '8',
    pods: '5',
    'count/pods': '5',
    'requests.nvidia.com/gpu': '1',
    'requests.storage': '10Gi',
    'count/deployments.apps': '3',
    services: '2',
  }
  const limited = { ...asks('500m', '1Gi'), limits: { cpu: '2' } }
  const list = listing({
    Pod: [pod(limited), pod(asks('1', '2Gi')), pod(asks('4'), {}, 'Succeeded')],
    Deployment: [{}, {}] as KubernetesObject[],
    PersistentVolumeClaim: [{ spec: { resources: { requests: { storage: '3Gi' } } } }],
  })
  expect(quotaUsage(quota(hard), list)).toEqual({
    cpu: 1_500,
    'requests.memory': 3 * 2 ** 30,
    'limits.cpu': 2_000,
    pods: 2,
    'count/pods': 3,
    'requests.nvidia.com/gpu': 0,
    'requests.storage': 3 * 2 ** 30,
    'count/deployments.apps': 2,
    services: 0,
  })
})

test.each<[string, Record<string, string>, Partial<ResourceQuotaSpec>, Pod, string | undefined]>([
  ['within it', { cpu: '2' }, {}, pod(asks('1')), undefined],
  [
    'beyond it',
    { cpu: '2', pods: '9' },
    {},
    pod(asks('1500m')),
    'exceeded quota: q, requested: cpu=1500m, used: cpu=1, limited: cpu=2',
  ],
  [
    'beyond two at once',
    { pods: '1', 'requests.memory': '1Gi' },
    {},
    pod(asks('1', '2Gi')),
    'exceeded quota: q, requested: pods=1,requests.memory=2Gi, used: pods=1,requests.memory=0, limited: pods=1,requests.memory=1Gi',
  ],
  [
    'not said',
    { cpu: '2', 'limits.memory': '2Gi' },
    {},
    pod(),
    'failed quota: q: must specify cpu for: web; limits.memory for: web',
  ],
  [
    'not said by an init container',
    { 'requests.cpu': '2' },
    {},
    pod(asks('1'), { initContainers: [{ name: 'setup' }, { name: 'copy', resources: asks('1') }] }),
    'failed quota: q: must specify requests.cpu for: setup',
  ],
  [
    'said by the pod as a whole',
    { 'requests.cpu': '2' },
    {},
    pod({}, { resources: { requests: { cpu: '1' } }, initContainers: [{ name: 'setup' }] }),
    undefined,
  ],
  [
    'of other resources nothing need be said',
    { 'requests.nvidia.com/gpu': '1', 'requests.ephemeral-storage': '1Gi' },
    {},
    pod(),
    undefined,
  ],
  ['for others', { cpu: '1' }, { scopes: ['BestEffort'] }, pod(asks('4')), undefined],
  [
    'for the best effort',
    { pods: '0' },
    { scopes: ['BestEffort'] },
    pod(),
    'exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0',
  ],
  ['for those that end', { pods: '0' }, { scopes: ['Terminating'] }, pod(), undefined],
  [
    'for those of a class',
    { pods: '0' },
    {
      scopeSelector: {
        matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['gold'] }],
      },
    },
    pod({}, { priorityClassName: 'gold' }),
    'exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0',
  ],
])('C19 a pod and a quota: %s', (_name, hard, more, added, refusal) => {
  const list = listing({ Pod: [pod(asks('1'))] })
  expect(quotaRefusal('Pod', added, [quota(hard, more)], list)).toBe(refusal)
})

const range = (item: Partial<LimitRangeItem>) => [
  { spec: { limits: [{ type: 'Container', ...item }] } },
]

test('C19.1 containers that say nothing get the defaults', () => {
  const item = { default: { cpu: '1', memory: '1Gi' }, defaultRequest: { cpu: '250m' } }
  const resources = (given: ResourceRequirements) =>
    withLimitDefaults(pod(given), range(item)).spec?.containers[0]?.resources
  expect(resources({})).toEqual({
    limits: { cpu: '1', memory: '1Gi' },
    requests: { cpu: '250m', memory: '1Gi' },
  })
  expect(resources(asks('500m'))?.requests).toEqual({ cpu: '500m', memory: '1Gi' })
  expect(resources({ limits: { cpu: '2' }, requests: { cpu: '2' } })).toEqual({
    limits: { cpu: '2', memory: '1Gi' },
    requests: { cpu: '2', memory: '1Gi' },
  })
})

test.each<[string, Partial<LimitRangeItem>, ResourceRequirements, string | undefined]>([
  [
    'within',
    { min: { cpu: '1' }, max: { cpu: '2' } },
    { ...asks('1'), limits: { cpu: '2' } },
    undefined,
  ],
  [
    'too little',
    { min: { cpu: '1' } },
    asks('500m'),
    'minimum cpu usage per Container is 1, but request is 500m',
  ],
  [
    'nothing',
    { min: { cpu: '1' } },
    {},
    'minimum cpu usage per Container is 1.  No request is specified',
  ],
  [
    'too much',
    { max: { cpu: '1' } },
    { limits: { cpu: '2' } },
    'maximum cpu usage per Container is 1, but limit is 2',
  ],
  [
    'no limit',
    { max: { cpu: '1' } },
    asks('1'),
    'maximum cpu usage per Container is 1.  No limit is specified',
  ],
  [
    'too far apart',
    { maxLimitRequestRatio: { cpu: '2' } },
    { ...asks('500m'), limits: { cpu: '2' } },
    'cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000',
  ],
  [
    'as a pod',
    { type: 'Pod', max: { memory: '1Gi' } },
    { limits: { memory: '2Gi' } },
    'maximum memory usage per Pod is 1Gi, but limit is 2147483648',
  ],
])('C19.1 a container that asks for what is %s', (_name, item, resources, refusal) => {
  expect(limitRefusal(pod(resources), range(item))).toBe(refusal)
})
