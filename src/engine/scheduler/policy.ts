import type { BackoffRules } from './backoff.ts'
import type { PickRule } from './pickRule.ts'
import type { Profile } from './profile.ts'

interface Named {
  /** What scenarios, commands and the command line call it. */
  readonly id: string
  readonly title: string
  readonly subtitle: string
  /** The rule in a few words, for the chip on a lane's card. */
  readonly chip: string
  /** The rule as one sentence; attempts carry it where there are no scores to show. */
  readonly rule: string
}

/** A lane without a scheduler: a runbook says which machine is next. */
export interface RunbookPolicy extends Named {
  readonly world: 'runbook'
}

/** A lane with a scheduler: what it refuses, what it prefers, and how it picks. */
export interface SchedulerPolicy extends Named {
  readonly world: 'kubernetes'
  readonly profile: Profile
  /** Further profiles, for pods that name another scheduler. */
  readonly moreProfiles?: readonly Profile[]
  /** Shortest and longest back-off; the defaults if absent. */
  readonly backoff?: Pick<BackoffRules, 'initial' | 'max'>
  readonly pick: PickRule
}

export type Policy = RunbookPolicy | SchedulerPolicy
