import type { CheckResult } from '../../engine/protocol.ts'
import { requestEdits } from '../editor/requestEdits.ts'
import { offsetOf } from '../editor/textPositions.ts'

/**
 * The document of an app with other requests, ready to be applied; undefined when the text has none.
 * @param check reads a text as the engine does
 * @param amounts pod totals by resource: cpu in millicores, others in base units
 */
export async function documentWith(
  text: string,
  app: string,
  amounts: Readonly<Record<string, number>>,
  check: (text: string) => Promise<CheckResult>,
): Promise<string | undefined> {
  let written = text
  for (const [resource, amount] of Object.entries(amounts)) {
    const shape = (await check(written)).shapes.find((found) => found.app === app)
    const edits = shape && requestEdits(written, shape, resource, amount)?.edits
    if (edits === undefined) return undefined
    const places = edits
      .map(({ range, text: value }) => ({
        start: offsetOf(written, range.line, range.column),
        end: offsetOf(written, range.endLine, range.endColumn),
        value,
      }))
      .sort((a, b) => b.start - a.start)
    for (const { start, end, value } of places) {
      written = written.slice(0, start) + value + written.slice(end)
    }
  }
  const shape = (await check(written)).shapes.find((found) => found.app === app)
  if (shape === undefined) return undefined
  return written
    .split('\n')
    .slice(shape.startLine - 1, shape.endLine)
    .filter((line) => !/^---/.test(line))
    .join('\n')
}
