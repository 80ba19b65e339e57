import type { Pod } from '../api/types.gen.ts'
import { MINUTE } from '../api/units.ts'
import type { Cloud, Machine } from '../machine.ts'
import { isFinished, wasDropped } from '../metrics/podState.ts'
import type { Pager } from '../protocol.ts'
import { words } from '../runbook/words.ts'
import type { OnCall } from '../scenario.ts'
import type { ControllerContext, ObjectReference } from './context.ts'

const OWNER = 'onCall'
const WAKE = 'wake'
const WORK = 'work'
const MACHINE = 'machine/'
const POD = 'pod/'
const MINUTES_PER_DAY = 24 * 60

/** The person who keeps a one-click lane alive. */
export interface OnCallPerson {
  /** What the pager shows; undefined while nothing is known to be down. */
  pager(): Pager | undefined
  /** Silences the pager; what is down stays down. Returns whether it was ringing. */
  acknowledge(): boolean
  /** Asks the person, who is awake, to move the apps off this machine. */
  drain(machine: Machine): void
}

export interface OnCallOptions {
  readonly cloud: Cloud
  readonly delays: OnCall
  /** See `Runbook.putOnNextMachine`. */
  readonly putOnNextMachine: (pod: Pod, reason: 'PutBack' | 'Moved') => Machine | undefined
  readonly onRing: (machine: string) => void
}

/**
 * Monitoring and the person on call. A machine that lost power, or an app that was dropped where
 * nothing starts, is noticed after `detection`; the pager rings; `wakeUp` later the person begins
 * and puts one app back every `perApp`, in the order in which the apps had been deployed. Apps
 * whose machine comes back before it is their turn need nobody. What cannot be put anywhere waits
 * until there is a new machine or an app has gone.
 */
