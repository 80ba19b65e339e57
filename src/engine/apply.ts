import { AdmissionError, POD_UPDATE_FORBIDDEN } from './api/admission.ts'
import { withDefaults } from './api/defaults.ts'
import { KINDS, type Kind, type KubernetesObject } from './api/objects.ts'
import type { Deployment, Job, Pod, Service, StatefulSet } from './api/types.gen.ts'
import type { ApplyResult } from './protocol.ts'
import type { Store } from './store/store.ts'
import { structurallyEqual } from './store/structuralEquality.ts'

/** What applying one object did; with `failed`, the API server's reason. */
export interface Applied extends ApplyResult {
  readonly reason?: string
}

/** `kubectl apply` against one store; remembers what was applied last, as kubectl's annotation does. */
export interface Applier {
  apply(object: KubernetesObject): Applied
}

/**
 * @param scaledByArrivals whether arrivals scale this Deployment. Its replicas then belong to them:
 * applying a manifest changes the number only if the manifest's own number has changed.
 */
export function createApplier(store: Store, scaledByArrivals: (name: string) => boolean): Applier {
  const lastApplied = new Map<string, KubernetesObject>()

  function apply(kind: Kind, object: KubernetesObject): Applied {
    const name = object.metadata?.name ?? ''
    const namespace = KINDS[kind].namespaced ? (object.metadata?.namespace ?? 'default') : ''
    const label = objectLabel(kind, name)
    const key = `${kind}/${namespace}/${name}`
    const live = store.get(kind, namespace, name)
    const last = lastApplied.get(key)
    if (!live) {
      store.create(kind, object)
      lastApplied.set(key, object)
      return { object: label, result: 'created' }
    }
    const byArrivals = kind === 'Deployment' && scaledByArrivals(name)
    const wanted = byArrivals ? keepReplicas(object as Deployment, last as Deployment) : object
    // Without the API server's defaults a template would never equal that of its ReplicaSet.
    const merged = withDefaults(kind, merge(wanted, last, live) as typeof live)
    const refused = refusal(kind, live, merged)
    if (refused) return { object: label, result: 'failed', reason: `${label}: ${refused}` }
    lastApplied.set(key, object)
    const stored = store.update(kind, merged)
    return { object: label, result: stored === live ? 'unchanged' : 'configured' }
  }

  return {
    apply(object) {
      const kind = object.kind as Kind
      try {
        return apply(kind, object)
      } catch (error) {
        if (!(error instanceof AdmissionError)) throw error
        const label = objectLabel(kind, object.metadata?.name ?? '')
        return { object: label, result: 'failed', reason: `${label}: ${error.message}` }
      }
    },
  }
}

/** `deployment.apps/web`, as kubectl prints it. */
function objectLabel(kind: Kind, name: string): string {
  const [group, version] = KINDS[kind].apiVersion.split('/')
  return `${kind.toLowerCase()}${version ? `.${group}` : ''}/${name}`
}

/** Leaves out a number of replicas that is the same as in the last applied manifest. */
function keepReplicas(object: Deployment, last: Deployment | undefined): Deployment {
  if (!last || object.spec?.replicas !== last.spec?.replicas) return object
  const { replicas: _, ...spec } = object.spec!
  return { ...object, spec: spec as Deployment['spec'] }
}

/**
 * The three-way merge of kubectl: what the manifest says is set, what it said last time and says no
 * longer is removed, everything else stays. Lists are taken as a whole, and kept as they are while
 * the manifest's list has not changed, so that what the API server filled in stays filled in.
 */
function merge(wanted: unknown, last: unknown, live: unknown): unknown {
  if (!isMap(wanted) || !isMap(live)) {
    const sameList = Array.isArray(live) && structurallyEqual(wanted, last)
    return sameList ? mergeList(wanted as unknown[], live) : wanted
  }
  const before = isMap(last) ? last : {}
  const dropped = (key: string) =>
    Object.hasOwn(before, key) && !Object.hasOwn(wanted, key) && !PROTECTED.has(key)
  // From entries: a label may be called __proto__.
  return Object.fromEntries([
    ...Object.entries(live).filter(([key]) => !Object.hasOwn(wanted, key) && !dropped(key)),
    ...Object.keys(wanted).map((key) => [
      key,
      merge(wanted[key], own(before, key), own(live, key)),
    ]),
  ])
}

/** What the API server added to the entries stays; what the manifest says of them is set again. */
function mergeList(wanted: readonly unknown[], live: readonly unknown[]): readonly unknown[] {
  if (wanted.length !== live.length) return live
  return wanted.map((item, index) => merge(item, item, live[index]))
}

function own(map: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** Left out on purpose by `keepReplicas`, never by a person who wants the default back. */
const PROTECTED: ReadonlySet<string> = new Set(['replicas'])

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** What the API server's validation of updates refuses, in its words. */
function refusal(kind: Kind, live: KubernetesObject, next: KubernetesObject): string | undefined {
  if (kind === 'Pod') {
    const changed = !structurallyEqual(withoutImages(live as Pod), withoutImages(next as Pod))
    return changed ? POD_UPDATE_FORBIDDEN : undefined
  }
  if (kind === 'DaemonSet' || kind === 'Deployment' || kind === 'ReplicaSet') {
    const selector = (object: KubernetesObject) => (object as Deployment).spec?.selector
    return structurallyEqual(selector(live), selector(next))
      ? undefined
      : 'spec.selector: Invalid value: field is immutable'
  }
  if (kind === 'Service') {
    const address = ({ spec }: Service) => spec?.clusterIP
    return address(live as Service) === address(next as Service)
      ? undefined
      : 'spec.clusterIPs[0]: Invalid value: may not change once set'
  }
  if (kind === 'StatefulSet') {
    return structurallyEqual(fixedPart(live as StatefulSet), fixedPart(next as StatefulSet))
      ? undefined
      : "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
  }
  if (kind === 'Job') {
    const { template, suspend } = (live as Job).spec!
    // A Job that never started may get other resources, as Kubernetes allows for suspended Jobs.
    const isFree = suspend === true && (live as Job).status?.startTime === undefined
    return isFree || structurallyEqual(template, (next as Job).spec?.template)
      ? undefined
      : 'spec.template: Invalid value: field is immutable'
  }
  return undefined
}

function fixedPart({ spec }: StatefulSet): unknown {
  const { podManagementPolicy, selector, serviceName, volumeClaimTemplates } = spec!
  return { podManagementPolicy, selector, serviceName, volumeClaimTemplates }
}

function withoutImages({ spec }: Pod): unknown {
  return { ...spec, containers: spec?.containers.map(({ image: _, ...container }) => container) }
}
