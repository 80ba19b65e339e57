import { expect, test } from 'vitest'
import { createTestCluster } from './harness.ts'

test('a Deployment is scaled up: ReplicaSet, pods, containers', () => {
  const cluster = createTestCluster()
  cluster.addNode('n1')
  cluster.addNode('n2')
  cluster.deploy('web', 0)
  cluster.settle()
  cluster.scale('web', 2)
  cluster.settle()
  expect(cluster.takeEvents()).toMatchInlineSnapshot(`
    "
    0.0s node/n1 NodeReady: Node n1 status is now: NodeReady
    0.0s node/n2 NodeReady: Node n2 status is now: NodeReady
    0.0s deployment/web ScalingReplicaSet: Scaled up replica set web-d776d8f84 from 0 to 2
    0.0s replicaset/web-d776d8f84 SuccessfulCreate: Created pod: web-d776d8f84-7l4m4
    0.0s replicaset/web-d776d8f84 SuccessfulCreate: Created pod: web-d776d8f84-7f8n7
    0.0s pod/web-d776d8f84-7l4m4 Scheduled: Successfully assigned default/web-d776d8f84-7l4m4 to n1
    0.0s pod/web-d776d8f84-7f8n7 Scheduled: Successfully assigned default/web-d776d8f84-7f8n7 to n2
    1.0s pod/web-d776d8f84-7l4m4 Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    1.0s pod/web-d776d8f84-7l4m4 Created: Container created
    1.0s pod/web-d776d8f84-7l4m4 Started: Container started
    1.0s pod/web-d776d8f84-7f8n7 Pulled: Container image "web:1" already present on machine and can be accessed by the pod
    1.0s pod/web-d776d8f84-7f8n7 Created: Container created
    1.0s pod/web-d776d8f84-7f8n7 Started: Container started
    "
  `)
  expect(cluster.pods()).toMatchInlineSnapshot(`
    "
    web-d776d8f84-7l4m4 Running ready n1 10.244.0.2
    web-d776d8f84-7f8n7 Running ready n2 10.244.1.2
    "
  `)
  expect(cluster.store.get('Deployment', 'default', 'web')).toMatchInlineSnapshot(`
    {
      "metadata": {
        "annotations": {
          "deployment.kubernetes.io/revision": "1",
        },
        "creationTimestamp": "2026-01-01T00:00:00Z",
        "generation": 2,
        "name": "web",
        "namespace": "default",
        "resourceVersion": "25",
        "uid": "af9af67c-dc48-4ae5-8424-136bda75dfa1",
      },
      "spec": {
        "minReadySeconds": 0,
        "progressDeadlineSeconds": 600,
        "replicas": 2,
        "revisionHistoryLimit": 10,
        "selector": {
          "matchLabels": {
            "app": "web",
          },
        },
        "strategy": {
          "rollingUpdate": {
            "maxSurge": "25%",
            "maxUnavailable": "25%",
          },
          "type": "RollingUpdate",
        },
        "template": {
          "metadata": {
            "annotations": {},
            "labels": {
              "app": "web",
            },
          },
          "spec": {
            "containers": [
              {
                "image": "web:1",
                "name": "web",
              },
            ],
            "restartPolicy": "Always",
            "schedulerName": "default-scheduler",
            "terminationGracePeriodSeconds": 30,
          },
        },
      },
      "status": {
        "availableReplicas": 2,
        "conditions": [
          {
            "lastTransitionTime": "2026-01-01T00:00:00Z",
            "lastUpdateTime": "2026-01-01T00:00:00Z",
            "message": "ReplicaSet "web-d776d8f84" has successfully progressed.",
            "reason": "NewReplicaSetAvailable",
            "status": "True",
            "type": "Progressing",
          },
          {
            "lastTransitionTime": "2026-01-01T00:00:01Z",
            "lastUpdateTime": "2026-01-01T00:00:01Z",
            "message": "Deployment has minimum availability.",
            "reason": "MinimumReplicasAvailable",
            "status": "True",
            "type": "Available",
          },
        ],
        "observedGeneration": 2,
        "readyReplicas": 2,
        "replicas": 2,
        "terminatingReplicas": 0,
        "unavailableReplicas": 0,
        "updatedReplicas": 2,
      },
    }
  `)
})
