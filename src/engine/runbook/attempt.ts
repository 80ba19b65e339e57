import type { Machine } from '../machine.ts'
import type { Attempt, NodeVerdict } from '../scheduler/attempt.ts'
import type { Insufficient } from '../scheduler/framework.ts'
import { NOT_LOOKED_AT } from './words.ts'

/** Above this, machines that nobody looked at are left out of the record. */
const LISTED = 200

/** A machine that was tried, and what was missing there. */
export interface Look {
  readonly machine: Machine
  readonly missing: readonly Insufficient[]
}

/** What the runbook's decision looked at, in the same shape as a scheduling attempt. */
export function verdictsOf(machines: readonly Machine[], looks: readonly Look[]): NodeVerdict[] {
  const tried = new Set(looks.map(({ machine }) => machine.name))
  const others = machines.length > LISTED ? [] : machines.filter(({ name }) => !tried.has(name))
  return [...looks.map(lookedAt), ...others.map(notLookedAt)]
}

export type AttemptFrame = Pick<Attempt, 'id' | 'at' | 'namespace' | 'pod' | 'uid'>

export function runbookAttempt(
  frame: AttemptFrame,
  verdicts: readonly NodeVerdict[],
  outcome: { readonly selected?: string; readonly message?: string; readonly rule: string },
): Attempt {
  const candidates = outcome.selected === undefined ? [] : [outcome.selected]
  return { ...frame, verdicts, candidates, maxTotal: 0, ...outcome }
}

function lookedAt({ machine, missing }: Look): NodeVerdict {
  if (missing.length === 0) return { node: machine.name, passed: ['NodeResourcesFit'], scores: [] }
  return {
    node: machine.name,
    rejectedBy: 'NodeResourcesFit',
    code: 'Unschedulable',
    reasons: missing.map(({ resource }) =>
      resource === 'pods' ? 'Too many pods' : `Insufficient ${resource}`,
    ),
    insufficient: missing,
    passed: [],
    scores: [],
  }
}

function notLookedAt({ name }: Machine): NodeVerdict {
  return { node: name, rejectedBy: 'Runbook', reasons: [NOT_LOOKED_AT], passed: [], scores: [] }
}
