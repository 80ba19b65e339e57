import type { Attempt, NodeVerdict } from '../../engine/scheduler/attempt.ts'
import { panelWords } from '../words/panels.ts'
import { runbookText } from '../words/runbook.ts'
import { amountWithUnit, laneLabel } from '../words/units.ts'

/** What a filter said about a machine. */
export type Answer =
  | { readonly type: 'yes' }
  | { readonly type: 'no'; readonly text: string; readonly reason: string }
  /** An earlier filter had said no, or the profile leaves this one out. */
  | { readonly type: 'notAsked' }

export interface FilterColumn {
  readonly key: string
  readonly label: string
  /** One answer per row. */
  readonly answers: readonly Answer[]
}

export interface ScoreColumn {
  readonly plugin: string
  readonly weight: number
  /** One per row; undefined = not scored. */
  readonly scores: readonly ({ readonly raw: number; readonly normalized: number } | undefined)[]
}

/** Score plugins that gave every machine the same: they count, but decide nothing. */
export interface SharedScores {
  readonly plugins: readonly { readonly plugin: string; readonly points: number }[]
  /** What they add to every total. */
  readonly points: number
}

export interface WhyRow {
  readonly node: string
  readonly winner: boolean
  readonly fits: boolean
  /** It fits, nobody else does, and so it was not scored. */
  readonly onlyFit: boolean
  /** It had been cleared for this pod before, and nobody else was looked at. */
  readonly promised: boolean
  readonly total: number | undefined
}

export interface WhyTable {
  readonly filters: readonly FilterColumn[]
  readonly scores: readonly ScoreColumn[]
  /** Absent when every plugin has its own column. */
  readonly shared: SharedScores | undefined
  readonly rows: readonly WhyRow[]
}

const FIT = 'NodeResourcesFit'
const TAINTS = 'TaintToleration'

/**
 * An attempt as a table: a row per machine, a column per resource, one for taints
 * where they were looked at, one for every
 * other filter that said no somewhere, and one per score plugin that tells machines apart.
 * @param resources resources of the run; cpu and memory always have their column
 */
export function whyTable(attempt: Attempt, resources: readonly string[]): WhyTable {
  const verdicts = [...attempt.verdicts].sort((a, b) => byName(a.node, b.node))
  const feasible = verdicts.filter((verdict) => verdict.rejectedBy === undefined)
  const scores = scoreColumns(verdicts)
  const same = scores.filter(isShared)
  return {
    filters: [
      ...resourceColumns(verdicts, resources),
      ...taintColumn(verdicts),
      ...otherFilters(verdicts),
    ],
    scores: scores.filter((column) => !same.includes(column)),
    shared: sharedScores(same),
    rows: verdicts.map((verdict) => {
      const fits = verdict.rejectedBy === undefined
      return {
        node: verdict.node,
        winner: verdict.node === attempt.selected,
        fits,
        // Whose rule is to take the first that fits has not asked the others.
        onlyFit:
          fits &&
          feasible.length === 1 &&
          verdict.scores.length === 0 &&
          attempt.rule === undefined,
        promised: verdict.node === attempt.nominated,
        total: verdict.total,
      }
    }),
  }
}

/** node-2 before node-10. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

function resourceColumns(
  verdicts: readonly NodeVerdict[],
  resources: readonly string[],
): FilterColumn[] {
  const short = new Set(
    verdicts.flatMap((verdict) => (verdict.insufficient ?? []).map((lack) => lack.resource)),
  )
  const shown = [
    ...resources.filter((r) => r === 'cpu' || r === 'memory' || short.has(r)),
    ...[...short].filter((r) => !resources.includes(r)),
  ]
  return shown.map((resource) => ({
    key: resource,
    label: panelWords.why.fits(laneLabel(resource)),
    answers: verdicts.map((verdict) => resourceAnswer(verdict, resource)),
  }))
}

function resourceAnswer(verdict: NodeVerdict, resource: string): Answer {
  if (verdict.rejectedBy === FIT) {
    const lack = verdict.insufficient?.find((candidate) => candidate.resource === resource)
    if (lack === undefined) return { type: 'yes' }
    const over = lack.used + lack.requested - lack.capacity
    return {
      type: 'no',
      text: panelWords.why.over(overText(resource, over)),
      reason: verdict.reasons?.join(', ') ?? FIT,
    }
  }
  return asked(verdict, FIT) ? { type: 'yes' } : { type: 'notAsked' }
}

/** vCPU is so common that only its number is written. */
function overText(resource: string, over: number): string {
  const text = amountWithUnit(resource, over)
  return resource === 'cpu' ? text.replace(/ vCPU$/, '') : text
}

