import type { Job, PodTemplateSpec } from './api/types.gen.ts'
import type { Millis } from './api/units.ts'
import type { Cluster } from './cluster.ts'
import { TEMPLATE_ANNOTATION } from './metrics/appOf.ts'
import type { Arrival } from './scenario.ts'
import type { Random } from './sim/random.ts'

const WORK_ANNOTATION = 'pod-complete.stage.kwok.x-k8s.io/delay'

/**
 * The scenario's arrivals in another order: the times stay, the apps (and their work) change places
 * (Fisher-Yates).
 */
export function shuffled(arrivals: readonly Arrival[], random: Random): Arrival[] {
  const others = [...arrivals]
  for (let last = others.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    ;[others[last], others[other]] = [others[other]!, others[last]!]
  }
  return arrivals.map(({ at }, index) => ({ ...others[index]!, at }))
}

/** Lets things arrive in one cluster. */
export interface Arriver {
  /**
   * One more pod of an app: its Deployment is scaled by one, or a Job is made from the suspended Job
   * of that name. Where the app has been deleted nothing arrives.
   */
  arrive(arrival: Omit<Arrival, 'at'>): void
}

export function createArriver({ store }: Pick<Cluster, 'store'>): Arriver {
  /** The first number that may be free, by the namespace and name of the template. */
  const free = new Map<string, number>()

  store.watch(
    (change) => {
      // A lower number may be free again.
      if (change.kind === 'Job' && change.type === 'DELETED') free.clear()
    },
    ['Job'],
  )

  return {
    arrive({ app, work }) {
      const deployment = store.list('Deployment').find(({ metadata }) => metadata?.name === app)
      if (deployment) {
        const replicas = (deployment.spec?.replicas ?? 1) + 1
        store.update('Deployment', { ...deployment, spec: { ...deployment.spec!, replicas } })
        return
      }
      const template = store.list('Job').find(({ metadata }) => metadata?.name === app)
      if (template) store.create('Job', jobFrom(template, work))
    },
  }

  /** `report-3`: as `kubectl create job --from` copies a template. */
  function jobFrom(template: Job, work: Millis | undefined): Job {
    const { name = '', namespace = '', labels, annotations } = template.metadata ?? {}
    const key = `${namespace}/${name}`
    let number = free.get(key) ?? 1
    while (store.get('Job', namespace, `${name}-${number}`)) number += 1
    free.set(key, number)
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
      spec: work === undefined ? spec : { ...spec, template: working(spec.template, work) },
    }
  }
}

/** The template of pods whose work takes so long, said as KWOK's stages read it. */
function working(template: PodTemplateSpec, work: Millis): PodTemplateSpec {
  const annotations = { ...template.metadata?.annotations, [WORK_ANNOTATION]: `${work}ms` }
  return { ...template, metadata: { ...template.metadata, annotations } }
}
