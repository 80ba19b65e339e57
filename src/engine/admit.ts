import { AdmissionError, admitPod, withDefaultClass } from './api/admission.ts'
import { withDefaults } from './api/defaults.ts'
import { claimRefusal, limitRefusal, withLimitDefaults } from './api/limitRange.ts'
import { KINDS, type Kind, type KindMap } from './api/objects.ts'
import { quotaRefusal } from './api/quota.ts'
import { withAddress } from './api/serviceAddress.ts'
import type { PersistentVolumeClaim, Pod } from './api/types.gen.ts'
import type { Store } from './store/store.ts'

/** What quotas refuse. Other kinds that they count are made by controllers, which need them to go on. */
const LIMITED: ReadonlySet<Kind> = new Set([
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'PersistentVolumeClaim',
  'Pod',
  'Secret',
  'Service',
  'StatefulSet',
])

/**
 * What the API server of a release does to an object before it is stored.
 * @param kubernetesMinor 35 is Kubernetes 1.35
 * @returns a function that throws AdmissionError when an object must be refused
 */
export function admission(kubernetesMinor: number) {
  return <K extends Kind>(kind: K, object: KindMap[K], store: Store): KindMap[K] => {
    const admitted = complete(kind, object, store, kubernetesMinor)
    if (LIMITED.has(kind)) refuse(kind, admitted, store)
    return admitted
  }
}

function complete<K extends Kind>(
  kind: K,
  object: KindMap[K],
  store: Store,
  kubernetesMinor: number,
): KindMap[K] {
  const defaulted = withDefaults(kind, object)
  switch (kind) {
    case 'PersistentVolumeClaim': {
      const classes = store.list('StorageClass')
      return withDefaultClass(defaulted as PersistentVolumeClaim, classes) as KindMap[K]
    }
    case 'Service':
      return withAddress(defaulted as KindMap['Service'], store.list('Service')) as KindMap[K]
    case 'Pod': {
      const pod = withLimitDefaults(defaulted as Pod, limitRanges(store, defaulted))
      return admitPod(pod, store.list('PriorityClass'), kubernetesMinor) as KindMap[K]
    }
    default:
      return defaulted
  }
}

/** @throws AdmissionError */
function refuse<K extends Kind>(kind: K, object: KindMap[K], store: Store): void {
  const namespace = object.metadata?.namespace ?? ''
  const ranges = limitRanges(store, object)
  const quotas = store.list('ResourceQuota', namespace)
  if (ranges.length === 0 && quotas.length === 0) return
  const reason =
    (kind === 'Pod' ? limitRefusal(object as Pod, ranges) : undefined) ??
    (kind === 'PersistentVolumeClaim'
      ? claimRefusal(object as PersistentVolumeClaim, ranges)
      : undefined) ??
    quotaRefusal(kind, object, quotas, (each) => store.list(each, namespace))
  if (reason === undefined) return
  const { apiVersion, plural } = KINDS[kind]
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : ''
  const { name, generateName = '' } = object.metadata ?? {}
  throw new AdmissionError(`${plural}${group} "${name ?? generateName}" is forbidden: ${reason}`)
}

function limitRanges(store: Store, { metadata }: KindMap[Kind]) {
  return store.list('LimitRange', metadata?.namespace ?? '')
}
