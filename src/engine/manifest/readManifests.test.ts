import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readManifests } from './readManifests.ts'

const deployment = (more = '', container = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: nginx
          resources:
            requests:
              cpu: 500m
              memory: 1Gi
${container}${more}`

const pod = (spec: string) => `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers: [{name: c, image: i}]
${spec}`

const read = (text: string) => {
  const { objects, diagnostics } = readManifests(text)
  return {
    names: objects.map(({ kind, object }) => `${kind}/${object.metadata?.name}`),
    problems: diagnostics().map((d) => `${d.line}:${d.column} ${d.severity} ${d.message}`),
    objects,
    diagnostics: diagnostics(),
  }
}

describe('good text', () => {
  it('reads documents, JSON, and the objects of a List', () => {
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } })
    const list = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Namespace
    metadata: {name: a}
  - {apiVersion: v1, kind: Namespace, metadata: {name: b}}`
    const { names, problems, objects } = read(
      `# header\n---\n${deployment()}---\n${json}\n---\n${list}\n`,
    )
    expect(problems).toEqual([])
    expect(names).toEqual(['Deployment/web', 'Namespace/n', 'Namespace/a', 'Namespace/b'])
    expect(objects.map(({ document, line }) => [document, line])).toEqual([
      [1, 3],
      [2, 23],
      [3, 25],
      [3, 25],
    ])
  })

  it('keeps quantities as they are written', () => {
    const text = deployment().replace('500m', '0.1').replace('1Gi', '1e9')
    const spec = JSON.stringify(read(text).objects[0]?.object)
    expect(spec).toContain('"requests":{"cpu":"0.1","memory":"1e9"}')
  })

  it('ignores blank documents, comments and null fields', () => {
    expect(read('---\n---\n# nothing\n---\n\n...\n').problems).toEqual([])
    expect(read(deployment().replace('replicas: 2', 'replicas:')).problems).toEqual([])
  })

  it('follows anchors and merge keys', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: p, labels: &labels {app: web}}
