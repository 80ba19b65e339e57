import { specRequests } from '../api/amounts.ts'
import type {
  Deployment,
  Job,
  Pod,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  ReplicaSet,
} from '../api/types.gen.ts'
import type { Cloud, Machine } from '../machine.ts'
import { REPLACES_ANNOTATION, TEMPLATE_ANNOTATION } from '../metrics/appOf.ts'
import { DROPPED_REASON, isFinished, wasDropped } from '../metrics/podState.ts'
import { type Look, runbookAttempt, verdictsOf } from '../runbook/attempt.ts'
import { createMachineRoom } from '../runbook/machineRoom.ts'
import { nextInLine, walkFrom } from '../runbook/rule.ts'
import { type NotBought, RULE, RULE_BY_HAND, words } from '../runbook/words.ts'
import type { MachineType } from '../scenario.ts'
import type { Attempt } from '../scheduler/attempt.ts'
import type { ResourceAmounts } from '../scheduler/framework.ts'
import { deletePod } from '../store/deletePod.ts'
import { controllerOf } from '../store/identity.ts'
import type { ControllerContext, ObjectReference } from './context.ts'

const OWNER = 'runbook'
const RETRY = 'retry'
const BACKLOG = 'backlog'
/** Pods that the script makes without letting anything else come between. */
const AT_ONCE = 200
const NOT_DEPLOYED = 'NotDeployed'

type WorkloadKind = 'Deployment' | 'ReplicaSet' | 'Job'
type Workload = Deployment | ReplicaSet | Job

/** The part of the one-click world that a person uses by hand. */
export interface Runbook {
  /**
   * Puts an app on another machine: the next in the list, but past machines that are down or out of
   * service, since a person looks. A new pod stands for the old one, which goes. Returns the new
   * machine, or undefined when nothing that is up has room and nothing can be bought.
   */
  putOnNextMachine(pod: Pod, reason: 'PutBack' | 'Moved'): Machine | undefined
}

export interface RunbookOptions {
  readonly cloud: Cloud
  /** Types on offer. */
  readonly buyable: readonly MachineType[]
  readonly onAttempt: (attempt: Attempt) => void
}

/** Pods of one workload that are still to be made. */
interface Batch {
  readonly kind: WorkloadKind
  readonly workload: Deployment | ReplicaSet
  count: number
}

interface Decision {
  readonly looks: readonly Look[]
  readonly selected: Machine | undefined
  readonly whyNot?: NotBought
}

/**
 * The deploy script of the one-click world. It makes an app's pods once, when its replicas grow,
 * and never again; each goes to the next machine in the list, whatever its shape and whatever state
 * the machine is in. Where it does not fit, a machine is bought for it. Pods for which there was
 * none wait, and are tried again when a machine comes or an app goes.
 */
