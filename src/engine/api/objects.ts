import type {
  Deployment,
  Job,
  Namespace,
  Node,
  Pod,
  PriorityClass,
  ReplicaSet,
} from './types.gen.ts'

/** Every kind the store holds. A new kind is a line here and a line in KINDS. */
export interface KindMap {
  Deployment: Deployment
  Job: Job
  Namespace: Namespace
  Node: Node
  Pod: Pod
  PriorityClass: PriorityClass
  ReplicaSet: ReplicaSet
}

export type Kind = keyof KindMap
export type KubernetesObject = KindMap[Kind]

export interface KindInfo {
  readonly apiVersion: string
  readonly plural: string
  readonly namespaced: boolean
}

export const KINDS: Readonly<Record<Kind, KindInfo>> = {
  Deployment: { apiVersion: 'apps/v1', plural: 'deployments', namespaced: true },
  Job: { apiVersion: 'batch/v1', plural: 'jobs', namespaced: true },
  Namespace: { apiVersion: 'v1', plural: 'namespaces', namespaced: false },
  Node: { apiVersion: 'v1', plural: 'nodes', namespaced: false },
  Pod: { apiVersion: 'v1', plural: 'pods', namespaced: true },
  PriorityClass: {
    apiVersion: 'scheduling.k8s.io/v1',
    plural: 'priorityclasses',
    namespaced: false,
  },
  ReplicaSet: { apiVersion: 'apps/v1', plural: 'replicasets', namespaced: true },
}
