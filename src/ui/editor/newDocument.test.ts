import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { appendDocument, downloadName } from './files.ts'
import { isObjectName, newDocument } from './newDocument.ts'

const amounts = { cpu: 1.5, memory: 2, gpu: 0 }

describe('the form writes', () => {
  test('a Deployment', () => {
    const text = newDocument({ kind: 'Deployment', name: 'web', replicas: 3, ...amounts })
    expect(parse(text)).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [{ name: 'web', resources: { requests: { cpu: '1500m', memory: '2Gi' } } }],
          },
        },
      },
    })
  })

  test('a Job with a GPU, whose limit equals its request', () => {
    const text = newDocument({ kind: 'Job', name: 'train', runTime: 90, ...amounts, gpu: 1 })
    const job = parse(text)
    expect(job.spec.template.metadata.annotations).toEqual({
      'pod-complete.stage.kwok.x-k8s.io/delay': '90s',
    })
    expect(job.spec.template.spec.restartPolicy).toBe('Never')
    expect(job.spec.template.spec.containers[0].resources).toEqual({
      requests: { cpu: '1500m', memory: '2Gi', 'nvidia.com/gpu': 1 },
      limits: { 'nvidia.com/gpu': 1 },
    })
  })

  test('a Node with a price', () => {
    const node = parse(
      newDocument({ kind: 'Node', name: 'big', cpu: 16, memory: 64, gpu: 0, price: 0.768 }),
    )
    expect(node.status.allocatable).toEqual({ cpu: '16', memory: '64Gi', pods: '110' })
    expect(node.metadata.annotations).toEqual({ 'podfall.dev/price-per-hour': '0.768' })
  })

  test.each(['true', 'null', '123', '1e3', '0x1f', 'no', 'y', '2024-01-01', 'web-1'])(
    'the name %s as a string',
    (name) => {
      const text = newDocument({ kind: 'Deployment', name, replicas: 1, ...amounts })
      expect(parse(text).metadata.name).toBe(name)
      expect(parse(text, { version: '1.1' }).metadata.name).toBe(name)
    },
  )
})

test.each([
  ['web', true],
  ['web-2', true],
  ['2web', true],
  ['', false],
  ['Web', false],
  ['-web', false],
  ['web-', false],
  ['we b', false],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
])('%s as an object name: %s', (name, good) => {
  expect(isObjectName(name)).toBe(good)
})

test.each([
  ['', 'b: 2\n', 1],
  ['a: 1', 'a: 1\n---\nb: 2\n', 3],
  ['a: 1\n\n\n', 'a: 1\n---\nb: 2\n', 3],
  ['a: 1\n---\n', 'a: 1\n---\nb: 2\n', 3],
])('appended to %j', (text, expected, line) => {
  expect(appendDocument(text, 'b: 2')).toEqual({ text: expected, line })
})

test.each([
  ['opening', 'podfall-opening.yaml'],
  ['../../etc/passwd', 'podfall-etc-passwd.yaml'],
  ['<b>hi</b>', 'podfall-b-hi-b.yaml'],
  ['', 'podfall-scenario.yaml'],
])('%s is downloaded as %s', (name, file) => {
  expect(downloadName(name)).toBe(file)
})