export function startRunbook(ctx: ControllerContext, options: RunbookOptions): Runbook {
  const { store, clock, events } = ctx
  const { cloud, buyable } = options
  const room = createMachineRoom(store, cloud)
  /** Replicas (of a Job: pods started) that the script has dealt with, by the workload's uid. */
  const dealtWith = new Map<string, number>()
  /** The last number given per app: web-11. */
  const numbers = new Map<string, number>()
  /** Apps that have come, each once: the k of "k mod the number of machines". */
  let arrivals = 0
  /** Places that were looked for again, for apps that waited or were put back by hand. */
  let again = 0
  let attempts = 0

  /** Pods for which there was no place, by uid, in order of creation. */
  const waiting = new Map<string, Pod>()
  /** Pods to be made that would be too many at once, in order. */
  const backlog: Batch[] = []
  /** How many have been made at once at this moment. */
  let made = 0
  let instant = clock.now

  clock.handle(OWNER, (key) => {
    if (key === BACKLOG) workOff()
    else {
      for (const { metadata } of [...waiting.values()]) {
        const pod = store.get('Pod', metadata!.namespace!, metadata!.name!)
        if (!pod || pod.metadata!.uid !== metadata!.uid || !isWaiting(pod)) continue
        place(pod, arrivals + again)
        again += 1
      }
    }
  })

  cloud.watch((_, change) => {
    if (change === 'added') retryLater()
  })

  store.watch((change) => {
    switch (change.kind) {
      case 'Deployment':
      case 'ReplicaSet':
        if (change.type === 'DELETED') removePods(change.object, 0)
        else scale(change.kind, change.object)
        return
      case 'Job':
        if (change.type === 'DELETED') removePods(change.object, 0)
        else runJob(change.object)
        return
      case 'Node':
        if (change.previous?.spec?.unschedulable && !change.object.spec?.unschedulable)
          revive(change.object.metadata!.name!)
        return
      case 'Pod': {
        const pod = change.object
        if (change.type !== 'DELETED' && isWaiting(pod)) waiting.set(pod.metadata!.uid!, pod)
        else waiting.delete(pod.metadata!.uid!)
        if (change.type === 'ADDED' && isWaiting(pod) && !controllerOf(pod)) arrive(pod)
        if (change.type === 'DELETED' || isFinished(pod)) retryLater()
        if (isFinished(pod) && !wasDropped(pod)) jobPodEnded(pod)
        return
      }
      default:
        return
    }
  })

  // ------------------------------------------------------------------ workloads

  function scale(kind: WorkloadKind, workload: Deployment | ReplicaSet): void {
    const uid = workload.metadata!.uid!
    const wanted = workload.spec?.replicas ?? 1
    const before = dealtWith.get(uid) ?? 0
    dealtWith.set(uid, wanted)
    if (wanted > before) deployMany({ kind, workload, count: wanted - before })
    if (wanted >= before) return
    let surplus = before - wanted
    for (const batch of backlog) {
      if (batch.workload.metadata!.uid !== uid) continue
      const unmade = Math.min(batch.count, surplus)
      batch.count -= unmade
      surplus -= unmade
    }
    removePods(workload, wanted)
  }

  /** A few at once; a crowd is worked off timer by timer in the same instant, one after the other. */
  function deployMany(batch: Batch): void {
    if (instant !== clock.now) made = 0
    instant = clock.now
    if (backlog.length === 0 && made + batch.count <= AT_ONCE) {
      made += batch.count
      for (let n = 0; n < batch.count; n++) {
        deploy(batch.kind, batch.workload, batch.workload.spec?.template)
      }
      return
    }
    backlog.push(batch)
    if (backlog.length === 1) clock.schedule(OWNER, BACKLOG, clock.now)
  }

  function workOff(): void {
    for (let room = AT_ONCE; room > 0 && backlog.length > 0; room--) {
      const [batch] = backlog
      const { namespace = '', name = '', uid } = batch!.workload.metadata ?? {}
      const gone = store.get(batch!.kind, namespace, name)?.metadata?.uid !== uid
      if (!gone && batch!.count > 0) {
        deploy(batch!.kind, batch!.workload, batch!.workload.spec?.template)
        batch!.count -= 1
      }
      if (gone || batch!.count <= 0) backlog.shift()
    }
    if (backlog.length > 0) clock.schedule(OWNER, BACKLOG, clock.now)
  }

  function runJob(job: Job): void {
    if (job.spec?.suspend) return
    const uid = job.metadata!.uid!
    const parallelism = job.spec?.parallelism ?? 1
    const completions = job.spec?.completions ?? parallelism
    const own = store.ownedBy('Pod', uid)
    const succeeded = own.filter((pod) => pod.status?.phase === 'Succeeded').length
    let active = own.filter((pod) => !isFinished(pod) || wasDropped(pod)).length
    let started = dealtWith.get(uid) ?? 0
    for (; active < parallelism && started < completions; active++, started++) {
      deploy('Job', job, job.spec?.template)
    }
    dealtWith.set(uid, started)
    const status = { ...job.status, active, succeeded }
    if (succeeded >= completions && !isComplete(job)) {
      events.record('Normal', 'Finished', reference('Job', job), words.finished)
      const complete = { type: 'Complete', status: 'True' }
      store.update('Job', { ...job, status: { ...status, conditions: [complete] } })
    } else store.update('Job', { ...job, status })
  }

  function jobPodEnded(pod: Pod): void {
    const owner = controllerOf(pod)
    if (owner?.kind !== 'Job') return
    const job = store.get('Job', pod.metadata?.namespace ?? '', owner.name)
    if (job) runJob(job)
  }

  /** Takes the newest pods away until `wanted` are left. */
  function removePods(workload: Workload, wanted: number): void {
    const own = store.ownedBy('Pod', workload.metadata!.uid!)
    const running = own.filter(({ metadata }) => !metadata?.deletionTimestamp)
    for (const pod of running.slice(wanted).reverse()) {
      events.record('Normal', 'Removed', reference('Pod', pod), words.removed)
      takeAway(pod)
    }
  }

  /** A machine without power cannot end anything gracefully. */
  function takeAway(pod: Pod): void {
    const { namespace = '', name = '' } = pod.metadata ?? {}
    const powered = cloud.hasPower(pod.spec?.nodeName ?? '')
    deletePod(store, clock, namespace, name, powered ? {} : { gracePeriodSeconds: 0 })
  }

  // ------------------------------------------------------------------ pods

  function deploy(
    kind: WorkloadKind,
    owner: Workload,
    template: PodTemplateSpec | undefined,
  ): void {
    const { namespace = '', name = '', uid = '' } = owner.metadata ?? {}
    arrive({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace,
        name: nextName(namespace, owner.metadata?.annotations?.[TEMPLATE_ANNOTATION] ?? name),
        ...(template?.metadata?.labels && { labels: template.metadata.labels }),
        ...(template?.metadata?.annotations && { annotations: template.metadata.annotations }),
        ownerReferences: [
          { apiVersion: owner.apiVersion ?? '', kind, name, uid, controller: true },
        ],
      },
      // Whatever runs on a machine starts again with it, Jobs too.
      ...(template?.spec && {
        spec: kind === 'Job' ? { ...template.spec, restartPolicy: 'OnFailure' } : template.spec,
      }),
    })
  }

  function nextName(namespace: string, app: string): string {
    const key = `${namespace}/${app}`
    let number = numbers.get(key) ?? 0
    do number += 1
    while (store.get('Pod', namespace, `${app}-${number}`))
    numbers.set(key, number)
    return `${app}-${number}`
  }

  function arrive(pod: Pod): void {
    place(pod, arrivals)
    arrivals += 1
  }

  /** The script's turn: finds the machine, then creates the pod, or binds it if it was waiting. */
  function place(pod: Pod, turn: number): void {
    const decision = decide(pod.metadata?.name ?? '', specRequests(pod), turn)
    const { selected, looks, whyNot } = decision
    if (selected) {
      const stored = put(pod, selected)
      events.record('Normal', 'Deployed', reference('Pod', stored), words.deployed(selected.name))
      record(stored, decision, RULE)
    } else {
      const full = looks.find(({ missing }) => missing.length > 0)?.machine.name
      const message = words.notDeployed(full, whyNot!)
      const stored = write(pod, pod.spec!, { phase: 'Pending', reason: NOT_DEPLOYED, message })
      events.record('Warning', NOT_DEPLOYED, reference('Pod', stored), message)
      record(stored, decision, RULE, message)
    }
  }

  function put(pod: Pod, machine: Machine): Pod {
    const dropped = { phase: 'Failed', reason: DROPPED_REASON }
    const status = isOutOfService(machine) ? dropped : { phase: 'Pending' }
    return write(pod, { ...pod.spec!, nodeName: machine.name }, status)
  }

  function write(pod: Pod, spec: PodSpec, status: PodStatus): Pod {
    const { reason: _, message: __, ...before } = pod.status ?? {}
    const placed = { ...pod, spec, status: { ...before, ...status } }
    return pod.metadata?.uid ? store.update('Pod', placed) : store.create('Pod', placed)
  }

  function decide(app: string, requests: ResourceAmounts, turn: number): Decision {
    const machines = cloud.machines()
    if (machines.length === 0) return buy(app, requests, [])
    const machine = machines[nextInLine(turn, machines.length)]!
    const look = { machine, missing: room.missing(machine, requests) }
    if (look.missing.length === 0) return { looks: [look], selected: machine }
    return buy(app, requests, [look])
  }

  function decideByHand(app: string, requests: ResourceAmounts): Decision {
    const machines = cloud.machines()
    const usable = walkFrom(arrivals + again, machines.length)
      .map((index) => machines[index]!)
      .filter((machine) => machine.power && !isOutOfService(machine))
    const looks: Look[] = []
    for (const machine of usable) {
      const look = { machine, missing: room.missing(machine, requests) }
      looks.push(look)
      if (look.missing.length === 0) return { looks, selected: machine }
      // The runbook says to buy as soon as the next machine is full; only if that cannot be done
      // does the person go on through the list.
      if (looks.length > 1) continue
      const bought = buy(app, requests, looks)
      if (bought.selected) return bought
    }
    return looks.length > 0 ? { looks, selected: undefined } : buy(app, requests, looks)
  }

  function buy(app: string, requests: ResourceAmounts, looks: readonly Look[]): Decision {
    const type = room.cheapest(buyable, requests)
    if (!type || cloud.full) {
      const whyNot = type ? 'max' : buyable.length === 0 ? 'none' : 'size'
      return { looks, selected: undefined, whyNot }
    }
    const machine = cloud.add(type)
    const full = looks[0]?.machine.name
    const about: ObjectReference = { kind: 'Node', namespace: '', name: machine.name }
    events.record(
      'Normal',
      'MachineBought',
      about,
      words.bought(machine.name, type.name, app, full),
    )
    return { looks: [...looks, { machine, missing: [] }], selected: machine }
  }

  function record(pod: Pod, decision: Decision, rule: string, message?: string): void {
    attempts += 1
    const { namespace = '', name = '', uid = '' } = pod.metadata ?? {}
    const frame = { id: attempts, at: clock.now, namespace, pod: name, uid }
    const selected = decision.selected?.name
    options.onAttempt(
      runbookAttempt(frame, verdictsOf(cloud.machines(), decision.looks), {
        rule,
        ...(selected !== undefined && { selected }),
        ...(message !== undefined && { message }),
      }),
    )
  }

  // ------------------------------------------------------------------ changes of the world

  function isOutOfService(machine: Machine): boolean {
    return store.get('Node', '', machine.name)?.spec?.unschedulable === true
  }

  function retryLater(): void {
    if (waiting.size > 0) clock.schedule(OWNER, RETRY, clock.now)
  }

  /** The machine is in service again: what was dropped on it meanwhile starts. */
  function revive(machine: string): void {
    for (const pod of store.podsOnNode(machine)) {
      if (wasDropped(pod)) store.update('Pod', { ...pod, status: { phase: 'Pending' } })
    }
  }

  return {
    putOnNextMachine(pod, reason) {
      const {
        namespace = '',
        name: old = '',
        uid = '',
        ownerReferences,
        labels,
      } = pod.metadata ?? {}
      const owner = controllerOf(pod)
      const name = nextName(namespace, owner?.name ?? old)
      const decision = decideByHand(name, specRequests(pod))
      const from = pod.spec?.nodeName ?? ''
      if (!decision.selected) {
        record(pod, decision, RULE_BY_HAND, words.notPutBack)
        events.record('Warning', 'NotPutBack', reference('Pod', pod), words.notPutBack)
        return undefined
      }
      again += 1
      const annotations = { ...pod.metadata?.annotations, [REPLACES_ANNOTATION]: uid }
      const metadata = { namespace, name, ownerReferences, labels, annotations }
      const { nodeName: _, ...spec } = pod.spec!
      const created = put({ apiVersion: 'v1', kind: 'Pod', metadata, spec }, decision.selected)
      record(created, decision, RULE_BY_HAND)
      const sentence = reason === 'PutBack' ? words.putBack : words.moved
      events.record(
        'Normal',
        reason,
        reference('Pod', created),
        sentence(old, from, decision.selected.name),
      )
      takeAway(pod)
      return decision.selected
    },
  }
}

function isWaiting(pod: Pod): boolean {
  return !pod.spec?.nodeName && !pod.metadata?.deletionTimestamp && !isFinished(pod)
}

function isComplete(job: Job): boolean {
  return job.status?.conditions?.some((c) => c.type === 'Complete' && c.status === 'True') === true
}

function reference(kind: ObjectReference['kind'], object: Workload | Pod): ObjectReference {
  const { namespace = '', name = '' } = object.metadata ?? {}
  return { kind, namespace, name }
}
