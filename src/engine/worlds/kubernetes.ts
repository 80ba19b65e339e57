import type { Pod } from '../api/types.gen.ts'
import { startGroupAutoscaler } from '../autoscaler/groupAutoscaler.ts'
import { DEFAULT_SETTINGS } from '../autoscaler/settings.ts'
import type { World, WorldContext } from '../cluster.ts'
import { startAttachDetachController } from '../controllers/attachDetach.ts'
import { startClusterAutoscaler } from '../controllers/clusterAutoscaler.ts'
import { startControllerRefManager } from '../controllers/controllerRefManager.ts'
import { startCronJobController } from '../controllers/cronJob.ts'
import { startDaemonSetController } from '../controllers/daemonSet.ts'
import { startDeploymentController } from '../controllers/deployment.ts'
import { startDisruptionController } from '../controllers/disruption.ts'
import { startDrainer } from '../controllers/drain.ts'
import { startEndpointSliceController } from '../controllers/endpointSlice.ts'
import { startEvictionManager } from '../controllers/evictionManager.ts'
import { startGarbageCollector } from '../controllers/garbageCollector.ts'
import { startHorizontalPodAutoscaler } from '../controllers/horizontalPodAutoscaler.ts'
import { startJobController } from '../controllers/job.ts'
import { startKubelet } from '../controllers/kubelet.ts'
import { startNodeLifecycleController } from '../controllers/nodeLifecycle.ts'
import { startNodeTerminationHandler } from '../controllers/nodeTermination.ts'
import { startOomKiller } from '../controllers/oomKiller.ts'
import { startPersistentVolumeController } from '../controllers/persistentVolume.ts'
import { startPodGarbageCollector } from '../controllers/podGC.ts'
import { startReplicaSetController } from '../controllers/replicaSet.ts'
import { startResourceQuotaController } from '../controllers/resourceQuota.ts'
import { startStatefulSetController } from '../controllers/statefulSet.ts'
import { startTaintEvictionController } from '../controllers/taintEviction.ts'
import { startTtlAfterFinishedController } from '../controllers/ttlAfterFinished.ts'
import { daemonPodsOn } from '../rules/daemonPod.ts'
import { isFinished, withPodConditions } from '../rules/podStatus.ts'
import { configuredPolicy } from '../scheduler/config/configuredPolicy.ts'
import type { SchedulerPolicy } from '../scheduler/policy.ts'
import { createScheduler } from '../scheduler/scheduler.ts'
import { minorOf } from '../scheduler/version.ts'
import { filtersOf, wouldFit } from '../scheduler/wouldFit.ts'
import { say } from '../sentences/sentences.ts'
import { deletePod } from '../store/deletePod.ts'
import { nameOf, namespaceOf } from '../store/identity.ts'
import { startTraffic } from '../traffic/traffic.ts'
import { followPower } from './power.ts'

/** Pods that `waiting` names at most, see `Waiting`. */
const WAITING = 50

/** A Kubernetes cluster: control plane, kubelets, and an autoscaler where machines are on offer. */
export function startKubernetes(whole: WorldContext, policy: SchedulerPolicy): World {
  const { cloud, ledger, attempts, buyable, scenario, controlPlane } = whole
  // What is started with `ctx` is down when the control plane is; the machines are not.
  const ctx = controlPlane.gate(whole)
  const machines = { ...whole, events: controlPlane.events }
  const { store, clock } = ctx
  const hasPower = (name: string) => cloud.hasPower(name)
  const traffic = startTraffic(machines, hasPower)
  startControllerRefManager(ctx)
  startGarbageCollector(ctx)
  startDeploymentController(ctx)
  startReplicaSetController(ctx)
  startDaemonSetController(ctx)
  startStatefulSetController(ctx)
  startHorizontalPodAutoscaler(ctx, traffic)
  startEndpointSliceController(ctx)
  startResourceQuotaController(ctx)
  startCronJobController(ctx, scenario.onCall.startOfDay)
  startJobController(ctx)
  startTtlAfterFinishedController(ctx)
  startDisruptionController(ctx)
  startPersistentVolumeController(ctx)
  const kubelet = startKubelet(machines, hasPower)
  startEvictionManager(machines, hasPower)
  startOomKiller(machines, hasPower, kubelet.outOfMemory)
  const nodeLifecycle = startNodeLifecycleController(ctx, hasPower)
  const attachDetach = startAttachDetachController(ctx, hasPower)
  followPower(cloud, traffic, kubelet, nodeLifecycle, attachDetach)
  const taintEviction = startTaintEvictionController(ctx)
  startPodGarbageCollector(ctx)
  const minor = minorOf(scenario.kubernetesVersion)
  const configured = configuredPolicy(policy, scenario.scheduler)
  const scheduler = createScheduler(ctx, configured, minor)
  scheduler.onAttempt(attempts.add)
  const autoscaler =
    ctx.nodeGroups.length > 0
      ? startGroupAutoscaler(ctx, {
          cloud,
          groups: ctx.nodeGroups,
          settings: scenario.clusterAutoscaler ?? DEFAULT_SETTINGS,
          maxMachines: scenario.maxMachines,
          cluster: () => scheduler.cluster(),
          filters: () => filtersOf(scheduler.policy),
          evict,
          machines: ledger.machines,
        })
      : undefined
  if (!autoscaler && buyable.length > 0) {
    startClusterAutoscaler(ctx, {
      cloud,
      buyable,
      maxMachines: scenario.maxMachines,
      refusal: (pod, node, others) =>
        wouldFit(
          pod,
          node,
          [...daemonPodsOn(node, store.list('DaemonSet')), ...others],
          scheduler.policy,
          scheduler.cluster(),
        )?.reasons,
    })
  }

  /** Its controller makes another pod at once; this one ends gracefully. */
  function takeAway(pod: Pod): void {
    const { uid = '', namespace = '', name = '' } = pod.metadata ?? {}
    ledger.takenAway(uid)
    deletePod(store, clock, namespace, name)
  }

  /** What the Eviction API does with a pod that may go (addConditionAndDeletePod). */
  function evict(pod: Pod): void {
    if (isFinished(pod)) {
      // Its owner has made another one already, if it wants one.
      deletePod(store, clock, namespaceOf(pod), nameOf(pod))
      return
    }
    store.update('Pod', withPodConditions(pod, EVICTED, clock.now))
    takeAway(pod)
  }

  const drainer = startDrainer(ctx, {
    evict,
    onWaiting: ledger.setDrainWaits,
  })
  startNodeTerminationHandler(ctx, {
    cloud,
    whenUp: controlPlane.whenUp,
    drain: (name) => drainer.drain(name),
  })
  controlPlane.onRestart(() => {
    nodeLifecycle.restarted()
    taintEviction.restarted()
    // A scheduler that has just been started tries every pod.
    scheduler.setPolicy(scheduler.policy)
    autoscaler?.restarted()
  })

  return {
    get policy() {
      return scheduler.policy
    },
    setPolicy(next) {
      if (next.world !== 'kubernetes') return say('noRunbook')
      scheduler.setPolicy(configuredPolicy(next, scenario.scheduler))
      return undefined
    },
    drain: ({ name }) => drainer.drain(name),
    deletePod: takeAway,
    traffic,
    pager: () => undefined,
    acknowledgePager: () => false,
    explain: scheduler.explain,
    nodeGroups: () => autoscaler?.report(),
    waiting: () => ({
      first: scheduler.nextPods(WAITING).map(({ info }) => info.pod.metadata?.name ?? ''),
      count: scheduler.nextCount(),
    }),
  }
}

const EVICTED = [
  {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  },
]
