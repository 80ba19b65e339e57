import type { ObjectReference } from '../controllers/context.ts'

/** Where the cluster autoscaler writes what it does as a whole. */
export const STATUS_MAP: ObjectReference = {
  kind: 'ConfigMap',
  namespace: 'kube-system',
  name: 'cluster-autoscaler-status',
}

export const nodeReference = (name: string): ObjectReference => ({
  kind: 'Node',
  namespace: '',
  name,
})
