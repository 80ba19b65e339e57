import type { Traffic } from './traffic.ts'
import type {
  ConfigMap,
  ControllerRevision,
  CronJob,
  DaemonSet,
  Deployment,
  EndpointSlice,
  HorizontalPodAutoscaler,
  Ingress,
  Job,
  LimitRange,
  Namespace,
  NetworkPolicy,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PriorityClass,
  ReplicaSet,
  ResourceQuota,
  Secret,
  Service,
  StatefulSet,
  StorageClass,
  VolumeAttachment,
} from './types.gen.ts'

/** Every kind the store holds. A new kind is a line here and a line in KINDS. */
export interface KindMap {
  ConfigMap: ConfigMap
  ControllerRevision: ControllerRevision
  CronJob: CronJob
  DaemonSet: DaemonSet
  Deployment: Deployment
  EndpointSlice: EndpointSlice
  HorizontalPodAutoscaler: HorizontalPodAutoscaler
  Ingress: Ingress
  Job: Job
  LimitRange: LimitRange
  Namespace: Namespace
  NetworkPolicy: NetworkPolicy
  Node: Node
  PersistentVolume: PersistentVolume
  PersistentVolumeClaim: PersistentVolumeClaim
  Pod: Pod
  PodDisruptionBudget: PodDisruptionBudget
  PriorityClass: PriorityClass
  ReplicaSet: ReplicaSet
  ResourceQuota: ResourceQuota
  Secret: Secret
  Service: Service
  StatefulSet: StatefulSet
  StorageClass: StorageClass
  Traffic: Traffic
  VolumeAttachment: VolumeAttachment
}

export type Kind = keyof KindMap
export type KubernetesObject = KindMap[Kind]

export interface KindInfo {
  readonly apiVersion: string
  readonly plural: string
  readonly namespaced: boolean
}

export const KINDS: Readonly<Record<Kind, KindInfo>> = {
  ConfigMap: { apiVersion: 'v1', plural: 'configmaps', namespaced: true },
  ControllerRevision: { apiVersion: 'apps/v1', plural: 'controllerrevisions', namespaced: true },
  CronJob: { apiVersion: 'batch/v1', plural: 'cronjobs', namespaced: true },
  DaemonSet: { apiVersion: 'apps/v1', plural: 'daemonsets', namespaced: true },
  Deployment: { apiVersion: 'apps/v1', plural: 'deployments', namespaced: true },
  EndpointSlice: { apiVersion: 'discovery.k8s.io/v1', plural: 'endpointslices', namespaced: true },
  HorizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    plural: 'horizontalpodautoscalers',
    namespaced: true,
  },
  Ingress: { apiVersion: 'networking.k8s.io/v1', plural: 'ingresses', namespaced: true },
  Job: { apiVersion: 'batch/v1', plural: 'jobs', namespaced: true },
  LimitRange: { apiVersion: 'v1', plural: 'limitranges', namespaced: true },
  Namespace: { apiVersion: 'v1', plural: 'namespaces', namespaced: false },
  NetworkPolicy: {
    apiVersion: 'networking.k8s.io/v1',
    plural: 'networkpolicies',
    namespaced: true,
  },
  Node: { apiVersion: 'v1', plural: 'nodes', namespaced: false },
  PersistentVolume: { apiVersion: 'v1', plural: 'persistentvolumes', namespaced: false },
  PersistentVolumeClaim: {
    apiVersion: 'v1',
    plural: 'persistentvolumeclaims',
    namespaced: true,
  },
  Pod: { apiVersion: 'v1', plural: 'pods', namespaced: true },
  PodDisruptionBudget: {
    apiVersion: 'policy/v1',
    plural: 'poddisruptionbudgets',
    namespaced: true,
  },
  PriorityClass: {
    apiVersion: 'scheduling.k8s.io/v1',
    plural: 'priorityclasses',
    namespaced: false,
  },
  ReplicaSet: { apiVersion: 'apps/v1', plural: 'replicasets', namespaced: true },
  ResourceQuota: { apiVersion: 'v1', plural: 'resourcequotas', namespaced: true },
  Secret: { apiVersion: 'v1', plural: 'secrets', namespaced: true },
  Service: { apiVersion: 'v1', plural: 'services', namespaced: true },
  StatefulSet: { apiVersion: 'apps/v1', plural: 'statefulsets', namespaced: true },
  VolumeAttachment: {
    apiVersion: 'storage.k8s.io/v1',
    plural: 'volumeattachments',
    namespaced: false,
  },
  Traffic: { apiVersion: 'podfall.dev/v1', plural: 'traffics', namespaced: true },
  StorageClass: { apiVersion: 'storage.k8s.io/v1', plural: 'storageclasses', namespaced: false },
}
