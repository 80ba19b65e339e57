import type { KubernetesObject } from '../api/objects.ts'
import type { Deployment, Job } from '../api/types.gen.ts'
import { SECOND } from '../api/units.ts'
import type { RunSettings } from '../lanes.ts'
import type { Scenario } from '../scenario.ts'

/** vCPU and GiB per app, as in the opening story (LOOK.md section 7). */
const SHAPES: Readonly<Record<string, readonly [number, number]>> = {
  web: [1, 2],
  api: [2, 4],
  video: [3, 4],
  db: [1, 12],
  cache: [0.5, 8],
  queue: [1, 4],
  report: [2, 8],
}

export const OPENING_ORDER =
  'api*2 queue*2 db*2 api*2 web*2 cache*2 video queue*2 web*4 report web*3 db*2 report api*2 queue*2 cache video cache*2 web*3 video db cache*2'

/** `web*2 db` as web, web, db. */
function order(text: string): string[] {
  return text.split(' ').flatMap((entry) => {
    const [app = '', count = '1'] = entry.split('*')
    return Array<string>(Number(count)).fill(app)
  })
}

/** A scenario for tests: the opening story's apps and machines, with whatever differs. */
export function testSettings(
  arrivals: string,
  scenario: Partial<Scenario> = {},
  objects: readonly KubernetesObject[] = testApps(),
): RunSettings {
  return {
    scenario: {
      name: 'test',
      title: 'Test',
      summary: '',
      seed: 1,
      lanes: [
        { id: 'one-click', title: 'One-click', policy: 'one-click', nodePrefix: 'vm-' },
        {
          id: 'kubernetes-bin-packing',
          title: 'Scheduler',
          policy: 'kubernetes-bin-packing',
          nodePrefix: 'node-',
        },
      ],
      machineTypes: [
        {
          name: 'standard',
          allocatable: { cpu: '8', memory: '32Gi', pods: '110' },
          labels: {},
          taints: [],
          pricePerHour: 0.384,
          bootTime: 0,
          buyable: true,
        },
      ],
      machines: [{ type: 'standard', count: 3 }],
      maxMachines: 20,
      arrivals:
        arrivals === '' ? [] : order(arrivals).map((app, k) => ({ at: (k + 1) * SECOND, app })),
      onCall: { detection: 60_000, wakeUp: 240_000, perApp: 60_000, startOfDay: 180 },
      actions: [],
      until: 120 * SECOND,
      ...scenario,
    },
    objects,
    seed: 1,
    shuffle: undefined,
    policies: {},
    parse: () => ({ objects: [], diagnostics: [] }),
  }
}

function testApps(): KubernetesObject[] {
  return Object.keys(SHAPES).map((name) =>
    name === 'report' ? testJob(name) : testDeployment(name),
  )
}

function testDeployment(name: string, replicas = 0): Deployment {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container(name)] } },
    },
  }
}

function testJob(name: string): Job {
  const delay = { 'pod-complete.stage.kwok.x-k8s.io/delay': '24h' }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: {
      suspend: true,
      template: {
        metadata: { labels: { app: name }, annotations: delay },
        spec: { restartPolicy: 'Never', containers: [container(name)] },
      },
    },
  }
}

function container(name: string) {
  const [cpu, memory] = SHAPES[name]!
  const requests = { cpu: String(cpu), memory: `${memory}Gi` }
  return { name, image: `example/${name}:1`, resources: { requests } }
}
