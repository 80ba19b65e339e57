import type { Explanation } from '../engine/index.ts'
import { rows } from './table.ts'

/** What `-o table` prints: the decision, then the nodes in the order in which they were looked at. */
export function formatExplanation(
  answer: Explanation,
  pod: { readonly namespace: string; readonly name: string },
): string {
  const sections = [`${headline(answer, `${pod.namespace}/${pod.name}`)}\n`]
  const refused = Object.entries(answer.filterStatus).filter(([, { plugin }]) => plugin !== null)
  const scored = Object.keys(answer.totalScore)
  if (scored.length > 0) sections.push(scores(answer, scored))
  if (refused.length > 0) {
    sections.push(
      rows([
        ['NODE', 'REFUSED BY', 'CODE', 'REASON'],
        ...refused.map(([node, { plugin, code, reasons }]) => [
          node,
          plugin!,
          code,
          reasons.join(', '),
        ]),
      ]),
    )
  }
  if (answer.counted) sections.push(`${answer.counted.join('\n')}\n`)
  return sections.join('\n')
}

function headline(answer: Explanation, pod: string): string {
  const { selectedNode, message, preemption, nobodysChoice = [] } = answer
  if (selectedNode !== null) return [`${pod} goes to ${selectedNode}`, ...nobodysChoice].join('\n')
  const lines = [`${pod} stays pending: ${message}`]
  if (preemption) {
    const { nominatedNode, victims } = preemption
    lines.push(`Room is made on ${nominatedNode}: ${victims.join(', ')} must go`)
  }
  return [...lines, ...nobodysChoice].join('\n')
}

/** One column a plugin, weighted; the best total first. */
function scores({ finalScoreResult, totalScore }: Explanation, nodes: readonly string[]): string {
  const plugins = Object.keys(finalScoreResult[nodes[0]!] ?? {})
  const sorted = nodes.toSorted((a, b) => totalScore[b]! - totalScore[a]!)
  return rows([
    ['NODE', 'TOTAL', ...plugins],
    ...sorted.map((node) => [
      node,
      String(totalScore[node]),
      ...plugins.map((plugin) => String(finalScoreResult[node]![plugin])),
    ]),
  ])
}
