/** On a node that the cluster autoscaler is taking away (cluster-autoscaler/utils/taints). */
export const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler'