/** No column where nobody looked at taints: the runbook does not, and a profile need not. */
function taintColumn(verdicts: readonly NodeVerdict[]): FilterColumn[] {
  const answers = verdicts.map((verdict) => filterAnswer(verdict, TAINTS))
  if (answers.every(({ type }) => type === 'notAsked')) return []
  return [{ key: TAINTS, label: panelWords.why.taints, answers }]
}

function otherFilters(verdicts: readonly NodeVerdict[]): FilterColumn[] {
  const names = new Set<string>()
  for (const { rejectedBy } of verdicts) {
    if (rejectedBy !== undefined && rejectedBy !== FIT && rejectedBy !== TAINTS) {
      names.add(rejectedBy)
    }
  }
  return [...names].map((name) => ({
    key: name,
    label: panelWords.why.filters[name] ?? name,
    answers: verdicts.map((verdict) => filterAnswer(verdict, name)),
  }))
}

function filterAnswer(verdict: NodeVerdict, plugin: string): Answer {
  if (verdict.rejectedBy === plugin) {
    const reason = verdict.reasons?.map(runbookText).join(', ') ?? plugin
    if (plugin === TAINTS) return taintAnswer(verdict, reason)
    return { type: 'no', text: reason.replace(/^node\(s\) /, ''), reason }
  }
  return asked(verdict, plugin) ? { type: 'yes' } : { type: 'notAsked' }
}

/** Whether the plugin had its say on this node; one that the profile leaves out never has. */
function asked(verdict: NodeVerdict, plugin: string): boolean {
  return verdict.passed.includes(plugin)
}

/** The taint's key without Kubernetes' own prefix; the reason in full names it, too. */
function taintAnswer({ taint }: NodeVerdict, reason: string): Answer {
  const named = /\{([^:}]+)/.exec(reason)?.[1]
  const key = taint ?? named
  return {
    type: 'no',
    text: key?.replace(/^node\.kubernetes\.io\//, '') ?? panelWords.why.taint,
    reason: named === undefined && key !== undefined ? `${reason}: ${key}` : reason,
  }
}

function scoreColumns(verdicts: readonly NodeVerdict[]): ScoreColumn[] {
  const weights = new Map<string, number>()
  for (const verdict of verdicts) {
    for (const score of verdict.scores) weights.set(score.plugin, score.weight)
  }
  return [...weights].map(([plugin, weight]) => ({
    plugin,
    weight,
    scores: verdicts.map((verdict) => verdict.scores.find((score) => score.plugin === plugin)),
  }))
}

/** The two that the picture is about have their column even when they decide nothing. */
const ALWAYS_SHOWN = new Set([FIT, 'NodeResourcesBalancedAllocation'])

function isShared({ plugin, scores }: ScoreColumn): boolean {
  const values = new Set(scores.flatMap((score) => score?.normalized ?? []))
  return values.size === 1 && !ALWAYS_SHOWN.has(plugin)
}

function sharedScores(columns: readonly ScoreColumn[]): SharedScores | undefined {
  if (columns.length === 0) return undefined
  const plugins = columns.map(({ plugin, weight, scores }) => ({
    plugin,
    points: weight * (scores.find((score) => score !== undefined)?.normalized ?? 0),
  }))
  return { plugins, points: plugins.reduce((sum, { points }) => sum + points, 0) }
}
