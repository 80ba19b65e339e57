import { describe, expect, test } from 'vitest'
import { parseAddress } from '../api/address.ts'
import type { Ingress, NetworkPolicy, NetworkPolicySpec } from '../api/types.gen.ts'
import { sentBy, share } from './counting.ts'
import { isIngressHost, matchIngress } from './ingressRules.ts'
import { parseDnsName, searchNames, serviceDns } from './names.ts'
import { isAllowed, type Party } from './networkPolicy.ts'
import { CLIENT_TIMEOUT, serve } from './queueing.ts'

describe('addresses', () => {
  test.each([
    ['http://web', { host: 'web', port: 80, path: '/' }],
    ['web', { host: 'web', port: 80, path: '/' }],
    ['web:8080/cart/1', { host: 'web', port: 8080, path: '/cart/1' }],
    ['https://Shop.Example.com', { host: 'shop.example.com', port: 443, path: '/' }],
    ['http://10.96.0.11:81', { host: '10.96.0.11', port: 81, path: '/' }],
    [
      'http://web.default.svc.cluster.local.',
      { host: 'web.default.svc.cluster.local.', port: 80, path: '/' },
    ],
    ['ftp://web', undefined],
    ['http://', undefined],
    ['http://web:0', undefined],
    ['http://web:99999', undefined],
    ['http://we b', undefined],
    ['http://web..default', undefined],
    ['', undefined],
  ])('%s', (text, address) => {
    expect(parseAddress(text)).toEqual(address)
  })
})

describe('N3 names', () => {
  test('a short name is looked for in the sender’s namespace first, a full one as it stands', () => {
    expect(searchNames('web', 'shop')).toEqual([
      'web.shop.svc.cluster.local',
      'web.svc.cluster.local',
      'web.cluster.local',
      'web',
    ])
    expect(searchNames('db-0.db.shop.svc.cluster.local', 'x')[0]).toBe(
      'db-0.db.shop.svc.cluster.local',
    )
    expect(searchNames('web.shop.svc.cluster.local.', 'x')).toEqual(['web.shop.svc.cluster.local'])
  })

  test.each([
    [serviceDns('shop', 'web'), { namespace: 'shop', service: 'web', hostname: undefined }],
    ['db-0.db.shop.svc.cluster.local', { namespace: 'shop', service: 'db', hostname: 'db-0' }],
    ['web.shop.svc', undefined],
    ['shop.svc.cluster.local', undefined],
    ['a.b.c.d.svc.cluster.local', undefined],
    ['example.com', undefined],
  ])('%s', (name, parsed) => {
    expect(parseDnsName(name)).toEqual(parsed)
  })
})

const backend = (name: string) => ({ service: { name, port: { number: 80 } } })
const ingress = (
  host: string | undefined,
  paths: readonly (readonly [string, string, string])[],
): Ingress => ({
  metadata: { name: 'i', namespace: 'shop' },
  spec: {
    rules: [
      {
        ...(host && { host }),
        http: {
          paths: paths.map(([path, pathType, name]) => ({
            path,
            pathType,
            backend: backend(name),
          })),
        },
      },
    ],
  },
})

describe('N2 Ingress rules', () => {
  const all = [
    ingress('shop.example.com', [
      ['/', 'Prefix', 'web'],
      ['/cart', 'Prefix', 'cart'],
      ['/cart', 'Exact', 'whole-cart'],
    ]),
    ingress('*.example.com', [['/', 'Prefix', 'any']]),
  ]
  test.each([
    ['shop.example.com', '/', 'web'],
    ['shop.example.com', '/cart', 'whole-cart'],
    ['shop.example.com', '/cart/1', 'cart'],
    ['shop.example.com', '/cartoon', 'web'],
    ['blog.example.com', '/', 'any'],
    ['a.b.example.com', '/', undefined],
    ['example.com', '/', undefined],
  ])('%s%s goes to %s', (host, path, name) => {
    expect(matchIngress(all, host, path)?.backend.name).toBe(name)
  })

  test('a rule without a host is for all, and so is a default backend', () => {
    expect(
      matchIngress([ingress(undefined, [['/api', 'Prefix', 'api']])], 'x', '/api/1')?.backend.name,
    ).toBe('api')
    const rest: Ingress = {
      metadata: { namespace: 'shop' },
      spec: { defaultBackend: backend('rest') },
    }
    expect(matchIngress([...all, rest], 'x.org', '/')?.backend.name).toBe('rest')
    expect(isIngressHost(all, 'x.org')).toBe(false)
    expect(isIngressHost([rest], 'x.org')).toBe(true)
  })
})

