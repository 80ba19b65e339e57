import type { Node, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { ControllerContext } from '../controllers/context.ts'
import type { Cloud } from '../machine.ts'
import type { MachineFact } from '../metrics/facts.ts'
import { wantsMachine } from '../rules/unschedulable.ts'
import type { AutoscalerSettings, NodeGroup } from '../scenario.ts'
import type { ClusterView } from '../scheduler/framework.ts'
import { nodeView, podInfo } from '../scheduler/nodeView.ts'
import type { ConfiguredPlugin } from '../scheduler/registry.ts'
import { fromTimestamp } from '../sim/calendar.ts'
import { nameOf, namespaceOf, uidOf } from '../store/identity.ts'
import { createBackoff } from './backoff.ts'
import { bestOption } from './expanders.ts'
import { createRemoval } from './removal.ts'
import { createScaleDown } from './scaleDown.ts'
import { areSimilar, balance, expansionOptions, type GroupSize } from './scaleUp.ts'
import { EXPENDABLE_BELOW, PROVISION_TIME, YOUNG } from './settings.ts'
import { createSnapshot, type Snapshot } from './snapshot.ts'
import { STATUS_MAP } from './targets.ts'
import { templateOf } from './templates.ts'

const OWNER = 'nodeGroups'
const LOOK = 'look'

export interface GroupAutoscalerOptions {
  readonly cloud: Cloud
  readonly groups: readonly NodeGroup[]
  readonly settings: AutoscalerSettings
  /** --max-nodes-total. */
  readonly maxMachines: number
  /** The scheduler's view of the nodes, and its filters. */
  readonly cluster: () => ClusterView
  readonly filters: () => readonly ConfiguredPlugin[]
  readonly evict: (pod: Pod) => void
  /** What is requested of each machine, by name. */
  readonly machines: ReadonlyMap<string, MachineFact>
}

/** What the cluster autoscaler holds of a group; of the machines that may go the names. */
export interface GroupReport {
  readonly group: NodeGroup
  readonly target: number
  readonly unneeded: readonly string[]
}

export interface GroupAutoscaler {
  report(): readonly GroupReport[]
  /** It has just been started: nodes on their way out are in service, and nothing has waited. */
  restarted(): void
}

/**
 * The cluster autoscaler of node groups (cluster-autoscaler/core/static_autoscaler): every 10 s it
 * looks for pods that fit nowhere, and lets one group grow for as many of them as that helps; in a
 * loop without growth it looks for machines that the cluster can do without. As a loop without news
 * could change nothing, it is only made after a change, or when something has waited long enough.
 */
export function startGroupAutoscaler(
  ctx: ControllerContext,
  options: GroupAutoscalerOptions,
): GroupAutoscaler {
  const { store, clock, events } = ctx
  const { cloud, groups, settings, maxMachines } = options
  const random = ctx.random.fork('clusterAutoscaler')
  const removal = createRemoval(ctx, options)
  const backoff = createBackoff(clock)
  const scaleDown = createScaleDown(ctx, { ...options, removal })
  const templates = new Map(groups.map((group) => [group, templateOf(group, store)]))
  /** Pods that the scheduler has given up for now, by uid, in the order in which it did. */
  const unschedulable = new Map<string, Pod>()
  /** Pods that others are moved away for, by uid. */
  const nominated = new Map<string, Pod>()
  /** The reason each pod was last told, so that it is told once. */
  const told = new Map<string, string>()
  let lastLook = Number.NEGATIVE_INFINITY

  clock.handle(OWNER, look)

  store.watch(
    (change) => {
      if (change.kind === 'Pod') {
        const pod = change.object
        const uid = uidOf(pod)
        const gone = change.type === 'DELETED'
        keep(unschedulable, uid, pod, !gone && wantsMachine(pod))
        keep(nominated, uid, pod, !gone && isNominated(pod))
        if (!unschedulable.has(uid)) told.delete(uid)
        lookSoon()
      } else if (change.kind === 'Node' || change.kind === 'PodDisruptionBudget') lookSoon()
    },
    ['Pod', 'Node', 'PodDisruptionBudget'],
  )
  cloud.watch(lookSoon)

  /** At the next beat of the interval, which is `now` if that is one. */
  function lookSoon(): void {
    lookAt(clock.now, 'beat')
  }

  function lookAt(at: Millis, sort: 'beat' | 'consequence'): void {
    const { scanInterval } = settings
    const next = Math.max(Math.ceil(at / scanInterval) * scanInterval, lastLook + scanInterval)
    const due = clock.dueAt(OWNER, LOOK)
    const urgent = unschedulable.size > 0 ? 'consequence' : sort
    if (due === undefined || due > next) clock.schedule(OWNER, LOOK, next, urgent)
  }

  function look(): void {
    lastLook = clock.now
    giveUpOnLate()
    const outcome = scaleUp()
    if (outcome === 'grown') {
      scaleDown.grown()
      // Whoever that does not help is next.
      lookSoon()
    } else if (settings.scaleDownEnabled) {
      scaleDown.look(outcome === 'waits', snapshot)
    }
    const next = scaleDown.nextAt()
    const again = backoff.nextAt()
    const late = overdueAt()
    const recheck = scaleDown.recheckAt()
    if (next !== undefined) lookAt(next, 'consequence')
    if (recheck !== undefined) lookAt(recheck, 'beat')
    if (late !== undefined) lookAt(late, 'beat')
    if (again !== undefined && unschedulable.size > 0) lookAt(again, 'beat')
  }

  /** A machine that has not joined after 15 min never will: it lost power while it booted, say. */
  function giveUpOnLate(): void {
    const late = cloud
      .machines()
      .filter((machine) => machine.booting && machine.bornAt + PROVISION_TIME < clock.now)
    for (const machine of late) {
      const size = groupSizes().find(({ group }) => group.name === machine.group)
      if (!size || size.target <= size.group.min) continue
      const message = `Removed unregistered node ${machine.name}`
      events.record('Normal', 'DeleteUnregistered', STATUS_MAP, message)
      backoff.failed(size.group.name)
      cloud.terminate(machine)
    }
  }

  function overdueAt(): Millis | undefined {
    const booting = cloud.machines().filter((machine) => machine.booting && machine.group)
    const ends = booting.map(({ bornAt }) => bornAt + PROVISION_TIME + 1)
    const next = ends.filter((at) => at > clock.now)
    return next.length > 0 ? Math.min(...next) : undefined
  }

  // ------------------------------------------------------------------ the cluster on paper

  /** The nodes there are and those that are on their way, with the pods that will be there. */
  function snapshot(): Snapshot {
    const view = options.cluster()
    const now = createSnapshot({ ...view, nodes: view.nodes.map(asStarted) }, options.filters())
    for (const machine of cloud.machines()) {
      const group = machine.booting && groups.find(({ name }) => name === machine.group)
      if (!group) continue
      const template = templates.get(group)!
      const node = template.node(machine.name)
      now.add(node, template.daemons(node))
    }
    for (const pod of nominated.values()) now.put(podInfo(pod), pod.status!.nominatedNodeName!)
    return now
  }

  /** A node whose kubelet has not reported yet is taken for what it is about to be. */
  function asStarted(view: ClusterView['nodes'][number]): ClusterView['nodes'][number] {
    const machine = cloud.byName(view.name)
    const group = machine && groups.find(({ name }) => name === machine.group)
    if (!group || view.node.status?.conditions !== undefined) return view
    const fresh = templates.get(group)!.node(view.name)
    return nodeView({ ...fresh, metadata: view.node.metadata } as Node, view.pods)
  }

  // ------------------------------------------------------------------ growing

  function scaleUp(): 'grown' | 'waits' | 'none' {
    const pods = [...unschedulable.values()].filter(
      ({ spec }) => (spec?.priority ?? 0) >= EXPENDABLE_BELOW,
    )
    if (pods.length === 0) return 'none'
    const now = snapshot()
    const waiting = pods
      .sort((a, b) => (b.spec?.priority ?? 0) - (a.spec?.priority ?? 0))
      .map(podInfo)
      .filter((pod) => now.place(pod) === undefined)
    if (waiting.length === 0) return 'none'
    if (waiting.every(({ pod }) => isYoung(pod))) {
      lookAt(clock.now + 1, 'consequence')
      return 'waits'
    }
    const room = maxMachines - cloud.machines().length
    if (room <= 0) {
      for (const { pod } of waiting) tell(pod, 'max total nodes in cluster reached')
      return 'none'
    }
    const sizes = groupSizes()
    const found = expansionOptions(now, sizes, waiting, room)
    if (found.options.length === 0) {
      for (const { pod, reasons } of found.helpless) tell(pod.pod, counted(reasons))
      return 'none'
    }
    const nodes = store.list('Node').length
    const best = bestOption(found.options, settings.expander, nodes, random)
    const own = sizes.find(({ group }) => group === best.group)!
    const similar = settings.balanceSimilarNodeGroups
      ? sizes.filter((size) => isAlike(size, own, found.fits))
      : []
    const plans = balance([own, ...similar], Math.min(best.count, room))
    const done = plans.filter(carryOut)
    if (done.length === 0) {
      // Another group may help: this one is left alone from now on.
      lookSoon()
      return 'none'
    }
    const infos = done.map(
      ({ group, from, to }) => `{${group.name} ${from}->${to} (max: ${group.max})}`,
    )
    const message = `pod triggered scale-up: [${infos.join(' ')}]`
    for (const { pod } of best.pods) record(pod, 'TriggeredScaleUp', message)
    return 'grown'
  }

  type Plan = ReturnType<typeof balance>[number]

  function carryOut({ group, from, to }: Plan): boolean {
    const sizes = `${to} instead of ${from} (max: ${group.max})`
    const plan = `Scale-up: setting group ${group.name} size to ${sizes}`
    events.record('Normal', 'ScaledUpGroup', STATUS_MAP, plan)
    if (cloud.shortOf(group.name)) {
      const failed = `Scale-up failed for group ${group.name}: there are no spot machines to be had`
      events.record('Warning', 'FailedToScaleUpGroup', STATUS_MAP, failed)
      backoff.failed(group.name)
      return false
    }
    for (let size = from; size < to; size++) cloud.add(group.machine, group.name)
    const done = `Scale-up: group ${group.name} size set to ${sizes}`
    events.record('Normal', 'ScaledUpGroup', STATUS_MAP, done)
    return true
  }

  function isAlike(
    size: GroupSize,
    own: GroupSize,
    fits: ReturnType<typeof expansionOptions>['fits'],
  ): boolean {
    if (size === own || !areSimilar(size.group, own.group)) return false
    const theirs = fits.get(size.group)
    return theirs !== undefined && [...fits.get(own.group)!].every((each) => theirs.has(each))
  }

  function groupSizes(): GroupSize[] {
    const targets = new Map<string, number>()
    for (const { group } of cloud.machines()) {
      if (group !== undefined) targets.set(group, (targets.get(group) ?? 0) + 1)
    }
    return groups.map((group) => ({
      group,
      template: templates.get(group)!,
      target: targets.get(group.name) ?? 0,
      inBackoff: backoff.holds(group.name),
    }))
  }

  function isYoung({ metadata }: Pod): boolean {
    const created = fromTimestamp(metadata?.creationTimestamp ?? '') ?? 0
    return created + YOUNG > clock.now
  }

  function tell(pod: Pod, why: string): void {
    const message = `pod didn't trigger scale-up: ${why}`
    const uid = uidOf(pod)
    if (told.get(uid) === message) return
    told.set(uid, message)
    record(pod, 'NotTriggerScaleUp', message)
  }

  function record(pod: Pod, reason: string, message: string): void {
    const about = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
    events.record('Normal', reason, about, message)
  }

  return {
    restarted() {
      removal.cancel()
      scaleDown.forget()
      told.clear()
      lookSoon()
    },
    report: () =>
      groupSizes().map(({ group, target }) => ({
        group,
        target,
        unneeded: scaleDown.unneeded(group.name),
      })),
  }
}

function keep(map: Map<string, Pod>, uid: string, pod: Pod, wanted: boolean): void {
  if (wanted) map.set(uid, pod)
  else map.delete(uid)
}

/** Reasons are counted and sorted as text. */
function counted(reasons: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ')
}

const isNominated = ({ spec, status }: Pod) =>
  status?.nominatedNodeName !== undefined && spec?.nodeName === undefined