spec:
  nodeSelector: *labels
  containers:
    - &base {name: a, image: i}
    - <<: *base
      name: b`
    const { problems, objects } = read(text)
    expect(problems).toEqual([])
    expect(objects[0]?.object).toMatchObject({
      spec: {
        nodeSelector: { app: 'web' },
        containers: [{ name: 'a' }, { name: 'b', image: 'i' }],
      },
    })
  })
})

describe('each problem has its sentence and its place', () => {
  it.each<[string, string, string]>([
    [
      'a tab',
      'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x',
      '4:1 error A tab stands where YAML wants spaces; indent with spaces.',
    ],
    [
      'half a document',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: x',
      '3:19 error A bracket above is not closed; write } at its end.',
    ],
    [
      'a missing colon',
      'apiVersion: v1\nkind Pod\nmetadata: {}',
      '2:1 error A key must stand on one line; a colon is missing here or on the line above.',
    ],
    [
      'an open quote',
      'apiVersion: "v1\nkind: Pod',
      '2:10 error This is not YAML: Missing closing "quote. Look at this line and the one above.',
    ],
    [
      'no object',
      '- a\n- b',
      '1:1 error This is not a Kubernetes object: one begins with apiVersion, kind and metadata.',
    ],
    [
      'no kind',
      'apiVersion: v1\nmetadata: {name: x}',
      '1:1 error kind is missing; say what this is, such as kind: Deployment.',
    ],
    [
      'no apiVersion',
      'kind: Pod\nmetadata: {name: x}',
      '1:7 error apiVersion is missing; Pod has apiVersion: v1.',
    ],
    [
      'a wrong apiVersion',
      'apiVersion: extensions/v1beta1\nkind: Deployment',
      '1:13 error Deployment has apiVersion: apps/v1, not "extensions/v1beta1".',
    ],
    [
      'an unknown kind',
      'apiVersion: networking.k8s.io/v1\nkind: IngressClass',
      '2:7 warning Podfall does not know the kind "IngressClass"; this document is left out.',
    ],
    [
      'a mistyped kind',
      'apiVersion: apps/v1\nkind: Deploymnet',
      '2:7 warning Podfall does not know the kind "Deploymnet"; did you mean Deployment?',
    ],
    [
      'a name that is missing',
      'apiVersion: v1\nkind: Namespace',
      '1:1 error metadata.name is missing; give the object a name.',
    ],
    [
      'HTML in a name',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: "<b>x</b>"}',
      '3:18 error metadata.name cannot be "<b>x</b>"; use lower-case letters, digits and -, beginning and ending with a letter or digit.',
    ],
    [
      'a key that is written twice',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a, name: b}',
      '3:21 error "name" is written twice; keep one.',
    ],
    [
      '__proto__',
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels:\n    __proto__: x',
      '6:5 error __proto__ is not a key that Kubernetes knows; remove it.',
    ],
    [
      'constructor',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a, constructor: 1}',
      '3:21 warning "constructor" is not a field that Kubernetes knows in metadata; it is left out.',
    ],
    [
      'a label that is a number',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {v: 1.10}}',
      '3:33 error metadata.labels.v must be text: put it in quotes, "1.10".',
    ],
    [
      'a label value',
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {v: "a b"}}',
      '3:33 error metadata.labels.v cannot be "a b"; a label has at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit.',
    ],
    [
      'an unknown field',
      deployment('  replcias: 2\n'),
      '20:3 warning "replcias" is not a field that Kubernetes knows in spec; did you mean replicas?',
    ],
    [
      'a field one level too high',
      deployment('replicas: 3\n'),
      '20:1 warning "replicas" is not a field that Kubernetes knows; it belongs into spec.',
    ],
    [
      'a number in quotes',
      deployment().replace('replicas: 2', 'replicas: "2"'),
      '6:13 error spec.replicas must be a whole number: remove the quotes.',
    ],
    [
      'a negative number',
      deployment().replace('replicas: 2', 'replicas: -2'),
      '6:13 error spec.replicas must be 0 or more.',
    ],
    [
      'an absurd number of pods',
      deployment().replace('replicas: 2', 'replicas: 1000000000'),
      '6:13 error spec.replicas is 1000000000, more pods than Podfall simulates (150000); write a smaller number.',
    ],
    [
      'an overflowing number',
      deployment().replace('replicas: 2', 'replicas: 99999999999'),
      '6:13 error spec.replicas must be between 0 and 2147483647.',
    ],
    [
      'a map where a list belongs',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: {name: a}',
      '5:15 error spec.containers must be a list: begin each entry with "- ", not a group of fields.',
    ],
    [
      'text where fields belong',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: hello',
      '4:7 error spec must be a group of fields, indented below it, not "hello".',
    ],
    [
      'no containers',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {}',
      '4:1 error spec.containers is missing; add it.',
    ],
    [
      'empty containers',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: []}',
      '4:8 error spec.containers is empty; a pod has at least one container.',
    ],
    [
      'an empty list entry',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    -\n    - {name: a, image: i}',
      '6:6 error spec.containers[0] is empty; fill it or remove it.',
    ],
    [
      'no image',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a}]}',
      '4:21 warning spec.containers[0].image is missing; a cluster wants one, Podfall goes on without.',
    ],
    [
      'a word that is none of the choice',
      pod('  restartPolicy: always'),
      '6:18 error spec.restartPolicy must be one of Always, OnFailure, Never, not "always"; did you mean Always?',
    ],
    [
      'a selector that misses',
      deployment().replace('labels: {app: web}', 'labels: {app: api}'),
      '7:3 error spec.selector does not match spec.template.metadata.labels; write the same labels in both.',
    ],
    [
      'an empty selector',
      deployment().replace('matchLabels: {app: web}', '{}'),
      '7:3 error spec.selector is empty; write matchLabels with the labels of the template.',
    ],
    [
      'a negative quantity',
      deployment().replace('500m', '-500m'),
      '18:20 error spec.template.spec.containers[0].resources.requests.cpu must be 0 or more, not "-500m".',
    ],
    [
      'no quantity',
      deployment().replace('500m', '2 cores'),
      '18:20 error spec.template.spec.containers[0].resources.requests.cpu must be a quantity: "2 cores" is not a quantity; write a number with a suffix such as 500m, 1.5, 512Mi or 2Gi.',
    ],
    [
      'an overflowing quantity',
      deployment().replace('1Gi', '9999Ei'),
      '19:23 error spec.template.spec.containers[0].resources.requests.memory must be a quantity: 9999Ei is larger than any quantity can be (2^63-1); write a smaller number.',
    ],
    [
      'an uncountable quantity',
      deployment().replace('1Gi', '1Ei'),
      '19:23 error spec.template.spec.containers[0].resources.requests.memory is "1Ei", more than can be counted (9007199254740991); write a smaller number.',
    ],
    [
      'an absurd quantity',
      deployment().replace('500m', '500Mi'),
      '18:20 warning spec.template.spec.containers[0].resources.requests.cpu is "500Mi", more than 10000 vCPU; check the suffix.',
    ],
    [
      'thousandths of a byte',
      deployment().replace('1Gi', '512m'),
      '19:23 warning spec.template.spec.containers[0].resources.requests.memory is "512m", rounded up to 1; m means thousandths, did you mean 512Mi?',
    ],
    [
      'a request above its limit',
      deployment('', '            limits: {cpu: 250m}\n'),
      '18:20 error spec.template.spec.containers[0].resources.requests.cpu is 500m, above its limit of 250m; raise the limit or lower the request.',
    ],
    [
      'half a device',
      deployment('', '            limits: {nvidia.com/gpu: 0.5}\n'),
      '20:38 error spec.template.spec.containers[0].resources.limits["nvidia.com/gpu"] must be a whole number, not "0.5": devices are not shared.',
    ],
    [
      'a Job that restarts for ever',
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: {containers: [{name: a, image: i}]}}}',
      '4:19 error spec.template.spec.restartPolicy must be OnFailure or Never here; it is Always if absent.',
    ],
    [
      'an alias without an anchor',
      pod('  nodeSelector: *nowhere'),
      '6:17 error *nowhere stands for nothing: no &nowhere is written above.',
    ],
    [
      'two objects of one name',
      `${deployment()}---\n${deployment()}`,
      '24:9 error There is another Deployment web in line 4; give one of them another name.',
    ],
    [
      'a toleration without key',
      pod('  tolerations: [{effect: NoSchedule}]'),
      '6:17 error spec.tolerations[0].operator must be Exists when there is no key.',
    ],
    [
      'a node without resources',
      'apiVersion: v1\nkind: Node\nmetadata: {name: n}',
      '1:1 warning status.allocatable is missing; without it nothing fits on this node: write cpu and memory there.',
    ],
  ])('%s', (_, text, problem) => {
    expect(read(text).problems).toContain(problem)
  })

  it('gives good documents while others are broken', () => {
    const broken = 'apiVersion: v1\nkind: Pod\n  metadata: {'
    const { names, diagnostics } = read(`${broken}\n---\n${deployment()}---\n${broken}`)
    expect(names).toEqual(['Deployment/web'])
    expect(diagnostics.map((d) => [d.document, d.severity])).toEqual([
      [0, 'error'],
      [2, 'error'],
    ])
  })

  it('does not apply an object that has an error', () => {
    expect(read(deployment().replace('replicas: 2', 'replicas: -2')).names).toEqual([])
  })

  it('does no harm with __proto__', () => {
    read('apiVersion: v1\nkind: Namespace\nmetadata:\n  __proto__: {polluted: yes}\n  name: a')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('hostile text costs no more than ordinary text', () => {
  const times = (text: string, size: number) => text.repeat(Math.ceil(size / text.length))
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
    .split('')
    .map((c, i) => `${c}: &${c} [${times(`*${'abcdefghi'[i]},`, 30)}]`)
    .join('\n')}`
  it.each<[string, string]>([
    ['6 MB', times(deployment('---\n'), 6_000_000)],
    ['5 MB', times(deployment('---\n'), 4_900_000)],
    [
      'an alias bomb',
      `apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {}}\nspec:\n  volumes: [{name: x, ephemeral: {volumeClaimTemplate: {spec: {}}}}]\nstatus:\n${bomb.replace(/^/gm, '  ')}`,
    ],
    [
      'an alias bomb in a field',
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  finalizers: &f [${times('x,', 5000)}]\n  managedFields:\n${times('  - fieldsV1: {a: *f, b: *f, c: *f, d: *f}\n', 2_000)}`,
    ],
    [
      'an alias to itself',
      'apiVersion: v1\nkind: Pod\nmetadata: &m {name: p, managedFields: [{fieldsV1: *m}]}',
    ],
    ['brackets', times('[', 400_000)],
    ['braces', times('{a: ', 400_000)],
    ['deep blocks', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    [
      'many keys',
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: n\n  labels:\n${Array.from({ length: 30_000 }, (_, i) => `    k${i}: v\n`).join('')}`,
    ],
    ['many documents', times('---\na: 1\n', 200_000)],
    ['many escapes', `a: "${times('\\x', 1_400_000)}"`],
    ['many errors', times(']', 100_000)],
    ['tabs', times('\ta: b\n', 300_000)],
    ['anchors', times('- &a v\n', 400_000)],
    ['aliases', `x: &a 1\ny:\n${times('- *a\n', 500_000)}`],
    ['one long line', times('x', 4_000_000)],
    ['null characters', times('\0', 500_000)],
  ])('%s', (name, text) => {
    // Processor time: what else the machine is doing must not decide.
    const from = process.cpuUsage()
    const { diagnostics } = read(text)
    expect(diagnostics.length).toBeGreaterThan(name === 'many keys' ? -1 : 0)
    // A generous multiple of what it takes: this machine may be busy.
    const { user, system } = process.cpuUsage(from)
    expect((user + system) / 1_000).toBeLessThan(4_000)
  })

  it('says so of a bomb', () => {
    const many = '  - fieldsV1: {a: *f, b: *f}\n'.repeat(300)
    const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  finalizers: &f [${'x,'.repeat(200)}]\n  managedFields:\n${many}`
    expect(read(text).problems.join()).toContain(
      'The aliases of this document stand for more than 10000 values',
    )
    expect(read(times('x', 6_000_000)).problems).toEqual([
      '1:1 error This text has 6.0 MB; Podfall reads at most 5 MB. Leave out what the run does not need.',
    ])
  })
})

describe('never throws', () => {
  const check = (text: string) => {
    const { diagnostics, objects } = read(text)
    const lines = text.split('\n').length
    for (const { line, column, endLine, endColumn, message } of diagnostics) {
      expect(line).toBeGreaterThan(0)
      expect(line).toBeLessThanOrEqual(lines)
      expect(column).toBeGreaterThan(0)
      expect(endLine > line || (endLine === line && endColumn >= column)).toBe(true)
      expect(message).toMatch(/[.?]$/)
      expect(message).not.toMatch(/undefined|NaN|\[object/)
    }
    JSON.stringify(objects.map(({ object }) => object))
  }

  it('random text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '---\n',
        '\n',
        '  ',
        '- ',
        ': ',
        '{',
        '}',
        '[',
        ']',
        '&a ',
        '*a',
        '<<: ',
        '!!str ',
        '|\n',
        '>\n',
        '"',
        "'",
        '#',
        '\t',
        '\r\n',
        '...\n',
        '%YAML 1.2\n',
        '? ',
        '\u{feff}',
        'kind: Pod\n',
        'apiVersion: v1\n',
        '__proto__: ',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => check(pieces.join(''))),
      { seed: 1, numRuns: 1_000 },
    )
  })

  it('damaged manifests', () => {
    const good = `${deployment('---\n')}${pod('  tolerations: [{key: a, operator: Exists}]\n')}`
    const damage = fc.record({
      at: fc.nat(good.length),
      remove: fc.nat(20),
      insert: fc.oneof(
        fc.constantFrom(
          '',
          '\n',
          '  ',
          '\t',
          ':',
          '-',
          '[]',
          '{}',
          'null',
          '~',
          '-1',
          '1e999',
          'x: y',
          '*a',
          '&a',
        ),
        fc.string({ maxLength: 6 }),
      ),
    })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        let text = good
        for (const { at, remove, insert } of damages) {
          text = text.slice(0, at) + insert + text.slice(at + remove)
        }
        check(text)
      }),
      { seed: 2, numRuns: 600 },
    )
  })
})
