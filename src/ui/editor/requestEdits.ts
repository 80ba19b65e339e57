import { amountToText, toAmount } from '../../engine/api/quantity.ts'
import type { ShapeSource, TextRange, TextWrite } from '../../engine/protocol.ts'
import { lineAt, offsetOf, type TextEdit } from './textPositions.ts'

export interface RequestEdits {
  /** To be made together; ranges are those of the text before. */
  readonly edits: readonly TextEdit[]
  /** Where the same values stand afterwards, so that the next amount can be written at once. */
  readonly writes: readonly TextWrite[]
}

/**
 * The edits that make a workload ask for another amount in all.
 * @param text the text of which the shape is known
 * @param amount pod total: cpu in millicores, everything else in base units
 * @returns undefined when the request cannot be written
 */
export function requestEdits(
  text: string,
  shape: ShapeSource,
  resource: string,
  amount: number,
): RequestEdits | undefined {
  const writes = shape.writes?.[resource]
  if (writes === undefined || writes.length === 0) return undefined
  // What is written is the first container's share; what the others ask for stays as it is.
  const others = (shape.requests[resource] ?? 0) - firstContainers(text, shape, resource)
  const value = amountToText(resource, Math.max(0, amount - others))
  const pieces = writes
    .map((write) => ({
      write,
      start: offsetOf(text, write.range.line, write.range.column),
      end: offsetOf(text, write.range.endLine, write.range.endColumn),
      text: write.before + value + write.after,
    }))
    .sort((a, b) => a.start - b.start)

  let after = ''
  let done = 0
  const places = pieces.map((piece) => {
    after += text.slice(done, piece.start)
    done = piece.end
    const start = after.length
    after += piece.text
    return { write: piece.write, start, end: after.length }
  })
  after += text.slice(done)
  return {
    edits: pieces.map(({ write, text: written }) => ({ range: write.range, text: written })),
    writes: places.map(({ write, start, end }) => ({
      ...write,
      range: rangeOf(after, start, end),
    })),
  }
}

function firstContainers(text: string, shape: ShapeSource, resource: string): number {
  const total = shape.requests[resource] ?? 0
  const field = shape.fields[resource]
  if (field === undefined) return total
  const start = offsetOf(text, field.line, field.column)
  const end = offsetOf(text, field.endLine, field.endColumn)
  try {
    return toAmount(resource, text.slice(start, end).replace(/^(["'])(.*)\1$/s, '$2'))
  } catch {
    return total
  }
}

function rangeOf(text: string, start: number, end: number): TextRange {
  const from = lineAt(text, start)
  const to = lineAt(text, end)
  return {
    line: from,
    column: start - offsetOf(text, from, 1) + 1,
    endLine: to,
    endColumn: end - offsetOf(text, to, 1) + 1,
  }
}
