import { PodFlag, PodState } from '../protocol.ts'
import type { PodFact } from './facts.ts'

/** What there is to say of a pod that a machine has lost, as the one that stands for it today is. */
const Kind = {
  /** Its owner no longer wants it, or nothing makes another one. */
  GivenUp: 0,
  Away: 1,
  Back: 2,
  /** Nothing will re-create it. */
  LostForGood: 3,
  /** The same, after its work was done. */
  LostButDone: 4,
} as const
type Kind = (typeof Kind)[keyof typeof Kind]

/** What a machine has lost. */
export interface Loss {
  /** Something that it has lost is missed, see `RecoveryTracker.current`. */
  readonly counts: boolean
}

interface OpenLoss extends Loss {
  counts: boolean
  isDealtWith: boolean
  readonly pods: Set<Missed>
  /** How many of its pods there are of each kind. */
  readonly kinds: number[]
}

/** The last of the pods that have stood for one another. */
interface Missed {
  readonly pod: PodFact
  /** Of whom it is missed: what had come back where the power failed, too, was lost twice, and is one. */
  readonly losses: Set<OpenLoss>
  kind: Kind
  isMissed: boolean
  isBack: boolean
}

/** Pods that machines have lost, counted: in time for what has changed, however many there are. */
export interface MissedPods {
  open(isDealtWith: boolean): Loss
  /** Follows a pod for this loss; once only, however often it is said. */
  add(loss: Loss, pod: PodFact): void
  /** No pod is followed for this loss any more. */
  drop(loss: Loss): void
  /** Whether the machine has power again, or is gone. */
  note(loss: Loss, isDealtWith: boolean): void
  /** Something about a pod may be different, see `settle`. */
  changed(pod: PodFact): void
  /** Looks at the pods that have changed. */
  settle(): void
  inAll(): { readonly lost: number; readonly back: number }
}

/** @param isDown whether users notice that the pod does not serve */
export function createMissedPods(isDown: (pod: PodFact) => boolean): MissedPods {
  const followed = new Map<PodFact, Missed>()
  const stale = new Set<Missed>()
  let lost = 0
  let back = 0

  function kindOf(pod: PodFact): Kind {
    const { leaving, flags, gone, state } = pod
    if (leaving === 'wished' || leaving === 'missed') return Kind.GivenUp
    const isBack = state === PodState.Succeeded || (state === PodState.Running && !isDown(pod))
    if (gone && (flags & PodFlag.Bare) !== 0) return isBack ? Kind.LostButDone : Kind.LostForGood
    return isBack ? Kind.Back : Kind.Away
  }

  /** Whether a machine's loss says that a pod of this kind is missed. */
  function isMissedBy({ counts, isDealtWith }: OpenLoss, kind: Kind): boolean {
    if (!counts || kind === Kind.GivenUp) return false
    return !isDealtWith || kind === Kind.Away || kind === Kind.Back
  }

  function count(missed: Missed): void {
    const { kind, losses } = missed
    let isMissed = false
    for (const loss of losses) isMissed ||= isMissedBy(loss, kind)
    const isBack = isMissed && (kind === Kind.Back || kind === Kind.LostButDone)
    lost += Number(isMissed) - Number(missed.isMissed)
    back += Number(isBack) - Number(missed.isBack)
    missed.isMissed = isMissed
    missed.isBack = isBack
  }

  /** Once everything has come back to a machine that was dealt with, it counts no more. */
  function weigh(loss: OpenLoss): void {
    const { kinds, pods, isDealtWith } = loss
    const counts = isDealtWith ? kinds[Kind.Away]! > 0 : pods.size > kinds[Kind.GivenUp]!
    if (counts === loss.counts) return
    loss.counts = counts
    for (const pod of pods) count(pod)
  }

  function enter(missed: Missed, loss: OpenLoss): void {
    if (missed.losses.has(loss)) return
    missed.losses.add(loss)
    loss.pods.add(missed)
    loss.kinds[missed.kind]! += 1
    weigh(loss)
    count(missed)
  }

  function leave(missed: Missed, loss: OpenLoss): void {
    missed.losses.delete(loss)
    loss.pods.delete(missed)
    loss.kinds[missed.kind]! -= 1
    count(missed)
    if (missed.losses.size > 0) return
    followed.delete(missed.pod)
    stale.delete(missed)
  }

  function follow(pod: PodFact): Missed {
    const known = followed.get(pod)
    if (known) return known
    const none = { isMissed: false, isBack: false }
    const missed = { pod, losses: new Set<OpenLoss>(), kind: kindOf(pod), ...none }
    followed.set(pod, missed)
    return missed
  }

  function lookAt(missed: Missed): void {
    const { pod } = missed
    if (pod.replacedBy) {
      const next = follow(latest(pod))
      for (const loss of [...missed.losses]) {
        leave(missed, loss)
        enter(next, loss)
        weigh(loss)
      }
      lookAt(next)
      return
    }
    const kind = kindOf(pod)
    if (kind === missed.kind) return
    for (const { kinds } of missed.losses) {
      kinds[missed.kind]! -= 1
      kinds[kind]! += 1
    }
    missed.kind = kind
    for (const loss of missed.losses) weigh(loss)
    count(missed)
  }

  return {
    open: (isDealtWith): OpenLoss => ({
      counts: false,
      isDealtWith,
      pods: new Set(),
      kinds: Object.values(Kind).map(() => 0),
    }),
    add: (loss, pod) => enter(follow(latest(pod)), loss as OpenLoss),
    drop(loss) {
      for (const pod of (loss as OpenLoss).pods) leave(pod, loss as OpenLoss)
    },
    note(loss, isDealtWith) {
      const open = loss as OpenLoss
      if (open.isDealtWith === isDealtWith) return
      open.isDealtWith = isDealtWith
      weigh(open)
      for (const pod of open.pods) count(pod)
    },
    changed(pod) {
      if (followed.size === 0) return
      const missed = followed.get(pod)
      if (missed) stale.add(missed)
    },
    settle() {
      for (const missed of stale) lookAt(missed)
      stale.clear()
    },
    inAll: () => ({ lost, back }),
  }
}

/** The pod that stands for this one today. */
function latest(pod: PodFact): PodFact {
  let fact = pod
  while (fact.replacedBy) fact = fact.replacedBy
  return fact
}
