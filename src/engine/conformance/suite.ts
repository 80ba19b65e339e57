import type {
  Namespace,
  Node,
  ObjectMeta,
  Pod,
  PodDisruptionBudget,
  Service,
} from '../api/types.gen.ts'
import type { OwnerWorkload } from '../scheduler/groupSelectors.ts'

/** One file of conformance/suites; conformance/FORMAT.md describes it. */
export interface Suite {
  readonly suite: string
  readonly kind:
    | 'filter'
    | 'score'
    | 'preemption'
    | 'preemption-postfilter'
    | 'preemption-eligible'
    | 'function'
  readonly plugin?: string
  readonly function?: string
  readonly cases: readonly Case[]
}

export interface Case {
  readonly name: string
  /** First minor release with this behaviour, such as 1.34. */
  readonly since?: string
  readonly config?: CaseConfig
  /** The whole snapshot, in snapshot order. */
  readonly nodes?: readonly Node[]
  readonly pods?: readonly Pod[]
  readonly pod?: Pod
  readonly namespaces?: readonly Namespace[]
  readonly services?: readonly Service[]
  readonly workloads?: readonly Workload[]
  readonly pdbs?: readonly PodDisruptionBudget[]
  readonly nodeStatuses?: Readonly<Record<string, string>>
  readonly nominatedNodeStatus?: string
  readonly filteredOut?: readonly string[]
  readonly input?: Readonly<Record<string, unknown>>
  readonly expect: Readonly<Record<string, unknown>>
}

/** An owner of pods, for default spread constraints. */
interface Workload extends OwnerWorkload {
  readonly kind?: string
  readonly metadata?: ObjectMeta
}

interface CaseConfig {
  readonly plugin: string
  readonly args?: object
  readonly filters?: readonly string[]
}

/** What became of one case. */
export type Outcome =
  | { readonly status: 'passed' }
  | { readonly status: 'failed'; readonly expected: unknown; readonly actual: unknown }
  /** The case is about something that is not modelled on purpose. */
  | { readonly status: 'skipped'; readonly reason: string }

/** A case about something that the engine does not have: that must not go by unnoticed. */
export function lacking(test: Case, reason: string): Outcome {
  return { status: 'failed', expected: test.expect, actual: reason }
}

/** Passed when both say the same; object keys may stand in any order. */
export function compare(expected: unknown, actual: unknown): Outcome {
  if (canonical(expected) === canonical(actual)) return { status: 'passed' }
  return { status: 'failed', expected, actual }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