export function startOnCall(ctx: ControllerContext, options: OnCallOptions): OnCallPerson {
  const { store, clock, events } = ctx
  const { cloud, delays } = options
  /** Uids of the apps that monitoring reported, in the order in which they will be put back. */
  const known = new Set<string>()
  /** Known apps for which there is no room. */
  const stuck = new Set<string>()
  /** Apps to be moved off machines that are to be drained. */
  const moves = new Set<string>()
  let awake = false
  let acknowledged = false
  let shown = ''
  let rangAt = 0

  cloud.watch((machine, change) => {
    if (change === 'powerOff' || change === 'removed') {
      clock.schedule(OWNER, MACHINE + machine.name, clock.now + delays.detection)
    }
    if (change === 'powerOn') {
      clock.cancel(OWNER, MACHINE + machine.name)
      prune()
    }
    if (change === 'added' || change === 'powerOn') tryStuckAgain()
  })

  store.watch((change) => {
    if (change.kind !== 'Pod') return
    const pod = change.object
    const uid = pod.metadata!.uid!
    if (change.type === 'ADDED' && isDown(pod) && !known.has(uid)) {
      clock.schedule(OWNER, POD + uid, clock.now + delays.detection)
    }
    if (change.type === 'DELETED' || !isDown(pod)) {
      clock.cancel(OWNER, POD + uid)
      known.delete(uid)
      stuck.delete(uid)
    }
    if (change.type === 'DELETED') moves.delete(uid)
    if (change.type === 'DELETED' || isFinished(pod)) tryStuckAgain()
  })

  clock.handle(OWNER, (key) => {
    if (key === WAKE) wake()
    else if (key === WORK) work()
    else if (key.startsWith(MACHINE)) noticeMachine(key.slice(MACHINE.length))
    else noticePod(key.slice(POD.length))
  })

  /** On a machine without power or without existence, or dropped where nothing starts. */
  function isDown(pod: Pod): boolean {
    if (wasDropped(pod)) return true
    const machine = pod.spec?.nodeName
    if (machine === undefined || isFinished(pod)) return false
    return cloud.byName(machine)?.power !== true
  }

  function downPods(): Pod[] {
    return store.list('Pod').filter(isDown)
  }

  function prune(): void {
    const down = new Set(downPods().map(({ metadata }) => metadata!.uid!))
    for (const uid of known) if (!down.has(uid)) known.delete(uid)
    for (const uid of stuck) if (!down.has(uid)) stuck.delete(uid)
  }

  // ------------------------------------------------------------------ monitoring

  function noticeMachine(name: string): void {
    const apps = downPods().filter(({ spec }) => spec?.nodeName === name)
    const about: ObjectReference = { kind: 'Node', namespace: '', name }
    events.record('Warning', 'MachineDown', about, words.machineDown(apps.length))
    report(apps, about)
  }

  function noticePod(uid: string): void {
    const pod = downPods().find(({ metadata }) => metadata?.uid === uid)
    if (!pod || known.has(uid)) return
    const { namespace = '', name = '' } = pod.metadata ?? {}
    const machine = pod.spec?.nodeName ?? ''
    events.record('Warning', 'AppDown', { kind: 'Pod', namespace, name }, words.appDown(machine))
    report([pod], { kind: 'Node', namespace: '', name: machine })
  }

  function report(apps: readonly Pod[], machine: ObjectReference): void {
    for (const { metadata } of apps) {
      clock.cancel(OWNER, POD + metadata!.uid!)
      known.add(metadata!.uid!)
    }
    if (apps.length === 0) return
    shown = machine.name
    // Whoever is at work already sees it come in; whoever silenced the pager is called again.
    if (awake) return
    acknowledged = false
    rangAt = timeOfDay()
    events.record('Warning', 'PagerRings', machine, words.pagerRings(known.size))
    options.onRing(machine.name)
    if (clock.dueAt(OWNER, WAKE) === undefined) {
      clock.schedule(OWNER, WAKE, clock.now + delays.wakeUp)
    }
  }

  function timeOfDay(): number {
    return (delays.startOfDay + Math.floor(clock.now / MINUTE)) % MINUTES_PER_DAY
  }

  // ------------------------------------------------------------------ the person

  function wake(): void {
    prune()
    if (known.size === 0) return
    acknowledged = true
    const about: ObjectReference = { kind: 'Node', namespace: '', name: shown }
    events.record('Normal', 'PersonAwake', about, words.personAwake(known.size))
    startWorking()
  }

  function startWorking(): void {
    if (awake) return
    awake = true
    clock.schedule(OWNER, WORK, clock.now + delays.perApp)
  }

  /** One app is done; what is down comes before what only has to move. */
  function work(): void {
    const next = nextTask()
    if (next) {
      const { pod, reason } = next
      const uid = pod.metadata!.uid!
      const done = options.putOnNextMachine(pod, reason) !== undefined
      moves.delete(uid)
      if (done) known.delete(uid)
      else if (reason === 'PutBack') stuck.add(uid)
    }
    awake = nextTask() !== undefined
    if (awake) clock.schedule(OWNER, WORK, clock.now + delays.perApp)
  }

  function nextTask(): { readonly pod: Pod; readonly reason: 'PutBack' | 'Moved' } | undefined {
    const all = store.list('Pod')
    const isOpen = (uid: string) => known.has(uid) && !stuck.has(uid)
    const down = all.find((pod) => isOpen(pod.metadata!.uid!) && isDown(pod))
    if (down) return { pod: down, reason: 'PutBack' }
    const moving = all.find(
      (pod) =>
        moves.has(pod.metadata!.uid!) && !isFinished(pod) && !pod.metadata?.deletionTimestamp,
    )
    return moving && { pod: moving, reason: 'Moved' }
  }

  function tryStuckAgain(): void {
    if (stuck.size === 0) return
    stuck.clear()
    startWorking()
  }

  return {
    pager: () =>
      known.size === 0
        ? undefined
        : { ringing: !acknowledged, acknowledged, machine: shown, appsDown: known.size, rangAt },
    acknowledge() {
      const rang = known.size > 0 && !acknowledged
      acknowledged = true
      return rang
    },
    drain(machine) {
      const apps = store.podsOnNode(machine.name).filter((pod) => !isFinished(pod) && !isDown(pod))
      for (const { metadata } of apps) moves.add(metadata!.uid!)
      if (moves.size > 0) startWorking()
    },
  }
}
