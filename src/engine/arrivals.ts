import type { Job } from './api/types.gen.ts'
import type { Cluster } from './cluster.ts'
import { TEMPLATE_ANNOTATION } from './metrics/appOf.ts'
import type { Arrival } from './scenario.ts'
import type { Random } from './sim/random.ts'

/**
 * The scenario's arrivals in another order: the times stay, the apps change places (Fisher-Yates).
 */
export function shuffled(arrivals: readonly Arrival[], random: Random): Arrival[] {
  const apps = arrivals.map(({ app }) => app)
  for (let last = apps.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    ;[apps[last], apps[other]] = [apps[other]!, apps[last]!]
  }
  return arrivals.map((arrival, index) => ({ ...arrival, app: apps[index]! }))
}

/**
 * One more pod of an app: its Deployment is scaled by one, or a Job is made from the suspended Job
 * of that name. Where the app has been deleted nothing arrives.
 */
export function arrive(cluster: Cluster, app: string): void {
  const { store } = cluster
  const deployment = store.list('Deployment').find(({ metadata }) => metadata?.name === app)
  if (deployment) {
    const replicas = (deployment.spec?.replicas ?? 1) + 1
    store.update('Deployment', { ...deployment, spec: { ...deployment.spec!, replicas } })
    return
  }
  const template = store.list('Job').find(({ metadata }) => metadata?.name === app)
  if (template) store.create('Job', jobFrom(cluster, template))
}

/** `report-3`: as `kubectl create job --from` copies a template. */
function jobFrom({ store }: Cluster, template: Job): Job {
  const { name = '', namespace = '', labels, annotations } = template.metadata ?? {}
  let number = 1
  while (store.get('Job', namespace, `${name}-${number}`)) number += 1
  const { suspend: _, ...spec } = template.spec!
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name}-${number}`,
      namespace,
      ...(labels && { labels }),
      annotations: { ...annotations, [TEMPLATE_ANNOTATION]: name },
    },
    spec,
  }
}
