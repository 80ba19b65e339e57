import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainBatch } from './explainBatch.ts'
import { explainCommand } from './explainCommand.ts'
import { readLines } from './lines.ts'

const NODE = (name: string, cpu: string) =>
  `apiVersion: v1\nkind: Node\nmetadata: {name: ${name}}\nstatus: {allocatable: {cpu: "${cpu}", memory: 8Gi}}\n`
const POD = (name: string, cpu: string, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {${more}containers: [{name: c, resources: {requests: {cpu: "${cpu}"}}}]}\n`
const CONFIG = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
  - plugins:
      score:
        disabled: [{name: "*"}]
        enabled: [{name: NodeResourcesFit}]
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'podfall-explain-'))
  const write = (name: string, ...documents: string[]) =>
    writeFileSync(join(folder, name), documents.join('---\n'))
  write('nodes.yaml', NODE('node-1', '4'), NODE('node-2', '8'), NODE('node-3', '1'))
  write('pods.yaml', POD('web', '2'), POD('huge', '64'), POD('low', '4', 'nodeName: node-1, '))
  write('config.yaml', CONFIG)
  write('broken.yaml', CONFIG.replace('NodeResourcesFit', 'Toaster'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: string[]) {
  let out = ''
  let err = ''
  const files = args.map((arg) => (/\.yaml$/.test(arg) ? join(folder, arg) : arg))
  const status = explainCommand(files, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { status, out, err }
}
const OBJECTS = ['-f', 'nodes.yaml', '-f', 'pods.yaml']

describe('podfall explain', () => {
  it('prints a table for people', () => {
    expect(run(...OBJECTS, '--pod', 'default/web', '--config', 'config.yaml')).toEqual({
      status: 0,
      err: '',
      out: `default/web goes to node-2

NODE    REFUSED BY        CODE                          REASON
node-1  NodeResourcesFit  Unschedulable                 Insufficient cpu
node-3  NodeResourcesFit  UnschedulableAndUnresolvable  Insufficient cpu
`,
    })
  })

  it('prints what rules about other pods counted', () => {
    const spread =
      'topologySpreadConstraints: [{topologyKey: zone, maxSkew: 1, minDomains: 2, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}], '
    const zoned = NODE('node-1', '4').replace('{name: node-1}', '{name: node-1, labels: {zone: a}}')
    const labelled = (pod: string) =>
      pod.replace(/\{name: (\w+)\}/, '{name: $1, labels: {app: web}}')
    const documents = [
      zoned,
      labelled(POD('old', '1', 'nodeName: node-1, ')),
      labelled(POD('new', '1', spread)),
    ]
    writeFileSync(join(folder, 'spread.yaml'), documents.join('---\n'))
    const sentence =
      'PodTopologySpread counts pods with app=web, by zone: a 1; the minimum is 0, because 1 zone is fewer than minDomains 2; zone a: 1 + this pod - minimum 0 = 2 > maxSkew 1.'
    expect(run('-f', 'spread.yaml', '--pod', 'new').out).toContain(`\n\n${sentence}\n`)
    const { out } = run('-f', 'spread.yaml', '--pod', 'new', '-o', 'json')
    expect(JSON.parse(out)).toMatchObject({ selectedNode: null, counted: [sentence] })
  })

  it('says when the nominated node was tried alone', () => {
    const promised = `${POD('promised', '1')}status: {nominatedNodeName: node-1}\n`
    writeFileSync(join(folder, 'promised.yaml'), promised)
    expect(run('-f', 'nodes.yaml', '-f', 'promised.yaml', '--pod', 'promised').out).toBe(
      'default/promised goes to node-1\nnode-1 had been cleared for it (nominatedNodeName), so it was tried first, and it fits; the others were not looked at.\n',
    )
  })

  it('prints JSON for programs', () => {
    const { status, out } = run(...OBJECTS, '--pod', 'huge', '-o', 'json')
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      selectedNode: null,
      message: expect.stringContaining('0/3 nodes are available: 3 Insufficient cpu.'),
    })
  })

  it('uses a configuration that stands among the objects', () => {
    const { out } = run(...OBJECTS, '-f', 'config.yaml', '--pod', 'web', '-o', 'json')
    const plain = run(...OBJECTS, '--pod', 'web', '--config', 'config.yaml', '-o', 'json')
    expect(out).toBe(plain.out)
  })

  it.each<[string, string[], number, RegExp]>([
    ['no file', ['--pod', 'a/b'], 2, /no input: give a file with -f/],
    ['no pod', ['-f', 'nodes.yaml'], 2, /which pod\? give --pod NAMESPACE\/NAME/],
    ['a strange pod', [...OBJECTS, '--pod', 'a/b/c'], 2, /--pod takes NAMESPACE\/NAME/],
    ['a strange seed', [...OBJECTS, '--pod', 'web', '--seed', 'x'], 2, /--seed takes a whole/],
    [
      'another release',
      [...OBJECTS, '--pod', 'web', '--kubernetes-version', '1.20'],
      2,
      /takes one of 1.33, 1.34, 1.35, not "1.20"/,
    ],
    ['no such file', ['-f', 'none.yaml', '--pod', 'web'], 2, /there is no file .*none.yaml/],
    ['no such pod', [...OBJECTS, '--pod', 'db'], 1, /there is no Pod default\/db/],
    [
      'a configuration that is none',
      [...OBJECTS, '--pod', 'web', '--config', 'pods.yaml'],
      1,
      /this is no KubeSchedulerConfiguration/,
    ],
    [
      'a configuration that is refused',
      [...OBJECTS, '--pod', 'web', '--config', 'broken.yaml'],
      1,
      /ScorePlugin "Toaster" does not exist/,
    ],
  ])('%s', (_, args, status, message) => {
    const result = run(...args)
    expect(result).toMatchObject({ status, out: '' })
    expect(result.err).toMatch(message)
  })

  it('the release chooses the words', () => {
    const { out } = run(...OBJECTS, '--pod', 'huge', '--kubernetes-version', '1.33')
    expect(out).toContain('3 No preemption victims found for incoming pod')
  })
})

describe('podfall explain --batch', () => {
  const request = (name: string, cpu: string) =>
    JSON.stringify({
      objects: [
        { kind: 'Node', metadata: { name: 'a' }, status: { allocatable: { cpu: '2' } } },
        {
          kind: 'Pod',
          metadata: { name },
          spec: { containers: [{ name: 'c', resources: { requests: { cpu } } }] },
        },
      ],
      pod: { name },
    })

  function answers(lines: Iterable<string>): Record<string, unknown>[] {
    let text = ''
    explainBatch(lines, {
      out: (more) => {
        text += more
      },
      err: () => {},
    })
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  it('answers every line, whatever the others say', () => {
    const lines = [request('p', '1'), '{', '[]', '', '{"objects": 1}', request('q', '3')]
    expect(answers(lines)).toEqual([
      expect.objectContaining({ selectedNode: 'a' }),
      { error: expect.stringMatching(/^the line is not JSON: /) },
      { error: 'a request is a JSON object with objects and pod' },
      { error: 'pod must be an object with the namespace and name of a Pod' },
      expect.objectContaining({ selectedNode: null }),
    ])
  })

  it('answers each line before the next one is there', () => {
    const written: string[] = []
    function* oneByOne() {
      yield request('p', '1')
      expect(written).toHaveLength(1)
      yield request('q', '1')
      expect(written).toHaveLength(2)
    }
    explainBatch(oneByOne(), { out: (text) => written.push(text), err: () => {} })
  })

  it('reads lines from a pipe, however they are cut', () => {
    const path = join(folder, 'lines.txt')
    writeFileSync(path, 'ä\n\nb')
    const descriptor = openSync(path, 'r')
    expect([...readLines(descriptor)]).toEqual(['ä', '', 'b'])
    closeSync(descriptor)
  })
})
