import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from './runCommand.ts'

const SCENARIO = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: small}
spec:
  lanes: [one-click, kubernetes-bin-packing]
  machineTypes: [{name: standard, allocatable: {cpu: "8", memory: 32Gi}, price: 0.384}]
  machines: [{type: standard}]
  maxMachines: 2
  arrivals: {order: web*3}
  until: 20s
`
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: main, image: "example/web:1", resources: {requests: {cpu: "3", memory: 4Gi}}}
`
const NODE = `apiVersion: v1
kind: Node
metadata: {name: mine}
status: {allocatable: {cpu: "2", memory: 4Gi, pods: "10"}}
---
apiVersion: v1
kind: Pod
metadata: {name: small}
spec:
  containers:
  - {name: main, image: "example/small:1", resources: {requests: {cpu: 500m, memory: 1Gi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: large}
spec:
  containers:
  - {name: main, image: "example/large:1", resources: {requests: {cpu: "4", memory: 1Gi}}}
`

let folder = ''
const file = (name: string) => join(folder, name)

function run(...args: string[]) {
  let out = ''
  let err = ''
  const status = runCommand(args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { status, out, err }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podfall-'))
  writeFileSync(file('scenario.yaml'), SCENARIO)
  writeFileSync(file('web.yaml'), WEB)
  writeFileSync(file('node.yaml'), NODE)
  writeFileSync(file('broken.yaml'), `${NODE}---\nkind: [\n`)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('podfall run', () => {
  let both: string[] = []
  beforeAll(() => {
    both = ['-f', file('scenario.yaml'), '-f', file('web.yaml')]
  })

  it('joins files and prints every lane of a scenario', () => {
    const { status, out, err } = run(...both, '-o', 'json')
    expect([status, err]).toEqual([0, ''])
    const { lanes } = JSON.parse(out)
    expect(Object.keys(lanes)).toEqual(['one-click', 'kubernetes-bin-packing'])
    const lane = lanes['kubernetes-bin-packing']
    expect(lane.time).toBe(20)
    expect(lane.metrics).toEqual({
      machines: 2,
      machinesUsed: 2,
      pending: 0,
      utilisation: { cpu: 0.5625, memory: 0.1875 },
      costPerHour: 0.768,
    })
    expect(lane.nodes[0]).toMatchObject({
      name: 'node-1',
      allocatable: { cpu: 8_000, memory: 32 * 2 ** 30, pods: 110 },
      requested: { cpu: 6_000, memory: 8 * 2 ** 30 },
    })
    expect(lane.events.map((event: { reason: string }) => event.reason)).toContain('Scheduled')
  })

  it('prints one cluster under a policy, the same as its lane', () => {
    const { out } = run(...both, '--policy', 'one-click', '-o', 'json')
    const { lanes } = JSON.parse(run(...both, '-o', 'json').out)
    expect(JSON.parse(out)).toEqual(lanes['one-click'])
    expect(JSON.parse(run(...both, '--policy', 'first-fit', '-o', 'json').out).time).toBe(20)
  })

  it('runs plain manifests for ten minutes as Kubernetes would', () => {
    const result = JSON.parse(run('-f', file('node.yaml'), '-o', 'json').out)
    expect(result.time).toBe(600)
    expect(result.pods).toEqual([
      {
        namespace: 'default',
        name: 'small',
        phase: 'Running',
        nodeName: 'mine',
        reason: null,
        message: null,
      },
      {
        namespace: 'default',
        name: 'large',
        phase: 'Pending',
        nodeName: null,
        reason: 'Unschedulable',
        message: expect.stringMatching(/^0\/1 nodes are available: 1 Insufficient cpu\. /),
      },
    ])
    expect(result.nodes).toEqual([
      {
        name: 'mine',
        allocatable: { cpu: 2_000, memory: 4 * 2 ** 30, pods: 10 },
        requested: { cpu: 500, memory: 2 ** 30 },
        pods: ['small'],
      },
    ])
  })

  it('the same input gives the same bytes, another seed other names', () => {
    const bytes = (...args: string[]) => run(...both, '-o', 'json', ...args).out
    expect(bytes()).toBe(bytes())
    expect(bytes('--seed', '2')).not.toBe(bytes())
  })

  it('stops where it is told', () => {
    const { lanes } = JSON.parse(run(...both, '--until', '1500ms', '-o', 'json').out)
    expect(lanes['one-click'].time).toBe(1.5)
    expect(lanes['one-click'].pods).toHaveLength(1)
  })

  it('prints a table for people', () => {
    const { out } = run(...both)
    expect(out).toMatch(
      /^one-click\n\nTime {6}20 s\nMachines {2}2 \(2 used\)\nCost {6}\$0\.77 an hour/,
    )
    expect(out).toMatch(/\nnode-1 {3}6 of 8 vCPU {2}8 of 32 GiB {2}2\n/)
  })

  it('reports a broken document by file and line, and runs the others', () => {
    const { status, out, err } = run(
      '-f',
      file('web.yaml'),
      '-f',
      file('broken.yaml'),
      '-o',
      'json',
    )
    expect(status).toBe(1)
    expect(err).toMatch(/broken\.yaml:\d+:\d+: error: /)
    expect(JSON.parse(out).pods).toHaveLength(2)
  })

  it.each([
    [['-f', 'no-such-file.yaml'], 'there is no file no-such-file.yaml'],
    [[], 'no input'],
    [['-f', '.'], 'not folders'],
    [['-f', 'x', '--policy', 'wishful'], 'there is no policy "wishful"'],
    [['-f', 'x', '--until', 'soon'], '--until takes a duration'],
    [['-f', 'x', '--seed', '1.5'], '--seed takes a whole number'],
    [['-f', 'x', '-o', 'xml'], '-o takes json or table'],
    [['-f', 'x', '--colour'], '--colour'],
  ])('explains a wrong command line: %j', (args, sentence) => {
    const { status, out, err } = run(...args)
    expect([status, out]).toEqual([2, ''])
    expect(err).toContain(sentence)
  })

  it('explains itself', () => {
    expect(run('--help')).toMatchObject({
      status: 0,
      err: '',
      out: expect.stringMatching(/^Usage:/),
    })
  })
})
