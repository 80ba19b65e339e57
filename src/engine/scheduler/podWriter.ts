import { copyStatus } from '../api/copies.ts'
import type { Pod, PodCondition, PodStatus } from '../api/types.gen.ts'
import type { ControllerContext } from '../controllers/context.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { deletePod } from '../store/deletePod.ts'
import { SELECTED_NODE, withClaim } from '../volumes/claims.ts'
import { truncateEventMessage } from './fitError.ts'
import type { VolumeBindings } from './framework.ts'
import { conditionsWith, withCondition } from './podStatus.ts'
import { schedulerNameOf } from './profile.ts'

/** Everything the scheduler writes: pods' specs and statuses, and events about them. */
export interface PodWriter {
  /** Gives the pod's claims their volumes, or has them made for the node. */
  bindVolumes(bindings: VolumeBindings, nodeName: string): void
  bind(pod: Pod, nodeName: string): void
  /** A failed attempt. `nominated`: the node that is being cleared for it, '' = none any more. */
  refuse(
    pod: Pod,
    reason: 'Unschedulable' | 'SchedulerError',
    message: string,
    nominated?: string,
  ): void
  /** A pod that is being deleted and was to be scheduled. */
  skip(pod: Pod): void
  /** A pod whose scheduling gates keep it out of the queue. */
  gate(pod: Pod): void
  /** Deletes a pod, with its own grace period, so that another one fits. */
  evict(victim: Pod, preemptor: Pod, nodeName: string): void
  clearNomination(pod: Pod): void
}

const SCHEDULED: PodCondition = { type: 'PodScheduled', status: 'True' }

export function createPodWriter(ctx: ControllerContext): PodWriter {
  const { store, clock, events } = ctx

  /** The beginning of a text that every pod of a namespace gets: fewer pieces to hold together. */
  let assigned = { namespace: '', text: '' }
  function assignedIn(namespace: string): string {
    if (assigned.namespace !== namespace || assigned.text === '') {
      assigned = { namespace, text: `Successfully assigned ${namespace}/` }
    }
    return assigned.text
  }

  function report(pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { namespace = '', name = '' } = pod.metadata ?? {}
    events.record(type, reason, { kind: 'Pod', namespace, name }, message)
  }

  /** Thousands of pods are bound in one second: with the same status before, they share one after. */
  let scheduled: { before: PodStatus | undefined; at: string; after: PodStatus } | undefined
  function scheduledStatus(before: PodStatus | undefined, at: string): PodStatus {
    if (!scheduled || scheduled.before !== before || scheduled.at !== at) {
      const after = copyStatus(before)
      after.conditions = conditionsWith(before?.conditions, SCHEDULED, at)
      if (after.nominatedNodeName) after.nominatedNodeName = undefined
      scheduled = { before, at, after }
    }
    return scheduled.after
  }

  function write(pod: Pod, condition: PodCondition): void {
    store.update('Pod', withCondition(pod, condition, toTimestamp(clock.now)))
  }

  return {
    bindVolumes({ found, provisioned }, nodeName) {
      for (const { claim, volume } of found) {
        store.update('PersistentVolume', withClaim(volume, claim))
      }
      for (const claim of provisioned) {
        const annotations = { ...claim.metadata?.annotations, [SELECTED_NODE]: nodeName }
        const metadata = { ...claim.metadata, annotations }
        store.update('PersistentVolumeClaim', { ...claim, metadata })
      }
    },
    bind(pod, nodeName) {
      store.bind(pod, nodeName, scheduledStatus(pod.status, toTimestamp(clock.now)))
      const { namespace = '', name } = pod.metadata ?? {}
      const message = `${assignedIn(namespace)}${name} to ${nodeName}`
      report(pod, 'Normal', 'Scheduled', message)
    },
    refuse(pod, reason, message, nominated) {
      const next = nominated === undefined ? pod : withNomination(pod, nominated)
      write(next, { type: 'PodScheduled', status: 'False', reason, message })
      report(pod, 'Warning', 'FailedScheduling', truncateEventMessage(message))
    },
    skip(pod) {
      const { namespace, name } = pod.metadata ?? {}
      report(pod, 'Warning', 'FailedScheduling', `skip schedule deleting pod: ${namespace}/${name}`)
    },
    gate(pod) {
      const known = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
      if (known?.reason === 'SchedulingGated') return
      write(pod, {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      })
    },
    evict(victim, preemptor, nodeName) {
      const { namespace = '', name = '' } = victim.metadata ?? {}
      const pod = store.get('Pod', namespace, name)
      // A victim that is on its way out already is only waited for.
      if (!pod || pod.metadata?.deletionTimestamp !== undefined) return
      write(pod, {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'PreemptionByScheduler',
        message: `${schedulerNameOf(preemptor)}: preempting to accommodate a higher priority pod`,
      })
      deletePod(store, clock, namespace, name)
      const uid = preemptor.metadata?.uid
      report(victim, 'Normal', 'Preempted', `Preempted by pod ${uid} on node ${nodeName}`)
    },
    clearNomination(pod) {
      const { namespace = '', name = '' } = pod.metadata ?? {}
      const current = store.get('Pod', namespace, name)
      if (current) store.update('Pod', withNomination(current, ''))
    },
  }
}

function withNomination(pod: Pod, nodeName: string): Pod {
  if ((pod.status?.nominatedNodeName ?? '') === nodeName) return pod
  return { ...pod, status: { ...pod.status, nominatedNodeName: nodeName || undefined } }
}
