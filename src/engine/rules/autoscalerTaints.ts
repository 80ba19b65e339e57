/** On a node that the cluster autoscaler is taking away (cluster-autoscaler/utils/taints). */
export const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler'

/** On a node that it holds to be unneeded: new pods go elsewhere if they can. */
export const DELETION_CANDIDATE = 'DeletionCandidateOfClusterAutoscaler'
