import { podInfo } from '../scheduler/nodeView.ts'
import { ProfileError, type RegistryRow } from '../scheduler/registry.ts'
import { ScoreError, scoreNodes } from '../scheduler/scoreNodes.ts'
import { clusterOf } from './cluster.ts'
import { type Case, compare, type Outcome } from './suite.ts'

/** Lets one plugin score exactly the nodes that the case lists. */
export function runScoreCase(row: RegistryRow, test: Case): Outcome {
  const { scores: expectedScores, configError, scoreStatus, preScore } = test.expect
  if (configError) return compare(configError, configProblem(row, test))
  const cluster = clusterOf(test)
  const wanted = expectedScores as Record<string, number>
  const feasible = cluster.nodes.filter(({ name }) => Object.hasOwn(wanted, name))
  const run = row.configure(test.config?.args).begin(podInfo(test.pod!), cluster)
  const expected = { scores: wanted, scoreStatus, preScore: (preScore as Code | undefined)?.code }
  const actual = {
    scores: Object.fromEntries(feasible.map(({ name }) => [name, 0])),
    scoreStatus: undefined as string | undefined,
    preScore: undefined as string | undefined,
  }
  try {
    const { nodes } = scoreNodes(feasible, [{ name: row.name, weight: 1, run }])
    feasible.forEach(({ name }, index) => {
      actual.scores[name] = nodes[index]!.total
    })
    if (preScore) actual.preScore = nodes[0]?.scores.length === 0 ? 'Skip' : 'Success'
  } catch (error) {
    if (!(error instanceof ScoreError)) throw error
    actual.scoreStatus = 'Error'
  }
  return compare(expected, actual)
}

interface Code {
  readonly code: string
}

function configProblem(row: RegistryRow, test: Case): unknown {
  try {
    row.configure(test.config?.args)
    return undefined
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error
    const [first] = error.problems
    return first && { field: first.field, type: first.type }
  }
}
