import { expect, test } from 'vitest'
import { parseScenarioFile } from './scenarioFile.ts'

const problems = (text: string) =>
  parseScenarioFile(text).diagnostics.map(
    ({ severity, message, line }) => `${line} ${severity}: ${message}`,
  )
const pod = (whole: string, containers: readonly string[], more = '') => `apiVersion: v1
kind: Pod
metadata: { name: p }
spec:
  resources: { ${whole} }
  containers:
${containers.map((own, index) => `    - { name: c${index}, image: c, resources: { ${own} } }`).join('\n')}
${more}`
const one = 'requests: { cpu: 1 }'
const init = (own: string, more = '') =>
  `  initContainers: [{ name: i, image: i${more}, resources: { ${own} } }]`

/** What the API server says (pkg/apis/core/validation), and the line in which it stands. */
test.each<[string, string, string[]]>([
  ['as much as the container', pod(one, [one]), []],
  ['more', pod('requests: { cpu: 1500m }', [one]), []],
  [
    'less',
    pod('requests: { cpu: 0.5 }', [one]),
    [
      '5 error: spec.resources.requests[cpu]: Invalid value: "500m": must be greater than or equal to aggregate container requests of 1',
    ],
  ],
  [
    'less than all together, of two resources',
    pod('requests: { cpu: 1, memory: 576Mi }', [
      'requests: { cpu: 1, memory: 2Gi }',
      'requests: { cpu: 500m, memory: 4Gi }',
    ]),
    [
      '5 error: spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 1500m',
      '5 error: spec.resources.requests[memory]: Invalid value: "576Mi": must be greater than or equal to aggregate container requests of 6Gi',
    ],
  ],
  [
    'a limit that becomes the request',
    pod('requests: { cpu: 1 }', ['limits: { cpu: 2 }']),
    [
      '5 error: spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    ],
  ],
  ['an init container that fits', pod(one, [one], init(one)), []],
  [
    'an init container that does not',
    pod(one, [one], init('requests: { cpu: 2 }')),
    [
      '5 error: spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    ],
  ],
  [
    'a sidecar beside the container',
    pod(one, [one], init(one, ', restartPolicy: Always')),
    [
      '5 error: spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    ],
  ],
  ['a resource that is not asked for as a whole', pod(one, ['requests: { memory: 1Gi }']), []],
  [
    'limits of containers may add up to more',
    pod('requests: { cpu: 1 }, limits: { cpu: 1 }', [
      'requests: { cpu: 0 }, limits: { cpu: 1 }',
      'requests: { cpu: 0 }, limits: { cpu: 1 }',
    ]),
    [],
  ],
  [
    'but none may be more',
    pod('requests: { cpu: 1 }, limits: { cpu: 1 }', [
      one,
      'requests: { cpu: 0 }, limits: { cpu: 1200m }',
    ]),
    [
      '8 error: spec.resources.containers[1][cpu].limits: Invalid value: "1200m": must be less than or equal to pod limits of 1',
    ],
  ],
  [
    'a limit below the requests',
    pod('limits: { cpu: 500m }', [one]),
    [
      '5 error: spec.resources.requests: Invalid value: "1": must be less than or equal to cpu limit of 500m',
    ],
  ],
  [
    'in a template',
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: d }
spec:
  selector: { matchLabels: { app: d } }
  template:
    metadata: { labels: { app: d } }
    spec:
      resources: { requests: { cpu: 500m } }
      containers: [{ name: c, image: c, resources: { requests: { cpu: 1 } } }]`,
    [
      '9 error: spec.template.spec.resources.requests[cpu]: Invalid value: "500m": must be greater than or equal to aggregate container requests of 1',
    ],
  ],
])('M11: a pod asks as a whole for %s', (_, text, expected) => {
  expect(problems(text)).toEqual(expected)
})
