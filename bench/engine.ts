// The suites that need the engine alone: `engine.ts SUITE [--json] [options]`, see README.md.
import { parseArgs } from 'node:util'
import type { Row } from './row.ts'
import { scenarioRows } from './scenarios.ts'
import { type BenchOptions, scheduleRows } from './schedule.ts'
import { seekRows } from './seek.ts'
import { simulateRows } from './simulate.ts'

interface Suite {
  readonly rows: (options: BenchOptions) => Iterable<Row>
  readonly pods: number
  readonly rounds: number
}

const SUITES: Readonly<Record<string, Suite>> = {
  schedule: { rows: scheduleRows, pods: 1_000, rounds: 5 },
  simulate: { rows: simulateRows, pods: 150_000, rounds: 1 },
  seek: { rows: seekRows, pods: 0, rounds: 2 },
  scenarios: { rows: scenarioRows, pods: 0, rounds: 20 },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    nodes: { type: 'string', default: '5000' },
    pods: { type: 'string' },
    rounds: { type: 'string' },
    'no-reference': { type: 'boolean', default: false },
  },
})
const suite = SUITES[positionals[0] ?? '']
if (!suite) throw new Error(`there is no such suite; there are ${Object.keys(SUITES).join(', ')}`)
const rows: Row[] = []
const options = {
  only: values.only,
  nodes: Number(values.nodes),
  pods: Number(values.pods ?? suite.pods),
  rounds: Number(values.rounds ?? suite.rounds),
  reference: !values['no-reference'],
}
for (const row of suite.rows(options)) {
  if (values.json) console.log(JSON.stringify(row))
  else rows.push(row)
}
if (!values.json) console.table(Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest])))
