import { expect, test } from 'vitest'
import { parseScenarioFile } from './scenarioFile.ts'

const problems = (text: string) =>
  parseScenarioFile(text).diagnostics.map(({ severity, message }) => `${severity}: ${message}`)
const pod = (container: string, more = '') => `
apiVersion: v1
kind: Pod
metadata: { name: p }
spec: { ${more} containers: [{ name: c, image: c, ${container} }] }`
const http = 'httpGet: { port: 80 }'

/** What the API server says, with the paths that it says it of (pkg/apis/core/validation). */
test.each<[string, string, string[]]>([
  ['one handler', pod(`livenessProbe: { ${http}, periodSeconds: 2 }`), []],
  [
    'two handlers',
    pod(`livenessProbe: { ${http}, tcpSocket: { port: 80 } }`),
    [
      'error: spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
    ],
  ],
  [
    'none',
    pod('livenessProbe: { periodSeconds: 2 }, lifecycle: { preStop: {} }'),
    [
      'error: spec.containers[0].livenessProbe: Required value: must specify a handler type',
      'error: spec.containers[0].lifecycle.preStop: Required value: must specify a handler type',
    ],
  ],
  [
    'of three the first counts',
    pod(`startupProbe: { tcpSocket: { port: 1 }, exec: { command: [ls] }, ${http} }`),
    [
      'error: spec.containers[0].startupProbe.httpGet: Forbidden: may not specify more than 1 handler type',
      'error: spec.containers[0].startupProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
    ],
  ],
  [
    'a liveness probe that has to succeed twice',
    pod(`livenessProbe: { ${http}, successThreshold: 2 }`),
    ['error: spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  ],
  [
    'a startup probe that need not succeed',
    pod(`startupProbe: { ${http}, successThreshold: 0 }`),
    ['error: spec.containers[0].startupProbe.successThreshold: Invalid value: 0: must be 1'],
  ],
  ['a readiness probe may', pod(`readinessProbe: { ${http}, successThreshold: 3 }`), []],
  [
    'before the start',
    pod(`readinessProbe: { ${http}, initialDelaySeconds: -1 }`),
    [
      'error: spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0',
    ],
  ],
  [
    'a grace period of a probe that ends nobody',
    pod(`readinessProbe: { ${http}, terminationGracePeriodSeconds: 5 }`),
    [
      'error: spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes',
    ],
  ],
  [
    'none at all',
    pod(`livenessProbe: { ${http}, terminationGracePeriodSeconds: 0 }`),
    [
      'error: spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0',
    ],
  ],
  ['as long as there is', pod('lifecycle: { preStop: { sleep: { seconds: 30 } } }'), []],
  [
    'longer than there is',
    pod('lifecycle: { preStop: { sleep: { seconds: 20 } } }', 'terminationGracePeriodSeconds: 10,'),
    [
      'error: spec.containers[0].lifecycle.preStop.sleep: Invalid value: 20: must be non-negative and less than terminationGracePeriodSeconds (10)',
    ],
  ],
  [
    'a sidecar, as any container',
    pod(
      '',
      `initContainers: [{ name: s, image: s, restartPolicy: Always, livenessProbe: { ${http}, successThreshold: 2 } }],`,
    ),
    ['error: spec.initContainers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  ],
  [
    'an init container has none',
    pod('', `initContainers: [{ name: i, image: i, readinessProbe: { ${http} } }],`),
    [
      'error: spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ],
  ],
])('M11 probes and hooks: %s', (_name, text, expected) => {
  expect(problems(text)).toEqual(expected)
})

const workload = (kind: string, spec: string) => `
apiVersion: ${kind === 'PodDisruptionBudget' ? 'policy/v1' : 'apps/v1'}
kind: ${kind}
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  ${kind === 'PodDisruptionBudget' ? '' : 'template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: c }] } }'}
  ${spec}`
const HUNDRED = 'Invalid value: "120%": must not be greater than 100%'

test.each<[string, string, string[]]>([
  ['Deployment', 'strategy: { rollingUpdate: { maxSurge: 150%, maxUnavailable: 100% } }', []],
  [
    'Deployment',
    'strategy: { rollingUpdate: { maxUnavailable: 120% } }',
    [`spec.strategy.rollingUpdate.maxUnavailable: ${HUNDRED}`],
  ],
  [
    'DaemonSet',
    'updateStrategy: { rollingUpdate: { maxSurge: 120%, maxUnavailable: 0 } }',
    [`spec.updateStrategy.rollingUpdate.maxSurge: ${HUNDRED}`],
  ],
  [
    'StatefulSet',
    'updateStrategy: { rollingUpdate: { maxUnavailable: 120% } }',
    [`spec.updateStrategy.rollingUpdate.maxUnavailable: ${HUNDRED}`],
  ],
  ['PodDisruptionBudget', 'minAvailable: 120%', [`spec.minAvailable: ${HUNDRED}`]],
  ['PodDisruptionBudget', 'maxUnavailable: 120%', [`spec.maxUnavailable: ${HUNDRED}`]],
  ['Deployment', 'minReadySeconds: 599', []],
  [
    'Deployment',
    'minReadySeconds: 600',
    ['spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
  ],
  [
    'Deployment',
    'minReadySeconds: 20\n  progressDeadlineSeconds: 10',
    ['spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds'],
  ],
])('M11 %s with %s', (kind, spec, expected) => {
  expect(problems(workload(kind, spec))).toEqual(expected.map((each) => `error: ${each}`))
})
