import type { KindMap } from './api/objects.ts'
import type { CronJob, DaemonSet, Deployment, Job, StatefulSet } from './api/types.gen.ts'
import type { BudgetState, WorkloadState } from './protocol.ts'
import { findCondition } from './rules/podStatus.ts'
import { revisionOf } from './rules/revision.ts'
import { fromTimestamp } from './sim/calendar.ts'
import { inOrder } from './store/controllerRevisions.ts'
import { nameOf, namespaceOf, uidOf } from './store/identity.ts'
import type { Store } from './store/store.ts'

type Progress = Omit<WorkloadState, 'namespace' | 'kind' | 'name'>

/** Every workload of a cluster, by kind, then in the order in which they were made. */
export function workloadStates(store: Store): readonly WorkloadState[] {
  const states = <K extends WorkloadState['kind']>(
    kind: K,
    progressOf: (object: KindMap[K]) => Progress,
  ): readonly WorkloadState[] =>
    store.list(kind).map((object) => ({
      namespace: namespaceOf(object),
      kind,
      name: nameOf(object),
      ...progressOf(object),
    }))
  return [
    ...states('Deployment', (object) => ofDeployment(store, object)),
    ...states('StatefulSet', (object) => ofStatefulSet(store, object)),
    ...states('DaemonSet', (object) => ofDaemonSet(store, object)),
    ...states('CronJob', ofCronJob),
    ...states('Job', ofJob),
  ]
}

/** Every disruption budget, with what it allows at this moment. */
export function budgetStates(store: Store): readonly BudgetState[] {
  return store.list('PodDisruptionBudget').map(({ metadata, status }) => ({
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    allowed: status?.disruptionsAllowed ?? 0,
    healthy: status?.currentHealthy ?? 0,
    desired: status?.desiredHealthy ?? 0,
    expected: status?.expectedPods ?? 0,
  }))
}

/*
 * The sentences are those of `kubectl rollout status`
 * (staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go).
 */

function ofDeployment(store: Store, deployment: Deployment): Progress {
  const { spec, status = {} } = deployment
  const name = nameOf(deployment)
  const wanted = spec?.replicas ?? 1
  const { replicas = 0, updatedReplicas: updated = 0, availableReplicas: available = 0 } = status
  const progressing = findCondition(status.conditions, 'Progressing')
  const waiting = (text: string) => `Waiting for deployment "${name}" rollout to finish: ${text}...`
  let rollout = `deployment "${name}" successfully rolled out`
  let done = false
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    rollout = `deployment "${name}" exceeded its progress deadline`
  } else if (updated < wanted) {
    rollout = waiting(`${updated} out of ${wanted} new replicas have been updated`)
  } else if (replicas > updated) {
    rollout = waiting(`${replicas - updated} old replicas are pending termination`)
  } else if (available < updated) {
    rollout = waiting(`${available} of ${updated} updated replicas are available`)
  } else done = true
  const revisions = store
    .ownedBy('ReplicaSet', uidOf(deployment))
    .map(revisionOf)
    .filter((revision) => revision > 0)
  const failure = findCondition(status.conditions, 'ReplicaFailure')
  return {
    wanted,
    ready: status.readyReplicas ?? 0,
    updated,
    done,
    rollout,
    paused: spec?.paused === true,
    ...history(revisions),
    ...(failure?.status === 'True' && { refusal: failure.message ?? '' }),
  }
}

function ofStatefulSet(store: Store, set: StatefulSet): Progress {
  const { spec, status } = set
  const wanted = spec?.replicas ?? 1
  const { readyReplicas: ready = 0, updatedReplicas: updated = 0 } = status ?? {}
  const update = status?.updateRevision
  const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0
  let rollout = `statefulset rolling update complete ${status?.currentReplicas ?? 0} pods at revision ${status?.currentRevision ?? ''}...`
  let done = false
  if (ready < wanted) rollout = `Waiting for ${wanted - ready} pods to be ready...`
  else if (partition > 0 && updated < wanted - partition) {
    rollout = `Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...`
  } else if (partition > 0) {
    rollout = `partitioned roll out complete: ${updated} new pods have been updated...`
    done = true
  } else if (update !== status?.currentRevision) {
    rollout = `waiting for statefulset rolling update to complete ${updated} pods at revision ${update ?? ''}...`
  } else done = true
  return { wanted, ready, updated, done, rollout, paused: false, ...kept(store, set) }
}

function ofDaemonSet(store: Store, set: DaemonSet): Progress {
  const name = nameOf(set)
  const {
    desiredNumberScheduled: wanted = 0,
    numberReady: ready = 0,
    numberAvailable: available = 0,
    updatedNumberScheduled: updated = 0,
  } = set.status ?? {}
  const waiting = (text: string) => `Waiting for daemon set "${name}" rollout to finish: ${text}...`
  let rollout = `daemon set "${name}" successfully rolled out`
  let done = false
  if (updated < wanted) {
    rollout = waiting(`${updated} out of ${wanted} new pods have been updated`)
  } else if (available < wanted) {
    rollout = waiting(`${available} of ${wanted} updated pods are available`)
  } else done = true
  return { wanted, ready, updated, done, rollout, paused: false, ...kept(store, set) }
}

function ofJob({ spec, status }: Job): Progress {
  const wanted = spec?.completions ?? spec?.parallelism ?? 1
  const updated = status?.succeeded ?? 0
  const ended = findCondition(status?.conditions, 'Complete')?.status === 'True'
  const failed = findCondition(status?.conditions, 'Failed')
  return {
    wanted,
    ready: status?.ready ?? 0,
    updated,
    done: ended,
    rollout: failed?.status === 'True' ? (failed.message ?? '') : '',
    paused: spec?.suspend === true,
    revision: 0,
    former: [],
  }
}

function ofCronJob({ spec, status }: CronJob): Progress {
  const last = status?.lastScheduleTime
  return {
    wanted: 0,
    ready: status?.active?.length ?? 0,
    updated: 0,
    done: true,
    rollout: '',
    paused: spec?.suspend === true,
    revision: 0,
    former: [],
    schedule: spec?.schedule ?? '',
    ...(last !== undefined && { lastSchedule: fromTimestamp(last) }),
  }
}

/** Templates that are kept as ControllerRevisions. */
function kept(store: Store, owner: StatefulSet | DaemonSet) {
  const revisions = inOrder(store.ownedBy('ControllerRevision', uidOf(owner)))
  return history(revisions.map(({ revision }) => revision))
}

function history(revisions: readonly number[]): Pick<WorkloadState, 'revision' | 'former'> {
  const ordered = [...revisions].sort((a, b) => b - a)
  return { revision: ordered[0] ?? 0, former: ordered.slice(1) }
}
