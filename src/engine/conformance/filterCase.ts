import type { PluginRun, Rejection } from '../scheduler/framework.ts'
import { podInfo } from '../scheduler/nodeView.ts'
import type { RegistryRow } from '../scheduler/registry.ts'
import { clusterOf } from './cluster.ts'
import { type Case, compare, lacking, type Outcome } from './suite.ts'

interface Verdict {
  readonly code: string
  readonly reasons?: readonly string[]
}

/** Asks one plugin's Filter about every node that the case expects something of. */
export function runFilterCase(row: RegistryRow, test: Case): Outcome {
  const cluster = clusterOf(test)
  const run = row.configure(test.config?.args).begin(podInfo(test.pod!), cluster)
  const expected: Record<string, unknown> = {}
  const actual: Record<string, unknown> = {}
  for (const [name, verdict] of Object.entries(test.expect.filter as Record<string, Verdict>)) {
    const node = cluster.nodes.find((view) => view.name === name)
    if (!node) return lacking(test, `the case has no node ${name}`)
    const rejection = run.preFilter ?? run.filter?.(node)
    expected[name] = normal(verdict)
    actual[name] = normal(
      { code: rejection?.code ?? 'Success', reasons: rejection?.reasons ?? [] },
      verdict,
    )
    const shortages = (test.expect.insufficient as Record<string, unknown> | undefined)?.[name]
    if (!shortages) continue
    expected[`${name}: insufficient`] = shortages
    actual[`${name}: insufficient`] = rejection?.insufficient
  }
  const { preFilter, preFilterNodeNames } = test.expect
  if (preFilter) {
    const verdict = preFilter as Verdict
    expected.preFilter = normal(verdict)
    actual.preFilter = normal(
      { code: preFilterCode(run), reasons: run.preFilter?.reasons ?? [] },
      verdict,
    )
  }
  if (preFilterNodeNames) {
    expected.preFilterNodeNames = [...(preFilterNodeNames as string[])].sort()
    actual.preFilterNodeNames = run.onlyNodes && [...run.onlyNodes].sort()
  }
  return compare(expected, actual)
}

function preFilterCode(run: PluginRun): Rejection['code'] | 'Success' | 'Skip' {
  return run.preFilter?.code ?? (run.filter ? 'Success' : 'Skip')
}

/** Reasons are a set, and are compared where the case gives some. */
const normal = ({ code, reasons }: Verdict, expected: Verdict = { code, reasons }) => ({
  code,
  reasons: expected.reasons && [...(reasons ?? [])].sort(),
})
