import { describe, expect, it } from 'vitest'
import { AdmissionError, admitPod } from './admission.ts'
import { withDefaults } from './defaults.ts'
import type { Pod, PodSpec } from './types.gen.ts'

const template = { spec: { containers: [{ name: 'a' }] } }
const selector = { matchLabels: { app: 'a' } }
const pod = (spec: Partial<PodSpec> = {}, labels = {}): Pod => ({
  metadata: { name: 'p', labels },
  spec: { containers: [{ name: 'a' }], ...spec },
})

describe('withDefaults', () => {
  it('Deployment: one replica, rolling update 25 % / 25 %, in namespace default', () => {
    const result = withDefaults('Deployment', {
      metadata: { name: 'a' },
      spec: { selector, template },
    })
    expect(result.metadata?.namespace).toBe('default')
    expect(result.spec).toMatchObject({
      replicas: 1,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
      },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    })
    expect(result.spec?.template.spec?.restartPolicy).toBe('Always')
  })

  it('keeps what is written', () => {
    const spec = { selector, template, replicas: 0, strategy: { type: 'Recreate' } }
    const result = withDefaults('Deployment', { metadata: { name: 'a', namespace: 'x' }, spec })
    expect(result.metadata?.namespace).toBe('x')
    expect(result.spec).toMatchObject({ replicas: 0, strategy: { type: 'Recreate' } })
    expect(result.spec?.strategy).not.toHaveProperty('rollingUpdate')
  })

  it.each([
    [{}, { parallelism: 1, completions: 1 }],
    [{ completions: 5 }, { parallelism: 1, completions: 5 }],
    [{ parallelism: 3 }, { parallelism: 3, completions: undefined }],
  ])('Job %j: %j', (written, expected) => {
    const { spec } = withDefaults('Job', { spec: { template, ...written } })
    expect(spec).toMatchObject({
      backoffLimit: 6,
      suspend: false,
      parallelism: expected.parallelism,
    })
    expect(spec?.completions).toBe(expected.completions)
  })

  it('a limit without a request is the request, in containers and init containers', () => {
    const resources = { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1' } }
    const requests = { cpu: '1', memory: '1Gi' }
    const spec = {
      containers: [{ name: 'a', resources }],
      initContainers: [{ name: 'b', resources }],
    }
    const result = withDefaults('Pod', pod(spec)).spec
    expect(result?.containers[0]?.resources?.requests).toEqual(requests)
    expect(result?.initContainers?.[0]?.resources?.requests).toEqual(requests)
  })

  type Texts = Readonly<Record<string, string>>
  type Whole = { readonly limits?: Texts; readonly requests?: Texts }
  it.each<[string, Whole, readonly Texts[], Texts | undefined]>([
    ['no limits: nothing is added', { requests: { cpu: '2' } }, [{ memory: '1Gi' }], { cpu: '2' }],
    ['containers ask for nothing: the limit', { limits: { cpu: '4' } }, [{}, {}], { cpu: '4' }],
    [
      'containers ask: their sum, also of what has no limit',
      { limits: { cpu: '4' } },
      [
        { cpu: '500m', memory: '256Mi' },
        { cpu: '1', memory: '256Mi' },
      ],
      { cpu: '1500m', memory: '512Mi' },
    ],
    [
      'what is requested stays',
      { limits: { cpu: '4', memory: '1Gi' }, requests: { cpu: '2' } },
      [{ cpu: '1' }],
      { cpu: '2', memory: '1Gi' },
    ],
    [
      'huge pages: the limit',
      { limits: { cpu: '4', 'hugepages-2Mi': '8Mi' } },
      [{ cpu: '1', 'hugepages-2Mi': '4Mi' }],
      { cpu: '1', 'hugepages-2Mi': '8Mi' },
    ],
    [
      'devices are no business of the whole',
      { limits: { 'nvidia.com/gpu': '1' } },
      [{}],
      undefined,
    ],
  ])('a pod with limits as a whole: %s', (_, resources, asked, requests) => {
    const containers = asked.map((texts, index) => ({
      name: `c${index}`,
      resources: { requests: texts },
    }))
    const result = withDefaults('Pod', pod({ containers, resources })).spec
    expect(result?.resources?.requests).toEqual(requests)
  })

  it('ports are TCP, and the host’s with hostNetwork', () => {
    const containers = [
      { name: 'a', ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] },
    ]
    expect(withDefaults('Pod', pod({ containers })).spec?.containers[0]?.ports).toEqual([
      { containerPort: 80, protocol: 'TCP' },
      { containerPort: 53, protocol: 'UDP' },
    ])
    expect(
      withDefaults('Pod', pod({ containers, hostNetwork: true })).spec?.containers[0]?.ports,
    ).toEqual([
      { containerPort: 80, protocol: 'TCP', hostPort: 80 },
      { containerPort: 53, protocol: 'UDP', hostPort: 53 },
    ])
  })

  it('Node: allocatable follows capacity and the other way round, 110 pods', () => {
    const fromCapacity = withDefaults('Node', {
      metadata: { name: 'n' },
      status: { capacity: { cpu: '4' } },
    })
    expect(fromCapacity.status?.allocatable).toEqual({ cpu: '4', pods: '110' })
    expect(fromCapacity.metadata?.labels).toEqual({ 'kubernetes.io/hostname': 'n' })
    const fromAllocatable = withDefaults('Node', {
      status: { allocatable: { cpu: '3', pods: '8' } },
    })
    expect(fromAllocatable.status?.capacity).toEqual({ cpu: '3', pods: '8' })
    expect(fromAllocatable.metadata).not.toHaveProperty('namespace')
  })

  it('defaulting twice changes nothing more', () => {
    const once = withDefaults('Deployment', {
      metadata: { name: 'a' },
      spec: { selector, template },
    })
    expect(withDefaults('Deployment', once)).toEqual(once)
  })
})

