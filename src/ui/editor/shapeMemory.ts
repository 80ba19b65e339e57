import type { CheckResult, ShapeSource } from '../../engine/protocol.ts'
import { documentAt, splitDocuments } from './documents.ts'

/** A workload's shape; `stale` = its document has a mistake now, and this is how it was before. */
export interface KnownShape extends ShapeSource {
  readonly stale: boolean
}

/**
 * The shapes of a text. A document that has just become wrong keeps the last good shape it had, so
 * that the piece does not vanish between two key strokes; where its requests stand is not known.
 */
export function rememberShapes(
  before: readonly KnownShape[],
  result: CheckResult,
  text: string,
): KnownShape[] {
  const shapes: KnownShape[] = result.shapes.map((shape) => ({ ...shape, stale: false }))
  const documents = splitDocuments(text)
  const indexOf = (line: number) => documentAt(documents, line).index
  const good = new Set(shapes.map((shape) => indexOf(shape.startLine)))
  const wrong = new Set(
    result.diagnostics
      .filter((said) => said.severity === 'error')
      .map((said) => indexOf(said.line)),
  )
  for (const old of before) {
    const document = documents[old.document]
    if (document === undefined || good.has(document.index) || !wrong.has(document.index)) continue
    const { startLine, endLine } = document
    shapes.push({ ...old, startLine, endLine, fields: {}, writes: {}, stale: true })
  }
  // `document` is used for finding the document again: by its `---` lines, which are always known.
  return shapes
    .map((shape) => ({ ...shape, document: indexOf(shape.startLine) }))
    .sort((a, b) => a.startLine - b.startLine)
}
