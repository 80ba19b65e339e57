import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withRequest } from './requestWrites.ts'
import { parseScenarioFile } from './scenarioFile.ts'

const pod = (container: string) => `# before
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - name: c # the first
${container}
    # between
    - {name: d, image: d}
  # after
`

const GIB = 2 ** 30

/** The pod's text after a request was written into its first container. */
function rewrite(text: string, resource: string, amount: number): string {
  const [shape] = parseScenarioFile(text).shapes
  return withRequest(text, shape?.writes?.[resource], resource, amount)
}

describe('writing a request', () => {
  it.each<[string, string, string, number, string]>([
    [
      'replaces the scalar, keeping comments',
      '      resources:\n        requests:\n          cpu: 500m # half\n          memory: 1Gi',
      'cpu',
      1_500,
      '      resources:\n        requests:\n          cpu: 1500m # half\n          memory: 1Gi',
    ],
    [
      'keeps quotes',
      '      resources: {requests: {cpu: \'1\', memory: "1Gi"}}',
      'memory',
      1.5 * GIB,
      '      resources: {requests: {cpu: \'1\', memory: "1536Mi"}}',
    ],
    [
      'adds a line',
      '      resources:\n        requests:\n          cpu: 1 # one\n      image: c',
      'memory',
      GIB,
      '      resources:\n        requests:\n          cpu: 1 # one\n          memory: 1Gi\n      image: c',
    ],
    [
      'adds to braces',
      '      resources: {requests: {cpu: 1 }, limits: {cpu: 4}}',
      'memory',
      GIB,
      '      resources: {requests: {cpu: 1, memory: 1Gi }, limits: {cpu: 4}}',
    ],
    [
      'adds requests beside limits',
      '      resources:\n        limits:\n          cpu: 4\n      image: c',
      'cpu',
      2_000,
      '      resources:\n        limits:\n          cpu: 4\n        requests:\n          cpu: 2\n      image: c',
    ],
    [
      'fills empty braces',
      '      resources: {}',
      'cpu',
      2_000,
      '      resources: {requests: {cpu: 2}}',
    ],
    [
      'fills an empty key',
      '      resources:\n        requests: # none yet\n      image: c',
      'cpu',
      250,
      '      resources:\n        requests: # none yet\n          cpu: 250m\n      image: c',
    ],
    [
      'adds resources',
      '      command:\n        - sh\n        - -c\n      args: [a]',
      'cpu',
      250,
      '      command:\n        - sh\n        - -c\n      args: [a]\n      resources:\n        requests:\n          cpu: 250m',
    ],
    [
      'adds resources after a block of text',
      '      args:\n        - |\n          echo\n          echo',
      'cpu',
      250,
      '      args:\n        - |\n          echo\n          echo\n      resources:\n        requests:\n          cpu: 250m',
    ],
    [
      'keeps a device’s limit equal',
      '      resources:\n        requests: {nvidia.com/gpu: 1}\n        limits: {nvidia.com/gpu: 1}',
      'nvidia.com/gpu',
      3,
      '      resources:\n        requests: {nvidia.com/gpu: 3}\n        limits: {nvidia.com/gpu: 3}',
    ],
    [
      'leaves aliases alone',
      '      resources: {limits: &r {cpu: 1}, requests: *r}',
      'cpu',
      500,
      '      resources: {limits: &r {cpu: 1}, requests: *r}',
    ],
  ])('%s', (_, container, resource, amount, expected) => {
    const rewritten = rewrite(pod(container), resource, amount)
    expect(rewritten).toBe(pod(expected))
    expect(parseScenarioFile(rewritten).diagnostics.filter((d) => d.severity === 'error')).toEqual(
      [],
    )
  })

  it('works in JSON and with Windows line ends', () => {
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'c', image: 'c' }] },
    }
    const json = JSON.stringify(object, undefined, 2)
    expect(parseScenarioFile(rewrite(json, 'cpu', 500)).shapes[0]?.requests).toEqual({ cpu: 500 })
    const windows = pod('      image: c').replaceAll('\n', '\r\n')
    expect(parseScenarioFile(rewrite(windows, 'cpu', 500)).shapes[0]?.requests).toEqual({
      cpu: 500,
    })
  })

  it('whatever is written, the shape that is read again has it and the rest as before', () => {
    const part = fc.constantFrom(
      '      image: c',
      '      env: [{name: a, value: "1"}]',
      '      command:\n        - a # why\n\n        - b',
      '      ports:\n      - containerPort: 80',
      '      workingDir: |-\n        /x\n\n      # note',
      '      resources:',
      '      resources: {}',
      '      resources: {limits: {cpu: 100}}',
      '      resources:\n        requests:\n          memory: 2Gi # much',
      '      resources:\n        requests: {cpu: 1}\n        limits:\n          cpu: 90\n',
      '      resources:\n        requests:',
    )
    const parts = fc.uniqueArray(part, {
      minLength: 1,
      maxLength: 4,
      selector: (p) => p.trim().split(/[:\n]/)[0],
    })
    const resource = fc.constantFrom('cpu', 'memory')
    fc.assert(
      fc.property(parts, resource, fc.integer({ min: 1, max: 90_000 }), (lines, name, amount) => {
        const text = pod(lines.join('\n'))
        const [before] = parseScenarioFile(text).shapes
        const rewritten = rewrite(text, name, amount)
        const { shapes, diagnostics } = parseScenarioFile(rewritten)
        expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([])
        expect(shapes[0]?.requests).toEqual({ ...before?.requests, [name]: amount })
        const comments = (yaml: string) => yaml.match(/#.*/g)
        expect(comments(rewritten)).toEqual(comments(text))
      }),
      { seed: 12, numRuns: 300 },
    )
  })
})
