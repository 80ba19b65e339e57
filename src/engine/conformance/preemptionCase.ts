import { rejectionOn } from '../scheduler/fitCheck.ts'
import type { Candidate, FailedSearch, PostFilterTools, Rejection } from '../scheduler/framework.ts'
import { podInfo } from '../scheduler/nodeView.ts'
import { ineligibility } from '../scheduler/plugins/defaultPreemption.ts'
import { bestCandidates } from '../scheduler/preemption/chooseCandidate.ts'
import { dryRun, trialOn } from '../scheduler/preemption/dryRun.ts'
import { type PluginName, REGISTRY, type RegistryRow } from '../scheduler/registry.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { clusterOf } from './cluster.ts'
import { type Case, compare, type Outcome } from './suite.ts'

/** The dry run on every node, the choice among its candidates, and the whole PostFilter. */
export function runPreemptionCase(row: RegistryRow, test: Case): Outcome {
  const { candidates, selectedAnyOf, nominatedNodeName, victims } = test.expect
  const expected: Record<string, unknown> = {}
  const actual: Record<string, unknown> = {}
  if (candidates) {
    expected.candidates = sorted(candidates as Summary[])
    actual.candidates = sorted(allCandidates(test))
  }
  if (selectedAnyOf) {
    expected.selectedAnyOf = [...(selectedAnyOf as string[])].sort()
    actual.selectedAnyOf = bestCandidates(dryRuns(test))
      .map(({ node }) => node)
      .sort()
  }
  if (nominatedNodeName !== undefined || victims !== undefined) {
    const everyNode = clusterOf(test).nodes.map(({ name }) => [name, 'Unschedulable'] as const)
    const { nomination } = postFilter(row, test, Object.fromEntries(everyNode))
    const names = nomination?.victims.map(({ metadata }) => metadata?.name ?? '') ?? []
    expected.nominatedNodeName = nominatedNodeName
    actual.nominatedNodeName =
      nominatedNodeName === undefined ? undefined : (nomination?.node ?? '')
    expected.victims = victims && [...(victims as string[])].sort()
    actual.victims = victims && names.sort()
  }
  return compare(expected, actual)
}

/** PostFilter after a search whose verdicts the case gives. */
export function runPostFilterCase(row: RegistryRow, test: Case): Outcome {
  const { nomination, message } = postFilter(row, test, test.nodeStatuses ?? {})
  const actual = { nominatedNodeName: nomination?.node ?? '', message }
  return compare({ message: undefined, ...test.expect }, actual)
}

/** Whether the pod may preempt at all. */
export function runEligibleCase(test: Case): Outcome {
  const statuses: Record<string, string> = {}
  const nominated = test.pod?.status?.nominatedNodeName
  if (nominated && test.nominatedNodeStatus) statuses[nominated] = test.nominatedNodeStatus
  const refusal = ineligibility(podInfo(test.pod!), clusterOf(test), failedSearch(statuses))
  return compare(test.expect, { eligible: refusal === undefined })
}

function postFilter(row: RegistryRow, test: Case, statuses: Readonly<Record<string, string>>) {
  const plugin = row.configure(test.config?.args)
  return plugin.postFilter!(
    podInfo(test.pod!),
    clusterOf(test),
    failedSearch(statuses),
    toolsOf(test),
  )
}

function failedSearch(statuses: Readonly<Record<string, string>>): FailedSearch {
  const rejections = Object.entries(statuses).map(
    ([node, code]) => [node, { code: code as Rejection['code'], reasons: [] }] as const,
  )
  return { rejections: new Map(rejections) }
}

function toolsOf(test: Case): PostFilterTools {
  const pod = podInfo(test.pod!)
  const names = (test.config?.filters ?? []) as PluginName[]
  const plugins = names.map((name) => REGISTRY[name].configure(undefined))
  return {
    random: createRandom(1),
    rejection: (node, cluster) => rejectionOn(pod, node, cluster, plugins, new Map())?.rejection,
  }
}

function dryRuns(test: Case): Candidate[] {
  const cluster = clusterOf(test)
  const outcomes = cluster.nodes.map((node) =>
    dryRun(
      podInfo(test.pod!),
      trialOn(node, cluster, toolsOf(test)),
      cluster.disruptionBudgets ?? [],
    ),
  )
  return outcomes.filter((outcome): outcome is Candidate => !('code' in outcome))
}

interface Summary {
  readonly node: string
  readonly victims: readonly string[]
  readonly pdbViolations?: number
}

function allCandidates(test: Case): Summary[] {
  return dryRuns(test).map(({ node, victims, budgetViolations }) => ({
    node,
    victims: victims.map(({ metadata }) => metadata?.name ?? ''),
    pdbViolations: budgetViolations,
  }))
}

/** Candidates and victims are sets; violations that are not given are none. */
function sorted(candidates: readonly Summary[]): Summary[] {
  return candidates
    .map(({ node, victims, pdbViolations = 0 }) => ({
      node,
      victims: victims.toSorted(),
      pdbViolations,
    }))
    .sort((a, b) => (a.node < b.node ? -1 : 1))
}
