// The suites that need the engine alone: `engine.ts SUITE [--json] [options]`, see README.md.

import { FAMILIES } from './families.ts'
import { growthRows } from './growth.ts'
import { type Asked, type Defaults, readOptions, withUsage } from './options.ts'
import type { Row } from './row.ts'
import { scenarioNames, scenarioRows } from './scenarios.ts'
import { scheduleRows } from './schedule.ts'
import { SEEKS, seekRows } from './seek.ts'
import { RUNS, simulateRows } from './simulate.ts'

interface Suite extends Defaults {
  readonly rows: (options: Asked) => Iterable<Row>
}

const SUITES: Readonly<Record<string, Suite>> = {
  schedule: {
    rows: scheduleRows,
    names: FAMILIES.map(({ name }) => name),
    nodes: '5000',
    pods: 1_000,
    rounds: () => 5,
  },
  growth: {
    rows: growthRows,
    // Families with a number of nodes of their own do not grow.
    names: FAMILIES.filter(({ nodes }) => !nodes).map(({ name }) => name),
    only: 'SchedulingBasic',
    nodes: '500,2000,5000,20000',
    manySizes: true,
    pods: 15_000,
    rounds: () => 3,
  },
  simulate: {
    rows: simulateRows,
    names: RUNS,
    nodes: '5000',
    pods: 150_000,
    rounds: (pods) => (pods > 20_000 ? 1 : 3),
  },
  seek: { rows: seekRows, names: SEEKS, nodes: '5000', pods: 1, rounds: () => 2 },
  scenarios: {
    rows: scenarioRows,
    names: scenarioNames(),
    nodes: '5000',
    pods: 1,
    rounds: () => 20,
  },
}

const [asked = '', ...args] = process.argv.slice(2)
const suite = SUITES[asked]
if (!suite) throw new Error(`there is no such suite; there are ${Object.keys(SUITES).join(', ')}`)
const rows: Row[] = []
const options = withUsage(() => readOptions(args, suite))
for (const row of suite.rows(options)) {
  if (options.json) console.log(JSON.stringify(row))
  else rows.push(row)
}
if (!options.json) console.table(Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest])))