describe('admitPod', () => {
  const classes = [
    { metadata: { name: 'high' }, value: 1_000, preemptionPolicy: 'Never' },
    { metadata: { name: 'usual' }, value: 5, globalDefault: true },
  ]
  it('takes the priority of the class', () => {
    expect(admitPod(pod({ priorityClassName: 'high' }), classes).spec).toMatchObject({
      priority: 1_000,
      preemptionPolicy: 'Never',
    })
    expect(admitPod(pod({ priorityClassName: 'system-node-critical' }), []).spec?.priority).toBe(
      2_000_001_000,
    )
  })
  it('takes the global default, or 0', () => {
    expect(admitPod(pod(), classes).spec).toMatchObject({ priority: 5, priorityClassName: 'usual' })
    expect(admitPod(pod(), []).spec).toMatchObject({
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    })
  })
  it.each(['missing', 'constructor', '__proto__'])('refuses the class %s', (priorityClassName) => {
    expect(() => admitPod(pod({ priorityClassName }), classes)).toThrow(AdmissionError)
  })
  it('tolerates a troubled node for 300 s', () => {
    expect(admitPod(pod(), []).spec?.tolerations).toEqual([
      {
        key: 'node.kubernetes.io/not-ready',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      },
      {
        key: 'node.kubernetes.io/unreachable',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      },
    ])
  })
  it('leaves a toleration of one’s own alone', () => {
    const own = {
      key: 'node.kubernetes.io/unreachable',
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 10,
    }
    const tolerations = admitPod(pod({ tolerations: [own] }), []).spec?.tolerations
    expect(tolerations).toHaveLength(2)
    expect(tolerations?.[0]).toEqual(own)
    expect(
      admitPod(pod({ tolerations: [{ operator: 'Exists' }] }), []).spec?.tolerations,
    ).toHaveLength(1)
  })
  it('matchLabelKeys become part of the selector', () => {
    const constraint = {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: selector,
      matchLabelKeys: ['hash', 'absent'],
    }
    const term = { topologyKey: 'zone', labelSelector: selector, mismatchLabelKeys: ['hash'] }
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } }
    const { spec } = admitPod(
      pod({ topologySpreadConstraints: [constraint], affinity }, { hash: 'x' }),
      [],
    )
    expect(spec?.topologySpreadConstraints?.[0]?.labelSelector?.matchExpressions).toEqual([
      { key: 'hash', operator: 'In', values: ['x'] },
    ])
    const [required] =
      spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
    expect(required?.labelSelector?.matchExpressions).toEqual([
      { key: 'hash', operator: 'NotIn', values: ['x'] },
    ])
  })
})