const party = (namespace: string, app: string, team = namespace): Party => ({
  namespace,
  labels: { app },
  namespaceLabels: { team },
  address: '10.244.1.7',
})
const policy = (namespace: string, spec: NetworkPolicySpec): NetworkPolicy => ({
  metadata: { name: 'p', namespace },
  spec,
})
const web = party('shop', 'web')
const db = party('shop', 'db')
const stranger = party('lab', 'curl')
const outsider: Party = { ...stranger, address: '203.0.113.9', outside: true }
const port = { number: 5432, name: 'sql' }

describe('N4 NetworkPolicies', () => {
  const denyAll = policy('shop', { podSelector: {}, policyTypes: ['Ingress'] })
  const toDb = (spec: Partial<NetworkPolicySpec>) =>
    policy('shop', {
      podSelector: { matchLabels: { app: 'db' } },
      policyTypes: ['Ingress'],
      ...spec,
    })
  test.each<readonly [string, readonly NetworkPolicy[], Party, Party, boolean]>([
    ['no policy lets all through', [], stranger, db, true],
    [
      'a policy of another namespace means nothing',
      [policy('lab', denyAll.spec!)],
      stranger,
      db,
      true,
    ],
    ['an empty list of rules denies all', [denyAll], web, db, false],
    ['any policy that allows it is enough', [denyAll, toDb({ ingress: [{}] })], stranger, db, true],
    ['pods that are not selected stay open', [toDb({ ingress: [] })], stranger, web, true],
    [
      'a pod selector alone means the same namespace',
      [toDb({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] })],
      web,
      db,
      true,
    ],
    [
      '... and no other',
      [toDb({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'curl' } } }] }] })],
      stranger,
      db,
      false,
    ],
    [
      'a namespace selector means all its pods',
      [toDb({ ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'lab' } } }] }] })],
      stranger,
      db,
      true,
    ],
    [
      'both together must hold',
      [
        toDb({
          ingress: [
            { from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } }] },
          ],
        }),
      ],
      stranger,
      db,
      false,
    ],
    [
      'several peers are alternatives',
      [toDb({ ingress: [{ from: [{ podSelector: {} }, { namespaceSelector: {} }] }] })],
      stranger,
      db,
      true,
    ],
    ['a port that is named', [toDb({ ingress: [{ ports: [{ port: 'sql' }] }] })], web, db, true],
    ['another port', [toDb({ ingress: [{ ports: [{ port: 80 }] }] })], web, db, false],
    [
      'a range of ports',
      [toDb({ ingress: [{ ports: [{ port: 5000, endPort: 6000 }] }] })],
      web,
      db,
      true,
    ],
    [
      'another protocol',
      [toDb({ ingress: [{ ports: [{ port: 5432, protocol: 'UDP' }] }] })],
      web,
      db,
      false,
    ],
    [
      'everybody by address',
      [toDb({ ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })],
      stranger,
      db,
      true,
    ],
    ...(
      [
        [stranger, '10.244.0.0/16', [], true],
        [stranger, '10.244.0.0/16', ['10.244.1.0/24'], false],
        [stranger, '10.244.2.0/24', [], false],
        [outsider, '203.0.113.0/24', [], true],
        [outsider, '0.0.0.0/0', ['10.0.0.0/8'], true],
        [outsider, '10.0.0.0/8', [], false],
      ] as const
    ).map(
      ([from, cidr, except, allowed]) =>
        [
          `${from.address} among ${cidr} without ${except}`,
          [toDb({ ingress: [{ from: [{ ipBlock: { cidr, except: [...except] } }] }] })],
          from,
          db,
          allowed,
        ] as const,
    ),
    [
      'where to, by the address of the pod',
      [
        policy('lab', {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr: '10.244.1.7/32' } }] }],
        }),
      ],
      stranger,
      db,
      true,
    ],
    [
      'whoever is outside is found by no selector',
      [toDb({ ingress: [{ from: [{ namespaceSelector: {} }] }] })],
      outsider,
      db,
      false,
    ],
    [
      '... and held back by no policy for what goes out',
      [policy('lab', { podSelector: {}, policyTypes: ['Egress'] })],
      outsider,
      db,
      true,
    ],
    [
      'what goes out is closed, too',
      [policy('lab', { podSelector: {}, policyTypes: ['Egress'] })],
      stranger,
      db,
      false,
    ],
    [
      '... unless a rule opens it',
      [
        policy('lab', {
          podSelector: {},
          policyTypes: ['Egress'],
          egress: [{ to: [{ namespaceSelector: { matchLabels: { team: 'shop' } } }] }],
        }),
      ],
      stranger,
      db,
      true,
    ],
    [
      'rules for what comes in do not close what goes out',
      [policy('lab', { podSelector: {}, ingress: [] })],
      stranger,
      db,
      true,
    ],
  ])('%s', (_, policies, from, to, allowed) => {
    expect(isAllowed(policies, from, to, port)).toBe(allowed)
  })
})

