import { isMap, isScalar, LineCounter, type Node, parseAllDocuments } from 'yaml'
import { toAmount } from '../../../engine/api/quantity.ts'
import type { CheckResult, Diagnostic, ShapeSource, TextRange } from '../../../engine/protocol.ts'

/** What the worker's check answers, as far as the panel needs it to be tried out. */
export function fakeCheck(text: string): CheckResult {
  const lines = new LineCounter()
  const diagnostics: Diagnostic[] = []
  const shapes: ShapeSource[] = []
  let hasScenario = false
  const range = (from: number, to: number): TextRange => {
    const start = lines.linePos(from)
    const end = lines.linePos(to)
    return { line: start.line, column: start.col, endLine: end.line, endColumn: end.col }
  }
  parseAllDocuments(text, { lineCounter: lines }).forEach((document, at) => {
    if (!('errors' in document)) return
    for (const error of document.errors) {
      diagnostics.push({
        severity: 'error',
        message: error.message.split('\n')[0] ?? '',
        document: at,
        ...range(error.pos[0], error.pos[1]),
      })
    }
    if (document.errors.length > 0) return
    const kind = document.get('kind')
    if (kind === 'Scenario') hasScenario = true
    if (kind !== 'Deployment' && kind !== 'Job') return
    const found = document.getIn(
      ['spec', 'template', 'spec', 'containers', 0, 'resources', 'requests'],
      true,
    )
    const requests: Record<string, number> = {}
    const fields: Record<string, TextRange> = {}
    let bad = false
    if (isMap(found)) {
      for (const { key, value } of found.items) {
        const node = value as Node
        const [from, to] = node.range ?? [0, 0]
        try {
          requests[String(key)] = toAmount(String(key), isScalar(node) ? String(node.value) : '')
          fields[String(key)] = range(from, to)
        } catch (error) {
          bad = true
          diagnostics.push({
            severity: 'error',
            message: `${(error as Error).message}.`,
            document: at,
            ...range(from, to),
          })
        }
      }
    }
    if (bad) return
    const [start, , end] = document.range
    shapes.push({
      app: String(document.getIn(['metadata', 'name'])),
      kind,
      document: at,
      startLine: lines.linePos(document.contents?.range?.[0] ?? start).line,
      endLine: lines.linePos(Math.max(start, end - 1)).line,
      requests,
      fields,
    })
  })
  return { diagnostics, shapes, hasScenario }
}
