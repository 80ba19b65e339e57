import { useState } from 'react'
import { PodState } from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { WalkPhase } from '../stage/stage.ts'
import { asksFor, laneOf, podFacts, podRowByName } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { type LaneAttempt, useAttempts, useRun } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { useWalk } from '../state/walkStore.ts'
import { panelWords } from '../words/panels.ts'
import { walkWords } from '../words/walk.ts'
import { words } from '../words/words.ts'

/** The decision that the panel is about. */
export interface Shown extends LaneAttempt {
  /** All attempts of the chosen pod, oldest first; none when no pod is chosen. */
  readonly all: readonly Attempt[]
  readonly index: number
  readonly turn: (index: number) => void
  /** Of a decision that is being walked through. */
  readonly phase: WalkPhase | undefined
}

/** Of the decision that is walked through, else of the chosen pod, else the latest one. */
export function useShownAttempt(): Shown | undefined {
  const lanes = useRun((run) => run.lanes)
  const latest = useAttempts((attempts) => attempts.latest)
  const chosen = useAttempts((attempts) => attempts.chosen)
  const walk = useWalk((state) => state.walk)
  // Another moment has its own latest attempt.
  const epoch = useRun((run) => run.run)
  const [page, setPage] = useState<{ readonly of: unknown; readonly index: number }>()
  if (walk !== undefined && (chosen === undefined || chosen.attempts.length === 0)) {
    const { lane, decision, phase } = walk
    return { lane, attempt: decision.attempt, all: [], index: 0, turn: () => {}, phase }
  }
  if (chosen !== undefined && chosen.attempts.length > 0) {
    const key = `${chosen.lane}/${chosen.row}/${epoch}`
    const last = chosen.attempts.length - 1
    const index = page?.of === key ? Math.min(page.index, last) : last
    return {
      lane: chosen.lane,
      attempt: chosen.attempts[index]!,
      all: chosen.attempts,
      index,
      turn: (next) => setPage({ of: key, index: next }),
      phase: undefined,
    }
  }
  // Kubernetes has reasons, the runbook has a rule: the more telling side first.
  const order = [...latest].sort(
    (a, b) => Number(isRunbook(lanes, a)) - Number(isRunbook(lanes, b)),
  )
  const first = order[0]
  return first && { ...first, all: [], index: 0, turn: () => {}, phase: undefined }
}

function isRunbook(lanes: readonly LaneSummary[], { lane }: LaneAttempt): boolean {
  return lanes.find((candidate) => candidate.id === lane)?.runbook ?? false
}

/** The chosen pod, if it waits and nobody has tried to place it, and why. */
export function useUntried(): { readonly label: string; readonly text: string } | undefined {
  const session = useSession()
  const chosen = useAttempts((attempts) => attempts.chosen)
  // Facts are read from the mirror, which changes with every update.
  useRun((run) => run.now)
  if (chosen === undefined || chosen.attempts.length > 0) return undefined
  const pod = podFacts(session.mirror, chosen.lane, chosen.row)
  if (pod === undefined || pod.state !== PodState.Pending || pod.node >= 0) return undefined
  const { label } = pod
  const { untried } = chosen
  return {
    label,
    text:
      untried === undefined ? panelWords.why.notYet(label) : panelWords.why.untried(label, untried),
  }
}

/** What the table answers, in words. */
export function useQuestion({ lane, attempt, phase }: Shown) {
  const session = useSession()
  const info = useRun((run) => run.info)
  // Facts are read from the mirror, which changes with every update.
  useRun((run) => run.now)
  const mirror = laneOf(session.mirror, lane)
  const row = mirror === undefined ? undefined : podRowByName(mirror, attempt.pod)
  const pod = row === undefined ? undefined : podFacts(session.mirror, lane, row)
  const label = pod?.label ?? attempt.pod
  // What is still to come is not told.
  const open = phase === 'queue' || phase === 'filter'
  const node = open ? undefined : attempt.selected
  return {
    node,
    title: open
      ? walkWords.question(label)
      : node === undefined
        ? panelWords.why.titlePending(label)
        : panelWords.why.title(node),
    asks:
      pod === undefined
        ? label
        : words.pod.asksFor(label, asksFor(info?.resources ?? [], pod.requests)),
  }
}
