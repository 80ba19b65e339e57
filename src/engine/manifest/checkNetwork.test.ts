import { describe, expect, test } from 'vitest'
import { readManifests } from './readManifests.ts'

const problems = (text: string) =>
  readManifests(text)
    .diagnostics()
    .map((d) => `${d.line}:${d.column} ${d.severity} ${d.message}`)

const NETWORKING = 'apiVersion: networking.k8s.io/v1\n'
const ingress = (spec: string) =>
  `${NETWORKING}kind: Ingress\nmetadata: { name: shop }\nspec:\n${spec}`
const policy = (spec: string) =>
  `${NETWORKING}kind: NetworkPolicy\nmetadata: { name: p }\nspec:\n  podSelector: {}\n${spec}`
const traffic = (spec: string) =>
  `apiVersion: podfall.dev/v1\nkind: Traffic\nmetadata: { name: curl }\nspec:\n${spec}`
const SERVICE = '{ service: { name: web, port: { number: 80 } } }'

describe('M2 what is wrong with traffic, Ingresses and network policies is told with its place', () => {
  test('good ones are read', () => {
    const rule = `  rules: [{ host: "*.example.com", http: { paths: [{ path: /, pathType: Prefix, backend: ${SERVICE} }] } }]`
    const peers = '[{ namespaceSelector: {}, podSelector: {} }, { ipBlock: { cidr: 0.0.0.0/0 } }]'
    const texts = [
      ingress(rule),
      ingress(`  defaultBackend: ${SERVICE}`).replace('shop', 'rest'),
      policy(`  ingress: [{ from: ${peers}, ports: [{ port: http }, { port: 80, endPort: 90 }] }]`),
      traffic('  to: http://web/cart\n  requestsPerSecond: 5\n  from: { podLabels: { app: web } }'),
    ]
    const { objects, diagnostics } = readManifests(texts.join('\n---\n'))
    expect(diagnostics()).toEqual([])
    expect(objects.map(({ kind }) => kind)).toEqual([
      'Ingress',
      'Ingress',
      'NetworkPolicy',
      'Traffic',
    ])
  })

  test.each([
    [
      traffic('  to: "http://we b"\n  requestsPerSecond: 5'),
      '5:7 error spec.to must be a URL such as http://web or http://web.shop.svc.cluster.local:8080/cart, not "http://we b".',
    ],
    [traffic('  to: web'), '4:1 error spec.requestsPerSecond is missing;'],
    [
      traffic('  to: web\n  requestsPerSecond: -1'),
      '6:22 error spec.requestsPerSecond must be 0 or more.',
    ],
    [
      traffic('  to: web\n  requestsPerSecond: 0.5'),
      '6:22 error spec.requestsPerSecond must be a whole number, not',
    ],
    [
      traffic('  to: web\n  requestsPerSecond: 1\n  rate: 2'),
      '7:3 warning "rate" is not a field that Kubernetes knows in spec;',
    ],
    [
      traffic('  to: web\n  requestsPerSecond: 1\n  from: { podLabels: { app: "a b" } }'),
      '7:29 error',
    ],
    [
      ingress('  ingressClassName: nginx'),
      '4:1 error spec.rules is missing; write rules, or a defaultBackend.',
    ],
    [
      ingress(
        `  rules: [{ http: { paths: [{ path: cart, pathType: Prefix, backend: ${SERVICE} }] } }]`,
      ),
      '5:37 error spec.rules[0].http.paths[0].path must begin with /.',
    ],
    [
      ingress(
        `  rules: [{ http: { paths: [{ path: /, pathType: Regex, backend: ${SERVICE} }] } }]`,
      ),
      '5:50 error',
    ],
    [
      ingress(
        `  rules: [{ host: "shop_1", http: { paths: [{ path: /, pathType: Exact, backend: ${SERVICE} }] } }]`,
      ),
      '5:19 error spec.rules[0].host cannot be "shop_1"; write a name such as shop.example.com.',
    ],
    [
      ingress('  defaultBackend: { service: { name: web, port: { name: http, number: 80 } } }'),
      '5:43 error spec.defaultBackend.service.port must have either a name or a number.',
    ],
    [
      ingress('  defaultBackend: {}'),
      '5:3 error spec.defaultBackend.service is missing; name a Service and its port.',
    ],
    [
      policy('  policyTypes: [In]'),
      '6:17 error spec.policyTypes[0] must be Ingress or Egress, not "In".',
    ],
    [
      policy('  ingress: [{ from: [{}] }]'),
      '6:22 error spec.ingress[0].from[0] is empty; write podSelector, namespaceSelector or ipBlock.',
    ],
    [
      policy('  egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0 } }] }]'),
      '6:38 error spec.egress[0].to[0].ipBlock.cidr must be a range such as 10.0.0.0/8, not "10.0.0.0".',
    ],
    [
      policy('  egress: [{ to: [{ ipBlock: { cidr: "fd00::/8" } }] }]'),
      '6:38 warning spec.egress[0].to[0].ipBlock.cidr means nobody here: all addresses are IPv4.',
    ],
    [
      policy('  egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/16] } }] }]'),
      '6:59 error spec.egress[0].to[0].ipBlock.except[0] must be a part of 10.0.0.0/8.',
    ],
    [
      policy('  egress: [{ ports: [{ port: 90, endPort: 80 }] }]'),
      '6:43 error spec.egress[0].ports[0].endPort must stand beside a port number that is not larger.',
    ],
  ])('%s', (text, problem) => {
    expect(problems(text).map((line) => line.slice(0, problem.length))).toEqual([problem])
  })
})
