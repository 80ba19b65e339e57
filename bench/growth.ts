import type { Asked } from './options.ts'
import { growthExponent, type Row, rounded } from './row.ts'
import { scheduleRows } from './schedule.ts'

/**
 * Decisions of a family at several sizes, then one row that says how the time of a pod grows from the
 * smallest to the largest: the exponent e of nodes^e, by the clock and by the processors' time.
 */
export function* growthRows(options: Asked): Generator<Row> {
  const sizes = [...new Set(options.sizes)].sort((a, b) => a - b)
  const ofFamily = new Map<string, Row[]>()
  for (const nodes of sizes) {
    for (const row of scheduleRows({ ...options, nodes })) {
      ofFamily.set(row.name, [...(ofFamily.get(row.name) ?? []), row])
      yield { ...row, name: `${row.name} on ${nodes}` }
    }
  }
  for (const [name, rows] of ofFamily) {
    const [first, last] = [rows[0]!, rows.at(-1)!]
    if (first.nodes === last.nodes) continue
    const exponent = (column: string) =>
      rounded(
        growthExponent(
          { size: first.nodes, value: Number(first[column]) },
          { size: last.nodes, value: Number(last[column]) },
        ),
      )
    yield {
      name: `${name}: growth`,
      nodes: last.nodes,
      fromNodes: first.nodes,
      pods: last.pods,
      exponent: exponent('microsecondsPerPod'),
      processorExponent: exponent('processorMicrosecondsPerPod'),
      sizes: sizes.join(','),
      rounds: options.rounds,
    }
  }
}