describe('N1 counting', () => {
  test('is the same however often somebody asks', () => {
    const stream = { since: 0, before: 0, perSecond: 7 }
    const times = [0, 1, 142, 143, 999, 1_000, 1_001, 5_000, 10_007]
    let sum = 0
    times.slice(1).forEach((time, index) => {
      sum += sentBy(stream, time) - sentBy(stream, times[index]!)
    })
    expect(sum).toBe(sentBy(stream, 10_007))
    expect(sum).toBe(70)
  })

  test('targets take turns, and together get all', () => {
    const shares = [0, 1, 2].map((place) => share(5, 15, place, 3))
    expect(shares).toEqual([3, 3, 4])
    expect(share(0, 1, 0, 3)).toBe(1)
    expect(share(0, 1, 1, 3)).toBe(0)
  })
})

describe('N6 how long answers take', () => {
  const limited = { responseTime: 20, cpuPerRequest: 10, limit: 500 }
  test.each([
    [
      'without a limit nobody waits',
      { ...limited, limit: Number.POSITIVE_INFINITY },
      1_000,
      0,
      { answered: 1_000, latency: 20, backlog: 0 },
    ],
    [
      'half busy, some wait for each other',
      limited,
      25,
      0,
      { answered: 25, latency: 30, backlog: 0, work: 250 },
    ],
    ['too many: the queue grows', limited, 60, 0, { answered: 60, backlog: 100, work: 500 }],
    ['a queue is worked off', limited, 0, 400, { answered: 0, backlog: 0, work: 400 }],
    [
      'who would wait longer than clients do gets no answer',
      limited,
      500,
      0,
      { answered: 300, timedOut: 200, backlog: 2_500 },
    ],
  ])('%s', (_, capacity, arrived, backlog, outcome) => {
    expect(serve(capacity, arrived, backlog, 1_000, arrived)).toMatchObject(outcome)
  })

  test('nobody waits longer than clients do', () => {
    const { latency } = serve(limited, 10_000, 2_500, 1_000, 10_000)
    expect(latency).toBeLessThanOrEqual(CLIENT_TIMEOUT + limited.responseTime)
  })
})
