import type { LaneSpec } from '../scenario.ts'
import { POLICIES, policyById } from '../scheduler/policies/menu.ts'
import { say } from '../sentences/sentences.ts'
import type { Check } from './checkContext.ts'
import { meant } from './didYouMean.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

/** One entry of `lanes`; a text alone is the policy. */
export interface LaneText {
  readonly id?: string
  readonly title?: string
  readonly policy: string
  readonly nodePrefix?: string
}

export const DEFAULT_POLICIES = ['one-click', 'kubernetes-bin-packing']

/** The lanes, with titles and node names that tell them apart. */
export function readLanes(texts: readonly (LaneText | string)[], check: Check): LaneSpec[] {
  const path = ['spec', 'lanes']
  if (texts.length === 0) check.error(path, 'noLanes')
  const policyOf = (text: LaneText | string) => (typeof text === 'string' ? text : text.policy)
  const schedulers = texts.filter((text) => policyById(policyOf(text))?.world === 'kubernetes')
  const ids = new Set<string>()
  return texts.map((text, index) => {
    const lane = typeof text === 'string' ? { policy: text } : text
    const at: Path = typeof text === 'string' ? [...path, index] : [...path, index, 'policy']
    const policy = policyById(lane.policy)
    checkPolicy(lane.policy, at, check)
    const id = lane.id ?? lane.policy
    if (ids.has(id)) {
      check.error(at, 'sameLane', quoted(id))
    }
    ids.add(id)
    const runbook = policy?.world === 'runbook'
    return {
      id,
      // With one scheduler there is nothing to tell apart: its card is the Scheduler's.
      title: lane.title ?? (runbook || schedulers.length > 1 ? (policy?.title ?? id) : 'Scheduler'),
      policy: lane.policy,
      nodePrefix: lane.nodePrefix ?? (runbook ? 'vm-' : 'node-'),
    }
  })
}

/** A policy must exist. */
export function checkPolicy(id: string, path: Path, check: Check): void {
  if (policyById(id)) return
  const ids = POLICIES.map((policy) => policy.id)
  check.error(path, 'noPolicy', quoted(id), meant(id, ids, say('thereAre', ids)))
}
